"""Starts, watches and stops the local AWS: one process on one port of this machine.

`edge.server` is the process itself. Its state lives as long as the process does.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from local_aws import processes
from local_aws.errors import LocalAwsError

DIRECTORY = Path.home() / ".cache" / "local-aws"
PORT = 4566
IDLE_SECONDS = 2 * 60 * 60
SECRET_HEADER = "X-Local-Aws-Secret"  # the header's name
_BOOT_SECONDS = 60.0
_PACKAGES = Path(__file__).resolve().parent.parent
# Nothing of the caller's AWS, Python or Docker settings may reach the engines, or the functions they run.
_PASSED_ON = ("HOME", "LANG", "LC_ALL", "PATH", "TZ")
# glibc: many threads would each keep memory that they no longer need; large blocks, such as the bodies of
# requests, go back to the system at once. https://man7.org/linux/man-pages/man3/mallopt.3.html
_FRUGAL = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(256 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(256 * 1024),
}
_Absence = Literal["absent", "dead", "hung"]
_started: list[subprocess.Popen[bytes]] = []  # kept so that the ended ones are collected


@dataclass(frozen=True)
class Server:
    """A local AWS that answers. Its control addresses ask for the secret."""

    url: str
    port: int
    pid: int
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class _Record:
    """What a server wrote about itself when it took its port."""

    pid: int
    port: int
    born: str
    secret: str

    @property
    def server(self) -> Server:
        return Server(f"http://127.0.0.1:{self.port}", self.port, self.pid, self.secret)


def start(
    directory: Path = DIRECTORY,
    *,
    port: int = PORT,
    idle_seconds: float = IDLE_SECONDS,
    owner: int | None = None,
    without_corrections: Iterable[str] = (),
    images: Path | None = None,
    python: Path = Path(sys.executable),
    say: Callable[[str], None] = lambda _: None,
) -> Server:
    """Start the local AWS of `directory`, or return the one that runs; safe when called twice at once.

    Args:
        directory: where its log and temporary files go; one local AWS per directory.
        port: the port to take; when it is taken, the next free one (`Server.port` says which).
        idle_seconds: it stops by itself after this long without a request.
        owner: it stops when the process of this id has ended.
        without_corrections: names of corrections to leave out, or "all" (for the tests of the corrections).
        images: the folder of the container images that were built on this machine.
        python: the interpreter of the environment that has the engines.
        say: called with one line when something slow starts.

    Raises:
        LocalAwsError: it did not come up; the message has its log's last lines.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(directory / "lock"):
        if running := status(directory):
            return running
        _end(directory)  # one that hangs, and what a killed one left
        say("Starting the local AWS")
        arguments = ["--directory", str(directory), "--port", str(port), "--idle", str(idle_seconds)]
        if owner is not None:
            arguments += ["--owner", str(owner)]
        if names := ",".join(without_corrections):
            arguments += ["--without-corrections", names]
        if images is not None:
            arguments += ["--images", str(images.resolve())]
        log_path(directory).unlink(missing_ok=True)
        log_path(directory).touch(mode=0o600)
        with log_path(directory).open("wb") as log:
            process = subprocess.Popen(
                [python, "-m", "local_aws.edge.server", *arguments],
                cwd=_PACKAGES,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _started.append(process)
        return _wait(directory, process)


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | _FRUGAL


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file `path`; the system frees it if the process dies."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def status(directory: Path = DIRECTORY) -> Server | None:
    """The local AWS of `directory` if it runs and answers."""
    found = _look(directory)
    return found if isinstance(found, Server) else None


def require(directory: Path = DIRECTORY) -> Server:
    """The running local AWS of `directory`.

    Raises:
        LocalAwsError: it does not run; says whether it was never started, died, or hangs.
    """
    found = _look(directory)
    if isinstance(found, Server):
        return found
    raise LocalAwsError(_what_became(found, directory), "python -m local_aws start")


def stop(directory: Path = DIRECTORY) -> bool:
    """Stop the local AWS of `directory` with all its processes and temporary files; whether one ran."""
    if not directory.is_dir():
        return False
    with _locked(directory / "lock"):
        return _end(directory)


def reset(directory: Path = DIRECTORY) -> None:
    """Delete every resource, in every account and region, without a restart.

    Raises:
        LocalAwsError: it does not run.
    """
    _control(directory, "reset", method="POST", timeout=60)


def inventory(directory: Path = DIRECTORY) -> list[str]:
    """Every resource that a caller created, as `service/kind/name`, sorted.

    What an account has from the start (default VPC, managed policies, default event bus) is not listed.
    """
    listed: list[str] = _control(directory, "inventory")
    return listed


def doubles(directory: Path = DIRECTORY) -> list[str]:
    """The services of which a double has answered since the start or the last reset."""
    answered: list[str] = _control(directory, "doubles")
    return answered


def not_served(directory: Path = DIRECTORY) -> dict[str, int]:
    """How often a call that it does not serve was asked for since the start or the last reset.

    Returns:
        the count of each, by `service Operation`, such as `glacier CreateVault`.

    Raises:
        LocalAwsError: it does not run.
    """
    counted: dict[str, int] = _control(directory, "not-served")
    return counted


def denials(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """What was denied since the start or the last reset, each with the statement that was missing.

    Raises:
        LocalAwsError: it does not run.
    """
    listed: list[dict[str, Any]] = _control(directory, "denials")
    return listed


def faults(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """The faults that are set, each with how many calls it has seen and affected.

    Raises:
        LocalAwsError: it does not run.
    """
    listed: list[dict[str, Any]] = _control(directory, "faults")
    return listed


def set_fault(directory: Path = DIRECTORY, **fault: Any) -> None:
    """Throttle, fail, delay or drop calls; see `faults.Fault` for what a fault says.

    Raises:
        LocalAwsError: it does not run, or a value is wrong.
    """
    _control(directory, "faults", method="POST", body=fault, help="python -m local_aws fault --help")


def clear_faults(directory: Path = DIRECTORY) -> None:
    """Remove all faults.

    Raises:
        LocalAwsError: it does not run.
    """
    _control(directory, "faults", method="DELETE")


def record(directory: Path = DIRECTORY, *, start: bool = False, stop: bool = False) -> dict[str, Any]:
    """What was called since the recording was started: the calls, and the policy that would allow them.

    Args:
        start: start a new recording.
        stop: stop recording; what was recorded is kept until the next start.

    Raises:
        LocalAwsError: it does not run.
    """
    method = "POST" if start else "DELETE" if stop else "GET"
    shown: dict[str, Any] = _control(directory, "record", method=method)
    return shown


def snapshot(name: str, directory: Path = DIRECTORY) -> None:
    """Keep all that the local AWS holds, the Terraform state in it too, under a name.

    Raises:
        LocalAwsError: it does not run, or something that it holds cannot be kept.
    """
    _snapshots(name, directory, "PUT")


def restore(name: str, directory: Path = DIRECTORY) -> None:
    """Replace all that the local AWS holds with what was kept under a name.

    Raises:
        LocalAwsError: it does not run, nothing is kept under that name, or it is of other engines.
    """
    _snapshots(name, directory, "POST")


def _snapshots(name: str, directory: Path, method: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", name):
        raise LocalAwsError(f"'{name}' is not a snapshot name", "use up to 100 letters, digits, - and _")
    _control(
        directory,
        f"snapshots/{name}",
        method=method,
        timeout=120,
        help="python -m local_aws snapshot NAME, or python -m local_aws logs",
    )


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


def _control(
    directory: Path,
    what: str,
    *,
    method: str = "GET",
    body: Any = None,
    timeout: float = 30,
    help: str = "python -m local_aws logs",
) -> Any:
    """The answer of a control address.

    Raises:
        LocalAwsError: the local AWS does not run, or refuses; `help` is then what to type.
    """
    server = require(directory)
    try:
        answer = _ask(
            f"{server.url}/_local/{what}", method=method, body=body, timeout=timeout, secret=server.secret
        )
    except urllib.error.HTTPError as refused:
        with refused:
            content = refused.read()
        message = json.loads(content)["message"] if refused.code == 400 else "the local AWS failed"
        raise LocalAwsError(message, help) from refused
    return json.loads(answer)


def _ask(url: str, *, timeout: float, method: str = "GET", body: Any = None, secret: str = "") -> bytes:
    """One request, never through a proxy: the address is this machine's."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {SECRET_HEADER: secret} if secret else {}, method=method)
    with opener.open(request, timeout=timeout) as answer:
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
    raise LocalAwsError(
        f"The local AWS {how}. Its log ({log_path(directory)}) ends with:\n{log_tail(directory)}",
        "install its packages again, if they are broken; then python -m local_aws start",
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
