"""CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Rule

MISSING = (
    Rule(
        "CreateLogGroup AssociateKmsKey",
        unusable("kmsKeyId"),
        "InvalidParameterException",
        "The specified KMS Key Id could not be found.",
    ),
)
