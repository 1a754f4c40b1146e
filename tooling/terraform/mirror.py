"""Terraform's CLI configuration for our child processes: where providers come from."""

import json
import os
import platform
import re
from collections.abc import Iterable
from pathlib import Path

from tooling import paths
from tooling.errors import PlatformError

_PROVIDER = Path("registry.terraform.io/hashicorp/aws")
_PREFIXES = (
    "/opt",
    "/usr/local/share",
    "/usr/share",
    "/usr/local/lib",
    "/usr/lib",
    "/srv",
)


def cli_config() -> Path:
    """The CLI configuration file to hand to terraform.

    The user's own, when it says where providers come from; else one of ours with the mirror found on this
    machine, or, where there is none, one that leaves the choice (the registry) to Terraform.
    """
    own = users_config()
    if own is not None and names_a_source(own):
        return own
    mirror = find()
    target = paths.CACHE / "terraform" / "cli.tfrc"
    content = "disable_checkpoint = true\n"
    if mirror is not None:
        content += _installation(mirror)
    if own is not None:
        content += own.read_text()  # credentials and the like keep working
    if not target.is_file() or target.read_text() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_text(content)
        fresh.chmod(0o600)
        fresh.replace(target)
    return target


def _installation(mirror: Path) -> str:
    """Whatever the mirror has comes from there, and the rest from its registry."""
    held = [str(kind.relative_to(mirror)) for kind in sorted(mirror.glob("*/*/*")) if kind.is_dir()]
    mirrored = json.dumps(held)
    return f"""provider_installation {{
  filesystem_mirror {{
    path    = {json.dumps(str(mirror))}
    include = {mirrored}
  }}
  direct {{
    exclude = {mirrored}
  }}
}}
"""


def users_config() -> Path | None:
    """The user's own CLI configuration, when it can be read."""
    named = os.environ.get("TF_CLI_CONFIG_FILE")
    path = Path(named) if named else Path.home() / ".terraformrc"
    return path if path.is_file() and os.access(path, os.R_OK) else None


def names_a_source(config: Path) -> bool:
    """Whether a CLI configuration says where providers come from."""
    return bool(re.search(r"^\s*provider_installation\s*\{", config.read_text(), re.MULTILINE))


def find() -> Path | None:
    """A folder with the AWS provider in it, or None: the registry it is.

    First PLATFORM_PROVIDER_MIRROR, then the folders Terraform itself looks into, then one or two levels below
    the places where software is usually installed. https://developer.hashicorp.com/terraform/cli/config/config-file

    Raises:
        PlatformError: PLATFORM_PROVIDER_MIRROR names a folder without the AWS provider.
    """
    named = os.environ.get("PLATFORM_PROVIDER_MIRROR")
    if named:
        if not (Path(named) / _PROVIDER).is_dir():
            raise PlatformError(
                f"PLATFORM_PROVIDER_MIRROR is {named}, but there is no {_PROVIDER} in it",
                "correct it, or unset it to use the provider registry",
            )
        return Path(named)
    return next((folder for folder in _candidates() if (folder / _PROVIDER).is_dir()), None)


def _candidates() -> Iterable[Path]:
    yield from _implied()
    for prefix in map(Path, _PREFIXES):
        for pattern in ("*", "*/*"):
            # The last step is matched by hand: a glob over everything below would read whole trees.
            yield from sorted(
                folder for folder in prefix.glob(pattern) if (folder / "registry.terraform.io").is_dir()
            )


def _implied() -> Iterable[Path]:
    home = Path.home()
    yield home / ".terraform.d" / "plugins"
    if platform.system() == "Darwin":
        yield home / "Library" / "Application Support" / "io.terraform" / "plugins"
        yield Path("/Library/Application Support/io.terraform/plugins")
    else:
        data = os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
        shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        for folder in [data, *shared.split(":")]:
            yield Path(folder) / "terraform" / "plugins"
