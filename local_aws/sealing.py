"""Signed files: the first bytes are an HMAC with a key of the user, so that files of other users are refused.

The key is made once for a user, who alone can read it. https://docs.python.org/3/library/hmac.html
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY = Path.home() / ".cache" / "local-aws" / "snapshots.key"
_LENGTH = hashlib.sha256().digest_size


class SealError(Exception):
    """The content was changed, or was signed with another key."""


def seal(content: bytes, key: Path = KEY) -> bytes:
    """The content, with what shows that this user wrote it."""
    return _code(content, key) + content


def unseal(sealed: bytes, key: Path = KEY) -> bytes:
    """The content that was sealed.

    Raises:
        SealError: it is not as this user wrote it.
    """
    code, content = sealed[:_LENGTH], sealed[_LENGTH:]
    if not hmac.compare_digest(code, _code(content, key)):
        raise SealError
    return content


def write(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    partial = path.with_name(f"{path.name}.new-{os.getpid()}")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_bytes(content)
    partial.rename(path)


def signature(text: str, key: Path = KEY) -> str:
    """What shows that this user wrote a text, as letters and digits."""
    return _code(text.encode(), key).hex()


def derived_key(purpose: str, key: Path = KEY) -> bytes:
    """A key of 32 bytes for one purpose, of this user."""
    return _code(purpose.encode(), key)


def _code(content: bytes, key: Path) -> bytes:
    return hmac.digest(_key(key), content, "sha256")


def _key(path: Path) -> bytes:
    """The user's key, made when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(path, secrets.token_bytes(32))
    found = path.stat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise SealError(f"{path} can be read by others: delete it, and the snapshots")
    return path.read_bytes()
