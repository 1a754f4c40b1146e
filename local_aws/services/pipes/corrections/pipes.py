"""Pipes: their settings and deliveries."""

import base64
import contextvars
import json
import re
import threading
from collections.abc import Iterator
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import eventbridge, kinesis, lambda_svc, pipes, sns, sqs, stepfunctions

from local_aws.corrections import correction
from local_aws.services.pipes import rights

_KEPT = (
    "Enrichment",
    "EnrichmentParameters",
    "KmsKeyIdentifier",
    "LogConfiguration",
    "SourceParameters",
    "TargetParameters",
)
_PLACE = re.compile(r"<(\$[^<>]*|aws\.pipes\.[a-z-]+)>")


@correction
def pipe_settings() -> None:
    """AWS: keeps a pipe's enrichment, parameters, logs and key. MiniStack: forgets them.

    https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_DescribePipe.html
    """
    create, update, describe = pipes._create_pipe, pipes._update_pipe, pipes._describe_response

    def keeping(answer: Any, name: str, body: dict[str, Any]) -> Any:
        if answer[0] == 200:
            pipe = pipes._pipes[name]
            kept = {setting: body[setting] for setting in _KEPT & body.keys()}
            if "SourceParameters" in kept:
                kept["SourceParameters"] = _updated(
                    pipe.get("SourceParameters", {}), kept["SourceParameters"]
                )
            pipe.update(kept)
        return answer

    pipes._create_pipe = lambda name, body: keeping(create(name, body), name, body)
    pipes._update_pipe = lambda name, body: keeping(update(name, body), name, body)
    pipes._describe_response = lambda pipe: {
        **describe(pipe),
        **{setting: pipe[setting] for setting in _KEPT if setting in pipe},
    }


@correction
def pipe_deliveries() -> None:
    """AWS: a pipe takes events from queues and streams, filters and enriches them, brings them to its target.

    MiniStack: from a table's stream to a topic or a state machine only, unfiltered. Here a pipe reads as a
    function's event source mapping does; of a stream, it tries a failing batch for ever.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-source.html
    """
    mappings, find, execute, forget = (
        lambda_svc._iter_all_esms,
        lambda_svc._get_func_record_for_qualifier,
        lambda_svc._execute_function,
        pipes.delete_pipe,
    )

    def with_pipes() -> Iterator[tuple[str, str, dict[str, Any]]]:
        yield from mappings()
        for account, region, pipe in pipes._iter_all_pipes():
            with request_scope(account, region):
                may_read = pipe["CurrentState"] == "RUNNING" and rights.may_read(pipe)
            if may_read:
                yield account, region, _mapping(pipe)

    def find_pipe(name: str, *qualifier: Any) -> Any:
        return ({"pipe": name}, {}) if name.startswith("arn:aws:pipes:") else find(name, *qualifier)

    def execute_pipe(record: dict[str, Any], event: Any, *args: Any, **options: Any) -> Any:
        if "pipe" not in record:
            return execute(record, event, *args, **options)
        try:
            _deliver(pipes._find_pipe_by_arn(record["pipe"]), [_flat(each) for each in event["Records"]])
        except Exception as failure:
            return {
                "error": True,
                "body": {"errorType": type(failure).__name__, "errorMessage": str(failure)},
            }
        return {"body": None}

    def forget_position(name: str) -> None:
        if name in pipes._pipes:
            lambda_svc._release_esm_poll_state(pipes._pipes[name]["Arn"])
        forget(name)

    lambda_svc._iter_all_esms = with_pipes
    lambda_svc._get_func_record_for_qualifier = find_pipe
    lambda_svc._execute_function = execute_pipe
    pipes.delete_pipe = forget_position
    pipes._ensure_poller = lambda_svc._ensure_poller


@correction
def roles_of_pipes() -> None:
    """AWS: a pipe whose role it cannot assume, or may not read the source or send to the dead letters, fails
    as it is made. MiniStack: takes any role.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
    """
    create, update = pipes._create_pipe, pipes._update_pipe

    def checked(answer: Any, name: str, failed: str) -> Any:
        if answer[0] != 200:
            return answer
        pipe = pipes._pipes[name]
        pipe.pop("StateReason", None)
        if problem := rights.problem(pipe):
            said = f"Input parameter is invalid from the request due to : {problem}"
            pipe.update(CurrentState=failed, StateReason=said)
        return pipes._json_resp(200, pipes._lifecycle_response(pipe))

    pipes._create_pipe = lambda name, body: checked(create(name, body), name, "CREATE_FAILED")
    pipes._update_pipe = lambda name, body: checked(update(name, body), name, "UPDATE_FAILED")


def _updated(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A source's parameters. An update of a stream says nothing of where it began; empty filters are none."""
    merged = {key: {**old.get(key, {}), **value} for key, value in new.items() if key != "FilterCriteria"}
    filters = new.get("FilterCriteria", {})
    return {**merged, "FilterCriteria": filters} if filters.get("Filters") else merged


def _mapping(pipe: dict[str, Any]) -> dict[str, Any]:
    """A pipe's source, in the words of an event source mapping."""
    settings = pipe.get("SourceParameters", {})
    source: dict[str, Any] = next((value for key, value in settings.items() if key != "FilterCriteria"), {})
    return {
        "UUID": pipe["Arn"],
        "FunctionName": pipe["Arn"],
        "EventSourceArn": pipe["Source"],
        "Enabled": pipe["CurrentState"] == "RUNNING",
        "BatchSize": source.get("BatchSize", 10),
        "FilterCriteria": settings.get("FilterCriteria", {}),
        "StartingPosition": source.get("StartingPosition", "LATEST"),
    }


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record as pipes hand it out: what is under `kinesis` for functions stands at its top."""
    return {**{key: value for key, value in record.items() if key != "kinesis"}, **record.get("kinesis", {})}


def _deliver(pipe: dict[str, Any], events: list[Any]) -> None:
    if "Enrichment" in pipe:
        if events:
            rights.require(pipe, pipe["Enrichment"], awaited=True)
        events = _enriched(pipe, events)
    parameters = pipe.get("TargetParameters", {})
    target, bodies = (
        pipe["Target"],
        [_filled(parameters.get("InputTemplate"), event, pipe) for event in events],
    )
    service = target.split(":")[2]
    own: dict[str, Any] = next((value for key, value in parameters.items() if key != "InputTemplate"), {})
    if events:
        rights.require(pipe, target, awaited=own.get("InvocationType") == "REQUEST_RESPONSE")
    if service in ("lambda", "states"):
        if bodies:
            _call(target, bodies, awaited=own.get("InvocationType") == "REQUEST_RESPONSE")
        return
    for event, body in zip(events, bodies, strict=True):
        settings = {key: _looked_up(value, event) for key, value in own.items()}
        text = body if isinstance(body, str) else json.dumps(body)
        if service == "sqs":
            url = sqs._queue_url(target.rpartition(":")[2])
            sqs._act_send_message({"QueueUrl": url, "MessageBody": text, **settings}, url)
        elif service == "sns":
            sns.publish_internal(target, text, "")
        elif service == "kinesis":
            data = base64.b64encode(text.encode()).decode()
            _checked(kinesis._put_record({"StreamARN": target, "Data": data, **settings}))
        else:
            entry = {"EventBusName": target, "Detail": text, **settings}
            answer = json.loads(_checked(eventbridge._put_events({"Entries": [entry]})))
            if answer.get("FailedEntryCount"):
                raise RuntimeError(str(answer))


def _enriched(pipe: dict[str, Any], events: list[Any]) -> list[Any]:
    template = pipe.get("EnrichmentParameters", {}).get("InputTemplate")
    answer = _call(pipe["Enrichment"], [_filled(template, event, pipe) for event in events], awaited=True)
    return answer if isinstance(answer, list) else [answer]


def _call(arn: str, events: list[Any], *, awaited: bool) -> Any:
    """A function's or state machine's answer; None when nobody waits for it."""
    if arn.split(":")[2] == "states":
        request = {"stateMachineArn": arn, "input": json.dumps(events)}
        if not awaited:
            return _checked(stepfunctions._start_execution(request)) and None
        answer = json.loads(_checked(stepfunctions._start_sync_execution(request)))
        if answer["status"] != "SUCCEEDED":
            raise RuntimeError(str(answer))
        return json.loads(answer["output"])
    if awaited:
        return stepfunctions._call_lambda(arn, events)
    run = contextvars.copy_context().run
    threading.Thread(target=run, args=(stepfunctions._call_lambda, arn, events), daemon=True).start()
    return None


def _checked(answer: Any) -> Any:
    status, _, body = answer
    if status >= 400:
        raise RuntimeError(str(body))
    return body


def _filled(template: str | None, event: Any, pipe: dict[str, Any]) -> Any:
    """An event as its input template has it: JSON outside of quotes, text within."""
    if not template:
        return event
    known = {
        "aws.pipes.pipe-arn": pipe["Arn"],
        "aws.pipes.pipe-name": pipe["Name"],
        "aws.pipes.source-arn": pipe["Source"],
        "aws.pipes.target-arn": pipe["Target"],
    }

    def fill(place: re.Match[str]) -> str:
        value = known[place[1]] if place[1] in known else _looked_up(place[1], event)
        if template[: place.start()].count('"') % 2:
            return json.dumps(value if isinstance(value, str) else json.dumps(value))[1:-1]
        return json.dumps(value)

    text = _PLACE.sub(fill, template)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _looked_up(value: Any, event: Any) -> Any:
    """What a path finds in an event, also within JSON in a text; another value as it is."""
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    found = event
    for key in value.removeprefix("$").strip(".").split(".") if value != "$" else []:
        found = json.loads(found) if isinstance(found, str) else found
        found = found.get(key) if isinstance(found, dict) else None
        if key == "data" and isinstance(found, str):
            found = base64.b64decode(found).decode()
    return found
