"""What git says: the last version, what changed since, and the files of then."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from tooling.errors import PlatformError

_VERSION = re.compile(r"v(\d+)\.(\d+)\.(\d+)\Z")
Number = tuple[int, int, int]


def named(number: Number) -> str:
    """A version as its tag says it: v1.2.3."""
    return "v" + ".".join(map(str, number))


@dataclass(frozen=True)
class Repository:
    """A working tree of git."""

    root: Path

    def git(self, *arguments: str) -> str:
        """What a command of git prints.

        Raises:
            PlatformError: it failed.
        """
        return self._run(*arguments).decode()

    def _run(self, *arguments: str) -> bytes:
        done = subprocess.run(["git", "-C", str(self.root), *arguments], capture_output=True)
        if done.returncode:
            raise PlatformError(
                f"git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()}",
                "correct that, and run it again",
            )
        return done.stdout

    def refuse_dirty(self) -> None:
        """Refuse a tree with changes that no commit has: the tag would not have them.

        Raises:
            PlatformError: naming some.
        """
        changed = [line[3:] for line in self.git("status", "--porcelain").splitlines()]
        if changed:
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            raise PlatformError(
                f"there are changes that are not committed: {', '.join(changed[:3])}{more}",
                "commit them, or put them aside: git stash --include-untracked",
            )

    def last(self) -> Number:
        """The highest version among the tags that lead here.

        Raises:
            PlatformError: there is none, or nothing has happened since.
        """
        tags = self.git("tag", "--merged", "HEAD").split()
        numbers = [(int(each[1]), int(each[2]), int(each[3])) for each in map(_VERSION.match, tags) if each]
        if not numbers:
            raise PlatformError(
                "there is no version to compare with: no tag such as v1.2.3 leads here",
                "tag the commit that people use as the first one: git tag -a v0.1.0 -m v0.1.0 COMMIT",
            )
        newest = max(numbers)
        if self.git("rev-parse", f"{named(newest)}^{{commit}}") == self.git("rev-parse", "HEAD"):
            raise PlatformError(
                f"{named(newest)} is this commit: nothing is to release", "commit something first"
            )
        return newest

    def refuse_taken(self, number: Number) -> None:
        """Refuse a version that there is already, on another branch.

        Raises:
            PlatformError: there is.
        """
        if self.git("tag", "--list", named(number)).strip():
            raise PlatformError(
                f"the tag {named(number)} exists already, and does not lead here",
                f"merge it first: git merge {named(number)}",
            )

    def modules(self, at: str) -> dict[str, dict[str, str]]:
        """The code of each module at a commit, by chapter/name; without its examples."""
        found: dict[str, dict[str, str]] = {}
        for path, content in self.files(at, "modules").items():
            parts = path.split("/")
            if len(parts) == 4 and path.endswith(".tf"):
                found.setdefault("/".join(parts[1:3]), {})[parts[3]] = content
        return found

    def files(self, at: str, folder: str) -> dict[str, str]:
        """The texts of a folder at a commit."""
        listed = self.git("ls-tree", "-r", "--name-only", at, "--", folder)
        if not listed:
            return {}
        with tarfile.open(fileobj=io.BytesIO(self._run("archive", at, "--", folder))) as archive:
            return {
                each.name: file.read().decode(errors="replace")
                for each in archive
                if (file := archive.extractfile(each)) is not None
            }

    def tag(self, number: Number, files: list[Path]) -> None:
        """Commit these files, and tag the commit."""
        self.git("add", "--", *map(str, files))
        self.git("commit", "--quiet", "--message", f"Release {named(number)}")
        self.git("tag", "--annotate", named(number), "--message", named(number))
