"""The table of ends of support, and what is read with it from plans and states."""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

import tasks
from tooling import deploy, lifecycle, plan
from tooling.lifecycle import line_of

DAY = date(2026, 11, 29)
pytestmark = pytest.mark.capability("use.preflight", "behaves")


def planned(kind: str, **values: str) -> dict[str, object]:
    change = {
        "address": f"{kind}.this",
        "type": kind,
        "mode": "managed",
        "change": {"actions": ["create"], "after": values},
    }
    return {"resource_changes": [change]}


def test_each_line_has_its_page_at_aws_and_the_day_it_was_read() -> None:
    for line in lifecycle.table():
        assert line.source.startswith("https://docs.aws.amazon.com/"), line
        assert date(2026, 1, 1) < line.seen <= date.today(), line
        assert line.extended is None or line.extended > line.ends, line


def test_no_version_has_two_lines() -> None:
    keys = [(line.engine, line.version) for line in lifecycle.table()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("engine", "version", "ends"),
    [
        ("postgres", "13.20", date(2026, 2, 28)),
        ("postgres", "14", date(2027, 2, 28)),
        ("mysql", "8.0.42", date(2026, 7, 31)),
        ("aurora-mysql", "8.0.mysql_aurora.3.10.3", date(2028, 4, 30)),
        ("mariadb", "10.11.16", date(2028, 2, 29)),
        ("lambda", "python3.10", date(2026, 10, 31)),
        ("kubernetes", "1.34", date(2026, 12, 2)),
    ],
)
def test_a_version_is_found_by_the_part_that_has_a_date(engine: str, version: str, ends: date) -> None:
    line = line_of(engine, version)
    assert line and line.ends == ends


@pytest.mark.parametrize(("engine", "version"), [("postgres", "19"), ("valkey", "8.0"), ("mariadb", "10.12")])
def test_what_has_no_announced_end_has_no_line(engine: str, version: str) -> None:
    assert line_of(engine, version) is None


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("aws_db_instance", {"engine": "postgres", "engine_version": "9.6.22"}),
        ("aws_db_instance", {"engine": "mariadb", "engine_version": "10.1"}),
        ("aws_rds_cluster", {"engine": "aurora-mysql", "engine_version": "5.6.10a"}),
        ("aws_eks_cluster", {"version": "1.28"}),
        ("aws_mq_broker", {"engine_type": "RabbitMQ", "engine_version": "3.8.6"}),
        ("aws_msk_cluster", {"kafka_version": "1.1.1"}),
    ],
)
def test_what_is_older_than_the_table_has_ended(kind: str, values: dict[str, str]) -> None:
    (move,) = lifecycle.of_plan(planned(kind, **values))
    assert move.state(DAY) == "ended"
    assert f"{move.version} ended before " in move.sentence(DAY)


def test_a_plan_shows_what_has_ended_and_what_ends_within_half_a_year() -> None:
    changes = {
        "resource_changes": [
            *planned("aws_db_instance", engine="postgres", engine_version="14.9")["resource_changes"],
            *planned("aws_lambda_function", runtime="python3.9")["resource_changes"],
            *planned("aws_eks_cluster", version="1.36")["resource_changes"],
            *planned("aws_lambda_function", runtime="")["resource_changes"],
        ]
    }
    found = lifecycle.of_plan(changes)
    assert [(move.version, move.state(DAY)) for move in found] == [
        ("python3.9", "ended"),
        ("14.9", "ending"),
        ("1.36", "later"),
    ]
    assert found[0].sentence(DAY) == (
        "aws_lambda_function.this: the standard support of Lambda runtime python3.9 ended on 2025-12-15; "
        "move to python3.14 (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html)"
    )
    assert "extended support at extra cost on 2030-02-28" in found[1].sentence(DAY)


def test_the_last_day_is_supported_and_the_next_is_not() -> None:
    (move,) = lifecycle.of_plan(planned("aws_eks_cluster", version="1.34"))
    last = date(2026, 12, 2)
    assert move.state(last) == "ending" and move.state(last + timedelta(days=1)) == "ended"
    assert move.state(last - timedelta(days=180)) == "ending"
    assert move.state(last - timedelta(days=181)) == "later"


def test_a_state_is_read_with_modules_and_keys() -> None:
    broker = {"engine_type": "RabbitMQ", "engine_version": "3.12"}
    state = {
        "resources": [
            {
                "module": "module.a",
                "mode": "managed",
                "type": "aws_mq_broker",
                "name": "this",
                "instances": [{"index_key": "b", "attributes": broker}],
            },
            {"mode": "data", "type": "aws_mq_broker", "name": "c", "instances": [{"attributes": broker}]},
        ]
    }
    (move,) = lifecycle.of_state(state)
    assert move.address == 'module.a.aws_mq_broker.this["b"]'
    assert move.as_json(DAY)["state"] == "ended" and move.as_json(DAY)["to"] == "4.2"


def test_a_version_that_follows_by_itself_is_judged_by_what_runs() -> None:
    values = {"engine": "mysql", "engine_version": "8.4", "engine_version_actual": "8.4.7"}
    (move,) = lifecycle.of_plan(planned("aws_db_instance", **values))
    assert move.version == "8.4.7"


def test_a_review_of_a_plan_says_what_ended_and_what_ends_soon() -> None:
    plan_json = planned("aws_eks_cluster", version="1.34")
    assert "ends on 2026-12-02" in plan.read(plan_json, day=DAY).warnings[0]
    assert "ended on 2026-12-02" in plan.read(plan_json, day=date(2027, 1, 1)).warnings[0]
    assert plan.read(plan_json, day=date(2026, 1, 1)).warnings == ()


def test_the_task_lists_the_table_by_date(capsys: pytest.CaptureFixture[str]) -> None:
    tasks.lifecycle(Context(), json=True)
    ends = [each["ends"] for each in json.loads(capsys.readouterr().out)]
    assert len(ends) == len(lifecycle.table()) and ends == sorted(ends)
    tasks.lifecycle(Context())
    assert "Lambda runtime python3.8" in capsys.readouterr().out


def test_the_task_lists_what_an_environment_has_and_fails_when_that_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def applied(version: str) -> None:
        database = {"engine": "postgres", "engine_version": version}
        instance = {"index_key": 0, "attributes": database}
        found = {"mode": "managed", "type": "aws_db_instance", "name": "a", "instances": [instance]}
        terraform = SimpleNamespace(read_state=lambda: {"resources": [found]})
        monkeypatch.setattr(deploy, "attach", lambda *_: SimpleNamespace(terraform=terraform))

    applied("12.4")
    with pytest.raises(Exit) as ended:
        tasks.lifecycle(Context(), env="dev")
    assert ended.value.code == 2
    shown = capsys.readouterr().out
    assert "2025-02-28  ended" in shown and "aws_db_instance.a[0]" in shown
    applied("99.1")
    tasks.lifecycle(Context(), env="dev")
    assert "no version in 'dev' has an announced end" in capsys.readouterr().out
