"""The accelerator of the gallery, through DAX's API. None runs: what is read back is how it is set."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("data.dax", "apply")


@pytest.fixture
def dax(local):
    # localstack-client knows no DAX.
    return boto3.client(
        "dax",
        endpoint_url=local.url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture
def cluster(dax, gallery):
    name = gallery["dax_complete"]["cluster"]["name"]
    return dax.describe_clusters(ClusterNames=[name])["Clusters"][0]


def test_it_is_encrypted_at_rest_and_on_the_way(cluster, gallery):
    assert cluster["SSEDescription"]["Status"] == "ENABLED"
    assert cluster["ClusterEndpointEncryptionType"] == "TLS"
    assert cluster["ClusterDiscoveryEndpoint"]["URL"] == gallery["dax_complete"]["cluster"]["address"]["url"]
    assert cluster["ClusterDiscoveryEndpoint"]["Port"] == 9111


def test_its_nodes_stand_in_all_zones(cluster):
    assert len(cluster["Nodes"]) == 4 and cluster["NodeType"] == "dax.r5.large"
    assert {node["AvailabilityZone"] for node in cluster["Nodes"]} == {
        "eu-west-1a",
        "eu-west-1b",
        "eu-west-1c",
    }


def test_it_keeps_items_and_results_for_as_long_as_asked(dax, cluster):
    group = cluster["ParameterGroup"]["ParameterGroupName"]
    found = dax.describe_parameters(ParameterGroupName=group)["Parameters"]
    assert {each["ParameterName"]: each["ParameterValue"] for each in found} == {
        "query-ttl-millis": "5000",
        "record-ttl-millis": "60000",
    }


def test_a_group_in_use_is_not_deleted(dax, cluster):
    with pytest.raises(ClientError) as refused:
        dax.delete_subnet_group(SubnetGroupName=cluster["SubnetGroup"])
    assert refused.value.response["Error"]["Code"] == "SubnetGroupInUseFault"


def test_only_the_client_reaches_it(local, cluster, gallery):
    (group,) = cluster["SecurityGroups"]
    rules = local.client("ec2").describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": [group["SecurityGroupIdentifier"]]}]
    )["SecurityGroupRules"]
    (rule,) = [rule for rule in rules if not rule["IsEgress"]]
    assert (rule["FromPort"], rule["ToPort"]) == (9111, 9111)
    assert rule["ReferencedGroupInfo"]["GroupId"] == gallery["dax_complete"]["client_security_group_id"]


def test_its_role_may_do_what_the_tables_grants_say_and_no_more(local, cluster, gallery):
    role = cluster["IamRoleArn"].split("/")[-1]
    iam = local.client("iam")
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Principal"] == {"Service": "dax.amazonaws.com"}
    policy = iam.get_role_policy(RoleName=role, PolicyName="tables")["PolicyDocument"]
    policy = json.loads(policy) if isinstance(policy, str) else policy
    granted = {
        action
        for each in gallery["dax_complete"]["table"]["grants"]["read_write"]
        for action in each["actions"]
    }
    given = {action for each in policy["Statement"] for action in each["Action"]}
    assert given == granted and not any("*" in action for action in given)


def test_its_grants_name_the_cluster_alone(gallery):
    cluster = gallery["dax_complete"]["cluster"]
    for grant, statements in cluster["grants"].items():
        assert {arn for each in statements for arn in each["resources"]} == {cluster["arn"]}, grant
    read = {action for each in cluster["grants"]["read"] for action in each["actions"]}
    assert not read & {"dax:PutItem", "dax:Scan", "dax:UpdateItem", "dax:DeleteItem"}


def test_it_is_watched(local, gallery):
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix="example-dax-complete-dax-")[
        "MetricAlarms"
    ]
    assert {alarm["MetricName"] for alarm in alarms} == {
        "CPUUtilization",
        "EvictedSize",
        "FaultRequestCount",
        "ThrottledRequestCount",
    }
    assert {alarm["Dimensions"][0]["Value"] for alarm in alarms} == {
        gallery["dax_complete"]["cluster"]["name"]
    }
