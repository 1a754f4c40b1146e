"""A service moves from one discovery to another: one line of its caller changes, and the plan follows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tooling.terraform import Terraform

LINE = "  users = module.behind_a_load_balancer.address\n"
FUNCTION = "module.caller.aws_lambda_function.this"
PARAMETER = "module.published.aws_ssm_parameter.this"

Planned = dict[str, dict[str, Any]]  # values by address


@pytest.fixture(scope="module")
def moved(root: Callable[[str], Terraform]) -> Callable[[str], Planned]:
    """Plans the root with the service at another discovery."""
    terraform = root("discovery")
    file = terraform.directory / "main.tf"
    text = file.read_text()
    assert text.count(LINE) == 1

    def plan(discovery: str) -> Planned:
        file.write_text(text.replace(LINE, f"  users = module.{discovery}.address\n"))
        terraform.plan(terraform.directory / "plan")
        changes = terraform.show(terraform.directory / "plan")["resource_changes"]
        return {change["address"]: change["change"]["after"] for change in changes}

    return plan


@pytest.fixture(scope="module")
def before(moved: Callable[[str], Planned]) -> Planned:
    return moved("behind_a_load_balancer")


def _told(planned: Planned) -> str:
    (environment,) = planned[FUNCTION]["environment"]
    return str(environment["variables"]["USERS_URL"])


@pytest.mark.capability("network.alb", "plan")
def test_a_caller_is_told_where_the_load_balancer_listens(before: Planned) -> None:
    assert _told(before) == "https://users.example.com"


@pytest.mark.capability("discovery.cloud-map", "plan")
@pytest.mark.capability("discovery.parameters", "plan")
@pytest.mark.capability("discovery.private-dns", "plan")
@pytest.mark.parametrize(
    ("discovery", "host"),
    [("by_private_dns", "users.shop.internal"), ("by_cloud_map", "users.shop.local")],
)
def test_a_service_moves_with_one_changed_line(
    before: Planned, moved: Callable[[str], Planned], discovery: str, host: str
) -> None:
    after = moved(discovery)
    address = {"host": host, "port": 8080, "protocol": "http", "url": f"http://{host}:8080"}
    assert _told(after) == address["url"]
    assert json.loads(after[PARAMETER]["value"]) == address
    assert {name for name in before | after if before.get(name) != after.get(name)} == {FUNCTION, PARAMETER}
