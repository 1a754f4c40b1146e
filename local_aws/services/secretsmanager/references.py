"""Secrets. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""

from local_aws.references import existing
from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

MISSING = (
    Rule(
        "CreateSecret UpdateSecret",
        unusable("KmsKeyId"),
        "EncryptionFailure",
        "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the"
        " KMS key is available, enabled, and not in an invalid state.",
    ),
    Rule(
        "PutResourcePolicy",
        lambda parameters: existing.missing_in_policy(parameters.get("ResourcePolicy")),
        "MalformedPolicyDocumentException",
        "This resource policy contains an unsupported principal.",
    ),
)
