"""Parameters. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"""

from local_aws.references import existing
from local_aws.references.rules import Rule

MISSING = (
    Rule(
        "PutParameter",
        lambda parameters: existing.missing_keys(parameters.get("KeyId")),
        "InvalidKeyId",
        "Invalid keyId {found}",
    ),
)
