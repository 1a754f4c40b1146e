"""The command that was given, and the next one to type: built here alone, so that no option is lost.

A text that says to type `./invokew apply --env dev` is completed from the command at hand: an advice
without its `--endpoint local` would mean the real AWS.
"""

from __future__ import annotations

import functools
import inspect
import re
import shlex
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from tooling.errors import PlatformError
from tooling.paths import PROGRAM

P = ParamSpec("P")
R = TypeVar("R")

# What a command says for itself only: another one is about another plan, or shows something else.
_OWN = {"out", "plan", "json", "markdown", "full", "yes", "confirm", "allow_data_loss", "name", "id"}
_COMMAND = re.compile(
    r"""\./invokew [a-z]+(?:\.[a-z]+)?(?![\w.-])(?:\ --?[\w-]+(?:[ =](?:'[^']*'|[^\s`'(,;-][^\s`(,;]*))?)*"""
)
_AGAIN = re.compile(r"\b(run|try)? ?the same command( again)?|\btry again\b")


@dataclass(frozen=True)
class Invocation:
    """A task and the options it was given, by their Python names; those at their defaults are left out."""

    task: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


_current: ContextVar[Invocation | None] = ContextVar("invocation", default=None)
_accepted: dict[str, Mapping[str, inspect.Parameter]] = {}


def known(task: str, function: Callable[P, R]) -> Callable[P, R]:
    """The function of a task: while it runs, it is the command at hand."""
    signature = inspect.signature(function)
    _accepted[task] = dict(list(signature.parameters.items())[1:])  # the context aside

    @functools.wraps(function)
    def body(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = signature.bind(*args, **kwargs).arguments
        given = {
            name: value
            for name, value in bound.items()
            if name in _accepted[task] and value not in (_default(_accepted[task][name]), [])
        }
        token = _current.set(Invocation(task, given))
        try:
            return function(*args, **kwargs)
        finally:
            _current.reset(token)

    return body


def accepts(task: str) -> list[str]:
    """The options that a task has, by their Python names."""
    return list(_accepted[task])


def command(task: str = "", **options: Any) -> str:
    """A command as one types it: the one at hand (empty when there is none), or another task on the same.

    Args:
        task: another task; by default the same.
        options: what it is given besides, or instead; None takes an option away.
    """
    now = _current.get() or Invocation()
    same = task in ("", now.task)
    name = task or now.task
    if not name:
        return ""
    given = {key: value for key, value in now.given.items() if same or key not in _OWN}
    if _accepted.get(name):
        given = {key: value for key, value in given.items() if key in _accepted[name]}
    return typed(" ".join([f"./invokew {name}", *_words({**given, **options})]))


def completed(text: str) -> str:
    """An advice with every command in it as it must be typed now, and the same command spelled out."""
    now = _current.get()
    if now is None:
        return typed(text)
    whole = typed(_COMMAND.sub(_complete, text))
    if _AGAIN.search(whole) and command() not in whole:
        whole = f"{whole}: {command()}"
    return whole


def explained(error: PlatformError) -> str:
    """An error in two lines: what happened, and what to type next, completed."""
    return f"{typed(error.message)}\nnext: {completed(error.next_step)}"


def typed(text: str) -> str:
    """A text with its commands as they are typed here: `invoke plan` where there is no wrapper."""
    return text if PROGRAM == "./invokew" else text.replace("./invokew", PROGRAM)


def _complete(match: re.Match[str]) -> str:
    now = _current.get() or Invocation()
    words = shlex.split(match[0])
    task, said = words[1], words[2:]
    if task not in _accepted or said[:1] == ["--help"]:
        return match[0]
    named = {word.lstrip("-").partition("=")[0].replace("-", "_") for word in said if word.startswith("--")}
    env = said[said.index("--env") + 1] if "--env" in said[:-1] else now.given.get("env")
    if "env" in _accepted[task] and env != now.given.get("env"):
        return match[0]  # about another environment
    keep = {
        key: value
        for key, value in now.given.items()
        if key in _accepted[task] and key not in named and (task == now.task or key not in _OWN)
    }
    if "confirm" in named:
        keep.pop("yes", None)  # a protected environment does not take it
    keep.pop("check", None)  # what was only checked is to be done next
    first: dict[str, Any] = {"env": keep.pop("env")} if "env" in keep else {}
    return " ".join([*words[:2], *_words(first), *map(_quoted, said), *_words(keep)])


def _words(options: Mapping[str, Any]) -> list[str]:
    order = ("env", "endpoint")
    names = [*(name for name in order if name in options), *(name for name in options if name not in order)]
    found = []
    for name in names:
        value, flag = options[name], f"--{name.replace('_', '-')}"
        if value is True:
            found.append(flag)
        elif isinstance(value, list | tuple):
            found += [f"{flag} {_quoted(each)}" for each in value]
        elif value is not None and value is not False:
            found.append(f"{flag} {_quoted(value)}")
    return found


def _quoted(value: object) -> str:
    return shlex.quote(str(value) if isinstance(value, Path) else f"{value}")


def _default(parameter: inspect.Parameter) -> Any:
    return None if parameter.default is inspect.Parameter.empty else parameter.default
