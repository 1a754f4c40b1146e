"""Lambda: the keys that calls name."""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
KEYS = (
    Rule(
        "CreateFunction UpdateFunctionConfiguration",
        unusable("KMSKeyArn"),
        "InvalidParameterValueException",
        "Lambda was unable to configure access to your environment variables because the KMS key is invalid"
        " for CreateGrant. Please check your KMS key settings.",
    ),
)
