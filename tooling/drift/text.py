"""What differs, for people."""

from __future__ import annotations

from collections.abc import Iterator

from tooling.drift import Difference
from tooling.drift.beside import Unmanaged

_TITLES = {
    "gone": "Gone from AWS",
    "changed": "Changed outside Terraform",
    "not applied": "Changed in the code, and not applied",
}


def shown(env: str, differences: list[Difference], beside: list[Unmanaged], unlisted: list[str]) -> str:
    """All of it, with what to do about each."""
    return "\n".join(_lines(env, differences, beside, unlisted))


def _lines(
    env: str, differences: list[Difference], beside: list[Unmanaged], unlisted: list[str]
) -> Iterator[str]:
    if not differences and not beside:
        yield f"{env}: AWS is as the code says, and nothing else is there"
    kind = ""
    for each in differences:
        if each.kind != kind:
            kind = each.kind
            yield f"\n{_TITLES[kind]}"
        yield f"  {each.address}{f' ({each.name})' if each.name else ''}"
        yield from (f"    {one.name}: {one.aws} in AWS, {one.code} in the code" for one in each.attributes)
        if each.last:
            yield f"    last changed {each.last.when} by {each.last.who}: {each.last.what}"
        if each.owner.resource:
            call = f", called in {each.owner.call}" if each.owner.call else ""
            yield f"    code: {each.owner.resource}{call}"
        yield f"    back: {each.back}"
        yield f"    over: {each.over}"
    if beside:
        yield "\nIn the account, and of no code here"
    for one in beside:
        yield f"  {one.type} {one.id}"
        yield f"    over: {one.over}"
    if unlisted:
        yield "\nNot looked for"
        yield from (f"  {line}" for line in unlisted)
