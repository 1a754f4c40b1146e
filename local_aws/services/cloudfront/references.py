"""CloudFront: what distributions refer to.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html
"""

from collections.abc import Callable, Iterator

from ministack.services import cloudfront
from moto.wafv2.models import GLOBAL_REGION

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule, all_of, moto, named


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


def _config(parameters: Parameters) -> object:
    """A distribution's configuration, which is in another place when it comes with tags."""
    return parameters.get("DistributionConfig") or parameters.get("DistributionConfigWithTags")


def _by_id(parameters: Parameters) -> Iterator[str]:
    return using(parameters["Id"])


def _function(parameters: Parameters) -> Iterator[str]:
    function = cloudfront._functions.get(parameters["Name"])
    users = list(using(function["arn"])) if function else []
    if users:
        yield str(len(users))


def _in_use(kind: str, code: str, words: str, found: Callable[[Parameters], Iterator[str]] = _by_id) -> Rule:
    return Rule(f"Delete{kind}", found, code, words, 409)


def _unknown(parameters: Parameters, member: str, *stores: object) -> Iterator[str]:
    """What a distribution names in a member and none of the stores has."""
    for name in named(_config(parameters), member):
        if name and not any(name in store for store in stores):  # type: ignore[operator]
            yield name


def _functions(parameters: Parameters) -> Iterator[str]:
    """Functions that do not exist or are not published."""
    live = [one["arn"] for one in all_of(cloudfront._functions) if one.get("live_etag")]
    for arn in named(_config(parameters), "FunctionARN"):
        if arn not in live:
            yield arn


def _shown_certificates(parameters: Parameters) -> Iterator[str]:
    arns = list(filter(None, named(_config(parameters), "ACMCertificateArn")))
    yield from (arn for arn in arns if arn.split(":")[3] != "us-east-1")
    yield from existing.missing_certificates(*arns)


def _web_acl(parameters: Parameters) -> Iterator[str]:
    for arn in filter(None, named(_config(parameters), "WebACLId")):
        if arn.startswith("arn:") and arn not in moto("wafv2", GLOBAL_REGION).wacls:
            yield arn


def _key_groups(parameters: Parameters) -> Iterator[str]:
    for trusted in named(_config(parameters), "TrustedKeyGroups"):
        yield from (name for name in (trusted or {}).get("Items") or () if name not in cloudfront._key_groups)


_CREATES = "CreateDistribution CreateDistributionWithTags"
_SAVES = f"{_CREATES} UpdateDistribution"
MISSING = (
    Rule(
        _SAVES,
        lambda parameters: _unknown(
            parameters, "CachePolicyId", cloudfront._cache_policies, cloudfront._MANAGED_CACHE_POLICIES
        ),
        "NoSuchCachePolicy",
        "The specified cache policy does not exist.",
        404,
    ),
    Rule(
        _SAVES,
        lambda parameters: _unknown(
            parameters,
            "OriginRequestPolicyId",
            cloudfront._origin_request_policies,
            cloudfront._MANAGED_ORIGIN_REQUEST_POLICIES,
        ),
        "NoSuchOriginRequestPolicy",
        "The specified origin request policy does not exist.",
        404,
    ),
    Rule(
        _SAVES,
        lambda parameters: _unknown(
            parameters,
            "ResponseHeadersPolicyId",
            cloudfront._response_headers_policies,
            cloudfront._MANAGED_RESPONSE_HEADERS_POLICIES,
        ),
        "NoSuchResponseHeadersPolicy",
        "The specified response headers policy does not exist.",
        404,
    ),
    Rule(
        _SAVES,
        lambda parameters: _unknown(parameters, "OriginAccessControlId", cloudfront._oacs),
        "InvalidOriginAccessControl",
        "The origin access control {found} does not exist.",
    ),
    Rule(
        _SAVES,
        _functions,
        "InvalidFunctionAssociation",
        "The function {found} does not exist or is not published.",
    ),
    Rule(
        _SAVES,
        _key_groups,
        "TrustedKeyGroupDoesNotExist",
        "The specified key group {found} does not exist.",
    ),
    Rule(
        _CREATES,  # an update that only disables a distribution may come when its certificate is gone
        _shown_certificates,
        "InvalidViewerCertificate",
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't"
        " include a valid certificate chain.",
    ),
    Rule(_SAVES, _web_acl, "InvalidWebACLId", "Web ACL {found} does not exist."),
)

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
