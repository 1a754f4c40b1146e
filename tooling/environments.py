"""What an environment is: a root under environments/, read from its own main.tf."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tooling import paths
from tooling.errors import PlatformError


@dataclass(frozen=True)
class Backend:
    """Where the state lives: the root's `backend "s3"` block."""

    bucket: str
    key: str
    region: str


@dataclass(frozen=True)
class Environment:
    """One root. `protected` (from `locals { protected = true }`) wants its name typed before an apply."""

    name: str
    path: Path
    backend: Backend
    protected: bool

    @property
    def region(self) -> str:
        """The AWS region, the same for the state and the resources."""
        return self.backend.region

    @property
    def runs(self) -> Path:
        """Where the saved plan, the events and the run marker of this environment are kept."""
        return paths.CACHE / "runs" / self.name


def names() -> list[str]:
    """The environments there are, `local` first."""
    found = [main.parent.name for main in paths.ENVIRONMENTS.glob("*/main.tf")]
    return sorted(found, key=lambda name: (name != "local", name))


def get(name: str) -> Environment:
    """Read one environment.

    Raises:
        PlatformError: no such environment, or its main.tf cannot be read.
    """
    known = names()
    if name not in known:
        raise PlatformError(
            f"there is no environment '{name}'",
            f"use one of: {', '.join(known)}" if known else f"make {paths.ENVIRONMENTS}/{name}/main.tf",
        )
    path = paths.ENVIRONMENTS / name
    main = path / "main.tf"
    document = _parse(main)
    backend = _blocks(document, "terraform", "backend", "s3")
    missing = [field for field in ("bucket", "key", "region") if not any(field in block for block in backend)]
    if missing:
        raise PlatformError(
            f'{_shown(main)} has no literal {" or ".join(missing)} in its `backend "s3"` block',
            f'add {", ".join(missing)} to `terraform {{ backend "s3" {{ … }} }}` in {_shown(main)}',
        )
    settings = {field: value for block in backend for field, value in block.items()}
    protected = any(block.get("protected") is True for block in _blocks(document, "locals"))
    return Environment(
        name=name,
        path=path,
        backend=Backend(settings["bucket"], settings["key"], settings["region"]),
        protected=protected,
    )


def _parse(main: Path) -> dict[str, Any]:
    import hcl2  # 0.2 s, so only when an environment is really read
    from hcl2.utils import SerializationOptions

    options = SerializationOptions(strip_string_quotes=True, with_comments=False)
    try:
        document: dict[str, Any] = hcl2.loads(main.read_text(), serialization_options=options)
    except Exception as error:  # every kind of lark error is the same mistake to the user
        line = getattr(error, "line", None)
        place = f"{_shown(main)}:{line}" if isinstance(line, int) and line > 0 else _shown(main)
        raise PlatformError(
            f"{place} is not valid Terraform", f"see what is wrong: terraform fmt {_shown(main)}"
        ) from error
    return document


def _blocks(document: dict[str, Any], *path: str) -> list[dict[str, Any]]:
    """The bodies of the blocks at a path of block types and labels."""
    level = [document]
    for step in path:
        found = [body.get(step, []) for body in level]
        level = [item for value in found for item in (value if isinstance(value, list) else [value])]
    return level


def _shown(path: Path) -> str:
    return str(path.relative_to(paths.ROOT)) if path.is_relative_to(paths.ROOT) else str(path)
