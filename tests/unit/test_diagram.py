"""Pictures of plans: what is drawn, as Mermaid and as SVG, legible at ten and at two hundred."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.unit.typed import run
from tooling import diagram
from tooling.diagram import Edge, Node, Picture, layout
from tooling.errors import PlatformError

KINDS = ("compute", "data", "door", "queue")


def picture(size: int, linked: int) -> Picture:
    """Services of four things each, every one of the first `linked` a chain."""
    nodes = tuple(
        Node(f"n{i}", f"thing-{i}\n{KINDS[i % 4]}", KINDS[i % 4], (f"service_{i // 4}",)) for i in range(size)
    )
    edges = tuple(Edge(f"n{i}", f"n{i + 1}", "calls") for i in range(linked) if i % 4 != 3)
    return Picture("shop", nodes, edges)


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the outermost boxes: D2 gives each group a fill by its depth."""
    found = re.findall(
        r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"[^>]*fill-B4', svg
    )
    return [(float(x), float(y), float(x) + float(w), float(y) + float(h)) for x, y, w, h in found]


@pytest.mark.capability("use.diagram", "behaves")
@pytest.mark.parametrize(("size", "linked", "groups"), [(10, 8, 2), (200, 60, 15)])
def test_it_is_legible_at_ten_and_at_two_hundred(size: int, linked: int, groups: int) -> None:
    svg = layout.svg(picture(size, linked))
    for index in range(size):
        assert f">thing-{index}<" in svg
    assert min(map(float, re.findall(r"font-size:([\d.]+)px", svg))) >= 14
    outer = boxes(svg)
    assert len(outer) >= groups
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in combinations(outer, 2):
        assert r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1, "two groups overlap"
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())  # type: ignore[union-attr]
    assert 1 / 5 < width / height < 5


def test_mermaid_has_each_thing_in_its_box_and_each_flow() -> None:
    found = layout.mermaid(picture(6, 4))
    assert '  subgraph service_0["service_0"]\n    n0{{"thing-0<br/>compute"}}:::compute' in found
    assert "  n0 -->|calls| n1\n" in found and found.count("subgraph") == 2
    quoted = layout.mermaid(Picture("x", (Node("a", 'the "old" one', "data"),)))
    assert "n0[(\"the 'old' one\")]:::data" in quoted


@pytest.mark.capability("use.diagram", "behaves")
def test_what_is_crowded_is_shown_by_module() -> None:
    found = diagram.by_module(picture(200, 0))
    assert len(found.nodes) == 200  # four kinds in each service: nothing to merge
    same = Picture("x", tuple(Node(f"n{i}", f"q{i}\nqueue", "queue", ("jobs",)) for i in range(9)))
    (merged,) = diagram.by_module(same).nodes
    assert (merged.label, merged.count) == ("9 of\nqueue", 9)


def plan() -> dict[str, Any]:
    tags = {"tags_all": {"Service": "orders"}}

    def made(address: str, **after: Any) -> dict[str, Any]:
        kind, name = address.split(".")
        change = {"actions": ["no-op"], "before": after, "after": after, "after_unknown": {}}
        return {"address": address, "mode": "managed", "type": kind, "name": name, "change": change}

    queue, function = "arn:aws:sqs:eu-west-1:1:jobs", "arn:aws:lambda:eu-west-1:1:function:work"
    return {
        "resource_changes": [
            made("aws_sqs_queue.jobs", name="jobs", arn=queue, **tags),
            made("aws_lambda_function.work", function_name="work", arn=function, **tags),
            made("aws_sns_topic.news", name="news", arn="arn:aws:sns:eu-west-1:1:news"),
            made("aws_lambda_event_source_mapping.m", event_source_arn=queue, function_name=function),
        ]
    }


@pytest.mark.capability("use.diagram", "behaves")
def test_of_what_is_applied_the_arns_say_who_is_meant() -> None:
    found = diagram.draw(plan(), None, "dev")
    assert found.edges == (Edge("aws_sqs_queue.jobs", "aws_lambda_function.work", "messages"),)
    service = diagram.draw(plan(), None, "dev", "service", "orders")
    assert {node.id for node in service.nodes} == {"aws_sqs_queue.jobs", "aws_lambda_function.work"}
    with pytest.raises(PlatformError) as failure:
        diagram.draw(plan(), None, "dev", "service", "moon")
    assert failure.value.next_step == "add --of, one of: orders"


@pytest.mark.capability("use.diagram", "behaves")
def test_the_task_writes_a_picture_and_mermaid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan()))
    asked = {"env": "dev", "plan": str(file)}
    assert run(tasks.diagram, **asked, out=str(tmp_path / "dev.svg")) == 0
    assert "<svg" in (tmp_path / "dev.svg").read_text()
    assert "drew 3 things and 1 flows" in capsys.readouterr().err
    assert run(tasks.diagram, **asked) == 0
    assert "n0 -->|messages| n1" in capsys.readouterr().out
    assert run(tasks.diagram, **asked, json=True) == 0
    assert json.loads(capsys.readouterr().out)["edges"][0]["label"] == "messages"
    for options, error in (({"zoom": "galaxy"}, "there is no zoom"), ({"out": "x.png"}, "of no kind")):
        assert run(tasks.diagram, **asked, **options) == 1
        assert error in capsys.readouterr().err
