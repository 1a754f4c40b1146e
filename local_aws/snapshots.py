"""All that the engines and the double hold, in one file, and back.

MiniStack's services can take back what they kept over a restart, which also starts what runs in them. They
keep less than they hold (no objects of buckets, no code of functions), so their stores are kept and filled
besides. moto's backends are plain objects, kept as they are. A file is good for the same engines and the same
corrections only: another version would read its own things into it.
"""

import hashlib
import io
import pickle
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ministack import app as ministack
from moto.core.base_backend import BackendDict

from local_aws import inventory
from local_aws.double import SERVICES, Double
from local_aws.double.hints import Kind, Service
from local_aws.references.between_engines import MotoView

Saved = dict[str, Any]


class SnapshotError(Exception):
    """It cannot be taken, or not be taken back; the message says why."""


def take(path: Path, double: Double) -> None:
    """Write everything into the file at `path`.

    Raises:
        SnapshotError: something that is held cannot be written.
    """
    content = io.BytesIO()
    _part(content, "the versions", fingerprint())
    for name, state in ministack._build_persistence_save_dict().items():
        if not _looks_into_moto(ministack._state_map[name]):
            _part(content, f"MiniStack's {name}", ("ministack", name, state()))
    for module, name, store in _stores():
        _part(content, f"MiniStack's {module} ({name})", ("store", (module, name), store._data))
    _part(content, "moto", ("moto", "", _of_moto()))
    _part(content, "the double", ("double", "", double.engines))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".new")
    partial.write_bytes(content.getvalue())
    partial.rename(path)


def read(path: Path) -> list[tuple[str, Any, Any]]:
    """The parts of a snapshot.

    Raises:
        SnapshotError: there is none, it is damaged, or it is of other engines or corrections.
    """
    try:
        content = io.BytesIO(path.read_bytes())
    except FileNotFoundError:
        known = ", ".join(sorted(one.stem for one in path.parent.glob("*.snapshot"))) or "none yet"
        raise SnapshotError(f"there is no snapshot '{path.stem}'; there is: {known}") from None
    try:
        if _Reader(content).load() != fingerprint():
            raise SnapshotError(
                f"the snapshot '{path.stem}' is of other engines or corrections; take it anew"
            )
        parts = []
        while content.tell() < len(content.getbuffer()):
            parts.append(_Reader(content).load())
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, LookupError, TypeError) as error:
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


def _part(content: io.BytesIO, what: str, held: Any) -> None:
    try:
        _Writer(content).dump(held)
    except (pickle.PicklingError, AttributeError, TypeError, RuntimeError) as error:
        raise SnapshotError(f"{what} cannot be kept: {error}") from error


class _Writer(pickle.Pickler):
    """The tables of the double hold functions: only their names are written."""

    def persistent_id(self, held: Any) -> Any:
        if isinstance(held, Service):
            return next((name, "") for name, service in SERVICES.items() if service is held)
        if isinstance(held, Kind):
            return next(
                (name, held.name)
                for name, service in SERVICES.items()
                if any(kind is held for kind in service.kinds)
            )
        return None


class _Reader(pickle.Unpickler):
    def persistent_load(self, name: Any) -> Service | Kind:
        service, kind = name
        if not kind:
            return SERVICES[service]
        return next(each for each in SERVICES[service].kinds if each.name == kind)
