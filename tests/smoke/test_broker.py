"""The brokers of the gallery, through Amazon MQ's API. None runs: what is read back is how they are set."""

import base64
import json

import pytest

pytestmark = pytest.mark.capability("messaging.mq", "apply")


@pytest.fixture
def mq(local):
    return local.client("mq")


@pytest.fixture
def brokers(mq, gallery):
    """The brokers as described, by the names of the outputs."""
    outputs = {**gallery["mq_broker_complete"], "minimal": gallery["mq_broker_minimal"]["broker"]}
    names = ("minimal", "orders", "payments")
    return {name: mq.describe_broker(BrokerId=outputs[name]["id"]) for name in names}


@pytest.fixture
def secret_of(local):
    def read(broker):
        found = local.client("secretsmanager").get_secret_value(SecretId=broker["secret"]["arn"])
        return json.loads(found["SecretString"])

    return read


def test_rabbitmq_is_a_cluster_and_activemq_a_pair_unless_asked_otherwise(brokers):
    found = {
        name: (
            each["EngineType"].lower(),
            each["EngineVersion"],
            each["DeploymentMode"],
            len(each["SubnetIds"]),
        )
        for name, each in brokers.items()
    }
    assert found == {
        "minimal": ("rabbitmq", "4.2", "CLUSTER_MULTI_AZ", 3),
        "orders": ("activemq", "5.18", "ACTIVE_STANDBY_MULTI_AZ", 2),
        "payments": ("rabbitmq", "4.2", "SINGLE_INSTANCE", 1),
    }


def test_none_is_public_and_all_are_logged_and_patched(brokers):
    for each in brokers.values():
        assert not each["PubliclyAccessible"] and each["AutoMinorVersionUpgrade"]
        assert each["Logs"]["General"]
    assert brokers["orders"]["Logs"]["Audit"]
    assert brokers["orders"]["MaintenanceWindowStartTime"] == {
        "DayOfWeek": "TUESDAY",
        "TimeOfDay": "02:00",
        "TimeZone": "UTC",
    }


def test_they_are_encrypted_with_the_key_they_were_given(brokers, local):
    key = local.client("kms").describe_key(KeyId="alias/example-mq-broker-complete")["KeyMetadata"]["Arn"]
    assert brokers["orders"]["EncryptionOptions"]["KmsKeyId"] == key
    assert brokers["minimal"]["EncryptionOptions"]["UseAwsOwnedKey"]


@pytest.mark.parametrize(
    ("broker", "setting"),
    [
        ("minimal", "consumer_timeout = 1800000"),
        ("orders", "individualDeadLetterStrategy"),
        ("payments", "consumer_timeout = 600000"),
    ],
)
def test_a_broker_runs_the_settings_it_was_given(mq, brokers, broker, setting):
    current = brokers[broker]["Configurations"]["Current"]
    told = mq.describe_configuration_revision(
        ConfigurationId=current["Id"], ConfigurationRevision=str(current["Revision"])
    )
    assert setting in base64.b64decode(told["Data"]).decode()


def test_clients_reach_what_they_speak_and_operators_the_console(local, gallery):
    outputs = gallery["mq_broker_complete"]
    names = {group: name for name, group in outputs["client_security_group_ids"].items()}

    def open_to(broker):
        rules = local.client("ec2").describe_security_group_rules(
            Filters=[{"Name": "group-id", "Values": [outputs[broker]["security_group_id"]]}]
        )["SecurityGroupRules"]
        return {
            (names[rule["ReferencedGroupInfo"]["GroupId"]], rule["FromPort"], rule["ToPort"])
            for rule in rules
            if not rule["IsEgress"]
        }

    assert open_to("orders") == {("api", 61617, 61617), ("api", 8883, 8883), ("bastion", 8162, 8162)}
    assert open_to("payments") == {("api", 5671, 5671)}


def test_the_user_is_in_the_secret_and_each_broker_has_a_password_of_its_own(mq, gallery, secret_of, brokers):
    secrets = {name: secret_of(gallery["mq_broker_complete"][name]) for name in ("orders", "payments")}
    assert secrets["orders"]["username"] == "orders" and secrets["payments"]["username"] == "platform"
    assert {len(secret["password"]) for secret in secrets.values()} == {40}
    assert secrets["orders"]["password"] != secrets["payments"]["password"]
    users = mq.list_users(BrokerId=brokers["orders"]["BrokerId"])["Users"]
    assert [user["Username"] for user in users] == ["orders"]


def test_the_first_password_is_in_the_state_where_the_readme_says_and_nowhere_else(gallery, secret_of):
    password = secret_of(gallery["mq_broker_complete"]["orders"])["password"]
    resources = gallery.chapter("mq_broker_complete").terraform.read_state()["resources"]
    knowing = {(each["mode"], each["type"]) for each in resources if password in json.dumps(each)}
    assert knowing <= {("managed", "aws_mq_broker")}


def test_the_grant_reads_one_secret(gallery, local):
    broker = gallery["mq_broker_complete"]["orders"]
    secret, key = broker["grants"]["credentials"]
    assert secret["resources"] == [broker["secret"]["arn"]]
    assert set(secret["actions"]) == {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
    assert key["actions"] == ["kms:Decrypt"]
    assert key["conditions"][0]["values"] == ["secretsmanager.eu-west-1.amazonaws.com"]


def test_the_address_of_a_pair_names_both(gallery):
    orders, payments = (gallery["mq_broker_complete"][name]["address"] for name in ("orders", "payments"))
    assert orders["url"].startswith("failover:(ssl://") and orders["url"].count(":61617") == 2
    assert payments["url"] == f"amqps://{payments['host']}:5671"


def test_both_instances_of_activemq_and_the_limits_of_rabbitmq_are_watched(local):
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix="example-mq-broker-")["MetricAlarms"]
    single = {
        (alarm["Dimensions"][0]["Value"], alarm["MetricName"]) for alarm in alarms if alarm.get("MetricName")
    }
    metrics = ("CpuUtilization", "HeapUsage", "StorePercentUsage", "TotalMessageCount")
    assert single == {
        (f"example-mq-broker-orders-{number}", metric) for number in (1, 2) for metric in metrics
    } | {
        ("example-mq-broker-payments", "MessageReadyCount"),
        ("example-mq-broker-payments", "SystemCpuUtilization"),
    }
    shares = {
        alarm["AlarmName"]: {
            query["MetricStat"]["Metric"]["MetricName"] for query in alarm["Metrics"] if "MetricStat" in query
        }
        for alarm in alarms
        if alarm.get("Metrics")
    }
    assert shares == {
        "example-mq-broker-payments-broker-disk": {"RabbitMQDiskFree", "RabbitMQDiskFreeLimit"},
        "example-mq-broker-payments-broker-memory": {"RabbitMQMemLimit", "RabbitMQMemUsed"},
    }
