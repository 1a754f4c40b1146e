"""A typed reading of a plan: what changes, by risk, and why.

Reads the JSON of `terraform show -json PLAN`. Source: https://developer.hashicorp.com/terraform/internals/json-format
Values marked sensitive are masked before anything else reads them: see `masking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tooling import lifecycle
from tooling.plan import iam
from tooling.plan.finding import Finding
from tooling.plan.masking import masked
from tooling.plan.risk import Action, Facts, Risk, judge

ACTIONS: dict[tuple[str, ...], Action] = {
    ("create",): Action.CREATE,
    ("update",): Action.UPDATE,
    ("delete",): Action.DESTROY,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("create", "forget"): Action.REPLACE,
    ("forget",): Action.FORGET,
}

# Terraform's own words for an unobvious cause, in ours.
CAUSES: dict[str, str] = {
    "delete_because_count_index": "its index is beyond count",
    "delete_because_each_key": "its key is no longer in for_each",
    "delete_because_no_module": "its module is no longer called",
    "delete_because_no_resource_config": "it is no longer in the code",
    "delete_because_wrong_repetition": "count or for_each came or went",
    "replace_because_tainted": "its creation failed earlier",
    "replace_by_request": "asked for with -replace",
    "replace_by_triggers": "replace_triggered_by",
}


@dataclass(frozen=True)
class Change:
    """One resource that the plan touches.

    `attributes` names what changes (`tags.Team` for a map), `forced_by` what makes a replacement necessary.
    `reasons` says why it is in its risk group, worst first. `deposed` is the key of an object that a
    replacement left behind, and not the one that is in use.
    """

    address: str
    module: str
    type: str
    action: Action
    risk: Risk
    reasons: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    forced_by: tuple[str, ...] = ()
    cause: str = ""
    moved_from: str = ""
    imported: bool = False
    deposed: str = ""


@dataclass(frozen=True)
class Said:
    """What Terraform said while it planned, which the plan itself does not hold.

    `warnings` are its own, deprecations and failing checks among them; `drifted` are addresses of what was
    changed or deleted outside Terraform, each with `update` or `delete`.
    """

    warnings: tuple[str, ...] = ()
    drifted: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Said:
        """Read what JSON made of it."""
        return cls(tuple(content["warnings"]), tuple((where, how) for where, how in content["drifted"]))


@dataclass(frozen=True)
class Drift:
    """A resource changed or deleted outside Terraform; `relevant` when it bears on this plan's changes."""

    address: str
    deleted: bool
    attributes: tuple[str, ...]
    relevant: bool


@dataclass(frozen=True)
class Counts:
    """How many resources meet each fate. A replacement is neither an addition nor a destruction here."""

    add: int = 0
    change: int = 0
    replace: int = 0
    destroy: int = 0
    imported: int = 0
    moved: int = 0
    forgotten: int = 0


@dataclass(frozen=True)
class Review:
    """A plan as a person or a machine reviews it.

    `limits` are the options that make it another plan than that of the whole code; one that only refreshes
    the state changes nothing but that. `complete` is false when another apply is needed after this one.
    `preflight` is what AWS will refuse when it is applied.
    """

    counts: Counts
    changes: tuple[Change, ...]
    outputs: tuple[str, ...] = ()
    drift: tuple[Drift, ...] = ()
    warnings: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    complete: bool = True
    preflight: tuple[Finding, ...] = ()

    @property
    def refreshes(self) -> bool:
        """Whether it only brings the state to what AWS has."""
        return "--refresh-only" in self.limits

    @property
    def empty(self) -> bool:
        """Whether applying the plan would change nothing at all, the state included.

        What AWS only writes otherwise than the state, such as an empty list for none, is no change.
        """
        drifted = any(each.relevant for each in self.drift)
        return not self.changes and not self.outputs and not (self.refreshes and drifted)

    @property
    def loses_data(self) -> bool:
        """Whether some change needs an explicit word."""
        return any(change.risk is Risk.LOSS_OF_DATA for change in self.changes)

    def by_risk(self) -> dict[Risk, tuple[Change, ...]]:
        """The changes of each risk group that has any, worst group first."""
        groups = {risk: tuple(change for change in self.changes if change.risk is risk) for risk in Risk}
        return {risk: changes for risk, changes in groups.items() if changes}

    def to_json(self) -> dict[str, Any]:
        """The same facts for machines."""
        return {
            "empty": self.empty,
            "loses_data": self.loses_data,
            "preflight": [finding.to_json() for finding in self.preflight],
            "counts": {
                "add": self.counts.add,
                "change": self.counts.change,
                "replace": self.counts.replace,
                "destroy": self.counts.destroy,
                "import": self.counts.imported,
                "move": self.counts.moved,
                "forget": self.counts.forgotten,
            },
            "changes": [
                {
                    "address": change.address,
                    "module": change.module,
                    "type": change.type,
                    "action": change.action.value,
                    "risk": change.risk.name.lower(),
                    "reasons": list(change.reasons),
                    "attributes": list(change.attributes),
                    "forced_by": list(change.forced_by),
                    "cause": change.cause,
                    "moved_from": change.moved_from,
                    "imported": change.imported,
                    "deposed": change.deposed,
                }
                for change in self.changes
            ],
            "outputs": list(self.outputs),
            "drift": [
                {
                    "address": drift.address,
                    "deleted": drift.deleted,
                    "attributes": list(drift.attributes),
                    "relevant": drift.relevant,
                }
                for drift in self.drift
            ],
            "warnings": list(self.warnings),
            "limits": list(self.limits),
            "complete": self.complete,
        }


def read(
    plan: Mapping[str, Any],
    said: Said | None = None,
    limits: tuple[str, ...] = (),
    day: date | None = None,
) -> Review:
    """The review of a plan's JSON. No-ops and reads of data sources are left out.

    Args:
        plan: its JSON, as Terraform shows it.
        said: what Terraform said beside it.
        limits: see `Review`.
        day: of which it is said what has ended and what will soon; by default today.
    """
    versions = tuple(_ending(plan, day or date.today()))
    plan, said = masked(plan), said or Said()
    documents = Documents(plan)
    changes = tuple(
        change
        for resource in plan.get("resource_changes") or []
        if resource.get("mode") != "data"
        for change in [_change(resource, documents)]
        if change.action is not Action.NONE or change.moved_from or change.imported
    )
    outputs = tuple(
        name
        for name, output in (plan.get("output_changes") or {}).items()
        if output.get("actions") not in (["no-op"], ["read"])
    )
    drift = tuple(_drift(plan, all_of_it="--refresh-only" in limits))
    known = {each.address for each in drift}
    drift += tuple(
        Drift(where, how == "delete", (), False) for where, how in said.drifted if where not in known
    )
    return Review(
        _counts(changes),
        changes,
        outputs,
        drift,
        tuple(dict.fromkeys([*_failed_checks(plan, said.warnings), *said.warnings, *versions])),
        limits,
        plan.get("complete", True),
    )


def _change(resource: Mapping[str, Any], documents: Documents) -> Change:
    change = resource["change"]
    action = ACTIONS.get(tuple(change["actions"]), Action.NONE)
    attributes = tuple(_attributes(change)) if action in (Action.UPDATE, Action.REPLACE) else ()
    facts = Facts(
        type=resource["type"],
        action=action,
        before=_mapping(change.get("before")),
        after=_mapping(change.get("after")),
        unknown=_mapping(change.get("after_unknown")),
        new_before_old=change["actions"][0] == "create",
        documents=documents.of(resource),
    )
    findings = judge(facts)
    return Change(
        address=resource["address"],
        module=resource.get("module_address", ""),
        type=resource["type"],
        action=action,
        risk=findings[0][0] if findings else Risk.ROUTINE,
        reasons=tuple(reason for _, reason in findings),
        attributes=attributes,
        forced_by=tuple(_path(path) for path in change.get("replace_paths") or []),
        cause=CAUSES.get(resource.get("action_reason", ""), ""),
        moved_from=resource.get("previous_address", ""),
        imported=bool(change.get("importing")),
        deposed=resource.get("deposed", ""),
    )


def _counts(changes: tuple[Change, ...]) -> Counts:
    def number(action: Action) -> int:
        return sum(change.action is action for change in changes)

    return Counts(
        add=number(Action.CREATE),
        change=number(Action.UPDATE),
        replace=number(Action.REPLACE),
        destroy=number(Action.DESTROY),
        imported=sum(change.imported for change in changes),
        moved=sum(bool(change.moved_from) for change in changes),
        forgotten=number(Action.FORGET),
    )


def _drift(plan: Mapping[str, Any], *, all_of_it: bool) -> Iterator[Drift]:
    """Drift is relevant when something is gone, or when the plan changes or reads what drifted, or when the
    plan is about nothing else."""
    bearing: dict[str, set[str]] = {}
    for entry in plan.get("relevant_attributes") or []:
        bearing.setdefault(entry["resource"], set()).update(str(part) for part in entry["attribute"][:1])
    for resource in plan.get("resource_changes") or []:
        if tuple(resource["change"]["actions"]) in ACTIONS:
            found = {name.split(".")[0] for name in _attributes(resource["change"])}
            bearing.setdefault(resource["address"], set()).update(found)
    for resource in plan.get("resource_drift") or []:
        change = resource["change"]
        if resource.get("mode") == "data" or change["actions"] == ["no-op"]:
            continue
        if change["actions"] == ["delete"]:
            yield Drift(resource["address"], True, (), True)
        elif attributes := tuple(_attributes(change, empty_is_absent=True)):
            names = {name.split(".")[0] for name in attributes}
            relevant = all_of_it or bool(names & bearing.get(resource["address"], set()))
            yield Drift(resource["address"], False, attributes, relevant)


def _failed_checks(plan: Mapping[str, Any], warnings: tuple[str, ...]) -> Iterator[str]:
    """What checks found wrong, unless Terraform has warned of it by itself."""
    for check in plan.get("checks") or []:
        if check.get("status") != "fail":
            continue
        for instance in check.get("instances") or []:
            for problem in instance.get("problems") or []:
                message = problem.get("message", "failed")
                if not any(message in warning for warning in warnings):
                    yield f"{instance['address']['to_display']}: {message}"


def _ending(plan: Mapping[str, Any], day: date) -> Iterator[str]:
    """What runs on a version that has ended, or ends soon: see `lifecycle`."""
    for move in lifecycle.of_plan(plan):
        if move.state(day) != "later":
            yield move.sentence(day)


def _attributes(change: Mapping[str, Any], *, empty_is_absent: bool = False) -> Iterator[str]:
    """The names of what changes: top-level attributes, and keys of maps such as tags.

    What only the apply will tell mostly follows from other attributes: it is named when there are no others.
    """
    before, after = _mapping(change.get("before")), _mapping(change.get("after"))
    unknown = _mapping(change.get("after_unknown"))
    pending = {name for name, value in unknown.items() if value is True}
    found = False
    for name in sorted({*before, *after} - pending):
        old, new = before.get(name), after.get(name)
        if old == new or (empty_is_absent and not old and not new):
            continue
        found = True
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from (f"{name}.{key}" for key in sorted({*old, *new}) if old.get(key) != new.get(key))
        else:
            yield name
    if not found:
        yield from sorted(pending & {name for name, value in before.items() if value is not None})


def _path(path: list[Any]) -> str:
    """`["rule", 0, "days"]` as `rule[0].days`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


class Documents:
    """Policy documents that Terraform will only render at apply, found through the configuration."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._pending = {
            resource["address"]: iam.from_data_source(
                resource["change"].get("after") or {}, _mapping(resource["change"].get("after_unknown"))
            )
            for resource in plan.get("resource_changes") or []
            if resource.get("mode") == "data"
            and resource["type"] == "aws_iam_policy_document"
            and _mapping(resource["change"].get("after_unknown")).get("statement") is not True
        }
        self._root = (plan.get("configuration") or {}).get("root_module") or {}

    def of(self, resource: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """By attribute of the resource, the pending document it refers to directly."""
        if not self._pending:
            return {}
        module = resource.get("module_address", "")
        expressions = self._expressions(module, resource["type"], resource["name"])
        found: dict[str, Mapping[str, Any]] = {}
        for attribute, expression in expressions.items():
            if not isinstance(expression, Mapping):
                continue
            for reference in expression.get("references") or []:
                document = self._document(module, reference, resource.get("index"))
                if document is not None:
                    found[attribute] = document
                    break
        return found

    def _document(self, module: str, reference: str, index: object) -> Mapping[str, Any] | None:
        match = re.match(r"(data\.aws_iam_policy_document\.[\w-]+)(\[[^\]]*\])?", reference)
        if match is None:
            return None
        address = f"{module}.{match[1]}" if module else match[1]
        if match[2]:
            return self._pending.get(address + match[2])
        keyed = f'{address}["{index}"]' if isinstance(index, str) else f"{address}[{index}]"
        for candidate in (address, keyed, f"{address}[0]"):
            if candidate in self._pending:
                return self._pending[candidate]
        return None

    def _expressions(self, module: str, kind: str, name: str) -> dict[str, Any]:
        here = self._root
        for step in re.findall(r"module\.([\w-]+)", re.sub(r"\[[^\]]*\]", "", module)):
            here = ((here.get("module_calls") or {}).get(step) or {}).get("module") or {}
        for resource in here.get("resources") or []:
            if (resource.get("mode"), resource.get("type"), resource.get("name")) == ("managed", kind, name):
                return _mapping(resource.get("expressions"))
        return {}
