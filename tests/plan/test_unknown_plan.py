"""Names may come from other resources: every string of every complete example may be unknown in the plan.

What a module makes must then still have static keys: `Invalid for_each` and `Invalid count` are errors.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.plan import examples
from tooling import hcl, packages
from tooling.aws import Target
from tooling.errors import PlatformError
from tooling.paths import MODULES, ROOT
from tooling.policy.hcl import after_string
from tooling.terraform import Terraform, provider

pytestmark = pytest.mark.slow

UNKNOWN = "terraform_data.unknown.output"
# All of them take a minute of CPU: those that name most by names of their callers, or all when asked.
CHAPTERS = "*" if os.environ.get("PLATFORM_WHOLE_TREE") else "[dm]*"  # data, discovery, messaging
# Strings that choose what there is, by module: without them nobody can say which resources a plan has.
CHOICES: dict[str, set[str]] = {
    "blueprints/microservice": {"alarms", "functions"},  # what calls a function, and which route it has
    "blueprints/platform": {"alarm_emails", "network"},
    "compute/ecs-service": {"released_by"},
    "compute/eks-cluster": {"addons"},  # the version may be "latest", which is looked up
    "compute/eks-workload": {"capacity", "identity"},
    "data/aurora": {"engine", "global_name", "logs"},
    "data/dynamodb-table": {"global_indexes", "local_indexes", "partition_key", "sort_key"},  # the provider
    "data/elasticache": {"engine"},
    "data/elasticache-serverless": {"engine"},
    "data/rds": {"engine", "logs"},
    "messaging/kafka": {"provisioned", "topics"},  # express brokers have no disk; an alarm for each group
    "messaging/kinesis-stream": {"consumers"},
    "messaging/mq-broker": {"engine", "protocols"},
    "messaging/sns-topic": {"subscriptions"},  # the provider
    "network/nlb": {"listeners"},  # protocols, what targets are
    "network/vpc": {"availability_zones", "connections", "gateway_endpoints", "interface_endpoints", "nat"},
    "serverless/graphql-api": {"data_sources"},
    "serverless/lambda-function": {"handler", "runtime"},  # the provider
    "serverless/rest-api": {"usage_plans"},
    "serverless/state-machine": {"log"},
}


def test_no_string_of_an_example_decides_which_resources_there_are(whoami: Target, tmp_path: Path) -> None:
    packages.build_all()
    for entry in ROOT.iterdir():
        if entry.name not in ("modules", "tests"):
            (tmp_path / entry.name).symlink_to(entry)
    shutil.copytree(MODULES, tmp_path / "modules")
    found = {}
    for file in sorted((tmp_path / "modules").glob(f"{CHAPTERS}/*/examples/complete/main.tf")):
        module = file.parents[2].relative_to(tmp_path / "modules").as_posix()
        file.write_text(with_unknown(file.read_text(), CHOICES.get(module, set())))
        found[module.replace("/", "_").replace("-", "_")] = file.parent.relative_to(tmp_path).as_posix()
    folder = tmp_path / "tests" / "plan" / "unknown"
    folder.mkdir(parents=True)
    examples.write_root(folder, {name: f"../../../{source}" for name, source in found.items()})
    terraform = Terraform(folder, whoami.variables(), runs=folder / "runs")
    terraform.init()
    said: list[str] = []

    def hear(event: dict[str, Any]) -> None:
        found = event.get("diagnostic") or {}
        if found.get("severity") == "error":
            place = found.get("range") or {}
            line = (place.get("start") or {}).get("line")
            code = (found.get("snippet") or {}).get("code", "").strip()
            said.append(f"{place.get('filename')}:{line}: {found['summary']}: {code}")

    with suppress(PlatformError), provider.shared(terraform):
        terraform.plan(folder / "plan", on_event=hear)
    if said:
        pytest.fail("\n".join(sorted(said)))


def with_unknown(text: str, choices: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """The example, with an unknown string for each that it gives its module, except those of some inputs."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    places: list[tuple[int, int]] = []
    for block in hcl.blocks(text, "module"):
        if hcl.literal(block.attributes["source"]) == "../..":
            places += _strings(text, starts[block.line], starts[block.last], choices)
    for start, end in reversed(places):
        text = text[:start] + UNKNOWN + text[end:]
    return text + '\nresource "terraform_data" "unknown" { input = "x" }\n'


def _strings(text: str, at: int, end: int, choices: set[str]) -> Iterator[tuple[int, int]]:
    while at < end:
        if text[at] == "#":
            at = text.index("\n", at)
        elif text[at] == '"':
            last = after_string(text, at)
            if not _is_key(text, at, last) and _input(text, at) not in {"source", *choices}:
                yield at, last
            at = last
        else:
            at += 1


def _is_key(text: str, start: int, end: int) -> bool:
    """Whether the string is a key of an object, or an index."""
    return bool(re.match(r"\s*(=(?![=])|:)", text[end:])) or bool(re.search(r"[\w\]]\[$", text[:start]))


def _input(text: str, at: int) -> str:
    """The input that is given there: the last attribute with two spaces before it."""
    return re.findall(r"^  ([\w-]+) += ", text[:at], re.MULTILINE)[-1]
