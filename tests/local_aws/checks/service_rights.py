"""What services ask IAM, a case each: with the right it works; without, AWS says why, and does not do it.

The cases of a correction are its check. `test_service_rights.py` shows them one by one.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import (
    ACCOUNT,
    CHECKS,
    ROLE,
    deploy,
    document,
    eventually,
    name,
    permit,
    slowness,
)
from tests.local_aws.checks.apigateway import call
from tests.websocket import RefusedError, WebSocket

PLACE = f"eu-west-1:{ACCOUNT}"
ECHO = "def handler(event, context): return {'statusCode': 200, 'body': 'done'}"
DONE = "done"
SETTLED = 1.5  # seconds after which what has not arrived does not arrive
Run = Callable[[Any, bool], str]


@dataclass(frozen=True)
class Case:
    """Args:
    run: does it with or without the right; what came of it is `DONE`, or what AWS says.
    refused: a part of what AWS says without the right.
    denied: the action in the list of denials; "" where none is denied.
    """

    correction: str
    run: Run
    refused: str
    denied: str

    def holds(self, aws: Any) -> bool:
        if self.run(aws, True) != DONE:
            return False
        began = time.time()
        outcome = self.run(aws, False)
        denied = {each["action"] for each in aws.denials() if each["time"] >= began}
        return self.refused in outcome and (not self.denied or self.denied in denied)


CASES: dict[str, Case] = {}


def case(correction: str, *, refused: str, denied: str) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        CASES[run.__name__] = Case(correction, run, refused, denied)
        CHECKS[correction] = lambda aws: all(
            each.holds(aws) for each in CASES.values() if each.correction == correction
        )
        return run

    return register


def attempt(call: Callable[..., Any], **arguments: Any) -> str:
    """`DONE`, or the error that a call is answered with."""
    try:
        call(**arguments)
    except ClientError as refused:
        return f"{refused.response['Error']['Code']}: {refused.response['Error']['Message']}"
    return DONE


def role(aws: Any, service: str, *rights: dict[str, Any], **condition: Any) -> str:
    """The ARN of a new role that trusts a service, and may do so much."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sts:AssumeRole",
        **condition,
    }
    iam, called = aws.client("iam"), name()
    arn = iam.create_role(RoleName=called, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    if rights:
        iam.put_role_policy(RoleName=called, PolicyName="rights", PolicyDocument=document(*rights))
    return str(arn)


def allow(*actions: str, on: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


EVERYTHING = allow("*")


def but(*actions: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Everything but some actions."""
    return EVERYTHING, {"Effect": "Deny", "Action": list(actions), "Resource": "*"}


def rights(right: bool, *actions: str) -> tuple[dict[str, Any], ...]:
    """Rights that lack some actions unless `right`."""
    return (EVERYTHING,) if right else but(*actions)


def take_away(aws: Any, arn: str) -> None:
    aws.client("iam").delete_role_policy(RoleName=arn.rpartition("/")[2], PolicyName="rights")


def arn_of(function: str) -> str:
    return f"arn:aws:lambda:{PLACE}:function:{function}"


def queue(aws: Any, **attributes: str) -> tuple[str, str]:
    """The address and the ARN of a new queue."""
    called = name()
    url = aws.client("sqs").create_queue(QueueName=called, Attributes=attributes)["QueueUrl"]
    return str(url), f"arn:aws:sqs:{PLACE}:{called}"


def topic(aws: Any) -> str:
    return str(aws.client("sns").create_topic(Name=name())["TopicArn"])


def table(aws: Any, **settings: Any) -> Any:
    return aws.client("dynamodb").create_table(
        TableName=name(),
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        **settings,
    )["TableDescription"]


def arrives(aws: Any, url: str, seconds: float = 5) -> str:
    """`DONE` when the queue gets something."""
    sqs = aws.client("sqs")
    found = eventually(lambda: bool(sqs.receive_message(QueueUrl=url).get("Messages")), seconds)
    return DONE if found else "nothing arrives"


# Lambda


@case("roles_of_functions", refused="cannot be assumed by Lambda", denied="sts:AssumeRole")
def a_function_has_a_role_that_lambda_may_assume(aws: Any, right: bool) -> str:
    return attempt(lambda: deploy(aws, ECHO, Role=role(aws, "lambda" if right else "ec2")))


@case("roles_of_functions", refused="cannot be assumed by Lambda", denied="sts:AssumeRole")
def a_function_gets_another_role(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO)
    new = role(aws, "lambda" if right else "edgelambda")
    return attempt(aws.client("lambda").update_function_configuration, FunctionName=function, Role=new)


@case(
    "roles_of_functions",
    refused="does not have permissions to call SendMessage on SQS",
    denied="sqs:SendMessage",
)
def a_function_has_dead_letters(aws: Any, right: bool) -> str:
    arn = role(aws, "lambda", *rights(right, "sqs:SendMessage"))
    return attempt(lambda: deploy(aws, ECHO, Role=arn, DeadLetterConfig={"TargetArn": queue(aws)[1]}))


@case("roles_of_functions", refused="does not have permissions to call Publish on SNS", denied="sns:Publish")
def a_function_has_a_topic_for_dead_letters(aws: Any, right: bool) -> str:
    arn = role(aws, "lambda", *rights(right, "sns:Publish"))
    return attempt(lambda: deploy(aws, ECHO, Role=arn, DeadLetterConfig={"TargetArn": topic(aws)}))


@case(
    "roles_of_functions",
    refused="does not have permissions to call CreateNetworkInterface on EC2",
    denied="ec2:CreateNetworkInterface",
)
def a_function_is_in_a_network(aws: Any, right: bool) -> str:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/24")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/25")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName=name(), Description="x", VpcId=vpc)["GroupId"]
    network = {"SubnetIds": [subnet], "SecurityGroupIds": [group]}
    arn = role(aws, "lambda", *rights(right, "ec2:CreateNetworkInterface"))
    return attempt(lambda: deploy(aws, ECHO, Role=arn, VpcConfig=network))


def mapped(aws: Any, source: str, arn: str, **settings: Any) -> str:
    function = deploy(aws, ECHO, Role=arn, **settings)
    more = {} if ":sqs:" in source else {"StartingPosition": "LATEST"}
    create = aws.client("lambda").create_event_source_mapping
    return attempt(create, FunctionName=function, EventSourceArn=source, **more)


@case(
    "rights_of_event_sources",
    refused="execution role does not have permissions to call ReceiveMessage on SQS",
    denied="sqs:ReceiveMessage",
)
def a_mapping_receives_from_a_queue(aws: Any, right: bool) -> str:
    return mapped(aws, queue(aws)[1], role(aws, "lambda", *rights(right, "sqs:ReceiveMessage")))


@case("rights_of_event_sources", refused="permissions to call ReceiveMessage on SQS", denied="kms:Decrypt")
def a_mapping_receives_from_an_encrypted_queue(aws: Any, right: bool) -> str:
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    _, arn = queue(aws, KmsMasterKeyId=key)
    return mapped(aws, arn, role(aws, "lambda", *rights(right, "kms:Decrypt")))


@case(
    "rights_of_event_sources",
    refused="Please ensure the role can perform the GetRecords",
    denied="kinesis:GetRecords",
)
def a_mapping_reads_a_stream(aws: Any, right: bool) -> str:
    stream = name()
    aws.client("kinesis").create_stream(StreamName=stream, ShardCount=1)
    arn = role(aws, "lambda", *rights(right, "kinesis:GetRecords"))
    return mapped(aws, f"arn:aws:kinesis:{PLACE}:stream/{stream}", arn)


@case(
    "rights_of_event_sources", refused="Please ensure the role can perform", denied="dynamodb:DescribeStream"
)
def a_mapping_reads_the_stream_of_a_table(aws: Any, right: bool) -> str:
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    arn = table(aws, StreamSpecification=stream)["LatestStreamArn"]
    return mapped(aws, arn, role(aws, "lambda", *rights(right, "dynamodb:DescribeStream")))


@case(
    "rights_of_event_sources",
    refused="Queue visibility timeout: 5 seconds is less than Function timeout: 60 seconds",
    denied="",
)
def a_queue_hides_messages_while_the_function_works(aws: Any, right: bool) -> str:
    _, arn = queue(aws, VisibilityTimeout="60" if right else "5")
    return mapped(aws, arn, ROLE, Timeout=60)


@case("rights_of_event_sources", refused="nothing arrives", denied="sqs:ReceiveMessage")
def a_mapping_goes_on_receiving(aws: Any, right: bool) -> str:
    done, target = queue(aws)
    url, source = queue(aws)
    arn = role(aws, "lambda", EVERYTHING)
    function = deploy(aws, ECHO, Role=arn)
    client = aws.client("lambda")
    client.create_event_source_mapping(FunctionName=function, EventSourceArn=source)
    if not right:
        take_away(aws, arn)
        eventually(lambda: False, SETTLED / slowness)  # longer than decisions are kept
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="m")
    left = lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]  # noqa: E731
    numbers = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    seconds = 10.0 if right else SETTLED / slowness
    taken = eventually(lambda: not any(int(left()[number]) for number in numbers), seconds)
    del done, target
    return DONE if taken else "nothing arrives"


@case(
    "rights_of_destinations",
    refused="does not have permissions to call SendMessage on",
    denied="sqs:SendMessage",
)
def a_function_has_a_destination(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO, Role=role(aws, "lambda", *rights(right, "sqs:SendMessage")))
    destinations = {"OnSuccess": {"Destination": queue(aws)[1]}}
    put = aws.client("lambda").put_function_event_invoke_config
    return attempt(put, FunctionName=function, DestinationConfig=destinations)


@case("rights_of_destinations", refused="nothing arrives", denied="sqs:SendMessage")
def a_function_sends_to_its_destination(aws: Any, right: bool) -> str:
    arn = role(aws, "lambda", EVERYTHING)
    function = deploy(aws, ECHO, Role=arn)
    url, target = queue(aws)
    client = aws.client("lambda")
    destinations = {"OnSuccess": {"Destination": target}}
    client.put_function_event_invoke_config(FunctionName=function, DestinationConfig=destinations)
    if not right:
        take_away(aws, arn)
    client.invoke(FunctionName=function, InvocationType="Event")
    return arrives(aws, url, 5 if right else SETTLED / slowness)


@case("rights_to_log", refused="no log", denied="logs:PutLogEvents")
def a_function_writes_its_log(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO, Role=role(aws, "lambda", *rights(right, "logs:PutLogEvents")))
    group = f"/aws/lambda/{function}"
    aws.client("logs").create_log_group(logGroupName=group)
    aws.client("lambda").invoke(FunctionName=function)
    return DONE if aws.client("logs").filter_log_events(logGroupName=group)["events"] else "no log"


@case("keys_of_environments", refused="KMSAccessDeniedException", denied="kms:Decrypt")
def a_function_decrypts_its_environment(aws: Any, right: bool) -> str:
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    arn = role(aws, "lambda", *rights(right, "kms:Decrypt"))
    function = deploy(aws, ECHO, Role=arn, KMSKeyArn=key, Environment={"Variables": {"LEVEL": "b"}})
    return attempt(aws.client("lambda").invoke, FunctionName=function)


@case("rights_to_function_urls", refused="403", denied="lambda:InvokeFunctionUrl")
def everybody_may_call_a_function_url(aws: Any, right: bool) -> str:
    return open_url(aws, right, True)


@case("rights_to_function_urls", refused="403", denied="lambda:InvokeFunction")
def everybody_may_call_the_function_behind_a_url(aws: Any, right: bool) -> str:
    return open_url(aws, True, right)


def open_url(aws: Any, to_url: bool, through_url: bool) -> str:
    client, function = aws.client("lambda"), deploy(aws, ECHO)
    url = client.create_function_url_config(FunctionName=function, AuthType="NONE")["FunctionUrl"]
    statement = {"FunctionName": function, "Principal": "*"}
    if to_url:
        client.add_permission(
            **statement, StatementId="url", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE"
        )
    if through_url:
        client.add_permission(
            **statement, StatementId="through", Action="lambda:InvokeFunction", InvokedViaFunctionUrl=True
        )
    return answer(f"{aws.url}/_aws/lambda-url/{url.split('//')[1].split('.')[0]}/")


def answer(url: str) -> str:
    """`DONE`, or what a request is answered with."""
    status, body = call(url)
    return body if status == 200 else f"{status}: {body}"


# API Gateway


def rest_api(aws: Any, integration: dict[str, Any], **method: Any) -> str:
    """The address of a REST API that has one method, `GET /`."""
    gateway = aws.client("apigateway")
    api = gateway.create_rest_api(name=name())
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**place, **{"authorizationType": "NONE", **method})
    gateway.put_integration(**place, integrationHttpMethod="POST", **integration)
    gateway.create_deployment(restApiId=api["id"], stageName="live")
    return f"{aws.url}/restapis/{api['id']}/live/_user_request_/"


def to_function(function: str) -> str:
    path = f"2015-03-31/functions/{arn_of(function)}/invocations"
    return f"arn:aws:apigateway:eu-west-1:lambda:path/{path}"


@case(
    "rights_of_rest_apis", refused='500: {"message": "Internal server error"}', denied="lambda:InvokeFunction"
)
def a_rest_api_calls_a_function(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO)
    url = rest_api(aws, {"type": "AWS_PROXY", "uri": to_function(function)})
    api = url.split("/restapis/")[1].split("/")[0]
    permit(aws, function, "apigateway", f"arn:aws:execute-api:{PLACE}:{api if right else 'other'}/*/GET/")
    return answer(url)


@case("rights_of_rest_apis", refused="500", denied="lambda:InvokeFunction")
def a_rest_api_calls_a_function_with_a_role(aws: Any, right: bool) -> str:
    arn = role(aws, "apigateway", allow("lambda:InvokeFunction" if right else "lambda:GetFunction"))
    integration = {"type": "AWS_PROXY", "uri": to_function(deploy(aws, ECHO)), "credentials": arn}
    return answer(rest_api(aws, integration))


@case("rights_of_rest_apis", refused="500", denied="sts:AssumeRole")
def a_rest_api_assumes_a_role(aws: Any, right: bool) -> str:
    arn = role(aws, "apigateway" if right else "lambda", EVERYTHING)
    integration = {"type": "AWS_PROXY", "uri": to_function(deploy(aws, ECHO)), "credentials": arn}
    return answer(rest_api(aws, integration))


@case("rights_of_rest_apis", refused="500", denied="sqs:SendMessage")
def a_rest_api_sends_to_a_queue(aws: Any, right: bool) -> str:
    url, arn = queue(aws)
    integration = {
        "type": "AWS",
        "uri": f"arn:aws:apigateway:eu-west-1:sqs:path/{ACCOUNT}/{arn.rpartition(':')[2]}",
        "credentials": role(aws, "apigateway", allow("sqs:SendMessage" if right else "sqs:ReceiveMessage")),
        "requestTemplates": {"application/json": "Action=SendMessage&MessageBody=m"},
    }
    answered = answer(rest_api(aws, integration))
    return arrives(aws, url) if right else answered


@case("rights_of_rest_apis", refused="500", denied="lambda:InvokeFunction")
def a_rest_api_asks_an_authorizer(aws: Any, right: bool) -> str:
    gateway, function, authorizer = (
        aws.client("apigateway"),
        deploy(aws, ECHO, "apigateway"),
        deploy(aws, LETS_IN),
    )
    api = gateway.create_rest_api(name=name())
    made = gateway.create_authorizer(
        restApiId=api["id"],
        name="a",
        type="REQUEST",
        authorizerUri=to_function(authorizer),
        authorizerResultTtlInSeconds=0,
    )["id"]
    if right:
        permit(aws, authorizer, "apigateway", f"arn:aws:execute-api:{PLACE}:{api['id']}/authorizers/{made}")
    else:
        permit(aws, authorizer, "apigateway", f"arn:aws:execute-api:{PLACE}:{api['id']}/*/GET/")
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="CUSTOM", authorizerId=made)
    gateway.put_integration(
        **place, type="AWS_PROXY", integrationHttpMethod="POST", uri=to_function(function)
    )
    gateway.create_deployment(restApiId=api["id"], stageName="live")
    return answer(f"{aws.url}/restapis/{api['id']}/live/_user_request_/")


LETS_IN = (
    "def handler(event, context): return {'principalId': 'p', 'policyDocument': {'Version': '2012-10-17',"
    " 'Statement': [{'Effect': 'Allow', 'Action': 'execute-api:Invoke', 'Resource': '*'}]}}"
)


@case("resource_policies_of_rest_apis", refused="403", denied="execute-api:Invoke")
def a_rest_apis_policy_lets_everybody_in(aws: Any, right: bool) -> str:
    url = rest_api(aws, {"type": "AWS_PROXY", "uri": to_function(deploy(aws, ECHO, "apigateway"))})
    api = url.split("/restapis/")[1].split("/")[0]
    statement = {**allow("execute-api:Invoke"), "Principal": "*"}
    if not right:
        statement["Condition"] = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    gateway = aws.client("apigateway")
    change = {"op": "replace", "path": "/policy", "value": document(statement)}
    gateway.update_rest_api(restApiId=api, patchOperations=[change])
    gateway.create_deployment(restApiId=api, stageName="live")
    return answer(url)


@case("resource_policies_of_rest_apis", refused="403", denied="execute-api:Invoke")
def a_rest_apis_policy_counts_beside_an_authorizer(aws: Any, right: bool) -> str:
    gateway = aws.client("apigateway")
    everybody = {**allow("execute-api:Invoke"), "Principal": "*"}
    policy = document(everybody if right else {**everybody, "Effect": "Deny"})
    api = gateway.create_rest_api(name=name(), policy=policy)
    authorizer = gateway.create_authorizer(
        restApiId=api["id"],
        name="a",
        type="REQUEST",
        authorizerUri=to_function(deploy(aws, LETS_IN, "apigateway")),
        authorizerResultTtlInSeconds=0,
    )["id"]
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="CUSTOM", authorizerId=authorizer)
    uri = to_function(deploy(aws, ECHO, "apigateway"))
    gateway.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api["id"], stageName="live")
    return answer(f"{aws.url}/restapis/{api['id']}/live/_user_request_/")


@case("role_for_logs", refused="does not have required permissions configured", denied="logs:PutLogEvents")
def the_account_has_a_role_for_the_logs_of_apis(aws: Any, right: bool) -> str:
    arn = role(aws, "apigateway", *rights(right, "logs:PutLogEvents"))
    change = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}]
    outcome = attempt(aws.client("apigateway").update_account, patchOperations=change)
    aws.client("apigateway").update_account(patchOperations=[{**change[0], "value": ROLE}])
    return outcome


@case("role_for_logs", refused="role ARN must be set in account settings to enable logging", denied="")
def a_stage_logs_with_the_accounts_role(aws: Any, right: bool) -> str:
    url = rest_api(aws, {"type": "MOCK"})
    api = url.split("/restapis/")[1].split("/")[0]
    gateway = aws.client("apigateway")
    path = {"op": "replace", "path": "/cloudwatchRoleArn"}
    if not right:
        gateway.update_account(patchOperations=[{**path, "value": ""}])
    group = f"arn:aws:logs:{PLACE}:log-group:{name()}"
    changes = [
        {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": group},
        {"op": "replace", "path": "/accessLogSettings/format", "value": "$context.requestId"},
    ]
    outcome = attempt(gateway.update_stage, restApiId=api, stageName="live", patchOperations=changes)
    gateway.update_account(patchOperations=[{**path, "value": ROLE}])
    return outcome


@case("role_for_logs", refused="not logged", denied="logs:CreateLogStream")
def a_stage_logs_executions_while_the_accounts_role_may(aws: Any, right: bool) -> str:
    url = rest_api(aws, {"type": "MOCK"})
    api, gateway = url.split("/restapis/")[1].split("/")[0], aws.client("apigateway")
    arn, path = role(aws, "apigateway", EVERYTHING), {"op": "replace", "path": "/cloudwatchRoleArn"}
    gateway.update_account(patchOperations=[{**path, "value": arn}])
    level = {"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"}
    gateway.update_stage(restApiId=api, stageName="live", patchOperations=[level])
    if not right:
        take_away(aws, arn)
    call(url)
    gateway.update_account(patchOperations=[{**path, "value": ROLE}])
    group = f"API-Gateway-Execution-Logs_{api}/live"
    found = aws.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    return DONE if found else "not logged"


@case("role_for_logs", refused="whose names begin with amazon-apigateway-", denied="")
def a_stage_logs_to_a_stream_of_api_gateways(aws: Any, right: bool) -> str:
    url, bucket = rest_api(aws, {"type": "MOCK"}), name()
    api, gateway = url.split("/restapis/")[1].split("/")[0], aws.client("apigateway")
    aws.client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    called = ("amazon-apigateway-" if right else "requests-") + name()
    stream = aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=called,
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{bucket}",
            "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0},
        },
    )["DeliveryStreamARN"]
    # No role of the account is asked for.
    role_of_account = {"op": "replace", "path": "/cloudwatchRoleArn"}
    gateway.update_account(patchOperations=[{**role_of_account, "value": ""}])
    changes = [
        {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": stream},
        {"op": "replace", "path": "/accessLogSettings/format", "value": "$context.requestId"},
    ]
    outcome = attempt(gateway.update_stage, restApiId=api, stageName="live", patchOperations=changes)
    gateway.update_account(patchOperations=[{**role_of_account, "value": ROLE}])
    if outcome != DONE:
        return outcome
    call(url)
    s3 = aws.client("s3")
    logged = eventually(lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] > 0, SETTLED * 4)
    return DONE if logged else "not logged"


def http_api(aws: Any, function: str, **route: Any) -> tuple[str, str]:
    """The id and the address of an HTTP API that has one route, `GET /users`."""
    gateway = aws.client("apigatewayv2")
    api = gateway.create_api(Name=name(), ProtocolType="HTTP")["ApiId"]
    integration = gateway.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationUri=arn_of(function),
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    target = f"integrations/{integration}"
    gateway.create_route(ApiId=api, RouteKey="GET /users", Target=target, **route)
    gateway.create_stage(ApiId=api, StageName="live", AutoDeploy=True)
    return api, f"{aws.url}/restapis/{api}/live/_user_request_"


@case(
    "rights_of_http_apis", refused='500: {"message":"Internal Server Error"}', denied="lambda:InvokeFunction"
)
def an_http_api_calls_a_function(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO)
    api, url = http_api(aws, function)
    source = f"arn:aws:execute-api:{PLACE}:{api}/*/*/{'users' if right else 'orders'}"
    permit(aws, function, "apigateway", source)
    return answer(f"{url}/users")


@case("rights_of_http_apis", refused="500", denied="lambda:InvokeFunction")
def an_http_api_asks_an_authorizer(aws: Any, right: bool) -> str:
    gateway, function, authorizer = (
        aws.client("apigatewayv2"),
        deploy(aws, ECHO, "apigateway"),
        deploy(aws, LETS_IN),
    )
    api, url = http_api(aws, function)
    made = gateway.create_authorizer(
        ApiId=api,
        Name="a",
        AuthorizerType="REQUEST",
        AuthorizerUri=to_function(authorizer),
        AuthorizerPayloadFormatVersion="2.0",
        IdentitySource=[],
    )["AuthorizerId"]
    (route,) = gateway.get_routes(ApiId=api)["Items"]
    gateway.update_route(ApiId=api, RouteId=route["RouteId"], AuthorizationType="CUSTOM", AuthorizerId=made)
    last = f"authorizers/{made}" if right else "*/GET/users"
    permit(aws, authorizer, "apigateway", f"arn:aws:execute-api:{PLACE}:{api}/{last}")
    return answer(f"{url}/users")


def websocket_api(aws: Any, function: str) -> tuple[str, str]:
    """The id and the address of a WebSocket API whose connects and messages a function gets."""
    gateway = aws.client("apigatewayv2")
    api = gateway.create_api(
        Name=name(), ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    made = gateway.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=to_function(function)
    )
    for key in ("$connect", "$default"):
        route = gateway.create_route(ApiId=api, RouteKey=key, Target=f"integrations/{made['IntegrationId']}")
        gateway.create_route_response(ApiId=api, RouteId=route["RouteId"], RouteResponseKey="$default")
    gateway.create_stage(ApiId=api, StageName="live")
    return api, f"{aws.url.replace('http', 'ws', 1)}/_aws/execute-api/{api}/live"


@case("rights_of_websocket_apis", refused="refused", denied="lambda:InvokeFunction")
def a_websocket_api_calls_a_function_at_connects(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO)
    api, url = websocket_api(aws, function)
    permit(aws, function, "apigateway", f"arn:aws:execute-api:{PLACE}:{api}/*/{'*' if right else '$default'}")
    try:
        with WebSocket(url) as client:
            client.say({"action": "x"})
            return client.receive() or ""
    except RefusedError as refused:
        return str(refused)


@case("rights_of_websocket_apis", refused="Internal server error", denied="lambda:InvokeFunction")
def a_websocket_api_calls_a_function_for_messages(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO)
    api, url = websocket_api(aws, function)
    permit(aws, function, "apigateway", f"arn:aws:execute-api:{PLACE}:{api}/*/{'*' if right else '$connect'}")
    with WebSocket(url) as client:
        client.say({"action": "x"})
        return client.receive() or ""


# Step Functions


def machine(aws: Any, arn: str, task: dict[str, Any], **settings: Any) -> str:
    """The ARN of a state machine with one task, whose failure it catches and tells."""
    states = {"Task": {"Type": "Task", "End": True, **task}}
    definition = json.dumps({"StartAt": "Task", "States": states})
    create = aws.client("stepfunctions").create_state_machine
    return str(create(name=name(), definition=definition, roleArn=arn, **settings)["stateMachineArn"])


WAIT: dict[str, Any] = {"Type": "Wait", "Seconds": 1}


@case("roles_of_state_machines", refused="is authorized to assume the provided role", denied="sts:AssumeRole")
def a_state_machine_has_a_role_that_step_functions_may_assume(aws: Any, right: bool) -> str:
    source = f"arn:aws:states:{PLACE}:stateMachine:{'*' if right else 'other'}"
    condition = {"ArnLike": {"aws:SourceArn": source}, "StringEquals": {"aws:SourceAccount": ACCOUNT}}
    return attempt(lambda: machine(aws, role(aws, "states", Condition=condition), WAIT))


@case("roles_of_state_machines", refused="is authorized to assume the provided role", denied="sts:AssumeRole")
def a_state_machine_gets_another_role(aws: Any, right: bool) -> str:
    made, new = machine(aws, ROLE, WAIT), role(aws, "states" if right else "lambda")
    return attempt(aws.client("stepfunctions").update_state_machine, stateMachineArn=made, roleArn=new)


@case(
    "roles_of_state_machines",
    refused="IAM Role is not authorized to access the Log Destination",
    denied="logs:CreateLogDelivery",
)
def a_state_machine_logs(aws: Any, right: bool) -> str:
    group = name()
    aws.client("logs").create_log_group(logGroupName=group)
    destination = {"cloudWatchLogsLogGroup": {"logGroupArn": f"arn:aws:logs:{PLACE}:log-group:{group}:*"}}
    logs = {"level": "ALL", "includeExecutionData": False, "destinations": [destination]}
    arn = role(aws, "states", *rights(right, "logs:CreateLogDelivery"))
    return attempt(lambda: machine(aws, arn, WAIT, loggingConfiguration=logs))


@case(
    "roles_of_state_machines", refused="is not authorized to create managed-rule", denied="events:PutTargets"
)
def a_state_machine_waits_for_another(aws: Any, right: bool) -> str:
    inner = machine(aws, ROLE, WAIT)
    task = {
        "Resource": "arn:aws:states:::states:startExecution.sync:2",
        "Parameters": {"StateMachineArn": inner},
    }
    return attempt(lambda: machine(aws, role(aws, "states", *rights(right, "events:PutTargets")), task))


def result(aws: Any, made: str) -> str:
    """`DONE`, or the error of an execution."""
    states = aws.client("stepfunctions")
    execution = states.start_execution(stateMachineArn=made)["executionArn"]
    look: Callable[[], Any] = lambda: states.describe_execution(executionArn=execution)  # noqa: E731
    eventually(lambda: look()["status"] != "RUNNING", 10)
    outcome = look()
    return DONE if outcome["status"] == "SUCCEEDED" else f"{outcome.get('error')}: {outcome.get('cause')}"


def task_of(aws: Any, right: bool, action: str, resource: str, **parameters: Any) -> str:
    """What comes of a task whose role has, or lacks, one right."""
    arn = role(aws, "states", *rights(right, action))
    task = {"Resource": f"arn:aws:states:::{resource}", "Parameters": parameters}
    return result(aws, machine(aws, arn, task))


def task(action: str, error: str) -> Callable[[Run], Run]:
    return case("rights_of_tasks", refused=f"{error}: User: ", denied=action)


@task("lambda:InvokeFunction", "Lambda.AWSLambdaException")
def a_task_calls_a_function(aws: Any, right: bool) -> str:
    function = deploy(aws, ECHO)
    return task_of(aws, right, "lambda:InvokeFunction", "lambda:invoke", FunctionName=arn_of(function))


@task("lambda:InvokeFunction", "Lambda.AWSLambdaException")
def a_task_is_a_function(aws: Any, right: bool) -> str:
    arn = role(aws, "states", *rights(right, "lambda:InvokeFunction"))
    return result(aws, machine(aws, arn, {"Resource": arn_of(deploy(aws, ECHO))}))


@task("sqs:SendMessage", "SQS.AmazonSQSException")
def a_task_sends_to_a_queue(aws: Any, right: bool) -> str:
    return task_of(aws, right, "sqs:SendMessage", "sqs:sendMessage", QueueUrl=queue(aws)[0], MessageBody="m")


@task("kms:GenerateDataKey", "SQS.AmazonSQSException")
def a_task_sends_to_an_encrypted_queue(aws: Any, right: bool) -> str:
    url, _ = queue(aws, KmsMasterKeyId=aws.client("kms").create_key()["KeyMetadata"]["Arn"])
    return task_of(aws, right, "kms:GenerateDataKey", "sqs:sendMessage", QueueUrl=url, MessageBody="m")


@task("sns:Publish", "SNS.AuthorizationErrorException")
def a_task_publishes_to_a_topic(aws: Any, right: bool) -> str:
    return task_of(aws, right, "sns:Publish", "sns:publish", TopicArn=topic(aws), Message="m")


@task("dynamodb:PutItem", "DynamoDB.AmazonDynamoDBException")
def a_task_writes_to_a_table(aws: Any, right: bool) -> str:
    item = {"id": {"S": "1"}}
    where = table(aws)["TableName"]
    return task_of(aws, right, "dynamodb:PutItem", "dynamodb:putItem", TableName=where, Item=item)


@task("events:PutEvents", "EventBridge.EventBridgeException")
def a_task_puts_events(aws: Any, right: bool) -> str:
    entries = [{"Source": "t", "DetailType": "t", "Detail": "{}"}]
    return task_of(aws, right, "events:PutEvents", "events:putEvents", Entries=entries)


@task("states:StartExecution", "StepFunctions.AWSStepFunctionsException")
def a_task_starts_a_state_machine(aws: Any, right: bool) -> str:
    inner = machine(aws, ROLE, WAIT)
    return task_of(aws, right, "states:StartExecution", "states:startExecution", StateMachineArn=inner)


@task("dynamodb:Scan", "DynamoDb.DynamoDbException")
def a_task_calls_dynamodb_by_the_sdk(aws: Any, right: bool) -> str:
    where = table(aws)["TableName"]
    return task_of(aws, right, "dynamodb:Scan", "aws-sdk:dynamodb:scan", TableName=where)


@task("sqs:GetQueueAttributes", "Sqs.SqsException")
def a_task_calls_sqs_by_the_sdk(aws: Any, right: bool) -> str:
    url, _ = queue(aws)
    name_of = "aws-sdk:sqs:getQueueAttributes"
    return task_of(aws, right, "sqs:GetQueueAttributes", name_of, QueueUrl=url, AttributeNames=["All"])


@task("s3:ListBucket", "S3.S3Exception")
def a_task_calls_s3_by_the_sdk(aws: Any, right: bool) -> str:
    bucket = name()
    place = {"LocationConstraint": "eu-west-1"}
    aws.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    return task_of(aws, right, "s3:ListBucket", "aws-sdk:s3:listObjectsV2", Bucket=bucket)


@case("rights_of_tasks", refused="States.Runtime", denied="sts:AssumeRole")
def step_functions_assumes_the_role_for_each_execution(aws: Any, right: bool) -> str:
    arn = role(aws, "states", EVERYTHING)
    made = machine(aws, arn, WAIT)
    if not right:
        no_service = {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        aws.client("iam").update_assume_role_policy(
            RoleName=arn.rpartition("/")[2], PolicyDocument=document(no_service)
        )
    return result(aws, made)
