"""The terraform program: finding it, checking its version, and installing the pinned one."""

import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import urllib.error
import urllib.request
import zipfile
from functools import cache
from pathlib import Path

from tooling import options, paths
from tooling.errors import PlatformError

MINIMUM = (1, 11)
PINNED = "1.11.4"
RELEASES = "https://releases.hashicorp.com/terraform"

# SHA256 of terraform_1.11.4_SYSTEM.zip, as HashiCorp publishes them for its Homebrew tap:
# https://github.com/hashicorp/homebrew-tap/blob/master/Formula/terraform.rb
CHECKSUMS = {
    "darwin_amd64": "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    "darwin_arm64": "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
    "linux_amd64": "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    "linux_arm64": "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
}


def find() -> str:
    """The absolute path of a terraform that is new enough: TERRAFORM_BIN, PATH's, or the one `install` made.

    TERRAFORM_BIN is a path, absolute or from the folder one is in, or the name of a program in PATH.

    Raises:
        PlatformError: there is none, or only older ones; says how to get one on this system.
    """
    named = os.environ.get("TERRAFORM_BIN")
    candidates = [_named(named)] if named else [shutil.which("terraform"), str(_installed())]
    seen: list[str] = []
    for path in map(os.path.abspath, filter(None, candidates)):  # it runs in another folder
        found = version(path)
        if found is not None and _numbers(found) >= MINIMUM:
            return path
        if found is not None:
            seen.append(f"{path} is {found}")
        elif Path(path).exists():
            seen.append(f"{path} does not run")
    needed = f"Terraform {'.'.join(map(str, MINIMUM))} or newer is needed"
    if named and not seen:
        raise PlatformError(
            f"{needed}, but TERRAFORM_BIN names {named}, which is not there",
            "correct TERRAFORM_BIN, or unset it",
        )
    raise PlatformError(f"{needed}; {', '.join(seen) or 'none is installed'}", how_to_get())


@cache
def version(path: str) -> str | None:
    """Its version as `1.11.4`, or None when it does not run."""
    try:
        run = subprocess.run(
            [path, "version", "-json"],
            capture_output=True,
            text=True,
            timeout=30,
            env=options.without(os.environ) | {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull},
        )
        return str(json.loads(run.stdout)["terraform_version"])
    except (OSError, ValueError, KeyError, subprocess.SubprocessError):
        return None


def how_to_get() -> str:
    """The command that gives this system a terraform."""
    brew = "brew install hashicorp/tap/terraform"
    system = (
        brew if platform.system() == "Darwin" else "see https://developer.hashicorp.com/terraform/install"
    )
    if platform.system() == "Linux" and shutil.which("apt-get"):
        system = "`apt-get install terraform` with HashiCorp's repository (https://developer.hashicorp.com/terraform/install)"
    ours = f"./invokew doctor --install-terraform (puts {PINNED} into .cache/bin, checksum verified)"
    return f"{ours}, or {system}"


def install(releases: str = RELEASES) -> Path:
    """Download the pinned version into .cache/bin and verify it against the checksum above.

    Raises:
        PlatformError: no network, a system without a known checksum, or a file that is not the published one.
    """
    system = _system()
    if system not in CHECKSUMS:
        raise PlatformError(
            f"no checksum of Terraform {PINNED} is known for {system}",
            "install it by hand: https://developer.hashicorp.com/terraform/install",
        )
    url = f"{releases}/{PINNED}/terraform_{PINNED}_{system}.zip"
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            content: bytes = answer.read()
    except (OSError, urllib.error.URLError) as error:
        raise PlatformError(
            f"{url} could not be downloaded: {error}",
            "check the network and try again, or install Terraform by hand: https://developer.hashicorp.com/terraform/install",
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != CHECKSUMS[system]:
        raise PlatformError(
            f"{url} is not the published file: its SHA256 is {found}, expected {CHECKSUMS[system]}",
            "nothing was installed; find out what blocks releases.hashicorp.com",
        )
    target = _installed()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(zipfile.ZipFile(io.BytesIO(content)).read("terraform"))
    fresh.chmod(0o755)
    fresh.replace(target)
    version.cache_clear()
    return target


def _named(setting: str) -> str:
    return setting if os.sep in setting else shutil.which(setting) or setting


def _installed() -> Path:
    return paths.CACHE / "bin" / "terraform"


def _system() -> str:
    machine = platform.machine().lower()
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
    return f"{platform.system().lower()}_{architecture}"


def _numbers(text: str) -> tuple[int, ...]:
    """1.12.0-rc1 → (1, 12): what the minimum is compared with."""
    return tuple(int(part) for part in text.split("-")[0].split(".")[:2])
