"""WAF: associations of web ACLs, and what rules refer to.

https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html
"""

from collections.abc import Iterator
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import apigateway_v1, appsync, cognito
from moto.wafv2.models import GLOBAL_REGION

from local_aws.references.rules import Parameters, Rule, all_of, moto, named, texts
from local_aws.services.cloudfront import references as cloudfront


def _backend(parameters: Parameters) -> Any:
    return moto("wafv2", GLOBAL_REGION if parameters["Scope"] == "CLOUDFRONT" else "")


def _associated(parameters: Parameters) -> Iterator[str]:
    for acl in all_of(_backend(parameters).wacls):
        if acl.id == parameters["Id"]:
            yield from filter(_is_there, acl.associated_resources)
            yield from cloudfront.using(acl.arn)


def _is_there(arn: str) -> bool:
    """Whether a resource still exists: its association ends with it."""
    service, name = arn.split(":")[2], arn.split(":", 5)[5]
    if service == "elasticloadbalancing":
        return arn in moto("elbv2").load_balancers
    if service == "apigateway":
        _, _, api, _, stage = name.split("/")
        return stage in (apigateway_v1._stages_v1.get(api) or {})
    if service == "appsync":
        return name.split("/")[1] in appsync._apis
    if service == "cognito-idp":
        return name.split("/")[1] in cognito._user_pools
    return True


def _ruled(parameters: Parameters) -> Iterator[str]:
    """Web ACLs and rule groups with a rule that names the thing."""
    backend = _backend(parameters)
    for holder in (*all_of(backend.wacls), *all_of(backend.rule_groups)):
        described = [rule if isinstance(rule, dict) else rule.to_dict() for rule in holder.rules]
        if any(text.endswith(f"/{parameters['Name']}/{parameters['Id']}") for text in texts(described)):
            yield holder.arn


_ASSOCIATED = (
    "AWS WAF couldn’t perform the operation because your resource is being used by another resource or"  # noqa: RUF001
    " it’s associated with another resource."  # noqa: RUF001
)


def _rule(operations: str, found: Any) -> Rule:
    return Rule(operations, found, "WAFAssociatedItemException", _ASSOCIATED)


def _unknown(parameters: Parameters) -> Iterator[str]:
    backend = _backend(parameters)
    known = {*backend.ip_sets, *backend.regex_pattern_sets, *backend.rule_groups}
    for arn in named(parameters.get("Rules"), "ARN"):
        if f":{get_account_id()}:" in arn and arn not in known:
            yield arn


MISSING = (
    Rule(
        "CreateWebACL UpdateWebACL CreateRuleGroup UpdateRuleGroup",
        _unknown,
        "WAFNonexistentItemException",
        "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",  # noqa: RUF001
    ),
)

IN_USE = (
    _rule("DeleteWebACL", _associated),
    _rule("DeleteIPSet DeleteRegexPatternSet DeleteRuleGroup", _ruled),
)
