"""DynamoDB. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html"""

from local_aws.references import existing
from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

MISSING = (
    Rule(
        "EnableKinesisStreamingDestination",
        lambda parameters: existing.missing_streams(parameters["StreamArn"]),
        "ResourceNotFoundException",
        "Requested resource not found: Stream: {found} not found",
    ),
    # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html
    Rule(
        "CreateTable UpdateTable",
        unusable("SSESpecification.KMSMasterKeyId"),
        "ValidationException",
        "KMS key {found} does not exist, or is not enabled.",
    ),
)
