"""The files that a plan depends on, with their hashes: all that Terraform may read for a root.

Terraform's functions, providers and provisioners open files while a plan is made, and again while it is
applied, at paths that an expression makes. Which ones, only Terraform knows. But a path starts in the root or
in a module's folder, and leaves it only by a text that says so. So this takes every file below the root, and
below each module that `init` lists, and below wherever `..` or an absolute path in the configuration leads;
where that is not known, every file of the checkout. A folder that an absolute path names
and that holds too many files is not taken, and named. See docs/decisions/0014-what-was-reviewed.md.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tooling import paths

# Nothing of Terraform's reads these: they are of git, of Python, of editors, and of Terraform itself.
_OTHERS = {
    ".git",
    ".hg",
    ".idea",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".terraform",
    ".venv",
    ".vscode",
    "__pycache__",
}
# The state, which a plan is bound to by its serial, and what Terraform leaves beside it.
_STATE = re.compile(r"\.tfstate(\.|$)|\.tfstate\.lock\.info$|^crash\.log$|\.pyc$")
_CODE = ("*.tf", "*.tf.json", "*.tfvars", "*.tfvars.json")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_UP = re.compile(r"(^|/)\.\.(/|$)")
_HERE = re.compile(r"\$\{\s*path\.(module|root|cwd)\s*\}/?")
_READS = r"\b(?:file\w*|templatefile)\(\s*+(?:pathexpand\(\s*+)?+"
# A call with an absolute path, up to the first expression in it; and one whose path an expression begins.
_ABSOLUTE = re.compile(_READS + r'"([/~](?:[^"\\\n$%]|\\.)*)("?)')
_MADE = re.compile(_READS + r'(?!"[^"$]|"\$\{\s*path\.|path\.|\))')
MOST = 2000  # files of a folder that an absolute path names


def hashes(
    root: Path,
    data: Path,
    values: Iterable[str] = (),
    more: Iterable[Path] = (),
    large: list[Path] | None = None,
) -> dict[str, str]:
    """SHA-256 by path, as one types it at the top of the checkout.

    Args:
        root: the environment's folder.
        data: its `.terraform`.
        values: values of variables that come from elsewhere than a file: they may be paths.
        more: files of variables.
        large: gets the folders that are left out because they hold too many files.
    """
    return {shown(file): hash_of(file) for file in sorted(files(root, data, values, more, large))}


def files(
    root: Path,
    data: Path,
    values: Iterable[str] = (),
    more: Iterable[Path] = (),
    large: list[Path] | None = None,
) -> set[Path]:
    """The files themselves; see `hashes`."""
    folders = modules(root, data)
    more = {file.resolve() for file in more}
    found = set(more)
    places = set(folders)
    texts = {
        folder: "\n".join(file.read_text(errors="replace") for file in code(folder)) for folder in folders
    }
    made = any(_MADE.search(text) for text in texts.values())
    named: set[Path] = set()
    for folder, text in texts.items():
        places |= _outside(text, folder, folders)
        named |= _named(text, made)
    text = "\n".join(file.read_text(errors="replace") for file in more if file.is_file())
    for value in [*values, *_QUOTED.findall(text)]:
        path = root / os.path.expanduser(value)  # noqa: PTH111  # a value that is no path is no error
        if value.startswith(("/", "~")):
            named |= _named(f'"{value}"', made)
        elif _UP.search(value):
            whole = _checkout(folders[0])
            places.add(whole if whole.is_relative_to(_normal(path)) else _normal(path))
    for place in _outermost(places):
        found.update([place] if _is_file(place) else below(place))
    for place in _outermost(named):
        inside = [place] if _is_file(place) else [*itertools.islice(below(place), MOST + 1)]
        if len(inside) <= MOST:
            found.update(inside)
        elif large is not None:
            large.append(place)
    return found


def modules(root: Path, data: Path) -> list[Path]:
    """The root's folder, and that of each module it calls, as `terraform init` found them."""
    found = [root.resolve()]
    try:
        listed = json.loads((data / "modules" / "modules.json").read_text())["Modules"]
        found += [(root / each["Dir"]).resolve() for each in listed]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # it calls none
    return list(dict.fromkeys(found))


def code(folder: Path) -> list[Path]:
    """The files of one folder that Terraform reads as configuration and values of variables."""
    return sorted(file for pattern in _CODE for file in folder.glob(pattern) if _is_file(file))


def below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, links followed, without what is not Terraform's to read."""
    seen: set[str] = set()
    cache = str(paths.CACHE)
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [
            name
            for name in folders
            if name not in _OTHERS and os.path.join(real, name) != cache  # noqa: PTH118
        ]
        for name in names:
            path = Path(place, name)
            if not _STATE.search(name) and (_is_file(path) or path.is_symlink()):
                yield path


def written(plan: Mapping[str, Any]) -> set[str]:
    """Files that Terraform wrote itself while it planned: the archives of `archive_file`."""

    def of(module: Mapping[str, Any]) -> Iterator[str]:
        for resource in module.get("resources") or []:
            if resource.get("type") == "archive_file":
                yield str((resource.get("values") or {}).get("output_path") or "")
        for child in module.get("child_modules") or []:
            yield from of(child)

    sides = (plan.get("prior_state", {}).get("values", {}), plan.get("planned_values", {}))
    return {path for side in sides for path in of(side.get("root_module", {})) if path}


def shown(file: Path) -> str:
    """The path as one types it at the top of the checkout."""
    return os.path.relpath(file, paths.ROOT)


def hash_of(file: Path) -> str:
    """The file's SHA-256, or a word when it cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def _outside(text: str, folder: Path, folders: list[Path]) -> set[Path]:
    """Where the paths in a module's text lead, other than below its folder and the root's."""
    root, whole = folders[0], _checkout(folders[0])
    found: set[Path] = set()
    if re.search(r"\bdirname\(", text):
        found.add(whole)
    for literal in _QUOTED.findall(text):
        here = _HERE.match(literal)
        relative = literal[here.end() :] if here else literal
        if not _UP.search(relative):
            continue
        bases = (folder, root) if here is None else (folder,) if here[1] == "module" else (root,)
        expression = re.search(r"[$%]\{", relative)
        fixed = relative[: expression.start()].rpartition("/")[0] if expression else relative
        ends = {_normal(base / fixed) for base in bases}
        # A part of a path that is put together elsewhere, or one that starts, or goes on, who knows where.
        part = here is None and not relative.strip("./")
        later = (expression and _UP.search(relative[expression.start() :])) or "%" in relative
        if not later and ends & set(folders):
            continue
        if part or later or any(whole.is_relative_to(end) for end in ends):
            found.add(whole)
        else:
            found |= ends
    return found


def _named(text: str, made: bool) -> set[Path]:
    """What a text names by an absolute path and is there: files, and folders that files are read from.

    Args:
        made: whether some path is made by an expression, so that any folder can be where it begins.
    """

    def of(fixed: str, whole: bool) -> Path:
        return Path(os.path.expanduser(fixed if whole else fixed.rpartition("/")[0] or "/"))  # noqa: PTH111

    read = {of(fixed, bool(end)) for fixed, end in _ABSOLUTE.findall(text)}
    other = {
        of(re.split(r"[$%]\{", literal)[0], not re.search(r"[$%]\{", literal))
        for literal in _QUOTED.findall(text)
        if literal.startswith(("/", "~"))
    }
    return {
        path
        for path in read | other
        if _is_file(path) or ((path in read or (made and len(path.parts) > 2)) and _is_folder(path))
    }


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not path.is_relative_to("/dev") and not path.is_relative_to("/proc")
    except (OSError, ValueError):
        return False


def _outermost(places: Iterable[Path]) -> list[Path]:
    kept: list[Path] = []
    for place in sorted(places, key=lambda path: len(path.parts)):
        if not any(place.is_relative_to(other) for other in kept):
            kept.append(place)
    return kept


def _checkout(root: Path) -> Path:
    """The folder of the repository that holds the root."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _normal(path: Path) -> Path:
    return Path(os.path.normpath(path))


def _is_file(path: Path) -> bool:
    """Whether it is one that can be read to its end: no pipe, no socket, no device."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):  # a text that is no path, too
        return False
