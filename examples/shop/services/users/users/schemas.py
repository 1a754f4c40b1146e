"""JSON Schemas of what comes in, and what to tell a client whose request breaks them."""

from typing import Any

from aws_lambda_powertools.utilities.validation import SchemaValidationError, validate

Schema = dict[str, Any]
Violation = dict[str, str]

# Control characters are never part of a name; lone surrogates are legal JSON but cannot be stored as UTF-8.
_UNSAFE = r"\x00-\x1f\x7f\ud800-\udfff"

NAME: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 100,
    "pattern": f"^[^{_UNSAFE}]*$",
    "description": "1 to 100 characters, without control characters",
}
# Only a mail that arrives proves an address; this refuses what cannot be one.
EMAIL: Schema = {
    "type": "string",
    "maxLength": 254,
    "pattern": rf"^[^@\s{_UNSAFE}]+@[^@\s{_UNSAFE}]+\.[^@\s{_UNSAFE}]+$",
    "description": "an e-mail address of at most 254 characters, such as ann@example.com",
}
NEW_USER: Schema = {
    "type": "object",
    "required": ["name", "email"],
    "properties": {"name": NAME, "email": EMAIL},
    "additionalProperties": False,
}

USER_EVENT: Schema = {
    "type": "object",
    "required": ["event_id", "occurred_at", "user_id", "email", "version"],
    "properties": {
        "event_id": {"type": "string", "minLength": 1},
        "occurred_at": {"type": "string", "format": "date-time"},
        "user_id": {"type": "string", "minLength": 1},
        "email": {"type": "string"},
        "version": {"type": "integer", "minimum": 1},
    },
}
# What EventBridge puts on the queue:
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
# The detail may gain fields later, so unknown ones are let through here and refused only from clients.
ENVELOPE: Schema = {
    "type": "object",
    "required": ["source", "detail-type", "detail"],
    "properties": {
        "source": {"const": "shop.users"},
        "detail-type": {"enum": ["UserCreated", "UserDeleted"]},
        "detail": USER_EVENT,
    },
}


def violations(body: Any, schema: Schema) -> list[Violation]:
    """Everything wrong with an object, field by field: nobody should have to fix one error to see the next.

    Each violation names the field, the JSON Schema rule it breaks, and what would be right.
    """
    if not isinstance(body, dict):
        return [_violation("", "type", "The body must be a JSON object.")]
    properties: dict[str, Schema] = schema["properties"]
    found = [
        _violation(field, "required", f"{field} is missing: it must be {properties[field]['description']}.")
        for field in schema["required"]
        if field not in body
    ]
    for field, value in body.items():
        if field not in properties:
            detail = f"This field is not known; known are {', '.join(properties)}."
            found.append(_violation(field, "additionalProperties", detail))
        elif rule := broken_rule(value, properties[field]):
            found.append(_violation(field, rule, f"{field} must be {properties[field]['description']}."))
    return found


def broken_rule(value: Any, schema: Schema) -> str | None:
    """The first JSON Schema rule that the value breaks, or None."""
    try:
        validate(event=value, schema=schema)
    except SchemaValidationError as error:
        return str(error.rule)
    return None


def _violation(field: str, rule: str, detail: str) -> Violation:
    return {"field": field, "rule": rule, "detail": detail}
