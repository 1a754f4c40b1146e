"""The page about a plan for its reviewers: whole in one file, opened in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.local_aws import browser
from tests.preflight.plans import change, plan_of
from tests.unit.typed import run
from tooling import cost, html_page
from tooling.errors import PlatformError
from tooling.html_page import Section

pytestmark = pytest.mark.capability("use.diagram", "behaves")
ATTACK = "</section><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a plan that deletes a protected table, gives a right, makes a queue with a hostile name."""
    folder = tmp_path_factory.mktemp("page")
    table = {"name": "orders", "deletion_protection_enabled": True}
    trust = json.dumps({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}]})
    rights = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::files/*"}
    policy = json.dumps({"Statement": [rights]})
    plan = plan_of(
        change("aws_dynamodb_table.orders", "delete", before=table),
        change("aws_iam_role.worker", "create", after={"name": "worker", "assume_role_policy": trust}),
        change("aws_iam_role_policy.worker", "create", after={"role": "worker", "policy": policy}),
        change("aws_sqs_queue.orders", "create", after={"name": ATTACK}),
        change("aws_nat_gateway.one", "create", after={"tags": {"Service": ATTACK}}),
    )
    provider = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}}
    plan.setdefault("configuration", {})["provider_config"] = provider
    (folder / "plan.json").write_text(json.dumps(plan))
    out = folder / "review.html"
    assert run(tasks.page, env="dev", plan=str(folder / "plan.json"), out=str(out)) == 0
    return out


def test_it_has_preflight_risk_access_cost_and_diagram(written: Path) -> None:
    text = written.read_text()
    assert re.findall(r"<summary>(\w+)", text) == ["Preflight", "Risk", "Access", "Cost", "Diagram"]
    preflight, risk, access, price, picture = text.split("<summary>")[1:]
    assert "aws_dynamodb_table.orders" in risk and "Loss of data (1)" in risk
    assert "1 that AWS will refuse" in preflight and "deletion_protection_enabled is on" in preflight
    assert "may s3:GetObject on files/*" in access
    assert "aws_nat_gateway.one" in price or "a month in eu-west-1" in price
    assert 'src="data:image/svg+xml;base64,' in picture


def test_it_loads_nothing_from_elsewhere_and_says_so_to_the_browser(written: Path) -> None:
    text = written.read_text()
    assert "default-src &#x27;none&#x27;" in text
    assert not re.findall(r"(?:src|href)=\"(?!data:)", text) and "<script" not in text and "url(" not in text


def test_names_of_a_plan_are_text() -> None:
    text = html_page.page(ATTACK, ATTACK, [Section(ATTACK, ATTACK, [("", ATTACK), ("bold red", ATTACK)])])
    assert "<script" not in text and "<img" not in text and text.count("&lt;script&gt;") == 7


@pytest.mark.skipif(browser.PROGRAM is None, reason="needs chromium or google-chrome")
def test_a_browser_shows_it_and_runs_nothing_of_it(written: Path, tmp_path: Path) -> None:
    dom = browser.shown(written.as_uri(), tmp_path / "profile")
    assert "<title>dev: " in dom and "taken" not in re.findall(r"<title>(.*?)</title>", dom)[0]
    assert dom.count("<details") == 5 and dom.count('<details open=""') == 3
    assert "Loss of data (1)" in dom


def test_without_a_file_it_says_which_word_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tasks.page, env="dev") == 1
    assert "--out review.html" in capsys.readouterr().err


def test_what_cannot_be_estimated_is_said_in_its_place(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise PlatformError("no prices for mars-1", "--region eu-west-1")

    monkeypatch.setattr(cost, "estimate", broken)
    out = tmp_path / "again.html"
    assert run(tasks.page, env="dev", plan=str(written.with_name("plan.json")), out=str(out)) == 0
    assert "not estimated: no prices for mars-1" in out.read_text()
