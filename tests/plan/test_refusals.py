"""Every validation of every module refuses what it should, and says what to write instead.

`refusals` has wrong values and combinations as one writes them, with what is said of them. `limits` has what
AWS takes in each input: values just inside are taken, values just outside are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_terraform import IsFlagged

from tests.plan import attempts, constraints
from tests.plan.attempts import Tried
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


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[bool, list[Tried]]]:
    """By module, what was said of the values that AWS takes, and of those that it does not."""
    modules = ["/".join(path.parts[-2:]) for path in sorted(MODULES.glob("*/*"))]
    inside = {module: list(constraints.inside(module)) for module in modules}
    outside = {module: list(constraints.outside(module)) for module in modules}
    tries = {module: (constraints.call(module), inside[module] + outside[module]) for module in modules}
    said = attempts.results(tmp_path_factory.mktemp("attempts"), tries, constraints.completed)
    of = {module: {str(each.attempt): each for each in said[module]} for module in modules}
    return {
        module: {
            True: [of[module][str(each)] for each in inside[module]],
            False: [of[module][str(each)] for each in outside[module]],
        }
        for module in modules
    }


def test_values_that_aws_refuses_are_refused_with_the_name_of_the_input(
    tried: Mapping[str, Mapping[bool, list[Tried]]],
) -> None:
    passed = [
        f"{module}: {each.attempt}" for module, of in tried.items() for each in of[False] if not each.refusals
    ]
    assert passed == []


def test_values_that_aws_takes_are_taken(tried: Mapping[str, Mapping[bool, list[Tried]]]) -> None:
    refused = [
        f"{module}: {each.attempt}: {each.refusals[0].message}"
        for module, of in tried.items()
        for each in of[True]
        if each.refusals
    ]
    assert refused == []


def test_no_condition_or_message_stops_terraform(tried: Mapping[str, Mapping[bool, list[Tried]]]) -> None:
    crashed = [
        f"{module}: {each.attempt}: {refusal.rule}"
        for module, of in tried.items()
        for each in [*of[False], *of[True]]
        for refusal in each.refusals
        if refusal.message == attempts.CRASHED
    ]
    assert crashed == []


def test_limits_are_no_wider_than_those_of_the_models() -> None:
    wider = [
        f"{module}: {attempt}: {breach}"
        for path in sorted(MODULES.glob("*/*"))
        for module in ["/".join(path.parts[-2:])]
        for attempt in constraints.inside(module)
        for breach in [constraints.against_the_model(module, attempt)]
        if breach
    ]
    assert wider == []


def test_wrong_values_are_refused(answers: Answers) -> None:
    _compare("values", answers.values)


def test_wrong_combinations_are_refused(answers: Answers) -> None:
    _compare("combinations", answers.combinations)


def test_no_validation_is_left_out(answers: Answers, tried: Mapping[str, Mapping[bool, list[Tried]]]) -> None:
    seen = {refusal.rule for refusal in answers.values + answers.combinations} | {
        refusal.rule for of in tried.values() for each in of[False] for refusal in each.refusals
    }
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
