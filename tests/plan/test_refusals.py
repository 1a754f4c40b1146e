"""Every validation of every module refuses what it should, and says what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_terraform import IsFlagged

from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform

REFUSALS = Path(__file__).parent / "refusals"
_RULE = re.compile(r"\n\nThis was checked by the validation rule at \S*/(?P<file>modules/\S+):(?P<line>\d+),")


@dataclass(frozen=True)
class Case:
    """What the refusal of an argument, or of a whole module call, must begin with."""

    place: str
    start: str


@dataclass(frozen=True)
class Refusal:
    """What Terraform said. `place` is the argument's, or None when a resource's precondition refused;
    `rule` is the validation's place in this repository."""

    place: str | None
    message: str
    rule: str | None

    def answers(self, case: Case, of_calls: set[Case]) -> bool:
        where = case in of_calls if self.place is None else self.place == case.place
        return where and self.message.startswith(case.start)


@dataclass(frozen=True)
class Answers:
    values: list[Refusal]
    combinations: list[Refusal]


@pytest.fixture(scope="module")
def answers(root: Callable[[str], Terraform]) -> Answers:
    values, combinations = root("refusals/values"), root("refusals/combinations")
    # `validate` already refuses a wrong value; what looks at other inputs takes a plan.
    _, report, _ = values.cmd("validate", json=IsFlagged)
    _, events, _ = combinations.cmd("plan", json=IsFlagged)
    found = [json.loads(line).get("diagnostic") for line in events.splitlines()]
    return Answers(
        [refusal(each) for each in json.loads(report)["diagnostics"]],
        [refusal(each) for each in found if each],
    )


def test_wrong_values_are_refused(answers: Answers) -> None:
    _compare("values", answers.values)


def test_wrong_combinations_are_refused(answers: Answers) -> None:
    _compare("combinations", answers.combinations)


def test_no_validation_is_left_out(answers: Answers) -> None:
    seen = {refusal.rule for refusal in answers.values + answers.combinations}
    rules = {
        f"{file.relative_to(ROOT)}:{number}"
        for file in MODULES.glob("*/*/*.tf")
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if line.strip() == "validation {"
    }
    unseen = sorted(rules - seen)
    assert not unseen, f"write a wrong value for each of these in {REFUSALS.relative_to(ROOT)}: {unseen}"


def _compare(name: str, refusals: list[Refusal]) -> None:
    files = sorted((REFUSALS / name).glob("*.tf"))
    assert differences(files, refusals) == []


def differences(files: Iterable[Path], refusals: list[Refusal]) -> list[str]:
    """What was not refused, or in other words than the files expect; and what was not expected."""
    cases, of_calls = _cases(files)
    accepted = [case for case in cases if not any(each.answers(case, of_calls) for each in refusals)]
    surprises = [each for each in refusals if not any(each.answers(case, of_calls) for case in cases)]
    return [
        *(f"{case.place} was not refused with: {case.start}" for case in accepted),
        *(f"not expected, at {each.place}: {each.message}" for each in surprises),
    ]


def _cases(files: Iterable[Path]) -> tuple[list[Case], set[Case]]:
    """The comments above arguments and module calls; and, of them, those above calls."""
    cases, of_calls = [], set()
    for file in files:
        starts: list[str] = []
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if line.strip().startswith("# "):
                starts.append(line.strip().removeprefix("# "))
                continue
            found = [Case(f"{file.name}:{number}", start) for start in starts]
            if line.startswith("module "):
                of_calls |= set(found)
            if not line.startswith("terraform "):
                cases += found
            starts = []
    return cases, of_calls


def refusal(diagnostic: Mapping[str, object]) -> Refusal:
    """What one diagnostic of Terraform says."""
    where = diagnostic["range"]
    assert isinstance(where, dict)
    message = str(diagnostic["detail"])
    rule = _RULE.search(message)
    return Refusal(
        None if "/" in where["filename"] else f"{where['filename']}:{where['start']['line']}",
        _RULE.split(message)[0],
        rule and f"{rule['file']}:{rule['line']}",
    )
