"""The literal settings in Terraform files: which blocks there are, and what they say in plain values.

Terraform alone judges what is valid. This reads only as far as it must to find a block and a literal,
whatever surrounds them: https://developer.hashicorp.com/terraform/language/syntax
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_BLANK = re.compile(r"[ \t\r\f\v\ufeff]+|#[^\n]*|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WORD = re.compile(r"\w[\w.-]*")
_HEREDOC = re.compile(r"<<-?\s*([\w-]+)[ \t]*\r?\n")
_OPENS, _CLOSES = "([{", ")]}"
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


class Unreadable(Exception):  # noqa: N818
    """Blocks cannot be separated. `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True)
class Setting:
    """One attribute. `value` is a string, a number or a boolean, and None when it is no literal."""

    file: Path
    line: int
    text: str
    value: str | float | bool | None


def files(folder: Path) -> list[Path]:
    """The files of a folder that Terraform reads as its configuration."""
    found = [*folder.glob("*.tf"), *folder.glob("*.tf.json")]
    return sorted(file for file in found if not file.name.startswith((".", "#")) and file.is_file())


def settings(file: Path, *block: str) -> list[dict[str, Setting]]:
    """The attributes of every block of that type and labels, outermost first: `"terraform", "backend", "s3"`.

    Raises:
        Unreadable: the file's blocks cannot be separated.
    """
    text = file.read_text(errors="replace")
    if file.name.endswith(".json"):
        return list(_of_json(file, text, block))
    bodies = [_body(_tokens(text))]
    names = list(block)
    while names:
        bodies, names = _inside(bodies, names)
    return [
        {name: Setting(file, line, shown(value), _literal(value)) for name, line, value in _attributes(body)}
        for body in bodies
    ]


@dataclass(frozen=True)
class Token:
    """A piece of an expression. `kind` is word, string, heredoc, newline, or the character itself."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Block:
    """A block of the first level: its labels, its first and last line, and its attributes' expressions."""

    labels: tuple[str, ...]
    line: int
    last: int
    attributes: Mapping[str, tuple[Token, ...]]


def blocks(text: str, kind: str) -> list[Block]:
    """The blocks of that type.

    Raises:
        Unreadable: the blocks cannot be separated.
    """
    return [
        Block(item.header[1:], item.line, item.last, _expressions(item.inside))
        for item in _parsed(text)
        if item.block and item.header[0] == kind
    ]


def within(text: str, kind: str, inner: str) -> dict[tuple[str, ...], list[dict[str, tuple[Token, ...]]]]:
    """The blocks in the blocks of a type, such as the validations of variables, by the outer one's labels.

    Raises:
        Unreadable: the blocks cannot be separated.
    """
    return {
        item.header[1:]: [
            _expressions(each.inside) for each in item.inside if each.block and each.header[0] == inner
        ]
        for item in _parsed(text)
        if item.block and item.header[0] == kind
    }


def shown(value: tuple[Token, ...]) -> str:
    """An expression in one line, however it is laid out."""
    return " ".join(token.text for token in value if token.kind != "newline")


def expressions(text: str) -> dict[str, tuple[Token, ...]]:
    """The attributes outside of blocks, as in a file of variables.

    Raises:
        Unreadable: they cannot be separated.
    """
    return _expressions(_parsed(text))


def literal(value: tuple[Token, ...]) -> str | float | bool | None:
    """What an expression says in a plain string, number or boolean; None when it is no literal."""
    return _literal(value)


@dataclass(frozen=True)
class _Item:
    """A block with its type and labels, or an attribute with its expression."""

    header: tuple[str, ...]
    line: int
    block: bool
    inside: tuple[_Item, ...] = ()
    value: tuple[Token, ...] = ()
    last: int = 0


_Body = tuple[_Item, ...]


def _inside(bodies: list[_Body], names: list[str]) -> tuple[list[_Body], list[str]]:
    """The bodies of the blocks named first, with as many labels as the names go on with."""
    found, used = [], 1
    for body in bodies:
        for item in body:
            if item.block and item.header[0] == names[0]:
                size = len(item.header)
                if list(item.header) == names[:size]:
                    found.append(item.inside)
                    used = size
    return found, names[used:]


@lru_cache(maxsize=1000)
def _parsed(text: str) -> _Body:
    return _body(_tokens(text))


def _expressions(body: _Body) -> dict[str, tuple[Token, ...]]:
    return {name: value for name, _, value in _attributes(body)}


def _attributes(body: _Body) -> Iterator[tuple[str, int, tuple[Token, ...]]]:
    return ((item.header[0], item.line, item.value) for item in body if not item.block)


def _literal(value: tuple[Token, ...]) -> str | float | bool | None:
    if len(value) != 1:
        return None
    kind, text = value[0].kind, value[0].text
    if kind == "string":
        plain = text[1:-1]
        if re.search(r"(?<!\$)\$\{|(?<!%)%\{", plain):
            return None
        return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), plain)
    if kind == "word":
        if text in ("true", "false"):
            return text == "true"
        if re.fullmatch(r"\d+(\.\d+)?", text):
            return float(text)
    return None


def _body(tokens: list[Token]) -> _Body:
    items, rest = _items(tokens, 0)
    if rest < len(tokens):
        raise Unreadable(tokens[rest].line)
    return items


def _items(tokens: list[Token], at: int) -> tuple[_Body, int]:
    """Items up to the end or to a closing brace, and where that is."""
    items: list[_Item] = []
    while at < len(tokens) and tokens[at].kind != "}":
        token = tokens[at]
        if token.kind == "newline":
            at += 1
        elif token.kind not in ("word", "string"):
            raise Unreadable(token.line)
        elif at + 1 < len(tokens) and tokens[at + 1].kind == "=":
            end = _end(tokens, at + 2)
            items.append(_Item((token.text,), token.line, False, value=tuple(tokens[at + 2 : end])))
            at = end
        else:
            header = []
            while at < len(tokens) and tokens[at].kind in ("word", "string"):
                header.append(tokens[at].text.strip('"'))
                at += 1
            if at == len(tokens) or tokens[at].kind != "{":
                raise Unreadable(token.line)
            inside, at = _items(tokens, at + 1)
            if at == len(tokens):
                raise Unreadable(token.line)
            items.append(_Item(tuple(header), token.line, True, inside=inside, last=tokens[at].line))
            at += 1
    return tuple(items), at


def _end(tokens: list[Token], at: int) -> int:
    """Where an expression ends: at a line's end, or at the brace that closes its block."""
    open_ = 0
    while at < len(tokens):
        kind = tokens[at].kind
        if not open_ and kind in ("newline", "}"):
            return at
        open_ += (kind in _OPENS) - (kind in _CLOSES)
        if open_ < 0:
            raise Unreadable(tokens[at].line)
        at += 1
    return at


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at, line = 0, 1
    while at < len(text):
        if blank := _BLANK.match(text, at):
            end, kind = blank.end(), ""
        elif heredoc := _HEREDOC.match(text, at):
            closing = re.compile(rf"^[ \t]*{re.escape(heredoc[1])}[ \t]*\r?$", re.MULTILINE)
            last = closing.search(text, heredoc.end())
            if last is None:
                raise Unreadable(line)
            end, kind = last.end(), "heredoc"
        elif text[at] == '"':
            end, kind = _string_end(text, at, line), "string"
        elif word := _WORD.match(text, at):
            end, kind = word.end(), "word"
        else:
            end, kind = at + 1, "newline" if text[at] == "\n" else text[at]
            if text.startswith(("==", "=>", "<=", ">=", "!="), at):
                end, kind = at + 2, text[at : at + 2]
        if kind:
            found.append(Token(kind, text[at:end], line))
        line += text.count("\n", at, end)
        at = end
    return found


def _string_end(text: str, at: int, line: int) -> int:
    """Where a quoted template ends, which may hold expressions with templates of their own."""
    at += 1
    while at < len(text) and text[at] != "\n":
        if text[at] == "\\":
            at += 2
        elif text[at] == '"':
            return at + 1
        elif text.startswith(("$${", "%%{"), at):
            at += 3
        elif text.startswith(("${", "%{"), at):
            at = _template_end(text, at + 2, line)
        else:
            at += 1
    raise Unreadable(line)


def _template_end(text: str, at: int, line: int) -> int:
    open_ = 1
    while at < len(text):
        if text[at] == '"':
            at = _string_end(text, at, line)
            continue
        open_ += (text[at] == "{") - (text[at] == "}")
        at += 1
        if not open_:
            return at
    raise Unreadable(line)


def _of_json(file: Path, text: str, block: tuple[str, ...]) -> Iterator[dict[str, Setting]]:
    """https://developer.hashicorp.com/terraform/language/syntax/json"""
    try:
        level: list[Any] = [json.loads(text)]
    except ValueError as error:
        raise Unreadable(getattr(error, "lineno", 1)) from error
    for name in block:
        found = [body.get(name) for body in level if isinstance(body, Mapping)]
        level = [each for value in found for each in (value if isinstance(value, list) else [value])]
    for body in level:
        if isinstance(body, Mapping):
            yield {name: Setting(file, 1, json.dumps(value), _plain(value)) for name, value in body.items()}


def _plain(value: Any) -> str | float | bool | None:
    if isinstance(value, str) and re.search(r"[$%]\{", value):
        return None
    return value if isinstance(value, str | float | bool) else None
