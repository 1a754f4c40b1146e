"""Kinesis: the keys that calls name."""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html
KEYS = (
    Rule(
        "StartStreamEncryption",
        unusable("KeyId", state="missing"),
        "KMSNotFoundException",
        "Key '{found}' does not exist",
    ),
    Rule(
        "StartStreamEncryption",
        unusable("KeyId", state="Disabled"),
        "KMSDisabledException",
        "{found} is disabled.",
    ),
    Rule(
        "StartStreamEncryption",
        unusable("KeyId"),
        "KMSInvalidStateException",
        "{found} is not in a state in which it can be used.",
    ),
)
