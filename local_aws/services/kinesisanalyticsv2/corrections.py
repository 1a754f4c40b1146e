"""Managed Service for Apache Flink: where the engine differs from AWS. Jobs do not run here."""

import time
from typing import Any

from ministack.services import ec2, kinesisanalyticsv2

from local_aws.corrections import correction


@correction
def flink_networks() -> None:
    """AWS: an application shows the networks it reaches into. MiniStack: forgets them.

    https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_VpcConfigurationDescription.html
    """
    describe = kinesisanalyticsv2._configuration_description

    def describe_with_networks(record: Any) -> Any:
        networks = record["_Configuration"].get("VpcConfigurations") or []
        return describe(record) | {
            "VpcConfigurationDescriptions": [
                {
                    "VpcConfigurationId": f"2.{number}",
                    "VpcId": ec2._subnets[network["SubnetIds"][0]]["VpcId"],
                    **network,
                }
                for number, network in enumerate(networks, start=1)
            ]
        }

    kinesisanalyticsv2._configuration_description = describe_with_networks


@correction
def flink_operations() -> None:
    """AWS: tells how a start or stop goes on. MiniStack: knows no operations; here each succeeds at once.

    https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_DescribeApplicationOperation.html
    """

    def describe(asked: Any) -> Any:
        now = int(time.time())
        return kinesisanalyticsv2.json_response(
            {
                "ApplicationOperationInfoDetails": {
                    "Operation": "UpdateApplication",
                    "StartTime": now,
                    "EndTime": now,
                    "OperationStatus": "SUCCESSFUL",
                }
            }
        )

    kinesisanalyticsv2._HANDLERS["DescribeApplicationOperation"] = describe
