"""Each rule of the platform, on blocks that keep it and blocks that break it. One process checks them all."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tooling import policy
from tooling.policy import page

FIXTURES = Path(__file__).parent / "fixtures"
RULES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
OF_COST = {"PLATFORM_RIGHT_SIZE", "PLATFORM_LIFECYCLE", "PLATFORM_ENDPOINTS", "PLATFORM_SPOT"}
_SHOWN = [
    pytest.param(rule, marks=[pytest.mark.capability("cost.policies", "behaves")] if rule in OF_COST else [])
    for rule in RULES
]
_BLOCK = re.compile(r'^(?:resource|data) "(\w+)" "(\w+)"|^provider "(\w+)"', re.MULTILINE)

pytestmark = pytest.mark.capability("use.policy", "behaves")


@pytest.fixture(scope="module")
def report() -> policy.Report:
    plans = [policy.Plan(file.parent, file) for file in sorted(FIXTURES.rglob("plan.json"))]
    return policy.run(root=FIXTURES, within=[Path()], plans=plans)


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str]]:
    return page.listed()


@pytest.mark.parametrize("rule", _SHOWN)
def test_each_block_of_fail_breaks_the_rule(report: policy.Report, rule: str) -> None:
    broken = {
        ".".join(finding.resource.split(".")[-2:])
        for finding in report.findings
        if finding.rule == rule and finding.file.startswith(f"{rule}/fail/")
    }
    assert broken == blocks(FIXTURES / rule / "fail")


@pytest.mark.parametrize("rule", _SHOWN)
def test_nothing_in_pass_breaks_the_rule(report: policy.Report, rule: str) -> None:
    wrong = [one for one in report.findings if one.rule == rule and one.file.startswith(f"{rule}/pass/")]
    assert wrong == []
    assert blocks(FIXTURES / rule / "pass")


def test_each_finding_names_its_line_and_says_what_to_write(report: policy.Report) -> None:
    for finding in report.findings:
        text = (FIXTURES / finding.file).read_text().splitlines()[finding.line - 1]
        assert finding.resource.split(".")[-2] in text, finding
        assert len(finding.fix) > 10


def test_each_kind_of_each_rule_has_a_block_that_breaks_it(listed: list[dict[str, str]]) -> None:
    assert sorted({entry["rule"] for entry in listed}) == RULES
    for entry in listed:
        kinds = [block.split(".")[0] for block in blocks(FIXTURES / entry["rule"] / "fail")]
        assert any(fnmatchcase(kind, entry["kind"]) for kind in kinds), entry


def test_the_page_of_rules_is_up_to_date(listed: list[dict[str, str]]) -> None:
    assert page.PAGE.read_text() == page.page(listed), f"run {page.COMMAND}"


def blocks(folder: Path) -> set[str]:
    """Addresses of what a folder declares: `aws_sqs_queue.orders`, `aws.default` for a provider."""
    found = (match for file in folder.rglob("*.tf") for match in _BLOCK.finditer(file.read_text()))
    return {f"{match[1]}.{match[2]}" if match[1] else f"{match[3]}.default" for match in found}
