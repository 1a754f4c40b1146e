"""Which code a resource comes from: the block of the resource, and the call of its module."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tooling import hcl
from tooling.paths import ROOT
from tooling.plan.references import without_keys


@dataclass(frozen=True)
class Owner:
    """`file:line` of the resource's block, and of the module call nearest to the root that makes it."""

    resource: str
    call: str


class Owners:
    """Finds owners in the code of a root module and of what it calls."""

    def __init__(self, plan: Mapping[str, Any], root: Path) -> None:
        self._folders: dict[str, Path] = {}
        top = (plan.get("configuration") or {}).get("root_module") or {}
        self._gather("", top, root)

    def of(self, address: str) -> Owner:
        """Where the code is; empty for what is no code any more, or of a module that is not here."""
        match = re.match(r"((?:module\.[\w-]+\.)*)(\w+)\.([\w-]+)$", without_keys(address))
        if match is None:
            return Owner("", "")
        call = match[1].rstrip(".")
        folder = self._folders.get(call)
        resource = _block(folder, "resource", match[2], match[3]) if folder else ""
        return Owner(resource, self._called(call) if call else "")

    def _called(self, call: str) -> str:
        """The call of the innermost module whose caller is no module of modules/: where a team writes."""
        parts = call.split(".")
        places = []
        for depth in range(2, len(parts) + 1, 2):
            caller = self._folders.get(".".join(parts[: depth - 2]))
            if caller is not None and (depth == 2 or "modules" not in caller.parts):
                places.append(_block(caller, "module", parts[depth - 1]))
        return next((place for place in reversed(places) if place), "")

    def _gather(self, call: str, module: Mapping[str, Any], folder: Path) -> None:
        self._folders[call] = folder
        for name, child in (module.get("module_calls") or {}).items():
            source = str(child.get("source") or "")
            if source.startswith(("./", "../")):
                place = Path(os.path.normpath(folder / source))
                self._gather(f"{call}.module.{name}".lstrip("."), child.get("module") or {}, place)


def _block(folder: Path, kind: str, *labels: str) -> str:
    for file in hcl.files(folder) if folder.is_dir() else []:
        if file.suffix != ".tf":
            continue
        try:
            blocks = hcl.blocks(file.read_text(encoding="utf-8", errors="replace"), kind)
        except hcl.Unreadable:
            continue
        for block in blocks:
            if block.labels == labels:
                return f"{os.path.relpath(file, ROOT)}:{block.line}"
    return ""
