"""Whether a principal may do an action: used wherever AWS evaluates policies."""

from collections.abc import Mapping, Sequence
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import iam

from local_aws.authorisation import denials, organizations
from local_aws.authorisation.evaluation import Decision, Principal, Request, evaluate
from local_aws.authorisation.policies import policies

Context = Mapping[str, str | Sequence[str]]
_NOTHING: Context = {}


def authorise(
    principal: Principal, action: str, resource: str, context: Context = _NOTHING, owner: str = ""
) -> Decision:
    """Decide whether a principal may do an action to a resource; a denial is kept in the list of denials.

    Args:
        resource: an ARN, or `*` for an action that has no resource.
        context: the condition keys that the caller really sends, and no others. That of the principal's
            organization is added.
        owner: account of the resource, where its ARN does not say it and it is not the principal's.
    """
    sent = {**organizations.condition_keys(principal.account), **context}
    request = Request(principal, action, resource, sent, owner)
    decision = evaluate(request, policies(principal, action, resource))
    if not decision.allowed:
        denials.add(request, decision)
    return decision


def service(name: str) -> Principal:
    """The principal as which an AWS service calls: `sns` is `sns.amazonaws.com`."""
    return Principal("service", "", "", name=name if "." in name else f"{name}.amazonaws.com")


def session(role: str, name: str) -> Principal:
    """A session of a role, which a service has assumed."""
    account, title = role.split(":")[4], role.rpartition("/")[2]
    return Principal("role", f"arn:aws:sts::{account}:assumed-role/{title}/{name}", account, role_arn=role)


def role(arn: str) -> dict[str, Any] | None:
    """The role of an ARN; None if there is none."""
    parts = arn.split(":")
    if len(parts) != 6 or not parts[5].startswith("role/"):
        return None
    with request_scope(parts[4], "us-east-1"):
        found: dict[str, Any] | None = iam._roles.get(arn.rpartition("/")[2])
    return found if found and found.get("Arn", arn) == arn else None


def may_assume(service_name: str, role_arn: str, context: Context = _NOTHING) -> Decision:
    """Whether a role's trust policy lets a service assume it. A role that does not exist cannot be assumed.

    Args:
        context: `aws:SourceArn` and `aws:SourceAccount`, where the service sends them.
    """
    return authorise(service(service_name), "sts:AssumeRole", role_arn, context)


def source(arn: str, account: str = "") -> dict[str, str]:
    """The condition keys that most services send when they call for a resource.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    owner = account or arn.split(":")[4]
    return {"aws:SourceArn": arn} | ({"aws:SourceAccount": owner} if owner else {})
