"""Plans on disk. One that was shown whole is kept for the next apply; every other one is scratch.

A plan is made in a scratch folder of its own, which no later command takes up: so it ends with its command,
and where that was killed, with the next one. Only `plan` keeps its plan, by a rename, once the whole review
has been printed; `apply` takes it back into a scratch folder before it begins. A plan to destroy is never
kept. See docs/decisions/0014-what-was-reviewed.md.

A folder holds `plan.tfplan` (Terraform's own), `plan.json` and `record.json`. They may hold secrets: they are
readable by their owner only.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Literal, TypeVar

from tooling import preflight
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.plan import Review, Said, read

T = TypeVar("T")
Purpose = Literal["apply", "destroy"]
_VARIABLE = "TF_VAR_"
_SCRATCH, _DISCARDED = "scratch-", "discarded-"
_PARTS = ("plan.tfplan", "plan.json", "record.json")


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
class Record:
    """What a plan is, beside its contents.

    Args:
        environment: the environment's name.
        purpose: what it was made for.
        command: the command that made it, as one types it.
        options: what it was limited to or changed by, as one types it: `--target X`.
        var_files: the files of variables, by their paths at the top of the checkout.
        made: when, in seconds since the epoch.
        fingerprint: what it was made from.
        said: what Terraform said beside the plan.
        digest: SHA-256 of Terraform's own file.
        shown: SHA-256 of the JSON that the review is made from.
        unapplied: there was no state bucket. It is for review; what is applied is a plan of the same changes.
    """

    environment: str
    purpose: Purpose
    command: str
    options: tuple[str, ...]
    var_files: tuple[str, ...]
    made: float
    fingerprint: Fingerprint
    said: Said
    digest: str
    shown: str
    unapplied: bool = False

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Record:
        """Read what `asdict` wrote as JSON."""
        return cls(
            **{
                **content,
                "options": tuple(content["options"]),
                "var_files": tuple(content["var_files"]),
                "fingerprint": Fingerprint(**content["fingerprint"]),
                "said": Said.of(content["said"]),
            }
        )


@dataclass(frozen=True)
class Saved:
    """A plan on disk, with its review. `lock` is held while its folder is a scratch one."""

    folder: Path
    record: Record
    review: Review
    lock: IO[str] | None = field(default=None, compare=False, repr=False)

    @property
    def file(self) -> Path:
        """Terraform's own file."""
        return self.folder / "plan.tfplan"

    @property
    def json(self) -> Path:
        """The plan as JSON, empty when it changes nothing."""
        return self.folder / "plan.json"


@dataclass(frozen=True)
class Scratch:
    """A folder for one plan, its user's only, as long as this process lives."""

    folder: Path
    lock: IO[str]

    @property
    def file(self) -> Path:
        """Where Terraform writes the plan."""
        return self.folder / "plan.tfplan"


def scratch(environment: Environment) -> Scratch:
    """A new folder."""
    environment.runs.mkdir(parents=True, exist_ok=True, mode=0o700)
    environment.runs.chmod(0o700)
    folder = environment.runs / f"{_SCRATCH}{secrets.token_hex(8)}"
    lock = _locked(folder.with_suffix(".lock"))
    folder.mkdir(mode=0o700)
    return Scratch(folder, lock)


def save(place: Scratch, plan: Mapping[str, Any], record: Record) -> Saved:
    """Complete the folder that Terraform has written a plan into."""
    place.file.chmod(0o600)
    _write(place.folder / "plan.json", json.dumps(plan))
    _write(place.folder / "record.json", json.dumps(asdict(record)))
    return Saved(place.folder, record, _review(plan, record, place.file), place.lock)


def complete(plan: Saved, content: Mapping[str, Any]) -> None:
    """Write the JSON of a plan that changes nothing, which was left out."""
    _write(plan.json, json.dumps(content))
    record = replace(plan.record, shown=digest_of(content))
    _write(plan.folder / "record.json", json.dumps(asdict(record)))


def keep(environment: Environment, plan: Saved) -> Saved:
    """Keep a plan to apply, whose whole review has been shown, in place of the one kept before."""
    if plan.record.purpose != "apply":
        raise ValueError("a plan to destroy is not kept")
    discard(environment)
    plan.folder.rename(_kept(environment))
    _release(plan.lock)
    return Saved(_kept(environment), plan.record, plan.review)


def load(environment: Environment) -> Saved | None:
    """The plan that is kept, if there is one.

    Raises:
        PlatformError: there is one, and it cannot be read.
    """
    folder = _kept(environment)
    if not folder.exists():
        return None
    try:
        return _read(folder)
    except _DAMAGE as error:
        raise PlatformError(
            f"the plan saved for '{environment.name}' is damaged ({error})",
            f"make a new one: ./invokew plan --env {environment.name}",
        ) from error


def take(environment: Environment, plan: Saved) -> Saved:
    """Take the kept plan back for its apply: no later command finds it, however this one ends.

    Raises:
        PlatformError: another command has taken or replaced it since it was loaded.
    """
    place = scratch(environment)
    taken = Saved(place.folder, plan.record, plan.review, place.lock)
    try:
        plan.folder.rename(place.folder)  # over the empty folder
        if Record.of(json.loads((place.folder / "record.json").read_text())) != plan.record:
            raise ValueError("it is another one")
    except _DAMAGE as error:
        drop(taken)
        raise PlatformError(
            f"the plan reviewed for '{environment.name}' was taken or replaced by another command; "
            "nothing was changed",
            f"review a new one: ./invokew plan --env {environment.name}",
        ) from error
    return taken


def discard(environment: Environment) -> None:
    """Forget the kept plan, if there is one."""
    folder = _kept(environment)
    if folder.exists():
        discarded = environment.runs / f"{_DISCARDED}{secrets.token_hex(8)}"
        folder.rename(discarded)  # in one step: never half a plan
        shutil.rmtree(discarded, ignore_errors=True)


def drop(plan: Saved | Scratch) -> None:
    """End a scratch folder."""
    shutil.rmtree(plan.folder, ignore_errors=True)
    _release(plan.lock)


def sweep(environment: Environment) -> list[str]:
    """Remove the scratch folders of commands that were killed; a phrase for each plan that was whole."""
    found = []
    for held in sorted(environment.runs.glob(f"{_SCRATCH}*.lock")):
        folder = held.with_suffix("")
        try:
            lock = _locked(held)
        except OSError:  # its command is alive
            continue
        if (folder / "record.json").exists():
            with contextlib.suppress(*_DAMAGE):
                record = Record.of(json.loads((folder / "record.json").read_text()))
                found.append(f"the plan that `{record.command}` made at {_when(record)}")
        shutil.rmtree(folder, ignore_errors=True)
        _release(lock)
    for folder in environment.runs.glob(f"{_DISCARDED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    return found


def differing(plan: Saved, other: Saved) -> list[str]:
    """The addresses and outputs with which two plans would not do the same."""

    def of(each: Saved) -> dict[str, Any]:
        content = json.loads(each.json.read_text())
        changes = {change["address"]: change for change in content.get("resource_changes", [])}
        outputs = content.get("output_changes", {})
        return changes | {f"output {name}": change for name, change in outputs.items()}

    return [name for name, _, _ in _differences(of(plan), of(other))]


def export(plan: Saved, file: Path) -> None:
    """Write the plan, whole, into one file, to be applied elsewhere: see `unpack`.

    Raises:
        PlatformError: it cannot be written there.
    """
    fresh = file.with_name(f".{file.name}.new")
    try:
        _write(fresh, "")
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in _PARTS:
                archive.write(plan.folder / part, part)
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise PlatformError(
            f"{file} cannot be written: {error.strerror}", "name another file with --out"
        ) from error


def unpack(environment: Environment, file: Path) -> Saved:
    """The plan in a file that `export` wrote, in a scratch folder.

    Raises:
        PlatformError: there is no such file, or it is no plan of this environment.
    """
    place = scratch(environment)
    try:
        with zipfile.ZipFile(file) as archive:
            for part in _PARTS:
                _write(place.folder / part, archive.read(part))
        found = _read(place.folder)
    except _DAMAGE as error:
        drop(place)
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PlatformError(
            f"{file} is no reviewed plan: {why}",
            f"make one: ./invokew plan --env {environment.name} --out {file}",
        ) from error
    if found.record.environment != environment.name or found.record.purpose != "apply":
        drop(place)
        raise PlatformError(
            f"{file} is a plan to {found.record.purpose} '{found.record.environment}', "
            f"not one to apply '{environment.name}'",
            f"make one: ./invokew plan --env {environment.name} --out {file}",
        )
    return Saved(found.folder, found.record, found.review, place.lock)


def check(environment: Environment, plan: Saved, now: Fingerprint) -> None:
    """Refuse a plan whose code, variables, target or state is no longer what it was made from.

    Raises:
        PlatformError: names what moved.
    """
    moved = plan.record.fingerprint.moved(now)
    if not moved:
        return
    shown = "; ".join(moved[:4]) + (f"; and {len(moved) - 4} more" if len(moved) > 4 else "")
    raise PlatformError(
        f"the plan reviewed for '{environment.name}' at {_when(plan.record)} is stale, "
        f"so nothing was changed: {shown}",
        f"review a new one: ./invokew plan --env {environment.name}",
    )


def fingerprint(
    code: Mapping[str, str], variables: Mapping[str, str], target: str, terraform: str, state: str
) -> Fingerprint:
    """The fingerprint of a root as it is now.

    Args:
        code: the files, as `inputs.hashes` gives them.
        variables: the process environment that Terraform gets.
        target: endpoint and account, as a person would name them.
        terraform: its version.
        state: see `state_of_plan` and `state_name`.
    """
    return Fingerprint(
        code=code,
        variables={
            name: hashlib.sha256(value.encode(errors="surrogateescape")).hexdigest()
            for name, value in sorted(variables.items())
            if name.startswith(_VARIABLE)
        },
        target=target,
        terraform=terraform,
        state=state,
    )


def values(variables: Mapping[str, str]) -> list[str]:
    """The values of Terraform's variables in a process environment."""
    return [value for name, value in variables.items() if name.startswith(_VARIABLE)]


def digest(file: Path) -> str:
    """SHA-256 of a plan file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a plan's JSON."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def state_of_plan(file: Path) -> str:
    """The state that a plan starts from, as the plan file itself has it."""
    with zipfile.ZipFile(file) as archive:
        state = json.loads(archive.read("tfstate"))
    return state_name(state["lineage"], state["serial"])


def state_name(lineage: str, serial: int) -> str:
    """One name for lineage and serial."""
    return f"{lineage}#{serial}"


_DAMAGE = (OSError, ValueError, TypeError, KeyError, AttributeError, zipfile.BadZipFile)


def _read(folder: Path) -> Saved:
    record = Record.of(json.loads((folder / "record.json").read_text()))
    plan = json.loads((folder / "plan.json").read_text())
    if digest(folder / "plan.tfplan") != record.digest:
        raise ValueError("plan.tfplan is not the one that was reviewed")
    if digest_of(plan) != record.shown:
        raise ValueError("plan.json is not what was reviewed")
    return Saved(folder, record, _review(plan, record, folder / "plan.tfplan"))


def _review(plan: Mapping[str, Any], record: Record, file: Path) -> Review:
    review = read(plan, record.said, record.options)
    return review if review.empty else replace(review, preflight=preflight.check(plan, kept_late(file)))


def kept_late(file: Path) -> Iterator[str]:
    """The addresses that were applied with `create_before_destroy`, by the state in the plan file."""
    with zipfile.ZipFile(file) as archive:
        state = json.loads(archive.read("tfstate"))
    for resource in state.get("resources") or []:
        module = f"{resource['module']}." if resource.get("module") else ""
        for instance in resource["instances"]:
            if instance.get("create_before_destroy"):
                key = instance.get("index_key")
                index = "" if key is None else f"[{json.dumps(key)}]"
                yield f"{module}{resource['type']}.{resource['name']}{index}"


def _kept(environment: Environment) -> Path:
    return environment.runs / "reviewed"


def _locked(path: Path) -> IO[str]:
    """Hold a lock file; the kernel lets go of it when this process ends, however it ends."""
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def _release(lock: IO[str] | None) -> None:
    if lock is not None:
        Path(lock.name).unlink(missing_ok=True)
        lock.close()


def _differences(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def _difference(name: str, old: str | None, new: str | None) -> str:
    return f"{name} {'is new' if old is None else 'is gone' if new is None else 'changed'}"


def _serial(state: str) -> str:
    lineage, _, serial = state.rpartition("#")
    return f"{lineage[:8]}#{serial}" if lineage else "no state"


def _when(record: Record) -> str:
    return time.strftime("%H:%M:%S", time.localtime(record.made))


def _write(file: Path, content: str | bytes) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())
