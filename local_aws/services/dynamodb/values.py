"""DynamoDB: values that it refuses and that its model allows.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
"""

from collections.abc import Iterator
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_Key = list[dict[str, str]]
_WRONG = "One or more parameter values were invalid: "
_MOST_GLOBAL, _MOST_LOCAL, _MOST_INCLUDED = 20, 5, 100


@values("CreateTable")
def keys(request: Request) -> Refusal | None:
    """A partition key, and a sort key of another name."""
    for schema, where in _schemas(request.parameters):
        kinds, names = [each["KeyType"] for each in schema], [each["AttributeName"] for each in schema]
        if kinds[0] != "HASH":
            return _invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type" + where)
        if len(schema) == 2 and not where and kinds[1] != "RANGE":
            return _invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        if len(set(names)) < len(names):
            return _invalid(
                f"Both the Hash Key and the Range Key element in the KeySchema have the same name{where}"
            )
    return None


@values("CreateTable")
def attribute_definitions(request: Request) -> Refusal | None:
    """Those of the keys, each once, and no others."""
    defined = [each["AttributeName"] for each in request.parameters.get("AttributeDefinitions", [])]
    used = {each["AttributeName"] for schema, _ in _schemas(request.parameters) for each in schema}
    if len(set(defined)) < len(defined):
        return _invalid(f"{_WRONG}Duplicate AttributeDefinitions: {_listed(defined)}")
    if missing := used - set(defined):
        return _invalid(
            f"{_WRONG}Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: {_listed(missing)}, AttributeDefinitions: {_listed(defined)}"
        )
    if set(defined) - used and len(list(_schemas(request.parameters))) == 1:
        return _invalid(
            f"{_WRONG}Number of attributes in KeySchema does not exactly match number of attributes "
            "defined in AttributeDefinitions"
        )
    if set(defined) - used:
        return _invalid(
            f"{_WRONG}Some AttributeDefinitions are not used. "
            f"AttributeDefinitions: {_listed(defined)}, keys used: {_listed(used)}"
        )
    return None


@values("CreateTable")
def indexes(request: Request) -> Refusal | None:
    """Of different names, not too many; local ones share the table's partition key."""
    given = request.parameters
    everywhere, local = given.get("GlobalSecondaryIndexes", []), given.get("LocalSecondaryIndexes", [])
    names = [each["IndexName"] for each in (*everywhere, *local)]
    if len(set(names)) < len(names):
        return _invalid(
            f"{_WRONG}Duplicate index name: {next(name for name in names if names.count(name) > 1)}"
        )
    if len(everywhere) > _MOST_GLOBAL:
        return _invalid(f"{_WRONG}GlobalSecondaryIndex count exceeds the per-table limit of {_MOST_GLOBAL}")
    if len(local) > _MOST_LOCAL:
        return _invalid(f"{_WRONG}Number of LocalSecondaryIndexes exceeds per-table limit of {_MOST_LOCAL}")
    if local and len(given["KeySchema"]) < 2:
        return _invalid(
            f"{_WRONG}Table KeySchema does not have a range key, which is required when specifying a "
            "LocalSecondaryIndex"
        )
    for each in local:
        if each["KeySchema"][0]["AttributeName"] != given["KeySchema"][0]["AttributeName"]:
            return _invalid(
                f"{_WRONG}Table KeySchema: The AttributeValue for a key attribute cannot differ from the "
                f"table's hash key. IndexName: {each['IndexName']}"
            )
    return next(filter(None, map(_projection, (*everywhere, *local))), None)


def _projection(index: dict[str, Any]) -> Refusal | None:
    projection = index.get("Projection", {})
    included = projection.get("NonKeyAttributes")
    if "ProjectionType" not in projection:
        return _invalid(f"{_WRONG}Unknown ProjectionType: null")
    if projection["ProjectionType"] == "INCLUDE" and not included:
        return _invalid(f"{_WRONG}NonKeyAttributes must be specified when ProjectionType is INCLUDE")
    if projection["ProjectionType"] != "INCLUDE" and included:
        return _invalid(
            f"{_WRONG}ProjectionType is {projection['ProjectionType']}, but NonKeyAttributes is specified"
        )
    return None


@values("CreateTable")
def throughput(request: Request) -> Refusal | None:
    """Provisioned says how much, on demand does not."""
    given = request.parameters
    on_demand = given.get("BillingMode") == "PAY_PER_REQUEST"
    if on_demand and given.get("ProvisionedThroughput"):
        return _invalid(
            f"{_WRONG}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
            "PAY_PER_REQUEST"
        )
    if not on_demand and not given.get("ProvisionedThroughput"):
        return _invalid(
            f"{_WRONG}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
            "PROVISIONED"
        )
    for index in given.get("GlobalSecondaryIndexes", []):
        if not on_demand and not index.get("ProvisionedThroughput"):
            return _invalid(f"{_WRONG}ProvisionedThroughput is not specified for index: {index['IndexName']}")
        if on_demand and index.get("ProvisionedThroughput"):
            return _invalid(
                f"{_WRONG}ProvisionedThroughput should not be specified for index: {index['IndexName']} when "
                "BillingMode is PAY_PER_REQUEST"
            )
    return None


@values("CreateTable", "UpdateTable")
def stream(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html"""
    asked = request.parameters.get("StreamSpecification")
    if not asked:
        return None
    if asked["StreamEnabled"] and not asked.get("StreamViewType"):
        return _invalid(f"{_WRONG}StreamViewType must be specified when StreamEnabled is true")
    if not asked["StreamEnabled"] and asked.get("StreamViewType"):
        return _invalid(f"{_WRONG}StreamViewType should not be specified when StreamEnabled is false")
    return None


@values("UpdateTable")
def replicas(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-CoreConcepts.html"""
    updates = request.parameters.get("ReplicaUpdates", [])
    if not any(each.get("Create") for each in updates):
        return None
    name = request.parameters["TableName"].rpartition("/")[2]
    if _has_fixed_write_capacity(request, name):
        return _invalid("Table write capacity should either be Pay-Per-Request or AutoScaled.")
    return None


def _has_fixed_write_capacity(request: Request, table: str) -> bool:
    """What a table has now, is in the engines: MiniStack's tables, moto's scalable targets."""
    from ministack.services import dynamodb
    from moto.applicationautoscaling.models import applicationautoscaling_backends

    described = dynamodb._tables.get(table)
    if described is None or described.get("BillingModeSummary", {}).get("BillingMode") == "PAY_PER_REQUEST":
        return False
    targets = applicationautoscaling_backends[request.account][request.region].targets
    scaled: dict[str, Any] = targets.get("dynamodb:table:WriteCapacityUnits", {})
    return f"table/{table}" not in scaled


def _schemas(parameters: dict[str, Any]) -> Iterator[tuple[_Key, str]]:
    """The key schemas, and what the messages say to show which one is meant."""
    yield parameters.get("KeySchema", []), ""
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        for index in parameters.get(kind, []):
            yield index["KeySchema"], f" for index {index['IndexName']}"


def _listed(names: Any) -> str:
    return f"[{', '.join(sorted(names))}]"


def _invalid(message: str) -> Refusal:
    return Refusal("ValidationException", message)
