"""The report says what was shown by a double, and what at another endpoint than the local AWS."""

import os
import subprocess
import sys

import pytest

from local_aws.services import ROOMS
from tooling import capabilities
from tooling.capabilities import Capability, Claim, Clause, Outcome, load
from tooling.paths import ROOT

QUEUE = Capability(
    "messaging.sqs",
    "behaves",
    (
        Clause("fifo", "FIFO queues", ("tests/a.py::test_order", "tests/a.py::test_group")),
        Clause("redrive", "dead letters", ("tests/a.py::test_letters",)),
    ),
    ("schemas",),
)


@pytest.fixture(autouse=True)
def _one_capability(monkeypatch, tmp_path):
    monkeypatch.setattr(capabilities, "load", lambda: [QUEUE])
    monkeypatch.setattr(capabilities, "REPORT", tmp_path / "capabilities.md")
    monkeypatch.setattr(capabilities, "RUN", tmp_path / "run.json")


def outcome(test, level="behaves", passed=True, **more):
    return Outcome("messaging.sqs", level, f"tests/a.py::{test}", passed, **more)


def shown(*outcomes, doubles=()):
    [row] = capabilities.rows(outcomes, doubles)
    return row


ALL = (outcome("test_order[a]"), outcome("test_order[b]"), outcome("test_group"), outcome("test_letters"))


def test_a_capability_is_at_the_level_of_its_weakest_clause():
    assert shown(*ALL).reached == "behaves"
    assert shown(*ALL[:3]).reached == "none"
    assert shown(*ALL[:3], outcome("test_letters", "apply")).reached == "apply"


def test_levels_are_cumulative():
    failed = outcome("test_letters", "apply", passed=False)
    assert shown(*ALL, failed).reached == "none"


def test_a_test_that_fails_or_is_skipped_shows_nothing():
    assert shown(*ALL, outcome("test_order[c]", passed=False)).reached == "none"
    assert shown(*ALL[:3], outcome("test_letters", passed=False, lack="no server")).reached == "none"


def write(row):
    capabilities.save_run([row])
    capabilities.REPORT.write_text(capabilities.markdown(capabilities.last_run()))


def test_the_page_is_read_back():
    write(shown(*ALL))
    claims = capabilities.committed()
    assert claims["messaging.sqs", "fifo"] == Claim("behaves", 3)
    assert claims["messaging.sqs", "redrive"] == Claim("behaves", 1)


def test_less_than_the_page_claims_is_reported():
    write(shown(*ALL))
    assert capabilities.overclaims(capabilities.committed(), [shown(*ALL)]) == []
    assert capabilities.overclaims(capabilities.committed(), [shown(*ALL[:3])]) == [
        "messaging.sqs redrive: claimed behaves, shown none"
    ]
    assert capabilities.overclaims(capabilities.committed(), [shown(*ALL[1:])]) == [
        "messaging.sqs fifo: claimed by 3 tests, shown by 2"
    ]


def test_the_page_says_double_and_names_an_endpoint_that_is_not_the_local_aws():
    write(shown(*ALL[:3], outcome("test_letters", endpoint="http://127.0.0.1:4566"), doubles=["schemas"]))
    page = capabilities.REPORT.read_text()
    assert "| `messaging.sqs` | behaves | behaves (double: schemas) at http://127.0.0.1:4566 |  |" in page


def test_the_page_names_the_clauses_below_what_is_needed():
    write(shown(*ALL[:3]))
    assert "| `messaging.sqs` | behaves | none | redrive: none |" in capabilities.REPORT.read_text()


def test_what_a_machine_lacks_is_reported_and_not_held_against_the_page():
    lack = "this machine has no PostgreSQL"
    write(shown(*ALL))
    outcomes = [*ALL[:3], outcome("test_letters", passed=False, lack=lack)]
    assert capabilities.lacking(outcomes) == [f"messaging.sqs: behaves, as {lack}"]
    elsewhere = capabilities.rows(capabilities.as_on_any_machine(outcomes))
    assert capabilities.overclaims(capabilities.committed(), elsewhere) == []
    broken = outcome("test_letters", passed=False)
    elsewhere = capabilities.rows(capabilities.as_on_any_machine([*outcomes, broken]))
    assert capabilities.overclaims(capabilities.committed(), elsewhere) != []


def test_tests_that_are_skipped_or_fail_as_known_are_reported(tmp_path):
    file = tmp_path / "test_any.py"
    file.write_text(
        "import pytest\n"
        "pytestmark = pytest.mark.capability('data.rds', 'apply')\n"
        "def test_skipped(): pytest.skip('no reason')\n"
        "@pytest.mark.xfail(strict=True)\n"
        "def test_known(): assert not 'known'\n"
    )
    options = ["-p", "tests.conftest", "-c", "/dev/null", "-p", "no:cacheprovider", str(file)]
    environment = {name: value for name, value in os.environ.items() if name != "PLATFORM_TEST_TIER"}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "") and "1 skipped, 1 xfailed" in run.stdout


def test_a_double_exists_of_each_service_that_a_capability_names():
    names = {service for one in load() for service in one.services}
    assert names <= {room.signed_as.replace("access-analyzer", "accessanalyzer") for room in ROOMS.values()}


def test_each_test_that_a_clause_names_exists_and_is_about_the_capability():
    for capability in load():
        for test in (test for clause in capability.clauses for test in clause.tests):
            file, _, name = test.partition("::")
            text = (ROOT / file).read_text()
            assert f"def {name}(" in text, test
            assert f'"{capability.id}"' in text, f"{test} is not about {capability.id}"
