"""Services that one module call describes: what calls their functions, and what those may do."""

import json

import pytest

from tests.calls import call

pytestmark = pytest.mark.capability("serverless.shorthand", "behaves")


@pytest.fixture
def complete(gallery):
    return gallery["microservice_complete"]["service"]


@pytest.fixture
def url(local, gallery):
    """Where the API of an example answers."""
    return lambda example: local.target.local_url(gallery[example]["service"]["url"])


@pytest.fixture
def seen(local, complete):
    """The events that the service has noted so far, as texts."""
    dynamodb, table = local.client("dynamodb"), complete["tables"]["seen"]["name"]
    return lambda: [item["event"]["S"] for item in dynamodb.scan(TableName=table)["Items"]]


def allowed(local, function):
    """What a function's role allows."""
    document = local.client("iam").get_role_policy(RoleName=function["role_name"], PolicyName="function")
    actions = [statement["Action"] for statement in document["PolicyDocument"]["Statement"]]
    return {each for group in actions for each in ([group] if isinstance(group, str) else group)}


def test_a_user_is_created_and_read(url):
    created = call("POST", f"{url('microservice_minimal')}/users", {"name": "Ada"})
    assert created.status == 201
    user = json.loads(created.body) if isinstance(created.body, str) else created.body
    read = call("GET", f"{url('microservice_minimal')}/users/{user['id']}")
    assert (read.status, user["name"]) == (200, "Ada")
    assert call("GET", f"{url('microservice_minimal')}/users/nobody").status == 404


def test_a_route_is_closed_unless_it_says_otherwise(url):
    assert call("GET", f"{url('microservice_minimal')}/users/1", signed=False).status == 403
    assert call("POST", f"{url('microservice_complete')}/users", {"name": "Bob"}, signed=False).status == 201


def test_a_function_may_do_what_its_words_say_and_no_more(local, gallery, complete):
    functions = gallery["microservice_minimal"]["service"]["functions"]
    assert "dynamodb:GetItem" in allowed(local, functions["get"])
    assert "dynamodb:PutItem" not in allowed(local, functions["get"])
    assert {"dynamodb:GetItem", "dynamodb:PutItem"} <= allowed(local, functions["create"])

    assert {"events:PutEvents", "sns:Publish", "dynamodb:PutItem"} <= allowed(
        local, complete["functions"]["create"]
    )
    assert "dynamodb:GetItem" not in allowed(local, complete["functions"]["create"])
    assert not allowed(local, complete["functions"]["fail"]) & {"dynamodb:PutItem", "events:PutEvents"}


def test_a_function_finds_what_it_may_use(local, gallery, complete):
    functions = local.client("lambda")
    found = functions.get_function_configuration(FunctionName=complete["functions"]["create"]["name"])
    assert (found["MemorySize"], found["Timeout"]) == (512, 15)
    assert found["Environment"]["Variables"] == {
        "EVENT_BUS_NAME": gallery["microservice_complete"]["events"]["name"],
        "QUEUE_MAILS_URL": complete["queues"]["mails"]["url"],
        "TABLE_USERS": complete["tables"]["users"]["name"],
        "TOPIC_NEWS_ARN": complete["topics"]["news"]["arn"],
    }


def test_each_event_calls_the_function_that_asked_for_it(local, gallery, complete, url, seen, eventually):
    bus = gallery["microservice_complete"]["events"]["name"]
    local.client("sqs").send_message(QueueUrl=complete["queues"]["mails"]["url"], MessageBody="by queue")
    local.client("sns").publish(TopicArn=complete["topics"]["news"]["arn"], Message="by topic")
    call("POST", f"{url('microservice_complete')}/users", {"name": "by table"}, signed=False)
    for source in ("example.nearly", "example.other"):
        entry = {"Source": source, "DetailType": "Told", "Detail": '{"by": "bus"}', "EventBusName": bus}
        local.client("events").put_events(Entries=[entry])

    def noted():
        events = seen()
        wanted = ("by queue", "by topic", "by table", "example.other")
        return all(any(word in event for event in events) for word in wanted) and events

    assert not any("example.nearly" in event for event in eventually(noted))


def test_the_clock_may_call_the_function(local, complete):
    function = complete["functions"]["note"]
    rules = local.client("events").list_rule_names_by_target(TargetArn=function["arn"])["RuleNames"]
    (nightly,) = [rule for rule in rules if rule.endswith("-nightly")]
    rule = local.client("events").describe_rule(Name=nightly)
    policy = json.loads(local.client("lambda").get_policy(FunctionName=function["name"])["Policy"])
    sources = [each["Condition"]["ArnLike"]["AWS:SourceArn"] for each in policy["Statement"]]
    assert rule["ScheduleExpression"] == "cron(0 3 * * ? *)" and rule["Arn"] in sources


def test_an_event_that_always_fails_ends_in_the_queue_of_the_service(local, gallery, complete, eventually):
    bus = gallery["microservice_complete"]["events"]["name"]
    entry = {"Source": "example.broken", "DetailType": "Told", "Detail": "{}", "EventBusName": bus}
    local.client("events").put_events(Entries=[entry])
    sqs, queue = local.client("sqs"), complete["failed_queue"]["url"]
    (message,) = eventually(
        lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"), seconds=60
    )
    told = json.loads(message["Body"])
    assert told["requestContext"]["functionArn"].startswith(complete["functions"]["fail"]["arn"])
    assert told["requestPayload"]["source"] == "example.broken"
