"""The gallery's schemas: what the registry holds of what was written into it."""

import json

import boto3
import pytest

from tests.smoke.local import REGION
from tooling.paths import MODULES

pytestmark = pytest.mark.capability("messaging.eventbridge", "apply")

NAME = "example-event-schemas-complete"


@pytest.fixture
def schemas(local, gallery):
    return boto3.client(
        "schemas",
        endpoint_url=local.url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def test_schemas_are_read_as_they_were_written(schemas):
    file = MODULES / "messaging/event-schemas/examples/complete/schemas/order-placed.json"
    schema = schemas.describe_schema(RegistryName=NAME, SchemaName="example.orders@OrderPlaced")
    assert json.loads(schema["Content"]) == json.loads(file.read_text())
    assert (schema["Type"], schema["SchemaVersion"]) == ("JSONSchemaDraft4", "1")
    assert schema["Tags"]["Service"] == "orders"


def test_an_unknown_schema_is_refused(schemas):
    with pytest.raises(schemas.exceptions.NotFoundException):
        schemas.describe_schema(RegistryName=NAME, SchemaName="example.orders@OrderLost")


def test_a_discoverer_looks_at_the_bus(schemas, gallery):
    bus = gallery["event_schemas_complete"]["events"]["arn"]
    (found,) = schemas.list_discoverers(SourceArnPrefix=bus)["Discoverers"]
    assert (found["SourceArn"], found["State"]) == (bus, "STARTED")


def test_the_grant_reads_this_registry_and_changes_none(gallery):
    schemas = gallery["event_schemas_complete"]["schemas"]
    (read,) = schemas["grants"]["read"]
    registry, pattern = read["resources"]
    assert registry == schemas["arn"]
    assert all(schema["arn"].startswith(pattern.removesuffix("*")) for schema in schemas["schemas"].values())
    actions = {action.removeprefix("schemas:") for action in read["actions"]}
    assert {"DescribeSchema", "ExportSchema", "ListSchemas"} <= actions
    assert all(action.startswith(("Describe", "Export", "Get", "List", "Search")) for action in actions)
