"""New services and modules: complete, and passing their own tests and the contract as made."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tasks
from tests.unit import test_module_contract
from tests.unit.typed import run
from tooling import packages, paths, reference, scaffold
from tooling.errors import PlatformError
from tooling.packages import images


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """As much of a repository as a new module is entered in."""
    (tmp_path / "modules" / "messaging").mkdir(parents=True)
    gallery = tmp_path / "tests" / "smoke" / "gallery" / "messaging.tf"
    gallery.parent.mkdir(parents=True)
    gallery.write_text('module "a" {\n  source = "a"\n}\n')
    (tmp_path / "README.md").write_text(
        "| chapter | modules |\n| messaging | sqs-queue, sns-topic |\n| data | rds |\n"
    )
    return tmp_path


@pytest.mark.capability("use.new-service", "behaves")
@pytest.mark.parametrize("compute", scaffold.COMPUTE)
def test_a_new_service_passes_its_own_tests_and_builds(compute: str, tmp_path: Path) -> None:
    made = scaffold.service("order-mails", compute, tmp_path)
    assert not any("sample" in file.read_text() or "sample" in str(file) for file in made.files)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(made.folder)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and " passed" in done.stdout, done.stdout
    folder = made.folder / "services" / "order_mails"
    if compute == "lambda":
        assert packages.build(folder, cache=tmp_path / "cache").path.name == "order_mails.zip"
    else:
        assert images.read(folder).port == 8080
    assert 'module "order_mails" {\n  source = "../../examples/order-mails"' in made.call


@pytest.mark.capability("use.new-service", "behaves")
def test_a_new_module_keeps_the_contract_of_all_modules(root: Path) -> None:
    made = scaffold.module("messaging/inbox", root)
    checks = [
        check
        for name, check in vars(test_module_contract).items()
        if name.startswith("test_") and list(inspect.signature(check).parameters) == ["module"]
    ]
    assert len(checks) > 8
    for check in checks:
        check(made.folder)
    assert reference.stale([made.folder / "README.md"], root / "modules") == []
    assert "| messaging | sqs-queue, sns-topic, inbox |" in (root / "README.md").read_text()
    gallery = (root / "tests/smoke/gallery/messaging.tf").read_text()
    assert gallery.count("modules/messaging/inbox/examples/") == 2 and gallery.startswith('module "a"')


@pytest.mark.parametrize(
    ("what", "name", "options", "error", "next_step"),
    [
        (None, None, {}, "it does not say what to make", "write `new service NAME`"),
        ("robot", "orders", {}, "there is no new 'robot'", "write `new service NAME`"),
        ("service", None, {}, "no name is given", "such as orders"),
        ("service", "Orders", {}, "'Orders' is no name", "lower-case letters"),
        ("service", "class", {}, "'class' is no name", "lower-case letters"),
        ("service", "shop", {}, "is there already", "another name"),
        ("service", "orders", {"compute": "ec2"}, "there is no --compute ec2", "lambda, fargate"),
        ("module", "inbox", {}, "there is no chapter 'inbox'", "CHAPTER/NAME"),
        ("module", "messaging/sqs-queue", {}, "is there already", "another name"),
    ],
)
def test_what_cannot_be_made_is_refused(
    what: str | None,
    name: str | None,
    options: dict[str, str],
    error: str,
    next_step: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(tasks.new, what=what, name=name, **options) == 1
    said = capsys.readouterr().err
    assert error in said and next_step in said


def test_the_task_says_what_it_made(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(scaffold, "service", lambda name, compute: _SERVICE(name, compute, root))
    assert run(tasks.new, what="service", name="orders", json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert "examples/orders/main.tf" in found["files"] and found["next"][0].endswith("examples/orders")
    assert run(tasks.new, what="service", name="mails") == 0
    assert "made examples/mails/main.tf\n" in capsys.readouterr().out


_SERVICE = scaffold.service


def test_nothing_is_overwritten(root: Path) -> None:
    scaffold.service("orders", root=root)
    with pytest.raises(PlatformError, match="is there already"):
        scaffold.service("orders", root=root)
