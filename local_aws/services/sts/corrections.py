"""Security Token Service: where the engine differs from AWS."""

from typing import Any

from ministack.core import iam_actions, iam_evaluator

from local_aws.authorisation.credentials import caller_of
from local_aws.authorisation.evaluation import Principal
from local_aws.authorisation.rights import authorise
from local_aws.corrections import correction

# Parameters of a call that are condition keys.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
_KEYS = {
    "ExternalId": "sts:ExternalId",
    "RoleSessionName": "sts:RoleSessionName",
    "SourceIdentity": "sts:SourceIdentity",
}


@correction
def trust_of_roles() -> None:
    """AWS: a role is assumed by whom its trust policy names. MiniStack: has an evaluation of its own, which
    lets the account's root assume what trusts a service.

    AWS lets root assume no role at all; here it can, where the trust policy names the account.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    context_of = iam_actions.request_tag_context

    def request_context(service: str, action: str, body: bytes, params: Any) -> dict[str, Any]:
        found: dict[str, Any] = context_of(service, action, body, params)
        if service != "sts":
            return found
        sent = {key: iam_actions._query_param(params, name) for name, key in _KEYS.items()}
        return {**found, **{key: value for key, value in sent.items() if value}}

    def evaluate_trust_policy(_: Any, caller: str, asked: Any = None) -> bool:
        known = {**asked.principal_keys, **asked.service_context}
        context = {key: value for key, value in known.items() if value is not None}
        context |= {f"aws:RequestTag/{name}": value for name, value in asked.request_tags.items()}
        if asked.tag_keys:
            context["aws:TagKeys"] = asked.tag_keys
        principal = _principal(caller, asked)
        return authorise(principal, asked.action, asked.resource_arn, context).allowed

    iam_actions.request_tag_context = request_context
    iam_evaluator.evaluate_trust_policy = evaluate_trust_policy


def _principal(caller: str, asked: Any) -> Principal:
    if asked.action == "sts:AssumeRoleWithWebIdentity":
        return Principal("federated", "", "", name=caller)
    return caller_of(asked.principal_type, caller, asked.principal_account)
