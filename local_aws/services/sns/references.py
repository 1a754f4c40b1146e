"""SNS. https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html"""

from collections.abc import Iterator

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule


def _principals(parameters: Parameters) -> Iterator[str]:
    if parameters.get("AttributeName") == "Policy":
        yield from existing.missing_in_policy(parameters.get("AttributeValue"))
    yield from existing.missing_in_policy((parameters.get("Attributes") or {}).get("Policy"))


MISSING = (
    Rule(
        "CreateTopic SetTopicAttributes",
        _principals,
        "InvalidParameter",
        "Invalid parameter: Policy Error: PrincipalNotFound",
    ),
)
