"""Users over a table, and a function that notes what it is called with."""

import json
import os
from typing import Any
from uuid import uuid4

import boto3

_dynamodb = boto3.resource("dynamodb")


def create(event: dict[str, Any], context: object) -> dict[str, Any]:
    """POST /users"""
    user = {"id": str(uuid4()), "name": json.loads(event["body"])["name"]}
    _dynamodb.Table(os.environ["TABLE_USERS"]).put_item(Item=user)
    return {"statusCode": 201, "body": json.dumps(user)}


def get(event: dict[str, Any], context: object) -> dict[str, Any]:
    """GET /users/{id}"""
    table = _dynamodb.Table(os.environ["TABLE_USERS"])
    user = table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
    return {"statusCode": 200, "body": json.dumps(user)} if user else {"statusCode": 404, "body": "{}"}


def note(event: dict[str, Any], context: object) -> None:
    """Puts an event into the table of what was seen."""
    item = {"id": str(uuid4()), "event": json.dumps(event, default=str)}
    _dynamodb.Table(os.environ["TABLE_SEEN"]).put_item(Item=item)
