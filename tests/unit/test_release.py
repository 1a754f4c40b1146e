"""The next version: from interfaces, from an upgrade, and in a small repository of its own."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import paths, release
from tooling.aws import Target
from tooling.errors import PlatformError
from tooling.release import interface, upgrade, writing
from tooling.release.interface import Change
from tooling.release.repository import Repository

VARIABLE = """
variable "size" {
  type     = number
  default  = 1
  nullable = false

  validation {
    condition     = var.size > 0
    error_message = "size: write 1 or more."
  }
}
"""
OBJECT = """
variable "log" {
  type = object({ days = optional(number, 30), level = string, tags = optional(map(string), {}) })
}
"""
MAIN = """
resource "terraform_data" "this" {
  input            = var.size
  triggers_replace = [1]
}
output "size" { value = var.size }
"""


def between(old: str, new: str) -> list[tuple[str, str]]:
    found = interface.changes("a/b", interface.read({"main.tf": old}), interface.read({"main.tf": new}))
    return [(each.level, each.what) for each in found]


@pytest.mark.capability("use.release", "behaves")
@pytest.mark.parametrize(
    ("old", "new", "level", "what"),
    [
        (VARIABLE, "", "major", "input `size` is gone"),
        ("", VARIABLE, "minor", "new input `size`"),
        ("", OBJECT, "major", "new input `log`, which must be written"),
        (VARIABLE, VARIABLE.replace("= 1\n", "= 2\n"), "minor", "is 2 unless written, and was 1"),
        (VARIABLE, VARIABLE.replace("  default  = 1\n", ""), "major", "must be written"),
        (VARIABLE, VARIABLE.replace("number", "string"), "", ""),
        (VARIABLE, VARIABLE.replace("number", "bool"), "major", "has another type"),
        (VARIABLE, VARIABLE.replace("> 0", "> 5"), "major", "refuses other values"),
        (VARIABLE.replace("nullable = false", ""), VARIABLE, "major", "is not null any more"),
        ('variable "a" {\n  default = 1\n}\n', 'variable "a" {\n  default = 1\n}\n# said\n', "", ""),
        (OBJECT, OBJECT.replace("level = string, ", ""), "major", "input `log.level` is gone"),
        (OBJECT, OBJECT.replace("string, tags", "string, who = string, tags"), "major", "`log.who`, which"),
        (OBJECT, OBJECT.replace("string, tags", "optional(string), tags"), "minor", "`log.level` need not"),
        (OBJECT, OBJECT.replace("30", "90"), "minor", "`log.days` is 90 unless written, and was 30"),
        (OBJECT, OBJECT.replace("map(string)", "map(bool)"), "major", "`log.tags[*]` has another type"),
        ('output "x" { value = 1 }\n', "", "major", "output `x` is gone"),
        ("", 'output "x" { value = 1 }\n', "minor", "new output `x`"),
        ('resource "a_b" "x" {}\n', 'resource "a_b" "y" {}\n', "major", "a_b.x is called a_b.y, without"),
        ('resource "a_b" "x" {}\n', "", "major", "a_b.x is gone: it is destroyed"),
        ("", 'resource "a_b" "x" {}\n', "minor", "makes a_b.x"),
    ],
)
def test_what_callers_notice_has_a_level(old: str, new: str, level: str, what: str) -> None:
    found = between(old, new)
    if not level:
        assert found == []
    else:
        assert any(each[0] == level and what in each[1] for each in found), found


@pytest.mark.capability("use.release", "behaves")
def test_what_is_moved_or_removed_by_a_block_breaks_nothing() -> None:
    moved = 'resource "a_b" "y" {}\nmoved {\n  from = a_b.x\n  to   = a_b.y["one"]\n}\n'
    assert between('resource "a_b" "x" {}\n', moved) == []
    removed = "removed {\n  from = a_b.x\n  lifecycle {\n    destroy = false\n  }\n}\n"
    assert between('resource "a_b" "x" {}\n', removed) == []


@pytest.mark.capability("use.release", "behaves")
def test_the_version_follows_the_highest_level() -> None:
    small, big = Change("m", "new input `a`", "minor"), Change("m", "output `b` is gone", "major")
    assert release.level_of([]) == "patch"
    assert release.level_of([small, big, small]) == "major"
    versions = [release.next_version((1, 2, 3), level) for level in ("patch", "minor", "major")]
    assert versions == [(1, 2, 4), (1, 3, 0), (2, 0, 0)]
    early = [release.next_version((0, 2, 3), level) for level in ("patch", "minor", "major")]
    assert early == [(0, 2, 4), (0, 2, 4), (0, 3, 0)]


@pytest.mark.capability("use.release", "behaves")
def test_an_upgrade_that_replaces_or_destroys_is_major() -> None:
    def change(name: str, *actions: str) -> dict[str, Any]:
        return {"address": f"module.a_b.module.x.r.{name}", "change": {"actions": actions}}

    plan = [
        change("a", "create", "delete"),
        change("b", "delete"),
        change("c", "create"),
        change("d", "update"),
        change("e", "no-op"),
        {**change("f", "read"), "mode": "data"},
    ]
    found = list(upgrade.differences({"resource_changes": plan}, {"a_b": "a/b"}))
    assert [(each.module, each.what, each.level) for each in found] == [
        ("a/b", "r.a is made again by the upgrade", "major"),
        ("a/b", "r.b is destroyed by the upgrade", "major"),
        ("a/b", "r.c is made by the upgrade", "minor"),
        ("a/b", "r.d changes in place by the upgrade", "minor"),
    ]


@pytest.mark.capability("use.release", "behaves")
def test_the_pages_keep_what_was_written() -> None:
    old = (
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- By hand.\n\n### Changed\n\n- Too.\n"
        "\n## 1.0.0\n\n- First.\n"
    )
    changes = [
        Change("a/b", "new input `c`", "minor"),
        Change("a/b", "output `d` is gone", "major", "leave it out"),
    ]
    text = writing.changelog(old, "v2.0.0", date(2026, 11, 29), changes)
    assert text == (
        "# Changelog\n\n## Unreleased\n\n## 2.0.0 (2026-11-29)\n\n### Added\n\n- By hand.\n"
        "- `a/b`: new input `c`.\n\n### Changed\n\n- Too.\n\n### Breaking\n\n- `a/b`: output `d` is gone.\n"
        "\n## 1.0.0\n\n- First.\n"
    )
    guide = writing.guide("# Upgrading\n\n## Unreleased\n", "v2.0.0", date(2026, 11, 29), changes)
    assert "## 2.0.0 (2026-11-29)" in guide and "| `a/b` | output `d` is gone | leave it out |" in guide
    with pytest.raises(PlatformError, match="no heading"):
        writing.changelog("# Changelog\n", "v2.0.0", date(2026, 11, 29), [])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with one module, tagged v1.2.3 and pinned in its README."""
    module = tmp_path / "modules" / "a" / "b"
    (module / "examples" / "minimal").mkdir(parents=True)
    (module / "variables.tf").write_text(VARIABLE)
    (module / "main.tf").write_text(MAIN)
    (module / "README.md").write_text("source = x?ref=v1.2.3\n")
    (module / "examples" / "minimal" / "main.tf").write_text('module "b" {\n  source = "../.."\n}\n')
    (tmp_path / "docs").mkdir()
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n")
    (tmp_path / "docs" / "upgrading.md").write_text("# Upgrading\n\n## Unreleased\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    made = Repository(tmp_path)
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    made.git("config", "user.name", "Somebody")
    made.git("config", "user.email", "somebody@example.com")
    commit(made, "First")
    made.git("tag", "v1.2.3")
    return made


def commit(repository: Repository, message: str) -> None:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", message)


@pytest.mark.capability("use.release", "behaves")
def test_a_release_is_computed_by_an_upgrade_written_and_tagged(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The interface stays; only the upgrade run sees that the resource is made again."""
    root = repository.root
    main = root / "modules" / "a" / "b" / "main.tf"
    main.write_text(MAIN.replace("[1]", "[2]"))
    commit(repository, "Other")
    assert release.compute(repository, None).version == "v1.2.4"
    assert release.compute(repository, None).not_run == ("a/b",)

    def run(old: dict[str, str], changed: list[str]) -> tuple[list[Change], list[str]]:
        nowhere = Target("endpoint", "http://127.0.0.1:9", "eu-west-1")  # nothing of AWS is in it
        return upgrade.run(old, root / "modules", changed, tmp_path_factory.mktemp("run"), nowhere)

    found = release.compute(repository, run)
    assert found.version == "v2.0.0" and found.not_run == ()
    assert [each.what for each in found.changes] == ["terraform_data.this is made again by the upgrade"]
    release.write(repository, found, date(2026, 11, 29))
    assert repository.git("describe", "--exact-match").strip() == "v2.0.0"
    assert repository.git("status", "--porcelain") == ""
    assert "made again" in (root / "docs" / "upgrading.md").read_text()
    assert "## 2.0.0 (2026-11-29)" in (root / "CHANGELOG.md").read_text()
    assert 'version = "2.0.0"' in (root / "pyproject.toml").read_text()
    assert "?ref=v2.0.0" in (root / "modules" / "a" / "b" / "README.md").read_text()


@pytest.mark.capability("use.release", "behaves")
def test_bad_states_say_what_to_do(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "ROOT", repository.root)

    def refused() -> str:
        assert run(tasks.release, quick=True, write=True) == 1
        return capsys.readouterr().err

    assert "v1.2.3 is this commit" in refused()
    main = repository.root / "modules" / "a" / "b" / "main.tf"
    main.write_text(MAIN + 'output "more" { value = 1 }\n')
    assert "not committed: modules/a/b/main.tf" in refused()
    commit(repository, "More")
    repository.git("tag", "v1.3.0", repository.git("commit-tree", "HEAD^{tree}", "-m", "elsewhere").strip())
    assert "v1.3.0 exists already" in refused()
    repository.git("tag", "--delete", "v1.3.0")
    (repository.root / "CHANGELOG.md").write_text("# Changelog\n")
    commit(repository, "No heading")
    assert "no heading '## Unreleased'" in refused()
    assert repository.git("tag").split() == ["v1.2.3"]
    repository.git("tag", "--delete", "v1.2.3")
    assert "there is no version to compare with" in refused()


@pytest.mark.capability("use.release", "behaves")
def test_the_modules_of_this_repository_can_be_read() -> None:
    for module in paths.MODULES.glob("*/*"):
        files = {file.name: file.read_text() for file in module.glob("*.tf")}
        found = interface.read(files)
        assert found.inputs, module
        assert interface.changes("x", found, found) == []
        assert all(each.type is not None for each in found.inputs.values()), module
