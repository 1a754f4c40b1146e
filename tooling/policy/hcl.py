"""The outline of Terraform code, found without a parser, which may not know all that Terraform takes.

Syntax: https://developer.hashicorp.com/terraform/language/syntax/configuration
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"|#|//|/\*|<<-?([^\W\d][\w-]*)[ \t]*\r?\n')
_IN_STRING = re.compile(r'\\.|"|\$\$\{|%%\{|[$%]\{', re.DOTALL)
_IN_TEMPLATE = re.compile(r'"|\{|\}')
_HEADER = re.compile(r'([^\W\d][\w-]*)((?:\s+(?:"_*"|[^\W\d][\w-]*))*)\s*$')
_SOURCE = re.compile(r'[{}]|(?<![\w.-])source\s*=\s*(?=")')


@dataclass(frozen=True)
class Span:
    """A block of the first level, from its first letter to behind its last brace, or a piece of one."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Call:
    """Where a module's source is written, quotes included, and what is written."""

    source: str
    start: int
    end: int


def blocks(text: str) -> list[Span]:
    """The blocks of the first level."""
    return list(_blocks(_outline(text)))


def calls(text: str) -> list[Call]:
    """The sources of modules. Terraform takes no expression there."""
    if "module" not in text or "source" not in text:
        return []
    outline = _outline(text)
    found = []
    for block in _blocks(outline):
        depth = 0
        for token in _SOURCE.finditer(outline, block.start, block.end) if block.kind == "module" else ():
            if token[0] in "{}":
                depth += 1 if token[0] == "{" else -1
            elif depth == 1:
                end = outline.index('"', token.end() + 1) + 1
                found.append(Call(text[token.end() + 1 : end - 1], token.end(), end))
    return found


def line(text: str, offset: int) -> int:
    """The line of a place in the text, counted from 1."""
    return text.count("\n", 0, offset) + 1


def after_string(text: str, start: int) -> int:
    """The end of the quoted string that starts here; that of the text, where it does not end."""
    at = start + 1
    while token := _IN_STRING.search(text, at):
        if token[0] == '"':
            return token.end()
        at = after_template(text, token.end()) if token[0] in ("${", "%{") else token.end()
    return len(text)


def after_template(text: str, start: int) -> int:
    """The end of the interpolation or directive whose first letter behind `${` is here."""
    depth, at = 1, start
    while token := _IN_TEMPLATE.search(text, at):
        if token[0] == '"':
            at = after_string(text, token.start())
            continue
        depth += 1 if token[0] == "{" else -1
        at = token.end()
        if not depth:
            return at
    return len(text)


def _blocks(outline: str) -> Iterator[Span]:
    depth = start = 0
    kind = ""
    for brace in re.finditer(r"[{}]", outline):
        if brace[0] == "{":
            if depth == 0:
                header = _HEADER.search(outline, start, brace.start())
                kind, start = (header[1], header.start()) if header else ("", start)
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield Span(kind, start, brace.end())
                start = brace.end()


def _outline(text: str) -> str:
    """The text with comments and what strings hold blotted out, letter for letter."""
    parts: list[str] = []
    at = 0
    while token := _TOKEN.search(text, at):
        parts.append(text[at : token.start()])
        at = token.end()
        if token[0] == '"':
            at = after_string(text, token.start())
            parts.append('"' + "_" * (at - token.start() - 2) + '"')
            continue
        if token[1]:
            last = re.compile(rf"^[ \t]*{re.escape(token[1])}[ \t]*\r?$", re.MULTILINE).search(text, at)
            at = last.end() if last else len(text)
        elif token[0] == "/*":
            closed = text.find("*/", at)
            at = closed + 2 if closed >= 0 else len(text)
        else:
            ended = text.find("\n", at)
            at = ended if ended >= 0 else len(text)
        parts.append(re.sub(r"[^\n]", " ", text[token.start() : at]))
    parts.append(text[at:])
    return "".join(parts)
