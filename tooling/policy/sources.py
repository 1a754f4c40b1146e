"""What Terraform reads: folders with code, the modules that they call, and links on the way.

A folder is known by its real path, since Terraform follows links before it looks for what a module calls:
https://developer.hashicorp.com/terraform/language/modules/sources#local-paths
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tooling.policy import hcl, json_syntax

_CODE = (".tf", ".tf.json")
_VALUES = ("terraform.tfvars", "terraform.tfvars.json")
_AUTO_VALUES = (".auto.tfvars", ".auto.tfvars.json")


@dataclass(frozen=True)
class Folder:
    """A folder with code.

    Attributes:
        path: its real path.
        code: names of the files with code, in order.
        values: names of those with values for variables, which count in a root only.
        calls: by file, the folders that its modules come from, real paths.
    """

    path: Path
    code: tuple[str, ...]
    values: tuple[str, ...]
    calls: Mapping[str, tuple[Path, ...]]

    @property
    def called(self) -> set[Path]:
        """The folders of the modules that it calls."""
        return {folder for folders in self.calls.values() for folder in folders}


@dataclass(frozen=True)
class Tree:
    """All code below a folder, and what this calls elsewhere.

    Attributes:
        root: the real path of the folder.
        folders: by real path.
    """

    root: Path
    folders: Mapping[Path, Folder]

    def name(self, path: Path) -> str:
        """How a report calls the path."""
        return os.path.relpath(path, self.root)

    def path(self, name: str) -> Path:
        """The path that a report calls by this name."""
        return Path(os.path.normpath(self.root / name))


def read(root: Path, within: Iterable[Path] = ()) -> Tree:
    """The code below `root`. Hidden folders and those of packages only count when something calls them.

    Args:
        within: only code below these, paths relative to `root`, and what that calls. Empty is all of it.
    """
    top = Path(os.path.realpath(root))
    found: dict[Path, Folder] = {}
    todo = [top / start for start in sorted(set(within)) or [Path()]]
    seen: set[Path] = set()
    while todo:
        path = Path(os.path.realpath(todo.pop()))
        if path in seen or not path.is_dir():
            continue
        seen.add(path)
        with os.scandir(path) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
        todo += [path / one.name for one in inside if not _is_passed_over(one.name) and one.is_dir()]
        _add(found, path, [one.name for one in inside if one.is_file() or one.is_symlink()])
    called = {callee for folder in found.values() for callee in folder.called}
    while missing := {path for path in called if path not in found and path.is_dir()}:
        for path in sorted(missing):
            _add(found, path, sorted(one.name for one in path.iterdir()))
        called = {callee for path in missing if path in found for callee in found[path].called}
    return Tree(top, found)


def roots(tree: Tree, without: Collection[Path] = ()) -> list[Path]:
    """The folders that no other calls, so that all are reached from them.

    Args:
        without: files whose calls do not count.
    """
    called = {
        callee
        for path, folder in tree.folders.items()
        for name, callees in folder.calls.items()
        if path / name not in without
        for callee in callees
        if callee != path
    }
    calls = {path: folder.called for path, folder in tree.folders.items()}
    found = [path for path in sorted(tree.folders) if path not in called]
    reached = _reached(found, calls)
    for path in sorted(tree.folders):
        if path not in reached:  # they call each other in a circle
            found.append(path)
            reached |= _reached({path}, calls)
    return sorted(found)


def closure(tree: Tree, root: Path) -> list[Folder]:
    """The folder and all that it calls, directly or not."""
    calls = {path: folder.called for path, folder in tree.folders.items()}
    return [tree.folders[path] for path in sorted(_reached({root}, calls)) if path in tree.folders]


def circle(tree: Tree, root: Path) -> bool:
    """Whether a module that the root reaches calls itself in the end. Terraform refuses that."""
    calls = {path: folder.called for path, folder in tree.folders.items()}
    return any(folder.path in _reached(folder.called, calls) for folder in closure(tree, root))


def affected(tree: Tree, roots: Iterable[Path], changed: Iterable[Path]) -> list[Path]:
    """The roots in which a change of files or folders can show; a folder means everything below it."""
    here = {way for path in changed for way in _ways(tree.root / path)}
    return [
        root
        for root in roots
        if any(
            path in here or not here.isdisjoint(path.parents) or any(_is_read(one, path) for one in here)
            for folder in closure(tree, root)
            for path in (folder.path, *folder.called)
        )
    ]


def fingerprint(tree: Tree, root: Path) -> str:
    """Of all that decides what a scan of the root finds. The same code at another place has the same."""
    digest = hashlib.sha256()
    digest.update(f"{tree.name(root)}\0".encode())
    for folder in closure(tree, root):
        for name in (*folder.code, *(folder.values if folder.path == root else ())):
            content = _content(folder.path / name).replace(b"\r\n", b"\n")
            digest.update(f"{tree.name(folder.path)}\0{name}\0{len(content)}\0".encode() + content)
        for callee in sorted(folder.called):
            digest.update(f"{tree.name(callee)}\0{callee in tree.folders}\0".encode())
    digest.update(_content(root / ".terraform" / "modules" / "modules.json"))  # modules of other repositories
    return digest.hexdigest()


def is_read(name: str) -> bool:
    """Whether Terraform reads a file of this name."""
    return _is_code(name) or _is_values(name)


def _add(found: dict[Path, Folder], path: Path, names: Iterable[str]) -> None:
    names = [name for name in names if is_read(name)]
    code = tuple(name for name in names if _is_code(name))
    values = tuple(name for name in names if _is_values(name))
    if code or values:
        calls = {name: tuple(sorted({_folder(path, one) for one in _calls(path / name)})) for name in code}
        found[path] = Folder(path, code, values, calls)


def _calls(file: Path) -> Iterator[str]:
    text = _content(file).decode("utf-8", errors="replace")
    found = (
        json_syntax.sources(text) if file.name.endswith(".json") else [one.source for one in hcl.calls(text)]
    )
    return (source for source in found if is_local(source))


def is_local(source: str) -> bool:
    """Whether a module's source is a folder, rather than a registry or a repository."""
    return source.startswith(("./", "../")) or source in (".", "..")


def folder_of(caller: Path, source: str) -> Path:
    """The real path of the folder that a source names in a folder."""
    return _folder(caller, source)


def _folder(caller: Path, source: str) -> Path:
    return Path(os.path.realpath(os.path.normpath(caller / source)))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a link to nowhere: Terraform cannot read it either, and says so
        return b""


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name == "node_modules"


def _is_code(name: str) -> bool:
    return name.endswith(_CODE) and not name.startswith((".", "#"))


def _is_values(name: str) -> bool:
    return name in _VALUES or (name.endswith(_AUTO_VALUES) and not name.startswith("."))


def _is_read(path: Path, folder: Path) -> bool:
    return path.parent == folder and is_read(path.name)


def _ways(path: Path) -> set[Path]:
    """The path as it is written, and where links lead."""
    written = Path(os.path.normpath(path))
    return {written, Path(os.path.realpath(written.parent)) / written.name, Path(os.path.realpath(written))}


def _reached(start: Iterable[Path], edges: Mapping[Path, set[Path]]) -> set[Path]:
    reached = set(start)
    todo = list(reached)
    while todo:
        for path in edges.get(todo.pop(), set()) - reached:
            reached.add(path)
            todo.append(path)
    return reached
