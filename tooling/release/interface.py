"""What callers of a module see of it, and what a newer version changes in that.

Read from the code alone. Where code cannot say whether a change breaks something, such as another condition
of a validation, it counts as one that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tooling import hcl
from tooling.expressions import CollectionType, ObjectType, SimpleType, Type, type_of

Level = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("patch", "minor", "major")


@dataclass(frozen=True)
class Change:
    """One change that a caller may notice.

    Attributes:
        module: such as messaging/sqs-queue.
        what: the change.
        level: what it asks of the version.
        now: what a caller writes instead; "" where nothing is to do or to say.
    """

    module: str
    what: str
    level: Level
    now: str = ""

    def to_json(self) -> dict[str, str]:
        """The same for machines."""
        return {"module": self.module, "change": self.what, "level": self.level, "now": self.now}


@dataclass(frozen=True)
class Input:
    """An input: its type and default as they are written, without layout; no default is None."""

    text: str
    type: Type
    default: str | None
    nullable: bool
    conditions: frozenset[str]


@dataclass(frozen=True)
class Interface:
    """A module as its callers and its state see it."""

    inputs: Mapping[str, Input] = field(default_factory=dict)
    outputs: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()


def read(files: Mapping[str, str]) -> Interface:
    """The interface of a module from its files' texts, by name.

    Raises:
        Unreadable: a file's blocks cannot be separated.
    """
    text = "\n".join(content for name, content in sorted(files.items()) if name.endswith(".tf"))
    conditions = hcl.within(text, "variable", "validation")
    inputs = {}
    for block in hcl.blocks(text, "variable"):
        said = {name: hcl.shown(value) for name, value in block.attributes.items()}
        inputs[block.labels[0]] = Input(
            said.get("type", "any"),
            type_of(block.attributes["type"]) if "type" in said else SimpleType("any"),
            said.get("default"),
            said.get("nullable") != "false",
            frozenset(
                hcl.shown(each["condition"]) for each in conditions[block.labels] if "condition" in each
            ),
        )
    resources = {".".join(block.labels) for block in hcl.blocks(text, "resource")}
    calls = {f"module.{block.labels[0]}" for block in hcl.blocks(text, "module")}
    moved = {}
    for block in hcl.blocks(text, "moved"):
        ends = [_plain(hcl.shown(block.attributes[end])) for end in ("from", "to") if end in block.attributes]
        if len(ends) == 2:
            moved[ends[0]] = ends[1]
    removed = {
        _plain(hcl.shown(block.attributes["from"]))
        for block in hcl.blocks(text, "removed")
        if "from" in block.attributes
    }
    return Interface(
        inputs,
        frozenset(block.labels[0] for block in hcl.blocks(text, "output")),
        frozenset(resources | calls),
        moved,
        frozenset(removed),
    )


def _plain(address: str) -> str:
    return re.sub(r"\s*\[.*?\]|\s", "", address)


def changes(module: str, old: Interface | None, new: Interface | None) -> list[Change]:
    """What is different for callers of a module; None is a version without it."""
    if old is None:
        return [Change(module, "new module", "minor")]
    if new is None:
        return [
            Change(module, "the module is gone", "major", "take its calls out, or stay on the last version")
        ]
    return [
        *_inputs(module, old, new),
        *(
            Change(module, f"output `{name}` is gone", "major", "leave it out")
            for name in sorted(old.outputs - new.outputs)
        ),
        *(Change(module, f"new output `{name}`", "minor") for name in sorted(new.outputs - old.outputs)),
        *_addresses(module, old, new),
    ]


def _inputs(module: str, old: Interface, new: Interface) -> Iterator[Change]:
    for name in sorted({*old.inputs, *new.inputs}):
        before, after = old.inputs.get(name), new.inputs.get(name)
        if after is None:
            yield Change(module, f"input `{name}` is gone", "major", "leave it out")
        elif before is None:
            if after.default is None:
                yield Change(module, f"new input `{name}`, which must be written", "major", f"write `{name}`")
            else:
                yield Change(module, f"new input `{name}`", "minor")
        else:
            yield from _input(module, name, before, after)


def _input(module: str, name: str, before: Input, after: Input) -> Iterator[Change]:
    yield from (Change(module, what, level, now) for what, level, now in _types(name, before, after))
    if before.default != after.default:
        if after.default is None:
            yield Change(module, f"input `{name}` must be written", "major", f"`{name} = {before.default}`")
        elif before.default is None:
            yield Change(module, f"input `{name}` need not be written", "minor")
        else:
            yield Change(
                module,
                f"input `{name}` is {after.default} unless written, and was {before.default}",
                "minor",
                f"`{name} = {before.default}` keeps it",
            )
    if before.nullable and not after.nullable:
        yield Change(
            module, f"input `{name}` is not null any more", "major", "write a value, or leave it out"
        )
    if added := after.conditions - before.conditions:
        gone = before.conditions - after.conditions
        what = "refuses other values" if gone else "refuses more"
        yield Change(module, f"input `{name}` {what}: {'; '.join(sorted(added))}", "major", "see its message")
    elif before.conditions - after.conditions:
        yield Change(module, f"input `{name}` refuses less", "minor")


def _addresses(module: str, old: Interface, new: Interface) -> Iterator[Change]:
    for address in sorted(old.addresses - new.addresses):
        kind = address.split(".")[0]
        if address in new.moved or address in new.forgotten:
            continue
        renamed = [
            each
            for each in sorted(new.addresses - old.addresses)
            if each.startswith(f"{kind}.") and each not in new.moved.values()
        ]
        if renamed:
            yield Change(
                module,
                f"{address} is called {renamed[0]}, without `moved`: it is made again",
                "major",
                f"`terraform state mv` {address} to {renamed[0]}, or add `moved` to the module",
            )
        else:
            yield Change(module, f"{address} is gone: it is destroyed", "major")
    fresh = new.addresses - old.addresses - set(new.moved.values())
    yield from (Change(module, f"makes {address}", "minor") for address in sorted(fresh))


# Types


def _types(name: str, before: Input, after: Input) -> Iterator[tuple[str, Level, str]]:
    if before.text == after.text:
        return
    if before.type is None and after.type is None:  # neither can be read
        yield f"input `{name}` has another type", "major", f"write {after.text}"
    yield from _compared(name, before.type, after.type)


def _compared(name: str, before: Type, after: Type) -> Iterator[tuple[str, Level, str]]:
    match before, after:
        case ObjectType(), ObjectType():
            for each in sorted({*before.attributes, *after.attributes}):
                yield from _attribute(f"{name}.{each}", each, before, after)
        case CollectionType(), CollectionType() if before.kind == after.kind:
            yield from _compared(f"{name}[*]", before.element, after.element)
        case _, SimpleType("any") if before != after:
            yield f"input `{name}` takes any type", "minor", ""
        case SimpleType("number" | "bool"), SimpleType("string"):
            pass  # is converted
        case _ if before != after:
            yield f"input `{name}` has another type", "major", f"write {_said(after)}"


def _attribute(
    path: str, name: str, before: ObjectType, after: ObjectType
) -> Iterator[tuple[str, Level, str]]:
    if name not in after.attributes:
        yield f"input `{path}` is gone", "major", "leave it out"
        return
    needed = name not in after.optional
    if name not in before.attributes:
        if needed:
            yield f"new input `{path}`, which must be written", "major", f"write `{path}`"
        else:
            yield f"new input `{path}`", "minor", ""
        return
    yield from _compared(path, before.attributes[name], after.attributes[name])
    old, new = before.texts.get(name, "null"), after.texts.get(name, "null")
    if needed and name in before.optional:
        yield f"input `{path}` must be written", "major", f"write `{path}`"
    elif not needed and name not in before.optional:
        yield f"input `{path}` need not be written", "minor", ""
    elif old != new:
        yield f"input `{path}` is {new} unless written, and was {old}", "minor", f"`{path} = {old}` keeps it"


def _said(kind: Type) -> str:
    match kind:
        case ObjectType():
            return "an object"
        case CollectionType():
            return f"a {kind.kind}"
        case SimpleType():
            return kind.name
    return "it as its description says"
