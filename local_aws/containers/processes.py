"""The processes of containers: each has a session of its own, and none outlives the local AWS."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

_INSIDE = Path(__file__).with_name("inside")
_GRACE = 2  # seconds that they have when the local AWS has ended
# Reads which sessions there are, and ends those that are left when its input ends.
_KEEPER = f"""
trap '' TERM INT HUP
left=
while read -r sign id; do
    others=
    for each in $left; do [ "$each" = "$id" ] || others="$others $each"; done
    left=$others
    [ "$sign" = - ] || left="$left $id"
done
for each in $left; do kill -s TERM -- "-$each" 2>/dev/null; done
[ -z "$left" ] || sleep {_GRACE}
for each in $left; do kill -s KILL -- "-$each" 2>/dev/null; done
"""
_keeper: subprocess.Popen[str] | None = None


def _keep(sign: str, id: int) -> None:
    global _keeper
    if _keeper is None or _keeper.poll() is not None:
        _keeper = subprocess.Popen(
            ["sh", "-c", _KEEPER], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
    assert _keeper.stdin
    _keeper.stdin.write(f"{sign} {id}\n")
    _keeper.stdin.flush()


def environment(address: str, ports: Sequence[int], names: Sequence[Path], scratch: Path) -> dict[str, str]:
    """What the process of a container needs to be in its task's network, and to find the image's Python."""
    return {
        "HOME": str(scratch),
        "LANG": "C.UTF-8",
        "LOCAL_AWS_ADDRESS": address,
        "LOCAL_AWS_NAMES": os.pathsep.join(map(str, names)),
        "LOCAL_AWS_PORTS": ",".join(map(str, ports)),
        "PATH": os.pathsep.join([str(_programs()), "/usr/local/bin", "/usr/bin", "/bin"]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": str(_INSIDE),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(scratch),
    }


def _programs() -> Path:
    """A folder in which `python` is this machine's Python."""
    folder = Path(tempfile.gettempdir()) / "container-programs"
    if not folder.is_dir():
        folder.mkdir()
        base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
        for name in ("python", "python3"):
            (folder / name).symlink_to(base)
    return folder


class Process:
    """One running program.

    Args:
        output: called with what it writes, as it comes.
    """

    def __init__(self, started: asyncio.subprocess.Process, output: Callable[[bytes], None]) -> None:
        self._started = started
        self._reading = asyncio.ensure_future(self._read(output))
        self._ended = asyncio.ensure_future(self._end())

    @classmethod
    async def start(
        cls, words: Sequence[str], folder: Path, environment: dict[str, str], output: Callable[[bytes], None]
    ) -> "Process":
        """Start a program in a folder, with only these variables in its environment.

        Raises:
            OSError: there is no such program, or no such folder.
        """
        program = _found(words[0], environment["PATH"])
        started = await asyncio.create_subprocess_exec(
            program,
            *words[1:],
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        _keep("+", started.pid)
        return cls(started, output)

    @property
    def id(self) -> int:
        return self._started.pid

    @property
    def is_running(self) -> bool:
        return self._started.returncode is None

    async def wait(self) -> int:
        """Its exit code, as Docker gives it: 128 and the signal for one that was killed."""
        return await asyncio.shield(self._ended)

    async def _end(self) -> int:
        code = await self._started.wait()
        with suppress(ProcessLookupError):  # what it has started ends with it
            os.killpg(self._started.pid, signal.SIGKILL)
        _keep("-", self._started.pid)
        await self._reading
        return code if code >= 0 else 128 - code

    def send(self, number: signal.Signals) -> None:
        """Send it a signal. One that has ended gets none."""
        if self._started.returncode is None:
            with suppress(ProcessLookupError):
                self._started.send_signal(number)

    async def _read(self, output: Callable[[bytes], None]) -> None:
        assert self._started.stdout
        while some := await self._started.stdout.read(2**16):
            output(some)


def _found(program: str, path: str) -> str:
    """The file of a program, as `execvp` finds it in this path."""
    if "/" in program:
        return program
    for folder in path.split(os.pathsep):
        if os.access(Path(folder) / program, os.X_OK):
            return str(Path(folder) / program)
    raise FileNotFoundError(f'exec: "{program}": executable file not found in $PATH')
