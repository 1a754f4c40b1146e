"""The command line: invoke over tasks.py, with a mistake answered by one message and the next command."""

import difflib
import errno
import functools
import inspect
import os
import re
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn, ParamSpec, TypeVar

from invoke.collection import Collection
from invoke.exceptions import Exit, ParseError
from invoke.program import Program as _Program

from tooling import invocation, stopping
from tooling.errors import PlatformError
from tooling.paths import CACHE

P = ParamSpec("P")
R = TypeVar("R")


class Failed(SystemExit):
    """The end of a command whose error was printed."""


def fail(error: PlatformError) -> NoReturn:
    """Tell the user what happened and what to type next; exit code 1."""
    # A progress display that a signal cut off still holds stderr, and keeps what it is given.
    stream = getattr(sys.stderr, "rich_proxied_file", sys.stderr)
    print(f"error: {invocation.explained(error)}", file=stream)
    raise Failed(1)


def reported(function: Callable[P, R]) -> Callable[P, R]:
    """For a task's body: a PlatformError, or a request to stop, ends in a message instead of a traceback."""

    @functools.wraps(function)
    def body(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with stopping.watched():
                try:
                    result = function(*args, **kwargs)
                except Failed:
                    raise
                except (Exit, SystemExit):  # invoke ends so, and says nothing, when it is interrupted
                    stopping.check()
                    raise
                stopping.check()
                return result
        except PlatformError as error:
            fail(error)
        except KeyboardInterrupt:
            fail(PlatformError("stopped", "run the same command again to go on"))
        except BrokenPipeError:  # what read the output, such as `head`, has ended
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        except OSError as error:
            if (cause := _of_the_disk(error)) is None:
                raise
            fail(cause)

    return body


def _of_the_disk(error: OSError) -> PlatformError | None:
    """What the user can do about a disk that is full, a folder that is read-only, a damaged cache."""
    place = str(error.filename or "")
    shown = place or "the disk"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return PlatformError(
            f"no space is left for {shown}",
            "free some, for example in .cache, and run the same command again",
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return PlatformError(
            f"{shown} cannot be written: {error.strerror}",
            "make it writable for you, or use a checkout in a folder of your own",
        )
    if place.startswith(str(CACHE)):
        return PlatformError(f"{place} is damaged: {error.strerror}", f"rm -rf {place}")
    return None


def without_empty(function: Callable[..., R]) -> Callable[..., R]:
    """For a task's body: an option that is given with no text, as an unset variable in CI does, is an error.

    An option that is not given has the body's default. `invoke` does not distinguish them, so that
    it sees None as the default of every text.
    """
    signature = inspect.signature(function)
    texts = {name for name, each in signature.parameters.items() if each.default == ""}

    @functools.wraps(function)
    def body(*args: Any, **kwargs: Any) -> R:
        for name, value in kwargs.items():
            if value == "" or (isinstance(value, list) and "" in value):
                option = f"--{name.replace('_', '-')}"
                raise PlatformError(
                    f"{option} is empty", f"give {option} a value, or leave it out (is a variable unset?)"
                )
        return function(*args, **{name: value for name, value in kwargs.items() if value is not None})

    parameters = [
        each.replace(default=None) if name in texts else each for name, each in signature.parameters.items()
    ]
    body.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return body


class Program(_Program):
    """`invoke` with one namespace in groups, and with help for mistyped commands."""

    groups: Mapping[str, Sequence[Any]] = MappingProxyType({})

    def parse_core(self, argv: list[str] | None) -> None:
        """As invoke's, but what is imported from here on stays compiled for the next call."""
        super().parse_core(argv)
        sys.dont_write_bytecode = False

    def parse_tasks(self) -> None:
        """As invoke's, with a mistake in a task's name or options explained."""
        self._explaining(super().parse_tasks)

    def parse_cleanup(self) -> None:
        """As invoke's, with a mistake in the name after --help explained."""
        self._explaining(super().parse_cleanup)

    def list_tasks(self) -> None:
        """As invoke's, but in groups and in the order in which one reads them."""
        if not self.groups or self.list_format != "flat" or self.list_root:
            super().list_tasks()
            return
        names = {task: name for name in self.collection.task_names for task in [self.collection[name]]}
        width = max(map(len, names.values())) + 2
        print("./invokew TASK [--options]    ./invokew --help TASK\n")
        for title, group in self.groups.items():
            print(title)
            for task in group:
                print(f"  {names[task]:<{width}}{(task.__doc__ or '').strip().splitlines()[0]}")
            print()

    def _explaining(self, parse: Callable[[], None]) -> None:
        try:
            parse()
        except ParseError as error:
            fail(self._mistake(error))
        except ValueError as error:  # of int() or float(), which invoke calls on an option's value
            value = str(error).rpartition(": ")[2]
            fail(PlatformError(f"{value} is not a number", "./invokew --help TASK shows what each takes"))

    def _mistake(self, error: ParseError) -> PlatformError:
        task = error.context.name if error.context else None
        see = f"./invokew --help {task}" if task else "./invokew --list"
        if match := re.match(r"Flag <Argument: (\S+).*> needed value", str(error)):
            return PlatformError(f"--{match[1]} needs a value", see)
        match = re.fullmatch(r"No idea what '(.*)' is!", str(error))
        if match is None:
            return PlatformError(f"{task}: {error}" if task else str(error), see)
        word = match[1]
        if not word.startswith("-"):
            close = difflib.get_close_matches(word, list(self.collection.task_names), 1)
            hint = f"did you mean {close[0]}? All tasks: ./invokew --list" if close else "./invokew --list"
            return PlatformError(f"there is no task '{word}'", hint)
        if task is None:
            return PlatformError(f"there is no option '{word}'", "./invokew --help")
        options = error.context.flags if error.context else {}
        close = difflib.get_close_matches(word, list(options), 1)
        hint = f"did you mean {close[0]}? All options: {see}" if close else see
        return PlatformError(f"the task '{task}' has no option '{word}'", hint)


def main() -> None:
    """Run the task named on the command line."""
    import tasks

    namespace = Collection.from_module(tasks)
    program = Program(namespace=namespace, name="invokew", binary="./invokew")
    program.groups = getattr(tasks, "GROUPS", {})
    run = reported(program.run)
    try:
        run(["invokew", *(sys.argv[1:] or ["--list"])])
    finally:
        for number in stopping.SIGNALS:  # the exit code is settled: Python may end in peace
            signal.signal(number, signal.SIG_IGN)
