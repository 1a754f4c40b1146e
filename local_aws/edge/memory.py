"""What the engines would keep in memory, and nobody asks them for."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from botocore.loaders import JSONFileLoader, Loader
from moto.utilities import utils

Offering = dict[str, Any]
_OFFERINGS = "ec2/resources/instance_type_offerings"
_load = utils.load_resource


def spare() -> None:
    """Have less read; to be called before moto's EC2 is imported."""
    _spare_documentation()
    _share_models()
    _spare_offerings()


def _spare_documentation() -> None:
    """botocore keeps what services' models say for people, which is more than what they say for programs."""

    def load(_: Any, path: str, opened: Any) -> Any:
        try:
            with opened(path, "rb") as file:
                return json.load(file, object_hook=_without_documentation)
        except FileNotFoundError:
            return None

    JSONFileLoader._load_file = load


def _without_documentation(read: dict[str, Any]) -> dict[str, Any]:
    if isinstance(read.get("documentation"), str):  # else it is a member of that name
        del read["documentation"]
    return read


def _share_models() -> None:
    """Each session of botocore would read again what others have read: moto and MiniStack have some each."""
    shared = defaultdict[tuple[str, ...], dict[Any, Any]](dict)
    make = Loader.__init__

    def share(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self._cache = shared[tuple(self.search_paths)]

    Loader.__init__ = share


def _spare_offerings() -> None:
    """moto reads which instance types each region offers as it is imported: here when one is asked for it."""
    utils.load_resource = lambda path: [] if path.startswith(_OFFERINGS) else _load(path)
    try:
        from moto.ec2.models import instance_types
    finally:
        utils.load_resource = _load
    instance_types.load_resource = _load
    for kind, regions in instance_types.INSTANCE_TYPE_OFFERINGS.items():
        instance_types.INSTANCE_TYPE_OFFERINGS[kind] = _Regions(kind, regions)


class _Regions(dict[str, list[Offering]]):
    """By region, what is offered in a kind of place."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        self._kind = kind
        self._known = frozenset(known)

    def __missing__(self, region: str) -> list[Offering]:
        if region not in self._known:
            raise KeyError(region)
        read = _load(f"{_OFFERINGS}/{self._kind}/{region}.json")
        self[region] = [{**offering, "LocationType": self._kind} for offering in read]
        return self[region]

    def get(self, region: str, default: Any = None) -> Any:
        return self[region] if region in self._known else default
