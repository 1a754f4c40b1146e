"""IAM: values that it refuses and that its model allows: malformed policies, and more than its quotas allow.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from collections.abc import Mapping
from typing import Any

from ministack.services import iam

from local_aws.authorisation.documents import Kind
from local_aws.edge.errors import Refusal
from local_aws.values import Request, policies, values

# Characters, white space not counted; of all inline policies of a role, user or group together.
_INLINE = {"Role": 10_240, "User": 2_048, "Group": 5_120}
_MANAGED, _TRUST = 6_144, 2_048
_ATTACHED = 10  # managed policies of a role, user or group
_STORES = {"Role": iam._roles, "User": iam._users, "Group": iam._groups}


@values("CreateRole", "UpdateAssumeRolePolicy")
def trust_policy(request: Request) -> Refusal | None:
    """A trust policy is well-formed, and not longer than 2,048 characters."""
    given = request.parameters
    text: str = given.get("AssumeRolePolicyDocument") or given["PolicyDocument"]
    return _document(text, "trust", _TRUST, "ACLSizePerRole")


@values("CreatePolicy", "CreatePolicyVersion")
def managed_policy(request: Request) -> Refusal | None:
    """A managed policy is well-formed, and not longer than 6,144 characters."""
    return _document(request.parameters["PolicyDocument"], "identity", _MANAGED, "PolicySize")


def _document(text: str, kind: Kind, most: int, quota: str) -> Refusal | None:
    if problem := policies.malformed(text, kind):
        return Refusal("MalformedPolicyDocument", problem)
    if policies.size(text, white_space=False) > most:
        return _exceeded(f"Cannot exceed quota for {quota}: {most}")
    return None


@values("PutRolePolicy", "PutUserPolicy", "PutGroupPolicy")
def inline_policy(request: Request) -> Refusal | None:
    """An inline policy is well-formed; those of one role, user or group are not too long together."""
    given, kind = request.parameters, _kind(request.operation)
    if problem := policies.malformed(given["PolicyDocument"], "identity"):
        return Refusal("MalformedPolicyDocument", problem)
    name = given[f"{kind}Name"]
    held = {**_inline(kind, name), given["PolicyName"]: given["PolicyDocument"]}
    if sum(policies.size(text, white_space=False) for text in held.values()) > _INLINE[kind]:
        return _exceeded(f"Maximum policy size of {_INLINE[kind]} bytes exceeded for {kind.lower()} {name}")
    return None


def _inline(kind: str, name: str) -> Mapping[str, str]:
    if kind == "Role":
        return (iam._roles.get(name) or {}).get("InlinePolicies") or {}
    store = iam._user_inline_policies if kind == "User" else iam._group_inline_policies
    return store.get(name) or {}


@values("AttachRolePolicy", "AttachUserPolicy", "AttachGroupPolicy")
def attached_policies(request: Request) -> Refusal | None:
    """A role, user or group has no more than ten managed policies."""
    given, kind = request.parameters, _kind(request.operation)
    holder: dict[str, Any] = _STORES[kind].get(given[f"{kind}Name"]) or {}
    attached = {*holder.get("AttachedPolicies", ()), given["PolicyArn"]}
    if len(attached) > _ATTACHED:
        return _exceeded(f"Cannot exceed quota for PoliciesPer{kind}: {_ATTACHED}")
    return None


def _kind(operation: str) -> str:
    return next(kind for kind in _INLINE if kind in operation)


def _exceeded(message: str) -> Refusal:
    return Refusal("LimitExceeded", message, 409)
