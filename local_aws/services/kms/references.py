"""KMS. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"""

from local_aws.references import existing
from local_aws.references.rules import Rule

MISSING = (
    Rule(
        "CreateKey PutKeyPolicy",
        lambda parameters: existing.missing_in_policy(parameters.get("Policy")),
        "MalformedPolicyDocumentException",
        "Policy contains a statement with one or more invalid principals.",
    ),
)
