"""Lambda: who may call a function, by its resource policies; and what a function's role may do."""

from collections.abc import Mapping
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import lambda_svc

from local_aws.authorisation import deliveries, rights
from local_aws.authorisation.evaluation import Decision, Policy, Principal
from local_aws.authorisation.policies import as_document, resource_policy

_NOTHING: Mapping[str, str] = {}


@resource_policy("lambda")
def of_function(arn: str) -> tuple[Policy, ...]:
    """The policies of a function. Each of its statements names the function, version or alias it is for.

    https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
    """
    parts = arn.split(":")
    if parts[5:6] != ["function"] or len(parts) < 7:
        return ()
    function = lambda_svc._functions.get_scoped(parts[4], parts[3], parts[6])
    if not function or not function["policy"]["Statement"]:
        return ()
    return (Policy(f"function {parts[6]}: policy", as_document(function["policy"])),)


def arn_of(reference: str, region: str = "", account: str = "") -> str:
    """The ARN of a function, version or alias, by its ARN, by a part of it, or by its name.

    Args:
        region, account: where a name is looked for; by default those of the request.
    """
    if reference.startswith("arn:"):
        return reference
    name = reference.rpartition("function:")[2]
    return f"arn:aws:lambda:{region or get_region()}:{account or get_account_id()}:function:{name}"


def call_denied(sender: deliveries.Sender, reference: str) -> Decision | None:
    """The denial of a call of a function by a service; None if it is allowed."""
    return deliveries.denied(sender, arn_of(reference))


def session_of(function: Mapping[str, Any]) -> Principal:
    """As whom a function acts, by its configuration."""
    return rights.session(function["Role"], function["FunctionName"])


def role_denied(
    function: Mapping[str, Any], action: str, resource: str, context: Mapping[str, str] = _NOTHING
) -> Decision | None:
    """The denial of an action to a function's role; None if it is allowed."""
    account = function["FunctionArn"].split(":")[4]
    with request_scope(account, function["FunctionArn"].split(":")[3]):
        decision = rights.authorise(session_of(function), action, resource, context)
    return None if decision.allowed else decision
