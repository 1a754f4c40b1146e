"""Templates in VTL, as AppSync's resolvers and API Gateway's mappings commonly write them.

Anything else is refused by name.
https://velocity.apache.org/engine/2.3/vtl-reference.html
"""

import json
import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_METHODS: dict[str, Callable[..., Any]] = {
    "add": lambda them, value: them.append(value) is None,
    "contains": lambda them, value: value in them,
    "containsKey": lambda them, key: key in them,
    "equals": lambda one, other: one == other,
    "get": lambda them, key: them[key] if isinstance(them, list) else them.get(key),
    "isEmpty": lambda them: not them,
    "matches": lambda text, pattern: re.fullmatch(pattern, text) is not None,
    "put": lambda them, key, value: them.update({key: value}),
    "replaceAll": lambda text, pattern, new: re.sub(pattern, new, text),
    "size": len,
    "toString": str,
}


class TemplateError(Exception):
    """A template is wrong, or beyond what is understood here."""


def text(template: str, names: Json) -> str:
    """What a template makes of the values of its names.

    Raises:
        TemplateError: it is wrong, or beyond what is understood here.
    """
    return _Run(template, names).whole()


class _Run:
    """One pass over a template. A branch that is not taken is parsed and not evaluated."""

    def __init__(self, text: str, names: Json) -> None:
        self._text, self._at, self._names, self._live = text, 0, names, True

    def whole(self) -> str:
        text, end = self._block()
        if end:
            raise TemplateError(f"#{end} ends nothing")
        return text

    def _take(self, pattern: str) -> re.Match[str] | None:
        found = re.compile(pattern).match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found

    def _need(self, pattern: str) -> re.Match[str]:
        found = self._take(pattern)
        if found is None:
            raise TemplateError(f"not understood here: {self._text[self._at : self._at + 40]!r}")
        return found

    def _block(self) -> tuple[str, str]:
        """Text up to a directive that ends the block, and that directive."""
        out: list[str] = []
        while self._at < len(self._text):
            if self._take(r"##[^\n]*\n?"):
                continue
            if found := self._take(r"#(elseif|else|end)\b"):
                return "".join(out), found[1]
            if self._take(r"#if\s*\("):
                out.append(self._choice())
            elif found := self._take(r"#foreach\s*\(\s*\$(\w+)\s+in\b"):
                out.append(self._loop(found[1]))
            elif self._take(r"#set\s*\("):
                path = self._need(r"\s*\$(\w+(?:\.[\w-]+)*)\s*=")[1].split(".")
                value = self._closed()
                self._take(r"[ \t]*\n")
                if self._live:
                    self._set(path, value)
            elif found := self._take(r"#(break|define|evaluate|include|macro|parse|return|stop)\b"):
                raise TemplateError(f"the local AWS does not know the directive {found[0]}")
            elif re.compile(r"\$!?\{?[a-zA-Z]").match(self._text, self._at):
                start = self._at
                value = self._reference()
                silent = self._text.startswith("$!", start)
                missing = "" if silent else self._text[start : self._at]
                out.append(missing if value is None else _text(value))
            else:
                out.append(self._need(r"(?s)[^#$]+|.")[0])
        return "".join(out), ""

    def _set(self, path: list[str], value: Any) -> None:
        holder = self._names
        for name in path[:-1]:
            holder = holder.setdefault(name, {})
        holder[path[-1]] = value

    def _choice(self) -> str:
        outer, taken, chosen, end = self._live, False, "", "elseif"
        while end != "end":
            now = _true(self._closed()) if end == "elseif" else True
            self._live = outer and now and not taken
            text, end = self._block()
            chosen = text if self._live else chosen
            taken, self._live = taken or now, outer
            if end == "elseif":
                self._need(r"\s*\(")
            elif not end:
                raise TemplateError("an #if has no #end")
        return chosen

    def _loop(self, name: str) -> str:
        outer, values = self._live, self._closed()
        start, out = self._at, list[str]()
        for value in (values or []) if outer else []:
            self._at, self._names[name] = start, value
            out.append(self._block()[0])
        if not out:
            self._live = False
            self._block()
            self._live = outer
        return "".join(out)

    def _closed(self) -> Any:
        value = self._expression()
        self._need(r"\s*\)")
        return value

    def _expression(self) -> Any:
        value = self._conjunction()
        while self._take(r"\s*\|\|"):
            other = self._conjunction()
            value = _true(value) or _true(other)
        return value

    def _conjunction(self) -> Any:
        value = self._comparison()
        while self._take(r"\s*&&"):
            other = self._comparison()
            value = _true(value) and _true(other)
        return value

    def _comparison(self) -> Any:
        value = self._value()
        if found := self._take(r"\s*(==|!=|<=|>=|<|>)"):
            other = self._value()
            return _COMPARE[found[1]](value, other) if self._live else None
        return value

    def _value(self) -> Any:
        self._take(r"\s+")
        if self._take(r"!"):
            return not _true(self._value())
        if self._take(r"\("):
            return self._closed()
        if found := self._take(r"'([^']*)'"):
            return found[1]
        if found := self._take(r'"((?:[^"\\]|\\.)*)"'):
            return _Run(found[1], self._names).whole() if self._live else None
        if found := self._take(r"-?\d+(\.\d+)?|(?:true|false|null)\b"):
            return json.loads(found[0])
        if self._take(r"\["):
            return self._several(r"\s*\]", self._expression)
        if self._take(r"\{"):
            return dict(self._several(r"\s*\}", self._pair))
        return self._reference()

    def _pair(self) -> tuple[Any, Any]:
        key = self._expression()
        self._need(r"\s*:")
        return key, self._expression()

    def _several(self, end: str, each: Callable[[], Any]) -> list[Any]:
        values: list[Any] = []
        while not self._take(end):
            if values:
                self._need(r"\s*,")
            values.append(each())
        return values

    def _reference(self) -> Any:
        braced, name = self._need(r"\$!?(\{?)([a-zA-Z]\w*)").groups()
        value = self._names.get(name)
        while step := self._take(r"\.([a-zA-Z]\w*)"):
            arguments = self._several(r"\s*\)", self._expression) if self._take(r"\(") else None
            if self._live:
                value = _step(value, step[1], arguments)
        if braced:
            self._need(r"\}")
        return value if self._live else None


def _step(value: Any, name: str, arguments: list[Any] | None) -> Any:
    """A property, or what a method answers. Of nothing, everything is nothing."""
    if arguments is None:
        return value.get(name) if isinstance(value, dict) else None
    if isinstance(value, dict) and callable(value.get(name)):
        return value[name](*arguments)
    if name not in _METHODS:
        raise TemplateError(f"the local AWS does not know the method {name}")
    return None if value is None else _METHODS[name](value, *arguments)


def _true(value: Any) -> bool:
    return value is not None and value is not False


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
