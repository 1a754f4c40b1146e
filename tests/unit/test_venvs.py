"""A side environment is made once, repaired when broken, and its failures say what to do."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tooling import venvs
from tooling.errors import PlatformError


@pytest.fixture
def requirements(tmp_path, monkeypatch):
    """A lock with one package, served from a folder: no network."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    wheel = shelf / "tiny-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "answer = 42\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(
            "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,\n")
    monkeypatch.setenv("UV_FIND_LINKS", str(shelf))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    folder = tmp_path / "requirements"
    folder.mkdir()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "policy.txt").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    return folder


def make(tmp_path: Path, requirements: Path, said: list[str] | None = None) -> Path:
    say = (said if said is not None else []).append
    return venvs.python_of("policy", venvs=tmp_path / "venvs", requirements=requirements, say=say)


def works(python: Path) -> bool:
    return subprocess.run([python, "-c", "import tiny"], capture_output=True).returncode == 0


def test_it_is_made_once(tmp_path, requirements):
    said: list[str] = []
    assert works(make(tmp_path, requirements, said))
    assert works(make(tmp_path, requirements, said))
    assert len(said) == 1


def delete_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()


def delete_a_package(venv: Path) -> None:
    next(venv.glob("lib/*/site-packages/tiny.py")).unlink()


def leave_it_half_made(venv: Path) -> None:
    next(venv.glob("platform-stamp.json")).unlink()
    next(venv.glob("pyvenv.cfg")).unlink()


def garble_the_stamp(venv: Path) -> None:
    next(venv.glob("platform-stamp.json")).write_text("[]")


def put_a_file_in_its_place(venv: Path) -> None:
    subprocess.run(["rm", "-r", venv], check=True)
    venv.write_text("not a folder")


@pytest.mark.parametrize(
    "damage", [delete_python, delete_a_package, leave_it_half_made, garble_the_stamp, put_a_file_in_its_place]
)
def test_a_broken_one_is_rebuilt(tmp_path, requirements, damage):
    make(tmp_path, requirements)
    damage(tmp_path / "venvs" / "policy")
    assert works(make(tmp_path, requirements))


def test_a_changed_lock_rebuilds_it(tmp_path, requirements):
    make(tmp_path, requirements)
    lock = requirements / "policy.txt"
    lock.write_text("# changed\n" + lock.read_text())
    said: list[str] = []
    make(tmp_path, requirements, said)
    assert said


def test_a_wrong_hash_is_refused_with_the_next_step(tmp_path, requirements):
    (requirements / "policy.txt").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(PlatformError) as failure:
        make(tmp_path, requirements)
    assert "requirements/policy.txt could not be installed" in failure.value.message
    assert failure.value.next_step.startswith("git checkout -- requirements/policy.txt")


def test_an_unreachable_index_is_told_with_the_next_step(tmp_path, requirements, monkeypatch):
    monkeypatch.delenv("UV_NO_INDEX")
    monkeypatch.delenv("UV_FIND_LINKS")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(PlatformError) as failure:
        make(tmp_path, requirements)
    assert "network" in failure.value.next_step


def test_a_missing_lock_is_told(tmp_path):
    with pytest.raises(PlatformError, match=r"policy\.txt is missing"):
        make(tmp_path, tmp_path)


def test_two_callers_make_it_once(tmp_path, requirements):
    script = (
        "import sys; from pathlib import Path; from tooling.venvs import python_of\n"
        "python_of('policy', venvs=Path(sys.argv[1]), requirements=Path(sys.argv[2]), say=print)"
    )
    callers = [
        subprocess.Popen(
            [sys.executable, "-c", script, tmp_path / "venvs", requirements],
            cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [caller.communicate()[0] for caller in callers]
    assert [caller.returncode for caller in callers] == [0, 0]
    assert sum("Installing" in words for words in said) == 1


def test_one_that_wants_another_python_says_so_where_there_is_none(tmp_path, requirements, monkeypatch):
    monkeypatch.setitem(venvs._PYTHON, "policy", "3.99")
    with pytest.raises(PlatformError, match=r"needs Python 3\.99, and none was found") as failure:
        make(tmp_path, requirements)
    assert "`python3.99` starts" in failure.value.next_step


def test_another_python_is_found_behind_a_shim_that_does_not_run(tmp_path, monkeypatch):
    shim, real = tmp_path / "shims/python3.99", tmp_path / "versions/3.99.1/bin/python3.99"
    for file, code in ((shim, 127), (real, 0)):
        file.parent.mkdir(parents=True)
        file.write_text(f"#!/bin/sh\nexit {code}\n")
        file.chmod(0o755)
    monkeypatch.setenv("PATH", str(shim.parent), prepend=os.pathsep)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setitem(venvs._PYTHON, "policy", "3.99")
    assert venvs._interpreter("policy") == str(real)


def test_settings_that_say_where_packages_go_or_which_they_are_change_nothing(
    tmp_path, requirements, monkeypatch
):
    nowhere = str(tmp_path / "nowhere")
    for name, value in {
        "PIP_USER": "1",
        "PIP_TARGET": nowhere,
        "PIP_PREFIX": nowhere,
        "UV_EXCLUDE_NEWER": "2001-01-01T00:00:00Z",
        "UV_TARGET": nowhere,
        "UV_CONSTRAINT": nowhere,
        "UV_PYTHON": "2.7",
    }.items():
        monkeypatch.setenv(name, value)
    assert works(make(tmp_path, requirements))
    assert not Path(nowhere).exists()


def test_what_pip_is_told_in_a_file_is_where_packages_come_from(tmp_path, requirements, monkeypatch):
    for name in ("UV_FIND_LINKS", "UV_NO_INDEX"):
        monkeypatch.delenv(name)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    config = tmp_path / "pip.conf"
    config.write_text(f"[global]\nno-index = true\nfind-links = {tmp_path / 'shelf'}\ntarget = /nowhere\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    assert works(make(tmp_path, requirements))


def test_what_uv_is_told_in_a_file_is_where_packages_come_from(tmp_path, requirements, monkeypatch):
    for name in ("UV_FIND_LINKS", "UV_NO_INDEX"):
        monkeypatch.delenv(name)
    config = tmp_path / "uv.toml"
    config.write_text(
        f'no-index = true\nfind-links = ["{tmp_path / "shelf"}"]\nexclude-newer = "2001-01-01T00:00:00Z"\n'
    )
    monkeypatch.setenv("UV_CONFIG_FILE", str(config))
    assert works(make(tmp_path, requirements))


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("error: failed to write: No space left on device (os error 28)", "Free some space"),
        ("error: failed to create directory: Read-only file system (os error 30)", "Use a checkout"),
    ],
)
def test_a_full_or_read_only_disk_is_no_matter_of_the_network(
    tmp_path, requirements, monkeypatch, said, step
):
    failed = subprocess.CompletedProcess([], 2, "", said)
    monkeypatch.setattr(venvs.uv, "run", lambda *_: failed)
    with pytest.raises(PlatformError) as failure:
        make(tmp_path, requirements)
    assert said in failure.value.message
    assert failure.value.next_step.startswith(step)
