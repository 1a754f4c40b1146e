"""A program that serves on this machine for as long as somebody wants it, and leaves nothing behind."""

import asyncio
import os
import pwd
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PATIENCE = 60.0  # seconds, for a machine that is busy with other things
_LONGEST_FOLDER = 80  # the path of a socket in it has 107 characters at most
# Whoever holds the other end of its input wants it: when that ends, however it does, so does the program, and
# nothing of it is left. A child ignores QUIT until it says otherwise, and never TERM.
_LIFE = """
trap 'rm -rf "$PWD"' EXIT
umask 077
{begin} &
read -r nothing
kill -TERM $!
kill -QUIT $!
wait
"""


class ChildError(Exception):
    """It does not start, or does not do what it is told; the message says why."""


class Child:
    """One such program, at a port of a loopback address, with a folder that nobody else enters.

    Args:
        user: who runs it, when not who runs this.
    """

    def __init__(self, name: str, address: str, user: pwd.struct_passwd | None = None) -> None:
        self.address, self.port = address, free_port(address)
        read_end, write_end = os.pipe()
        self._input, self._wanted = os.fdopen(read_end), os.fdopen(write_end, "w")
        self._user = user
        self.folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_place(user)))

    async def start(self, begin: str, environment: dict[str, str], answers: Callable[[], bool]) -> None:
        """Start it, and return when it answers.

        Args:
            begin: in the shell's language, run in its folder; the last command is the program.
            environment: all that it sees, besides its ADDRESS and PORT.

        Raises:
            ChildError: it ended, or gave no answer in time.
        """
        owner: dict[str, Any] = {}
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
            owner = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        own = {"ADDRESS": self.address, "PORT": str(self.port), "PATH": os.environ["PATH"], "LC_ALL": "C"}
        with self._input:
            process = await asyncio.create_subprocess_exec(
                *("sh", "-c", _LIFE.format(begin=begin.strip())),
                stdin=self._input,
                cwd=self.folder,
                env=own | environment,
                start_new_session=True,
                **owner,
            )
        for _ in range(int(_PATIENCE / 0.05)):
            if process.returncode is not None:
                raise ChildError(f"it ended with {process.returncode}")
            if await asyncio.to_thread(answers):
                return
            await asyncio.sleep(0.05)
        raise ChildError(f"it did not answer within {_PATIENCE:.0f} s")

    def stop(self) -> None:
        """Have it end, now or as soon as it has started, and its folder go."""
        self._wanted.close()


def _place(user: pwd.struct_passwd | None) -> Path:
    """Where its folder is made: in the local AWS's own, if that has a short path and lets the user in."""
    own = Path(tempfile.gettempdir())
    is_closed = user and any(not folder.stat().st_mode & 0o001 for folder in (own, *own.parents))
    return Path("/tmp") if is_closed or len(str(own)) > _LONGEST_FOLDER else own


def free_port(address: str) -> int:
    """A port of that address on which nobody listens."""
    with socket.socket() as taken:
        taken.bind((address, 0))
        return int(taken.getsockname()[1])
