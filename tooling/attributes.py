"""Attributes that the type of an input does not know. Terraform drops them without a word.

`timeout` where a module takes `timeout_seconds` is accepted and has no effect:
https://developer.hashicorp.com/terraform/language/expressions/type-constraints#conversion-of-complex-types

What is written is compared with the types of the module that is called: objects, maps and lists at every
depth, bodies of `for`, both sides of a condition, arguments of `merge` and its like, a local value that is
used once. An expression that hides its attributes, such as `module.orders`, is left to Terraform.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from tooling import hcl, paths
from tooling.expressions import (
    Collection,
    CollectionType,
    Expression,
    ObjectLiteral,
    ObjectType,
    OneOf,
    Reference,
    Type,
    seen,
    type_of,
)
from tooling.hcl import Block
from tooling.policy import json_syntax

# Where this platform's modules are when the harness is installed in another repository (setup.py).
INSTALLED = Path(__file__).with_name("modules")
_OURS = re.compile(r"//modules/([\w-]+/[\w-]+?)/?(?:\?|$)")
_TAIL = re.compile(r"(?<!:)//.*$")
_META = {"source", "version", "providers", "count", "for_each", "depends_on"}
_LOCAL = re.compile(r"\blocal\.([\w-]+)")


@dataclass(frozen=True, order=True)
class Unknown:
    """An attribute that a type does not know.

    Attributes:
        file: where it is written.
        line: counted from 1.
        block: first and last line of the block that it is in.
        place: what it is in: `module.orders: functions["create"]`.
        word: the attribute.
        advice: what to write instead.
    """

    file: Path
    line: int
    block: tuple[int, int]
    place: str
    word: str
    advice: str

    @property
    def text(self) -> str:
        """What is wrong and what to write, in one line without the place in the file."""
        return f"{self.place} has no attribute {self.word}, which Terraform ignores: {self.advice}"


# By the key of a call, `orders` or `orders.table`: its source and its folder.
Found = Mapping[str, tuple[str, Path]]


def of_root(root: Path, data: Path) -> list[Unknown]:
    """The unknown attributes in an initialized root and the modules it calls, except downloaded ones.

    Args:
        data: its `.terraform`.
    """
    found = initialized(root, data)
    folders = {folder: key for key, (_, folder) in found.items() if not folder.is_relative_to(data.resolve())}
    return sorted(
        {each for folder, key in {**folders, root: ""}.items() for each in unknown(folder, found, key)}
    )


def initialized(root: Path, data: Path) -> Found:
    """Where `terraform init` has found the modules of a root; nothing before it."""
    try:
        listed = json.loads((data / "modules" / "modules.json").read_text(encoding="utf-8"))["Modules"]
        return {
            each["Key"]: (each["Source"], (root / each["Dir"]).resolve()) for each in listed if each["Key"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def unknown(folder: Path, found: Found | None = None, key: str = "") -> list[Unknown]:
    """The unknown attributes in a folder with Terraform code. What cannot be read says nothing.

    Args:
        found: the modules that `terraform init` has found. Without it those of another repository are not
            known, except this platform's.
        key: how `init` calls the folder: a root "", what it calls `orders`, `orders.table`.
    """
    result: list[Unknown] = []
    files = [(file, text) for file in hcl.files(folder) for text in [_text(file)] if text is not None]
    # A local value that is used for two things may have more than one of them takes.
    uses = Counter(name for _, text in files for name in _LOCAL.findall(text))
    locals_ = {
        name: (file, seen(value), block)
        for file, text in files
        for block in _blocks(text, "locals")
        for name, value in block.attributes.items()
        if uses[name] == 1
    }
    for file, text in files:
        origin = _lines(file)
        check = _Check(file, origin, locals_)
        for block in _blocks(text, "module"):
            types = _types_of_call(folder, block, found or {}, key)
            for name, value in block.attributes.items():
                if name not in _META:
                    check.value(seen(value), types.get(name), f"module.{block.labels[0]}: {name}", block)
        for block in _blocks(text, "variable"):
            its_type = type_of(block.attributes.get("type", ()))
            place = f"variable {block.labels[0]}"
            check.value(seen(block.attributes.get("default", ())), its_type, place, block)
            check.defaults(its_type, place, block)
        result += check.found
    own = types_of(folder)
    for file in _variables(folder):
        check = _Check(file, {}, {})
        for name, value in _values(file).items():
            line = value[0].line if value else 1
            last = value[-1].line if value else 1
            check.value(seen(value), own.get(name), name, Block((), line, last, {}))
        result += check.found
    return sorted(set(result))


def types_of(folder: Path) -> Mapping[str, Type]:
    """The types of a module's inputs, by name."""
    return {name: its for name, (its, _) in inputs(folder).items()}


class _Check:
    def __init__(
        self,
        file: Path,
        origin: Mapping[int, int],
        locals_: Mapping[str, tuple[Path, Expression, Block]],
    ) -> None:
        self.file = file
        self.origin = origin
        self.locals = locals_
        self.found: list[Unknown] = []

    def value(self, value: Expression, type_: Type, place: str, block: Block) -> None:
        """Compare an expression with its type."""
        match value, type_:
            case OneOf(choices), _:
                for choice in choices:
                    self.value(choice, type_, place, block)
            case Reference(name), ObjectType() | CollectionType() if name in self.locals:
                file, its, where = self.locals[name]
                there = _Check(file, _lines(file), {})
                there.value(its, type_, f"local.{name} as {place}", where)
                self.found += there.found
            case ObjectLiteral(entries), ObjectType(attributes):
                for entry in entries:
                    if entry.key is None:
                        continue
                    if entry.key in attributes:
                        self.value(entry.value, attributes[entry.key], f"{place}.{entry.key}", block)
                    else:
                        self._add(entry.key, entry.line, type_, place, block)
            case ObjectLiteral(entries), CollectionType(element):
                for entry in entries:
                    key = "…" if entry.key is None else f'"{entry.key}"'
                    self.value(entry.value, element, f"{place}[{key}]", block)
            case Collection(items), CollectionType(element):
                for item in items:
                    self.value(item, element, f"{place}[…]", block)

    def defaults(self, type_: Type, place: str, block: Block) -> None:
        """Compare the defaults that a type has inside with their own types."""
        match type_:
            case ObjectType(attributes, defaults):
                for name, its in attributes.items():
                    self.value(defaults.get(name), its, f"{place}.{name}", block)
                    self.defaults(its, f"{place}.{name}", block)
            case CollectionType(element):
                self.defaults(element, f"{place}[…]", block)

    def _add(self, word: str, line: int, type_: ObjectType, place: str, block: Block) -> None:
        lines = (self._line(block.line), self._line(block.last))
        self.found.append(Unknown(self.file, self._line(line), lines, place, word, _advice(word, type_)))

    def _line(self, line: int) -> int:
        return self.origin.get(max((one for one in self.origin if one <= line), default=0), line)


def _advice(word: str, type_: ObjectType) -> str:
    known = sorted(type_.attributes)
    if near := nearest(word, known):
        return f"write {near}"
    if deeper := _deeper(word, type_):
        return f"write it in {deeper}"
    return f"write one of {', '.join(known)}" if known else "leave it out"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was meant, if one is near: `timeout` for `timeout_seconds`."""
    plain = {name.replace("_", "").replace("-", "").lower(): name for name in known}
    mine = word.replace("_", "").replace("-", "").lower()
    starts = [name for name in plain if name.startswith(mine) or mine.startswith(name)]
    if starts:
        return plain[min(starts, key=lambda name: (abs(len(name) - len(mine)), name))]
    close = get_close_matches(mine, plain, n=1, cutoff=0.7)
    return plain[close[0]] if close else None


def _deeper(word: str, type_: Type, way: str = "") -> str | None:
    """Where below a type there is an attribute of that name."""
    match type_:
        case ObjectType(attributes):
            if way and word in attributes:
                return way
            ways = (_deeper(word, its, f"{way}.{name}".lstrip(".")) for name, its in attributes.items())
            return next((found for found in ways if found), None)
        case CollectionType(element):
            return _deeper(word, element, f"{way}[…]")
    return None


def _types_of_call(folder: Path, block: Block, found: Found, key: str) -> Mapping[str, Type]:
    source = hcl.literal(block.attributes.get("source", ()))
    if not isinstance(source, str):
        return {}
    if source.startswith(("./", "../")):
        return types_of(Path(os.path.realpath(folder / source)))
    listed = found.get(f"{key}.{block.labels[0]}".lstrip("."))
    if listed is not None and _same(source, listed[0]):
        return types_of(listed[1])
    if ours := _OURS.search(source):
        for modules in (paths.MODULES, INSTALLED):
            taken = inputs(modules / ours[1])
            given = set(block.attributes) - _META
            required = {name for name, (_, optional) in taken.items() if not optional}
            # Another repository may have a module of this name: ours takes all that is given, and no less.
            if taken and required <= given <= set(taken):
                return {name: its for name, (its, _) in taken.items()}
    return {}


def _same(source: str, listed: str) -> bool:
    """Whether `init` found what a call names: it writes `github.com/a/b` and the like in full."""
    tails = [_TAIL.search(each) for each in (source, listed)]
    named = [tail and tail[0] for tail in tails]
    return listed.endswith(source) or (bool(named[0]) and named[0] == named[1])


def inputs(folder: Path) -> Mapping[str, tuple[Type, bool]]:
    """The types of a module's inputs, and whether they may be left out."""
    stamp = tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in hcl.files(folder))
    return _read(folder, stamp)


@cache
def _read(folder: Path, _: tuple[tuple[str, int, int], ...]) -> Mapping[str, tuple[Type, bool]]:
    return {
        block.labels[0]: (type_of(block.attributes.get("type", ())), "default" in block.attributes)
        for file in hcl.files(folder)
        for text in [_text(file)]
        if text is not None and "variable" in text
        for block in _blocks(text, "variable")
        if block.labels
    }


def _text(file: Path) -> str | None:
    """The file as HCL; None when it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        return json_syntax.written(text).text if file.name.endswith(".json") else text
    except (OSError, ValueError):
        return None


def _lines(file: Path) -> Mapping[int, int]:
    """For lines of `_text` those of the file, where it is JSON: that of the block."""
    if not file.name.endswith(".json"):
        return {}
    return json_syntax.written(file.read_text(encoding="utf-8-sig")).origin


def _blocks(text: str, kind: str) -> Iterator[Block]:
    try:
        yield from (block for block in hcl.blocks(text, kind) if block.labels or kind == "locals")
    except hcl.Unreadable:
        return


def _variables(folder: Path) -> list[Path]:
    """The files with values of variables that Terraform reads by itself, in HCL."""
    return sorted(
        file
        for file in folder.glob("*.tfvars")
        if file.name == "terraform.tfvars" or file.name.endswith(".auto.tfvars")
    )


def _values(file: Path) -> Mapping[str, tuple[hcl.Token, ...]]:
    try:
        return hcl.expressions(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, hcl.Unreadable):
        return {}
