"""Terraform, driven: one method per command, values in and values out.

Built on python-terraform, with what it needs corrected in one place: explicit environment variables, no
guessing of commands from attribute names, no reading of state files, `-json` streams, a graceful Ctrl-C.
"""

import contextlib
import hashlib
import json
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from python_terraform import IsFlagged, IsNotFlagged
from python_terraform import Terraform as _Library

from tooling import invocation, options, stopping
from tooling.aws import Target
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.terraform import binary, diagnostics, mirror, statefile
from tooling.terraform.diagnostics import Diagnostic
from tooling.terraform.runs import Journal, kill_group, parse

OnEvent = Callable[[dict[str, Any]], None]
# An apply is mostly waits inside the provider; Terraform's own default of 10 lines them up.
PARALLEL_CHANGES = 30
# How often a run is begun again because the lock was released while it looked whose it is; seconds between.
_LOCK_TRIES, _LOCK_PAUSE = 10, 0.3
_TICK = 0.1  # seconds between two looks at the event file
# What `init` depends on: module sources and versions, the backend and the providers.
_INIT_LINE = re.compile(
    r'\s*(module\s+"|backend\s+"|(source|version|bucket|key|region|use_lockfile)\s*=|\w+\s*=\s*\{\s*source)'
)


class Interrupted(PlatformError):  # noqa: N818
    """The user stopped the run; Terraform ended it in order."""


class Killed(PlatformError):  # noqa: N818
    """Terraform itself was killed in the middle."""


class Locked(PlatformError):  # noqa: N818
    """Another run holds the state."""


@dataclass(frozen=True)
class Output:
    """One output value of a root."""

    value: Any
    sensitive: bool


@dataclass(frozen=True)
class Version:
    """Which state this is: one lineage's n-th. No state yet: `("", 0)`."""

    lineage: str
    serial: int


class Terraform(_Library):  # type: ignore[misc]  # the library has no types
    """Terraform in one root.

    Args:
        directory: the root.
        variables: the whole environment of the process, as `aws.Target.variables()` gives it.
        runs: the folder for the journal of its runs.
        data: where `.terraform` goes; None is the root itself.
    """

    def __init__(
        self, directory: Path, variables: Mapping[str, str], runs: Path, data: Path | None = None
    ) -> None:
        super().__init__(working_dir=str(directory), terraform_bin_path=binary.find())
        self.directory = directory
        self.data = data or directory / ".terraform"
        self.journal = Journal(runs)
        self.variables: dict[str, str] = {}  # the library's, for `-var`: not ours to use
        self.init_arguments: tuple[str, ...] = ()
        self.environment = (
            options.without(variables)
            | proxy(variables)
            | {
                "TF_CLI_CONFIG_FILE": str(mirror.cli_config()),
                "TF_IN_AUTOMATION": "1",
                "TF_INPUT": "0",
                "TF_DATA_DIR": str(self.data),
                "CHECKPOINT_DISABLE": "1",
                "GOGC": variables.get("GOGC", "400"),  # a quarter less CPU for a plan, for some memory
            }
        )

    @classmethod
    def of(cls, environment: Environment, target: Target) -> Self:
        """Terraform in an environment's root, talking to that AWS."""
        return cls(environment.path, target.variables(), environment.runs)

    @property
    def name(self) -> str:
        """The root as the user calls it."""
        return self.directory.name

    @property
    def stamp(self) -> Path:
        """Says what the last `init` was made for."""
        return self.data / "platform.stamp"

    # The commands.

    def init(self, *, backend: bool = True, again: bool = False) -> bool:
        """Initialize what is not, or not any more; True when there was something to do. Repairs `.terraform`.

        Args:
            backend: False for a root that is only validated.
            again: whatever the stamp says.
        """
        if not again and "-upgrade" not in self.init_arguments and self.initialized(backend):
            return False
        arguments = {
            "backend": backend,
            "reconfigure": IsFlagged if backend else IsNotFlagged,
            "json": IsFlagged,
        }
        code, out, error = self.cmd("init", *self.init_arguments, **arguments, **_QUIET)
        if code != 0 and self.data.exists():
            _remove(self.data)
            code, out, error = self.cmd("init", *self.init_arguments, **arguments, **_QUIET)
        if code != 0:
            found = [*filter(None, map(self._error_in, out.splitlines()))]
            raise self._failed("init", found or [diagnostics.of_text(error)])
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self._stamp(backend))
        return True

    def initialized(self, backend: bool = True) -> bool:
        """Whether the last `init` was made for the root as it is now."""
        return self.stamp.is_file() and self.stamp.read_text() == self._stamp(backend)

    def plan(self, out: Path, destroy: bool = False, on_event: OnEvent | None = None, **more: Any) -> bool:
        """Plan into a file; True when there is something to change.

        Args:
            out: where the plan goes; its folder is made.
            destroy: plan to destroy everything.
            on_event: gets each event of https://developer.hashicorp.com/terraform/internals/machine-readable-ui
            more: arguments of `terraform plan`, as `Options.for_plan` gives them.
        """
        out.parent.mkdir(parents=True, exist_ok=True)
        arguments = {
            "out": str(out),
            "detailed_exitcode": IsFlagged,
            "destroy": IsFlagged if destroy else None,
        }
        if more.pop("refresh_only", False):
            more["refresh_only"] = IsFlagged
        return self._long("plan", [], arguments | more, on_event) == 2

    def look(self) -> dict[str, Any]:
        """A plan that is only looked at, as JSON: what everything was found to be, and what it should be."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "plan.tfplan"
            self._short("plan", out=str(file), **_QUIET)
            return self.show(file)

    def apply(self, plan_file: Path, on_event: OnEvent | None = None, **more: Any) -> None:
        """Apply exactly a saved plan. Its JSON, if it lies next to it, is kept for recovery.

        Args:
            more: arguments of `terraform apply`, as `Options.for_apply` gives them.
        """
        self.journal.keep(plan_file.with_suffix(".json"))
        self._long("apply", [str(plan_file)], {"parallelism": PARALLEL_CHANGES} | more, on_event)

    def show(self, plan_file: Path | None = None) -> dict[str, Any]:
        """A saved plan, or the state, as JSON.

        https://developer.hashicorp.com/terraform/internals/json-format
        """
        return dict(json.loads(self._short("show", *([str(plan_file)] if plan_file else []), json=IsFlagged)))

    def outputs(self) -> dict[str, Output]:
        """The outputs of what was applied last."""
        found = json.loads(self._short("output", json=IsFlagged))
        return {name: Output(each["value"], each["sensitive"]) for name, each in found.items()}

    def validate(self) -> None:
        """Check the root by itself, without AWS.

        Raises:
            PlatformError: it is not valid; says what, and in which file and line.
        """
        code, text, error = self.cmd("validate", json=IsFlagged)
        found = (
            diagnostics.of_validation(json.loads(text), self.directory)
            if text
            else [diagnostics.of_text(error)]
        )
        if code != 0:
            raise self._failed("validate", found)

    def fmt(self, check: bool = False) -> list[Path]:
        """Format every file below the root, or only look; the files that were not formatted."""
        code, text, error = self.cmd("fmt", recursive=IsFlagged, check=IsFlagged if check else None)
        if code != 0 and not (check and code == 3):
            raise self._failed("fmt", [diagnostics.of_text(error)])
        return [self.directory / line for line in text.splitlines() if line]

    def state_list(self) -> list[str]:
        """The addresses in the state; empty when there is none yet."""
        return list(statefile.attributes(self.read_state()))

    def state_version(self) -> Version:
        """Lineage and serial of the state."""
        state = self.read_state()
        return Version(state.get("lineage", ""), state.get("serial", 0))

    def read_state(self) -> statefile.State:
        """The state itself; empty when there is none yet."""
        text = self._short("state pull")
        found: statefile.State = json.loads(text) if text.strip() else {}
        return found

    def push_state(self, file: Path) -> None:
        """Write a state file to the backend; refused when the backend's is newer or another one's."""
        self._short("state push", str(file))

    def write_state(self, state: statefile.State) -> None:
        """Write a state to the backend, as `push_state` does."""
        with tempfile.NamedTemporaryFile("w", suffix=".tfstate") as file:
            json.dump(state, file)
            file.flush()
            self.push_state(Path(file.name))

    def force_unlock(self, identifier: str) -> None:
        """Release the lock of that id."""
        self._short("force-unlock", identifier, force=IsFlagged)

    # How they run.

    def cmd(self, cmd: str, *args: str, **kwargs: Any) -> tuple[int, str, str]:
        """Run a command to its end: exit code, stdout, stderr. A Ctrl-C stops it in order.

        Raises:
            Interrupted: a signal arrived, whatever the exit code is.
        """
        with stopping.shielded(), self._environment_of(cmd) as environment:
            stopping.check()
            process = subprocess.Popen(
                self.generate_cmd_string(cmd, *args, **kwargs),
                cwd=self.working_dir,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            stopping.hand_on(process)
            out, error = process.communicate()
            if stopping.arrived():
                raise self._interrupted(cmd, process.returncode)
        if process.returncode < 0:
            kill_group(process.pid)
            raise self._killed(cmd, process.returncode)
        return process.returncode, out, error

    @contextlib.contextmanager
    def _environment_of(self, command: str) -> Iterator[dict[str, str]]:
        if command not in _LOCKING:
            yield self.environment
            return
        with self.journal.logged(self.environment, self.directory) as settings:
            yield self.environment | settings

    def read_state_file(self, file_path: str | None = None) -> None:
        """Not from a file: the state is remote, and `show -json` is its stable form."""

    def __getattr__(self, item: str) -> Any:
        raise AttributeError(f"no such terraform command: {item}")  # the library would run any name

    def _short(self, command: str, *arguments: str, **options: Any) -> str:
        code, out, error = self.cmd(command, *arguments, **options)
        found = [diagnostics.of_text(error)]
        if code != 0 and diagnostics.not_initialized(found):
            self._repair()
            code, out, error = self.cmd(command, *arguments, **options)
            found = [diagnostics.of_text(error)]
        if code != 0:
            raise self._failed(command, found)
        return out

    def _long(
        self, command: str, arguments: Sequence[str], options: dict[str, Any], on_event: OnEvent | None
    ) -> int:
        code, found = self._stream(command, arguments, options, on_event)
        for _ in range(_LOCK_TRIES):
            if code != 1 or not diagnostics.lock_released(found):
                break
            time.sleep(_LOCK_PAUSE)
            code, found = self._stream(command, arguments, options, on_event)
        if code == 1 and diagnostics.not_initialized(found):
            self._repair()
            code, found = self._stream(command, arguments, options, on_event)
        if code == 1:
            raise self._failed(command, found)
        return code

    def _stream(
        self, command: str, arguments: Sequence[str], options: dict[str, Any], on_event: OnEvent | None
    ) -> tuple[int, list[Diagnostic]]:
        """Run with `-json` into the journal, which is read as it grows. Terraform writes to a file, not to
        us, so it goes on to an orderly end even when the harness is killed."""
        errors: list[Diagnostic] = []

        def handle(line: str) -> None:
            if error := self._error_in(line):
                errors.append(error)
            if on_event is not None and (event := parse(line)):
                on_event(event)

        with stopping.shielded():
            stopping.check()
            descriptor = self.journal.begin(command)
            orderly = False
            try:
                with self._environment_of(command) as environment:
                    process = self._started(command, arguments, options, environment, descriptor)
                    code = self._followed(process, handle)
                if code < 0 and not stopping.arrived():
                    raise self._killed(command, code)
                whole = not any(diagnostics.unrecorded(each) for each in errors)
                orderly = whole and (not stopping.arrived() or _ended_in_order(command, code))
                if stopping.arrived():
                    raise self._interrupted(command, code)
            finally:
                self.journal.end(orderly=orderly)
        if code == 1 and not errors:
            errors.append(diagnostics.of_text(self.journal.errors.read_text(errors="replace")))
        return code, errors

    def _started(
        self,
        command: str,
        arguments: Sequence[str],
        options: dict[str, Any],
        environment: dict[str, str],
        descriptor: int,
    ) -> "subprocess.Popen[bytes]":
        with self.journal.events.open("ab") as out, self.journal.errors.open("wb") as error_log:
            return subprocess.Popen(
                self.generate_cmd_string(command, *arguments, json=IsFlagged, **_QUIET, **options),
                cwd=self.working_dir,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=error_log,
                pass_fds=[descriptor],
                start_new_session=True,
            )

    def _followed(self, process: "subprocess.Popen[bytes]", handle: Callable[[str], None]) -> int:
        """The exit code of a process, whose events are handled as they come."""
        stopping.hand_on(process)
        self.journal.started(process.pid)
        try:
            with self.journal.events.open() as events:
                for line in _follow(events, process):
                    handle(line)
        finally:
            # A failing listener must not leave Terraform without a watcher.
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            code = process.wait()
            kill_group(process.pid)
        return code

    def _error_in(self, line: str) -> Diagnostic | None:
        event = parse(line) or {}
        if event.get("type") != "diagnostic" or event["diagnostic"]["severity"] != "error":
            return None
        return Diagnostic.of(event["diagnostic"], self.directory)

    def _repair(self) -> None:
        """`.terraform` is missing, old or damaged."""
        _remove(self.data)
        self.init(again=True)

    def _stamp(self, backend: bool) -> str:
        """What the last `init` was made for: a change means that it must run again."""
        digest = hashlib.sha256(
            f"{backend} {self.environment['TF_CLI_CONFIG_FILE']} {self.init_arguments}".encode()
        )
        manifest = self.data / "modules" / "modules.json"
        folders = {"."}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            folders |= {module["Dir"] for module in json.loads(manifest.read_text())["Modules"]}
        for folder in sorted(folders):
            for file in sorted((self.directory / folder).glob("*.tf")):
                with file.open() as lines:
                    digest.update("".join(filter(_INIT_LINE.match, lines)).encode())
        lock = self.directory / ".terraform.lock.hcl"
        digest.update(lock.read_bytes() if lock.is_file() else b"")
        return digest.hexdigest()

    # What is said when they fail.

    def _failed(self, command: str, found: Sequence[Diagnostic]) -> PlatformError:
        if diagnostics.lock_refused(found):
            return Locked(*diagnostics.lock_message(self.name, found))
        return diagnostics.failure(command, found)

    def _interrupted(self, command: str, code: int) -> Interrupted:
        saved = "nothing was changed"
        if command in _CHANGING:
            saved = "what it had done is saved in the state" if code else "it had ended already"
        return Interrupted(
            f"{command} of '{self.name}' was stopped; {saved}", f"go on with: {self._again(command)}"
        )

    def _killed(self, command: str, code: int) -> Killed:
        how = signal.Signals(-code).name
        return Killed(
            f"terraform was killed ({how}) during {command} of '{self.name}'",
            f"run the same command again: it recovers what was under way ({self._again(command)})",
        )

    def _again(self, command: str) -> str:
        task = command if command in ("plan", "apply") else "apply"
        return invocation.command() or f"./invokew {task} --env {self.name}"


_CHANGING = ("apply", "state push", "force-unlock")
# The commands that lock the state, for which the journal keeps the lock's id.
_LOCKING = ("plan", "apply", "state push")
_QUIET: dict[str, Any] = {"input": False, "no_color": IsFlagged}


def proxy(variables: Mapping[str, str]) -> dict[str, str]:
    """The provider puts accounts and buckets in front of an endpoint's host, which no name server knows then.

    A local AWS takes such requests as a proxy does. It is one for plain HTTP only: registries have HTTPS.
    """
    url = variables.get("AWS_ENDPOINT_URL", "")
    if not url.startswith("http://127.0.0.1:") or {"HTTP_PROXY", "http_proxy"} & variables.keys():
        return {}
    return {"HTTP_PROXY": url}


def _remove(path: Path) -> None:
    """Whatever it is by now."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _ended_in_order(command: str, code: int) -> bool:
    """Whether a stopped command left nothing to recover: no lock, nothing that the state does not know.

    A second signal makes Terraform leave at once, with the lock.
    """
    return code >= 0 and stopping.arrived() == 1 and (command not in _CHANGING or code == 0)


def _follow(file: Any, process: "subprocess.Popen[Any]") -> Iterator[str]:
    """The lines of a file while a process writes it, and those it leaves at its end."""
    partial = ""
    while True:
        ended = process.poll() is not None
        partial += file.read()
        *lines, partial = partial.split("\n")
        yield from lines
        if ended:
            return
        time.sleep(_TICK)
