"""The journal of one Terraform run: who runs it, and every event it wrote. Recovery reads it when a run died.

`run.json` is locked by the harness *and*, through inheritance, by Terraform and its providers. The kernel
lets go of the lock with the last of them, however they end: it always shows whether that run is alive.
"""

import contextlib
import fcntl
import getpass
import json
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from tooling import files
from tooling.errors import PlatformError

_ATTEMPTS = 10
# In a line of text, or of JSON (TF_LOG=JSON).
_LOCK_ID = re.compile(r'tf_backend\.lock\.id"?[=:]\s*"?([0-9a-f-]{36})\b')


@dataclass(frozen=True)
class Run:
    """One run of `command`; `pid` is Terraform's and its process group's, 0 until it runs; times are UTC."""

    command: str
    pid: int
    who: str
    started: str


class Journal:
    """The run of one environment, in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marker = folder / "run.json"
        self.events = folder / "events.jsonl"
        self.errors = folder / "terraform.log"
        self.plan = folder / "applied.json"
        self.log = folder / "terraform-core.log"
        self._held: IO[str] | None = None

    def begin(self, command: str) -> int:
        """Mark a run as begun, with an empty event file. Returns the descriptor that Terraform must inherit.

        Raises:
            PlatformError: another run of this environment is alive.
        """
        self._held = self._hold()
        for file in (self.events, self.errors, self.log):
            files.private(file, b"")
        self._write(Run(command, 0, who(), datetime.now(UTC).isoformat()))
        return self._held.fileno()

    def started(self, pid: int) -> None:
        """Note Terraform's process id."""
        run = self.last()
        if run is not None:
            self._write(replace(run, pid=pid))

    def keep(self, plan: Path) -> None:
        """Keep a copy of the plan's JSON: recovery reads from it what was to be made."""
        if plan.is_file():
            files.private(self.plan, plan.read_bytes())
        else:
            self.plan.unlink(missing_ok=True)

    def end(self, *, orderly: bool) -> None:
        """The run is over. One that was not orderly stays marked, for recovery."""
        if self._held is not None:
            if orderly:
                self._held.truncate(0)
            self._held.close()
            self._held = None

    def last(self) -> Run | None:
        """The run that is marked: alive, or dead without an orderly end."""
        try:
            return Run(**json.loads(self.marker.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    @contextlib.contextmanager
    def dead(self) -> Iterator[Run | None]:
        """Hold the marker of the run that died, so that no other command recovers it; None when none did.
        It is marked no more afterwards, unless that failed.

        Raises:
            PlatformError: the run is alive.
        """
        run = self.last()
        if run is None:
            yield None
            return
        self._held = self._hold()
        try:
            yield self.last()
        except BaseException:
            self.end(orderly=False)
            raise
        self.end(orderly=True)

    @contextlib.contextmanager
    def logged(self, variables: Mapping[str, str], directory: Path) -> Iterator[dict[str, str]]:
        """Environment variables by which Terraform logs the ids of the state locks that it requests.

        Its S3 backend logs an id at level INFO before it writes the lock:
        https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/remote-state/s3/client.go
        A log that the user asked for by TF_LOG_PATH gets its part at the end: two runs may share it, and
        an id in this log must be of this run.

        Args:
            variables: the environment of the process, with the user's own settings of the log.
            directory: where Terraform runs, to which a relative TF_LOG_PATH refers.
        """
        files.private(self.log)
        before = self.log.stat().st_size
        level = variables.get("TF_LOG_CORE") or variables.get("TF_LOG") or ""
        enough = level.upper() in ("TRACE", "DEBUG", "INFO", "JSON")
        try:
            yield {"TF_LOG_PATH": str(self.log)} | ({} if enough else {"TF_LOG_CORE": "INFO"})
        finally:
            own = variables.get("TF_LOG_PATH")
            if own and level:
                with self.log.open("rb") as log, (directory / own).open("ab") as out:
                    log.seek(before)
                    shutil.copyfileobj(log, out)

    def locks(self) -> set[str]:
        """The ids of all state locks that this run, and a recovery of it, requested."""
        return set(_LOCK_ID.findall(files.text_of(self.log)))

    def read(self) -> list[dict[str, Any]]:
        """The events written so far; a line that was cut off by the death is left out."""
        if not self.events.is_file():
            return []
        return [
            event for line in self.events.read_text(errors="replace").splitlines() if (event := parse(line))
        ]

    def _hold(self) -> IO[str]:
        """Lock the marker; what a dead Terraform left running is ended first."""
        files.private(self.marker)
        file = self.marker.open("a+")
        for attempt in range(_ATTEMPTS):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return file
            except BlockingIOError:
                run = self.last()
                # Held and not marked: a process that is being started elsewhere has it for a moment, too.
                if attempt + 1 == _ATTEMPTS or (run and (not run.pid or alive(run.pid))):
                    break
                if run:
                    kill_group(run.pid)
                time.sleep(0.1)
        file.close()
        raise self._alive()

    def _alive(self) -> PlatformError:
        run = self.last()
        what = (
            f"{run.command} of '{self.folder.name}', begun by {run.who} at {run.started[:19]} UTC"
            if run
            else "another run"
        )
        where = f" (process {run.pid})" if run and run.pid else ""
        return PlatformError(
            f"{what}, is still running{where}", "wait until it has ended, then run the same command again"
        )

    def _write(self, run: Run) -> None:
        # In place: the lock belongs to this very file. In one write, so that readers never find it empty.
        text = json.dumps(asdict(run)).encode()
        with self.marker.open("r+b", buffering=0) as marker:
            marker.write(text)
            marker.truncate(len(text))


def parse(line: str) -> dict[str, Any] | None:
    """One line of Terraform's JSON stream, None when it is no event."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def who() -> str:
    """This user on this machine, written as Terraform writes it into its locks."""
    return f"{getpass.getuser()}@{socket.gethostname()}"


def alive(pid: int) -> bool:
    """Whether the process runs (one that ended and waits for its parent does not)."""
    import subprocess

    if pid <= 0:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def kill_group(pid: int) -> None:
    """End what is left of a run whose Terraform is gone: providers and provisioners may outlive it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, 9)
