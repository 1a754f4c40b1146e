"""How services of the gallery are released: a few tasks at a time, and by shares of their requests.

No engine here routes a request to a task: shares are read, not driven.
"""

import shutil
from dataclasses import replace

import pytest

from tooling.paths import ROOT

pytestmark = pytest.mark.capability("compute.ecs-deployments", "apply")


@pytest.fixture
def canary(gallery):
    return gallery["ecs_service_canary"]


def rules(local, canary):
    """Of each rule with a priority, its shares by target group, and its condition."""
    found = local.client("elbv2").describe_rules(ListenerArn=canary["alb"]["listener_arn"])["Rules"]
    return {
        int(rule["Priority"]): (
            {
                group["TargetGroupArn"]: group.get("Weight")
                for group in rule["Actions"][-1].get("ForwardConfig", {}).get("TargetGroups", [])
            }
            or {rule["Actions"][-1]["TargetGroupArn"]: None},
            rule["Conditions"][0]["Field"],
        )
        for rule in found
        if rule["Priority"] != "default"
    }


def test_one_in_ten_requests_goes_to_the_next_version(local, canary):
    shares, _ = rules(local, canary)[20]
    assert shares == {canary["blue"]["target_group_arn"]: 90, canary["green"]["target_group_arn"]: 10}


def test_testers_reach_the_next_version_first(local, canary):
    shares, condition = rules(local, canary)[10]
    assert list(shares) == [canary["green"]["target_group_arn"]]
    assert condition == "http-header"


def test_each_version_is_released_a_few_tasks_at_a_time_and_taken_back_by_itself(local, canary):
    ecs = local.client("ecs")
    images = set()
    for made in (canary["blue"], canary["green"]):
        service = ecs.describe_services(cluster=canary["cluster"]["name"], services=[made["name"]])[
            "services"
        ][0]
        deployment = service["deploymentConfiguration"]
        assert deployment["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
        assert (deployment["minimumHealthyPercent"], deployment["maximumPercent"]) == (100, 200)
        task = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
        images.add(task["containerDefinitions"][0]["image"].rpartition(":")[2])
    assert images == {"1.36.1", "1.37.0"}


def test_a_changed_share_changes_a_rule_and_no_service(gallery, tmp_path):
    """As a release does: another weight in the example, and a plan."""
    copy, chapter = tmp_path / "platform", gallery.chapter("ecs_service_canary")
    root = chapter.terraform.directory
    for part in (ROOT / "modules", ROOT / "examples", root):
        shutil.copytree(part, copy / part.relative_to(ROOT))
    example = copy / "modules/compute/ecs-service/examples/canary/main.tf"
    text = example.read_text()
    assert text.count("weight = 90") == 1
    example.write_text(text.replace("weight = 90", "weight = 0").replace("weight = 10 }", "weight = 100 }"))
    terraform = type(chapter.terraform)(
        copy / root.relative_to(ROOT), chapter.terraform.environment, runs=tmp_path, data=tmp_path / "data"
    )
    terraform.init()
    moved = replace(chapter, terraform=terraform)
    changes = {
        address: actions
        for address, actions in moved.plan("ecs_service_canary").items()
        if address.startswith("module.ecs_service_canary.")
    }
    assert changes == {
        'module.ecs_service_canary.module.blue.module.listener[0].aws_lb_listener_rule.this["20"]': "update"
    }
