"""What the doctor says about a machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling import doctor, emulator, paths
from tooling.doctor import Check
from tooling.terraform import mirror

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing was done yet."""
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(emulator, "DIRECTORY", tmp_path / "cache" / "local")
    return tmp_path / "cache"


def checked(name: str) -> Check:
    return {check.name: check for check in doctor.checks(registry=NOWHERE)}[name]


@pytest.mark.usefixtures("cache")
def test_this_machine_is_fit_for_use() -> None:
    checks = doctor.checks()
    assert [check for check in checks if not check.ok] == []
    assert all(check.found and not check.next_step for check in checks)


@pytest.mark.usefixtures("cache")
def test_a_missing_terraform_comes_with_a_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BIN", "/nowhere/terraform")
    check = checked("terraform")
    assert not check.ok
    assert check.next_step


@pytest.mark.usefixtures("cache")
def test_no_way_to_a_provider_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "users_config", lambda: None)
    monkeypatch.setattr(mirror, "find", lambda: None)
    check = checked("aws provider")
    assert not check.ok
    assert "PLATFORM_PROVIDER_MIRROR" in check.next_step


def test_a_damaged_cache_folder_is_named(cache: Path) -> None:
    cache.mkdir()
    (cache / "terraform").write_text("not a folder")
    check = checked("cache")
    assert (check.ok, check.next_step) == (False, f"rm -rf {cache / 'terraform'}")


def test_a_run_that_was_cut_off_is_noticed(cache: Path) -> None:
    marker = cache / "runs" / "dev" / "run.json"
    marker.parent.mkdir(parents=True)
    marker.write_text("{}")
    check = checked("cache")
    assert not check.ok
    assert "./invokew plan --env dev" in check.next_step


def test_a_local_aws_that_died_is_noticed(cache: Path) -> None:
    record = cache / "local" / "server.json"
    record.parent.mkdir(parents=True)
    record.write_text('{"pid": 999999, "port": 4566, "born": "never", "secret": ""}')
    check = checked("local aws")
    assert not check.ok
    assert "died" in check.found


@pytest.mark.usefixtures("cache")
def test_a_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checked("git") == Check("git", False, "not installed", "apt-get install git, or brew install git")
