"""CloudWatch Logs: where the engine differs from AWS."""

import base64
import gzip
import json
import re
import time
from typing import Any

from ministack.core.responses import (
    AccountRegionScopedDict,
    error_response_json,
    get_account_id,
    get_region,
    json_response,
    new_uuid,
)
from ministack.services import cloudwatch, cloudwatch_logs, firehose

from local_aws.authorisation import callers, deliveries, rights
from local_aws.corrections import correction
from local_aws.services.logs import patterns

Answer = tuple[int, dict[str, str], bytes]
Record = dict[str, Any]


@correction
def query_definitions() -> None:
    """AWS: keeps queries that somebody wrote. MiniStack: knows no call about them.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
    """
    handle, reset = cloudwatch_logs.handle_request, cloudwatch_logs.reset
    definitions = cloudwatch_logs._query_definitions = AccountRegionScopedDict()

    def put(data: Record) -> Answer:
        found = data.get("queryDefinitionId") or new_uuid()
        if data.get("queryDefinitionId") and found not in definitions:
            return _unknown()
        kept = ("logGroupNames", "name", "queryLanguage", "queryString")
        definitions[found] = {
            "queryDefinitionId": found,
            "lastModified": int(time.time() * 1000),
            "queryLanguage": "CWLI",
            **{name: data[name] for name in kept if name in data},
        }
        return _answer({"queryDefinitionId": found})

    def describe(data: Record) -> Answer:
        prefix = data.get("queryDefinitionNamePrefix") or ""
        found = [each for each in definitions.values() if each["name"].startswith(prefix)]
        return _answer({"queryDefinitions": found})

    def delete(data: Record) -> Answer:
        if definitions.pop(data.get("queryDefinitionId"), None) is None:
            return _unknown()
        return _answer({"success": True})

    calls = {
        "DeleteQueryDefinition": delete,
        "DescribeQueryDefinitions": describe,
        "PutQueryDefinition": put,
    }

    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        call = calls.get(headers.get("x-amz-target", "").rpartition(".")[2])
        answer: Answer = call(json.loads(body)) if call else await handle(method, path, headers, body, query)
        return answer

    def reset_too() -> None:
        reset()
        definitions.clear()

    cloudwatch_logs.handle_request, cloudwatch_logs.reset = handle_request, reset_too


def _answer(content: Record) -> Answer:
    answer: Answer = json_response(content)
    return answer


def _unknown() -> Answer:
    answer: Answer = error_response_json("ResourceNotFoundException", "The query definition does not exist.")
    return answer


@correction
def destinations_have_tags() -> None:
    """AWS: destinations have tags. MiniStack: knows no such resource when asked for them.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
    """
    identify = cloudwatch_logs._tag_resource_identity
    put = cloudwatch_logs._put_destination

    def identity(arn: str, account: str, region: str) -> Any:
        mark = f"arn:aws:logs:{region}:{account}:destination:"
        if arn.startswith(mark):
            return cloudwatch_logs._destinations, "destination", arn.removeprefix(mark)
        return identify(arn, account, region)

    def put_destination(data: Record) -> Answer:
        before = cloudwatch_logs._destinations.get(data.get("destinationName"), {})
        answer: Answer = put(data)
        if answer[0] == 200:
            made = cloudwatch_logs._destinations[data["destinationName"]]
            made["tags"] = before.get("tags", {}) | (data.get("tags") or {})
        return answer

    cloudwatch_logs._tag_resource_identity = identity
    cloudwatch_logs._put_destination = put_destination


@correction
def delivery_ids() -> None:
    """AWS: ids of deliveries are letters and digits. MiniStack: has hyphens in them.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Delivery.html
    """
    create = cloudwatch_logs._create_delivery

    def create_delivery(data: Record) -> Answer:
        given = cloudwatch_logs.new_uuid
        cloudwatch_logs.new_uuid = lambda: given().replace("-", "")[:16]
        try:
            answer: Answer = create(data)
        finally:
            cloudwatch_logs.new_uuid = given
        return answer

    cloudwatch_logs._create_delivery = create_delivery


@correction
def patterns_of_filters() -> None:
    """AWS: a filter pattern finds terms, phrases, regular expressions, members of JSON, or columns; a filter
    with a pattern that is none is refused.

    MiniStack: finds terms whatever their case, and takes every message for one of JSON that matches.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """

    def matches(pattern: str | None, message: str | None) -> bool:
        return _found(pattern or "", message or "") is not None

    cloudwatch_logs._subscription_pattern_matches = matches
    cloudwatch_logs._compile_filter_pattern = lambda pattern: lambda message: matches(pattern, message)
    for call in ("_put_metric_filter", "_put_subscription_filter"):
        setattr(cloudwatch_logs, call, _with_a_pattern(getattr(cloudwatch_logs, call)))


def _found(pattern: str, message: str) -> patterns.Found | None:
    try:
        return patterns.match(pattern, message)
    except patterns.PatternError:
        return None


def _with_a_pattern(put: Any) -> Any:
    def put_filter(asked: Record) -> Answer:
        try:
            patterns.match(asked.get("filterPattern", ""), "")
        except patterns.PatternError:
            refusal: Answer = error_response_json("InvalidParameterException", "Invalid filter pattern", 400)
            return refusal
        answer: Answer = put(asked)
        return answer

    return put_filter


@correction
def metrics_of_filters() -> None:
    """AWS: a metric filter makes data of the lines that match, of a value and dimensions that they may say; a
    default stands for the minutes in which lines came and none matched.

    MiniStack: keeps the filter, and makes none.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
    """
    append = cloudwatch_logs._append_log_events

    def append_and_measure(stream: Record, events: list[Record]) -> None:
        append(stream, events)
        group = _group_of(stream)
        if group is not None:
            for each in [*cloudwatch_logs._metric_filters.values()]:
                if each["logGroupName"] == group:
                    _measure(each, events)

    cloudwatch_logs._append_log_events = append_and_measure


def _group_of(stream: Record) -> str | None:
    for name, group in cloudwatch_logs._log_groups.items():
        if any(each is stream for each in group["streams"].values()):
            return str(name)
    return None


def _measure(of: Record, events: list[Record]) -> None:
    found = [_found(of.get("filterPattern", ""), event.get("message", "")) for event in events]
    for metric in of.get("metricTransformations") or []:
        place = (metric["metricNamespace"], metric["metricName"])
        unit = metric.get("unit") or "None"
        for match in found:
            value = None if match is None else _number(metric["metricValue"], match)
            if match is not None and value is not None:
                chosen = {name: match.get(of) for name, of in (metric.get("dimensions") or {}).items()}
                if None not in chosen.values():
                    named = {name: str(value) for name, value in chosen.items()}
                    cloudwatch.record_metric(*place, value, unit, named)
        if not any(match is not None for match in found) and metric.get("defaultValue") is not None:
            cloudwatch.record_metric(*place, float(metric["defaultValue"]), unit)


def _number(value: str, match: patterns.Found) -> float | None:
    """A metric's value: a number, or what the line says; None where that is no number."""
    try:
        return float(match.get(value) if value.startswith("$") else value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


@correction
def log_subscriptions_of_delivery_streams() -> None:
    """AWS: what a subscription filter finds is put into a Firehose stream, compressed, as the filter's role.

    MiniStack: calls functions only.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
    """
    append = cloudwatch_logs._append_log_events

    def append_and_deliver(stream: Record, events: list[Record]) -> None:
        append(stream, events)
        group = _group_of(stream)
        if group is None:
            return
        streams = cloudwatch_logs._log_groups[group]["streams"]
        name = next(name for name, each in streams.items() if each is stream)
        filters = cloudwatch_logs._log_groups[group].get("subscriptionFilters") or {}
        for each in filters.values():
            target = each["destinationArn"]
            if ":deliverystream/" in target:
                sender = deliveries.Sender.as_role(each.get("roleArn", ""), "CloudWatchLogs")
                matched = [
                    one for one in events if _found(each.get("filterPattern", ""), one["message"]) is not None
                ]
                if matched and not deliveries.denied(sender, target):
                    data = _envelope(group, name, each["filterName"], matched)
                    record = {"Data": base64.b64encode(data).decode()}
                    asked = {"DeliveryStreamName": target.rpartition("/")[2], "Record": record}
                    firehose._HANDLERS["PutRecord"](asked)

    cloudwatch_logs._append_log_events = append_and_deliver


def _envelope(group: str, stream: str, of: str, events: list[Record]) -> bytes:
    """Events as they are delivered."""
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": get_account_id(),
        "logGroup": group,
        "logStream": stream,
        "subscriptionFilters": [of],
        "logEvents": [
            {"id": new_uuid(), "timestamp": each.get("timestamp"), "message": each["message"]}
            for each in events
        ],
    }
    return gzip.compress(json.dumps(message).encode())


@correction
def protected_data() -> None:
    """AWS: what a data protection policy names is shown as asterisks, unless who may unmask it asks for that.

    MiniStack: shows it. Here that is so for addresses of mail and IP, and numbers of credit cards.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
    """
    callers.mark_calls(cloudwatch_logs)
    for call in ("_get_log_events", "_filter_log_events"):
        setattr(cloudwatch_logs, call, _masking(getattr(cloudwatch_logs, call)))


_IDENTIFIERS = {
    "CreditCardNumber": re.compile(r"\b(?:\d[ -]?){13,15}\d\b"),
    "EmailAddress": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "IpAddress": re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
}


def _masking(read: Any) -> Any:
    def read_masked(asked: Record) -> Answer:
        group = asked.get("logGroupName") or asked.get("logGroupIdentifier", "").rpartition(":log-group:")[2]
        if asked.get("unmask") and (refused := _may_not_unmask(group)):
            refusal: Answer = error_response_json("AccessDeniedException", refused, 400)
            return refusal
        answer: Answer = read(asked)
        masked = [] if asked.get("unmask") else _protected(group)
        if answer[0] != 200 or not masked:
            return answer
        content = json.loads(answer[2])
        for event in content["events"]:
            for what in masked:
                event["message"] = what.sub(lambda found: "*" * len(found[0]), event["message"])
        shown: Answer = json_response(content)
        return shown

    return read_masked


def _may_not_unmask(group: str) -> str | None:
    """Why who calls may not read a log group as it was written; None if they may."""
    who, arn = (
        callers.caller(cloudwatch_logs),
        f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}",
    )
    if who is None or rights.authorise(who, "logs:Unmask", arn).allowed:
        return None
    return f"User: {who.arn} is not authorized to perform: logs:Unmask on resource: {arn}"


def _protected(group: str) -> list[re.Pattern[str]]:
    """What is masked in a log group."""
    from local_aws import double  # which imports the tables of the rooms

    policies = [
        record.values.get("policyDocument", "{}")
        for record in double.records("logs", get_account_id(), get_region())
        if record.kind.name == "DataProtectionPolicy"
        and record.values.get("logGroupIdentifier", "").removesuffix(":*").rpartition(":log-group:")[2]
        == group
    ]
    named = {
        identifier.rpartition("/")[2]
        for policy in policies
        for statement in json.loads(policy).get("Statement", [])
        if "Deidentify" in statement.get("Operation", {})
        for identifier in statement.get("DataIdentifier", [])
    }
    return [pattern for name, pattern in _IDENTIFIERS.items() if name in named]
