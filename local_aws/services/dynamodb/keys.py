"""DynamoDB: the keys that calls name."""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html
KEYS = (
    Rule(
        "CreateTable UpdateTable",
        unusable("SSESpecification.KMSMasterKeyId"),
        "ValidationException",
        "KMS key {found} does not exist, or is not enabled.",
    ),
)
