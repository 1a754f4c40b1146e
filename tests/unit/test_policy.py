"""The harness's side of the policy: what is scanned, what is remembered, how it is told."""

import subprocess
from pathlib import Path

import pytest

from tooling import policy
from tooling.errors import PlatformError
from tooling.policy.findings import Finding, Report, Suppressed, render_text
from tooling.policy.sources import affected, folders, stage
from tooling.policy.suppressions import unexplained

FINDING = Finding(
    "live/main.tf", 7, "aws_sqs_queue.orders", "PLATFORM_PITR", "It can be restored", "Write it.", "live"
)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """`live` calls `service`, which calls `queue`; `other` stands alone."""
    for name, text in {
        "live/main.tf": 'module "a" {\n  source = "../service"\n}\n',
        "live/live.auto.tfvars": "",
        "service/main.tf": 'module "b" {\n  source = "../queue"\n}\nmodule "c" {\n  source = "git::ssh://x//y"\n}\n',
        "queue/main.tf": 'resource "aws_sqs_queue" "this" {}\n',
        "other/main.tf": "",
        "queue/.terraform/modules/x/main.tf": "",
        ".hidden/main.tf": "",
        "other/notes.txt": "",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def names(tree: dict[Path, list[Path]]) -> list[str]:
    return sorted(str(file) for files in tree.values() for file in files)


def test_only_terraform_files_out_of_sight_of_terraforms_own_are_scanned(code: Path) -> None:
    assert names(folders(code)) == [
        "live/live.auto.tfvars",
        "live/main.tf",
        "other/main.tf",
        "queue/main.tf",
        "service/main.tf",
    ]
    assert names(folders(code, [Path("queue")])) == ["queue/main.tf"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("queue/main.tf", {"live", "service", "queue"}),
        ("service", {"live", "service", "queue"}),
        ("live/main.tf", {"live", "service", "queue"}),
        ("other/main.tf", {"other"}),
        ("other/notes.txt", set()),
    ],
)
def test_a_change_is_scanned_with_its_callers_and_what_they_call(
    code: Path, changed: str, expected: set[str]
) -> None:
    found = affected(code, folders(code), [Path(changed)])
    assert {str(folder) for folder in found} == expected


def test_the_copy_holds_what_was_chosen_and_nothing_else(code: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    stage(code, folders(code, [Path("queue")]), target)
    assert [file for file in target.rglob("*") if file.is_file()] == [target / "queue" / "main.tf"]


def test_what_git_sees_as_changed_is_what_changed(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = ["git", "-C", str(code), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "all"], check=True)
    seen: list[set[str]] = []
    monkeypatch.setattr(
        policy, "_scan", lambda _root, tree, _plans: seen.append(set(map(str, tree))) or Report()
    )
    policy.run(root=code, within=[Path()], changed_only=True, remember=False)
    assert seen == []  # nothing changed, so nothing is scanned
    (code / "queue" / "new.tf").write_text("")
    (code / "other" / "main.tf").unlink()
    policy.run(root=code, within=[Path()], changed_only=True, remember=False)
    assert seen == [{"live", "service", "queue"}]


def test_where_there_is_no_git_the_next_step_is_to_check_everything(code: Path) -> None:
    with pytest.raises(PlatformError) as error:
        policy.run(root=code, within=[Path()], changed_only=True)
    assert "leave out --changed" in error.value.next_step


def test_an_unchanged_tree_is_answered_from_the_last_time(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans: list[int] = []
    report = Report((FINDING,), (Suppressed("a.tf", 1, "b.c", "D", "so"),), 3, 1)
    monkeypatch.setattr(policy, "CACHE", code / ".cache")
    monkeypatch.setattr(policy, "_scan", lambda *_: scans.append(1) or report)
    assert policy.run(root=code, within=[Path()]) == report
    assert policy.run(root=code, within=[Path()]) == report
    assert len(scans) == 1
    (code / "queue" / "main.tf").write_text('resource "aws_sqs_queue" "that" {}\n')
    policy.run(root=code, within=[Path()])
    assert len(scans) == 2
    plan = code / "plan.json"
    plan.write_text("{}")
    policy.run(root=code, within=[Path()], plans=[policy.Plan(Path("live"), plan)])
    assert len(scans) == 3
    policy.run(root=code, within=[Path()], remember=False)
    assert len(scans) == 4


def test_a_damaged_memory_is_scanned_anew(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "CACHE", code / ".cache")
    monkeypatch.setattr(policy, "_scan", lambda *_: Report(resources=5))
    policy.run(root=code, within=[Path()])
    (kept,) = (code / ".cache" / "policy").glob("*.json")
    kept.write_text("{")
    assert policy.run(root=code, within=[Path()]) == Report(resources=5)


def test_a_scan_that_breaks_off_is_no_pass(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "command", lambda *_: ["false"])
    with pytest.raises(PlatformError) as error:
        policy.run(root=code, within=[Path()], remember=False)
    assert "broke off" in error.value.message
    assert ".cache/venvs/policy" in error.value.next_step


def test_a_report_names_file_line_resource_rule_and_fix() -> None:
    text = render_text(Report((FINDING,), (), 3, 1))
    assert text == (
        "live/main.tf\n"
        "  7: aws_sqs_queue.orders  PLATFORM_PITR\n"
        "      It can be restored\n"
        "      fix: Write it.\n"
        "Policy: 1 finding in 3 resources of 1 root."
    )


def test_a_report_survives_json() -> None:
    report = Report((FINDING,), (Suppressed("a.tf", 1, "b.c", "D", "so"),), 3, 1)
    assert Report.from_json(report.as_json()) == report
    assert (report.exit_code, Report().exit_code) == (1, 0)


@pytest.mark.parametrize(
    ("line", "fixes"),
    [
        ("#checkov:skip=KNOWN: it is right", []),
        ("#checkov:skip=KNOWN,OTHER: it is right", []),
        ("# checkov:skip=KNOWN:it is right", []),
        ("#checkov:skip=KNOWN", ["Write the reason"]),
        ("#checkov:skip=KNOWN:  ", ["Write the reason"]),
        ("#checkov:skip=KNOWM: it is right", ["There is no rule KNOWM"]),
        ("#checkov:skip=", ["Write the reason", "There is no rule"]),
        ("# nothing to skip here", []),
    ],
)
def test_a_suppression_needs_a_reason_and_a_rule(tmp_path: Path, line: str, fixes: list[str]) -> None:
    (tmp_path / "main.tf").write_text(f"locals {{\n  {line}\n}}\n")
    found = list(unexplained(tmp_path, Path("main.tf"), {"KNOWN", "OTHER"}))
    assert [finding.line for finding in found] == [2] * len(fixes)
    assert all(finding.fix.startswith(fix) for finding, fix in zip(found, fixes, strict=True))
