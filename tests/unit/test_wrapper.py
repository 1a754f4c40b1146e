"""./invokew: its environment, and what it answers to a mistyped command."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tooling import bootstrap, paths
from tooling.indexes import Sources
from tooling.program import reported

TASKS = '''
from invoke.tasks import task
from tooling.errors import PlatformError
from tooling.program import reported

@task(help={"env": "which"})
def plan(c, env="local"):
    """Plan it."""
    print("planned", env)

@task
@reported
def fail(c):
    """Fail."""
    raise PlatformError("it went wrong", "try this")

@task
@reported
def damaged(c):
    """Find a cache folder damaged."""
    from tooling.paths import CACHE
    (CACHE / "runs").write_text("not a folder")
    (CACHE / "runs" / "dev").mkdir()
'''
PYTHON = Path(sys.executable)
WITHOUT_VENV = """
import runpy, sys
sys.modules["ensurepip"] = None
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with tasks of its own, whose .venv is this one."""
    folder = tmp_path / "check out"
    folder.mkdir()
    shutil.copy(paths.ROOT / "invokew", folder)
    for name in ("tooling", "requirements"):
        shutil.copytree(paths.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tasks.py").write_text(TASKS)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec {PYTHON} "$@"\n')
    (folder / ".venv" / "bin" / "python").chmod(0o755)
    shutil.copy(folder / "requirements" / "harness.txt", folder / ".venv")
    (folder / ".cache").mkdir()
    return folder


def run(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "invokew", *arguments],
        cwd=checkout.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


def test_a_task_runs_from_any_folder(checkout: Path) -> None:
    done = run(checkout, "plan", "--env", "dev")
    assert (done.returncode, done.stdout, done.stderr) == (0, "planned dev\n", "")


def test_nothing_at_all_lists_the_tasks(checkout: Path) -> None:
    done = run(checkout)
    assert done.returncode == 0
    assert "Plan it." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "error", "step"),
    [
        (["plann"], "there is no task 'plann'", "did you mean plan? All tasks: ./invokew --list"),
        (["xyz"], "there is no task 'xyz'", "./invokew --list"),
        (
            ["plan", "--enf", "dev"],
            "the task 'plan' has no option '--enf'",
            "did you mean --env? All options: ./invokew --help plan",
        ),
        (["plan", "--xyz"], "the task 'plan' has no option '--xyz'", "./invokew --help plan"),
        (["plan", "--env"], "--env needs a value", "./invokew --help plan"),
        (["--xyz"], "there is no option '--xyz'", "./invokew --help"),
        (["--help", "plann"], "there is no task 'plann'", "did you mean plan? All tasks: ./invokew --list"),
        (["fail"], "it went wrong", "try this"),
    ],
)
def test_a_mistake_is_one_message_and_the_next_command(
    checkout: Path, arguments: list[str], error: str, step: str
) -> None:
    done = run(checkout, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: {error}\nnext: {step}\n"


def test_a_users_configuration_of_invoke_is_read_all_the_same(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / ".invoke.yaml").write_text("run: {echo: true}\n")
    done = run(checkout, "plan", HOME=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "planned local\n", "")


def test_a_damaged_cache_folder_is_named_with_the_way_out(checkout: Path) -> None:
    done = run(checkout, "damaged")
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {checkout}/.cache/runs/dev is damaged: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["link", "relative", "chain"])
def test_it_may_be_called_by_a_link(checkout: Path, tmp_path: Path, kind: str) -> None:
    link = tmp_path / "bin dir" / "platform"
    link.parent.mkdir()
    target = checkout / "invokew"
    if kind == "chain":
        (tmp_path / "first").symlink_to(target)
        target = tmp_path / "first"
    link.symlink_to(os.path.relpath(target, link.parent) if kind == "relative" else target)
    done = subprocess.run([link, "plan"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "planned local\n", "")


def test_python_settings_of_the_user_are_not_the_harness_s(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "yaml.py").write_text("raise SystemExit('the wrong yaml')")
    (tmp_path / "invoke.py").write_text("raise SystemExit('the wrong invoke')")
    settings = {
        "PYTHONPATH": str(tmp_path),
        "PYTHONHOME": "/usr",
        "PYTHONOPTIMIZE": "2",
        "PYTHONSAFEPATH": "1",
    }
    done = run(checkout, "plan", **settings)
    assert (done.returncode, done.stdout, done.stderr) == (0, "planned local\n", "")
    assert "Plan it." in run(checkout, "--list", **settings).stdout
    assert (checkout / ".venv" / "harness.txt").exists(), "a working environment is kept"


@pytest.mark.parametrize(
    ("code", "error", "step"),
    [
        (errno.ENOSPC, "no space is left for /somewhere", "free some"),
        (errno.EROFS, "/somewhere cannot be written", "make it writable"),
        (errno.EACCES, "/somewhere cannot be written", "make it writable"),
    ],
)
def test_a_full_or_read_only_disk_is_two_lines(
    capsys: pytest.CaptureFixture[str], code: int, error: str, step: str
) -> None:
    def body() -> None:
        raise OSError(code, os.strerror(code), "/somewhere")

    with pytest.raises(SystemExit):
        reported(body)()
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"error: {error}") and second.startswith(f"next: {step}")


def test_a_disk_that_is_really_full(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    def body() -> None:
        Path("/dev/full").write_text("x" * 100_000)

    with pytest.raises(SystemExit):
        reported(body)()
    assert capsys.readouterr().err.startswith("error: no space is left for the disk\nnext: free some")


def test_an_error_of_the_system_that_is_no_disks_is_not_hidden() -> None:
    def body() -> None:
        Path("/no/such/file").read_text()

    with pytest.raises(FileNotFoundError):
        reported(body)()


def test_a_checkout_that_cannot_be_written_says_so_before_there_is_an_environment(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    shutil.rmtree(checkout / ".cache")
    (checkout / ".cache").write_text("a file, so that no folder can be made")
    done = run(checkout, "plan")
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("error: ") and ".cache" in first
    assert second.startswith("next: ")


def test_a_clone_has_the_same_line_endings_whatever_git_is_set_to(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    listed = subprocess.run(["git", "ls-files"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    chosen = [
        name
        for name in listed.stdout.splitlines()
        if name.startswith(("examples/shop/services/users/", "requirements/", "environments/dev/"))
    ]
    for name in [*chosen, "invokew", ".gitattributes"]:
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(paths.ROOT / name, origin / name)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=origin, check=True)
    settings = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    subprocess.run(["git", "clone", "-q", *settings, origin, tmp_path / "clone"], check=True)
    for name in [*chosen, "invokew"]:
        assert (tmp_path / "clone" / name).read_bytes() == (origin / name).read_bytes(), name


def test_without_a_python_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv" / "harness.txt").unlink()
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "cmp", "readlink"):
        (tools / name).symlink_to(shutil.which(name) or "")
    for name in ("python3", "python3.12"):  # like a pyenv shim: there, and failing
        (tools / name).write_text("#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n")
        (tools / name).chmod(0o755)
    done = run(checkout, "plan", PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr.startswith(
        "error: Python 3.11 or newer is needed, and none was found\nnext: apt-get install"
    )


def test_a_python_without_its_venv_part_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    """As on Debian without python3-venv."""
    (checkout / ".venv" / "harness.txt").unlink()
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "without_venv.py").write_text(WITHOUT_VENV)
    (tools / "python3").write_text(
        f'#!/bin/sh\n[ "$1" = -I ] && exec {PYTHON} {tools}/without_venv.py "$@"\nexec {PYTHON} "$@"\n'
    )
    (tools / "python3").chmod(0o755)
    done = run(checkout, "plan", PATH=f"{tools}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "its venv module is missing" in done.stderr
    assert f"next: apt-get install python3.{sys.version_info.minor}-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_list_loads_nothing_heavy() -> None:
    """What keeps it under 0.3 s, which `./invokew bench` measures."""
    command = [sys.executable, "-X", "importtime", paths.ROOT / "tooling" / "__main__.py", "--list"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "invoke" in loaded
    assert not loaded & {
        "boto3",
        "botocore",
        "rich",
        "hcl2",
        "python_terraform",
        "pytest",
        "yaml",
        "asyncio",
        "ssl",
    }
    assert "invoke.vendor.yaml.loader" not in loaded


def test_only_what_has_no_wheel_is_built_and_all_of_it_is_pinned_by_hashes() -> None:
    lock = (paths.ROOT / "requirements" / "harness.txt").read_text()
    wheels, built = bootstrap.split(lock)
    assert [line.partition("==")[0] for line in built.splitlines() if "==" in line] == [
        "localstack-client",
        "python-terraform",
    ]
    assert sorted((wheels + built).splitlines()) == sorted(lock.splitlines())
    for text in (wheels, built, (paths.ROOT / "requirements" / "build.txt").read_text()):
        entries = [entry for entry in text.replace("\\\n", "").splitlines() if "==" in entry]
        assert entries and all("--hash=sha256:" in entry for entry in entries)


def test_nothing_is_installed_without_its_hash_or_built_with_what_is_in_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr("venv.create", lambda *_, **__: None)
    monkeypatch.setattr(bootstrap, "_run", lambda command, *_: ran.append(command))
    monkeypatch.setattr("tooling.indexes.sources", lambda _: Sources())
    bootstrap._make(tmp_path / ".venv", paths.ROOT)
    pip, wheels, built = ran
    assert all("--require-hashes" in command for command in ran)
    assert "--only-binary=:all:" in pip and "--no-build" in wheels
    assert {"--no-build-isolation", "--no-deps"} <= set(built)


@pytest.mark.slow
def test_the_environment_is_made_once_and_repaired_when_it_is_damaged(checkout: Path) -> None:
    """With a lock of three packages, one of them without a wheel, and two calls at once."""
    shutil.rmtree(checkout / ".venv")
    lock = (paths.ROOT / "requirements" / "harness.txt").read_text()
    wanted = ("invoke==", "uv==", "localstack-client==")
    entries = lock.replace("\\\n", "").split("\n")
    (checkout / "requirements" / "harness.txt").write_text(
        "\n".join(entry for entry in entries if entry.startswith(wanted)) + "\n"
    )
    calls = [
        subprocess.Popen(
            [checkout / "invokew", "plan"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [call.communicate() for call in calls]
    assert [out for out, _ in told] == ["planned local\n"] * 2
    assert sorted(error for _, error in told) == [
        "",
        "Making the Python environment (.venv): some seconds, once\n",
    ]

    [built] = (checkout / ".venv").glob("lib/python3*/site-packages/localstack_client-*.dist-info")
    assert (built / "METADATA").exists()

    stamp = checkout / ".venv" / "harness.txt"
    made = stamp.stat().st_mtime_ns
    assert run(checkout, "plan").stderr == ""
    assert stamp.stat().st_mtime_ns == made

    [package] = (checkout / ".venv").glob("lib/python3*/site-packages/invoke")
    shutil.rmtree(package)
    done = run(checkout, "plan")
    assert (done.returncode, done.stdout) == (0, "planned local\n")
    assert stamp.stat().st_mtime_ns > made


def test_the_tools_that_build_agree_with_the_harness_they_are_installed_beside() -> None:
    def pins(name: str) -> dict[str, str]:
        lock = (paths.ROOT / "requirements" / f"{name}.txt").read_text()
        return dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))

    harness, build = pins("harness"), pins("build")
    assert {name: build[name] for name in build.keys() & harness} == {
        name: harness[name] for name in build.keys() & harness
    }
