"""Cognito user pools: values that they refuse and that their model allows."""

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_RESERVED_WORDS = ("aws", "amazon", "cognito")
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
# The shortest and longest validity, and the unit that a number without one is of.
# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
_VALIDITY = {
    "AccessToken": (300, 86_400, "hours"),
    "IdToken": (300, 86_400, "hours"),
    "RefreshToken": (3600, 3650 * 86_400, "days"),
}


@values("CreateUserPoolDomain")
def domain(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html"""
    if request.parameters.get("CustomDomainConfig"):
        return None
    for word in _RESERVED_WORDS:
        if word in request.parameters["Domain"]:
            return _invalid(f"Domain cannot contain reserved word: {word}")
    return None


@values("CreateUserPoolClient", "UpdateUserPoolClient")
def token_validity(request: Request) -> Refusal | None:
    """Tokens live as long as they may."""
    units = request.parameters.get("TokenValidityUnits", {})
    for token, (shortest, longest, default) in _VALIDITY.items():
        number = request.parameters.get(f"{token}Validity")
        if number and not shortest <= number * _SECONDS[units.get(token, default)] <= longest:
            return _invalid(f"Invalid range for {token} validity.")
    return None


@values("CreateUserPoolClient", "UpdateUserPoolClient")
def flows(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html"""
    given = request.parameters
    asked = given.get("AllowedOAuthFlows", [])
    if given.get("AllowedOAuthFlowsUserPoolClient") and not (asked and given.get("AllowedOAuthScopes")):
        return _invalid(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use "
            "OAuth flows."
        )
    if "client_credentials" in asked and len(asked) > 1:
        return Refusal(
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        )
    return None


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterException", message)
