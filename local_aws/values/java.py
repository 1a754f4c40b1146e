"""The models' patterns are Java's; here they are Python's.

https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
"""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import groupby

# Java's names for sets of ASCII, as the inside of a character class.
_POSIX = {
    "ASCII": r"\x00-\x7f",
    "Alnum": r"A-Za-z0-9",
    "Alpha": r"A-Za-z",
    "Blank": r" \t",
    "Cntrl": r"\x00-\x1f\x7f",
    "Digit": r"0-9",
    "Graph": r"!-~",
    "Print": r" -~",
    "Punct": r"!-/:-@\[-`{-~",
    "Upper": r"A-Z",
    "XDigit": r"0-9A-Fa-f",
}
_PROPERTY = re.compile(r"\\([pP])\{?(\w+?)(?:\}|(?<=\\[pP]\w))")
_SET_IN_RANGE = re.compile(r"(\\[wds]|\\p\{\w+\})-(?=[^\]])")
# The pairs by which UTF-16 has what is beyond U+FFFF.
_SURROGATES = re.compile(r"(?:\\uD800\\uDC00|\ud800\udc00)-(?:\\uDBFF\\uDFFF|\udbff\udfff)", re.IGNORECASE)
_ASTRAL = "\U00010000-\U0010ffff"


@cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern, None when it is of a kind that Python has not.

    A dot is any character: AppSync's templates are `^.*$`, and have lines.
    """
    text = _SURROGATES.sub(_ASTRAL, pattern)
    text = _SET_IN_RANGE.sub(r"\1\\-", text).replace(r"\z", r"\Z")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of what a later Python may read in a class
        try:
            return re.compile(_with_properties(text), re.ASCII | re.DOTALL)
        except (re.error, LookupError):
            return None


def _with_properties(pattern: str) -> str:
    """`\\p{L}` and the like, in and outside of a class, as ranges."""
    parts, end, inside = [], 0, False
    for found in _PROPERTY.finditer(pattern):
        between = pattern[end : found.start()]
        for bracket in re.findall(r"(?<!\\)[\[\]]", between):
            inside = bracket == "["
        ranges = _ranges(found[2], found[1] == "P")
        parts += [between, ranges if inside else f"[{ranges}]"]
        end = found.end()
    return "".join(parts) + pattern[end:]


@cache
def _ranges(name: str, negated: bool) -> str:
    """The inside of a class of all characters of a Unicode category, or of all others."""
    if name in _POSIX and not negated:
        return _POSIX[name]
    if not re.fullmatch("[LMNPSZC][a-z]?", name):
        raise LookupError(name)
    ranges = "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in _runs(name, negated))
    return ranges + _ASTRAL if negated or name == "S" else ranges  # where the emojis are


def _runs(name: str, negated: bool) -> Iterator[tuple[int, int]]:
    """Up to U+FFFF: higher code points take long, and no resource is named with them."""
    belonging = [category.startswith(name) != negated for category in _categories()]
    code = 0
    for belongs, run in groupby(belonging):
        length = len(list(run))
        if belongs:
            yield code, code + length - 1
        code += length


@cache
def _categories() -> list[str]:
    return [unicodedata.category(chr(code)) for code in range(0x10000)]
