"""What a plan or an apply is asked to do otherwise: the options of a command, and the user's TF_CLI_ARGS.

Terraform would take those variables by itself, and then half of what they say would be overruled by what the
harness passes. So they are read here: what is an option of ours is one, and anything else is refused by name.
https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name
"""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tooling.errors import PlatformError

VARIABLE = "TF_CLI_ARGS"
_LISTS = ("target", "replace", "var-file")
_PLANNING = {*_LISTS, "refresh-only"}
_RUNNING = {"parallelism", "lock-timeout"}
# What the harness does anyway: an apply is of a saved plan, and nothing asks or colours.
_DONE = {"input": ("false", "0"), "no-color": ("", "true"), "compact-warnings": ("", "true")}
_DONE_BY = {
    "destroy": {"auto-approve": ("", "true")},
    "apply": {"auto-approve": ("", "true")},
    "plan": {"detailed-exitcode": ("", "true")},
}
_SWITCHES = {"refresh-only", "no-color", "compact-warnings", "auto-approve", "detailed-exitcode", "upgrade"}
_OF_INIT = {"upgrade", "lockfile", "plugin-dir", "lock-timeout"}
# The other commands of Terraform that the harness runs for an environment, or replaces.
_QUIET = ("destroy", "force_unlock", "output", "refresh", "show", "state", "state_pull", "state_push")
# https://developer.hashicorp.com/terraform/cli/commands
_COMMANDS = (
    *("apply", "console", "destroy", "env", "fmt", "force", "get", "graph", "import", "init", "login"),
    *("logout", "metadata", "modules", "output", "plan", "providers", "query", "refresh", "show", "stacks"),
    *("state", "taint", "test", "untaint", "validate", "version", "workspace"),
)


@dataclass(frozen=True)
class Options:
    """Beside the environment. Files are whole paths.

    Args:
        target: only these addresses, and what they need.
        replace: make these addresses new.
        var_file: files of variables.
        refresh_only: change nothing but the state, to what AWS has.
        parallelism: how many operations of an apply run side by side; 0 is the harness's choice.
        plan_parallelism: the same of a plan; 0 is Terraform's choice.
        lock_timeout: how long to wait for the state lock: `30s`.
        init: what `terraform init` is given besides.
    """

    target: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()
    var_file: tuple[Path, ...] = ()
    refresh_only: bool = False
    parallelism: int = 0
    plan_parallelism: int = 0
    lock_timeout: str = ""
    init: tuple[str, ...] = ()

    @property
    def partial(self) -> tuple[str, ...]:
        """What makes the plan another one than that of the whole code, as one types it."""
        found = [f"--{name} {value}" for name in ("target", "replace") for value in getattr(self, name)]
        found += [f"--var-file {_shown(file)}" for file in self.var_file]
        return (*found, *(["--refresh-only"] if self.refresh_only else []))

    def for_plan(self) -> dict[str, Any]:
        """Arguments of `terraform plan`."""
        found: dict[str, Any] = {
            "target": list(self.target),
            "replace": list(self.replace),
            "var_file": [str(file) for file in self.var_file],
            "parallelism": self.plan_parallelism or None,
            "lock_timeout": self.lock_timeout or None,
        }
        return {name: value for name, value in found.items() if value} | (
            {"refresh_only": True} if self.refresh_only else {}
        )

    def for_apply(self) -> dict[str, Any]:
        """Arguments of `terraform apply` of a saved plan."""
        found = {"parallelism": self.parallelism, "lock_timeout": self.lock_timeout}
        return {name: value for name, value in found.items() if value}


def of(
    variables: Mapping[str, str],
    root: Path,
    *,
    target: Iterable[str] | None = None,
    replace: Iterable[str] | None = None,
    var_file: Iterable[str] | None = None,
    refresh_only: bool = False,
    parallelism: int = 0,
    lock_timeout: str = "",
) -> Options:
    """The options of a command, after those in the process environment.

    Args:
        variables: the process environment.
        root: the folder of the environment, where Terraform runs.

    Raises:
        PlatformError: one cannot be what it is given as, or a variable asks for what is no option.
    """
    found = _of_variables(variables, root)
    if parallelism < 0:
        raise PlatformError(f"--parallelism {parallelism} is no number of operations", "give 1 or more")
    if lock_timeout and not re.fullmatch(r"(\d+(\.\d+)?(ms|s|m|h))+", lock_timeout):
        raise PlatformError(f"--lock-timeout {lock_timeout} is no duration", "write it as 30s or 5m")
    files = [_file(Path.cwd() / name, f"--var-file {name}") for name in var_file or ()]
    return _merged(
        found,
        target=(*found.target, *(target or ())),
        replace=(*found.replace, *(replace or ())),
        var_file=(*found.var_file, *files),
        refresh_only=found.refresh_only or refresh_only,
        parallelism=parallelism or found.parallelism,
        plan_parallelism=parallelism or found.plan_parallelism,
        lock_timeout=lock_timeout or found.lock_timeout,
    )


def refuse(variables: Mapping[str, str], command: str) -> None:
    """Refuse what Terraform's variables ask of a command that has no options here, such as `fmt`.

    Raises:
        PlatformError: names the variable and the option.
    """
    for name in (VARIABLE, f"{VARIABLE}_{command}"):
        for flag, value in _flags(name, variables.get(name, "")):
            _with(Options(), command, name, flag, value, Path())


def without(variables: Mapping[str, str]) -> dict[str, str]:
    """A process environment without what `of` reads."""
    return {name: value for name, value in variables.items() if not name.startswith(VARIABLE)}


_merged = replace


def _of_variables(variables: Mapping[str, str], root: Path) -> Options:
    found = Options()
    for name in variables:
        command = name.removeprefix(f"{VARIABLE}_")
        if name not in (VARIABLE, command) and command.split("_")[0] not in _COMMANDS:
            near = difflib.get_close_matches(command, _COMMANDS, 1)
            raise PlatformError(
                f"{name} is of no command of Terraform's, so that nothing would read it; nothing was changed",
                f"unset {name}" + (f", or write {VARIABLE}_{near[0]}" if near else ""),
            )
    for command in ("", "plan", "apply", "init", *_QUIET):
        name = f"{VARIABLE}_{command}" if command else VARIABLE
        for flag, value in _flags(name, variables.get(name, "")):
            found = _with(found, command, name, flag, value, root)
    return found


def _with(found: Options, command: str, name: str, flag: str, value: str, root: Path) -> Options:
    """The options with one flag of a variable more."""
    if value in (_DONE | _DONE_BY.get(command, {})).get(flag, ()):
        return found
    if command == "init" and flag in _OF_INIT:
        return _merged(found, init=(*found.init, f"-{flag}={value}" if value else f"-{flag}"))
    if command in ("", "plan", "apply") and flag in _PLANNING | _RUNNING:
        if flag == "refresh-only" and value in ("", "true", "false"):
            return _merged(found, refresh_only=value != "false")
        if flag in ("target", "replace") and value:
            return _merged(found, **{flag: (*getattr(found, flag), value)})
        if flag == "var-file" and value:
            return _merged(found, var_file=(*found.var_file, _file(root / value, f"{name}: -{flag}={value}")))
        if flag == "lock-timeout" and value:
            return _merged(found, lock_timeout=value)
        if flag == "parallelism" and value.isdigit():
            number = int(value)
            return _merged(
                found,
                parallelism=found.parallelism if command == "plan" else number,
                plan_parallelism=found.plan_parallelism if command == "apply" else number,
            )
    what = f"-{flag}={value}" if value else f"-{flag}"
    raise PlatformError(
        f"{name} asks for {what}, which is no option here; nothing was changed",
        f"unset {name}{_INSTEAD.get(flag, '')}",
    )


_INSTEAD = {
    "backend-config": ", and write in the root's `backend` block which state is meant",
    "var": ", and set TF_VAR_name or give --var-file FILE",
    "destroy": ", and use ./invokew destroy",
}


def _flags(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Flags as Go reads them: `-a=b`, `-a b`, `--a`, and switches."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise PlatformError(f"{name} cannot be read: {error}", f"correct {name}, or unset it") from error
    while words:
        word = words.pop(0)
        flag, equals, value = word.lstrip("-").partition("=")
        if not word.startswith("-"):
            raise PlatformError(f"{name} asks for '{word}', which is no option here", f"unset {name}")
        if not equals and flag not in _SWITCHES and words and not words[0].startswith("-"):
            value = words.pop(0)
        yield flag, value


def _file(path: Path, what: str) -> Path:
    if not path.is_file():
        raise PlatformError(f"{what}: there is no such file", "name a file of variables, such as dev.tfvars")
    return path.resolve()


def _shown(file: Path) -> str:
    from tooling import inputs

    return shlex.quote(inputs.shown(file))
