"""dev, staging and prod, unmodified on the local AWS, each in a checkout of its own, side by side."""

from __future__ import annotations

import json
import re

import pytest

from tests.calls import call
from tests.platform.environments import AGREED
from tooling.aws import Target

pytestmark = pytest.mark.capability("use.environments", "behaves")


def client(copy, service):
    url = json.loads(copy.invokew("local.status", "--json").stdout)["url"]
    return Target("local", url, "eu-west-1").client(service)


@pytest.mark.capability("use.plan-apply", "behaves")
@pytest.mark.parametrize("name", AGREED)
def test_a_plan_tells_of_changes_until_they_are_applied(environments, name):
    _, before, after = environments[name]
    assert (before, after) == (2, 0)


@pytest.mark.parametrize(
    ("name", "zones", "gateways", "logs", "protected"),
    [("dev", 2, 1, 7, False), ("staging", 3, 1, 30, False), ("prod", 3, 3, 365, True)],
)
def test_each_environment_has_the_size_its_file_says(environments, name, zones, gateways, logs, protected):
    copy, *_ = environments[name]
    ec2 = client(copy, "ec2")
    ours = [{"Name": "tag:Environment", "Values": [name]}]
    subnets = ec2.describe_subnets(Filters=ours)["Subnets"]
    assert len({subnet["AvailabilityZone"] for subnet in subnets}) == zones
    assert len(ec2.describe_nat_gateways(Filters=ours)["NatGateways"]) == gateways
    groups = client(copy, "logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
    assert {group["retentionInDays"] for group in groups} == {logs}
    table = client(copy, "dynamodb").describe_table(TableName=f"shop-{name}-users")["Table"]
    assert table["DeletionProtectionEnabled"] is protected


@pytest.mark.capability("cost.budgets", "apply")
def test_what_is_applied_carries_the_tags_that_bills_are_split_by(environments):
    copy, *_ = environments["dev"]
    table = client(copy, "dynamodb").describe_table(TableName="shop-dev-users")["Table"]
    tags = client(copy, "dynamodb").list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
    found = {tag["Key"]: tag["Value"] for tag in tags}
    assert found == {"CostCenter": "shop", "Environment": "dev", "Service": "users"}


@pytest.mark.capability("use.plan-apply", "behaves")
def test_outputs_can_be_read_later(environments):
    copy, *_ = environments["dev"]
    assert "/restapis/" in copy.invokew("output", "--env", "dev", "--endpoint", "local").stdout


@pytest.mark.capability("security.iam", "behaves")
def test_under_iam_the_service_may_what_its_role_has_and_nothing_else(environments):
    copy, *_ = environments["dev"]
    printed = copy.invokew("output", "--env", "dev", "--endpoint", "local").stdout
    users, iam = re.search(r"http\S+/users\b", printed)[0], client(copy, "iam")
    function = client(copy, "lambda").get_function_configuration(FunctionName="shop-dev-users")
    role = {"RoleName": function["Role"].rpartition("/")[2], "PolicyName": "function"}
    granted = iam.get_role_policy(**role)["PolicyDocument"]
    assert call("POST", users, {"name": "Ada", "email": "ada@example.com"}).status == 201
    iam.delete_role_policy(**role)
    # Without its key the function does not even start: the gateway has no answer of it to give.
    assert call("POST", users, {"name": "Eve", "email": "eve@example.com"}).status in (500, 502)
    iam.put_role_policy(**role, PolicyDocument=json.dumps(granted))
    assert call("POST", users, {"name": "Eve", "email": "eve@example.com"}).status == 201


WORDS = ("", "--yes", "--confirm dev")


@pytest.fixture(scope="module")
def unconfirmed(environments):
    """What is said to applies of a reviewed change to prod with other words; the plan without it then."""
    copy, *_ = environments["prod"]
    place = ["--env", "prod", "--endpoint", "local"]
    main = copy.path / "environments/prod/main.tf"
    kept = main.read_text()
    main.write_text(kept.replace('"platform"\n    }', '"core"\n    }'))
    try:
        reviewed = copy.invokew("plan", *place, check=False)
        said = {words: copy.invokew("apply", *place, *words.split(), check=False) for words in WORDS}
    finally:
        main.write_text(kept)
    assert reviewed.returncode == 2
    return said, copy.invokew("plan", *place, check=False)


@pytest.mark.parametrize("words", WORDS)
def test_prod_is_not_touched_without_its_name(unconfirmed, words):
    said, after = unconfirmed
    assert said[words].returncode == 1
    assert "--confirm prod" in said[words].stderr
    assert after.returncode == 0


@pytest.mark.capability("use.preflight", "behaves")
def test_what_prod_protects_survives_even_a_confirmed_destroy(environments):
    """AWS would refuse it half-way: so it is refused before anything is destroyed."""
    copy, *_ = environments["prod"]
    words = ["--confirm", "prod", "--allow-data-loss"]
    refused = copy.invokew("destroy", "--env", "prod", "--endpoint", "local", *words, check=False)
    assert refused.returncode == 1
    assert "AWS will refuse part of this destroy of 'prod', so nothing was changed" in refused.stderr
    table = client(copy, "dynamodb").describe_table(TableName="shop-prod-users")["Table"]
    assert table["TableStatus"] == "ACTIVE"
    plan = copy.invokew("plan", "--env", "prod", "--endpoint", "local", check=False)
    assert plan.returncode == 0, plan.stdout  # all of it is still there


@pytest.mark.capability("use.drift", "behaves")
def test_what_somebody_did_by_hand_is_drift(environments):
    """A function made larger, an alarm deleted, a queue of no code."""
    copy, *_ = environments["dev"]
    functions, alarms, queues = (client(copy, name) for name in ("lambda", "cloudwatch", "sqs"))
    functions.update_function_configuration(FunctionName="shop-dev-users", MemorySize=1024)
    alarms.delete_alarms(AlarmNames=["shop-dev-users-api-errors"])
    url = queues.create_queue(QueueName="by-hand")["QueueUrl"]
    drift = copy.invokew("drift", "--env", "dev", "--endpoint", "local", "--json", check=False)
    queues.delete_queue(QueueUrl=url)
    assert drift.returncode == 2, drift.stderr
    found = json.loads(drift.stdout)
    gone, changed = found["differences"]
    assert (gone["kind"], gone["name"]) == ("gone", "shop-dev-users-api-errors")
    assert changed["attributes"] == [{"name": "memory_size", "aws": "1024", "code": "256"}]
    assert changed["code"]["resource"].startswith("modules/serverless/lambda-function/main.tf:")
    assert changed["code"]["call"].startswith("examples/shop/users.tf:")
    assert [each["id"] for each in found["unmanaged"]] == [url]


def test_dev_is_destroyed_with_a_word_about_its_data(environments):
    copy, *_ = environments["dev"]
    refused = copy.invokew("destroy", "--env", "dev", "--endpoint", "local", "--yes", check=False)
    assert refused.returncode == 1 and "--allow-data-loss" in refused.stderr
    copy.invokew("destroy", "--env", "dev", "--endpoint", "local", "--yes", "--allow-data-loss")
    assert client(copy, "dynamodb").list_tables()["TableNames"] == []
