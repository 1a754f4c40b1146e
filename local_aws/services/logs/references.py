"""CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""

from local_aws.references import existing
from local_aws.references.rules import Rule

MISSING = (
    Rule(
        "CreateLogGroup AssociateKmsKey",
        lambda parameters: existing.missing_keys(parameters.get("kmsKeyId")),
        "InvalidParameterException",
        "The specified KMS Key Id could not be found.",
    ),
)
