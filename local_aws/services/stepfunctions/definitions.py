"""What Step Functions refuses in the definition of a state machine.

The language: https://states-language.net/spec.html. What the service says of a definition that is none:
https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_ENDS = ("Succeed", "Fail")
_TYPES = ("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")
_WITH_RETRIES = ("Task", "Parallel", "Map")
_WAITS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")
_SCHEMA, _TARGET = "SCHEMA_VALIDATION_FAILED", "MISSING_TRANSITION_TARGET"


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong, and where."""

    code: str
    message: str
    location: str | None

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {'null' if self.location is None else self.location}"


def diagnostics(definition: str) -> list[Diagnostic]:
    """All that is wrong with a definition."""
    try:
        machine = json.loads(definition)
    except ValueError:
        return [Diagnostic("INVALID_JSON_DESCRIPTION", "Could not parse definition as JSON.", "")]
    if not isinstance(machine, dict):
        return [Diagnostic(_SCHEMA, "Definition must be a JSON object", "")]
    return list(_of_machine(machine, ""))


def _of_machine(machine: dict[str, Any], path: str) -> Iterator[Diagnostic]:
    """A state machine, a branch of a parallel state, or what a map state does with each item."""
    states, start = machine.get("States"), machine.get("StartAt")
    missing = [name for name in ("StartAt", "States") if name not in machine]
    if missing:
        yield Diagnostic(_SCHEMA, f"These fields are required: [{', '.join(missing)}]", path or "/")
    if not isinstance(states, dict) or not isinstance(start, str):
        return
    if start not in states:
        yield Diagnostic(_TARGET, f"Missing 'Next' target: {start}", f"{path}/StartAt")
    wrong = [each for name, state in states.items() for each in _of_state(state, f"{path}/States/{name}")]
    yield from wrong
    for name, state in states.items():
        for target, where in _transitions(state, f"{path}/States/{name}"):
            if target not in states:
                yield Diagnostic(_TARGET, f"Missing 'Next' target: {target}", where)
    if not any(each.code == _SCHEMA for each in wrong):
        yield from _of_ways(states, start, path)


def _of_state(state: Any, path: str) -> Iterator[Diagnostic]:
    if not isinstance(state, dict):
        yield Diagnostic(_SCHEMA, "State must be an object", path)
        return
    kind = state.get("Type")
    if kind not in _TYPES:
        reason = "These fields are required: [Type]" if kind is None else f"Value is not allowed: {kind}"
        yield Diagnostic(_SCHEMA, reason, path if kind is None else f"{path}/Type")
        return
    yield from _of_flow(state, kind, path)
    for name in ("Retry", "Catch"):
        if name in state and kind not in _WITH_RETRIES:
            yield Diagnostic(_SCHEMA, f"Field '{name}' is not supported", path)
    if kind == "Task" and not state.get("Resource"):
        yield Diagnostic(_SCHEMA, "These fields are required: [Resource]", path)
    if kind == "Wait" and not any(name in state for name in _WAITS):
        yield Diagnostic(_SCHEMA, f"One of these fields is required: [{', '.join(_WAITS)}]", path)
    for inner, where in _machines(state, path):
        yield from _of_machine(inner, where)


def _of_flow(state: dict[str, Any], kind: str, path: str) -> Iterator[Diagnostic]:
    """A state goes on or ends, not both; a choice goes on by its choices, and some only end."""
    if kind in (*_ENDS, "Choice"):
        for name in ("Next", "End"):
            if name in state:
                yield Diagnostic(_SCHEMA, f"Field '{name}' is not supported", path)
    elif ("Next" in state) == (state.get("End") is True):
        yield Diagnostic(_SCHEMA, "Exactly one of these fields is required: [Next, End]", path)
    if kind == "Choice":
        if not state.get("Choices"):
            yield Diagnostic(_SCHEMA, "These fields are required: [Choices]", path)
        for index, choice in enumerate(state.get("Choices") or []):
            if "Next" not in choice:
                yield Diagnostic(_SCHEMA, "These fields are required: [Next]", f"{path}/Choices[{index}]")


def _of_ways(states: dict[str, Any], start: str, path: str) -> Iterator[Diagnostic]:
    """There is an end, and a way to every state. Without an end the ways are not looked at."""
    if not any(state.get("Type") in _ENDS or state.get("End") is True for state in states.values()):
        yield Diagnostic("MISSING_END_STATE", "Workflow has no terminal state", path or None)
        return
    reached, new = set[str](), {start} & states.keys()
    while new:
        reached |= new
        new = {
            target for name in new for target, _ in _transitions(states[name], "")
        } & states.keys() - reached
    for name in states:
        if name not in reached:
            yield Diagnostic(_TARGET, f'State "{name}" is not reachable.', f"{path}/States/{name}")


def _transitions(state: Any, path: str) -> Iterator[tuple[str, str]]:
    """The states that may follow, and where the definition says so."""
    if not isinstance(state, dict):
        return
    for name in ("Next", "Default"):
        if isinstance(state.get(name), str):
            yield state[name], f"{path}/{name}"
    for name in ("Choices", "Catch"):
        for index, each in enumerate(state.get(name) or []):
            if isinstance(each, dict) and isinstance(each.get("Next"), str):
                yield each["Next"], f"{path}/{name}[{index}]/Next"


def _machines(state: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    for index, branch in enumerate(state.get("Branches") or []):
        if isinstance(branch, dict):
            yield branch, f"{path}/Branches[{index}]"
    for name in ("ItemProcessor", "Iterator"):
        if isinstance(state.get(name), dict):
            yield state[name], f"{path}/{name}"
