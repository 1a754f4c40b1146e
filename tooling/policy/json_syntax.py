"""Terraform's JSON syntax, as the HCL that means the same: checkov reads no `.tf.json`.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tooling.policy.hcl import after_template

_LABELS = {"resource": 2, "data": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "locals": 0}
_NAME = re.compile(r"[^\W\d][\w-]*")
# Objects that are values; elsewhere an object of a resource is a block, which most are.
_MAPS = re.compile(
    r"tags(_all)?|variables|parameters|metadata|labels|(request|response)_(parameters|templates)"
)
_LEFT_OUT = {"depends_on", "lifecycle", "provisioner", "connection", "validation", "providers"}


@dataclass
class Written:
    """HCL, and for each line with the head of a block the line of the JSON that it comes from."""

    lines: list[str] = field(default_factory=list)
    origin: dict[int, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, ""])


def written(text: str) -> Written:
    """The same in HCL.

    Raises:
        ValueError: it is no JSON, or not an object.
    """
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("not an object")
    out = Written()
    for kind, depth in _LABELS.items():
        for one in _many(content.get(kind)):
            for labels, body in _bodies(one, depth):
                out.origin[len(out.lines) + 1] = _line(text, (kind, *labels))
                head = " ".join([kind, *(json.dumps(label) for label in labels)])
                out.lines += [f"{head} {{", *_comments(body), *_body(kind, body, "  "), "}"]
    return out


def sources(text: str) -> list[str]:
    """The sources of the modules that it calls; none, when it cannot be read."""
    try:
        content = json.loads(text)
    except ValueError:
        return []
    modules = _many(content.get("module")) if isinstance(content, dict) else []
    found = (body.get("source") for one in modules for _, body in _bodies(one, 1))
    return [source for source in found if isinstance(source, str)]


def _bodies(value: Any, depth: int) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Each block with its labels. Instead of an object there may be an array of them, at every level."""
    for one in _many(value):
        if not isinstance(one, dict):
            continue
        if depth == 0:
            yield (), one
            continue
        for label, inner in one.items():
            if label != "//":
                for labels, body in _bodies(inner, depth - 1):
                    yield (label, *labels), body


def _body(kind: str, body: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in body.items():
        if name == "//" or name in _LEFT_OUT or value is None:
            continue
        if name == "dynamic" and kind == "resource":
            for (label,), inner in _bodies(value, 1):
                content = inner.get("content") or {}
                rest = {key: one for key, one in inner.items() if key != "content"}
                yield f'{indent}dynamic "{label}" {{'
                yield from _body("dynamic", rest, indent + "  ")
                for one in _many(content):
                    yield f"{indent}  content {{"
                    yield from _body("resource", one, indent + "    ")
                    yield f"{indent}  }}"
                yield f"{indent}}}"
        elif kind in ("resource", "data", "provider") and _is_blocks(name, value):
            for one in _many(value):
                yield f"{indent}{name} {{"
                yield from _body(kind, one, indent + "  ")
                yield f"{indent}}}"
        elif (kind, name) == ("variable", "type") and isinstance(value, str):
            yield f"{indent}{name} = {value}"
        elif _NAME.fullmatch(name):
            yield f"{indent}{name} = {_value(value)}"


def _is_blocks(name: str, value: Any) -> bool:
    many = _many(value)
    objects = bool(many) and all(isinstance(one, dict) for one in many)
    return objects and not _MAPS.fullmatch(name) and all(_NAME.fullmatch(key) for one in many for key in one)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_string(key)} = {_value(one)}" for key, one in value.items()) + " }"
    return json.dumps(value)


def _string(value: str) -> str:
    """A quoted template. What is inside `${…}` is code, and stays as it is."""
    parts, at = [], 0
    while (start := re.compile(r"(?<!\$)\$\{|(?<!%)%\{").search(value, at)) is not None:
        end = after_template(value, start.end())
        parts += [json.dumps(value[at : start.start()], ensure_ascii=False)[1:-1], value[start.start() : end]]
        at = end
    parts.append(json.dumps(value[at:], ensure_ascii=False)[1:-1])
    return '"' + "".join(parts) + '"'


def _comments(body: dict[str, Any]) -> list[str]:
    return [f"  # {line}" for one in _many(body.get("//")) for line in str(one).splitlines()]


def _line(text: str, keys: tuple[str, ...]) -> int:
    """The line of the last of these keys, each looked for behind the one before."""
    at = 0
    for key in keys:
        found = re.compile(re.escape(json.dumps(key)) + r"\s*:").search(text, at)
        at = found.end() if found else at
    return text.count("\n", 0, at) + 1


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
