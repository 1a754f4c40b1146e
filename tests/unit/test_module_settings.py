"""What modules decide for their callers: what protects is on, what exposes is off, in every module alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
# What is never on: public access, plain text, automatic changes.
OFF = {
    "allowPrivilegeEscalation",  # pods gain no rights
    "assign_public_ip",
    "associate_public_ip_address",
    "auto_rollback",  # the provider lets Auto Scaling go back to nothing but the new template
    "bootstrap_cluster_creator_admin_permissions",  # access is what `access` says
    "bootstrap_self_managed_addons",  # addons are EKS's
    "data_trace_enabled",  # logs would hold what users send
    "debug_logging",  # logs would hold the statements
    "map_public_ip_on_launch",
    "privileged",
    "publicly_accessible",
    "scram",  # Kafka has IAM
    "unauthenticated",
    "rotate_immediately",  # what uses a password has to read it first
}
# On or off for a reason of the place.
EITHER = {
    ("data/aurora", "above"),  # the side of its limit on which a metric alarms
    ("data/rds", "above"),
    ("compute/ecs-service", "essential"),  # the collector is not
    ("compute/ecs-service", "first"),  # nor does anything wait for it
    ("compute/ecs-service", "return_data"),  # one query of several is the result
    ("operations/audit", "enable_default_standards"),  # they are in `security_hub.standards`
    ("network/vpc", "egress"),
    ("serverless/websocket-api", "deletion_protection"),  # of connections, which are gone when the API is
}
_SETTING = re.compile(r"^ +(\w+) += (true|false)$", re.MULTILINE)

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_what_exposes_is_off_and_everything_else_on(module: Path) -> None:
    name = "/".join(module.parts[-2:])
    wrong = [
        (file.name, setting, value)
        for file in sorted(module.glob("*.tf"))
        if file.name != "variables.tf"
        for setting, value in _SETTING.findall(file.read_text())
        if (name, setting) not in EITHER and value != str(setting not in OFF).lower()
    ]
    assert wrong == []
