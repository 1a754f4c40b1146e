"""Log groups of the gallery: what is written is measured, masked, delivered and found."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.smoke.chapters import Gallery
from tests.smoke.granted import may
from tests.smoke.local import Local

pytestmark = pytest.mark.capability("ops.logs", "behaves")

ORDERS = "/example/logs-complete/orders"
FAILED = {
    "level": "ERROR",
    "latency_ms": 900,
    "shop": "bern",
    "who": "mail a@example.com, card 4111111111111111",
}
FINE = {"level": "INFO", "latency_ms": 20, "shop": "bern", "who": "b"}


@pytest.fixture(scope="module")
def logs(local: Local) -> Any:
    return local.client("logs")


@pytest.fixture(scope="module")
def example(gallery: Gallery) -> dict[str, Any]:
    found: dict[str, Any] = gallery["logs_complete"]
    return found


@pytest.fixture(scope="module")
def written(local: Local, example: dict[str, Any]) -> str:
    """The stream into which somebody who may write has written an order that failed and one that did not."""
    stream, now = f"orders-{time.time_ns()}", int(time.time() * 1000)
    events = [{"timestamp": now, "message": json.dumps(each)} for each in (FAILED, FINE)]
    with may(local, example["logs"]["grants"]["write"], "logs") as writer:
        writer.create_log_stream(logGroupName=ORDERS, logStreamName=stream)
        writer.put_log_events(logGroupName=ORDERS, logStreamName=stream, logEvents=events)
        with pytest.raises(ClientError, match="AccessDenied"):
            writer.get_log_events(logGroupName=ORDERS, logStreamName=stream)
    return stream


def test_groups_are_encrypted_and_kept_as_long_as_they_say(logs: Any, example: dict[str, Any]) -> None:
    groups = logs.describe_log_groups(logGroupNamePrefix="/example/logs-complete/")["logGroups"]
    kept = {each["logGroupName"]: (each["retentionInDays"], each["logGroupClass"]) for each in groups}
    assert kept == {ORDERS: (90, "STANDARD"), "/example/logs-complete/archive": (365, "INFREQUENT_ACCESS")}
    assert all(":key/" in each["kmsKeyId"] for each in groups)


def test_a_line_that_matches_is_measured(local: Local, written: str) -> None:
    watch = local.client("cloudwatch")

    def measured(metric: str, **dimensions: str) -> list[tuple[float, float]]:
        found = watch.get_metric_statistics(
            Namespace="example-logs-complete",
            MetricName=metric,
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            StartTime=time.time() - 1800,
            EndTime=time.time() + 60,
            Period=3600,
            Statistics=["Sum", "SampleCount"],
        )["Datapoints"]
        return [(each["Sum"], each["SampleCount"]) for each in found]

    assert measured("failed") == [(1.0, 1.0)]
    assert measured("latency", Shop="bern") == [(920.0, 2.0)]
    assert measured("latency", Shop="thun") == []


def test_what_is_protected_is_masked_for_who_may_not_unmask_it(
    local: Local, logs: Any, example: dict[str, Any], written: str
) -> None:
    with may(local, example["logs"]["grants"]["read"], "logs") as reader:
        (event, _) = reader.get_log_events(logGroupName=ORDERS, logStreamName=written)["events"]
        assert json.loads(event["message"])["who"] == "mail *************, card ****************"
        with pytest.raises(ClientError, match="AccessDenied"):
            reader.get_log_events(logGroupName=ORDERS, logStreamName=written, unmask=True)
    (event, _) = logs.get_log_events(logGroupName=ORDERS, logStreamName=written, unmask=True)["events"]
    assert json.loads(event["message"]) == FAILED


def test_what_failed_is_delivered_on(
    local: Local, example: dict[str, Any], written: str, eventually: Callable[[Callable[[], Any]], Any]
) -> None:
    s3, bucket = local.client("s3"), example["bucket"]["name"]

    def delivered() -> list[Any]:
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        bodies = [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]
        whole = [gzip.decompress(gzip.decompress(each)) for each in bodies]
        batches = [json.loads(each) for each in whole]
        return [json.loads(event["message"]) for batch in batches for event in batch["logEvents"]]

    assert eventually(delivered) == [FAILED]


def test_a_query_stands_ready(logs: Any, example: dict[str, Any]) -> None:
    (query,) = logs.describe_query_definitions(queryDefinitionNamePrefix="example-logs-complete/")[
        "queryDefinitions"
    ]
    assert query["logGroupNames"] == [ORDERS, "/example/logs-complete/archive"]
    assert query["queryString"].startswith("fields @timestamp, latency_ms")
