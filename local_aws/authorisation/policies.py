"""The policies that apply: of a principal by IAM, of a resource by the service that keeps it."""

import json
from collections.abc import Callable
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import request_scope
from ministack.services import iam

from local_aws.authorisation.documents import parse
from local_aws.authorisation.evaluation import Document, Policies, Policy, Principal

ResourcePolicy = Callable[[str], tuple[Policy, ...]]
_OF_RESOURCES: dict[str, ResourcePolicy] = {}
# A policy of one of these decides alone: identity policies count if it lets the account delegate.
_DECIDES = frozenset({"kms", "sts"})


def resource_policy(service: str) -> Callable[[ResourcePolicy], ResourcePolicy]:
    """Register the function that knows the policies of a service's resources, by ARN.

    Args:
        service: the service in the ARN and in the action: `sqs`.
    """

    def register(function: ResourcePolicy) -> ResourcePolicy:
        _OF_RESOURCES[service] = function
        return function

    return register


def policies(principal: Principal, action: str, resource: str) -> Policies:
    """All that decides whether a principal may do an action to a resource."""
    service = action.partition(":")[0].lower()
    own = _OF_RESOURCES.get(service)
    of_resource = own(resource) if own and resource.startswith("arn:") else ()
    identity, boundary = _of_identity(principal)
    return Policies(
        identity=identity,
        boundary=boundary,
        resource=of_resource,
        resource_decides=service in _DECIDES and resource.startswith("arn:"),
    )


def as_document(policy: Any) -> Document:
    """A policy that an engine keeps, as text or as an object that it may change in place.

    One that cannot be read is a document without statements, which the evaluation calls malformed.
    """
    try:
        return parse(policy if isinstance(policy, str) else json.dumps(policy))
    except ValueError:
        return {}


def _of_identity(principal: Principal) -> tuple[tuple[Policy, ...], Policy | None]:
    if principal.kind == "role":
        kind, name, store = "role", principal.role.rpartition("/")[2], iam._roles
    elif principal.kind == "user":
        kind, name, store = "user", principal.arn.rpartition("/")[2], iam._users
    else:
        return (), None
    with request_scope(principal.account, "us-east-1"):
        entity = store.get(name) or {}
        inline = entity.get("InlinePolicies") or {}
        attached = list(entity.get("AttachedPolicies", []))
        if kind == "user":
            inline = dict(iam._user_inline_policies.get(name) or {})
            for group_name, group in iam._groups.items():
                if name in group.get("Users", []):
                    inline |= dict(iam._group_inline_policies.get(group_name) or {})
                    attached += group.get("AttachedPolicies", [])
        found = [Policy(f"{kind} {name}: {title}", as_document(text)) for title, text in inline.items()]
        found += [policy for arn in attached if (policy := _managed(arn, principal.account))]
        bound = entity.get("PermissionsBoundary")
        if isinstance(bound, dict):
            bound = bound.get("PermissionsBoundaryArn")
        return tuple(found), _managed(bound, principal.account) if bound else None


def _managed(arn: str, account: str) -> Policy | None:
    text = iam_evaluator._resolve_managed_policy_document(arn, account)
    return Policy(f"policy {arn.rpartition('/')[2]}", as_document(text)) if text else None
