"""The commands of the local AWS, and Node and Valkey for it on machines that have none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tooling import emulator, venvs
from tooling.errors import PlatformError
from tooling.paths import REQUIREMENTS


def test_the_machines_own_node_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/node")
    monkeypatch.setattr("tooling.venvs.python_of", lambda *_, **__: pytest.fail("installs another"))
    emulator.install_node()


@pytest.mark.slow
def test_a_machine_without_node_gets_one_that_the_local_aws_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    emulator.install_node()
    [found] = [folder for folder in emulator.programs() if (folder / "node").exists()]
    said = subprocess.run([found / "node", "--eval", "console.log(6 * 7)"], capture_output=True, text=True)
    assert said.stdout == "42\n"


def test_the_machines_own_valkey_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: "/usr/bin/valkey-server")
    monkeypatch.setattr("tooling.venvs.python_of", lambda *_, **__: pytest.fail("installs another"))
    emulator.install_valkey()
    assert emulator.has_valkey()


def test_where_valkey_cannot_be_installed_caches_do_not_answer_and_all_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PlatformError("no network", "look at it")

    said: list[str] = []
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.setattr("tooling.venvs.python_of", refuse)
    emulator.install_valkey(said.append)
    assert said == ["Caches will not answer on the local AWS: no network"]
    assert not emulator.has_valkey()


@pytest.mark.parametrize("answer", ["Hash mismatch for `valkey`", "Couldn't parse requirement in `lock`"])
def test_a_lock_of_valkey_that_was_tampered_with_is_refused(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    said: list[str] = []
    failed = subprocess.CompletedProcess([], 1, "", f"error: {answer}")
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.setattr("tooling.venvs.uv.run", lambda *_: failed)
    lock = REQUIREMENTS / "valkey.txt"
    monkeypatch.setattr("tooling.venvs.python_of", lambda *_, **__: venvs._uv(lock, "pip", "install"))
    with pytest.raises(PlatformError, match=r"valkey.* could not be installed") as refused:
        emulator.install_valkey(said.append)
    assert "git checkout -- " in refused.value.next_step
    assert not any("Caches" in line for line in said)


def test_a_long_answer_is_read_while_messages_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "venvs" / emulator.ENVIRONMENT / "bin" / "python"
    python.parent.mkdir(parents=True)
    program = "import sys; print('[' + '0,' * 100_000 + '0]', flush=True); print('said', file=sys.stderr)"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{program}"\n')
    python.chmod(0o755)
    (tmp_path / "server.json").touch()
    monkeypatch.setattr(emulator, "CACHE", tmp_path)
    assert len(emulator.denials(tmp_path)) == 100_001
