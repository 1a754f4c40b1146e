"""Validity, format and tiers: what they cover, and what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tooling import check, paths
from tooling.errors import PlatformError


def test_every_environment_and_the_gallery_of_all_examples_are_validated() -> None:
    found = [check.shown(root) for root in check.roots()]
    assert {"environments/local", "environments/prod", "tests/smoke/gallery"} <= set(found)


def test_an_example_that_nothing_calls_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = tmp_path / "modules" / "data" / "new" / "examples" / "minimal"
    example.mkdir(parents=True)
    (example / "main.tf").write_text("")
    monkeypatch.setattr(paths, "MODULES", tmp_path / "modules")
    with pytest.raises(PlatformError, match="examples/minimal is not in the gallery") as refused:
        check.roots()
    assert refused.value.next_step == "call it from tests/smoke/gallery/data.tf"


def test_an_invalid_root_is_told_with_file_and_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    (tmp_path / "main.tf").write_text('\noutput "x" {\n  value = var.absent\n}\n')
    with pytest.raises(PlatformError, match=r"main\.tf:3"):
        check.validate(tmp_path)


def test_the_fast_tier_leaves_out_what_is_slow_and_the_full_one_nothing() -> None:
    assert "tests/smoke" not in check.tests("fast") and "not slow" in check.tests("fast")
    assert check.tests("full")[0] == "tests" and "-m" not in check.tests("full")


def test_the_second_opinion_is_only_asked_for_by_name() -> None:
    assert check.tests("localstack")[0] == "tests/localstack"
    assert "--ignore=tests/localstack" in check.tests("full")


def test_unformatted_code_is_named_and_left_alone_by_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "CACHE", tmp_path / ".cache")
    bad = {"main.tf": "locals {\na=1\n}\n", "code.py": "x=  1\n"}
    for name, text in bad.items():
        (tmp_path / name).write_text(text)
    assert {file.name for file in check.fmt(check=True)} == set(bad)
    assert {name: (tmp_path / name).read_text() for name in bad} == bad
    check.fmt(check=False)
    assert check.fmt(check=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("tool", [("ruff", "check", "--quiet"), ("mypy",)], ids=" ".join)
def test_the_python_code_is_clean_and_typed(tool: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *tool], cwd=paths.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
