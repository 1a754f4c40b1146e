"""What the model of a service does not say about its resources: the words of the tables in `services/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True)
class Ref:
    """A member of a request by which a resource refers to another, that must exist.

    Attributes:
        member: its name; without one the only resource of the other kind is meant.
        kinds: what it may refer to.
        copies: members of the other one that describing this one shows, under their names here.
        within: it is part of the other one and goes with it; else the other one cannot be deleted before it.
        loose: a list of such, kept as it is given; the others may be deleted before it.
    """

    member: str
    kinds: tuple[str, ...]
    copies: Mapping[str, str] = field(default_factory=dict)
    within: bool = False
    loose: bool = False


@dataclass(eq=False)
class Record:
    """One resource: its members, its tags, and the resources it refers to, by the referring member."""

    kind: "Kind"
    values: Values
    tags: dict[str, str]
    of: dict[str, "Record"]
    made: datetime = field(default_factory=lambda: datetime.now(UTC))
    changed: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def name(self) -> str:
        """The first of the members that identify it; of what has none, whose it is."""
        if names := self.kind.names or self.kind.members:
            return str(self.values.get(names[0]))
        return ",".join(record.name for record in self.of.values()) or self.kind.name


@dataclass(frozen=True)
class Kind:
    """A kind of resource.

    Attributes:
        name: as the operations have it: `CreateThing`, `GetThing`, `DescribeThing`, `DeleteThing`, …
        members: by which a request names one.
        names: its own members, any of which those may hold; as above by default.
        refs: what it refers to. A request that has such a member means one that refers so.
        made: what AWS fills in, in this order; `{…}` stands for a member, the region, the account, or
            something `{new}` (17 digits) or `{uuid}`.
        plural: as the listing operations have it, when it is not the name with an s.
        unique: members that no two may share (of those that refer to the same); by default the names that the
            caller chooses.
        alone: there is but one of those that refer to the same.
        theirs: AWS has it, and somebody only sets it: one that is alone is there from the start.
        inside: structures that the resource stands in, besides the one that has its name.
        missing: the error that says there is none, where the operations' own errors do not tell.
        operations: what an operation does whose name does not tell: create, read, update, delete, list, put,
            "create each", "put each" and "delete each" of a list; and members it sets.
        rules: what has to be in order before a resource is created, updated or deleted, or follows from it.
    """

    name: str
    members: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    made: Values = field(default_factory=dict)
    plural: str = ""
    unique: tuple[str, ...] = ()
    alone: bool = False
    theirs: bool = False
    inside: tuple[str, ...] = ()
    missing: str = ""
    operations: Mapping[str, tuple[str, Values]] = field(default_factory=dict)
    rules: Mapping[str, Callable[["Record", Values], None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Service:
    """A service the double serves.

    Attributes:
        model: its name in botocore.
        kinds: its resources.
        signed_as: its name in the credential scope, when that is another.
        everywhere: its resources are of no region.
        acts: operations that are none of the usual ones on a kind: `act(record, request)` of the record that
            the request names gives the answer.
        rest_elsewhere: an engine answers the operations that are not here.
        shared: operations that the engine answers, too, unless they name a resource that is here.
    """

    model: str
    kinds: tuple[Kind, ...]
    signed_as: str = ""
    everywhere: bool = False
    acts: Mapping[str, tuple[str, Callable[["Record", Values], Values]]] = field(default_factory=dict)
    rest_elsewhere: bool = False
    shared: tuple[str, ...] = ()


class RefusedError(Exception):
    """A request that the service refuses.

    Attributes:
        sort: "invalid", "missing" or "conflict", for which each service has its errors; or an error's name.
    """

    def __init__(self, sort: str, message: str, kind: str = "", name: str = "") -> None:
        super().__init__(message)
        self.sort, self.message, self.kind, self.name = sort, message, kind, name
