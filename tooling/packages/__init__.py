"""Lambda packages: one zip per service, the same bytes from the same inputs on every machine.

A service is a folder with the Python packages that make it up, a `service.toml` that names its handlers, and
a `requirements.txt` locked with hashes. Its zip goes to `<service>/build/<service>.zip`, for plain Terraform
to find. boto3 is not in it: Lambda's Python runtimes have it
(https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html).
"""

import io
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from tooling import files
from tooling.errors import PlatformError
from tooling.packages import dependencies, handlers
from tooling.packages import sources as own_code
from tooling.packages.sources import compiled, sources
from tooling.paths import CACHE, EXAMPLES

# What dependencies are chosen for when the zip is to serve every platform: any would do.
_ANY_PLATFORM = "aarch64-manylinux2014"
# Another way of building is another input.
_BUILDER = (Path(__file__), Path(dependencies.__file__), Path(own_code.__file__), Path(files.__file__))


@dataclass(frozen=True)
class Package:
    """A built zip. `changed` says whether its bytes differ from those that lay at `path` before."""

    name: str
    path: Path
    sha256: str
    changed: bool


@dataclass(frozen=True)
class Service:
    """A service's folder, and its handlers with the environment variables each needs to be imported."""

    folder: Path
    handlers: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def lock(self) -> Path:
        return self.folder / "requirements.txt"

    @property
    def zip(self) -> Path:
        return self.folder / "build" / f"{self.name}.zip"


def build_all(examples: Path = EXAMPLES, platform: str | None = None) -> list[Package]:
    """Build every service of every example; a few milliseconds for each whose inputs are unchanged."""
    return [build(found.parent, platform) for found in sorted(examples.glob("*/services/*/service.toml"))]


def build(folder: Path, platform: str | None = None, cache: Path = CACHE / "packages") -> Package:
    """Build a service's zip, unless the one that is there came from the same inputs.

    Args:
        folder: the service's folder.
        platform: one that uv knows, such as aarch64-manylinux2014: the zip may hold compiled packages and
            serves that platform only. None: pure Python, and one zip serves every platform.
        cache: holds installed dependencies and the stamps of past builds; safe to delete.

    Raises:
        PlatformError: something in the folder is missing or wrong, a dependency cannot be had, a handler does
            not import. The zip that was there is then left as it was.
    """
    service = read_service(folder.resolve())
    own = sources(service.folder)
    stamp = files.folder_at(cache / "stamps") / _inputs(service, own, platform)
    before = files.sha256_of(service.zip)
    if before and before == files.text_of(stamp):
        return Package(service.name, service.zip, before, changed=False)

    installed = dependencies.installed(service.lock, platform or _ANY_PLATFORM, cache / "dependencies")
    content = {**installed, **own}
    package = compiled(content)
    if package and platform is None:
        raise PlatformError(
            f"{files.shown(service.lock)} brings compiled code, {package}: it runs on one platform only.",
            f"Replace the package {package.split('/')[0]} by one in pure Python, or name the platform.",
        )
    if not package:  # what was compiled for another machine cannot be imported on this one
        handlers.check(service.handlers, content, service.folder)
    files.folder_at(service.zip.parent)
    files.write(service.zip, zipped(content))
    after = files.sha256_of(service.zip)
    files.remove(stamp)
    files.write(stamp, after.encode())
    return Package(service.name, service.zip, after, changed=after != before)


def read_service(folder: Path) -> Service:
    """Read a service's `service.toml`. Raises PlatformError when it is missing or not as it should be."""
    path = folder / "service.toml"
    example = 'Write it like this:\n[handlers]\n"users.api.handler" = ["TABLE_NAME"]'
    try:
        declared = tomllib.loads(path.read_text())["handlers"]
        if not declared or not all(handler.count(".") for handler in declared):
            raise ValueError("a handler is written package.module.function")
        if not all(isinstance(variables, list) for variables in declared.values()):
            raise ValueError("a handler's environment variables are a list")
    except FileNotFoundError:
        raise PlatformError(f"{files.shown(path)} is missing.", example) from None
    except KeyError:
        raise PlatformError(f"{files.shown(path)} has no [handlers].", example) from None
    except (ValueError, AttributeError) as error:
        raise PlatformError(f"{files.shown(path)} cannot be used: {error}.", example) from None
    return Service(folder, {handler: tuple(variables) for handler, variables in declared.items()})


def zipped(content: files.Files) -> bytes:
    """A zip whose bytes depend on nothing but the files' names and contents.

    The files are stored, not compressed: what DEFLATE puts out differs between builds of zlib, and so would
    the hash that Terraform compares.
    """
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as entries:
        for name in sorted(content):
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, whatever this machine is
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entries.writestr(entry, content[name])
    return archive.getvalue()


def _inputs(service: Service, own: files.Files, platform: str | None) -> str:
    """A digest of everything that the zip's bytes, and the check of its handlers, depend on."""
    named = {
        "name": service.name,
        "platform": str(platform),
        "lock": files.text_of(service.lock),
        "handlers": repr(sorted(service.handlers.items())),
    }
    builder = {path.name: path.read_bytes() for path in _BUILDER}
    return files.digest(
        {
            "inputs": files.digest({name: value.encode() for name, value in named.items()}).encode(),
            "sources": files.digest(own).encode(),
            "builder": files.digest(builder).encode(),
        }
    )
