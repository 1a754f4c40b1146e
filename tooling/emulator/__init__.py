"""The local AWS: one process on one port of this machine, which answers as AWS does.

This is the side that starts, watches and stops it; `server` is the process itself.
Its state lives as long as the process does. See docs/decisions/0002-local-aws.md.
"""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tooling.emulator import installed, javascript, processes
from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT
from tooling.venvs import locked, python_of

DIRECTORY = CACHE / "local"
PORT = 4566
IDLE_SECONDS = 2 * 60 * 60
_BOOT_SECONDS = 60.0
# Nothing of the caller's AWS, Python or Docker settings may reach the engines, or the functions they run.
_PASSED_ON = ("HOME", "LANG", "LC_ALL", "PATH", "TZ")
# glibc: many threads would each keep memory that they need no more.
_FRUGAL = {"MALLOC_ARENA_MAX": "2"}
_Absence = Literal["absent", "dead", "hung"]
_started: list[subprocess.Popen[bytes]] = []  # kept so that the ended ones are collected


@dataclass(frozen=True)
class Server:
    """A local AWS that answers."""

    url: str
    port: int
    pid: int
    iam: bool = False


@dataclass(frozen=True)
class _Record:
    """What a server wrote about itself when it took its port."""

    pid: int
    port: int
    born: str
    iam: bool = False

    @property
    def server(self) -> Server:
        return Server(f"http://127.0.0.1:{self.port}", self.port, self.pid, self.iam)


def start(
    directory: Path = DIRECTORY,
    *,
    port: int = PORT,
    idle_seconds: float = IDLE_SECONDS,
    owner: int | None = None,
    iam: bool = False,
    without_corrections: Iterable[str] = (),
    say: Callable[[str], None] = lambda _: None,
) -> Server:
    """Start the local AWS of `directory`, or return the one that runs; safe when called twice at once.

    Args:
        directory: where its log and temporary files go; one local AWS a directory.
        port: the port to take; when it is taken, the next free one (`Server.port` tells).
        idle_seconds: it stops by itself after this long without a request.
        owner: it stops when the process of this id has ended.
        iam: functions are refused what their roles do not allow. One that runs without is not changed.
        without_corrections: names of corrections to leave out, or "all" (for the tests of the corrections).
        say: told, in one line, when something slow starts.

    Raises:
        PlatformError: it did not come up (its log's last lines are told), or it runs without `iam`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with locked(directory / "lock"):
        if running := status(directory):
            if iam and not running.iam:
                raise PlatformError(
                    "the local AWS runs without IAM", "./invokew local.stop, and start it again"
                )
            return running
        _end(directory)  # one that hangs, and what a killed one left
        python = python_of("emulator", say=say)
        installed.install(say)
        say("Starting the local AWS")
        arguments = ["--directory", str(directory), "--port", str(port), "--idle", str(idle_seconds)]
        if owner is not None:
            arguments += ["--owner", str(owner)]
        if iam:
            arguments.append("--iam")
        if names := ",".join(without_corrections):
            arguments += ["--without-corrections", names]
        with log_path(directory).open("wb") as log:
            process = subprocess.Popen(
                [python, "-m", "tooling.emulator.server", *arguments],
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _started.append(process)
        return _wait(directory, process)


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    node = javascript.folder()
    return passed_on | _FRUGAL | ({"PATH": f"{passed_on['PATH']}{os.pathsep}{node}"} if node else {})


def status(directory: Path = DIRECTORY) -> Server | None:
    """The local AWS of `directory` if it runs and answers."""
    found = _look(directory)
    return found if isinstance(found, Server) else None


def require(directory: Path = DIRECTORY) -> Server:
    """The running local AWS of `directory`.

    Raises:
        PlatformError: it does not run; says whether it was never started, died, or hangs.
    """
    found = _look(directory)
    if isinstance(found, Server):
        return found
    start = "./invokew local.start   # or ./invokew apply --env local, which also applies"
    raise PlatformError(_what_became(found, directory), start)


def told(directory: Path = DIRECTORY) -> str:
    """Where the local AWS of `directory` answers, or what became of it."""
    found = _look(directory)
    if isinstance(found, Server):
        return f"The local AWS answers at {found.url}"
    return _what_became(found, directory)


def stop(directory: Path = DIRECTORY) -> bool:
    """Stop the local AWS of `directory` with all its processes and temporary files; whether one ran."""
    if not directory.is_dir():
        return False
    with locked(directory / "lock"):
        return _end(directory)


def reset(directory: Path = DIRECTORY) -> None:
    """Forget every resource, in every account and region, without a restart.

    Raises:
        PlatformError: it does not run.
    """
    _ask(f"{require(directory).url}/_localstack/state/reset", method="POST", timeout=60)


def inventory(url: str) -> list[str]:
    """Every resource somebody created in the local AWS at `url`, as `service/kind/name`, sorted.

    What an account has from the start (default VPC, managed policies, default event bus) is not listed.
    """
    listed: list[str] = json.loads(_ask(f"{url}/_local/inventory", timeout=30))
    return listed


def doubles(url: str) -> list[str]:
    """The services of which a double has answered in the local AWS at `url` since its start or last reset."""
    answered: list[str] = json.loads(_ask(f"{url}/_local/doubles", timeout=30))
    return answered


def faults(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """The faults that are set, each with how many calls it has seen and befallen.

    Raises:
        PlatformError: it does not run.
    """
    listed: list[dict[str, Any]] = json.loads(_ask(f"{require(directory).url}/_local/faults", timeout=10))
    return listed


def set_fault(directory: Path = DIRECTORY, **fault: Any) -> None:
    """Throttle, fail, delay or drop calls; see `faults.Fault` for what a fault says.

    Raises:
        PlatformError: it does not run, or that is no fault.
    """
    try:
        _ask(f"{require(directory).url}/_local/faults", method="POST", body=fault, timeout=10)
    except urllib.error.HTTPError as refused:
        with refused:
            message = json.load(refused)["message"]
        raise PlatformError(message, "./invokew --help local.fault") from refused


def clear_faults(directory: Path = DIRECTORY) -> None:
    """Answer every call again as it should be.

    Raises:
        PlatformError: it does not run.
    """
    _ask(f"{require(directory).url}/_local/faults", method="DELETE", timeout=10)


def record(directory: Path = DIRECTORY, *, start: bool = False, stop: bool = False) -> dict[str, Any]:
    """What was called since the recording was started: the calls, and the policy that would allow them.

    Args:
        start: begin anew.
        stop: go on no further; what was recorded is kept until the next start.

    Raises:
        PlatformError: it does not run.
    """
    method = "POST" if start else "DELETE" if stop else "GET"
    shown: dict[str, Any] = json.loads(
        _ask(f"{require(directory).url}/_local/record", method=method, timeout=30)
    )
    return shown


def snapshot(name: str, directory: Path = DIRECTORY) -> None:
    """Keep all that the local AWS holds, the Terraform state in it too, under a name.

    Raises:
        PlatformError: it does not run, or something that it holds cannot be kept.
    """
    _snapshots(name, directory, "PUT")


def restore(name: str, directory: Path = DIRECTORY) -> None:
    """Replace all that the local AWS holds with what was kept under a name.

    Raises:
        PlatformError: it does not run, nothing is kept under that name, or it is of other engines.
    """
    _snapshots(name, directory, "POST")


def _snapshots(name: str, directory: Path, method: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][\w-]*", name):
        raise PlatformError(f"'{name}' is no name of a snapshot", "use letters, digits, - and _")
    try:
        _ask(f"{require(directory).url}/_local/snapshots/{name}", method=method, timeout=120)
    except urllib.error.HTTPError as refused:
        with refused:
            body = refused.read()
        message = json.loads(body)["message"] if refused.code == 400 else "the local AWS failed"
        raise PlatformError(message, "./invokew local.snapshot NAME, or ./invokew local.logs") from refused


def log_path(directory: Path = DIRECTORY) -> Path:
    """The log of the local AWS of `directory`: the running one's, or the last one's."""
    return directory / "server.log"


def log_tail(directory: Path = DIRECTORY, lines: int = 15) -> str:
    """The last lines of the log."""
    try:
        return "\n".join(log_path(directory).read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return "(no log)"


def _what_became(found: _Absence, directory: Path) -> str:
    return {
        "absent": "The local AWS is not running.",
        "dead": f"The local AWS died, and with it all it held. Its log: {log_path(directory)}",
        "hung": f"The local AWS does not answer. Its log: {log_path(directory)}",
    }[found]


def _look(directory: Path) -> Server | _Absence:
    for process in _started:
        process.poll()
    record = _record(directory)
    if record is None:
        return "absent"
    if processes.birth(record.pid) != record.born:
        return "dead"
    return record.server if _answers(record) else "hung"


def _record(directory: Path) -> _Record | None:
    try:
        return _Record(**json.loads((directory / "server.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _answers(record: _Record) -> bool:
    try:
        health = json.loads(_ask(f"{record.server.url}/_localstack/health", timeout=10))
    except (OSError, ValueError):
        return False
    return bool(health.get("pid") == record.pid)


def _ask(url: str, *, timeout: float, method: str = "GET", body: Any = None) -> bytes:
    """One request, never through a proxy: the address is this machine's."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    data = None if body is None else json.dumps(body).encode()
    with opener.open(urllib.request.Request(url, data, method=method), timeout=timeout) as answer:
        content: bytes = answer.read()
    return content


def _wait(directory: Path, process: subprocess.Popen[bytes]) -> Server:
    deadline = time.monotonic() + _BOOT_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        record = _record(directory)
        if record and record.pid == process.pid and _answers(record):
            return record.server
        time.sleep(0.05)
    ended = process.poll()
    if ended is None:
        process.kill()
    how = f"did not answer within {_BOOT_SECONDS:.0f} s" if ended is None else f"ended with code {ended}"
    raise PlatformError(
        f"The local AWS {how}. Its log ({log_path(directory)}) ends with:\n{log_tail(directory)}",
        f"rm -rf {CACHE / 'venvs' / 'emulator'}   # if its packages are broken; then ./invokew local.start",
    )


def _end(directory: Path) -> bool:
    """End the server recorded in `directory`, if there is one, and remove what it kept there."""
    record = _record(directory)
    ran = record is not None and processes.birth(record.pid) == record.born
    if record is not None and ran:
        processes.end(record.pid, record.born)
    (directory / "server.json").unlink(missing_ok=True)
    shutil.rmtree(directory / "tmp", ignore_errors=True)
    return ran
