"""Policies as Terraform plans them, and grants, as sentences: who may do what, if what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.plan.examples import Planned, Resource

DOCUMENT = "aws_iam_policy_document"
_POLICIES = ("assume_role_policy", "policy", "access_policies", "resource_policy", "policy_document")
_ACCOUNT = re.compile(r"\b\d{12}\b")


@dataclass(frozen=True)
class Condition:
    test: str
    key: str
    values: tuple[str | None, ...]  # None is known after the apply


@dataclass(frozen=True)
class Statement:
    effect: str
    actions: tuple[str, ...]
    principals: tuple[tuple[str, str | None], ...]  # ("Service", "sqs.amazonaws.com")
    conditions: tuple[Condition, ...]

    def sentences(self) -> Iterator[str]:
        """One for each action and principal: Allow sqs:SendMessage to events.amazonaws.com if …"""
        conditions = " and ".join(
            sorted(f"{each.test} {each.key}{_told(each.values)}" for each in self.conditions)
        )
        for action in self.actions:
            for kind, principal in self.principals or (("", ""),):
                to = f" to {_ACCOUNT.sub('ACCOUNT', principal) if principal else kind}" if kind else ""
                yield f"{self.effect} {action}{to}{' if ' + conditions if conditions else ''}"


def statements(resource: Resource) -> list[Statement]:
    """The statements of a policy document, or of the policies that a resource has in it."""
    if resource.type == DOCUMENT:
        known = resource.values.get("statement") or []
        return [_of_document(each) for each in known or _written(resource)]
    found = []
    for name in _POLICIES:
        text = resource.values.get(name)
        if isinstance(text, str) and text.startswith("{"):
            written = _list(json.loads(text).get("Statement", []))
            # Data protection policies have statements without an effect.
            found += [_of_json(each) for each in written if "Effect" in each]
    return found


def policies(planned: Planned) -> dict[str, set[str]]:
    """All sentences of a module's policies, by the document or the resource that has them."""
    found: dict[str, set[str]] = {}
    for resource in planned.own:
        from_document = resource.type != DOCUMENT and any(DOCUMENT in each for each in resource.references)
        if not from_document and (resource.type == DOCUMENT or not resource.is_data):
            for statement in statements(resource):
                label = f"{'data.' if resource.is_data else ''}{resource.label}"
                found.setdefault(label, set()).update(statement.sentences())
    return found


def grants(planned: Planned) -> dict[str, set[str]]:
    """All sentences of a module's grants, by their names, as its examples give them on."""
    found: dict[str, set[str]] = {}
    for values in _outputs(planned):
        for name, granted in _grants("", values):
            # What a blueprint makes many of is of other modules, and so are its grants.
            if "." not in name or not planned.module.startswith("blueprints/"):
                found.setdefault(name, set()).update(_granted(granted))
    return found


def _grants(place: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Grants by name; those of one of many, such as a consumer of a stream, by `consumers.consume`."""
    for name, granted in (values.get("grants") or {}).items():
        yield f"{place}{name}", granted
    for output, ones in values.items():
        for one in ones.values() if isinstance(ones, dict) and output != "grants" else ():
            if isinstance(one, dict) and isinstance(one.get("grants"), dict):
                yield from _grants(f"{output}.", {"grants": one["grants"]})


def _outputs(planned: Planned) -> Iterator[Mapping[str, Any]]:
    """The outputs of each call of the module that an example gives on whole."""
    for example, call in planned.calls.items():
        if example.count(".") > 1:
            continue
        for name, output in call["module"].get("outputs", {}).items():
            named = output["expression"].get("references", [])
            if len(named) == 1 and planned.sources.get(f"{example}.{named[0]}") == planned.module:
                values = (planned.outputs.get(example.removeprefix("module."), {}).get("after") or {}).get(
                    name
                )
                if isinstance(values, dict):
                    yield values


def _granted(granted: Any) -> Iterator[str]:
    for each in granted if isinstance(granted, list) else []:
        conditions = tuple(
            Condition(one.get("test"), one.get("variable"), tuple(one.get("values") or ()))
            for one in each.get("conditions") or []
        )
        yield from Statement("Allow", tuple(each.get("actions") or ()), (), conditions).sentences()


def _written(resource: Resource) -> list[dict[str, Any]]:
    """The statements as they are written, of a document that takes more from what is not known yet."""
    written = resource.configured.get("expressions", {}).get("statement", [])
    return [_constant(each) for each in written] if isinstance(written, list) else []


def _constant(expressions: Any) -> Any:
    """What is written as it is; what refers to something is None."""
    if isinstance(expressions, list):
        return [_constant(each) for each in expressions]
    if "constant_value" in expressions or "references" in expressions:
        return expressions.get("constant_value")
    return {name: _constant(each) for name, each in expressions.items()}


def _of_document(values: Mapping[str, Any]) -> Statement:
    return Statement(
        values.get("effect") or "Allow",
        tuple(sorted(filter(None, values.get("actions") or []))),
        tuple(
            (each["type"], one)
            for each in values.get("principals") or []
            for one in each.get("identifiers") or [None]
        ),
        tuple(
            Condition(each["test"], each.get("variable", "UNKNOWN"), tuple(each.get("values") or ()))
            for each in values.get("condition") or []
        ),
    )


def _of_json(values: Mapping[str, Any]) -> Statement:
    principal = values.get("Principal", {})
    principals = {"*": "*"} if principal == "*" else principal
    return Statement(
        values["Effect"],
        tuple(sorted(_list(values.get("Action", [])))),
        tuple((kind, one) for kind, ones in principals.items() for one in _list(ones)),
        tuple(
            Condition(test, key, tuple(map(str, _list(expected))))
            for test, keys in values.get("Condition", {}).items()
            for key, expected in keys.items()
        ),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _told(values: Iterable[str | None]) -> str:
    """Values that are the same in every example: services and truths, no names of anything."""
    known = [each for each in values if each and re.fullmatch(r"true|false|\*|[\w.-]+\.amazonaws\.com", each)]
    return f" {', '.join(sorted(known))}" if known else ""
