"""CloudWatch Logs: policies of groups and of the account, anomaly detectors. MiniStack answers for the rest.

Nothing is masked, indexed or detected. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
"""

from local_aws.double.hints import Kind, Record, Service, Values


def _enable(detector: Record, request: Values) -> None:
    """One that is not enabled is paused."""
    if "enabled" in request:
        detector.values["anomalyDetectorStatus"] = "INITIALIZING" if request["enabled"] else "PAUSED"


SERVICE = Service(
    "logs",
    kinds=(
        Kind(
            "DataProtectionPolicy",
            members=("logGroupIdentifier",),
            operations={"PutDataProtectionPolicy": ("put", {})},
        ),
        Kind(
            "AccountPolicy",
            members=("policyName", "policyType"),
            unique=("policyName",),
            plural="AccountPolicies",
            made={"accountId": "{account}", "scope": "ALL"},
            operations={"PutAccountPolicy": ("put", {})},
        ),
        Kind(
            "IndexPolicy",
            members=("logGroupIdentifier",),
            plural="IndexPolicies",
            made={"policyName": "log-group-index", "source": "LOG_GROUP"},
            operations={"PutIndexPolicy": ("put", {})},
        ),
        Kind(
            "LogAnomalyDetector",
            members=("anomalyDetectorArn",),
            made={
                "anomalyDetectorArn": "arn:aws:logs:{region}:{account}:anomaly-detector:{uuid}",
                "anomalyDetectorStatus": "INITIALIZING",
                "anomalyVisibilityTime": 7,
            },
            rules={"update": _enable},
        ),
    ),
    rest_elsewhere=True,
)
