"""Filter patterns of CloudWatch Logs: terms, regular expressions, JSON, and lines of columns.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

Found = dict[str, Any]  # what a pattern names, by how it is named: "$.latency", "$status"
_TERM = re.compile(r'(?P<sign>[-?]?)(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|%(?P<regex>[^%]+)%|(?P<word>[^\s"%]+))')
_TOKEN = re.compile(
    r'\s*(&&|\|\||[()]|!=|>=|<=|=|>|<|"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()=!<>&|]+)',
)
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


class PatternError(ValueError):
    """A pattern that CloudWatch Logs does not take."""


def match(pattern: str, message: str) -> Found | None:
    """What a pattern finds in a message; None where it does not match.

    Raises:
        PatternError: it is none.
    """
    pattern = pattern.strip()
    if pattern.startswith("{"):
        return _of_json(pattern, message)
    if pattern.startswith("["):
        return _of_columns(pattern, message)
    return {} if _has_terms(pattern, message) else None


def _has_terms(pattern: str, message: str) -> bool:
    """All plain terms, none with a minus, and one of those with a question mark."""
    optional: list[bool] = []
    for term in _TERM.finditer(pattern):
        if term["regex"]:
            there = bool(re.search(term["regex"], message))
        else:
            there = (term["word"] or (term["phrase"] or "").replace('\\"', '"')) in message
        if term["sign"] == "?":
            optional.append(there)
        elif there == (term["sign"] == "-"):
            return False
    return any(optional) if optional else True


def _of_json(pattern: str, message: str) -> Found | None:
    if not pattern.endswith("}"):
        raise PatternError(pattern)
    tokens = [each for each in _TOKEN.findall(pattern[1:-1]) if each]
    condition = _Condition(tokens, pattern)
    try:
        document = json.loads(message)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        condition.holds({})  # which refuses what is no pattern
        return None
    if not condition.holds(document):
        return None
    return _Document(document)


class _Document(dict[str, Any]):
    """Finds whatever is asked for in a document, as `$.a.b[0]`."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self._document = document

    def get(self, selector: str, default: Any = None) -> Any:
        found = _select(self._document, selector)
        return default if found is _ABSENT else found


_ABSENT = object()


def _select(document: Any, selector: str) -> Any:
    for name, index in re.findall(r"\.([\w@-]+)|\[(\d+)\]", selector):
        if name and isinstance(document, dict) and name in document:
            document = document[name]
        elif index and isinstance(document, list) and int(index) < len(document):
            document = document[int(index)]
        else:
            return _ABSENT
    return document


@dataclass
class _Condition:
    """A condition on JSON: comparisons, joined by && and ||, in brackets."""

    tokens: list[str]
    pattern: str
    at: int = 0

    def holds(self, document: Any) -> bool:
        self.at = 0
        found = self._either(document)
        if self.at != len(self.tokens):
            raise PatternError(self.pattern)
        return found

    def _either(self, document: Any) -> bool:
        found = self._both(document)
        while self._next("||"):
            found = self._both(document) or found
        return found

    def _both(self, document: Any) -> bool:
        found = self._one(document)
        while self._next("&&"):
            found = self._one(document) and found
        return found

    def _one(self, document: Any) -> bool:
        if self._next("("):
            found = self._either(document)
            if not self._next(")"):
                raise PatternError(self.pattern)
            return found
        selector, sign = self._take(), self._take()
        if not selector.startswith("$"):
            raise PatternError(self.pattern)
        value = _select(document, selector)
        if sign == "IS":
            word = self._take()
            return value is {"NULL": None, "TRUE": True, "FALSE": False}.get(word, _ABSENT) is not _ABSENT
        if sign in ("EXISTS", "NOT"):
            if sign == "NOT" and self._take() != "EXISTS":
                raise PatternError(self.pattern)
            return (value is not _ABSENT) == (sign == "EXISTS")
        if sign not in _COMPARED:
            raise PatternError(self.pattern)
        wanted = self._take()
        return value is not _ABSENT and _compares(value, sign, wanted)

    def _take(self) -> str:
        if self.at == len(self.tokens):
            raise PatternError(self.pattern)
        self.at += 1
        return self.tokens[self.at - 1]

    def _next(self, sign: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == sign:
            self.at += 1
            return True
        return False


def _compares(value: Any, sign: str, wanted: str) -> bool:
    if wanted.startswith("%"):
        return bool(re.search(wanted.strip("%"), str(value))) == (sign == "=")
    if not wanted.startswith('"'):
        try:
            limit = float(wanted)
        except ValueError:
            pass
        else:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return is_number and _COMPARED[sign](float(value), limit)
    text = wanted.strip('"')
    shown = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return fnmatchcase(shown, text.replace("[", "[[]")) == (sign == "=")


def _of_columns(pattern: str, message: str) -> Found | None:
    """Words of a line by their place: `[ip, user, ..., status = 5*, bytes]`."""
    if not pattern.endswith("]"):
        raise PatternError(pattern)
    words = [
        quoted or bracketed or word
        for quoted, bracketed, word in re.findall(r'"([^"]*)"|\[([^\]]*)\]|(\S+)', message)
    ]
    columns = [each.strip() for each in pattern[1:-1].split(",")]
    if "..." in columns:
        place = columns.index("...")
        rest = len(words) - len(columns) + 1
        if rest < 0:
            return None
        columns = columns[:place] + [f"_{number}" for number in range(rest)] + columns[place + 1 :]
    if len(columns) != len(words):
        return None
    found: Found = {}
    for column, word in zip(columns, words, strict=True):
        parts = re.fullmatch(r"(\w+)(?:\s*(!=|>=|<=|=|>|<)\s*(.+))?", column)
        if not parts:
            raise PatternError(pattern)
        number = float(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else word
        wanted = (parts[3] or "").strip()
        value: Any = number if re.fullmatch(r"-?\d+(\.\d+)?", wanted) else word
        if parts[2] and not _compares(value, parts[2], wanted):
            return None
        found[f"${parts[1]}"] = number
    return found
