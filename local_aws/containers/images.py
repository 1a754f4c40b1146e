"""Images that were built on this machine: folders with files and a manifest, found by a reference.

A folder NAME has `manifest.json`, which names the newest build, and a folder for each build. An image is one
of these by its name, or by its repository in ECR. A tag or digest says nothing: the newest build is meant.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/(?P<repository>[^:@]+)"
)
_NAME = re.compile(r"(?P<repository>[^:@/]+)(?:[:@]|$)")


@dataclass(frozen=True)
class Image:
    """A build. `repository` is its ARN in ECR, "" when it comes from elsewhere."""

    name: str
    digest: str
    folder: str
    repository: str
    workdir: str
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def words(self, container: dict[str, Any]) -> list[str]:
        """What a container runs: as in Docker, an entry point of its own also replaces the command.

        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
        """
        own = container.get("entryPoint")
        command = container.get("command") or ([] if own else self.command)
        return [*(own or self.entrypoint), *command]

    def place(self, path: str | None) -> Path:
        """Where a path of the image is on this machine; the working folder for any other path."""
        wanted = PurePosixPath(path or self.workdir)
        inside = wanted.relative_to(self.workdir) if wanted.is_relative_to(self.workdir) else "."
        return Path(self.folder) / inside


def find(images: Path | None, reference: str) -> Image | None:
    """The newest build of the image that a reference names; None if it was not built on this machine."""
    in_ecr = _ECR.match(reference)
    found = in_ecr or _NAME.match(reference)
    if images is None or found is None:
        return None
    name = found["repository"].rpartition("/")[2]
    try:
        said = json.loads((images / name / "manifest.json").read_text())
    except (OSError, ValueError):
        return None
    repository = ""
    if in_ecr:
        arn = "arn:aws:ecr:{region}:{account}:repository/{repository}"
        repository = arn.format(**in_ecr.groupdict())
    return Image(
        name=name,
        digest=said["digest"],
        folder=str(images / name / said["digest"]),
        repository=repository,
        workdir=said["workdir"],
        entrypoint=said["entrypoint"],
        command=said["command"],
        environment=said["environment"],
    )
