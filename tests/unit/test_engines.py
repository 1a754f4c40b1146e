"""What a trial of other engines says of the corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling import engines
from tooling.errors import PlatformError

TESTS = ("test_a_correction_works", "test_a_correction_is_still_needed")
CASE = '<testcase name="{test}[{name}]">{outcome}</testcase>'


def report(folder: Path, **outcomes: tuple[bool, bool]) -> Path:
    """A JUnit report: by correction, whether it works and whether it is needed."""
    cases = []
    for name, passed in outcomes.items():
        for test, ok in zip(
            ("test_a_correction_works", "test_a_correction_is_still_needed"), passed, strict=True
        ):
            cases.append(CASE.format(test=test, name=name, outcome="" if ok else "<failure/>"))
    file = folder / "report.xml"
    file.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return file


def test_each_correction_is_needed_or_not_or_broke(tmp_path: Path) -> None:
    found = engines.read(report(tmp_path, fine=(True, True), learnt=(True, False), moved=(False, True)))
    assert found == {"needed": ["fine"], "needed no more": ["learnt"], "broke": ["moved"]}
    assert engines.exit_code(found) == 1
    assert engines.exit_code({**found, "broke": []}) == 2


def test_a_run_without_checks_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="no check"):
        engines.read(report(tmp_path))
