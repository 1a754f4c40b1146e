"""What is asked: a principal, an action, a resource, and the condition keys of the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from local_aws.authorisation.variables import Context


@dataclass(frozen=True)
class Principal:
    """Who asks.

    Attributes:
        kind: `role` is a session of a role; `federated` is a user who signed in with an identity provider
            and does not have a role yet.
        arn: for a role, the ARN of the session; for a service, "".
        account: 12 digits; "" for services and anonymous requests.
        name: of a service ("sns.amazonaws.com"); of an identity provider, as trust policies name it; else the
            canonical user ID of the account, where it is known.
        role_arn: for a role, its own ARN, with its path.
    """

    kind: Literal["root", "user", "role", "service", "anonymous", "federated"]
    arn: str
    account: str
    name: str = ""
    role_arn: str = ""

    @property
    def in_account(self) -> bool:
        """Whether it belongs to an account, and identity-based policies can apply to it."""
        return self.kind in ("root", "user", "role")

    @property
    def role(self) -> str:
        """The ARN of the role of a session. Without `role_arn` it is taken to have no path."""
        if self.role_arn or self.kind != "role":
            return self.role_arn
        before, _, session = self.arn.partition(":assumed-role/")
        return f"{before.replace(':sts:', ':iam:')}:role/{session.split('/')[0]}"


@dataclass(frozen=True)
class Request:
    """One request to be decided on.

    Attributes:
        action: such as "sqs:SendMessage".
        resource: an ARN, or "*" where the action has no resource.
        context: condition keys that were really sent; their names are not case-sensitive.
        account: the account that owns the resource. By default the one in its ARN, else the principal's.
    """

    principal: Principal
    action: str
    resource: str
    context: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    account: str = ""

    @property
    def owner(self) -> str:
        """The account that owns the resource."""
        if self.account:
            return self.account
        parts = self.resource.split(":", 5)
        return (parts[4] if len(parts) > 4 else "") or self.principal.account

    def keys(self) -> Context:
        """Its condition keys, with those that AWS adds to every request."""
        return Context(self.context, _derived(self.principal, self.owner))


_PRINCIPAL_TYPES = {
    "root": "Account",
    "user": "User",
    "role": "AssumedRole",
    "federated": "FederatedUser",
    "anonymous": "Anonymous",
}


@lru_cache(maxsize=1024)
def _derived(principal: Principal, owner: str) -> Mapping[str, tuple[str, ...]]:
    """Keys that follow from the principal.

    "AWS global condition context keys", and the table "Principal key values" of "Variables and tags". Unique
    IDs of users and roles are not known here: of `aws:userid`, only the root user's can be derived.
    """
    keys = {
        "aws:principaltype": _PRINCIPAL_TYPES.get(principal.kind, ""),
        "aws:principalaccount": principal.account,
        "aws:resourceaccount": owner,
    }
    if principal.in_account:
        keys["aws:principalarn"] = principal.role or principal.arn
    if principal.kind == "root":
        keys["aws:userid"] = principal.account
    if principal.kind == "user":
        keys["aws:username"] = principal.arn.rsplit("/", 1)[-1]
    if principal.kind == "service":
        keys["aws:principalservicename"] = principal.name
    if principal.kind not in ("anonymous", "federated"):
        keys["aws:principalisawsservice"] = "true" if principal.kind == "service" else "false"
    return {key: (value,) for key, value in keys.items() if value}
