"""Checks of the code that need no AWS: validity, format, and which tests a tier runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tooling import attributes, options, paths
from tooling.errors import PlatformError
from tooling.terraform import Terraform

GALLERY = paths.ROOT / "tests" / "smoke" / "gallery"
FAST = ("unit", "preflight", "policy", "plan")
SECOND = "tests/localstack"  # installs 300 MB, so only by name


def roots() -> list[Path]:
    """Every root: the environments, the gallery, which calls all examples of all modules, and two of tests.

    Of another repository, the environments.

    Raises:
        PlatformError: an example is missing from the gallery, so that nothing would check it.
    """
    environments = sorted(main.parent for main in paths.ENVIRONMENTS.glob("*/main.tf"))
    if paths.INSTALLED:
        return environments
    text = "".join(file.read_text() for file in GALLERY.glob("*.tf"))
    known = {(GALLERY / source).resolve() for source in re.findall(r'source\s*=\s*"([^"]+)"', text)}
    for example in sorted(paths.MODULES.glob("*/*/examples/*")):
        if (example / "main.tf").is_file() and example.resolve() not in known:
            raise PlatformError(
                f"{shown(example)} is not in the gallery, so nothing tests it",
                f"call it from {shown(GALLERY / example.parents[2].name)}.tf",
            )
    return [*environments, GALLERY, GALLERY.with_name("changes"), paths.ROOT / SECOND / "opinion"]


def validate(root: Path) -> None:
    """Check one root by itself.

    Raises:
        PlatformError: it is not valid, or gives an input an attribute that its type does not know; says what,
            and where.
    """
    options.refuse(os.environ, "validate")
    runs = paths.CACHE / "validate" / shown(root).strip("/")
    terraform = Terraform(root, os.environ, runs, data=runs / "terraform")
    terraform.init(backend=False)
    terraform.validate()
    ignored = attributes.of_root(root, runs / "terraform")
    if ignored:
        lines = [f"{shown(each.file)}:{each.line}: {each.text}" for each in ignored]
        raise PlatformError("\n".join(lines), "correct the attributes: Terraform says nothing about them")


def fmt(check: bool) -> list[Path]:
    """Format all Terraform and Python code, or only look; the files that were not formatted."""
    options.refuse(os.environ, "fmt")
    runs = paths.CACHE / "validate"
    terraform = Terraform(paths.ROOT, os.environ, runs, data=runs / "terraform")
    found = terraform.fmt(check=check)
    if paths.INSTALLED:
        return found  # how another repository formats its Python is its own matter
    looked = json.loads(_ruff("format", "--check", "--output-format", "json"))
    found += [Path(name) for name in sorted({entry["filename"] for entry in looked})]
    if not check:
        _ruff("format", "--quiet")
    return found


def tests(tier: str) -> list[str]:
    """The pytest arguments of a tier.

    Raises:
        PlatformError: there is no such tier.
    """
    if tier == "full":
        return ["tests", f"--ignore={SECOND}", "-n", "4"]  # two wait for AWS most of the time
    if tier == "fast":
        folders = [f"tests/{name}" for name in FAST if (paths.ROOT / "tests" / name).is_dir()]
        return [*folders, "-m", "not slow", "-n", "2"]
    if tier == "localstack":
        return [SECOND, "-rsx"]
    raise PlatformError(
        f"there is no tier '{tier}'", "./invokew test --tier fast, or --tier full, or --tier localstack"
    )


def shown(path: Path) -> str:
    """The path as one types it at the top of the checkout."""
    return str(path.relative_to(paths.ROOT)) if path.is_relative_to(paths.ROOT) else str(path)


def _ruff(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "."], cwd=paths.ROOT, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        raise PlatformError(f"ruff failed: {done.stderr.strip()}", "correct the file it names")
    return done.stdout
