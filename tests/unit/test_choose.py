"""Which service for which workload: the guide's decision factors, today's limits, what turns the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import choose
from tooling.choose import asking, text
from tooling.cost import prices
from tooling.errors import PlatformError
from tooling.paths import MODULES, ROOT

TABLE = prices.load()
CAPABILITIES = {
    "compute": "choose.compute",
    "serverless": "choose.serverless",
    "data": "choose.data",
    "messaging": "choose.messaging",
}

# The guide: "Decision Factors" below each of its four tables, and the answer to its first question.
GUIDE: list[tuple[str, str, dict[str, Any], set[str]]] = [
    ("compute", "Existing Expertise", {"expertise": "kubernetes"}, {"eks"}),
    ("compute", "Operational Overhead", {"overhead": "minimal"}, {"fargate"}),
    ("compute", "Cost Sensitivity", {"shape": "steady", "priority": "price"}, {"ec2", "ecs"}),
    (
        "compute",
        "Cost Sensitivity",
        {"shape": "steady", "priority": "price", "expertise": "servers"},
        {"ec2"},
    ),
    ("compute", "Scaling Requirements", {"scaling": "complex"}, {"ecs", "eks"}),
    ("compute", "Portability", {"portability": "yes"}, {"eks"}),
    ("compute", "1: bursts", {"shape": "bursty", "overhead": "minimal"}, {"lambda"}),
    ("compute", "1: functions", {"expertise": "functions"}, {"lambda"}),
    ("compute", "1: Docker knowledge only", {"expertise": "containers"}, {"fargate", "ecs"}),
    ("serverless", "Function Complexity", {"need": "function", "complexity": "simple"}, {"lambda"}),
    ("serverless", "Function Complexity", {"need": "workflow", "complexity": "complex"}, {"step-functions"}),
    ("serverless", "API Requirements", {"need": "api", "api": "rest"}, {"rest-api"}),
    ("serverless", "API Requirements", {"need": "api", "api": "graphql"}, {"appsync"}),
    ("serverless", "Real-time Needs", {"need": "api", "realtime": "yes"}, {"appsync"}),
    ("serverless", "Development Experience", {"need": "framework"}, {"sam"}),
    ("data", "Data Structure", {"structure": "relational", "load": "steady"}, {"rds", "aurora"}),
    ("data", "Data Structure", {"structure": "documents"}, {"dynamodb"}),
    ("data", "Query Patterns", {"structure": "relational", "queries": "complex"}, {"rds", "aurora"}),
    ("data", "Query Patterns", {"queries": "key"}, {"dynamodb"}),
    ("data", "Scaling Requirements", {"load": "variable"}, {"dynamodb"}),
    ("data", "Scaling Requirements", {"structure": "relational", "load": "variable"}, {"aurora"}),
    ("data", "Consistency", {"structure": "relational", "consistency": "strong"}, {"rds", "aurora"}),
    ("data", "Consistency", {"consistency": "item"}, {"dynamodb"}),
    ("data", "Performance Needs", {"structure": "cache"}, {"elasticache"}),
    ("data", "Performance Needs", {"load": "extreme"}, {"dynamodb"}),
    ("data", "the table: S3", {"structure": "objects"}, {"s3"}),
    ("messaging", "Communication Pattern", {"pattern": "one"}, {"sqs"}),
    ("messaging", "Communication Pattern", {"pattern": "many"}, {"sns"}),
    ("messaging", "Communication Pattern", {"pattern": "routed"}, {"eventbridge"}),
    ("messaging", "Message Volume", {"pattern": "stream", "peak": 50_000}, {"kinesis"}),
    ("messaging", "Message Volume", {"peak": 100}, {"sqs", "sns"}),
    ("messaging", "Ordering", {"order": "strict"}, {"sqs-fifo"}),
    ("messaging", "Ordering", {"pattern": "stream", "order": "partition"}, {"kinesis"}),
    ("messaging", "Protocol", {"protocol": "standard"}, {"mq"}),
    ("messaging", "Protocol", {"protocol": "aws"}, {"sqs"}),
    ("messaging", "Integration Needs", {"pattern": "routed", "sources": "saas"}, {"eventbridge"}),
    ("messaging", "Integration Needs", {"pattern": "many", "sources": "endpoints"}, {"sns"}),
]
ONCE_OR_MORE = {"need": "workflow", "exactly_once": "no"}
# A service that would be first, a workload beyond a limit of today, and another that takes its place.
LIMITS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("compute", {"expertise": "functions"}, "lambda", {"longest_seconds": 901}),
    ("compute", {"expertise": "functions"}, "lambda", {"memory_mb": 10_241}),
    ("compute", {"expertise": "functions"}, "lambda", {"payload_mb": 7}),
    ("compute", {"overhead": "minimal"}, "fargate", {"gpu": "yes"}),
    ("compute", {"overhead": "minimal"}, "fargate", {"vcpu": 17}),
    ("serverless", {"need": "api"}, "http-api", {"longest_seconds": 31}),
    ("serverless", {"need": "workflow"}, "step-functions", {"payload_kb": 257}),
    ("serverless", ONCE_OR_MORE, "step-functions-express", {"longest_seconds": 301}),
    ("data", {}, "dynamodb", {"item_kb": 401}),
    ("data", {"structure": "relational"}, "aurora", {"engine": "mariadb_oracle_sqlserver"}),
    ("messaging", {"pattern": "many"}, "sns", {"size_kb": 257}),
    ("messaging", {}, "sqs", {"size_kb": 1025}),
    ("messaging", {}, "sqs", {"order": "strict"}),
]  # fmt: skip


def advise(topic: str, **given: Any) -> choose.Advice:
    return choose.advise(choose.load(topic), given, TABLE, "eu-west-1")


def first(topic: str, given: dict[str, Any]) -> str:
    best = advise(topic, **given).ranking[0]
    assert not best.excluded
    return best.service.key


@pytest.mark.parametrize(
    ("topic", "factor", "given", "expected"),
    [
        pytest.param(
            *case, marks=pytest.mark.capability(CAPABILITIES[case[0]], "behaves"), id=f"{case[0]}-{i}"
        )
        for i, case in enumerate(GUIDE)
    ],
)
def test_the_guides_decision_factors_hold(
    topic: str, factor: str, given: dict[str, Any], expected: set[str]
) -> None:
    assert first(topic, given) in expected, factor


@pytest.mark.parametrize(
    ("topic", "given", "service", "beyond"),
    [
        pytest.param(
            *case, marks=pytest.mark.capability(CAPABILITIES[case[0]], "behaves"), id=f"{case[2]}-{i}"
        )
        for i, case in enumerate(LIMITS)
    ],
)
def test_a_limit_of_today_excludes_and_says_why(
    topic: str, given: dict[str, Any], service: str, beyond: dict[str, Any]
) -> None:
    assert first(topic, given) == service
    found = advise(topic, **given, **beyond)
    assert found.ranking[0].service.key != service
    (out,) = (each for each in found.ranking if each.service.key == service)
    assert out.excluded and all(rule.says and rule.source for rule in out.excluded)
    assert found.ranking.index(out) >= sum(not each.excluded for each in found.ranking)


def test_each_service_has_a_reason_a_price_and_what_would_change_it() -> None:
    found = advise("compute", overhead="minimal").to_json()
    best = found["services"][0]
    assert best["service"] == "fargate" and best["for"][0]["source"] == "guide: Operational Overhead"
    # Two tasks of 0.25 vCPU and 0.5 GB on Arm: 2 * 730 * (0.25 * 0.03238 + 0.5 * 0.00356).
    assert best["monthly"] == 14.42
    assert {"question": "shape", "answer": "bursty", "service": "lambda"} in found["would_change_it"]
    for turn in found["would_change_it"]:
        answer = turn["answer"]
        given = {"overhead": "minimal", turn["question"]: float(answer) if answer.isdigit() else answer}
        assert first("compute", given) == turn["service"]


def test_the_load_decides_between_functions_and_tasks_by_price() -> None:
    def price(service: str, **given: Any) -> float:
        services = advise("compute", **given).to_json()["services"]
        return next(float(each["monthly"]) for each in services if each["service"] == service)

    assert price("lambda", requests=100_000) < price("fargate", requests=100_000)
    assert price("lambda", requests=500_000_000) > price("fargate", requests=500_000_000)


@pytest.mark.parametrize("topic", choose.TOPICS)
def test_the_data_is_whole(topic: str) -> None:
    found = choose.load(topic)
    for rule in (*found.rules, *found.limits):
        assert rule.service in found.services and rule.source.startswith(("guide: ", "https://"))
        for name, expected in rule.when.items():
            answers = found.questions[name].answers
            if answers:
                assert {expected} if isinstance(expected, str) else set(expected) <= set(answers), rule
            else:
                assert str(expected)[0] in "<>", rule
    for service in found.services.values():
        assert (MODULES / service.module / "main.tf").exists()
        assert f"modules/{service.module}" in service.call
        assert {charge.item for charge in service.charges} <= set(TABLE.prices)
    for name in found.questions:
        asked = [rule for rule in (*found.rules, *found.limits) if name in rule.when]
        priced = any(
            name in charge.product or name in _OF_FIGURES
            for service in found.services.values()
            for charge in service.charges
        )
        assert asked or priced, f"{name} decides nothing"


_OF_FIGURES = {"duration_ms", "memory_mb", "copies", "item_kb", "size_kb"}


@pytest.mark.parametrize(
    ("content", "error", "next_step"),
    [
        ('cloud = "nine"', "'cloud' is no question of compute", "the questions are: expertise"),
        ('overhead = "none"', "overhead is 'none'", "write one of: minimal, some, full"),
        ("requests = -1", "requests is -1", "write a number"),
        ("requests = ", "is no workload", "as TOML"),
    ],
)
def test_a_wrong_workload_is_refused_with_what_to_write(
    content: str, error: str, next_step: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "workload.toml"
    file.write_text(content)
    assert run(tasks.choose, topic="compute", workload=str(file)) == 1
    said = capsys.readouterr().err
    assert error in said and next_step in said


def test_a_wrong_topic_or_region_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(tasks.choose, topic="storage") == 1
    assert "there is no choice 'storage'" in capsys.readouterr().err
    file = tmp_path / "workload.json"
    file.write_text(json.dumps({}))
    assert run(tasks.choose, topic="data", workload=str(file), region="eu-moon-1") == 1
    assert "--region, one of: eu-west-1, us-east-1" in capsys.readouterr().err
    assert run(tasks.choose, topic="data", workload=str(file), json=True) == 0
    assert json.loads(capsys.readouterr().out)["services"][0]["service"] == "dynamodb"


def test_at_a_terminal_it_asks_until_it_is_answered() -> None:
    typed = iter(["tomorrow", "kubernetes", *[""] * 7, "1,000,000", *[""] * 20])
    said: list[str] = []
    found = asking.at_terminal(choose.load("compute"), lambda _: next(typed), said.append)
    assert found["expertise"] == "kubernetes" and found["requests"] == 1_000_000 and found["copies"] == 2
    assert any(line.startswith("expertise is 'tomorrow'") for line in said)
    assert "1. EKS, $" in text.shown(advise("compute", **found))


def test_what_nothing_can_do_is_said() -> None:
    found = advise("messaging", size_kb=20_000, protocol="aws", pattern="many")
    possible = [each for each in found.ranking if not each.excluded]
    assert [each.service.key for each in possible] == ["mq"]


def test_nothing_of_it_is_loaded_for_the_list() -> None:
    import subprocess
    import sys

    code = (
        "import sys, tasks; sys.exit(any(name in sys.modules for name in ('tooling.choose', 'tooling.cost')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_errors_of_a_workload_are_the_platforms() -> None:
    with pytest.raises(PlatformError):
        choose.answered(choose.load("data"), {"gb": True})
