"""Other versions of the local AWS's engines: what they do to its corrections.

A correction has a check, which holds with it and fails without it. With another version of an engine a check
that holds without its correction says that the correction is needed no more; one that fails with it, that
the correction broke.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as Tree
from collections.abc import Callable
from pathlib import Path

from tooling import uv
from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT

_TEST = "tests/local_aws/test_corrections.py"
_WORKS, _NEEDED = "test_a_correction_works", "test_a_correction_is_still_needed"


def try_out(*, ministack: str, moto: str, say: Callable[[str], None]) -> dict[str, list[str]]:
    """The corrections, by what the check of each says: `needed`, `needed no more` or `broke`.

    Args:
        ministack, moto: versions; the pinned ones where they are empty.
        say: called with one line when something slow starts.

    Raises:
        PlatformError: these versions cannot be installed together, or the checks did not run.
    """
    python = _environment(ministack, moto, say)
    say("Running the checks of all corrections: some minutes")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", _TEST, "-q", "-n", "2", f"--junit-xml={report}"],
            cwd=ROOT,
            env=os.environ | {"LOCAL_AWS_PYTHON": str(python)},
            capture_output=True,
            text=True,
        )
        if not report.exists():
            raise PlatformError(f"the checks did not run:\n{uv.tail(done.stdout)}", "./invokew local.logs")
        return read(report)


def read(report: Path) -> dict[str, list[str]]:
    """What a run of the checks says, from its JUnit report."""
    failed: dict[tuple[str, str], bool] = {}
    for case in Tree.parse(report).iter("testcase"):
        if match := re.fullmatch(r"(\w+)\[(\w+)\]", case.get("name", "")):
            failed[match[1], match[2]] = any(child.tag in ("failure", "error") for child in case)
    found: dict[str, list[str]] = {"needed": [], "needed no more": [], "broke": []}
    for test, name in sorted(failed):
        if test == _WORKS:
            broke, useless = failed[test, name], failed.get((_NEEDED, name), False)
            found["broke" if broke else "needed no more" if useless else "needed"].append(name)
    if not failed:
        raise PlatformError("no check of a correction ran", "look at the engines' log: ./invokew local.logs")
    return found


def exit_code(found: dict[str, list[str]]) -> int:
    """1 when a correction broke, 2 when one is needed no more, else 0."""
    return 1 if found["broke"] else 2 if found["needed no more"] else 0


def _environment(ministack: str, moto: str, say: Callable[[str], None]) -> Path:
    """The interpreter of an environment with these versions."""
    wanted = (ROOT / "local_aws" / "requirements.in").read_text()
    for name, version in (("ministack[full]", ministack), ("moto[server]", moto)):
        if version:
            wanted = re.sub(rf"^{re.escape(name)}==.*$", f"{name}=={version}", wanted, flags=re.MULTILINE)
    folder = CACHE / "venvs" / "other-engines"
    requirements = folder.with_suffix(".in")
    requirements.parent.mkdir(parents=True, exist_ok=True)
    requirements.write_text(wanted)
    say("Installing the engines in an environment of their own")
    for arguments in (
        ("venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(folder)),
        ("pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), "-r", str(requirements)),
    ):
        done = uv.run(*arguments)
        if done.returncode:
            raise PlatformError(
                f"these versions cannot be installed:\n{uv.tail(done.stderr)}",
                "name versions that the package index has: --ministack 1.5.33 --moto 5.2.5",
            )
    return folder / "bin" / "python"
