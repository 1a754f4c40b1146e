"""All that the engines and the double hold, in one file, and back.

MiniStack's services can take back what they kept over a restart, which also starts what runs in them. They
keep less than they hold (no objects of buckets, no code of functions), so their stores are kept and filled
besides. moto's backends are plain objects, kept as they are. A file is good for the same engines and the same
corrections only: another version would read its own things into it.
"""

import hashlib
import io
import json
import pickle
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ministack import app as ministack
from moto.core.base_backend import BackendDict

from local_aws import inventory, sealing
from local_aws.double import Double
from local_aws.references.between_engines import MotoView
from local_aws.snapshots import encryption, pickles

Saved = dict[str, Any]


class SnapshotError(Exception):
    """It cannot be taken, or not be taken back; the message says why."""


def take(path: Path, double: Double) -> None:
    """Write everything into the file at `path`.

    Raises:
        SnapshotError: something that is held cannot be written, or Terraform holds a state lock.
    """
    if held := _lock():
        raise SnapshotError(f"{held}: take it when that has ended, or take the lock away: it would be in it")
    content = io.BytesIO()
    for name, state in ministack._build_persistence_save_dict().items():
        if not _looks_into_moto(ministack._state_map[name]):
            _part(content, f"MiniStack's {name}", ("ministack", name, state()))
    for module, name, store in _stores():
        _part(content, f"MiniStack's {module} ({name})", ("store", (module, name), store._data))
    _part(content, "moto", ("moto", "", _of_moto()))
    _part(content, "the double", ("double", "", double.engines))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    sealing.write(path, sealing.seal(fingerprint().encode() + encryption.encrypt(content.getvalue())))


def read(path: Path) -> list[tuple[str, Any, Any]]:
    """The parts of a snapshot.

    Raises:
        SnapshotError: there is none, it is damaged or not of this user, or of other engines or corrections.
    """
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        known = ", ".join(sorted(one.stem for one in path.parent.glob("*.snapshot"))) or "none yet"
        raise SnapshotError(f"there is no snapshot '{path.stem}'; there is: {known}") from None
    try:
        content = io.BytesIO(sealing.unseal(sealed))
    except sealing.SealError as error:
        why = str(error) or "it is damaged, or another user made it; take it again"
        raise SnapshotError(f"the snapshot '{path.stem}' is not restored: {why}") from None
    if content.read(len(fingerprint())).decode() != fingerprint():
        raise SnapshotError(f"the snapshot '{path.stem}' is of other engines or corrections; take it again")
    try:
        parts = []
        content = io.BytesIO(encryption.decrypt(content.read()))
        while content.tell() < len(content.getbuffer()):
            parts.append(pickles.read(content))
    except (
        encryption.DamagedError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        LookupError,
        TypeError,
    ) as error:
        raise SnapshotError(f"the snapshot '{path.stem}' is damaged: {error}") from error
    return parts


def put_back(parts: list[tuple[str, Any, Any]], double: Double) -> None:
    """Fill the engines and the double, which are empty, with what `read` gave."""
    for where, name, held in parts:
        if where == "ministack":
            ministack._get_module(ministack._state_map[name]).load_persisted_state(held)
        elif where == "store":
            module, attribute = name
            store = vars(ministack._get_module(module))[attribute]
            store._data.clear()
            store._data.update(held)
        elif where == "moto":
            _into_moto(held)
        else:
            double.engines.update(held)


def fingerprint() -> str:
    """What a snapshot depends on: both engines, and this package with its corrections."""
    total = hashlib.sha256(f"{version('ministack')} {version('moto')} {sys.version}".encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        total.update(source.read_bytes())
    return total.hexdigest()


def _stores() -> list[tuple[str, str, Any]]:
    """Every store of MiniStack, and those that corrections added, by the module it is in."""
    return [
        (path.rpartition(".")[2], name, value)
        for path, module in list(sys.modules.items())
        if path.startswith("ministack.services.") and path.count(".") == 2
        for name, value in vars(module).items()
        if inventory.is_store(value) and value._data
    ]


def _looks_into_moto(module: str) -> bool:
    """It holds nothing of its own: a correction lets it see what moto holds."""
    return any(isinstance(value, MotoView) for value in vars(ministack._get_module(module)).values())


def _of_moto() -> list[tuple[type, str, str, Any, Any]]:
    """Each backend with its class, account and region, and what it was born with."""
    return [
        (backends.backend, account, region, backend, inventory.born_with(backend))
        for backends in list(BackendDict._instances)
        for account, regions in backends.items()
        for region, backend in regions.items()
    ]


def _into_moto(held: list[tuple[type, str, str, Any, Any]]) -> None:
    for kind, account, region, backend, born_with in held:
        [backends] = {
            id(each): each
            for each in vars(sys.modules[kind.__module__]).values()
            if isinstance(each, BackendDict) and each.backend is kind
        }.values()
        dict.__setitem__(backends[account], region, backend)
        inventory.note(backend, born_with)


def _lock() -> str:
    """Who holds a lock on a state that is kept here, "" if it is not locked.

    https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
    """
    for (_, bucket), held in list(ministack._get_module("s3")._buckets._data.items()):
        for key, entry in list(held["objects"].items()):
            if key.endswith(".tflock") and (text := entry.get("body")):
                return f"{_holder(text)} holds the lock {bucket}/{key}"
    return ""


def _holder(text: bytes) -> str:
    """Whom a lock names, and what for."""
    with suppress(ValueError, TypeError, AttributeError):
        lock = json.loads(text)
        operation = lock["Operation"].removeprefix("OperationType").lower()
        return f"Terraform ({operation} of {lock['Who']}, since {lock['Created']})"
    return "Terraform"


def _part(content: io.BytesIO, what: str, held: Any) -> None:
    try:
        pickles.write(content, held)
    except (pickle.PicklingError, AttributeError, TypeError, RuntimeError) as error:
        raise SnapshotError(f"{what} cannot be kept: {error}") from error
