"""Experiments of the gallery: what they break, and what ends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.smoke.chapters import Gallery
from tests.smoke.local import Local

pytestmark = pytest.mark.capability("ops.chaos", "plan")

ALARM = "example-chaos-complete-failed"


@pytest.fixture
def chaos(gallery: Gallery) -> dict[str, Any]:
    found: dict[str, Any] = gallery["chaos_complete"]["chaos"]
    return found


def test_templates_say_what_is_broken_and_what_stops_them(local: Local, chaos: dict[str, Any]) -> None:
    fis, broken = local.client("fis"), {}
    for name, id in chaos["experiments"].items():
        template = fis.get_experiment_template(id=id)["experimentTemplate"]
        (action,) = template["actions"].values()
        broken[name] = action["actionId"]
        (stop,) = template["stopConditions"]
        assert stop["value"].endswith(":alarm:example-chaos-complete-users")
    assert broken == {
        "a_third": "aws:ecs:stop-task",
        "clicks": "aws:fis:inject-api-throttle-error",
        "slow": "aws:ecs:task-network-latency",
        "zone_a": "aws:network:disrupt-connectivity",
    }


def test_an_api_is_throttled_until_an_alarm_goes_off(
    local: Local, chaos: dict[str, Any], eventually: Callable[[Callable[[], Any]], Any]
) -> None:
    watch, runner = local.client("cloudwatch"), local.client("fis")
    started = runner.start_experiment(experimentTemplateId=chaos["experiments"]["clicks"])["experiment"]["id"]

    def state() -> str:
        return str(runner.get_experiment(id=started)["experiment"]["state"]["status"])

    assert state() == "running"
    watch.set_alarm_state(AlarmName=ALARM, StateValue="ALARM", StateReason="tried")
    assert eventually(lambda: state() == "stopped")
    # And none begins while it is on.
    second = runner.start_experiment(experimentTemplateId=chaos["experiments"]["clicks"])["experiment"]
    assert second["state"]["status"] == "stopped"
    watch.set_alarm_state(AlarmName=ALARM, StateValue="OK", StateReason="tried")
