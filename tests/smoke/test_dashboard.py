"""Dashboards, as CloudWatch keeps them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.metrics import SHOWN, Metric
from tests.smoke.chapters import Gallery
from tests.smoke.local import Local

pytestmark = pytest.mark.capability("ops.dashboard", "apply")

SECTIONS = ["Users", "Service", "Dependencies", "Capacity", "Cost"]


def widgets(local: Local, gallery: Gallery, example: str) -> list[dict[str, Any]]:
    name = gallery[example]["dashboard"]["name"]
    body = local.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"]
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


@pytest.fixture
def environment(local: Local, gallery: Gallery) -> list[dict[str, Any]]:
    return widgets(local, gallery, "dashboard_complete")


def headings(of: list[dict[str, Any]]) -> list[str]:
    texts = [each["properties"]["markdown"] for each in of if each["type"] == "text"]
    return [text.removeprefix("## ").partition(":")[0] for text in texts if text.startswith("## ")]


def test_one_looks_at_users_first_and_at_cost_last(environment: list[dict[str, Any]]) -> None:
    assert headings(environment) == SECTIONS
    alarms = [each["properties"]["title"] for each in environment if each["type"] == "alarm"]
    assert alarms == ["Alarms", "orders", "users"]
    assert environment[1]["type"] == "alarm"  # below the first heading


def test_a_dashboard_shows_what_aws_measures(environment: list[dict[str, Any]]) -> None:
    shown = [
        (chart["properties"], metric)
        for chart in environment
        if chart["type"] == "metric"
        for metric in chart["properties"]["metrics"]
    ]
    named = {Metric(ns, name, frozenset(dims[::2])) for _, (ns, name, *dims, _) in shown}
    assert named - SHOWN == set()
    elsewhere = {ns for chart, (ns, *_) in shown if chart["region"] == "us-east-1"}
    assert elsewhere == {"AWS/Billing", "AWS/CloudFront"}
    by_day = {chart["title"] for chart, _ in shown if chart["period"] == 86400}
    costs = environment[
        [each.get("properties", {}).get("markdown", "")[:7] for each in environment].index("## Cost") :
    ]
    assert by_day == {each["properties"]["title"] for each in costs if each["type"] == "metric"}


def test_a_service_shows_what_its_modules_made(local: Local, gallery: Gallery) -> None:
    service = widgets(local, gallery, "dashboard_minimal")
    assert headings(service) == [each for each in SECTIONS if each != "Users"]
    charts = {each["properties"]["title"]: each["properties"] for each in service if each["type"] == "metric"}
    (given_up,) = charts["Dead letters: given up"]["metrics"]
    assert given_up[:4] == [
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "QueueName",
        "example-dashboard-minimal-dead-letters",
    ]
    assert charts["Functions: errors"]["metrics"][0][2:4] == ["FunctionName", "example-dashboard-minimal"]
    (logs,) = [each["properties"]["query"] for each in service if each["type"] == "log"]
    assert logs.startswith("SOURCE '/aws/lambda/example-dashboard-minimal' | ")
