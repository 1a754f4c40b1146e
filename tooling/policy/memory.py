"""What earlier scans found out about texts that are still there: parsed files and evaluated expressions.

Both only depend on the text and on the versions of checkov and Python, which are part of the file's name.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import Any

_MOST = 200_000  # entries, some tens of megabytes: then it starts over


class Memory:
    """Two dictionaries that a scan fills, and a file that carries them to the next one."""

    def __init__(self) -> None:
        self.expressions: dict[Any, Any] = {}
        self.files: dict[str, bytes] = {}
        self._had = 0

    def load(self, folder: Path, version: str) -> None:
        """Take up what the folder's file holds; nothing, when it is damaged or of another version."""
        try:
            expressions, files = pickle.loads(self._file(folder, version).read_bytes())
        except Exception:  # a damaged pickle may raise anything
            return
        self.expressions.update(expressions)
        self.files.update(files)
        self._had = self._size()

    def save(self, folder: Path, version: str) -> None:
        """Write the file, when there is something new."""
        if self._size() == self._had:
            return
        if self._size() > _MOST:
            self.expressions.clear()
            self.files.clear()
        try:
            content = pickle.dumps((self.expressions, self.files), protocol=pickle.HIGHEST_PROTOCOL)
        except (pickle.PicklingError, AttributeError, TypeError):  # an expression gave something unusual
            return
        file = self._file(folder, version)
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.with_suffix(f".{os.getpid()}")
        written.write_bytes(content)
        written.replace(file)

    def _size(self) -> int:
        return len(self.expressions) + len(self.files)

    @staticmethod
    def _file(folder: Path, version: str) -> Path:
        return folder / f"checkov-{version}-{sys.implementation.cache_tag}.pickle"
