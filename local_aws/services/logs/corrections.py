"""CloudWatch Logs: where the engine differs from AWS."""

import json
import time
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, error_response_json, json_response, new_uuid
from ministack.services import cloudwatch_logs

from local_aws.corrections import correction

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
