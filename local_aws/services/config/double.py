"""AWS Config's remediations and conformance packs; the rest of it is moto's.

https://docs.aws.amazon.com/config/latest/APIReference/
"""

from local_aws.double.hints import Kind, Service

_ARN = "arn:aws:config:{region}:{account}"

SERVICE = Service(
    "config",
    rest_elsewhere=True,
    kinds=(
        Kind(
            "RemediationConfiguration",
            members=("ConfigRuleName",),
            made={"Arn": f"{_ARN}:remediation-configuration/{{ConfigRuleName}}/{{new}}"},
            missing="NoSuchRemediationConfigurationException",
            operations={"PutRemediationConfigurations": ("put each", {})},
        ),
        Kind(
            "ConformancePack",
            members=("ConformancePackName",),
            made={
                "ConformancePackId": "conformance-pack-{new}",
                "ConformancePackArn": f"{_ARN}:conformance-pack/{{ConformancePackName}}/{{new}}",
                "ConformancePackState": "CREATE_COMPLETE",
                "DeliveryS3Bucket": "",
                "StackArn": "arn:aws:cloudformation:{region}:{account}:stack/{ConformancePackId}/{new}",
            },
            missing="NoSuchConformancePackException",
            operations={
                "PutConformancePack": ("put", {}),
                "DescribeConformancePackStatus": ("list", {}),
            },
        ),
    ),
)
