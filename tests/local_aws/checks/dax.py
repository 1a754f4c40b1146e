"""DynamoDB Accelerator: whether a local AWS does as AWS does."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ROLE, check, eventually, name
from tests.local_aws.checks.ec2_networks import subnet, vpc


def subnet_group(aws: Any) -> str:
    group, network = name(), vpc(aws)
    subnets = [
        subnet(aws, network, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{letter}")
        for number, letter in enumerate("ab", start=1)
    ]
    aws.client("dax").create_subnet_group(SubnetGroupName=group, SubnetIds=subnets)
    return group


def cluster(aws: Any, **settings: Any) -> Any:
    made = aws.client("dax").create_cluster(
        ClusterName=name(), NodeType="dax.t3.small", ReplicationFactor=2, IamRoleArn=ROLE, **settings
    )["Cluster"]["ClusterName"]
    found: list[Any] = []

    def available() -> bool:  # each look brings it further
        found[:] = aws.client("dax").describe_clusters(ClusterNames=[made])["Clusters"]
        return bool(found[0]["Status"] == "available")

    eventually(available, 5)
    return found[0]


@check
def dax_subnet_groups(aws: Any) -> bool:
    dax, group = aws.client("dax"), subnet_group(aws)
    (made,) = dax.describe_subnet_groups(SubnetGroupNames=[group])["SubnetGroups"]
    dax.delete_subnet_group(SubnetGroupName=group)
    try:
        dax.describe_subnet_groups(SubnetGroupNames=[group])
    except ClientError as refused:
        gone = refused.response["Error"]["Code"]
    return len(made["Subnets"]) == 2 and gone == "SubnetGroupNotFoundFault"


@check
def dax_parameter_groups(aws: Any) -> bool:
    dax, group = aws.client("dax"), name()
    dax.create_parameter_group(ParameterGroupName=group)
    value = {"ParameterName": "query-ttl-millis", "ParameterValue": "5000"}
    dax.update_parameter_group(ParameterGroupName=group, ParameterNameValues=[value])
    found = dax.describe_parameters(ParameterGroupName=group)["Parameters"]
    dax.delete_parameter_group(ParameterGroupName=group)
    return {each["ParameterName"]: each["ParameterValue"] for each in found} == {
        "query-ttl-millis": "5000",
        "record-ttl-millis": "300000",
    }


@check
def dax_clusters(aws: Any) -> bool:
    dax, group = aws.client("dax"), subnet_group(aws)
    made = cluster(aws, SubnetGroupName=group, SecurityGroupIds=["sg-1"])
    zones = {node["AvailabilityZone"] for node in made["Nodes"]}
    window = "tue:02:00-tue:03:00"
    changed = dax.update_cluster(ClusterName=made["ClusterName"], PreferredMaintenanceWindow=window)[
        "Cluster"
    ]
    return (
        zones == {"eu-west-1a", "eu-west-1b"}
        and changed["PreferredMaintenanceWindow"] == window
        and [each["SecurityGroupIdentifier"] for each in changed["SecurityGroups"]] == ["sg-1"]
        and changed["SubnetGroup"] == group
    )


@check
def dax_encrypted_addresses(aws: Any) -> bool:
    address = cluster(aws, ClusterEndpointEncryptionType="TLS")["ClusterDiscoveryEndpoint"]
    return address["Port"] == 9111 and address["URL"].startswith("daxs://")
