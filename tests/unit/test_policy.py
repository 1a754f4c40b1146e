"""The harness's side of the policy: what is scanned, what is remembered, how it is told."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tooling import policy
from tooling.errors import PlatformError
from tooling.policy import hcl, json_syntax, sources
from tooling.policy.changes import changed
from tooling.policy.findings import Finding, Report, Suppressed, Unit, render_text, report_of
from tooling.policy.sources import Folder, Tree
from tooling.policy.suppressions import unexplained

FINDING = Finding(
    "live/main.tf", 7, "aws_sqs_queue.orders", "PLATFORM_PITR", "It can be restored", "Write it.", "live"
)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """`live` calls `service`, which calls `queue`; `other` stands alone."""
    return write(
        tmp_path,
        {
            "live/main.tf": 'module "a" {\n  source = "../service"\n}\n',
            "live/live.auto.tfvars": "",
            "service/main.tf": (
                'module "b" { source = "../queue" }\nmodule "c" {\n  source = "git::ssh://x//y"\n}\n'
            ),
            "queue/main.tf": 'resource "aws_sqs_queue" "this" {}\n',
            "other/main.tf": "",
            "queue/.terraform/modules/x/main.tf": "",
            ".hidden/main.tf": "",
            "other/notes.txt": "",
            "other/main.tftest.hcl": 'run "a" {\n}\n',
            "other/mocks/aws.tfmock.hcl": 'mock_resource "a" {\n}\n',
            "other/dev.tfvars": "",
            "other/.draft.tf": "",
        },
    )


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def names(tree: Tree) -> list[str]:
    return sorted(
        tree.name(path / name)
        for path, folder in tree.folders.items()
        for name in (*folder.code, *folder.values)
    )


def shown(tree: Tree, folders: list[Path]) -> set[str]:
    return {tree.name(folder) for folder in folders}


def commit(folder: Path) -> None:
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "all", "--allow-empty"], check=True)


def test_what_terraform_reads_is_scanned(code: Path) -> None:
    assert names(sources.read(code)) == [
        "live/live.auto.tfvars",
        "live/main.tf",
        "other/main.tf",
        "queue/main.tf",
        "service/main.tf",
    ]
    assert names(sources.read(code, [Path("queue")])) == ["queue/main.tf"]


def test_what_is_called_is_scanned_wherever_it_is(code: Path) -> None:
    (code / "other" / "main.tf").write_text('module "a" {\n  source = "../.hidden"\n}\n')
    assert names(sources.read(code, [Path("other")])) == [".hidden/main.tf", "other/main.tf"]
    assert ".hidden/main.tf" in names(sources.read(code / "other", [Path()])) or (
        "../.hidden/main.tf" in names(sources.read(code / "other", [Path()]))
    )


def test_each_folder_is_reached_from_a_root(code: Path) -> None:
    tree = sources.read(code)
    assert shown(tree, sources.roots(tree)) == {"live", "other"}
    assert {tree.name(folder.path) for folder in sources.closure(tree, tree.root / "live")} == {
        "live",
        "service",
        "queue",
    }
    # Where a call does not count, what it calls is a root.
    without = {tree.root / "service" / "main.tf"}
    assert shown(tree, sources.roots(tree, without)) == {"live", "other", "queue"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("queue/main.tf", {"live"}),
        ("service", {"live"}),
        ("live/main.tf", {"live"}),
        ("live/live.auto.tfvars", {"live"}),
        ("queue/gone.tf", {"live"}),
        (".", {"live", "other"}),
        ("other/main.tf", {"other"}),
        ("other/notes.txt", set()),
        ("queue/notes.txt", set()),
    ],
)
def test_a_file_is_about_the_roots_that_read_it(code: Path, changed: str, expected: set[str]) -> None:
    tree = sources.read(code)
    assert shown(tree, sources.affected(tree, sources.roots(tree), [Path(changed)])) == expected


def test_links_are_followed_as_terraform_does(code: Path) -> None:
    (code / "linked").symlink_to("service")  # a root by a link is the folder itself
    (code / "service" / "more.tf").symlink_to("../shared/more.txt")
    write(code, {"shared/more.txt": 'module "d" {\n  source = "./inner"\n}\n', "deep/er/main.tf": ""})
    (code / "service" / "inner").symlink_to("../deep/er")
    (code / "live" / "main.tf").write_text('module "a" {\n  source = "../linked"\n}\n')
    (code / "loop").symlink_to(".")
    tree = sources.read(code)
    assert shown(tree, sources.roots(tree)) == {"live", "other"}
    reached = {tree.name(folder.path) for folder in sources.closure(tree, tree.root / "live")}
    assert reached == {"live", "service", "queue", "deep/er"}
    for name in ("deep/er/main.tf", "service/inner/main.tf", "linked/main.tf"):
        assert shown(tree, sources.affected(tree, sources.roots(tree), [Path(name)])) == {"live"}


def test_a_circle_of_modules_is_noticed(code: Path) -> None:
    (code / "queue" / "more.tf").write_text('module "x" {\n  source = "../service"\n}\n')
    tree = sources.read(code)
    assert sources.circle(tree, tree.root / "live")
    (code / "live" / "main.tf").unlink()
    assert shown(tree, sources.roots(sources.read(code))) == {"live", "other", "queue"}
    assert not sources.circle(tree, tree.root / "other")


def delete(folder: Path) -> None:
    (folder / "live" / "live.auto.tfvars").unlink()


def delete_the_caller(folder: Path) -> None:
    shutil.rmtree(folder / "live")


def link_elsewhere(folder: Path) -> None:
    (folder / "linked").unlink()
    (folder / "linked").symlink_to("other")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda folder: (folder / "queue" / "new.tf").write_text(""), {"live"}),
        (lambda folder: (folder / "queue" / "main.tf").write_text("# a comment\n"), {"live"}),
        (lambda folder: (folder / "other" / "notes.txt").write_text("x"), set()),
        (lambda folder: (folder / "other" / "dev.tfvars").write_text("x = 1"), set()),
        (lambda folder: (folder / "other" / "main.tf").unlink(), set()),
        (
            lambda folder: (folder / "queue" / "main.tf").write_bytes(
                b'resource "aws_sqs_queue" "this" {}\r\n'
            ),
            set(),
        ),
        (delete, {"live"}),
        (delete_the_caller, {"service"}),
        (link_elsewhere, {"by_link"}),
    ],
)
def test_what_differs_from_the_commit_is_what_changed(
    code: Path, edit: Callable[[Path], object], expected: set[str]
) -> None:
    (code / "linked").symlink_to("queue")
    write(code, {"by_link/main.tf": 'module "a" {\n  source = "../linked"\n}\n'})
    commit(code)
    assert changed(sources.read(code), []) == []
    edit(code)
    tree = sources.read(code)
    found = shown(tree, changed(tree, []))
    assert found == expected | ({"by_link"} if expected == {"live"} and edit is not delete else set())


def test_a_file_that_git_ignores_is_none_of_the_commit(code: Path) -> None:
    (code / ".gitignore").write_text("*.tfvars\n")
    commit(code)
    tree = sources.read(code)
    assert shown(tree, changed(tree, [])) == {"live"}


def test_before_the_first_commit_everything_has_changed(code: Path) -> None:
    subprocess.run(["git", "init", "-q", str(code)], check=True)
    tree = sources.read(code)
    assert shown(tree, changed(tree, [])) == {"live", "other"}


def test_where_there_is_no_git_the_next_step_is_to_check_everything(code: Path) -> None:
    with pytest.raises(PlatformError) as error:
        policy.run(root=code, within=[Path()], changed_only=True)
    assert "leave out --changed" in error.value.next_step


_SOURCES = ("../a", "../b", "../c", "./inner", "../linked", "../none", "git::https://example.com/x")


def _edit(random: Random, top: Path) -> None:
    """One of the things that people do to a tree of Terraform code."""
    folder = top / random.choice(["a", "b", "c", "d", "a/inner", "b/inner"])
    file = folder / random.choice(
        ["main.tf", "more.tf", "x.tf.json", "terraform.tfvars", "x.auto.tfvars", "dev.tfvars", "notes.md"]
    )
    what = random.choice(
        ["write", "write", "call", "call", "delete", "link file", "link folder", "delete folder"]
    )
    if what == "delete folder":
        shutil.rmtree(folder, ignore_errors=True)
    elif what == "delete":
        file.unlink(missing_ok=True)
    elif what == "link folder":
        (top / "linked").unlink(missing_ok=True)
        (top / "linked").symlink_to(random.choice(["a", "b", "c", "d/inner", "nowhere"]))
    else:
        folder.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        source = random.choice(_SOURCES)
        if what == "link file":
            file.symlink_to(os.path.relpath(top / random.choice(["shared.tf", "a/main.tf"]), folder))
        elif file.name.endswith(".json"):
            file.write_text(json.dumps({"module": {"m": {"source": source}}}))
        elif what == "call":
            file.write_text(f'module "m" {{\n  source = "{source}"\n}}\n')
        else:
            file.write_text(f"# {random.random()}\n")


def _everything(tree: Tree) -> dict[str, object]:
    """By root: all that a scan of it reads. Two that are equal find the same."""

    def content(folder: Folder, names: Iterable[str]) -> list[tuple[str, bytes | None]]:
        files = ((name, folder.path / name) for name in names)
        return [(name, file.read_bytes() if file.exists() else None) for name, file in files]

    return {
        tree.name(root): [
            (
                tree.name(folder.path),
                content(folder, (*folder.code, *(folder.values if folder.path == root else ()))),
                [(tree.name(callee), callee in tree.folders) for callee in sorted(folder.called)],
            )
            for folder in sources.closure(tree, root)
        ]
        for root in sources.roots(tree)
    }


@pytest.mark.parametrize("seed", range(12))
def test_what_changed_is_every_root_that_reads_something_else_and_no_other(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    (tmp_path / "shared.tf").write_text("# shared\n")
    for _ in range(12):
        _edit(random, tmp_path)
    for _ in range(3):
        commit(tmp_path)
        before = _everything(sources.read(tmp_path))
        for _ in range(random.randint(1, 4)):
            _edit(random, tmp_path)
        tree = sources.read(tmp_path)
        now = _everything(tree)
        assert shown(tree, changed(tree, [])) == {name for name in now if now[name] != before.get(name)}


def unit(root: str, *findings: Finding, **more: Any) -> Unit:
    return Unit(root, findings, **more)


def test_a_root_that_has_not_changed_is_answered_from_the_last_time(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[str] = []

    def scan(tree: Tree, _: object, roots: list[Path], __: object) -> list[Unit]:
        scanned.extend(sorted(shown(tree, roots)))
        return [unit(tree.name(root), FINDING, resources=1) for root in roots]

    monkeypatch.setattr("tooling.paths.CACHE", code / ".cache")
    monkeypatch.setattr(policy, "_scan", scan)

    def run(**options: Any) -> list[str]:
        scanned.clear()
        report = policy.run(root=code, within=[Path()], **options)
        assert report.findings == (FINDING,)
        return list(scanned)

    assert run() == ["live", "other"]
    assert run() == []
    (code / "queue" / "main.tf").write_text('resource "aws_sqs_queue" "that" {}\n')
    assert run() == ["live"]
    (code / "live" / "live.auto.tfvars").unlink()
    assert run() == ["live"]
    plan = code / "plan.json"
    plan.write_text('{"planned_values": {}}')
    assert run(plans=[policy.Plan(Path("live"), plan)]) == ["live"]
    assert run(plans=[policy.Plan(Path("live"), plan)]) == []
    assert run(remember=False) == ["live", "other"]
    for kept in (code / ".cache" / "policy" / "roots").glob("*.json"):
        kept.write_text("{")
    assert run() == ["live", "other"]


def test_what_only_an_unreadable_file_calls_is_checked_by_itself(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[str] = []

    def scan(tree: Tree, _: object, roots: list[Path], __: object) -> list[Unit]:
        scanned.extend(shown(tree, roots))
        unread = ("live/main.tf",)
        return [unit(tree.name(root), unread=unread if root.name == "live" else ()) for root in roots]

    monkeypatch.setattr(policy, "_scan", scan)
    policy.run([Path("live")], root=code, within=[Path()], remember=False)
    assert scanned == ["live", "service"]


def test_a_scan_that_breaks_off_is_no_pass(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "command", lambda *_: ["false"])
    with pytest.raises(PlatformError) as error:
        policy.run(root=code, within=[Path()], remember=False)
    assert "broke off" in error.value.message
    assert ".cache/venvs/policy" in error.value.next_step


def test_two_ways_to_one_line_are_one_finding_and_code_comes_before_plans() -> None:
    planned = replace(FINDING, root="a plan of live", resource="aws_sqs_queue.orders")
    other = replace(FINDING, root="test", resource="module.a.aws_sqs_queue.orders")
    report = report_of([unit("live", planned, FINDING), unit("test", other)])
    assert report.findings == (replace(FINDING, others=1),)
    assert report.roots == 2


ODD = """\
module "a" { source = "../a" }
# module "no" { source = "../no" }
locals {
  t     = "%{if var.r != "x"}module "no" { source = "../no" }%{endif}"
  größe = 1e3
}
resource "a" "b" {
  policy = <<-EOT
    module "no" {
      source = "../no"
    }
  EOT
}
module "b" {
  providers = {
    source = "../no"
  }
  /* source = "../no" */ source   = "./b" // x
}
"""


def test_calls_are_found_in_all_that_terraform_takes() -> None:
    assert [call.source for call in hcl.calls(ODD)] == ["../a", "./b"]
    assert [ODD[call.start : call.end] for call in hcl.calls(ODD)] == ['"../a"', '"./b"']


def test_blocks_are_told_apart_in_all_that_terraform_takes() -> None:
    found = [(block.kind, hcl.line(ODD, block.start)) for block in hcl.blocks(ODD)]
    assert found == [("module", 1), ("locals", 3), ("resource", 7), ("module", 14)]


JSON = """\
{
  "module": { "a": { "source": "../a", "ports": [1, 2] } },
  "resource": {
    "aws_security_group": {
      "open": {
        "//": "checkov:skip=X: the reason",
        "description": "says \\"${lookup(var.m, \\"a\\")}\\"",
        "ingress": [{ "from_port": 22, "cidr_blocks": ["0.0.0.0/0"] }],
        "tags": { "a b": "c" }
      }
    }
  }
}
"""


def test_json_is_written_as_the_code_that_means_the_same() -> None:
    written = json_syntax.written(JSON)
    assert (
        written.text
        == """\
resource "aws_security_group" "open" {
  # checkov:skip=X: the reason
  description = "says \\"${lookup(var.m, "a")}\\""
  ingress {
    from_port = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = { "a b" = "c" }
}
module "a" {
  source = "../a"
  ports = [1, 2]
}
"""
    )
    assert written.origin == {1: 5, 10: 2}
    assert json_syntax.sources(JSON) == ["../a"]


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
