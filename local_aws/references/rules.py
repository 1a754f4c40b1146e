"""A rule of a room's table of references, and what its functions look things up with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import get_account_id, get_region
from moto.backends import get_backend

from local_aws.double import records
from local_aws.edge.errors import Refusal

Parameters = dict[str, Any]
Record = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """Calls that are refused as long as something is found.

    Attributes:
        operations: what it is about, with spaces between.
        found: finds what prevents the call, by its parameters: the names of those that refer to the
            thing, or of what is named and not there. The account and region are those of the call.
        code: the service's error.
        message: what the service says; `{found}` is the first that was found, `{all}` are all of them;
            `{account}`, `{region}` and the call's parameters have their names.
        status: the HTTP status of the error.
    """

    operations: str
    found: Callable[[Parameters], Iterable[str]]
    code: str
    message: str
    status: int = 400

    def refusal(self, parameters: Parameters) -> Refusal | None:
        """The error that a call gets; None when nothing is found."""
        names = list(dict.fromkeys(self.found(parameters)))
        if not names:
            return None
        known = {
            "account": get_account_id(),
            "region": get_region(),
            "found": names[0],
            "all": ", ".join(names),
        }
        message = self.message.format_map({**parameters, **known})
        return Refusal(self.code, message, self.status)


def moto(service: str, region: str = "") -> Any:
    """moto's records of a service in the region of the call, or in another."""
    return get_backend(service)[get_account_id()][region or get_region()]


def doubled(service: str, kind: str) -> list[Any]:
    """The double's records of a kind in the region of the call; of a service that is in no region, all."""
    places = (get_region(), "")
    found = [record for place in places for record in records(service, get_account_id(), place)]
    return [record for record in found if record.kind.name == kind]


def value(parameters: Parameters, member: str) -> str | None:
    """The text of a member, by its path with dots: `SSESpecification.KMSMasterKeyId`; None without one."""
    found: Any = parameters
    for name in member.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def all_of(store: Any) -> list[Any]:
    """The records of a store, which another thread may be changing."""
    return list(store.values())


def named(value: Any, *names: str) -> Iterator[Any]:
    """What members of these names hold, however deep."""
    for name, part in value.items() if isinstance(value, dict) else ():
        if name in names:
            yield part
        yield from named(part, *names)
    for part in value if isinstance(value, list) else ():
        yield from named(part, *names)


def texts(value: Any) -> Iterator[str]:
    """Every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple | set):
        for part in value:
            yield from texts(part)
