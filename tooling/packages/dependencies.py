"""The packages that go into a zip: installed by uv from a lock with hashes, cached by the lock's content."""

import sys
import tempfile
from pathlib import Path

from tooling import files, uv
from tooling.errors import PlatformError
from tooling.venvs import locked

PYTHON_VERSION = "3.13"
"""The runtime that functions are configured with."""

# How and where an installation was made, not what was installed.
_NOTES = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"}


def installed(lock: Path, platform: str, cache: Path) -> files.Files:
    """The files of the locked packages, taken from the cache when it holds them unharmed.

    Args:
        lock: a requirements.txt with hashes; a requirements.in is next to it.
        platform: one that uv knows, such as aarch64-manylinux2014.

    Raises:
        PlatformError: the lock is missing or incomplete, or its packages cannot be had as they were locked.
    """
    if not lock.is_file():
        raise PlatformError(f"{files.shown(lock)} is missing: what goes into a zip is locked.", _relock(lock))
    key = files.digest({"lock": lock.read_bytes(), "for": f"{platform} {PYTHON_VERSION}".encode()})
    folder, stamp = cache / key, cache / f"{key}.sha256"
    with locked(files.folder_at(cache) / "lock"):
        if folder.is_dir():
            content = _content(folder)
            if files.digest(content) == files.text_of(stamp):
                return content
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            fresh = Path(scratch) / "fresh"
            fresh.mkdir()  # a lock without packages installs nothing
            _install(lock, platform, fresh)
            content = _content(fresh)
            files.remove(folder)
            fresh.rename(folder)
        files.write(stamp, files.digest(content).encode())
        return content


def _content(folder: Path) -> files.Files:
    """What was installed, without scripts (they name this machine's interpreter) and installer's notes."""
    return files.read(
        folder,
        (
            path
            for path in folder.rglob("*")
            if path.is_file()
            and folder / "bin" not in path.parents
            and not (path.parent.suffix == ".dist-info" and path.name in _NOTES)
        ),
    )


def _install(lock: Path, platform: str, target: Path) -> None:
    # fmt: off
    done = uv.run(
        "pip", "install", "--quiet", "--no-config", "--python", sys.executable, "--target", str(target),
        "--require-hashes", "--no-build", "--link-mode", "copy",
        "--python-platform", platform, "--python-version", PYTHON_VERSION, "--requirements", str(lock),
    )
    # fmt: on
    if done.returncode:
        raise PlatformError(
            f"The packages of {files.shown(lock)} could not be installed:\n{uv.tail(done.stderr, 12)}",
            _next_step(done.stderr.lower(), lock),
        )


def _next_step(said: str, lock: Path) -> str:
    if "hash mismatch" in said:
        return (
            "The index serves other files than those that were locked. Find out why before you use them; "
            f"if the change is wanted, lock again:\n{_relock(lock)}"
        )
    if "request failed" in said or "failed to fetch" in said or "network" in said:
        return (
            "Check the network, or set UV_DEFAULT_INDEX to a package index you can reach, and run it again."
        )
    return (
        f"Mend {files.shown(lock.with_suffix('.in'))}, if that is the cause, and lock again:\n{_relock(lock)}"
    )


def _relock(lock: Path) -> str:
    return (
        ".venv/bin/python -m uv pip compile --universal --generate-hashes --no-header --no-emit-index-url "
        f"--python-version 3.11 {files.shown(lock.with_suffix('.in'))} --output-file {files.shown(lock)}"
    )
