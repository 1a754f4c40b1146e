"""How a review, outputs and services read."""

from __future__ import annotations

import io
import json
import re
import shlex

import pytest

from tooling import render
from tooling.aws import Target
from tooling.plan import Change, Counts, Drift, Review
from tooling.plan.risk import Action, Risk
from tooling.terraform import Output

TABLE = "aws_dynamodb_table"


def change(address: str, risk: Risk = Risk.ROUTINE, action: Action = Action.CREATE, **more: object) -> Change:
    module, _, rest = address.rpartition(".aws_")
    kind = f"aws_{rest}".split(".")[0]
    return Change(address=address, module=module, type=kind, action=action, risk=risk, **more)  # type: ignore[arg-type]


LOSS = change(
    "module.users.aws_dynamodb_table.this",
    Risk.LOSS_OF_DATA,
    Action.REPLACE,
    reasons=("replacing it loses the table and its items",),
    forced_by=("hash_key",),
)
ACCESS = change(
    "module.users.aws_iam_role_policy.this", Risk.ACCESS, reasons=("allows sqs:SendMessage on orders",)
)
ROUTINE = [change(f'module.alarms["{n}"].aws_cloudwatch_metric_alarm.this') for n in range(7)]
REVIEW = Review(Counts(add=8, replace=1), (*ROUTINE, ACCESS, LOSS))


def test_the_first_line_counts() -> None:
    assert render.text("local", Review(Counts(add=42), (ACCESS,))).splitlines()[0] == (
        "local: 42 to add, 0 to change, 0 to destroy"
    )


def test_nothing_to_change_is_one_line() -> None:
    assert render.text("local", Review(Counts(), ())) == "local: nothing to change"


def test_rare_fates_are_counted_only_when_there_are_some() -> None:
    line = render.summary("dev", Counts(change=1, replace=2, imported=3, moved=4, forgotten=5))
    assert (
        line == "dev: 0 to add, 1 to change, 2 to replace, 0 to destroy, 3 to import, 4 to move, 5 to forget"
    )


def test_loss_of_data_comes_first_with_its_reason() -> None:
    lines = render.text("dev", REVIEW).splitlines()
    assert lines[2] == "Loss of data (1)"
    assert lines[3] == (
        "  -/+ module.users.aws_dynamodb_table.this: replacing it loses the table and its items; "
        "replaced because hash_key changes"
    )
    assert lines[5] == "Access (1)"


def test_routine_creations_are_one_line_a_module_unless_full() -> None:
    short, full = render.text("dev", REVIEW), render.text("dev", REVIEW, full=True)
    assert "  +   module.alarms: 7 aws_cloudwatch_metric_alarm" in short.splitlines()
    assert short.count("metric_alarm") == 1
    assert full.count("metric_alarm") == 7


def test_a_whole_environment_that_goes_is_told_by_module() -> None:
    gone = [
        change(f"module.net.aws_{kind}.this", Risk.INTERRUPTION, Action.DESTROY, reasons=("goes away",))
        for kind in ("vpc", "subnet", "eip")
    ]
    lines = render.text("dev", Review(Counts(destroy=3), tuple(gone))).splitlines()
    assert lines[2:] == ["Interruption (3)", "  -   module.net: aws_eip, aws_subnet, aws_vpc"]


def test_an_update_names_what_changes() -> None:
    update = change("aws_sns_topic.a", action=Action.UPDATE, attributes=tuple("abcdefg"))
    assert "  ~   aws_sns_topic.a: changes a, b, c, d, e and 2 more" in render.text(
        "dev", Review(Counts(), (update,))
    )


def test_irrelevant_drift_is_kept_for_json() -> None:
    review = Review(
        Counts(change=1),
        (ACCESS,),
        drift=(Drift("aws_a.seen", False, ("x",), True), Drift("aws_a.hidden", False, ("x",), False)),
    )
    assert "aws_a.seen differs in x" in render.text("dev", review)
    assert "aws_a.hidden" not in render.text("dev", review)
    assert "aws_a.hidden" in render.as_json("dev", review)


def test_piped_output_has_no_colour_and_is_not_cut() -> None:
    long = change("module." + "x" * 200 + ".aws_iam_role.a", Risk.ACCESS, reasons=("y" * 200,))
    stream = io.StringIO()
    render.show("dev", Review(Counts(add=1), (long,)), stream=stream)
    assert "\x1b" not in stream.getvalue()
    assert "x" * 200 + ".aws_iam_role.a: " + "y" * 200 in stream.getvalue()


def test_a_terminal_gets_colour_and_at_most_100_columns() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    long = change("aws_iam_role.a", Risk.ACCESS, reasons=("many words " * 30,))
    render.show("dev", Review(Counts(add=1), (long,)), stream=stream)
    assert max(len(line) for line in stream.getvalue().splitlines()) <= render.WIDTH + len("\x1b[33m\x1b[0m")
    first, second = [line for line in stream.getvalue().splitlines() if "many words" in line][:2]
    plain = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in (first, second)]
    assert plain[0].startswith("  +") and plain[1].startswith(" " * 8 + "m")  # what goes on is further in


def test_markdown_folds_the_routine_and_keeps_the_rest_in_sight() -> None:
    page = render.markdown("dev", REVIEW)
    head, folded = page.split("<details>")
    assert "**Loss of data** (1)" in head and "**Access** (1)" in head
    assert "metric_alarm" not in head and folded.count("metric_alarm") == 7


@pytest.mark.capability("use.plan-apply", "behaves")
def test_json_has_the_same_facts() -> None:
    found = json.loads(render.as_json("dev", REVIEW))
    assert found["environment"] == "dev"
    assert found["counts"]["replace"] == 1
    assert found["loses_data"] is True
    assert {entry["risk"] for entry in found["changes"]} == {"loss_of_data", "access", "routine"}


def test_sensitive_outputs_are_named_only() -> None:
    shown = render.outputs({"a": Output("plain", False), "b": Output("hunter2", True)})
    assert shown == 'a = "plain"\nb = (sensitive)'


def test_services_are_ready_to_paste_at_the_address_that_serves_them() -> None:
    create = {"what": "create", "method": "POST", "path": "", "body": '{"name": "Ada\'s"}'}
    read = {"what": "read", "method": "GET", "path": "/{id}", "body": None}
    url = "https://abc.execute-api.eu-west-1.amazonaws.com/live/users"
    local = Target("local", "http://127.0.0.1:4566", "eu-west-1")
    text = render.services({"users": {"url": url, "try": [create, read]}}, local)
    first, second = [line.strip() for line in text.splitlines() if "curl" in line]
    assert first.startswith("ID=$(curl -sS -X POST")
    assert '{"name": "Ada\'s"}' in shlex.split(first.removeprefix("ID=$(").split(" | ")[0])
    assert '"http://127.0.0.1:4566/restapis/abc/live/_user_request_/users/$ID"' in second
    assert render.services({"users": {"url": url}}, Target("aws", None, "eu-west-1")) == f"users  {url}"


def test_calls_of_a_service_behind_iam_are_signed_with_the_callers_credentials() -> None:
    service = {
        "url": "https://abc.example",
        "authorization": "AWS_IAM",
        "try": [{"what": "look", "path": ""}],
    }
    text = render.services({"users": service}, Target("aws", None, "eu-west-1"))
    assert "--aws-sigv4 aws:amz:eu-west-1:execute-api" in text and "$AWS_SECRET_ACCESS_KEY" in text


def test_the_markdown_of_a_huge_plan_fits_into_a_comment_and_counts_what_it_leaves_out() -> None:
    losses = [
        change(f"module.users.aws_dynamodb_table.t{n}", Risk.LOSS_OF_DATA, Action.DESTROY) for n in range(5)
    ]
    routine = [change(f'module.alarms["{n:040}"].aws_cloudwatch_metric_alarm.this') for n in range(2000)]
    text = render.markdown("dev", Review(Counts(add=2000, destroy=5), (*losses, *routine)))
    assert len(text) <= 60_000
    assert all(each.address in text for each in losses)
    assert text.count("</details>") == 1
    left = int(re.search(r"^- … and (\d+) more$", text, re.MULTILINE)[1])  # type: ignore[index]
    assert left + text.count("aws_cloudwatch_metric_alarm") == 2000


def test_also_when_all_of_it_matters() -> None:
    long = tuple(f"allows {'x' * 5000} on {n}" for n in range(3))
    losses = [change(f"aws_dynamodb_table.t{n}", Risk.LOSS_OF_DATA, reasons=long) for n in range(2000)]
    text = render.markdown("dev", Review(Counts(destroy=2000), tuple(losses)))
    assert len(text) <= 60_000
    assert "aws_dynamodb_table.t0" in text and "- … and 19" in text


def test_a_small_plan_is_told_whole() -> None:
    assert "… and" not in render.markdown("dev", REVIEW)
