"""X-Ray as the gallery's examples set it, and functions that send spans."""

from __future__ import annotations

import pytest

from tests.smoke.chapters import Gallery
from tests.smoke.local import Local

pytestmark = pytest.mark.capability("ops.tracing", "apply")


def test_groups_and_rules_are_as_they_say(local: Local, gallery: Gallery) -> None:
    xray, arns = local.client("xray"), gallery["tracing_complete"]["tracing"]["groups"]
    failed = xray.get_group(GroupARN=arns["failed"])["Group"]
    assert failed["FilterExpression"] == "fault = true OR error = true"
    assert failed["InsightsConfiguration"]["InsightsEnabled"] is True
    records = [each["SamplingRule"] for each in xray.get_sampling_rules()["SamplingRuleRecords"]]
    rules = {each["RuleName"]: each for each in records if each["RuleName"].startswith("tracing-")}
    shown = {
        name: (each["Priority"], each["ReservoirSize"], each["FixedRate"], each["URLPath"])
        for name, each in rules.items()
    }
    assert shown == {
        "tracing-all-health": (100, 0, 0.0, "/health"),
        "tracing-all-pay": (200, 10, 1.0, "/payments*"),
        "tracing-min-all": (9000, 1, 0.05, "*"),
    }


def test_a_function_has_the_layer(local: Local, gallery: Gallery) -> None:
    example = gallery["tracing_complete"]
    settings = local.client("lambda").get_function_configuration(FunctionName=example["function"]["name"])
    assert [each["Arn"] for each in settings["Layers"]] == [example["tracing"]["collector"]["layer_arn"]]
    assert settings["Environment"]["Variables"] == {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-instrument"}
    assert settings["TracingConfig"] == {"Mode": "Active"}
