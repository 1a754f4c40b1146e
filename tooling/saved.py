"""The reviewed plan and the fingerprint of all it was made from: an apply does exactly what was reviewed.

In the environment's runs folder: `plan.tfplan` (Terraform's own), `plan.json` and `plan.fingerprint.json`.
A plan holds secrets: all three are readable by their owner only.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tooling import paths
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.plan import Review, read

_SOURCE = re.compile(r'\bsource\s*=\s*"(\.\.?/[^"]*)"')
_REFERENCE = re.compile(r'"\$\{path\.(module|root)\}/((?:[^"$]|\$\{[^}]*\})+)"')
_CODE = ("*.tf", "*.tf.json", "*.tfvars", "*.tfvars.json", "*.tftpl", "*.tpl", ".terraform.lock.hcl")
_VARIABLES = ("TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE")


@dataclass(frozen=True)
class Fingerprint:
    """What a plan follows from. Values are hashes, because variables may be secret.

    `target` names the endpoint and the account, `state` the lineage and serial.
    """

    code: Mapping[str, str]
    variables: Mapping[str, str]
    target: str
    terraform: str
    state: str

    def moved(self, now: Fingerprint) -> list[str]:
        """What differs now, one phrase each; empty when nothing does."""
        found = [_difference(name, old, new) for name, old, new in _differences(self.code, now.code)]
        found += [
            _difference(name, old, new) for name, old, new in _differences(self.variables, now.variables)
        ]
        if self.target != now.target:
            found.append(f"it was made for {self.target}, this is {now.target}")
        if self.terraform != now.terraform:
            found.append(f"it was made by Terraform {self.terraform}, this is {now.terraform}")
        if self.state != now.state:
            found.append(f"the state moved on: {_serial(self.state)} → {_serial(now.state)}")
        return found


@dataclass(frozen=True)
class Saved:
    """A plan on disk. `made` is when, in seconds since the epoch."""

    file: Path
    review: Review
    fingerprint: Fingerprint
    made: float


def plan_file(environment: Environment) -> Path:
    """Where the saved plan goes. Its folder exists and is closed to others."""
    environment.runs.mkdir(parents=True, exist_ok=True)
    environment.runs.chmod(0o700)
    return environment.runs / "plan.tfplan"


def json_file(environment: Environment) -> Path:
    """Where the saved plan's JSON is."""
    return environment.runs / "plan.json"


def save(environment: Environment, plan: Mapping[str, Any], fingerprint: Fingerprint) -> Saved:
    """Keep the plan that Terraform wrote into `plan_file`, with its JSON and what it was made from."""
    file = plan_file(environment)
    file.chmod(0o600)
    made = time.time()
    _write(json_file(environment), plan)
    _write(_record(environment), {"made": made, **asdict(fingerprint)})
    return Saved(file, read(plan), fingerprint, made)


def load(environment: Environment) -> Saved | None:
    """The saved plan, if there is one.

    Raises:
        PlatformError: there is one, and it cannot be read.
    """
    file = plan_file(environment)
    if not _record(environment).exists():
        return None
    try:
        record = json.loads(_record(environment).read_text())
        review = read(json.loads(json_file(environment).read_text()))
        made = record.pop("made")
        saved = Saved(file, review, Fingerprint(**record), made)
        if not zipfile.is_zipfile(file):
            raise ValueError(f"{file.name} is not a plan")
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PlatformError(
            f"the plan saved for '{environment.name}' is damaged ({error})",
            f"make a new one: ./invokew plan --env {environment.name}",
        ) from error
    return saved


def discard(environment: Environment) -> None:
    """Forget the saved plan: it is used up, or about to be replaced."""
    for file in (_record(environment), json_file(environment), environment.runs / "plan.tfplan"):
        file.unlink(missing_ok=True)


def check(environment: Environment, saved: Saved, now: Fingerprint) -> None:
    """Refuse a plan whose code, variables, target or state is no longer what it was made from.

    Raises:
        PlatformError: names what moved.
    """
    moved = saved.fingerprint.moved(now)
    if not moved:
        return
    shown = "; ".join(moved[:4]) + (f"; and {len(moved) - 4} more" if len(moved) > 4 else "")
    when = time.strftime("%H:%M:%S", time.localtime(saved.made))
    raise PlatformError(
        f"the plan reviewed for '{environment.name}' at {when} is stale, so nothing was changed: {shown}",
        f"review a new one: ./invokew plan --env {environment.name}",
    )


def fingerprint(
    root: Path, variables: Mapping[str, str], target: str, terraform: str, state: str
) -> Fingerprint:
    """The fingerprint of a root as it is now.

    Args:
        root: the environment's folder.
        variables: the process environment that Terraform gets.
        target: endpoint and account, as a person would name them.
        terraform: its version.
        state: see `state_of_plan` and `state_name`.
    """
    return Fingerprint(
        code={_shown(file): _hash(file.read_bytes()) for file in sorted(files(root))},
        variables={
            name: _hash(value.encode())
            for name, value in sorted(variables.items())
            if name.startswith(_VARIABLES)
        },
        target=target,
        terraform=terraform,
        state=state,
    )


def state_of_plan(file: Path) -> str:
    """The state that a plan starts from, as it stands in the plan file itself."""
    with zipfile.ZipFile(file) as archive:
        state = json.loads(archive.read("tfstate"))
    return state_name(state["lineage"], state["serial"])


def state_name(lineage: str, serial: int) -> str:
    """One name for lineage and serial."""
    return f"{lineage}#{serial}"


def files(root: Path) -> set[Path]:
    """What Terraform reads for a root: its code, that of the local modules it calls, the files they name."""
    found: set[Path] = set()
    pending, seen = [root.resolve()], set[Path]()
    while pending:
        folder = pending.pop()
        if folder in seen or not folder.is_dir():
            continue
        seen.add(folder)
        for pattern in _CODE:
            found.update(file for file in folder.glob(pattern) if file.is_file())
        for file in folder.glob("*.tf"):
            text = file.read_text(errors="replace")
            pending += [(folder / source).resolve() for source in _SOURCE.findall(text)]
            found.update(_named(folder, root.resolve(), text))
    return found


def _named(folder: Path, root: Path, text: str) -> Iterator[Path]:
    """Files that the code names: `"${path.module}/policies/${var.kind}.json"` is every one it could be."""
    for base, path in _REFERENCE.findall(text):
        start = root if base == "root" else folder
        pattern = os.path.normpath(start / re.sub(r"\$\{[^}]*\}", "*", path))
        for match in map(Path, glob.glob(pattern)):  # noqa: PTH207  # Path.glob refuses an absolute pattern
            yield from (file for file in (match.glob("*") if match.is_dir() else [match]) if file.is_file())


def _differences(
    old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[tuple[str, str | None, str | None]]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def _difference(name: str, old: str | None, new: str | None) -> str:
    return f"{name} {'is new' if old is None else 'is gone' if new is None else 'changed'}"


def _serial(state: str) -> str:
    lineage, _, serial = state.rpartition("#")
    return f"{lineage[:8]}#{serial}" if lineage else "no state"


def _shown(file: Path) -> str:
    return os.path.relpath(file, paths.ROOT)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _record(environment: Environment) -> Path:
    return environment.runs / "plan.fingerprint.json"


def _write(file: Path, content: Mapping[str, Any]) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(content, out)
