"""Checks of the corrections in `corrections/log_groups.py`."""

from typing import Any

from tests.emulator.checks import check, name


@check
def query_definitions(aws: Any) -> bool:
    logs, query = aws.client("logs"), {"name": name(), "queryString": "fields @message | limit 5"}
    made = logs.put_query_definition(**query)["queryDefinitionId"]
    logs.put_query_definition(queryDefinitionId=made, **{**query, "queryString": "fields @timestamp"})
    asked = {"queryDefinitionNamePrefix": query["name"]}
    (found,) = logs.describe_query_definitions(**asked)["queryDefinitions"]
    logs.delete_query_definition(queryDefinitionId=made)
    gone = logs.describe_query_definitions(**asked)["queryDefinitions"] == []
    try:
        logs.delete_query_definition(queryDefinitionId=made)
    except logs.exceptions.ResourceNotFoundException:
        return gone and (found["queryDefinitionId"], found["queryString"]) == (made, "fields @timestamp")
    return False
