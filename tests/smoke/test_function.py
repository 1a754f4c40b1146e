"""The functions of the gallery: called directly, and through the queue they consume."""

import json

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("serverless.lambda", "apply")


@pytest.fixture
def functions(local):
    return local.client("lambda")


def test_a_function_is_called_and_answers(functions, gallery):
    answer = functions.invoke(
        FunctionName=gallery["lambda_function_minimal"]["function"]["name"],
        Payload=json.dumps({"httpMethod": "GET", "path": "/echo"}),
    )
    assert answer["StatusCode"] == 200 and "FunctionError" not in answer
    assert json.loads(json.loads(answer["Payload"].read())["body"])["path"] == "/echo"


def test_a_function_that_fails_says_with_which_error(functions, gallery):
    name = gallery["lambda_function_complete"]["function"]["name"]
    answer = functions.invoke(FunctionName=name, Qualifier="live", Payload=b'{"no": "records"}')
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorType"] == "KeyError"


def test_an_unknown_function_is_refused(functions):
    with pytest.raises(ClientError) as refused:
        functions.invoke(FunctionName="example-nobody")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_function_has_the_settings_it_was_given(functions, gallery):
    name = gallery["lambda_function_complete"]["function"]["name"]
    found = functions.get_function_configuration(FunctionName=name, Qualifier="live")
    assert (found["MemorySize"], found["Timeout"], found["Architectures"]) == (512, 9, ["arm64"])
    assert found["Environment"]["Variables"]["TABLE_NAME"] == name
    assert found["LoggingConfig"]["LogFormat"] == "JSON"
    concurrency = functions.get_function_concurrency(FunctionName=name)
    assert concurrency["ReservedConcurrentExecutions"] == 20


@pytest.mark.capability("serverless.lambda-deployments", "plan")
def test_the_alias_points_to_a_published_version(functions, gallery):
    name = gallery["lambda_function_complete"]["function"]["name"]
    alias = functions.get_alias(FunctionName=name, Name="live")
    assert alias["FunctionVersion"].isdigit()


@pytest.mark.capability("serverless.event-sources", "behaves")
def test_of_a_batch_only_the_poison_comes_again_and_ends_in_the_dead_letters(local, gallery, eventually):
    sqs = local.client("sqs")
    placed = gallery["lambda_function_complete"]["placed"]
    # The queue hides a failed message for a minute between its five receives; not for this test.
    sqs.set_queue_attributes(QueueUrl=placed["url"], Attributes={"VisibilityTimeout": "1"})
    for number in ("1", "2", "poison"):
        sqs.send_message(QueueUrl=placed["url"], MessageBody=json.dumps({"kind": "order", "number": number}))

    def dead():
        return sqs.receive_message(QueueUrl=placed["dead_letter_queue"]["url"], WaitTimeSeconds=1).get(
            "Messages"
        )

    (message,) = eventually(dead, seconds=90)
    assert json.loads(message["Body"])["number"] == "poison"
    counted = sqs.get_queue_attributes(QueueUrl=placed["url"], AttributeNames=["All"])["Attributes"]
    assert counted["ApproximateNumberOfMessages"] == counted["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_the_role_allows_what_the_grants_say_and_no_more(local, gallery):
    function = gallery["lambda_function_complete"]["function"]
    iam = local.client("iam")
    document = iam.get_role_policy(RoleName=function["role_name"], PolicyName="function")["PolicyDocument"]
    allowed = {
        action
        for statement in document["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert {"dynamodb:PutItem", "sqs:ReceiveMessage", "logs:PutLogEvents", "kms:Decrypt"} <= allowed
    assert not {action for action in allowed if "*" in action}
    assert not allowed & {"dynamodb:Scan", "dynamodb:DeleteTable", "sqs:PurgeQueue"}
