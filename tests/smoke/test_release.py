"""A service changes in place, whatever of it changes."""

import shutil
from pathlib import Path

import pytest

from tooling.paths import CACHE
from tooling.terraform import Terraform

pytestmark = pytest.mark.capability("compute.ecs-service", "apply")

ROOT = Path(__file__).parent / "release"


@pytest.fixture
def terraform(local):
    """The root as it is before, or after the change."""
    folder = CACHE / "release"
    shutil.rmtree(folder, ignore_errors=True)
    for leftover in ROOT.glob("terraform.tfstate*"):
        leftover.unlink()

    def make(after):
        variables = local.target.variables() | {"TF_VAR_next": str(after).lower()}
        made = Terraform(ROOT, variables, runs=folder, data=folder / "terraform")
        made.init()
        return made

    yield make
    last = make(after=True)
    last.plan(folder / "destroy", destroy=True)
    last.apply(folder / "destroy")


def test_another_image_size_capacity_and_number_of_tasks_replace_no_service(local, terraform):
    folder = CACHE / "release"
    before, after = terraform(after=False), terraform(after=True)
    before.plan(folder / "first")
    before.apply(folder / "first")
    after.plan(folder / "next")
    actions = {
        change["address"]: change["change"]["actions"]
        for change in after.show(folder / "next")["resource_changes"]
        if change["change"]["actions"] not in (["no-op"], ["read"])
    }
    after.apply(folder / "next")

    assert actions["module.service.aws_ecs_service.this"] == ["update"]
    # The revision before stays until the service runs the next.
    assert actions["module.service.aws_ecs_task_definition.this"] == ["create", "delete"]
    ecs = local.client("ecs")
    service = ecs.describe_services(cluster="release", services=["release"])["services"][0]
    definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    assert definition["containerDefinitions"][0]["image"].endswith(":1.37.0")
    assert (definition["cpu"], definition["memory"]) == ("512", "1024")
    assert {each["capacityProvider"] for each in service["capacityProviderStrategy"]} == {
        "FARGATE",
        "FARGATE_SPOT",
    }
    bounds = local.client("application-autoscaling").describe_scalable_targets(ServiceNamespace="ecs")
    target = next(
        each for each in bounds["ScalableTargets"] if each["ResourceId"] == "service/release/release"
    )
    assert (target["MinCapacity"], target["MaxCapacity"]) == (3, 6)
    assert not after.plan(folder / "again")
