"""CloudFront: values that it refuses and that its model allows.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html
"""

import ipaddress
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values
from local_aws.values.countries import CODES


@values("CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution")
def distribution(request: Request) -> Refusal | None:
    """Where it gets things from, who may have them, and how long it keeps them."""
    given = request.parameters
    config: dict[str, Any] = (
        given.get("DistributionConfig") or given["DistributionConfigWithTags"]["DistributionConfig"]
    )
    behaviors = [config["DefaultCacheBehavior"], *_items(config.get("CacheBehaviors"))]
    checks = (_origins(config, behaviors), _countries(config), _names(config), _lifetimes(behaviors))
    return next(filter(None, checks), None)


def _origins(config: dict[str, Any], behaviors: list[dict[str, Any]]) -> Refusal | None:
    for origin in _items(config["Origins"]):
        name: str = origin["DomainName"]
        if ":" in name:
            return _argument("The parameter origin name cannot contain a colon.")
        if "." not in name or "/" in name or _is_address(name):
            return _argument("The parameter origin name must be a domain name.")
        path = origin.get("OriginPath", "")
        if path and (not path.startswith("/") or path.endswith("/")):
            return _argument("The parameter origin path must begin with a slash and must not end with one.")
    groups = _items(config.get("OriginGroups"))
    ids = {origin["Id"] for origin in (*_items(config["Origins"]), *groups)}
    if any(behavior["TargetOriginId"] not in ids for behavior in behaviors):
        return Refusal("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", 404)
    return None


def _countries(config: dict[str, Any]) -> Refusal | None:
    restriction = config.get("Restrictions", {}).get("GeoRestriction", {})
    listed = _items(restriction)
    if any(code not in CODES for code in listed):
        return Refusal(
            "InvalidGeoRestrictionParameter",
            "The parameter Country Codes contains values that are not valid.",
        )
    if listed and restriction.get("RestrictionType") == "none":
        return Refusal(
            "InvalidGeoRestrictionParameter", "The parameter Country Codes must be empty for type none."
        )
    return None


def _names(config: dict[str, Any]) -> Refusal | None:
    certificate = config.get("ViewerCertificate", {})
    own = certificate.get("ACMCertificateArn") or certificate.get("IAMCertificateId")
    if _items(config.get("Aliases")) and not own:
        return Refusal(
            "InvalidViewerCertificate",
            "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted "
            "certificate that validates your authorization to use the domain name.",
        )
    return None


def _lifetimes(behaviors: list[dict[str, Any]]) -> Refusal | None:
    for behavior in behaviors:
        if "MinTTL" not in behavior or "CachePolicyId" in behavior:
            continue
        least = behavior["MinTTL"]
        default, most = (
            behavior.get("DefaultTTL", max(least, 86_400)),
            behavior.get("MaxTTL", max(least, 31_536_000)),
        )
        if not least <= default <= most:
            return Refusal("InvalidTTLOrder", "The order of MinTTL, DefaultTTL and MaxTTL is not valid.")
    return None


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _items(listed: dict[str, Any] | None) -> list[Any]:
    return (listed or {}).get("Items") or []


def _argument(message: str) -> Refusal:
    return Refusal("InvalidArgument", message)
