"""WAF: values that it refuses and that its model allows."""

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_KINDS = ("IPSet", "RegexPatternSet", "RuleGroup", "WebACL")
_SCOPED = (
    *(f"{verb}{kind}" for verb in ("Create", "Delete", "Get", "Update") for kind in _KINDS),
    *(f"List{kind}s" for kind in _KINDS),
    *("CheckCapacity", "DescribeManagedRuleGroup", "GetSampledRequests", "ListAvailableManagedRuleGroups"),
    "ListLoggingConfigurations",
)


@values(*_SCOPED)
def scope(request: Request) -> Refusal | None:
    """What is for CloudFront is in us-east-1: https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html"""
    asked = request.parameters["Scope"]
    if asked != "CLOUDFRONT" or request.region == "us-east-1":
        return None
    reason = f"Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: {asked}"
    members = {"Field": "SCOPE_VALUE", "Parameter": asked, "Reason": "The scope is not valid."}
    return Refusal("WAFInvalidParameterException", reason, members=members)
