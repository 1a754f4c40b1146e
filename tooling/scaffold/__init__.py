"""New services and modules, which plan, apply, and pass their tests and the policy as they are made.

The files are in `lambda.toml`, `fargate.toml` and `module.toml`, under the name `sample-name`.
"""

from __future__ import annotations

import keyword
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tooling import paths
from tooling.errors import PlatformError

HERE = Path(__file__).parent
COMPUTE = ("lambda", "fargate")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_GALLERY = Path("tests", "smoke", "gallery")


@dataclass(frozen=True)
class Made:
    """What was made: the folder, its files, and what is left to do, one line each."""

    folder: Path
    files: tuple[Path, ...]
    call: str
    next_steps: tuple[str, ...]


def service(name: str, compute: str = "lambda", root: Path = paths.ROOT) -> Made:
    """Make a service, examples/NAME, with its code and its tests.

    Raises:
        PlatformError: the name is none, something has it, or there is no such kind of compute.
    """
    if compute not in COMPUTE:
        raise PlatformError(f"there is no --compute {compute}", f"use one of: {', '.join(COMPUTE)}")
    _check(name, 20)
    folder = root / "examples" / name
    made, call = _write(folder, compute, name, "")
    steps = (
        f"python -m pytest examples/{name}",
        "paste the call into environments/NAME/main.tf",
        "./invokew apply --env local",
    )
    return Made(folder, made, call, steps)


def module(path: str, root: Path = paths.ROOT) -> Made:
    """Make a module, modules/CHAPTER/NAME, with examples, README and its place in gallery and README.

    Raises:
        PlatformError: the path is none, there is no such chapter, or something has the name.
    """
    from tooling import reference

    chapter, _, name = path.partition("/")
    chapters = sorted(each.name for each in (root / "modules").iterdir() if each.is_dir())
    if chapter not in chapters:
        raise PlatformError(
            f"there is no chapter '{chapter}'", f"write CHAPTER/NAME, of one of: {', '.join(chapters)}"
        )
    _check(name, 40)
    folder = root / "modules" / chapter / name
    made, call = _write(folder, "module", name, chapter)
    reference.update([folder / "README.md"], root / "modules")
    _append(root / _GALLERY / f"{chapter}.tf", call)
    _name_in_readme(root / "README.md", chapter, name)
    steps = (
        f"describe the module in modules/{chapter}/{name}/README.md, and replace the parameter that it makes",
        ".venv/bin/python -m tooling.hooks reference --write",
        f".venv/bin/python -m pytest -q tests/unit -k '{name} or gallery or reference'",
        "add wrong inputs to tests/plan/refusals; with grants, what they allow to tests/plan/rights.toml",
    )
    return Made(folder, made, call, steps)


def _check(name: str, longest: int) -> None:
    if not _NAME.fullmatch(name) or len(name) > longest or keyword.iskeyword(name):
        raise PlatformError(
            f"'{name}' is no name" if name else "no name is given",
            f'write up to {longest} lower-case letters, digits and "-", such as orders',
        )


def _write(folder: Path, kind: str, name: str, chapter: str) -> tuple[tuple[Path, ...], str]:
    """All files of a kind in a new folder; their paths, and the call that is to be pasted."""
    if folder.exists():
        raise PlatformError(f"{folder} is there already", "choose another name, or change what is there")

    def named(text: str) -> str:
        text = text.replace("sample-chapter", chapter).replace("sample-name", name)
        return text.replace("sample_name", name.replace("-", "_"))

    content = tomllib.loads((HERE / f"{kind}.toml").read_text(encoding="utf-8"))
    made = []
    for path, text in content["files"].items():
        file = folder / named(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(named(text), encoding="utf-8")
        made.append(file)
    if kind != "module":
        (folder / "versions.tf").write_text(_versions(), encoding="utf-8")
        made.append(folder / "versions.tf")
    return tuple(made), named(content["call"]["text"])


def _versions() -> str:
    content = tomllib.loads((HERE / "module.toml").read_text(encoding="utf-8"))
    text: str = content["files"]["versions.tf"]
    return text


def _append(file: Path, text: str) -> None:
    if file.exists():
        file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n\n" + text, encoding="utf-8")


def _name_in_readme(file: Path, chapter: str, name: str) -> None:
    """The module at the end of its chapter in the table; nothing where there is no such table."""
    if not file.exists():
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    for index, line in enumerate(lines):
        if line.startswith(f"| {chapter} |"):
            lines[index] = f"{line.rstrip().removesuffix('|').rstrip()}, {name} |\n"
    file.write_text("".join(lines), encoding="utf-8")
