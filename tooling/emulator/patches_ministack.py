"""Where MiniStack 1.5.33 differs from AWS: one correction a function, what AWS does and what it does."""

import copy
import json
import threading
import time
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import apigateway_v1, cloudwatch, dynamodb, eventbridge, lambda_svc, s3, sns, sqs

from tooling.emulator import access_logs, openapi, query_protocol
from tooling.emulator.patching import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def function_errors() -> None:
    """AWS: a failed invocation carries the exception's class, message and trace, and keeps its environment.

    MiniStack: every failure is `Runtime.HandlerError`, and costs a cold start.
    https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
    """
    _edit_worker(
        '{"status": "error", "error": str(e), "trace": traceback.format_exc()}',
        '{"status": "ok", "failure": {"errorMessage": str(e), "errorType": type(e).__name__,'
        ' "requestId": context.aws_request_id, "stackTrace": traceback.format_tb(e.__traceback__)},'
        ' "trace": "[ERROR] " + traceback.format_exc()}',
    )
    _edit_worker(
        '_real_stdout.write(json.dumps({"status": "error", "error": str(e)})',
        "if isinstance(e, SyntaxError):\n"
        '            _kind, _text = "Runtime.UserCodeSyntaxError", "Syntax error in module \'%s\': %s"\n'
        "        elif isinstance(e, ImportError):\n"
        '            _kind, _text = "Runtime.ImportModuleError", "Unable to import module \'%s\': %s"\n'
        "        elif isinstance(e, AttributeError) and module_name in sys.modules:\n"
        '            _kind, _text = "Runtime.HandlerNotFound", "Handler \'%s\' missing on module: %s"\n'
        "        else:\n"
        '            _kind, _text = type(e).__name__, "%.0s%s"\n'
        "        _real_stdout.write(json.dumps("
        '{"status": "error", "error": _kind + "\\t" + _text % (module_name, e)})',
    )
    seen = threading.local()
    invoke, execute = lambda_runtime.Worker.invoke, lambda_svc._execute_function_warm

    def invoke_noting_failures(self: Any, *args: Any, **kwargs: Any) -> Any:
        seen.response = response = invoke(self, *args, **kwargs)
        return response

    def execute_with_class(func: Any, event: Any, request_id: str) -> Any:
        seen.response = {}
        result = execute(func, event, request_id)
        if failure := seen.response.get("failure"):
            log = "\n".join(filter(None, [result.get("log"), seen.response["trace"]]))
            return {"body": failure, "error": True, "log": log}
        if result.get("error"):
            _, _, told = result["body"]["errorMessage"].partition("Worker init failed: ")
            kind, tab, message = told.partition("\t")
            if tab:
                result["body"] = {"errorMessage": message, "errorType": kind, "requestId": request_id}
                result["log"] = f"[ERROR] {kind}: {message}"
        return result

    lambda_runtime.Worker.invoke = invoke_noting_failures
    lambda_svc._execute_function_warm = execute_with_class


@correction
def functions_end_with_the_server() -> None:
    """MiniStack: a function that is busy outlives a server that was killed."""
    _edit_worker(
        "\ndef run():",
        """
def _follow(server):
    import os, select, signal, time
    try:
        select.select([os.pidfd_open(server)], [], [])
    except (AttributeError, OSError):
        while os.getppid() == server:
            time.sleep(1)
    if os.getpgrp() == server:
        os.killpg(server, signal.SIGKILL)
    os._exit(1)

import os as _os, threading as _threading
_threading.Thread(target=_follow, args=(_os.getppid(),), daemon=True).start()

def run():""",
    )


@correction
def function_environment() -> None:
    """AWS: a function sees its own variables and Lambda's, and a clock in UTC. MiniStack: the server's too.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    kept = ("AWS_", "LAMBDA_", "_LAMBDA_", "LANG", "NODE_PATH", "PATH", "TMPDIR", "_X_AMZN_")
    real = lambda_runtime.subprocess

    def popen(*args: Any, env: dict[str, str], **kwargs: Any) -> Any:
        own = {name: value for name, value in env.items() if name.startswith(kept)}
        return real.Popen(*args, env={**own, "TZ": ":UTC"}, **kwargs)

    lambda_runtime.subprocess = SimpleNamespace(**{**vars(real), "Popen": popen})
    _edit_worker(  # the worker sets the function's own variables itself
        "    os.environ.update(env)\n",
        "    os.environ.update(env)\n"
        '    os.environ["_HANDLER"] = module_name + "." + handler_name\n'
        '    os.environ["AWS_EXECUTION_ENV"] = "AWS_Lambda_python%d.%d" % sys.version_info[:2]\n'
        '    os.environ.setdefault("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + init["function_name"])\n',
    )


def _edit_worker(old: str, new: str) -> None:
    """Change the program that functions run in."""
    script: str = lambda_runtime._PYTHON_WORKER_SCRIPT
    if script.count(old) != 1:
        raise RuntimeError(f"The function runner changed upstream, look at this correction again: {old}")
    lambda_runtime._PYTHON_WORKER_SCRIPT = script.replace(old, new)


@correction
def openapi_import() -> None:
    """AWS: ImportRestApi and PutRestApi read an OpenAPI body; a body it refuses changes nothing.

    MiniStack: both are unknown. https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html
    """
    v1, handle = apigateway_v1, apigateway_v1.handle_request
    stores = (v1._rest_apis, v1._resources, v1._models, v1._authorizers_v1, v1._gateway_responses)

    async def with_import(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        parts = path.strip("/").split("/")
        mode = (query.get("mode") or [""])[0]
        if method == "PUT" and len(parts) == 2 and parts[0] == "restapis" and parts[1] in v1._rest_apis:
            return put(parts[1], body, overwrite=mode == "overwrite")
        if method == "POST" and parts == ["restapis"] and mode == "import":
            api_id = json.loads(v1._create_rest_api({})[2])["id"]
            status, head, content = put(api_id, body, overwrite=True)
            if status != 200:
                v1._delete_rest_api(api_id)
            return (201 if status == 200 else status), head, content
        answer: Answer = await handle(method, path, headers, body, query)
        return answer

    def put(api_id: str, body: bytes, *, overwrite: bool) -> Answer:
        v1._request_validators.setdefault(api_id, {})
        before = [(store, copy.deepcopy(store[api_id])) for store in (*stores, v1._request_validators)]
        try:
            openapi.load(api_id, openapi.parse(body), overwrite=overwrite)
        except openapi.InvalidBodyError as problem:
            for store, content in before:
                store[api_id] = content
            refused: Answer = v1._v1_error("BadRequestException", str(problem), 400)
            return refused
        answer: Answer = v1._v1_response(v1._rest_api_view(v1._rest_apis[api_id]))
        return answer

    apigateway_v1.handle_request = with_import


@correction
def access_log() -> None:
    """AWS: a stage logs each request. MiniStack: takes the settings only. See `access_logs`."""
    handle, execute = apigateway_v1._handle_execute_in_scope, apigateway_v1._execute_in_scope
    current: ContextVar[dict[str, Any]] = ContextVar("current")

    async def execute_noting(request: dict[str, Any], *args: Any) -> Any:
        response = await execute(request, *args)
        seen = current.get()
        seen.update(request)
        if isinstance(response, apigateway_v1._GatewayError):
            seen.update(error=response.message, error_type=response.response_type)
        return response

    async def handle_and_log(api: str, stage: str, method: str, path: str, *rest: Any) -> Answer:
        started, seen = time.time(), dict[str, Any]()
        current.set(seen)
        answer: Answer = await handle(api, stage, method, path, *rest)
        if seen.get("stage"):
            access_logs.write(seen["stage"], access_logs.values(seen, method, path, answer, started))
        return answer

    apigateway_v1._execute_in_scope = execute_noting
    apigateway_v1._handle_execute_in_scope = handle_and_log


@correction
def stage_cache() -> None:
    """AWS: a stage tells the state of its cache. MiniStack: does not, and Terraform waits for it.

    https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
    """
    create, update = apigateway_v1._create_stage, apigateway_v1._update_stage

    def with_state(api_id: str, stage_name: str, answer: Answer) -> Answer:
        stage = apigateway_v1._stages_v1.get(api_id, {}).get(stage_name)
        if stage is None or answer[0] >= 400:
            return answer
        stage["cacheClusterStatus"] = "AVAILABLE" if stage["cacheClusterEnabled"] else "NOT_AVAILABLE"
        told: Answer = apigateway_v1._v1_response(stage, answer[0])
        return told

    apigateway_v1._create_stage = lambda api_id, data: with_state(
        api_id, data.get("stageName", ""), create(api_id, data)
    )
    apigateway_v1._update_stage = lambda api_id, name, data: with_state(
        api_id, name, update(api_id, name, data)
    )


@correction
def domain_without_mutual_tls() -> None:
    """AWS: a domain name without mutual TLS does not mention it. MiniStack: it does, a change to Terraform.

    https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html
    """
    create = apigateway_v1._create_domain_name

    def create_domain_name(data: Any) -> Answer:
        answer: Answer = create(data)
        domain = apigateway_v1._domain_names.get(data.get("domainName", ""), {})
        if not domain.get("mutualTlsAuthentication"):
            domain.pop("mutualTlsAuthentication", None)
        return answer

    apigateway_v1._create_domain_name = create_domain_name


@correction
def rule_dead_letters() -> None:
    """AWS: an event that cannot be delivered, as its target is gone, goes to the target's dead-letter queue.

    MiniStack: drops it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """
    invoke = eventbridge._invoke_target

    def invoke_target(target: Any, event: Any, rule: Any, view: Any = None) -> None:
        queue = (target.get("DeadLetterConfig") or {}).get("Arn")
        if not queue or _is_there(target["Arn"]) or not _is_there(queue):
            invoke(target, event, rule, view)
            return
        invoke({**target, "Arn": queue, "SqsParameters": {}}, event, rule, view)
        told = {
            "RULE_ARN": rule["Arn"],
            "TARGET_ARN": target["Arn"],
            "ERROR_CODE": "NO_RESOURCE",
            "ERROR_MESSAGE": f"The specified target does not exist: {target['Arn']}",
            "EXHAUSTED_RETRY_CONDITION": "NonRetryableError",
        }
        attributes = {name: {"DataType": "String", "StringValue": text} for name, text in told.items()}
        sqs._queue_by_arn(queue)["messages"][-1]["message_attributes"] = attributes

    eventbridge._invoke_target = invoke_target


def _is_there(arn: str) -> bool:
    """Whether a queue, topic or function exists; of others it is taken for granted."""
    service = arn.split(":")[2]
    if service == "sqs":
        return sqs._queue_by_arn(arn) is not None
    if service == "sns":
        return sns._topic_by_arn_any_scope(arn) is not None
    return service != "lambda" or lambda_svc._get_func_record_for_ref(arn)[0] is not None


@correction
def subscription_dead_letters() -> None:
    """AWS: what cannot be delivered goes to the subscription's dead-letter queue. MiniStack: drops it.

    Here only an endpoint that is gone counts as unreachable.
    https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    """
    to_queue, to_function = sns._deliver_to_sqs, sns._deliver_to_lambda

    def dead_letters(endpoint: str, topic_arn: str) -> str | None:
        """The queue to which messages for an endpoint go instead, None while it is there."""
        if _is_there(endpoint):
            return None
        subscriptions = sns._topic_by_arn_any_scope(topic_arn)["subscriptions"]
        found = next(each["attributes"] for each in subscriptions if each["endpoint"] == endpoint)
        queue: str | None = json.loads(found.get("RedrivePolicy") or "{}").get("deadLetterTargetArn")
        return queue

    def deliver_to_sqs(endpoint: str, *args: Any, topic_arn: str, **options: Any) -> None:
        to_queue(dead_letters(endpoint, topic_arn) or endpoint, *args, topic_arn=topic_arn, **options)

    def deliver_to_lambda(endpoint: str, envelope: str, topic_arn: str, *args: Any) -> None:
        if queue := dead_letters(endpoint, topic_arn):
            to_queue(queue, envelope, False, "", topic_arn=topic_arn)
        else:
            to_function(endpoint, envelope, topic_arn, *args)

    sns._deliver_to_sqs, sns._deliver_to_lambda = deliver_to_sqs, deliver_to_lambda


@correction
def bucket_metrics() -> None:
    """AWS: a bucket's metrics configurations are set, read and deleted. MiniStack: makes a bucket of them.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
    """
    handle = s3.handle_request

    async def with_metrics(
        method: str, path: str, headers: Any, body: bytes, query: Any, **options: Any
    ) -> Answer:
        bucket = s3._buckets.get(s3._parse_bucket_key(path, headers)[0])
        if bucket is None or not {"metrics", "id"} <= query.keys():
            answer: Answer = await handle(method, path, headers, body, query, **options)
            return answer
        configurations, name = bucket.setdefault("metrics", {}), query["id"][0]
        if method == "PUT":
            configurations[name] = body
            return 200, {}, b""
        if name not in configurations:
            refused: Answer = s3._error(
                "NoSuchConfiguration", "The specified configuration does not exist.", 404, path
            )
            return refused
        if method == "DELETE":
            del configurations[name]
            return 204, {}, b""
        return 200, {"Content-Type": "application/xml"}, configurations[name]

    s3.handle_request = with_metrics


@correction
def api_key_without_a_value() -> None:
    """AWS: an empty value means "make one". MiniStack: refuses it as shorter than 20 characters.

    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html
    """
    create = apigateway_v1._create_api_key
    apigateway_v1._create_api_key = lambda data: create({**data, "value": data.get("value") or None})


@correction
def bus_policy() -> None:
    """AWS: PutPermission with a policy replaces the bus's whole policy. MiniStack: reads statements only.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
    """
    put = eventbridge._put_permission

    def put_permission(data: Any) -> Answer:
        if not data.get("Policy"):
            answer: Answer = put(data)
            return answer
        eventbridge._event_bus_policies[data.get("EventBusName", "default")] = json.loads(data["Policy"])
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, b"{}"

    eventbridge._put_permission = put_permission


@correction
def recovery_period() -> None:
    """AWS: point-in-time recovery reaches back 1 to 35 days, and says how many. MiniStack: forgets.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html
    """
    update, describe = dynamodb._update_continuous_backups, dynamodb._describe_continuous_backups

    def with_period(name: str, answer: Answer) -> Answer:
        content = json.loads(answer[2])
        days = dynamodb._pitr_settings.get(name)
        if answer[0] == 200 and days:
            content["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"][
                "RecoveryPeriodInDays"
            ] = days
        return answer[0], answer[1], json.dumps(content).encode()

    def update_continuous_backups(data: Any) -> Answer:
        answer, name = update(data), dynamodb._normalize_table_name(data.get("TableName"))
        if dynamodb._pitr_settings.get(name):  # kept where the engine keeps that it is on
            days = data["PointInTimeRecoverySpecification"].get("RecoveryPeriodInDays", 35)
            dynamodb._pitr_settings[name] = days
        return with_period(name, answer)

    dynamodb._update_continuous_backups = update_continuous_backups
    dynamodb._describe_continuous_backups = lambda data: with_period(
        dynamodb._normalize_table_name(data.get("TableName")), describe(data)
    )


@correction
def alarms_in_the_query_protocol() -> None:
    """AWS: an alarm is described with every member it was put with.

    MiniStack: its Query answers have a third of them, and no protocol keeps metric math.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
    """
    put = cloudwatch._put_metric_alarm
    of_one_metric = (
        "MetricName",
        "Namespace",
        "Statistic",
        "ExtendedStatistic",
        "Period",
        "Unit",
        "Dimensions",
    )

    def put_metric_alarm(params: Any, data: Any, is_cbor: bool, is_json: bool = False) -> Answer:
        answer: Answer = put(params, data, is_cbor, is_json)
        if answer[0] == 200:
            alarm = cloudwatch._alarms[data["AlarmName"]]
            if data.get("Metrics"):
                for name in of_one_metric:
                    alarm.pop(name, None)
                alarm["Metrics"] = [{"ReturnData": True, **query} for query in data["Metrics"]]
            if data.get("ExtendedStatistic"):
                alarm["Statistic"] = None
            for name in ("EvaluateLowSampleCountPercentile", "ThresholdMetricId"):
                alarm[name] = data.get(name)
        return answer

    cloudwatch._put_metric_alarm = _in_query_too(put_metric_alarm, "PutMetricAlarm")
    for operation, handler in {
        "PutCompositeAlarm": "_put_composite_alarm",
        "DescribeAlarms": "_describe_alarms",
        "DescribeAlarmsForMetric": "_describe_alarms_for_metric",
    }.items():
        setattr(cloudwatch, handler, _in_query_too(getattr(cloudwatch, handler), operation))


def _in_query_too(handler: Any, operation: str) -> Any:
    """`handler`, which is complete in JSON, answering the Query protocol through JSON."""
    shapes = query_protocol.model("cloudwatch").operation_model(operation)

    def handle(params: Any, data: Any, is_cbor: bool, is_json: bool = False) -> Answer:
        if is_cbor or is_json:
            answer: Answer = handler(params, data, is_cbor, is_json)
            return answer
        form = {name: value[0] if isinstance(value, list) else value for name, value in params.items()}
        request = query_protocol.parse(form, shapes.input_shape) or {}
        status, _, body = handler({}, request, False, True)
        content = json.loads(body or b"{}")
        if status >= 400:
            code = content["__type"].rpartition("#")[2]
            refused: Answer = cloudwatch._error(code, content["message"], status)
            return refused
        output = query_protocol.serialize(content, shapes.output_shape) if shapes.output_shape else ""
        inner = f"<{operation}Result>{output}</{operation}Result>"
        described: Answer = cloudwatch._xml(status, f"{operation}Response", inner)
        return described

    return handle
