"""What an environment is: a root under environments/, as its own files say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tooling import hcl, paths
from tooling.errors import PlatformError
from tooling.hcl import Setting


@dataclass(frozen=True)
class Backend:
    """Where the state lives: the root's `backend "s3"` block. `settings` is all of it, as written."""

    bucket: str
    key: str
    region: str
    settings: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Environment:
    """One root. One that is `protected` is applied only from a plan that was reviewed, by its name.

    It is, unless `locals { protected = false }` is all that its files say of it; `because` is the reason when
    they do not say `true` either. Where they say something else, such as an expression, `unclear` says what:
    only Terraform could evaluate that, with its variables and its state, and a guard must not depend on them.
    """

    name: str
    path: Path
    backend: Backend
    protected: bool
    because: str = ""
    unclear: str = ""

    @property
    def region(self) -> str:
        """The AWS region, the same for the state and the resources."""
        return self.backend.region

    @property
    def guard(self) -> str:
        """That it is protected, with the reason where no file says so, and what to write."""
        if not self.because:
            return f"'{self.name}' is protected"
        return (
            f"'{self.name}' counts as protected, because {self.because} "
            "(write `locals { protected = false }`, or `true`)"
        )

    @property
    def runs(self) -> Path:
        """Where the saved plan, the events and the run marker of this environment are kept."""
        return paths.CACHE / "runs" / self.name


def names() -> list[str]:
    """The environments there are, `local` first."""
    folders = sorted(paths.ENVIRONMENTS.iterdir()) if paths.ENVIRONMENTS.is_dir() else []
    found = [folder.name for folder in folders if folder.is_dir() and hcl.files(folder)]
    return sorted(found, key=lambda name: (name != "local", name))


def get(name: str) -> Environment:
    """Read one environment.

    Raises:
        PlatformError: no such environment, or its files do not say where its state is.
    """
    known = names()
    if name not in known:
        raise PlatformError(
            f"there is no environment '{name}'",
            f"use one of: {', '.join(known)}" if known else f"make {paths.ENVIRONMENTS}/{name}/main.tf",
        )
    path = paths.ENVIRONMENTS / name
    return Environment(name, path, _backend(path), *_protection(path))


def refuse_unclear(environment: Environment) -> None:
    """Refuse to plan or to change what says neither that it is protected nor that it is not.

    Raises:
        PlatformError: names the line and what to write.
    """
    if environment.unclear:
        raise PlatformError(
            f"whether '{environment.name}' is protected cannot be read: {environment.unclear}; "
            "nothing was changed",
            "write `protected = true` or `protected = false` there, without an expression",
        )


def _backend(path: Path) -> Backend:
    """Terraform takes nothing but literals there; where it wants less, because they come from elsewhere,
    a command could not know which state to use."""
    found: dict[str, Setting] = {}
    where = path / "main.tf"
    unreadable = ""
    for file in hcl.files(path):
        try:
            blocks = hcl.settings(file, "terraform", "backend", "s3")
        except hcl.Unreadable as error:
            unreadable = f" ({_shown(file)}:{error.line} cannot be read)"
            continue
        for block in blocks:
            found |= block
            where = file
    values = {name: setting.value for name, setting in found.items() if isinstance(setting.value, str)}
    missing = [field for field in ("bucket", "key", "region") if not values.get(field)]
    if missing:
        raise PlatformError(
            f'{_shown(where)} has no literal {" or ".join(missing)} in its `backend "s3"` block{unreadable}',
            f'add {", ".join(missing)} to `terraform {{ backend "s3" {{ … }} }}` in {_shown(where)}',
        )
    settings = {name: setting.text for name, setting in found.items()}
    return Backend(values["bucket"], values["key"], values["region"], settings)


def _protection(path: Path) -> tuple[bool, str, str]:
    """`protected`, `because` and `unclear` of an environment: a guard that cannot be read is on."""
    said: list[Setting] = []
    for file in hcl.files(path):
        try:
            said += [block["protected"] for block in hcl.settings(file, "locals") if "protected" in block]
        except hcl.Unreadable as error:
            return True, f"{_shown(file)}:{error.line} cannot be read", ""
    if not said:
        return True, f"no file in {_shown(path)} says `locals {{ protected = … }}`", ""
    for each in said:
        if not isinstance(each.value, bool):
            place = f"{_shown(each.file)}:{each.line}"
            unclear = f"{place} says `protected = {each.text}`, which is neither true nor false"
            return True, unclear, unclear
    return any(each.value for each in said), "", ""


def _shown(path: Path) -> str:
    return str(path.relative_to(paths.ROOT)) if path.is_relative_to(paths.ROOT) else str(path)
