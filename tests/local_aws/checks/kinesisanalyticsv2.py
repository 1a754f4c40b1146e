"""Managed Service for Apache Flink: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import ROLE, check, name


@check
def flink_networks(aws: Any) -> bool:
    ec2, flink = aws.client("ec2"), aws.client("kinesisanalyticsv2")
    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=network, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=name(), Description="flink", VpcId=network)["GroupId"]
    application = name()
    flink.create_application(
        ApplicationName=application,
        RuntimeEnvironment="FLINK-1_20",
        ServiceExecutionRole=ROLE,
        ApplicationConfiguration={
            "VpcConfigurations": [{"SubnetIds": [subnet], "SecurityGroupIds": [group]}]
        },
    )
    detail = flink.describe_application(ApplicationName=application)["ApplicationDetail"]
    (found,) = detail["ApplicationConfigurationDescription"]["VpcConfigurationDescriptions"]
    return bool(
        (found["VpcId"], found["SubnetIds"], found["SecurityGroupIds"]) == (network, [subnet], [group])
    )


@check
def flink_operations(aws: Any) -> bool:
    flink, application = aws.client("kinesisanalyticsv2"), name()
    flink.create_application(
        ApplicationName=application, RuntimeEnvironment="FLINK-1_20", ServiceExecutionRole=ROLE
    )
    started = flink.start_application(ApplicationName=application)["OperationId"]
    told = flink.describe_application_operation(ApplicationName=application, OperationId=started)
    return bool(told["ApplicationOperationInfoDetails"]["OperationStatus"] == "SUCCESSFUL")
