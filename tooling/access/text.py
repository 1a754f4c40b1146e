"""An access map for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from tooling.access import Access, Right, grouped
from tooling.access.asking import Answer
from tooling.plan.iam import short


def shown(access: Access) -> str:
    """The whole map, by who."""
    return "\n".join([*_by_who(access.rights()), *_unread(access)])


def changed(added: list[Right], taken: list[Right]) -> str:
    """What a change gives and takes."""
    lines = []
    if added:
        lines += ["The change gives", *_by_who(added)]
    if taken:
        lines += ["The change takes away", *_by_who(taken)]
    return "\n".join(lines) or "The change grants no permission and removes none."


def answered(
    action: str, on: str, answers: list[Answer], unread: Sequence[str] = (), *, full: bool = False
) -> str:
    """Who can, and what was not asked."""
    lines = []
    for each in answers:
        if each.allowed:
            lines.append(f"{each.who} can, by {each.by}{_under(each.condition)}")
        elif full:
            lines.append(f"{each.who} cannot: {each.reason}{f' ({each.by})' if each.by else ''}")
    if not any(each.allowed for each in answers):
        lines.insert(0, f"No principal of this plan can {action} on {on}.")
    lines += [f"Not asked: {each}" for each in unread]
    lines.append("Others in the account may have rights of their own, which no plan of this root shows.")
    return "\n".join(lines)


def _by_who(rights: Iterable[Right]) -> Iterator[str]:
    who = ""
    for (name, effect, resource, condition, statement), actions in grouped(rights).items():
        if name != who:
            who = name
            yield f"\n{who}"
        may = "may not" if effect == "Deny" else "may"
        yield f"  {may} {', '.join(actions)} on {short(resource) if resource else 'it'}{_under(condition)}"
        yield f"    by {statement}"


def _under(condition: str) -> str:
    if not condition:
        return ""
    parts = []
    for test, keys in json.loads(condition).items():
        for key, values in keys.items():
            shown = ", ".join(map(str, values)) if isinstance(values, list) else str(values)
            parts.append(f"{key} {test} {shown}")
    return f", if {' and '.join(parts)}"


def _unread(access: Access) -> Iterator[str]:
    found = access.unread()
    if found:
        yield "\nNot in this map"
        yield from (f"  {line}" for line in found)
