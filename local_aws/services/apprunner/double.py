"""App Runner: services and what they share. None runs: its URL answers nothing.

https://docs.aws.amazon.com/apprunner/latest/api/Welcome.html
"""

from local_aws.double.hints import Kind, Service

_ARN = "arn:aws:apprunner:{region}:{account}"
_SCALING = f"{_ARN}:autoscalingconfiguration"

SERVICE = Service(
    "apprunner",
    kinds=(
        Kind(
            "Service",
            members=("ServiceArn",),
            unique=("ServiceName",),
            made={
                "ServiceId": "{new}",
                "ServiceArn": f"{_ARN}:service/{{ServiceName}}/{{ServiceId}}",
                "ServiceUrl": "{ServiceId}.{region}.awsapprunner.com",
                "Status": "RUNNING",
                "InstanceConfiguration": {"Cpu": "1024", "Memory": "2048"},
                "HealthCheckConfiguration": {
                    "HealthyThreshold": 1,
                    "Interval": 5,
                    "Path": "/",
                    "Protocol": "TCP",
                    "Timeout": 2,
                    "UnhealthyThreshold": 5,
                },
                "NetworkConfiguration": {
                    "EgressConfiguration": {"EgressType": "DEFAULT"},
                    "IngressConfiguration": {"IsPubliclyAccessible": True},
                    "IpAddressType": "IPV4",
                },
                "AutoScalingConfigurationSummary": {
                    "AutoScalingConfigurationArn": f"{_SCALING}/DefaultConfiguration/1/1",
                    "AutoScalingConfigurationName": "DefaultConfiguration",
                    "AutoScalingConfigurationRevision": 1,
                },
            },
        ),
        Kind(
            "AutoScalingConfiguration",
            members=("AutoScalingConfigurationArn",),
            unique=(),
            made={
                "AutoScalingConfigurationRevision": 1,
                "AutoScalingConfigurationArn": f"{_SCALING}/{{AutoScalingConfigurationName}}/1/{{new}}",
                "Latest": True,
                "MaxConcurrency": 100,
                "MaxSize": 25,
                "MinSize": 1,
                "Status": "active",
            },
        ),
        Kind(
            "Connection",
            members=("ConnectionArn",),
            unique=("ConnectionName",),
            made={
                "ConnectionArn": f"{_ARN}:connection/{{ConnectionName}}/{{new}}",
                "Status": "PENDING_HANDSHAKE",
            },
        ),
        Kind(
            "VpcConnector",
            members=("VpcConnectorArn",),
            unique=(),
            made={
                "VpcConnectorArn": f"{_ARN}:vpcconnector/{{VpcConnectorName}}/1/{{new}}",
                "VpcConnectorRevision": 1,
                "Status": "ACTIVE",
            },
        ),
    ),
)
