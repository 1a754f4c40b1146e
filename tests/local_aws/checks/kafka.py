"""MSK: whether a local AWS does as AWS does."""

from typing import Any
from uuid import uuid4

from tests.local_aws.checks import ACCOUNT, check, default_subnets, deploy, name, refused_as


@check
def configurations_that_are_gone(aws: Any) -> bool:
    kafka = aws.client("kafka")
    place, made = kafka.create_configuration(Name=name(), ServerProperties=b"a=b")["Arn"].rsplit("/", 1)
    gone = f"{place}/{'0' * 8}{made[8:]}"
    return refused_as(kafka.describe_configuration, Arn=gone) == "BadRequestException"


@check
def topics_of_mappings(aws: Any) -> bool:
    functions, cluster = aws.client("lambda"), f"arn:aws:kafka:eu-west-1:{ACCOUNT}:cluster/shop/{uuid4()}-1"
    group = {"ConsumerGroupId": "billing"}
    made = functions.create_event_source_mapping(
        EventSourceArn=cluster,
        FunctionName=deploy(aws, "def handler(event, context): pass"),
        Topics=["orders"],
        AmazonManagedKafkaEventSourceConfig=group,
        StartingPosition="TRIM_HORIZON",
    )
    found = functions.get_event_source_mapping(UUID=made["UUID"])
    functions.delete_event_source_mapping(UUID=made["UUID"])
    return found.get("Topics") == ["orders"] and (
        found.get("AmazonManagedKafkaEventSourceConfig", {}).get("ConsumerGroupId") == "billing"
    )


@check
def tags_of_clusters(aws: Any) -> bool:
    kafka, subnets = aws.client("kafka"), default_subnets(aws)
    made = kafka.create_cluster(
        ClusterName=name(),
        KafkaVersion="3.9.x",
        NumberOfBrokerNodes=2,
        BrokerNodeGroupInfo={
            "InstanceType": "kafka.m7g.large",
            "ClientSubnets": [each["SubnetId"] for each in subnets[:2]],
        },
        Tags={"Service": "orders"},
    )["ClusterArn"]
    found = kafka.describe_cluster(ClusterArn=made)["ClusterInfo"]
    kafka.delete_cluster(ClusterArn=made)
    return found.get("Tags") == {"Service": "orders"}
