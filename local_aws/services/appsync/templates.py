"""AppSync's mapping templates in VTL, with the helpers that they find as `$util`.

https://docs.aws.amazon.com/appsync/latest/devguide/resolver-mapping-template-reference-programming-guide.html
https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference.html
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from local_aws import velocity
from local_aws.velocity import Json, TemplateError


def attribute(value: Any) -> Json:
    """A value as an item of DynamoDB holds it."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        return {"N": str(value)}
    if isinstance(value, list):
        return {"L": [attribute(each) for each in value]}
    return {"M": _attributes(value)} if isinstance(value, dict) else {"S": str(value)}


def _attributes(values: Json) -> Json:
    return {name: attribute(value) for name, value in values.items()}


def _util(refuse: Callable[..., Any]) -> Json:
    return {
        "autoId": lambda: str(uuid4()),
        "defaultIfNull": lambda value, other: other if value is None else value,
        "defaultIfNullOrEmpty": lambda value, other: value or other,
        "dynamodb": {
            "toDynamoDB": attribute,
            "toDynamoDBJson": lambda value: json.dumps(attribute(value)),
            "toMapValues": _attributes,
            "toMapValuesJson": lambda values: json.dumps(_attributes(values)),
        },
        "error": refuse,
        "isNull": lambda value: value is None,
        "isNullOrEmpty": lambda value: not value,
        "qr": lambda value: "",
        "quiet": lambda value: "",
        "time": {"nowISO8601": lambda: datetime.now(UTC).isoformat().replace("+00:00", "Z")},
        "toJson": json.dumps,
        "unauthorized": lambda: refuse("Unauthorized", "Unauthorized"),
    }


def evaluate(template: str, context: Json, refuse: Callable[..., Any]) -> Any:
    """What a template makes of a context; `refuse` raises what `$util.error` tells.

    Raises:
        TemplateError: it is wrong, beyond what is understood here, or makes no JSON.
    """
    util = _util(refuse)
    names = {"context": context, "ctx": context, "util": util, "utils": util}
    text = velocity.text(template, names).strip()
    try:
        return json.loads(text or "null")
    except ValueError:
        raise TemplateError(f"The template makes no JSON: {text}") from None
