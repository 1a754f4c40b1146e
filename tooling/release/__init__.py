"""The next version of the platform: what changed for callers since the last tag, and what an upgrade does.

`next_version` and what it is made of are pure; `release` asks git, and the upgrade run asks a local AWS.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tooling import hcl
from tooling.errors import PlatformError
from tooling.release import interface, upgrade, writing
from tooling.release.interface import LEVELS, Change, Level
from tooling.release.repository import Number, Repository, named

Run = Callable[[dict[str, str], list[str]], tuple[list[Change], list[str]]]


@dataclass(frozen=True)
class Release:
    """A version that can be made.

    Attributes:
        last: the tag that it is compared with.
        version: the next one.
        level: what the changes ask for.
        changes: in the interfaces, and by the upgrade run.
        not_run: modules that changed and were not upgraded.
    """

    last: str
    version: str
    level: Level
    changes: tuple[Change, ...]
    not_run: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "last": self.last,
            "version": self.version,
            "level": self.level,
            "changes": [each.to_json() for each in self.changes],
            "not_upgraded": list(self.not_run),
        }

    def text(self) -> str:
        """The same for people."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        early = "; before 1.0.0 what breaks is the second number" if self.version.startswith("v0.") else ""
        yield f"{self.last} -> {self.version} ({self.level}{early})"
        for level in reversed(LEVELS):
            found = [each for each in self.changes if each.level == level]
            if found:
                yield f"\n{level}"
            yield from (
                f"  {each.module}: {each.what}{f' ({each.now})' if each.now else ''}" for each in found
            )
        if self.not_run:
            yield f"\nNot upgraded, which can hide a replacement: {', '.join(self.not_run)}"


def level_of(changes: Sequence[Change]) -> Level:
    """The highest of the changes; patch without any."""
    return max((each.level for each in changes), key=LEVELS.index, default="patch")


def next_version(last: Number, level: Level) -> Number:
    """The version after that one. Before 1.0.0 what breaks is the second number, and all else the third.

    https://semver.org/#spec-item-4
    """
    major, minor, patch = last
    if major == 0:
        return (0, minor + 1, 0) if level == "major" else (0, minor, patch + 1)
    if level == "major":
        return major + 1, 0, 0
    return (major, minor + 1, 0) if level == "minor" else (major, minor, patch + 1)


def compute(repository: Repository, run: Run | None) -> Release:
    """What the next version is.

    Args:
        run: the upgrade run, on the last version's files under modules/ and the modules that changed; None
            leaves it out.

    Raises:
        PlatformError: the tree has uncommitted changes, there is no version before, or the next one is taken.
    """
    repository.refuse_dirty()
    last = repository.last()
    tag = named(last)
    old, new = repository.modules(tag), repository.modules("HEAD")
    changed = [each for each in sorted({*old, *new}) if old.get(each) != new.get(each)]
    found = [
        change
        for each in changed
        for change in interface.changes(each, _read(each, old.get(each)), _read(each, new.get(each)))
    ]
    both = [each for each in changed if each in old and each in new]
    not_run = both
    if run and both:
        more, not_run = run(repository.files(tag, "modules"), both)
        found += more
    level = level_of(found)
    number = next_version(last, level)
    repository.refuse_taken(number)
    return Release(tag, named(number), level, tuple(found), tuple(not_run))


def _read(module: str, files: dict[str, str] | None) -> interface.Interface | None:
    try:
        return None if files is None else interface.read(files)
    except hcl.Unreadable as error:
        raise PlatformError(
            f"modules/{module} cannot be read at {error}", "correct it: ./invokew validate"
        ) from None


def write(repository: Repository, release: Release, day: date) -> list[Path]:
    """Write changelog, upgrade guide and the version where it is pinned, commit them, and tag the commit.

    Raises:
        PlatformError: a page has no place for it; nothing is written then.
    """
    root = repository.root
    pages = {
        root / "CHANGELOG.md": writing.changelog,
        root / "docs" / "upgrading.md": writing.guide,
    }
    texts = {file: made(_text(file), release.version, day, release.changes) for file, made in pages.items()}
    project = root / "pyproject.toml"
    if project.is_file():
        plain = f'version = "{release.version[1:]}"'
        texts[project] = re.sub(
            r'^version = "[^"]*"', plain, project.read_text(), count=1, flags=re.MULTILINE
        )
    for file in sorted([*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("modules/*/*/README.md")]):
        text = texts.get(file) or file.read_text(encoding="utf-8")
        pinned = text.replace(f"?ref={release.last}", f"?ref={release.version}")
        if pinned != text or file in texts:
            texts[file] = pinned
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    major, minor, patch = map(int, release.version[1:].split("."))
    repository.tag((major, minor, patch), list(texts))
    return list(texts)


def _text(file: Path) -> str:
    if not file.is_file():
        raise PlatformError(f"there is no {file}", "write one with the heading '## Unreleased'")
    return file.read_text(encoding="utf-8")


def on_a_local_aws(modules: Path, say: Callable[[str], None]) -> Run:
    """The upgrade run on a local AWS of its own."""

    def run(old: dict[str, str], changed: list[str]) -> tuple[list[Change], list[str]]:
        from tooling import emulator
        from tooling.aws import Target

        with tempfile.TemporaryDirectory() as folder:
            aws = Path(folder) / "aws"
            aws.mkdir()
            server = emulator.start(aws, port=0, say=say)
            try:
                place = Path(folder) / "run"
                place.mkdir()
                say(f"Upgrading {len(changed)} modules")
                return upgrade.run(old, modules, changed, place, Target("local", server.url, "eu-west-1"))
            finally:
                emulator.stop(aws)

    return run
