"""A copy of one root and what it calls, such that checkov reads in it what Terraform reads in the original.

JSON is written as HCL, variables have the values of the root, the sources of modules lead past links, and
a block that checkov's parser cannot read is left out and reported.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tooling.policy import hcl, json_syntax, sources
from tooling.policy.findings import Finding, Suppressed
from tooling.policy.sources import Folder, Tree

RULE = "PLATFORM_READABLE"
TITLE = "All code can be read, so that it is checked"
_ACCEPTED = re.compile(rf"checkov:skip=\s*{RULE}\s*:\s*(\S[^\n]*)")
_OVERRIDE = re.compile(r"(.*_)?override\.tf(\.json)?")
_LINE = re.compile(r"line[: ]+(\d+)")


@dataclass
class Stage:
    """The copy.

    Attributes:
        target: where it is. Below it each folder has a number: no link and no hidden folder is on the way.
        unread: what is not in it and should be.
        accepted: of that, what a comment in its file accepts.
        unread_files: the files with something that is not in it; the calls in them do not count.
    """

    tree: Tree
    target: Path
    unread: list[Finding] = field(default_factory=list)
    accepted: list[Suppressed] = field(default_factory=list)
    unread_files: set[Path] = field(default_factory=set)
    _numbers: dict[Path, str] = field(default_factory=dict)
    _files: dict[str, Path] = field(default_factory=dict)
    _lines: dict[str, Mapping[int, int]] = field(default_factory=dict)

    def place(self, file: str, line: int) -> tuple[str, int]:
        """File and line of the original, for those of the copy."""
        copy = os.path.relpath(file, self.target)
        return self.tree.name(self._files[copy]), self._line(copy, line)

    def refuse(self, file: str, why: str) -> None:
        """Report that a file of the copy was not checked after all."""
        self._report(self._files[os.path.relpath(file, self.target)], "", 1, why)

    def add(self, folder: Folder, parse: Callable[[str], object], *, values: bool) -> None:
        """Copy a folder.

        Args:
            parse: checkov's parser; what it raises for is left out.
            values: whether its files with values of variables count.
        """
        target = self.target / self._number(folder.path)
        target.mkdir(exist_ok=True)
        for name in (*folder.code, *(folder.values if values else ())):
            file = folder.path / name
            try:
                text = file.read_text(encoding="utf-8-sig")
                if name.endswith(".tf.json"):
                    written = json_syntax.written(text)
                    name, original, text = f"{name}.tf", text, written.text
                    self._lines[f"{target.name}/{name}"] = written.origin
                else:
                    original = text
                    if name.endswith(".json"):
                        json.loads(text)
            except (OSError, ValueError) as error:
                self._report(file, "", _line_of(error), f"it cannot be read: {_first_line(error)}")
                continue
            if not name.endswith(".json"):
                copy = f"{target.name}/{name}"
                text = self._readable(file, copy, original, text, parse)
                text = self._with_numbers(folder, file, copy, original, text)
            if _OVERRIDE.fullmatch(file.name):
                self._report(file, original, 1, "what Terraform merges it with is checked without it")
            (target / name).write_text(text, encoding="utf-8")
            self._files[f"{target.name}/{name}"] = file

    def _readable(
        self, file: Path, copy: str, original: str, text: str, parse: Callable[[str], object]
    ) -> str:
        """The text with blank lines instead of each block that the parser cannot read."""
        if _error(parse, text) is None:
            return text
        spans = hcl.blocks(text) if file.suffix == ".tf" or file.name.endswith(".tf.json") else []
        for span in reversed(spans):
            block = text[span.start : span.end]
            error = _error(parse, block)
            if error is not None:
                line = hcl.line(text, span.start) + (_line_of(error) or 1) - 1
                line = self._line(copy, line)
                self._report(file, original, line, f"this {span.kind or 'block'} is not checked")
                text = text[: span.start] + re.sub(r"[^\n]", "", block) + text[span.end :]
        error = _error(parse, text)
        if error is None:
            return text
        self._report(file, original, _line_of(error), "this file is not checked")
        return ""

    def _number(self, folder: Path) -> str:
        return self._numbers.setdefault(folder, str(len(self._numbers)))

    def _line(self, copy: str, line: int) -> int:
        """The line of the original: that of the block, where it is JSON."""
        origin = self._lines.get(copy)
        return line if origin is None else origin[max(one for one in origin if one <= line)]

    def _with_numbers(self, folder: Folder, file: Path, copy: str, original: str, text: str) -> str:
        """The text with sources that lead to the copies, and a finding for each that leads to nothing."""
        for call in reversed(hcl.calls(text)):
            if not sources.is_local(call.source):
                continue
            callee = sources.folder_of(folder.path, call.source)
            if callee not in self.tree.folders:
                line = self._line(copy, hcl.line(text, call.start))
                self._report(file, original, line, f"there is no Terraform code in {call.source}")
            else:
                text = f'{text[: call.start]}"../{self._number(callee)}"{text[call.end :]}'
        return text

    def _report(self, file: Path, text: str, line: int | None, what: str) -> None:
        self.unread_files.add(file)
        name = self.tree.name(file)
        accepted = _ACCEPTED.search(text)
        if accepted:
            self.accepted.append(Suppressed(name, line or 1, "file", RULE, accepted[1].strip()))
            return
        fix = f"Write it another way: {what}. Or: #checkov:skip={RULE}: the reason."
        self.unread.append(Finding(name, line or 1, "file", RULE, TITLE, fix))


def _error(parse: Callable[[str], object], text: str) -> Exception | None:
    try:
        parse(text)
    except Exception as error:  # the parser's own kinds, and whatever its transformer trips over
        return error
    return None


def _line_of(error: Exception) -> int | None:
    line = getattr(error, "line", None) or getattr(error, "lineno", None)
    found = _LINE.search(str(error))
    return line if isinstance(line, int) and line > 0 else int(found[1]) if found else None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
