"""The request's context, policy variables and wildcards.

The rules are those of the IAM User Guide, pages "IAM policy elements: Variables and tags" and "IAM JSON
policy elements: Resource".
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

Text = tuple[tuple[str, bool], ...]
"""A text in pieces. Each piece says whether `*` and `?` in it are wildcards."""

_VARIABLE = re.compile(r"\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}")


def text_of(value: object) -> str:
    """A JSON scalar as the policy language reads it. Booleans and numbers may be written without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def values_of(value: object) -> tuple[str, ...]:
    """One value or a list of values, as texts."""
    if isinstance(value, list | tuple):
        return tuple(text_of(item) for item in value if item is not None)
    return () if value is None else (text_of(value),)


class Context:
    """The condition keys of one request. Key names are not case-sensitive.

    Args:
        given: keys that came with the request. They win over the derived ones. An empty list means that the
            key is absent.
        derived: keys that follow from the principal and the resource. Their names are in lower case.
    """

    __slots__ = ("_derived", "_given")

    def __init__(
        self, given: Mapping[str, str | Sequence[str]], derived: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._given = {key.lower(): values_of(value) for key, value in given.items()}
        self._derived = derived

    def values(self, key: str) -> tuple[str, ...]:
        """The values of a key, which is written in lower case; empty when the request does not have it."""
        found = self._given.get(key)
        if found is None:
            found = self._derived.get(key)
        if found is None:
            return _clock(key)
        return found


def _clock(key: str) -> tuple[str, ...]:
    if key == "aws:currenttime":
        return (datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),)
    if key == "aws:epochtime":
        return (str(int(time.time())),)
    return ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A policy variable: `${aws:username}` or `${aws:username, 'default'}`."""

    key: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Template:
    """A string of a policy that may have policy variables in it."""

    parts: tuple[tuple[str, bool] | Variable, ...]

    @property
    def fixed(self) -> Text | None:
        """The text, if it has no variable in it."""
        parts = tuple(part for part in self.parts if not isinstance(part, Variable))
        return parts if len(parts) == len(self.parts) else None

    def resolve(self, context: Context) -> Text | None:
        """The text with its variables replaced; None when the request has no single value for one of them.

        A multivalued key cannot be a policy variable. Wildcards in a replaced value are ordinary characters.
        """
        pieces = []
        for part in self.parts:
            if not isinstance(part, Variable):
                pieces.append(part)
                continue
            values = context.values(part.key)
            value = values[0] if len(values) == 1 else part.default if not values else None
            if value is None:
                return None
            pieces.append((value, False))
        return tuple(pieces)


def template(text: str, variables: bool) -> Template:
    """Read a string of a policy.

    Args:
        variables: whether `${...}` is a variable here. It is literal text in documents older than 2012-10-17
            and in values of operators that take no variables.
    """
    if not variables or "${" not in text:
        return Template(((text, True),))
    parts: list[tuple[str, bool] | Variable] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        parts.append((text[end : match.start()], True))
        name, default = match.groups()
        parts.append((name, False) if name in ("*", "?", "$") else Variable(name.lower(), default))
        end = match.end()
    parts.append((text[end:], True))
    return Template(tuple(part for part in parts if part != ("", True)))


def plain(text: Text) -> str:
    """The literal text, without regard to wildcards."""
    return "".join(piece for piece, _ in text)


@lru_cache(maxsize=4096)
def pattern(text: Text) -> re.Pattern[str]:
    """The regular expression of a text with wildcards. They match every character, `:` and `/` too."""
    return re.compile(_regex(text, parts_of_an_arn=False), re.DOTALL)


@lru_cache(maxsize=4096)
def arn_pattern(text: Text) -> re.Pattern[str]:
    """As `pattern`, for ARN operators: each of the six parts of an ARN is matched on its own."""
    return re.compile(_regex(text, parts_of_an_arn=True), re.DOTALL)


def regex_of(texts: Sequence[Text]) -> str:
    """The source of one regular expression that matches any of the texts."""
    return "|".join(_regex(text, parts_of_an_arn=False) for text in texts)


def _regex(text: Text, parts_of_an_arn: bool) -> str:
    colons = 0
    source = []
    for piece, wild in text:
        for character in piece:
            # The sixth part of an ARN is the resource, which may contain colons itself.
            anything = "[^:]" if parts_of_an_arn and colons < 5 else "."
            if wild and character in "*?":
                source.append(f"{anything}*" if character == "*" else anything)
            else:
                source.append(re.escape(character))
                colons += character == ":"
    return "".join(source)
