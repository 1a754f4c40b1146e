"""Every input, and every attribute of one, is used: a module does something with what it takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plan.attributes import paths
from tooling.attributes import types_of
from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
# Objects that a module hands on as a whole, to another module or in a list of statements; and attributes
# that a validation alone reads.
UNREAD = {
    "blueprints/microservice": {"defaults", "functions", "platform", "tables"},
    "compute/ec2-autoscaling": {"health_check", "listener", "routes"},
    "compute/ecs-service": {"collector.layer_arn", "collector.wrapper", "health_check", "listener", "routes"},
    "discovery/service-parameters": {"address"},
    "messaging/firehose": {"transform.function.timeout_seconds"},
    "operations/alarms": {"notify"},  # by the severities of others
    "serverless/graphql-api": {"data_sources.none"},
    "serverless/lambda-function": {
        "collector.config",
        "collector.image",
        "event_sources.queue.visibility_timeout_seconds",
    },
}
# Read by validations alone, in all modules.
READ_TO_REFUSE = {"kms_key.services"}

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_each_input_is_used_and_each_attribute_of_it(module: Path) -> None:
    texts = [file.read_text() for file in sorted(module.glob("*.tf")) if file.name != "variables.tf"]
    words = set(re.findall(r"(?<=[.\"])\w+", "\n".join(texts)))
    excused = UNREAD.get("/".join(module.parts[-2:]), set()) | READ_TO_REFUSE
    unused = [
        ".".join((name, *path))
        for name, type_ in types_of(module).items()
        for path in [(), *paths(type_)]
        if (path[-1] if path else name) not in words
        if not {name, ".".join((name, *path))} & excused
    ]
    assert unused == []
