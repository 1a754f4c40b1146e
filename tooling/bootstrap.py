"""Makes .venv, the harness's own environment. The system's Python runs it: standard library only."""

import fcntl
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

# They have no wheel. What builds them is in requirements/build.txt, with its hashes, too.
_BUILT = ("localstack-client", "python-terraform")
_UV = """
import sys
sys.path.insert(0, sys.argv[1])
from tooling import uv
done = uv.run(*sys.argv[2:])
sys.exit(done.stderr if done.returncode else 0)
"""


def main(root: Path) -> None:
    """Make or remake `.venv` from requirements/harness.txt, unless another call has done it meanwhile."""
    target, lock = root / ".venv", root / "requirements" / "harness.txt"
    (root / ".cache").mkdir(exist_ok=True)
    with (root / ".cache" / "venv.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not _is_whole(target, lock):
            print("Making the Python environment (.venv): some seconds, once", file=sys.stderr)
            _make(target, root)
            shutil.copyfile(lock, target / "harness.txt")


def _is_whole(target: Path, lock: Path) -> bool:
    stamp = target / "harness.txt"
    return (
        (target / "bin" / "python").exists() and stamp.is_file() and filecmp.cmp(lock, stamp, shallow=False)
    )


def _make(target: Path, root: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
    try:
        import ensurepip  # noqa: F401  # Debian ships it apart

        venv.create(target, with_pip=True, symlinks=True)
    except (ImportError, subprocess.CalledProcessError):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _fail(
            f"{sys.executable} cannot make environments: its venv module is missing",
            f"apt-get install python{version}-venv, or brew install python",
        )
    python = str(target / "bin" / "python")
    sys.path.insert(0, str(root))
    from tooling import indexes  # not installed yet: it is of the standard library only

    # With the machine's sources of packages, and none of its other settings (PIP_TARGET, PIP_USER …).
    pip = [python, "-I", "-m", "pip", "--isolated", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--only-binary=:all:", *indexes.sources(python).for_pip()]
    _run([*pip, "-r", str(root / "requirements" / "uv.txt")], os.environ | {"PIP_CONFIG_FILE": os.devnull})
    # uv fills it in a second where pip takes a minute.
    install = [python, "-c", _UV, str(root), "pip", "install", "--quiet", "--no-config", "--require-hashes"]
    install += ["--python", python]
    wheels, built = split((root / "requirements" / "harness.txt").read_text())
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("wheels.txt", wheels), ("built.txt", built)):
            (Path(folder) / name).write_text(text)
        tools = str(root / "requirements" / "build.txt")
        _run([*install, "--no-build", "-r", f"{folder}/wheels.txt", *(["-r", tools] if built else [])])
        if built:
            # Without isolation: with the tools just installed, and nothing fetched that is in no lock.
            _run([*install, "--no-deps", "--no-build-isolation", "-r", f"{folder}/built.txt"])


def split(lock: str) -> tuple[str, str]:
    """The part of a lock that is installed from wheels, and that of packages that have none."""
    entries = [entry for entry in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE) if entry]
    built = [entry for entry in entries if entry.partition("==")[0] in _BUILT]
    return "".join(entry for entry in entries if entry not in built), "".join(built)


def _run(command: list[str], environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-8:])
        _fail(
            f"the Python environment could not be installed:\n{said}",
            "check the network (or set PIP_INDEX_URL to a package index you can reach) and run it again",
        )


def _fail(message: str, next_step: str) -> None:
    sys.exit(f"error: {message}\nnext: {next_step}")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except OSError as error:
        _fail(
            f"the Python environment could not be made: {error.strerror}: {error.filename or 'the disk'}",
            "make the checkout writable and the disk roomy enough, or use a checkout in a folder of your own",
        )
