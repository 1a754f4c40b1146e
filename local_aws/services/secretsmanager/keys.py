"""Secrets Manager: the keys that calls name."""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
KEYS = (
    Rule(
        "CreateSecret UpdateSecret",
        unusable("KmsKeyId"),
        "EncryptionFailure",
        "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the"
        " KMS key is available, enabled, and not in an invalid state.",
    ),
)
