"""CloudFront: what distributions refer to.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html
"""

from collections.abc import Callable, Iterator

from ministack.services import cloudfront

from local_aws.references.rules import Parameters, Rule, all_of


def using(value: str) -> Iterator[str]:
    """The distributions whose configuration names something by its id or ARN."""
    for distribution in all_of(cloudfront._distributions):
        if value and f">{value}<" in distribution["config_xml"]:
            yield distribution["Id"]


def certificates() -> Iterator[tuple[str, str]]:
    """Distributions and the certificates they show."""
    for arn in _certificates_known():
        yield from ((distribution, arn) for distribution in using(arn))


def _certificates_known() -> list[str]:
    from ministack.services import acm

    return list(acm._certificates)


def _by_id(parameters: Parameters) -> Iterator[str]:
    return using(parameters["Id"])


def _function(parameters: Parameters) -> Iterator[str]:
    function = cloudfront._functions.get(parameters["Name"])
    users = list(using(function["arn"])) if function else []
    if users:
        yield str(len(users))


def _in_use(kind: str, code: str, words: str, found: Callable[[Parameters], Iterator[str]] = _by_id) -> Rule:
    return Rule(f"Delete{kind}", found, code, words, 409)


IN_USE = (
    # MiniStack itself refuses public keys of key groups.
    _in_use(
        "Function",
        "FunctionInUse",
        "Cannot delete function {Name}, it is in use by {found} distributions",
        _function,
    ),
    _in_use(
        "OriginAccessControl",
        "OriginAccessControlInUse",
        "The CloudFront origin access control is still being used.",
    ),
    _in_use(
        "CachePolicy",
        "CachePolicyInUse",
        "The specified cache policy is currently associated with a cache behavior. Please disassociate the"
        " policy before deleting.",
    ),
    _in_use(
        "OriginRequestPolicy",
        "OriginRequestPolicyInUse",
        "The specified origin request policy is currently associated with a cache behavior. Please"
        " disassociate the policy before deleting.",
    ),
    _in_use(
        "ResponseHeadersPolicy",
        "ResponseHeadersPolicyInUse",
        "The specified response headers policy is currently associated with a cache behavior. Please"
        " disassociate the policy before deleting.",
    ),
    _in_use("KeyGroup", "ResourceInUse", "The specified key group is in use by a cache behavior."),
)
