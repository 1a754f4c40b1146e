"""Secrets. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""

from collections.abc import Iterator

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule


def _key(parameters: Parameters) -> Iterator[str]:
    """Once there is something to encrypt."""
    if parameters.get("SecretString") or parameters.get("SecretBinary"):
        yield from existing.missing_keys(parameters.get("KmsKeyId"))


MISSING = (
    Rule(
        "CreateSecret UpdateSecret",
        _key,
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
