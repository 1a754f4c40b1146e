"""What Lambda asks IAM: of roles when functions and mappings are made, and when they work."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import lambda_svc, sqs

from local_aws.authorisation import deliveries, keys, rights
from local_aws.authorisation.evaluation import Decision, Principal
from local_aws.corrections import correction
from local_aws.services.lambda_.authorisation import arn_of, role_denied, session_of

Settings = Mapping[str, Any]
Answer = Any
# What the role must allow: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
_NETWORK = ("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface")
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
_QUEUE = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
# https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
_LOOK = ("DescribeStream", "DescribeStreamSummary", "ListShards")
_STREAM = (*_LOOK, "GetRecords", "GetShardIterator")
_CONSUMER = ("DescribeStreamConsumer", "SubscribeToShard")
# https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
# https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
_CLUSTER = ("DescribeCluster", "DescribeClusterV2", "GetBootstrapBrokers")
_INTERFACES = (
    *("ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces"),
    *("ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"),
)
_TABLE_STREAM = ("DescribeStream", "GetRecords", "GetShardIterator")
_RECHECK_SECONDS = 0.5
_ANYBODY = Principal("anonymous", "", "")


@correction
def roles_of_functions() -> None:
    """AWS: tries to assume the role of a function, and what the role must do, when it gets its settings.

    MiniStack: asks whether there is such a role.
    https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
    """
    create, update = lambda_svc._create_function, lambda_svc._update_config

    def create_function(asked: Settings) -> Answer:
        name = asked.get("FunctionName", "")
        settings = {**asked, "FunctionArn": arn_of(name)}
        if asked.get("Role") and name not in lambda_svc._functions and (problem := _role_problem(settings)):
            return lambda_svc._invalid_parameter_value(problem)
        return create(asked)

    def update_function(name: str, asked: Settings) -> Answer:
        if name in lambda_svc._functions and asked.keys() & {"Role", "DeadLetterConfig", "VpcConfig"}:
            settings = {**lambda_svc._functions[name]["config"], **asked}
            if problem := _role_problem(settings):
                return lambda_svc._invalid_parameter_value(problem)
        return update(name, asked)

    lambda_svc._create_function, lambda_svc._update_config = create_function, update_function


def _role_problem(settings: Settings) -> str | None:
    """Why Lambda refuses a function's role, in its own text."""
    if not rights.may_assume("lambda", settings["Role"]).allowed:
        return "The role defined for the function cannot be assumed by Lambda."
    cannot = "The provided execution role does not have permissions to call"
    dead_letters = (settings.get("DeadLetterConfig") or {}).get("TargetArn")
    if dead_letters and deliveries.denied(_sender(settings), dead_letters):
        return f"{cannot} SendMessage on SQS" if ":sqs:" in dead_letters else f"{cannot} Publish on SNS"
    if (settings.get("VpcConfig") or {}).get("SubnetIds"):
        interfaces = f"arn:aws:ec2:{get_region()}:{get_account_id()}:network-interface/*"
        for action in _NETWORK:
            resource = "*" if action.startswith("Describe") else interfaces
            if role_denied(settings, f"ec2:{action}", resource):
                return f"{cannot} {action} on EC2"
    return None


def _sender(function: Settings) -> deliveries.Sender:
    """A function's role as the sender of what the function leaves."""
    return deliveries.Sender.as_role(function["Role"], function["FunctionName"])


@correction
def rights_of_event_sources() -> None:
    """AWS: a function's role must be allowed to read a mapping's source, when it is made and ever after;
    and a queue hides messages at least as long as the function may take. MiniStack: reads everything.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
    """
    create, each = lambda_svc._create_esm, lambda_svc._iter_all_esms
    checked: dict[str, tuple[float, bool]] = {}

    def create_mapping(asked: Settings) -> Answer:
        name, qualifier, missing = lambda_svc._resolve_existing_esm_function(asked.get("FunctionName", ""))
        source = asked.get("EventSourceArn", "")
        if missing or not source.startswith("arn:"):
            return create(asked)
        function = lambda_svc._get_func_record_for_qualifier(name, qualifier)[0]
        problem = _source_problem(function["config"], source) if function else None
        return lambda_svc._invalid_parameter_value(problem) if problem else create(asked)

    def may_read(account: str, region: str, mapping: Settings) -> bool:
        name = mapping["FunctionName"]
        with request_scope(account, region):
            function = lambda_svc._get_func_record_for_qualifier(name, mapping.get("Qualifier"))[0]
            config = function["config"] if function else {}
            return not config.get("Role") or not any(_reading_denials(config, mapping["EventSourceArn"]))

    def each_that_may_be_read() -> Iterator[tuple[str, str, Any]]:
        for account, region, mapping in each():
            if mapping["FunctionName"].startswith("arn:"):  # a pipe
                yield account, region, mapping
                continue
            moment, allowed = checked.get(mapping["UUID"], (0.0, True))
            if time.monotonic() - moment > _RECHECK_SECONDS:
                allowed = may_read(account, region, mapping)
                checked[mapping["UUID"]] = time.monotonic(), allowed
            if allowed:
                yield account, region, mapping
            else:
                mapping["LastProcessingResult"] = "PROBLEM: Lambda failed to assume your function's role"

    lambda_svc._create_esm, lambda_svc._iter_all_esms = create_mapping, each_that_may_be_read


def _source_problem(function: Settings, source: str) -> str | None:
    """Why Lambda refuses a mapping, in its own text."""
    action, denial = next(iter(_reading_denials(function, source)), ("", None))
    if denial and ":sqs:" in source:
        return f"The function execution role does not have permissions to call {action} on SQS"
    if denial and ":kafka:" in source:
        return f"The function execution role does not have permissions to call {action} on MSK"
    if denial:
        return (
            f"Cannot access stream {source}. Please ensure the role can perform the GetRecords,"
            " GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM."
        )
    queue = sqs._queue_by_arn(source) if ":sqs:" in source else None
    hidden, timeout = (queue or {}).get("attributes", {}).get("VisibilityTimeout"), function.get("Timeout", 3)
    if hidden is not None and int(hidden) < timeout:
        return f"Queue visibility timeout: {hidden} seconds is less than Function timeout: {timeout} seconds"
    return None


def _reading_denials(function: Settings, source: str) -> Iterator[tuple[str, Decision]]:
    """The actions of reading a source that a function's role may not do."""
    service = source.split(":")[2]
    stream, consumer, _ = source.partition("/consumer/")
    if service == "sqs":
        wanted = [(action, source) for action in _QUEUE]
    elif service == "kinesis":
        looking, reading = (_LOOK, _CONSUMER) if consumer else (_STREAM, ())
        wanted = [(action, stream) for action in looking] + [(action, source) for action in reading]
    elif service == "kafka":
        wanted = [(action, source) for action in _CLUSTER] + [(action, "*") for action in _INTERFACES]
    else:
        wanted = [(action, source) for action in _TABLE_STREAM] + [("ListStreams", "*")]
    for action, resource in wanted:
        if denial := role_denied(function, action if ":" in action else f"{service}:{action}", resource):
            yield action, denial
    if (key := deliveries.key_of(stream)) is not None:
        via = f"{service}.{stream.split(':')[3]}.amazonaws.com"
        if denial := keys.may_use(session_of(function), key, "Decrypt", via=via):
            yield "ReceiveMessage" if service == "sqs" else "GetRecords", denial


@correction
def rights_of_destinations() -> None:
    """AWS: the role of a function must be allowed to send to its destinations when they are set.

    MiniStack: does not ask. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """
    put = lambda_svc._put_event_invoke_config
    verbs = {"sqs": "SendMessage", "sns": "Publish", "lambda": "InvokeFunction", "events": "PutEvents"}

    def put_config(name: str, qualifier: str | None, asked: Settings) -> Answer:
        function = lambda_svc._functions.get(name)
        for setting in (asked.get("DestinationConfig") or {}).values():
            target = (setting or {}).get("Destination") or ""
            verb = verbs.get(target.split(":")[2]) if target.startswith("arn:") else None
            if function and verb and deliveries.denied(_sender(function["config"]), target):
                return lambda_svc._invalid_parameter_value(
                    f"The function's execution role does not have permissions to call {verb} on {target}"
                )
        return put(name, qualifier, asked)

    lambda_svc._put_event_invoke_config = put_config


@correction
def rights_to_log() -> None:
    """AWS: a function's role writes its log, and makes the log group where there is none. MiniStack: anyway.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html#monitoring-cloudwatchlogs-prereqs
    """
    emit = lambda_svc._emit_lambda_logs

    def emit_if_allowed(function: Any, *args: Any, **named: Any) -> None:
        config = function.get("config") or function
        name = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config['FunctionName']}"
        region, account = config["FunctionArn"].split(":")[3:5]
        group = f"arn:aws:logs:{region}:{account}:log-group:{name}"
        wanted = [("CreateLogStream", f"{group}:log-stream:"), ("PutLogEvents", f"{group}:log-stream:any")]
        if name not in app._get_module("cloudwatch_logs")._log_groups:
            wanted.insert(0, ("CreateLogGroup", group))
        if config.get("Role") and any(role_denied(config, f"logs:{verb}", arn) for verb, arn in wanted):
            return
        emit(function, *args, **named)

    lambda_svc._emit_lambda_logs = emit_if_allowed


@correction
def keys_of_environments() -> None:
    """AWS: a function's role must be allowed to decrypt its environment with the key that it has for it.

    MiniStack: does not ask.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    """
    invoke, execute = lambda_svc._invoke, lambda_svc._execute_function
    message = (
        "Lambda was unable to decrypt the environment variables because KMS access was denied."
        " Please check the function's KMS key settings. KMS Exception: AccessDeniedException"
    )

    def denied(config: Settings) -> bool:
        key = config.get("KMSKeyArn")
        if not key or not (config.get("Environment") or {}).get("Variables"):
            return False
        arn = ":".join(config["FunctionArn"].split(":")[:7])
        via = f"lambda.{arn.split(':')[3]}.amazonaws.com"
        return bool(
            keys.may_use(
                session_of(config),
                key,
                "Decrypt",
                via=via,
                encryption_context={"aws:lambda:FunctionArn": arn},
            )
        )

    async def invoke_if_allowed(name: str, event: Any, headers: Any, *args: Any, **named: Any) -> Answer:
        kind = {key.lower(): value for key, value in headers.items()}.get("x-amz-invocation-type")
        function = lambda_svc._functions.get(name)
        if function and kind != "Event" and denied(function["config"]):
            return lambda_svc.error_response_json("KMSAccessDeniedException", message, 502)
        return await invoke(name, event, headers, *args, **named)

    def execute_if_allowed(function: Any, event: Any) -> Any:
        if denied(function.get("config") or function):
            body = {"errorType": "KMSAccessDeniedException", "errorMessage": message}
            return {"error": True, "body": body, "log": ""}
        return execute(function, event)

    lambda_svc._invoke, lambda_svc._execute_function = invoke_if_allowed, execute_if_allowed


@correction
def rights_to_function_urls() -> None:
    """AWS: a call of a URL needs two rights to the function; by its own policy where the URL is open to all.

    MiniStack: asks for one of them, and not of callers who do not sign.
    https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    """
    handle = lambda_svc.handle_function_url_request
    forbidden = {"Content-Type": "application/json", "x-amzn-ErrorType": "AccessDeniedException"}

    async def handle_if_allowed(
        url: str, method: str, path: str, headers: Any, body: bytes, query: Any, **named: Any
    ) -> Answer:
        resolved = named.get("resolved") or lambda_svc.resolve_function_url(url)
        preflight = bool(resolved) and method == "OPTIONS" and resolved[4].get("Cors")
        if resolved and not preflight:
            account, region, name, qualifier, settings = resolved
            arn = f"arn:aws:lambda:{region}:{account}:function:{name}" + (
                f":{qualifier}" if qualifier else ""
            )
            kind, through = settings["AuthType"], {"lambda:InvokedViaFunctionUrl": "true"}
            if kind == "NONE":
                wanted = {
                    "lambda:InvokeFunctionUrl": {"lambda:FunctionUrlAuthType": kind},
                    "lambda:InvokeFunction": through,
                }
                for action, context in wanted.items():
                    if not rights.authorise(_ANYBODY, action, arn, context).allowed:
                        return 403, dict(forbidden), json.dumps({"Message": "Forbidden"}).encode()
            elif lambda_svc._function_url_is_signed(headers, query) and (
                refused := app._enforce_data_plane(
                    "lambda",
                    "lambda:InvokeFunction",
                    headers,
                    query,
                    "",
                    resource_arn=arn,
                    service_context=through,
                )
            ):
                return refused
        return await handle(url, method, path, headers, body, query, **named)

    lambda_svc.handle_function_url_request = handle_if_allowed
