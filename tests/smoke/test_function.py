"""The functions of the gallery: called and waited for, called and not, by address, and through a queue."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from tests.calls import call

pytestmark = pytest.mark.capability("serverless.lambda", "behaves")


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
    assert found["LoggingConfig"]["ApplicationLogLevel"] == "DEBUG"
    assert found["EphemeralStorage"]["Size"] == 1024
    assert found["TracingConfig"]["Mode"] == "Active"
    concurrency = functions.get_function_concurrency(FunctionName=name)
    assert concurrency["ReservedConcurrentExecutions"] == 20


@pytest.mark.capability("serverless.lambda-deployments", "apply")
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


@pytest.fixture
def browse(local, gallery):
    """Calls a function's URL. It is looked up by its host; the local AWS itself is at an address."""

    def request(which, method="GET", path="/", body=None, *, origin=None, signed=False):
        host = urlsplit(gallery["lambda_function_url"]["function"][which]["url"]).hostname
        headers = {"host": host, **({"origin": origin} if origin else {})}
        return call(method, f"{local.url}{path}", body, signed=signed, headers=headers)

    return request


def test_an_open_url_answers_everyone_with_the_permission_that_version_6_of_the_provider_adds(
    browse, functions, gallery
):
    assert browse("open", "POST", "/orders/7", {"count": 2}).status == 403
    function = {"FunctionName": gallery["lambda_function_url"]["function"]["open"]["arn"]}
    statement = {"StatementId": "through-the-url", "Action": "lambda:InvokeFunction", "Principal": "*"}
    functions.add_permission(**function, **statement, InvokedViaFunctionUrl=True)
    answer = browse("open", "POST", "/orders/7", {"count": 2})
    functions.remove_permission(**function, StatementId="through-the-url")
    assert answer.status == 200
    assert answer.body == {"method": "POST", "path": "/orders/7", "body": '{"count": 2}'}


def test_a_url_for_the_granted_refuses_who_does_not_sign(browse):
    refused = browse("granted")
    assert (refused.status, refused.body) == (403, {"Message": "Forbidden"})
    assert browse("granted", signed=True).status == 200


def test_a_url_answers_the_pages_of_its_origins_only(browse):
    shop, other = (
        browse("open", "OPTIONS", origin=origin).headers
        for origin in ("https://shop.example.com", "https://other.example.com")
    )
    assert shop["access-control-allow-origin"] == "https://shop.example.com"
    assert set(shop["access-control-allow-methods"].split(",")) == {"GET", "POST"}
    assert shop["access-control-max-age"] == "600"
    assert "access-control-allow-origin" not in other


def test_grants_let_call_the_alias_and_its_url(gallery):
    function = gallery["lambda_function_url"]["function"]["granted"]
    (invoke,) = function["grants"]["invoke"]
    assert (invoke["actions"], invoke["resources"]) == (["lambda:InvokeFunction"], [function["arn"]])
    url, behind = function["grants"]["invoke_url"]
    assert (url["actions"], url["resources"]) == (["lambda:InvokeFunctionUrl"], [function["arn"]])
    assert behind["conditions"] == [
        {"test": "Bool", "variable": "lambda:InvokedViaFunctionUrl", "values": ["true"]}
    ]


@pytest.fixture
def queued(functions, gallery):
    """Has an order's step done, by a call that nobody waits for."""

    def send(**order):
        name = gallery["lambda_function_queued"]["function"]["name"]
        answer = functions.invoke(
            FunctionName=name,
            Qualifier="live",
            InvocationType="Event",
            Payload=json.dumps({"step": "pay", "order": order}),
        )
        assert answer["StatusCode"] == 202

    return send


@pytest.fixture
def told(local, gallery, eventually):
    """The next message in a queue of the example's."""
    sqs = local.client("sqs")

    def receive(queue):
        url = gallery["lambda_function_queued"]["queues"][queue]["url"]

        def look():
            return sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=1).get(
                "Messages"
            )

        (message,) = eventually(look)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return message

    return receive


def test_a_queued_call_that_succeeds_is_told_of(queued, told, gallery):
    queued(id="o-1")
    done = json.loads(told("done")["Body"])
    assert done["requestContext"]["condition"] == "Success"
    assert done["requestContext"]["functionArn"] == gallery["lambda_function_queued"]["function"]["arn"]
    assert done["requestPayload"]["order"] == {"id": "o-1"}
    assert done["responsePayload"]["step"] == "pay"


def test_a_queued_call_is_tried_again_then_told_of_with_its_error_and_its_event_is_kept(queued, told):
    order = {"id": "o-2", "fails": {"pay": {"error": "DeclinedError"}}}
    queued(**order)
    failed = json.loads(told("failed")["Body"])
    assert failed["requestContext"]["condition"] == "RetriesExhausted"
    assert failed["requestContext"]["approximateInvokeCount"] == 2  # retries = 1
    assert failed["responsePayload"]["errorType"] == "DeclinedError"
    dead = told("dead")
    assert json.loads(dead["Body"]) == {"step": "pay", "order": order}
    assert dead["MessageAttributes"]["ErrorMessage"]["StringValue"] == "pay"


def test_calls_beyond_the_reserved_concurrency_are_refused(functions, gallery):
    name = gallery["lambda_function_queued"]["function"]["name"]
    payload = json.dumps({"step": "pay", "order": {"id": "o-3", "slow": {"pay": 3}}})

    def invoke(_):
        try:
            return functions.invoke(FunctionName=name, Qualifier="live", Payload=payload)["StatusCode"]
        except functions.exceptions.TooManyRequestsException as refused:
            return refused.response["Reason"]

    with ThreadPoolExecutor() as pool:
        outcomes = sorted(map(str, pool.map(invoke, range(2))))
    assert outcomes == ["200", "ReservedFunctionConcurrentInvocationLimitExceeded"]


def test_a_function_may_call_itself_where_it_says_so(functions, gallery):
    def loop(example):
        name = gallery[example]["function"]["name"]
        return functions.get_function_recursion_config(FunctionName=name)["RecursiveLoop"]

    assert loop("lambda_function_queued") == "Allow"
    assert loop("lambda_function_minimal") == "Terminate"


def test_a_function_stands_in_its_network_with_its_files(functions, gallery):
    example = gallery["lambda_function_network"]
    found = functions.get_function_configuration(FunctionName=example["function"]["name"], Qualifier="live")
    assert set(found["VpcConfig"]["SubnetIds"]) == set(example["network"]["private_subnet_ids"].values())
    assert len(found["VpcConfig"]["SecurityGroupIds"]) == 1
    assert found["FileSystemConfigs"] == [{"Arn": example["models"], "LocalMountPath": "/mnt/models"}]


def test_the_role_reads_files_through_the_access_point_and_writes_none(local, gallery):
    example = gallery["lambda_function_network"]
    role = example["function"]["role_name"]
    document = local.client("iam").get_role_policy(RoleName=role, PolicyName="function")["PolicyDocument"]
    statements = {statement.get("Sid"): statement for statement in document["Statement"]}
    files = statements["FileSystem"]
    assert files["Action"] == "elasticfilesystem:ClientMount"
    assert files["Condition"] == {"StringEquals": {"elasticfilesystem:AccessPointArn": example["models"]}}
    assert statements["NetworkInterfacesNotFromCode"]["Effect"] == "Deny"


def test_provisioned_concurrency_follows_the_calls_within_its_bounds(local, functions, gallery):
    name = gallery["lambda_function_network"]["function"]["name"]
    ready = functions.get_provisioned_concurrency_config(FunctionName=name, Qualifier="live")
    assert ready["RequestedProvisionedConcurrentExecutions"] == 2
    scaling = local.client("application-autoscaling")
    target = {"ServiceNamespace": "lambda", "ResourceId": f"function:{name}:live"}
    found = scaling.describe_scalable_targets(ServiceNamespace="lambda", ResourceIds=[target["ResourceId"]])
    (bounds,) = found["ScalableTargets"]
    assert (bounds["MinCapacity"], bounds["MaxCapacity"]) == (2, 20)
    (policy,) = scaling.describe_scaling_policies(**target)["ScalingPolicies"]
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 0.7


def test_a_published_version_starts_from_a_snapshot(functions, gallery):
    name = gallery["lambda_function_url"]["function"]["open"]["name"]
    found = functions.get_function_configuration(FunctionName=name, Qualifier="live")
    assert found["SnapStart"] == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}


def test_an_image_is_kept_with_its_command(functions, gallery):
    example = gallery["lambda_function_image"]
    found = functions.get_function(FunctionName=example["function"]["name"])
    assert found["Code"]["ImageUri"] == f"{example['registry']['url']}:1.0.0"
    configuration = found["Configuration"]
    assert (configuration["PackageType"], configuration["Architectures"]) == ("Image", ["arm64"])
    assert configuration["ImageConfigResponse"]["ImageConfig"]["Command"] == ["echo.handlers.api"]


def test_code_comes_by_way_of_a_bucket(functions, gallery):
    """One that was uploaded, one that lay there already, and one whose role exists already."""
    for name in ("uploaded", "pipeline", "existing"):
        answer = functions.invoke(
            FunctionName=gallery["lambda_function_released"]["functions"][name]["arn"],
            Payload=json.dumps({"httpMethod": "GET", "path": "/echo"}),
        )
        assert json.loads(json.loads(answer["Payload"].read())["body"])["path"] == "/echo", name


def test_a_role_that_exists_already_is_taken_as_it_is(functions, gallery, local):
    example = gallery["lambda_function_released"]
    found = functions.get_function_configuration(FunctionName=example["functions"]["existing"]["name"])
    assert found["Role"] == example["role_arn"]
    assert (
        local.client("iam").list_role_policies(RoleName=example["role_arn"].rpartition("/")[2])["PolicyNames"]
        == []
    )


def test_a_function_has_what_exists_already(functions, gallery, local, eventually):
    """Layer, network, queue and role; a state machine their function and topic."""
    example = gallery["lambda_function_existing"]
    theirs, name = example["theirs"], example["function"]["name"]
    found = functions.get_function_configuration(FunctionName=name)
    assert ([each["Arn"] for each in found["Layers"]], found["Role"]) == ([theirs["layer"]], theirs["role"])
    assert len(found["VpcConfig"]["SubnetIds"]) == 2
    (source,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    assert source["EventSourceArn"] == theirs["queue"]["arn"]

    states = local.client("stepfunctions")
    started = states.start_execution(stateMachineArn=example["state_machine"]["arn"], input="{}")

    def status():
        return states.describe_execution(executionArn=started["executionArn"])["status"]

    eventually(lambda: status() != "RUNNING")
    assert status() == "SUCCEEDED", "it calls their function and publishes to their topic"


def test_a_role_has_the_managed_policies_it_was_given(gallery, local):
    role = gallery["lambda_function_released"]["functions"]["uploaded"]["role_name"]
    attached = local.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert [each["PolicyName"] for each in attached] == ["CloudWatchLambdaInsightsExecutionRolePolicy"]


def test_functions_share_a_layer_and_others_may_have_it(functions, gallery):
    layer = gallery["lambda_layer_minimal"]["layer"]
    for function in gallery["lambda_layer_minimal"]["functions"].values():
        found = functions.get_function_configuration(FunctionName=function["name"])
        assert [each["Arn"] for each in found["Layers"]] == [layer["arn"]]
    for which, who in (("layer", "o-a1b2c3d4e5"), ("released", "111122223333")):
        shared = gallery["lambda_layer_complete"][which]
        policy = functions.get_layer_version_policy(
            LayerName=shared["layer_arn"], VersionNumber=int(shared["version"])
        )
        (statement,) = json.loads(policy["Policy"])["Statement"]
        assert who in json.dumps([statement["Principal"], statement.get("Condition")])
