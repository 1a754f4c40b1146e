"""Files as values: read into memory, compared by their digest, written in one step."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tooling.paths import ROOT

Files = Mapping[str, bytes]
"""File contents by their path within some folder, with forward slashes."""


def read(folder: Path, paths: Iterable[Path]) -> Files:
    """The files at the paths, all within the folder, without hidden and compiled ones."""
    named = ((path.relative_to(folder), path) for path in paths)
    return {
        name.as_posix(): path.read_bytes()
        for name, path in named
        if name.suffix != ".pyc"
        and not any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    }


def digest(files: Files) -> str:
    """A SHA-256 over names and contents."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


def sha256_of(path: Path) -> str:
    """The file's SHA-256, or "" when there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def text_of(path: Path) -> str:
    """The file's text, or "" when there is no such file; never fails on damaged bytes."""
    return path.read_text(errors="replace") if path.is_file() else ""


def write(path: Path, content: bytes) -> None:
    """Replace a file in one step: neither a reader nor a crash ever sees half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as scratch:
        scratch.write(content)
    Path(scratch.name).chmod(0o644)
    Path(scratch.name).replace(path)


def private(path: Path, content: bytes | None = None) -> None:
    """A file, and its folder, for their owner only: made, or kept, and with this content when it is given."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        os.fchmod(descriptor, 0o600)
        if content is not None:
            out.truncate()
            out.write(content)


def unpack(files: Files, folder: Path) -> None:
    """Write the files into the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def folder_at(path: Path) -> Path:
    """A folder at this path: made, or kept; a file in its place, or in its parent's, is removed."""
    for place in (path.parent, path):
        if place.is_file():
            place.unlink()
    path.mkdir(parents=True, exist_ok=True)
    return path


def remove(path: Path) -> None:
    """Remove a file or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def shown(path: Path) -> str:
    """The path as one types it at the top of the checkout."""
    path = path.resolve()
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
