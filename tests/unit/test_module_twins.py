"""What Terraform cannot share between two modules stands in both, and is the same in both."""

from __future__ import annotations

import re

import pytest

from tooling.attributes import types_of
from tooling.expressions import CollectionType, ObjectType, SimpleType, Type
from tooling.paths import MODULES

FILES = [
    ("data/rds", "data/aurora", "password.tf"),
    ("data/rds", "data/aurora", "proxy.tf"),
    ("data/rds", "data/aurora", "reserved_words.tf"),
    ("data/elasticache", "data/elasticache-serverless", "users.tf"),
    ("messaging/sqs-queue", "messaging/queue-policy", "callers.tf"),
    ("messaging/sqs-queue", "messaging/sns-topic", "callers.tf"),
    ("messaging/sqs-queue", "data/s3-bucket", "callers.tf"),
    ("messaging/sqs-queue", "operations/kms-key", "callers.tf"),
]
INPUTS = [
    ("data/rds", "data/aurora", name)
    for name in (
        "ca_certificate",
        "maintenance_window",
        "monitoring_seconds",
        "parameters",
        "password_rotation_days",
        "password_version",
        "tls_required",
    )
]


# Attributes of an input of `blueprints/microservice`, and the modules whose inputs of these names they are.
BLUEPRINT = "blueprints/microservice"
HANDED_ON = [
    ("api", ("serverless/rest-api", "serverless/http-api"), {"type"}),
    ("defaults", ("serverless/lambda-function",), set()),
    ("functions", ("serverless/lambda-function",), {"events", "more_grants"}),
    ("functions.events", ("serverless/lambda-function: event_sources",), set()),
    ("functions.events", ("serverless/rest-api: routes",), set()),
    ("functions.events", ("messaging/event-rule",), {"queue", "table", "topic"}),
    ("functions.events", ("messaging/event-rule: targets",), set()),
    ("functions.events", ("messaging/sns-topic: subscriptions",), {"queue"}),
    ("queues", ("messaging/sqs-queue",), set()),
    ("tables", ("data/dynamodb-table",), set()),
    ("topics", ("messaging/sns-topic",), set()),
]
# Words of the blueprint's own: of an event, and of grants.
WORDS = {"grants", "queue", "stream", "table", "topic"}
# What a service in one call is not given: another way to say it, or none.
LEFT_OUT = {
    "api": {"name", "tags", "alarm_actions", "openapi", "routes", "network", "permissions_boundary"},
    "functions": {
        "name",
        "tags",
        "alarm_actions",
        "alarm_iterator_age_seconds",
        "dead_letter",
        "event_sources",
    }
    | {"kms_key"},
    "queues": {"name", "tags", "alarm_actions", "callers", "kms_key"},
    "tables": {"name", "tags", "alarm_actions", "kms_key"},
    "topics": {"name", "tags", "alarm_actions", "callers", "kms_key"},
}


def block(module: str, name: str) -> str:
    """The block of an input, without how it is described: that may name what the module makes."""
    text = (MODULES / module / "variables.tf").read_text(encoding="utf-8")
    found = re.search(rf'^variable "{name}" {{\n.*?^}}\n', text, re.MULTILINE | re.DOTALL)
    assert found, f"{module} has no {name}"
    return re.sub(r"  description = (<<-EOT\n.*?\n  EOT|.*)\n", "", found[0], flags=re.DOTALL)


@pytest.mark.parametrize(("one", "other", "file"), FILES)
def test_a_file_that_two_modules_have_is_the_same(one: str, other: str, file: str) -> None:
    assert (MODULES / one / file).read_text() == (MODULES / other / file).read_text()


@pytest.mark.parametrize(("one", "other", "name"), INPUTS)
def test_an_input_that_two_modules_have_is_the_same(one: str, other: str, name: str) -> None:
    assert block(one, name) == block(other, name)


CALLED = [
    "messaging/sqs-queue",
    "messaging/queue-policy",
    "messaging/sns-topic",
    "data/s3-bucket",
    "operations/kms-key",
]


@pytest.mark.parametrize("module", CALLED)
def test_callers_of_a_policy_have_one_shape_and_the_same_rules(module: str) -> None:
    """Each module adds rules about its own actions, and buckets have prefixes."""
    one, other = (_parts(block(each, "callers")) for each in (CALLED[0], module))
    assert other[0] == one[0]
    assert other[1:8] == one[1:8]


def _parts(text: str) -> list[str]:
    """The type of an input, and each of its rules."""
    head, *rules = text.split("  validation {\n")
    return [
        re.sub(r" +prefix += .*\n", "", head),
        *(re.sub(r"\n\s*(# .*\n\s*)*$", "", each) for each in rules),
    ]


@pytest.mark.parametrize(("name", "modules", "own"), HANDED_ON)
def test_an_attribute_that_the_blueprint_hands_on_has_the_type_of_the_modules_input(
    name: str, modules: tuple[str, ...], own: set[str]
) -> None:
    given = attributes(BLUEPRINT, name)
    theirs = [attributes(*module.split(": ")) for module in modules]
    known = {
        (word, path): type_
        for each in theirs
        for word, of in each.items()
        for path, type_ in leaves(of).items()
    }
    words = {word for each in theirs for word in each}
    different = {
        (word, path): type_
        for word, of in given.items()
        if word in words and word not in own | (WORDS if name != "tables" else set())
        for path, type_ in leaves(of).items()
        if known.get((word, path)) != type_
    }
    assert different == {}
    if name in LEFT_OUT:
        assert words - given.keys() == LEFT_OUT[name]


def test_what_the_blueprint_hands_on_has_the_defaults_of_the_modules() -> None:
    """It copies none: the modules have theirs where they are given null."""
    written = types_of(MODULES / BLUEPRINT)
    own = {"authorization", "description", "environment", "memory_mb", "timeout_seconds", "type"}
    empty = {"asynchronous", "dead_letter", "events", "grants", "invokers", "log", "more_grants", "senders"}
    handed_on = ("api", "defaults", "functions", "queues", "tables", "topics")
    assert {word for name in handed_on for word in with_defaults(written[name])} == own | empty


def attributes(module: str, path: str = "") -> dict[str, Type]:
    """The attributes of an input by its path, or without one all inputs."""
    found: dict[str, Type] = dict(types_of(MODULES / module))
    for name in path.split(".") if path else ():
        type_ = found[name]
        while isinstance(type_, CollectionType):
            type_ = type_.element
        assert isinstance(type_, ObjectType)
        found = dict(type_.attributes)
    return found


def leaves(type_: Type, path: str = "") -> dict[str, str]:
    """Each simple type in a type, by the way to it; which attributes are optional is not told."""
    match type_:
        case CollectionType():
            return leaves(type_.element, f"{path}.{type_.kind}")
        case ObjectType():
            parts = [leaves(of, f"{path}.{name}") for name, of in type_.attributes.items()]
            return {way: leaf for part in parts for way, leaf in part.items()}
        case SimpleType():
            return {path: type_.name}
    return {path: "unknown"}


def with_defaults(type_: Type) -> set[str]:
    """Attributes that have a default, however deep."""
    match type_:
        case CollectionType():
            return with_defaults(type_.element)
        case ObjectType():
            return set(type_.defaults).union(*(with_defaults(of) for of in type_.attributes.values()))
    return set()
