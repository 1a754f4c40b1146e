"""What callers get who say nothing: the same in every module, and safe."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
_VARIABLE = re.compile(r'^variable "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
_VALUE = r'(true|false|-?\d[\d.]*|"[^"$]*")'
_DEFAULT = re.compile(rf"^  default += {_VALUE}$", re.MULTILINE)
_OPTIONAL = re.compile(rf"(\w+) += optional\(\w+, {_VALUE}\)")

# Inputs of one name with another default for a reason: the modules, and why.
OTHERWISE = {
    "alarm_cpu_percent": {
        "data/dax",
        "data/elasticache",
        "data/memcached",
        "messaging/mq-broker",
    },  # slow before they are full
    "alarm_error_percent": {"network/alb-service", "serverless/lambda-function"},  # of few calls one may fail
    "alarm_memory_percent": {"compute/ecs-service"},  # what is over its limit there is ended
    "cors.max_age_seconds": {"data/s3-bucket"},  # a bucket's answer rarely changes
    "log.level": {"messaging/pipe", "serverless/state-machine"},  # each event would be a record
    "log.retention_days": {"compute/eks-cluster"},  # an audit log
    "maintenance_window": {"data/aurora", "data/rds"},  # after the backups
    "memory_mb": {"serverless/lambda-function"},  # the others take pairs of Fargate
    "ttl_seconds": {"edge/dns-failover"},  # each answer of a public zone costs
    "start_seconds": {"compute/ec2-autoscaling"},  # instances boot
}
# Inputs of one name that are about something else in each module.
UNRELATED = {
    "description",
    "engine",
    "insights",
    "node_type",
    "nodes",
    "port",
    "protocol",
    "runtime",
    "storage_gb",
    "username",
}
# Protections and comforts that are on unless a caller turns them off. Every other switch is off.
ON = {
    "account_settings",
    "auto_mode.enabled",
    "deletion_protection",
    "enabled",
    "event_sources.bisect",
    "event_sources.enabled",
    "event_sources.partial_batch_response",
    "fifo.high_throughput",
    "final_snapshot",
    "from.bisect",
    "ingress.internal",
    "inventories.versions",
    "listeners.keep_client_ip",
    "managed_password",
    "multi_az",
    "parallelism.autoscaling",
    "protected",
    "proxy.iam_required",
    "read_only_root",
    "replicas.delete_markers",
    "replicas.propagate_tags",
    "reported_health",
    "routes.redirect",
    "running",
    "scaling.acts",
    "sidecars.essential",
    "snapshots",
    "tls_required",
    "to.wait",
    "tracing",
    "wait",
    "zonal_shift",
}

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


def defaults(module: Path) -> dict[str, str]:
    """Defaults that are a switch, a number or a text, by input: `log.retention_days`."""
    found = {}
    for name, body in _VARIABLE.findall((module / "variables.tf").read_text()):
        for value in _DEFAULT.findall(body):
            found[name] = value
        found |= {f"{name}.{part}": value for part, value in _OPTIONAL.findall(body)}
    return found


@every_module
def test_what_protects_is_on_and_everything_else_is_off(module: Path) -> None:
    switches = {name: value for name, value in defaults(module).items() if value in ("true", "false")}
    assert {name for name, value in switches.items() if value == "true"} == switches.keys() & ON


@every_module
def test_an_input_of_one_name_has_one_default(module: Path) -> None:
    """As the module has its inputs in common with others: most of them are right."""
    own, name = defaults(module), "/".join(module.parts[-2:])
    odd = {}
    for each, value in own.items():
        excused = {*OTHERWISE.get(each, set()), name}
        usual = {said for one, said in _everywhere()[each].items() if one not in excused}
        if each not in UNRELATED and name not in OTHERWISE.get(each, set()) and usual and value not in usual:
            odd[each] = (value, usual)
    assert odd == {}


@cache
def _everywhere() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for module in ALL:
        for name, value in defaults(module).items():
            found[name]["/".join(module.parts[-2:])] = value
    return found
