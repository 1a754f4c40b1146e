"""Which instance types a region offers, read when it is asked for.

moto reads all regions' as it is imported, and keeps them: a tenth of what the local AWS would take.
"""

from collections.abc import Iterable
from typing import Any

from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS
from moto.utilities.utils import load_resource

Offering = dict[str, Any]


def forget() -> None:
    """Let go of what was read; each region's is read again when it is asked for."""
    for kind, regions in INSTANCE_TYPE_OFFERINGS.items():
        INSTANCE_TYPE_OFFERINGS[kind] = _Regions(kind, regions)


class _Regions(dict[str, list[Offering]]):
    """By region, what is offered in a kind of place."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        self._kind = kind
        self._known = frozenset(known)

    def __missing__(self, region: str) -> list[Offering]:
        if region not in self._known:
            raise KeyError(region)
        read = load_resource(f"ec2/resources/instance_type_offerings/{self._kind}/{region}.json")
        self[region] = [{**offering, "LocationType": self._kind} for offering in read]
        return self[region]

    def get(self, region: str, default: Any = None) -> Any:
        return self[region] if region in self._known else default
