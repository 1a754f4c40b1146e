"""What an environment costs: AWS's own examples, what is unknown, what a change adds, the price table."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import cost, environments
from tooling.cost import compare, prices, renewal, rules, text, usage
from tooling.errors import PlatformError
from tooling.paths import MODULES, ROOT
from tooling.plan import resources

TABLE = prices.load()


def change(
    address: str,
    after: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None = None,
    unknown: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    module, _, resource = address.rpartition("module.x.")
    kind, name = resource.split(".")
    return {
        "address": address,
        "module_address": "module.x" if module or address.startswith("module.x.") else "",
        "mode": "managed",
        "type": kind,
        "name": name.partition("[")[0],
        "change": {"actions": ["create"], "before": before, "after": after, "after_unknown": unknown or {}},
    }


def plan(*changes: dict[str, Any], region: str = "us-east-1") -> dict[str, Any]:
    provider = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": region}}}}
    return {"resource_changes": list(changes), "configuration": {"provider_config": provider}}


def bill(*changes: dict[str, Any], free_tier: bool = False, **assumed: Any) -> cost.Estimate:
    planned = resources.read(plan(*changes))
    return cost.estimate(planned, TABLE, usage.Usage(assumed, free_tier=free_tier))


LAMBDA = {"memory_size": 512, "architectures": ["x86_64"]}
# What AWS's pricing pages (and pages that quote them) reckon, in US East (N. Virginia).
EXAMPLES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], bool, str]] = {
    "https://aws.amazon.com/lambda/pricing/ 3M requests of 1 s with 512 MB": (
        [change("aws_lambda_function.f", LAMBDA)],
        {"aws_lambda_function": {"requests": 3e6, "duration_ms": 1000}},
        True,
        "18.74",
    ),
    "https://aws.amazon.com/lambda/pricing/ 30M requests of 200 ms with 128 MB": (
        [change("aws_lambda_function.f", LAMBDA | {"memory_size": 128})],
        {"aws_lambda_function": {"requests": 30e6, "duration_ms": 200}},
        True,
        "11.63",
    ),
    "https://aws.amazon.com/lambda/pricing/ mobile application: 3M of 120 ms with 1536 MB": (
        [change("aws_lambda_function.f", LAMBDA | {"memory_size": 1536})],
        {"aws_lambda_function": {"requests": 3e6, "duration_ms": 120}},
        True,
        "2.73",
    ),
    "https://aws.amazon.com/step-functions/pricing/ 100,000 executions of 4 transitions": (
        [change("aws_sfn_state_machine.s", {"type": "STANDARD"})],
        {"aws_sfn_state_machine": {"executions": 100_000, "transitions": 4}},
        True,
        "9.90",
    ),
    "https://aws.amazon.com/api-gateway/pricing/ REST: 5M calls that answer 3 KB": (
        [change("aws_api_gateway_rest_api.a", {"name": "a"})],
        {"aws_api_gateway_rest_api": {"requests": 5e6, "response_kb": 3}},
        False,
        "18.79",
    ),
    "https://aws.amazon.com/api-gateway/pricing/ HTTP: 216M calls": (
        [change("aws_apigatewayv2_api.a", {"protocol_type": "HTTP"})],
        {"aws_apigatewayv2_api": {"requests": 216e6}},
        False,
        "216.00",
    ),
    "https://aws.amazon.com/kinesis/data-streams/pricing/ 100 records of 35 KB a second, 31 days": (
        [change("aws_kinesis_stream.s", {"shard_count": 4, "retention_period": 24})],
        {"aws_kinesis_stream": {"put_units": 100 * 2 * 86_400 * 31, "hours": 24 * 31}},
        False,
        "52.14",
    ),
    "https://aws.amazon.com/firehose/pricing/ 100 records of 3 KB a second": (
        [change("aws_kinesis_firehose_delivery_stream.f", {"name": "f"})],
        {"aws_kinesis_firehose_delivery_stream": {"gb": 100 * 5 * 86_400 * 30 / 1_048_576}},
        False,
        "35.84",
    ),
    "https://aws.amazon.com/eventbridge/pricing/ 5M events of a partner": (
        [change("aws_cloudwatch_event_bus.b", {"name": "b"})],
        {"aws_cloudwatch_event_bus": {"events": 5e6}},
        False,
        "5.00",
    ),
    "https://aws.amazon.com/fargate/pricing/ 5 tasks of 1 vCPU and 2 GB, 10 minutes a day": (
        [
            change("aws_ecs_service.s", {"launch_type": "FARGATE", "desired_count": 5}),
            change("aws_ecs_task_definition.t", {"cpu": "1024", "memory": "2048"}),
        ],
        {"aws_ecs_service": {"hours": 10 * 30 / 60}},
        False,
        "1.23",
    ),
    "https://aws.amazon.com/vpc/pricing/ 1 GB through a NAT gateway in its first hour": (
        [change("aws_nat_gateway.n", {})],
        {"aws_nat_gateway": {"hours": 1, "gb": 1}},
        False,
        "0.09",
    ),
    "https://aws.amazon.com/elasticloadbalancing/pricing/ 1.08 LCU": (
        [change("aws_lb.l", {"load_balancer_type": "application", "internal": True})],
        {"aws_lb": {"hours": 720, "lcu_hours": 1.08 * 720}},
        False,
        "22.42",
    ),
    "https://aws.amazon.com/kms/pricing/ a key, 10,000 objects encrypted and read 2M times": (
        [change("aws_kms_key.k", {})],
        {"aws_kms_key": {"requests": 2_010_000}},
        True,
        "6.97",
    ),
}


@pytest.mark.capability("cost.estimate", "behaves")
@pytest.mark.parametrize("example", EXAMPLES)
def test_published_examples_of_aws_come_out_to_the_cent(example: str) -> None:
    changes, assumed, free_tier, dollars = EXAMPLES[example]
    found = bill(*changes, free_tier=free_tier, **assumed)
    assert not found.after.unknown
    # A price of a later digit than its example moves the sum by a cent at most.
    assert abs(found.after.dollars - Decimal(dollars)) <= Decimal("0.011")


@pytest.mark.capability("cost.estimate", "behaves")
def test_what_is_not_known_is_listed_and_is_no_zero() -> None:
    found = bill(
        change("aws_lambda_function.f", LAMBDA),
        change("aws_mq_broker.b", {"host_instance_type": "mq.m7g.large", "storage_type": "ebs"}),
        change("aws_quantum_computer.q", {}),
        change("aws_db_instance.d", {"instance_class": "db.z9.huge", "engine": "postgres"}),
        aws_mq_broker={"gb": 1},
    ).after
    why = {(one.address, one.item): one.why for one in found.unknown}
    assert why["aws_lambda_function.f", "lambda.request"] == "needs requests"
    assert why["aws_lambda_function.f", "lambda.gb_second.x86"] == "needs requests, duration_ms"
    assert why["aws_mq_broker.b", "mq.m7g.large"] == "no price is known for us-east-1"
    assert why["aws_quantum_computer.q", ""] == "there is no rule for aws_quantum_computer"
    assert why["aws_db_instance.d", "rds.postgres.z9.huge"] == "the price table has no such line"
    assert "aws_lambda_function.f" not in {line.address for line in found.lines}


@pytest.mark.capability("cost.estimate", "behaves")
def test_a_change_is_its_difference_and_what_goes_is_taken_off() -> None:
    small, large = {"memory_size": 512}, {"memory_size": 1024}
    found = bill(
        change("aws_lambda_function.f", large, before=small),
        change("aws_nat_gateway.n", None, before={}),
        change("aws_eip.e", {}, before={}),
        aws_lambda_function={"requests": 1e6, "duration_ms": 1000},
        aws_nat_gateway={"gb": 0},
    )
    assert dict(cost.deltas(found)) == {
        "aws_nat_gateway.n": Decimal("-32.850"),
        "aws_lambda_function.f": Decimal("8.33335"),
    }
    assert found.delta == Decimal("8.33335") - Decimal("32.850")
    shown = text.shown("dev", found)
    assert "The change: -$24.52 ($45.03 now)" in shown and "-$32.85  aws_nat_gateway.n" in shown


@pytest.mark.capability("cost.estimate", "behaves")
def test_sums_are_by_service_module_and_tag() -> None:
    tags = {"tags_all": {"Service": "orders"}}
    found = bill(
        change("module.x.aws_kms_key.k", tags), change("aws_eip.e", {}), aws_kms_key={"requests": 0}
    ).to_json()
    assert found["by_service"] == {"VPC": 3.65, "KMS": 1.0}
    assert found["by_module"] == {"(root)": 3.65, "x": 1.0}
    assert found["by_tag_Service"] == {"(untagged)": 3.65, "orders": 1.0}
    assert found["monthly"] == 4.65 and found["region"] == "us-east-1"


def test_spot_takes_the_tasks_beyond_the_base() -> None:
    shares = [
        {"capacity_provider": "FARGATE", "base": 2, "weight": 1},
        {"capacity_provider": "FARGATE_SPOT", "weight": 3},
    ]
    found = bill(
        change("aws_ecs_service.s", {"desired_count": 6, "capacity_provider_strategy": shares}),
        change("aws_ecs_task_definition.t", {"cpu": "1024", "memory": "1024"}),
    )
    counts = {line.item: line.quantity / 730 for line in found.after.lines}
    assert counts["fargate.vcpu.x86"] == 3 and counts["fargate.spot_vcpu.x86"] == 3


def test_the_last_assumption_that_matches_wins() -> None:
    assumed = usage.read(
        {"aws_lambda_function": {"requests": 1, "duration_ms": 5}, "module.a.*[0]": {"requests": 2}}
    )
    assert assumed.of("aws_lambda_function", "module.a.f[0]") == {"requests": 2, "duration_ms": 5}
    assert assumed.of("aws_lambda_function", "module.b.f[0]") == {"requests": 1, "duration_ms": 5}
    assert list(assumed.idle({"module.b.f[0]": "aws_lambda_function"})) == ["module.a.*[0]"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("[aws_eip]\nhours = -1", "hours of [aws_eip] is -1"),
        ("[aws_eip]\nhours = 'all'", "hours of [aws_eip] is 'all'"),
        ("requests = 1", "requests is outside a section"),
        ("[aws_nat_gateway]\nhour = 1", "no price depends on hour of [aws_nat_gateway]"),
        ("[", "is no TOML"),
    ],
)
def test_wrong_assumptions_are_refused_by_name(content: str, error: str, tmp_path: Path) -> None:
    file = tmp_path / "usage.toml"
    file.write_text(content)
    with pytest.raises(PlatformError, match=error.replace("[", r"\[").replace("'", ".")):
        usage.load(file)


def test_a_wrong_word_gets_the_nearest_one() -> None:
    with pytest.raises(PlatformError) as refused:
        usage.read({"aws_nat_gateway": {"gbs": 5}})
    assert refused.value.next_step == "write gb"


def test_the_words_of_assumptions_are_those_that_rules_read() -> None:
    code = "\n".join(file.read_text() for file in (ROOT / "tooling/cost/rules").glob("*.py"))
    calls = re.findall(r"\.(?:used|product)\(.*?,((?:\s*\"\w+\",?)+)", code)
    read = {word for call in calls for word in re.findall(r"\w+", call)}
    for before, after in re.findall(r'usage(?:\.get\(|\[)"(\w+)"|"(\w+)" in case\.usage', code):
        read.add(before or after)
    assert read == usage.WORDS


@pytest.mark.capability("cost.estimate", "behaves")
def test_every_price_has_its_page_its_date_and_a_second_source_or_says_it_has_none() -> None:
    assert {"eu-west-1", "us-east-1"} <= set(TABLE.regions)
    for each in TABLE.prices.values():
        assert each.source.startswith("https://aws.amazon.com/"), each.item
        assert each.dated <= datetime.date.today()
        assert all(price > 0 for price in each.prices.values()), each.item
    assert prices.TABLE.read_text() == prices.written(TABLE)


def test_nearly_every_type_that_a_module_makes_has_a_rule_or_is_free() -> None:
    """The rest is listed as unknown by every estimate that meets it."""
    import re

    made = {
        kind
        for file in MODULES.rglob("*.tf")
        for kind in re.findall(r'^resource "(aws_\w+)"', file.read_text(), re.MULTILINE)
    }
    lacking = made - set(rules.rules()) - set(rules.free())
    assert len(lacking) < len(made) / 8, "write rules in tooling/cost/rules, or add types to free.toml"
    assert not set(rules.rules()) & set(rules.free())


def test_the_assumptions_of_each_environment_can_be_read() -> None:
    for name in environments.names():
        assert usage.load(environments.get(name).path / usage.FILE).sections


# Models of payment.


@pytest.mark.capability("cost.compare", "behaves")
def test_steady_instances_are_cheaper_reserved_by_what_the_guide_says() -> None:
    """Ten t3.medium: 40 % less reserved for a year, 35 % less by a plan that bends (the guide rounds up)."""
    nodes = {"instance_types": ["t3.medium"], "scaling_config": [{"desired_size": 10}]}
    found = bill(change("aws_eks_node_group.n", nodes)).after
    options = {(each.model.split(" ")[0], each.years): each for each in compare.compare(found)}
    reserved, plan, spot = options["EC2", 1], options["Compute", 1], options["Spot", 0]
    assert found.dollars == Decimal("303.68")
    assert 0.35 <= reserved.saving / found.dollars <= 0.42
    assert 0.25 <= plan.saving / found.dollars <= 0.37
    assert options["EC2", 3].monthly < reserved.monthly < plan.monthly < found.dollars
    assert (reserved.break_even_percent, reserved.break_even_hours) == (63, 460)
    assert spot.break_even_hours == 0 and "two minutes" in spot.note


@pytest.mark.capability("cost.compare", "behaves")
def test_what_is_paid_up_front_pays_off_in_a_month_of_the_term() -> None:
    table = {"billing_mode": "PROVISIONED", "write_capacity": 100, "read_capacity": 0}
    found = bill(change("aws_dynamodb_table.t", table), aws_dynamodb_table={"gb": 0}).after
    (option,) = (each for each in compare.compare(found) if each.item == "dynamodb.wcu")
    assert option.break_even_month == 6
    assert "paid off in month 6" in text.compared([option], {})


@pytest.mark.capability("cost.compare", "behaves")
def test_what_has_no_other_model_is_said() -> None:
    found = bill(change("aws_eip.e", {})).after
    assert compare.compare(found) == [] and list(compare.without_models(found)) == ["vpc.ipv4"]


# The table, renewed.

HEAD = """"FormatVersion","v1.0"
"SKU","TermType","StartingRange","PricePerUnit","Currency","usageType","operation"
"""


def test_the_price_list_of_aws_renews_the_table() -> None:
    asked = []

    def fetch(service: str, region: str) -> list[str]:
        asked.append((service, region))
        if service != "AmazonEC2":
            return []
        prefix = "EU-" if region == "eu-west-1" else ""
        rows = [
            f"1,OnDemand,0,0.0460000000,USD,{prefix}NatGateway-Hours,NatGateway",
            f"2,Reserved,0,0.01,USD,{prefix}NatGateway-Hours,NatGateway",
            f"3,OnDemand,100,0.01,USD,{prefix}NatGateway-Bytes,NatGateway",
            f"4,OnDemand,0,0.049,USD,{prefix}NatGateway-Bytes,NatGateway",
            f"5,OnDemand,0,0.9,USD,{prefix}BoxUsage:t3.micro,RunInstances:0002",
        ]
        return (HEAD + "\n".join(rows)).splitlines()

    day = datetime.date(2027, 1, 2)
    found = renewal.renewed(TABLE, fetch, day)
    hour = found.table.prices["nat.hour"]
    assert hour.prices["eu-west-1"] == Decimal("0.046") and hour.dated == day and "eu-west-1" in hour.verified
    assert found.changed["nat.hour", "us-east-1"] == (Decimal("0.045"), Decimal("0.046"))
    assert found.table.prices["nat.gb"].prices["us-east-1"] == Decimal("0.049")  # the first range
    assert ("ec2.t3.micro", "us-east-1") in found.missing  # with licences it is another price
    assert found.table.prices["ec2.t3.micro"] == TABLE.prices["ec2.t3.micro"]
    assert prices.read(prices.written(found.table).splitlines()) == found.table


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("nat.hour,hour,cheap,1,,https://aws.amazon.com/,2026-01-01,,", "line 2: not a price"),
        ("moon.hour,hour,1,1,,https://aws.amazon.com/,2026-01-01,,", "no service is known for moon.hour"),
    ],
)
def test_a_broken_line_of_the_table_is_named(row: str, error: str) -> None:
    head = "item,unit,eu-west-1,us-east-1,free,source,dated,verified,list"
    with pytest.raises(PlatformError, match=error):
        prices.read([head, row])


# As one types it.


@pytest.mark.capability("cost.estimate", "behaves")
def test_the_task_answers_machines_and_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(change("aws_eip.e", {}), region="eu-west-1")))
    assert run(tasks.cost, env="dev", plan=str(file), json=True) == 0
    assert json.loads(capsys.readouterr().out)["monthly"] == 3.65
    assert run(tasks.cost, env="dev", plan=str(file)) == 0
    assert "dev: $3.65 a month in eu-west-1" in capsys.readouterr().out
    assert run(tasks.cost, env="dev", plan=str(file), compare=True) == 0
    assert "Only on demand:\n  vpc.ipv4: $3.65" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "error", "next_step"),
    [
        ({}, "no plan of 'dev' is kept", "./invokew plan --env dev"),
        ({"plan": "tasks.py"}, "holds no plan", "terraform show -json"),
        ({"region": "eu-moon-1"}, "has no region 'eu-moon-1'", "--region, one of: eu-west-1, us-east-1"),
    ],
)
def test_what_cannot_be_answered_says_what_to_type(
    options: dict[str, str], error: str, next_step: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if "region" in options:
        file = tmp_path / "plan.json"
        file.write_text(json.dumps(plan()))
        options = {"plan": str(file), **options}
    assert run(tasks.cost, env="dev", **options) == 1
    said = capsys.readouterr().err
    assert error in said and next_step in said
