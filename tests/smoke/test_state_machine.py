"""The state machines of the gallery: orders are placed, refused, retried, undone, or wait for a word."""

import json

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("serverless.state-machine", "behaves")


@pytest.fixture
def states(local):
    return local.client("stepfunctions")


@pytest.fixture
def place(states, gallery, eventually):
    """Place an order, and wait for what becomes of it."""

    def run(machine, order):
        execution = states.start_execution(stateMachineArn=machine["arn"], input=json.dumps(order))
        return ended(states, execution["executionArn"], eventually)

    return run


def ended(states, execution, eventually):
    def look():
        found = states.describe_execution(executionArn=execution)
        return found if found["status"] != "RUNNING" else None

    return eventually(look)


def entered(states, execution):
    """The states an execution entered, in order, but for those within a Parallel or Map."""
    events = states.get_execution_history(executionArn=execution["executionArn"], maxResults=1000)["events"]
    return [
        event["stateEnteredEventDetails"]["name"]
        for event in events
        if event["type"].endswith("StateEntered")
        and event["stateEnteredEventDetails"]["name"] not in ("Reserve", "Price", "PriceItem")
    ]


@pytest.fixture
def checkout(gallery):
    return gallery["state_machine_complete"]["checkout"]


def stored(local, gallery, number):
    table = gallery["state_machine_complete"]["orders"]["name"]
    return local.client("dynamodb").get_item(TableName=table, Key={"id": {"S": number}}).get("Item")


def received(local, gallery, queue, eventually):
    """The next message of a queue, taken from it."""
    sqs, url = local.client("sqs"), gallery["state_machine_complete"]["queues"][queue]["url"]
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages"))
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return json.loads(message["Body"])


def test_an_order_is_placed_step_by_step(states, local, gallery, place, checkout, eventually):
    placed = place(checkout, {"id": "o-1", "total": 20, "items": ["shoe", "lace"]})
    assert placed["status"] == "SUCCEEDED", placed
    assert entered(states, placed) == ["Check", "Prepare", "IsLarge", "Charge", "Store", "Tell"]

    output = json.loads(placed["output"])
    reserved, priced = output["prepared"]
    assert reserved["step"] == "reserve" and [price["item"] for price in priced] == ["shoe", "lace"]
    assert output["charge"]["step"] == "charge"
    assert stored(local, gallery, "o-1") == {
        "id": {"S": "o-1"},
        "total": {"N": "20"},
        "gift": {"BOOL": False},
    }
    assert received(local, gallery, "placed", eventually) == {
        "order": "o-1",
        "shop": 'The "Corner" Shop',
        "note": 'Order of The "Corner" Shop, at most 5 items at a time',
    }


@pytest.mark.parametrize("order", [{"total": 20}, {"id": "o-2"}, {"id": "o-2", "total": 0}])
def test_what_is_no_order_is_refused(states, place, checkout, order):
    refused = place(checkout, {**order, "items": []})
    assert (refused["status"], refused["error"]) == ("FAILED", "OrderRefused")
    assert entered(states, refused) == ["Check", "Refuse"]


def test_an_input_that_is_no_json_starts_nothing(states, checkout):
    with pytest.raises(ClientError) as refused:
        states.start_execution(stateMachineArn=checkout["arn"], input="one order, please")
    assert refused.value.response["Error"]["Code"] == "InvalidExecutionInput"


def test_a_task_that_is_unavailable_is_tried_again(local, gallery, place, checkout, eventually):
    fails = {"charge": {"error": "UnavailableError", "times": 2}}
    placed = place(checkout, {"id": "o-3", "total": 20, "items": [], "fails": fails})
    assert placed["status"] == "SUCCEEDED", placed
    assert json.loads(placed["output"])["charge"]["attempt"] == 2
    assert received(local, gallery, "placed", eventually)["order"] == "o-3"


def test_a_declined_charge_is_not_tried_again_and_undoes_the_reservation(
    states, local, gallery, place, checkout
):
    order = {"id": "o-4", "total": 20, "items": [], "fails": {"charge": {"error": "DeclinedError"}}}
    undone = place(checkout, order)
    assert (undone["status"], undone["error"]) == ("FAILED", "DeclinedError")
    assert entered(states, undone)[-3:] == ["Charge", "Release", "Undone"]
    events = states.get_execution_history(executionArn=undone["executionArn"], maxResults=1000)["events"]
    assert len([event for event in events if event["type"] == "TaskFailed"]) == 1
    assert stored(local, gallery, "o-4") is None


def test_a_charge_that_takes_too_long_is_refunded(states, place, checkout):
    undone = place(checkout, {"id": "o-5", "total": 20, "items": [], "slow": {"charge": 5}})
    assert (undone["status"], undone["error"]) == ("FAILED", "States.Timeout")
    assert entered(states, undone)[-4:] == ["Charge", "Refund", "Release", "Undone"]


def test_a_branch_that_fails_is_caught_around_the_parallel(states, place, checkout):
    undone = place(
        checkout, {"id": "o-6", "total": 20, "items": [], "fails": {"reserve": {"error": "DeclinedError"}}}
    )
    assert (undone["status"], undone["error"]) == ("FAILED", "DeclinedError")
    assert entered(states, undone) == ["Check", "Prepare", "Release", "Undone"]


def test_an_order_is_stored_once_and_the_second_is_refunded(
    states, local, gallery, place, checkout, eventually
):
    order = {"id": "o-7", "total": 20, "items": []}
    assert place(checkout, order)["status"] == "SUCCEEDED"
    assert received(local, gallery, "placed", eventually)["order"] == "o-7"
    twice = place(checkout, order)
    assert (twice["status"], twice["error"]) == ("FAILED", "DynamoDB.ConditionalCheckFailedException")
    assert entered(states, twice)[-4:] == ["Store", "Refund", "Release", "Undone"]


def test_a_large_order_waits_until_it_is_approved(states, local, gallery, checkout, eventually):
    order = {"id": "o-8", "total": 5000, "items": []}
    started = states.start_execution(stateMachineArn=checkout["arn"], input=json.dumps(order))["executionArn"]
    asked = received(local, gallery, "approvals", eventually)
    assert (asked["order"], asked["total"]) == ("o-8", 5000)
    assert states.describe_execution(executionArn=started)["status"] == "RUNNING"

    states.send_task_success(taskToken=asked["token"], output='{"by": "Ada"}')
    placed = ended(states, started, eventually)
    assert placed["status"] == "SUCCEEDED" and json.loads(placed["output"])["approval"] == {"by": "Ada"}
    assert received(local, gallery, "placed", eventually)["order"] == "o-8"


def test_a_large_order_that_is_not_approved_is_undone(states, local, gallery, checkout, eventually):
    order = {"id": "o-9", "total": 5000, "items": []}
    started = states.start_execution(stateMachineArn=checkout["arn"], input=json.dumps(order))["executionArn"]
    asked = received(local, gallery, "approvals", eventually)
    states.send_task_failure(taskToken=asked["token"], error="TooMuch", cause="Nobody needs 5000 shoes.")
    undone = ended(states, started, eventually)
    assert (undone["status"], undone["error"]) == ("FAILED", "TooMuch")
    assert stored(local, gallery, "o-9") is None


def test_an_execution_is_stopped(states, local, gallery, checkout, eventually):
    order = {"id": "o-10", "total": 5000, "items": []}
    started = states.start_execution(stateMachineArn=checkout["arn"], input=json.dumps(order))["executionArn"]
    asked = received(local, gallery, "approvals", eventually)
    states.stop_execution(executionArn=started, error="Cancelled", cause="The customer changed her mind.")
    states.send_task_success(taskToken=asked["token"], output="{}")
    assert ended(states, started, eventually)["status"] == "ABORTED"
    assert stored(local, gallery, "o-10") is None


def test_a_jsonata_machine_computes_its_answer(place, gallery):
    machine = gallery["state_machine_minimal"]["machine"]
    done = place(machine, {"id": "o-1", "total": 20})
    assert json.loads(done["output"]) == {"charged": "o-1", "gross": 24.6}


def test_a_jsonata_machine_catches_by_name(place, gallery):
    machine = gallery["state_machine_minimal"]["machine"]
    undone = place(machine, {"id": "o-1", "total": 20, "fails": {"charge": {"error": "DeclinedError"}}})
    assert (undone["status"], undone["error"]) == ("FAILED", "DeclinedError")


def test_an_express_machine_answers_its_caller(states, gallery):
    machine = gallery["state_machine_express"]["machine"]
    answer = states.start_sync_execution(stateMachineArn=machine["arn"], input='{"id": "o-1"}')
    assert answer["status"] == "SUCCEEDED" and json.loads(answer["output"])["step"] == "quote"


def test_an_express_machine_tells_its_caller_what_failed(states, gallery):
    machine = gallery["state_machine_express"]["machine"]
    order = {"id": "o-1", "fails": {"quote": {"error": "DeclinedError"}}}
    answer = states.start_sync_execution(stateMachineArn=machine["arn"], input=json.dumps(order))
    assert (answer["status"], answer["error"]) == ("FAILED", "DeclinedError")
    assert "output" not in answer


def test_an_express_machine_that_takes_too_long_times_out(states, gallery):
    machine = gallery["state_machine_express"]["machine"]
    order = {"id": "o-1", "slow": {"quote": 7}}
    answer = states.start_sync_execution(stateMachineArn=machine["arn"], input=json.dumps(order))
    assert answer["status"] == "TIMED_OUT"


def test_a_standard_machine_does_not_answer_at_once(states, checkout):
    with pytest.raises(ClientError) as refused:
        states.start_sync_execution(stateMachineArn=checkout["arn"])
    assert refused.value.response["Error"]["Code"] == "StateMachineTypeNotSupported"


def test_a_state_machine_has_the_settings_it_was_given(states, local, checkout):
    found = states.describe_state_machine(stateMachineArn=checkout["machine_arn"])
    assert found["tracingConfiguration"] == {"enabled": True}
    assert found["encryptionConfiguration"]["type"] == "CUSTOMER_MANAGED_KMS_KEY"
    logging = found["loggingConfiguration"]
    assert (logging["level"], logging["includeExecutionData"]) == ("ALL", True)
    (group,) = local.client("logs").describe_log_groups(logGroupNamePrefix=checkout["log_group_name"])[
        "logGroups"
    ]
    assert group["retentionInDays"] == 90 and "kmsKeyId" in group
    definition = json.loads(found["definition"])
    assert definition["TimeoutSeconds"] == 90000  # a number, though "${patience}" stands in quotes


def test_the_alias_starts_a_published_version(states, checkout):
    alias = states.describe_state_machine_alias(stateMachineAliasArn=checkout["arn"])
    (route,) = alias["routingConfiguration"]
    assert route == {
        "stateMachineVersionArn": f"{checkout['machine_arn']}:{checkout['version']}",
        "weight": 100,
    }


def test_each_kind_of_failure_has_an_alarm(local, checkout):
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{checkout['name']}-machine-")
    kinds = {"aborted", "failed", "throttled", "timed-out"}
    assert {alarm["AlarmName"] for alarm in alarms["MetricAlarms"]} == {
        f"{checkout['name']}-machine-{kind}" for kind in kinds
    }
    for alarm in alarms["MetricAlarms"]:
        assert alarm["Dimensions"] == [{"Name": "StateMachineArn", "Value": checkout["machine_arn"]}]


def test_the_role_invokes_its_functions_and_does_what_it_was_granted_and_no_more(local, gallery, checkout):
    step = gallery["state_machine_complete"]["step"]
    iam = local.client("iam")
    document = iam.get_role_policy(RoleName=checkout["role_name"], PolicyName="state-machine")[
        "PolicyDocument"
    ]
    allowed = {}
    for statement in document["Statement"]:
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            resources = statement["Resource"]
            allowed.setdefault(action, []).extend([resources] if isinstance(resources, str) else resources)
    assert allowed["lambda:InvokeFunction"] == [step["arn"]]
    assert len(allowed["sqs:SendMessage"]) == 2 and "dynamodb:PutItem" in allowed
    assert not {action for action in allowed if "*" in action}
    assert not allowed.keys() & {"dynamodb:Scan", "sqs:ReceiveMessage", "states:StartExecution"}
    everywhere = {action.partition(":")[0] for action, resources in allowed.items() if "*" in resources}
    assert everywhere == {"logs", "xray"}


def test_each_grant_gives_what_it_says(gallery, checkout):
    machine, executions = (
        checkout["machine_arn"],
        checkout["machine_arn"].replace(":stateMachine:", ":execution:"),
    )
    grants = {
        name: [(set(statement["actions"]), statement["resources"]) for statement in statements]
        for name, statements in checkout["grants"].items()
    }
    assert grants["start"] == [({"states:StartExecution"}, [machine])]
    assert grants["stop"] == [({"states:StopExecution"}, [f"{executions}:*"])]
    assert grants["redrive"] == [({"states:RedriveExecution"}, [f"{executions}:*"])]
    answers = {"states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"}
    assert grants["respond"] == [(answers, [machine])]
    assert grants["start_sync"] == []
    (condition,) = checkout["grants"]["start"][0]["conditions"]
    assert condition["variable"] == "states:StateMachineQualifier" and condition["values"] == ["live"]
    read = set().union(*(actions for actions, _ in grants["read"]))
    assert {"states:DescribeExecution", "states:GetExecutionHistory", "kms:Decrypt"} <= read
    assert not {
        action
        for action in read
        if not action.startswith(("kms:Decrypt", "states:Describe", "states:Get", "states:List"))
    }
    assert not {"states:StartExecution", "states:StopExecution"} - set().union(
        *(actions for actions, _ in grants["run"])
    )

    express = gallery["state_machine_express"]["machine"]["grants"]
    assert [statement["actions"] for statement in express["start_sync"]] == [["states:StartSyncExecution"]]
    assert express["stop"] == express["redrive"] == express["respond"] == express["run"] == []
