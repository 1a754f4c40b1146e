"""The Kafka clusters of the gallery: one without servers that a function reads, and one that a pipe reads."""

import pytest

pytestmark = pytest.mark.capability("messaging.kafka", "apply")


@pytest.fixture
def described(local, gallery):
    def look(example):
        kafka = local.client("kafka")
        return kafka.describe_cluster_v2(ClusterArn=gallery[example]["kafka"]["arn"])["ClusterInfo"]

    return look


def test_a_cluster_is_serverless_unless_it_has_brokers(described):
    assert described("kafka_minimal")["ClusterType"] == "SERVERLESS"
    found = described("kafka_complete")
    assert found["ClusterType"] == "PROVISIONED"
    brokers = found["Provisioned"]
    assert brokers["NumberOfBrokerNodes"] == 4
    assert len(brokers["BrokerNodeGroupInfo"]["ClientSubnets"]) == 2
    assert brokers["EnhancedMonitoring"] == "PER_BROKER"


def test_clients_come_with_iam_over_tls_and_in_no_other_way(described):
    serverless = described("kafka_minimal")["Serverless"]
    assert serverless["ClientAuthentication"]["Sasl"]["Iam"]["Enabled"] is True
    brokers = described("kafka_complete")["Provisioned"]
    assert brokers["ClientAuthentication"]["Sasl"] == {"Iam": {"Enabled": True}, "Scram": {"Enabled": False}}
    assert not brokers["ClientAuthentication"].get("Unauthenticated", {}).get("Enabled")
    assert brokers["EncryptionInfo"]["EncryptionInTransit"] == {"ClientBroker": "TLS", "InCluster": True}


def test_addresses_are_those_of_iam(gallery):
    for example in ("kafka_minimal", "kafka_complete"):
        brokers = gallery[example]["kafka"]["bootstrap_brokers"].split(",")
        assert all(broker.endswith(":9098") for broker in brokers)


def test_a_function_reads_its_topic_as_its_group(local, gallery):
    example = gallery["kafka_minimal"]
    (mapping,) = local.client("lambda").list_event_source_mappings(FunctionName=example["function"]["name"])[
        "EventSourceMappings"
    ]
    assert mapping["EventSourceArn"] == example["kafka"]["arn"]
    assert mapping["Topics"] == ["orders"]
    group = mapping["AmazonManagedKafkaEventSourceConfig"]["ConsumerGroupId"]
    assert group == "example-kafka-minimal"


def test_a_pipe_reads_its_topic_as_its_group(local, gallery):
    example = gallery["kafka_complete"]
    pipe = local.client("pipes").describe_pipe(Name=example["pipe"]["name"])
    assert pipe["Source"] == example["kafka"]["arn"]
    source = pipe["SourceParameters"]["ManagedStreamingKafkaParameters"]
    assert (source["TopicName"], source["ConsumerGroupID"]) == ("orders", "example-kafka-complete")
    assert pipe["CurrentState"] == "RUNNING"


def test_grants_of_a_topic_are_about_it_and_its_groups_only(gallery):
    kafka = gallery["kafka_minimal"]["kafka"]
    topic = kafka["arn"].replace(":cluster/", ":topic/") + "/orders"
    group = kafka["arn"].replace(":cluster/", ":group/") + "/example-kafka-minimal"
    of_action = {
        action: each["resources"]
        for each in kafka["topics"]["orders"]["grants"]["consume"]
        for action in each["actions"]
    }
    assert of_action["kafka-cluster:ReadData"] == [topic]
    assert of_action["kafka-cluster:AlterGroup"] == [group]
    assert of_action["kafka-cluster:Connect"] == [kafka["arn"]]
    assert "kafka-cluster:WriteData" not in of_action
