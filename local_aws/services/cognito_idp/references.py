"""Cognito.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
"""

from collections.abc import Iterator

from ministack.services import cognito

from local_aws.references.rules import Parameters, Rule, all_of, texts


def _domains(parameters: Parameters) -> Iterator[str]:
    pool = cognito._user_pools.get(parameters["UserPoolId"]) or {}
    yield from filter(None, (pool.get("Domain"), pool.get("CustomDomain")))


def certificates() -> Iterator[tuple[str, str]]:
    """User pools and the certificates of their own domains."""
    for pool in all_of(cognito._user_pools):
        for text in texts(pool.get("CustomDomainConfig") or {}):
            yield pool["Id"], text


IN_USE = (
    Rule(
        "DeleteUserPool",
        _domains,
        "InvalidParameterException",
        "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    ),
)
