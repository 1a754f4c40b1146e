"""The report says what was shown by a double, and what at another endpoint than the local AWS."""

import os
import subprocess
import sys

from local_aws.double import SERVICES
from tooling import capabilities
from tooling.paths import ROOT


def reached(level, doubles=(), endpoint=""):
    test = "tests/smoke/test_gallery_ends.py::test_x"
    outcome = capabilities.Outcome("edge.global", level, test, True, endpoint)
    return next(row for row in capabilities.rows([outcome], doubles) if row.capability.id == outcome.id)


def test_a_row_names_the_double_that_served_it():
    assert reached("apply", ["globalaccelerator", "schemas"]).doubles == ("globalaccelerator",)
    assert reached("apply", ["schemas"]).doubles == ()
    assert reached("plan", ["globalaccelerator"]).doubles == ()


def test_the_page_says_double_and_is_read_back(monkeypatch, tmp_path):
    page = tmp_path / "capabilities.md"
    page.write_text(capabilities.markdown([reached("apply", ["globalaccelerator"])]))
    monkeypatch.setattr(capabilities, "REPORT", page)
    assert "(double: globalaccelerator) | apply | apply |" in page.read_text()
    claimed = {row.capability.id: row.reached for row in capabilities.committed()}
    assert claimed["edge.global"] == "apply"


def test_the_page_names_an_endpoint_that_is_not_the_local_aws(monkeypatch, tmp_path):
    page = tmp_path / "capabilities.md"
    monkeypatch.setattr(capabilities, "REPORT", page)
    monkeypatch.setattr(capabilities, "RUN", tmp_path / "run.json")
    for endpoint, shown in (("", "(1) |"), ("http://127.0.0.1:4566", "(1) at http://127.0.0.1:4566 |")):
        capabilities.save_run([reached("apply", endpoint=endpoint)])
        page.write_text(capabilities.markdown(capabilities.last_run()))
        assert f"`tests/smoke/test_gallery_ends.py` {shown}" in page.read_text()
        assert "edge.global" in {row.capability.id for row in capabilities.committed() if row.evidence}


def test_what_a_machine_lacks_is_told_and_neither_shown_nor_held_against_the_page():
    lack = "this machine has no PostgreSQL"
    outcomes = [
        capabilities.Outcome("data.rds", "apply", "tests/a.py::test_applies", True),
        capabilities.Outcome("data.rds", "behaves", "tests/a.py::test_answers", False, lack=lack),
    ]
    claimed = capabilities.rows(
        [capabilities.Outcome("data.rds", "behaves", "tests/a.py::test_answers", True)]
    )
    shown = capabilities.rows(outcomes)
    assert next(row.reached for row in shown if row.capability.id == "data.rds") == "apply"
    assert capabilities.lacking(outcomes) == [f"data.rds: behaves, as {lack}"]
    elsewhere = capabilities.rows(capabilities.as_on_any_machine(outcomes))
    assert capabilities.overclaims(claimed, elsewhere) == []

    broken = capabilities.Outcome("data.rds", "behaves", "tests/a.py::test_transactions", False)
    elsewhere = capabilities.rows(capabilities.as_on_any_machine([*outcomes, broken]))
    assert capabilities.overclaims(claimed, elsewhere) == ["data.rds: claimed behaves, shown apply"]


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
    assert {service for one in capabilities.load() for service in one.services} <= SERVICES.keys()
