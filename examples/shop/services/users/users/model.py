"""What a user is."""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class User:
    """A user as stored and as shown. `version` counts changes from 1; `created_at` is ISO 8601 in UTC."""

    id: str
    name: str
    email: str
    created_at: str
    version: int


def new_user(name: str, email: str) -> User:
    """A user that has not been stored yet, with a fresh id."""
    return User(id=str(uuid.uuid4()), name=name, email=email, created_at=now(), version=1)


def normalised_email(email: str) -> str:
    """The form in which addresses are stored, compared and looked up: trimmed and in lower case.

    The standard lets the part before the @ be case-sensitive (RFC 5321, 2.4), but mail providers do not, and
    accounts that differ in case only are one person's mistake. Dots and +tags stay: they mean something.
    """
    return email.strip().lower()


def is_user_id(text: str) -> bool:
    """Whether the text has the form of our ids. Anything else cannot be a user, so the table is not asked."""
    return _ID.fullmatch(text) is not None


def now() -> str:
    """The time in ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
