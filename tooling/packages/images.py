"""Container images of services, from one description: a folder that the local AWS runs, and a Dockerfile.

A service is an image by its `image.toml`: the command, the port and the environment. Its code and its locked
packages are taken as for a zip. Both the folder and the Dockerfile have them in one place, the working
directory; the Dockerfile is checked in, for builds of the image for AWS.
"""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tooling import files
from tooling.errors import PlatformError
from tooling.packages import dependencies
from tooling.packages.sources import compiled, sources
from tooling.paths import CACHE, EXAMPLES

IMAGES = CACHE / "packages" / "images"
WORKDIR = "/app"
USER = "1000:1000"
_KEPT = 10  # builds of one image: tasks may still run in the folders of those before
_BASE = "public.ecr.aws/docker/library/python:{python}-slim"
_INSTALL = (
    "COPY requirements.txt /tmp/requirements.txt",
    "RUN pip install --no-cache-dir --no-compile --only-binary :all: --require-hashes --target . "
    "--requirement /tmp/requirements.txt",
)
_EXAMPLE = 'Write it like this:\npython = "3.13"\ncommand = ["python", "-m", "catalog"]\nport = 8080'


@dataclass(frozen=True)
class Image:
    """A built image. `changed` says whether it differs from the one built before."""

    name: str
    path: Path
    digest: str
    changed: bool


@dataclass(frozen=True)
class Description:
    """What an `image.toml` says. `entrypoint` and `command` mean what they mean in a Dockerfile."""

    folder: Path
    python: str
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    port: int | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def lock(self) -> Path:
        return self.folder / "requirements.txt"

    def manifest(self) -> dict[str, Any]:
        """What the image says of itself, as image configurations do, in JSON."""
        return {
            "name": self.name,
            "python": self.python,
            "entrypoint": self.entrypoint,
            "command": self.command,
            "environment": self.environment,
            "port": self.port,
            "workdir": WORKDIR,
            "user": USER,
        }


def build_all(examples: Path = EXAMPLES, images: Path = IMAGES) -> list[Image]:
    """Build the image of every service of every example that has one."""
    return [build(found.parent, images) for found in sorted(examples.glob("*/services/*/image.toml"))]


def build(folder: Path, images: Path = IMAGES, cache: Path = CACHE / "packages") -> Image:
    """Build a service's image into `images`/NAME, and write its Dockerfile.

    The files are in a folder called after the digest of all of the image; `manifest.json` beside it names the
    newest. So what runs in a folder keeps it.

    Raises:
        PlatformError: something in the service's folder is missing or wrong, or a dependency cannot be had.
    """
    described = read(folder.resolve())
    own = sources(described.folder)
    installed = dependencies.installed(described.lock, "aarch64-manylinux2014", cache / "dependencies")
    content = {**installed, **own}
    if package := compiled(content):
        raise PlatformError(
            f"{files.shown(described.lock)} brings compiled code, {package}: it runs on one platform only.",
            f"Replace the package {package.split('/')[0]} by one in pure Python.",
        )
    for name, text in (("Dockerfile", dockerfile(described)), (".dockerignore", ignored(described))):
        if files.text_of(described.folder / name) != text:
            files.write(described.folder / name, text.encode())
    manifest = json.dumps(described.manifest(), indent=2)
    digest = files.digest({**content, "manifest": manifest.encode()})
    home = files.folder_at(images / described.name)
    if not (home / digest).is_dir():
        fresh = home / f"{digest}.new"
        files.remove(fresh)
        files.unpack(content, files.folder_at(fresh))
        fresh.rename(home / digest)
    stated = json.dumps({**described.manifest(), "digest": digest}, indent=2)
    changed = files.text_of(home / "manifest.json") != stated
    files.write(home / "manifest.json", stated.encode())
    for old in sorted(home.glob("*/"), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        if old.name != digest:
            files.remove(old)
    return Image(described.name, home / digest, digest, changed)


def read(folder: Path) -> Description:
    """Read a service's `image.toml`. Raises PlatformError when it is missing or not as it should be."""
    path = folder / "image.toml"
    try:
        said = tomllib.loads(path.read_text())
        described = Description(folder, **said)
    except FileNotFoundError:
        raise PlatformError(f"{files.shown(path)} is missing.", _EXAMPLE) from None
    except (ValueError, TypeError) as error:
        raise PlatformError(f"{files.shown(path)} cannot be used: {error}.", _EXAMPLE) from None
    if fault := _fault(described):
        raise PlatformError(f"{files.shown(path)} cannot be used: {fault}.", _EXAMPLE)
    return described


def _fault(described: Description) -> str:
    """What is wrong with a description; "" when nothing is."""
    words = (*described.entrypoint, *described.command)
    if not isinstance(described.entrypoint, list) or not isinstance(described.command, list):
        return "entrypoint and command are lists of words"
    if not words or not all(isinstance(word, str) for word in words):
        return "entrypoint or command has to say what runs, in words"
    if described.python != dependencies.PYTHON_VERSION:
        return f"python is {described.python!r}, packages are chosen for {dependencies.PYTHON_VERSION!r}"
    if described.port is not None and not (isinstance(described.port, int) and 0 < described.port < 65536):
        return f"port is {described.port!r}"
    if not all(isinstance(value, str) for value in described.environment.values()):
        return "values of the environment are strings"
    return ""


def dockerfile(described: Description) -> str:
    """The Dockerfile that builds the same."""
    own = sorted({name.split("/")[0] for name in sources(described.folder)})
    lines = [
        "# Made by `./invokew packages` of image.toml: change that file, and make this one again.",
        f"FROM {_BASE.format(python=described.python)}",
        f"WORKDIR {WORKDIR}",
        *(_INSTALL if files.text_of(described.lock).strip() else ()),
        *(f"COPY {name} ./{name}" for name in own),
        *(f"ENV {name}={json.dumps(value)}" for name, value in sorted(described.environment.items())),
        f"USER {USER}",
        *([f"EXPOSE {described.port}"] if described.port else []),
        *([f"ENTRYPOINT {json.dumps(described.entrypoint)}"] if described.entrypoint else []),
        *([f"CMD {json.dumps(described.command)}"] if described.command else []),
    ]
    return "\n".join(lines) + "\n"


def ignored(described: Description) -> str:
    """The .dockerignore: only what the folder has, too, is sent to the builder."""
    own = sorted({name.split("/")[0] for name in sources(described.folder)})
    lines = ["*", "!requirements.txt", *(f"!{name}" for name in own), "**/__pycache__", "**/*.pyc", "**/.*"]
    return "\n".join(lines) + "\n"
