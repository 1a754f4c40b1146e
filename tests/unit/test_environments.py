"""What an environment is, as read from its main.tf."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling import environments, paths
from tooling.errors import PlatformError

BACKEND = 'backend "s3" {\n bucket = "b"\n key = "k.tfstate"\n region = "eu-west-1"\n use_lockfile = true\n }'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "ENVIRONMENTS", tmp_path)
    return tmp_path


def write(folder: Path, name: str, hcl: str) -> None:
    (folder / name).mkdir()
    (folder / name / "main.tf").write_text(hcl)


def test_the_environments_of_this_repository_can_all_be_read() -> None:
    found = {name: environments.get(name) for name in environments.names()}
    assert list(found) == ["local", "dev", "prod", "staging"]
    assert [name for name, each in found.items() if each.protected] == ["prod"]
    assert len({each.backend.bucket for each in found.values()}) == 4


def test_an_unknown_environment_is_answered_with_the_known_ones(folder: Path) -> None:
    write(folder, "dev", f"terraform {{\n{BACKEND}\n}}")
    write(folder, "local", f"terraform {{\n{BACKEND}\n}}")
    with pytest.raises(PlatformError) as told:
        environments.get("develop")
    assert told.value.message == "there is no environment 'develop'"
    assert told.value.next_step == "use one of: local, dev"


def test_protection_is_read_wherever_the_locals_stand(folder: Path) -> None:
    write(
        folder, "a", f"locals {{\n x = 1\n}}\nterraform {{\n{BACKEND}\n}}\nlocals {{\n protected = true\n}}"
    )
    write(folder, "b", f"locals {{\n protected = false\n}}\nterraform {{\n{BACKEND}\n}}")
    assert environments.get("a").protected
    assert not environments.get("b").protected


def test_a_backend_without_a_region_is_named(folder: Path) -> None:
    write(folder, "dev", 'terraform {\n backend "s3" {\n bucket = "b"\n key = "k"\n }\n}')
    with pytest.raises(PlatformError, match="no literal region") as told:
        environments.get("dev")
    assert "region" in told.value.next_step


def test_a_broken_file_is_named_with_its_line(folder: Path) -> None:
    write(folder, "dev", "terraform {\n}\nresource = = 1\n")
    with pytest.raises(PlatformError, match=r"dev/main\.tf:3 is not valid Terraform"):
        environments.get("dev")
