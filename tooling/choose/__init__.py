"""Which service for which workload: the guide's tables and decision factors as a program.

A topic (`compute.toml` and so on) has questions, services, rules and limits. A rule speaks for or against a
service, with a weight; a limit excludes it. Services are ranked by the sum of their weights, then by price.
Rules and limits name their source, so that one can read them and disagree.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tooling.cost.prices import Table
from tooling.errors import PlatformError

HERE = Path(__file__).parent
TOPICS = ("compute", "serverless", "data", "messaging")
Answer = str | float
Workload = Mapping[str, Answer]
_COMPARED = re.compile(r"(>=|<=|>|<)\s*([\d.]+)")


@dataclass(frozen=True)
class Question:
    """What is asked. `answers` are the words to choose from, with their meaning; none for a number."""

    name: str
    ask: str
    answers: Mapping[str, str]
    default: Answer


@dataclass(frozen=True)
class Rule:
    """What speaks for a service, or against it (a negative weight), when all of `when` holds."""

    service: str
    when: Mapping[str, Any]
    weight: int
    says: str
    source: str


@dataclass(frozen=True)
class Charge:
    """A line of the price table, and what to multiply: numbers, and names of `figures`."""

    item: str
    product: tuple[str | float, ...]


@dataclass(frozen=True)
class Service:
    """One of the services to choose from. `call` is what to paste beside `module "platform"`."""

    key: str
    name: str
    module: str
    about: str
    charges: tuple[Charge, ...]

    @property
    def call(self) -> str:
        """The module call, as it works in a root in environments/."""
        return (HERE / "calls" / f"{self.key}.tf").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Topic:
    """One choice: its questions, services, rules, and limits (rules that exclude)."""

    name: str
    questions: Mapping[str, Question]
    services: Mapping[str, Service]
    rules: tuple[Rule, ...]
    limits: tuple[Rule, ...]


@dataclass(frozen=True)
class Ranked:
    """A service with what speaks for it and against it. `excluded` has the limits that it breaks."""

    service: Service
    score: int
    reasons: tuple[Rule, ...]
    against: tuple[Rule, ...]
    excluded: tuple[Rule, ...]
    monthly: Decimal | None


@dataclass(frozen=True)
class Turn:
    """Another answer, with which another service would be first."""

    question: str
    answer: str
    service: Service


@dataclass(frozen=True)
class Advice:
    """The services, best first, and the answers that would change which is."""

    topic: str
    workload: Workload
    region: str
    ranking: tuple[Ranked, ...]
    turns: tuple[Turn, ...]

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "topic": self.topic,
            "workload": dict(self.workload),
            "region": self.region,
            "services": [
                {
                    "service": each.service.key,
                    "name": each.service.name,
                    "module": each.service.module,
                    "possible": not each.excluded,
                    "score": each.score,
                    "for": [_said(rule) for rule in each.reasons],
                    "against": [_said(rule) for rule in each.against],
                    "excluded_by": [_said(rule) for rule in each.excluded],
                    "monthly": None if each.monthly is None else float(round(each.monthly, 2)),
                    "call": each.service.call,
                }
                for each in self.ranking
            ],
            "would_change_it": [
                {"question": turn.question, "answer": turn.answer, "service": turn.service.key}
                for turn in self.turns
            ],
        }


@cache
def load(name: str) -> Topic:
    """Read a topic.

    Raises:
        PlatformError: there is no such topic.
    """
    if name not in TOPICS:
        raise PlatformError(
            f"there is no choice '{name}'" if name else "it does not say what to choose",
            f"use one of: {', '.join(TOPICS)}",
        )
    content = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    questions = {
        key: Question(key, each["ask"], each.get("answers", {}), each["default"])
        for key, each in content["questions"].items()
    }
    services = {
        key: Service(
            key,
            each["name"],
            each["module"],
            each["about"],
            tuple(Charge(charge["item"], tuple(charge["product"])) for charge in each["cost"]),
        )
        for key, each in content["services"].items()
    }
    return Topic(name, questions, services, tuple(_rules(content["rules"])), tuple(_rules(content["limits"])))


def answered(topic: Topic, given: Mapping[str, Any]) -> dict[str, Answer]:
    """A workload: what is given, and the defaults of the rest.

    Raises:
        PlatformError: something that is not asked, or an answer that is none.
    """
    for name, value in given.items():
        question = topic.questions.get(name)
        if question is None:
            known = ", ".join(topic.questions)
            raise PlatformError(f"'{name}' is no question of {topic.name}", f"the questions are: {known}")
        check(question, value)
    return {name: given.get(name, each.default) for name, each in topic.questions.items()}


def check(question: Question, value: Any) -> Answer:
    """The answer, if it is one.

    Raises:
        PlatformError: it is not.
    """
    if question.answers:
        if value not in question.answers:
            raise PlatformError(
                f"{question.name} is {value!r}", f"write one of: {', '.join(question.answers)}"
            )
        return str(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise PlatformError(f"{question.name} is {value!r}", "write a number, 0 or more")
    return value


def advise(topic: Topic, given: Mapping[str, Any], table: Table, region: str) -> Advice:
    """Rank the services for a workload.

    Raises:
        PlatformError: the workload, or the region, is none that is known.
    """
    workload = answered(topic, given)
    ranking = _ranking(topic, workload, table, table.of_region(region))
    return Advice(topic.name, workload, region, ranking, tuple(_turns(topic, workload, table, region)))


def holds(when: Mapping[str, Any], workload: Workload) -> bool:
    """Whether all conditions hold: a word, one of several words, or a comparison with a number."""
    return all(_holds(expected, workload[name]) for name, expected in when.items())


def figures(workload: Workload) -> dict[str, float]:
    """The numbers of a workload, and what follows from them."""
    known = {name: float(value) for name, value in workload.items() if not isinstance(value, str)}
    requests, ms = known.get("requests", 0), known.get("duration_ms", 0)
    gb = known.get("memory_mb", 0) / 1024
    seconds = ms / 1000
    # Three times the average at peak; a copy serves ten requests at once.
    busy = requests / 2_628_000 * seconds * 3
    tasks = max(known.get("copies", 0), math.ceil(busy / 10))
    vcpu = known.get("vcpu", 0)
    fit = min(2 / vcpu if vcpu else math.inf, 4 / gb if gb else math.inf)  # on a t4g.medium
    reads, writes = known.get("reads", 0), known.get("writes", 0)
    item = known.get("item_kb", 0)
    size = known.get("size_kb", 0)
    messages = known.get("messages", 0)
    return known | {
        "seconds": seconds,
        "gb_seconds": requests * seconds * gb,
        "gb": known.get("gb", gb),
        "tasks": tasks,
        "instances": max(known.get("copies", 0), math.ceil(tasks / fit) if fit < math.inf else 0),
        "read_units": reads * math.ceil(item / 4 or 1) / 2,
        "write_units": writes * math.ceil(item or 1),
        "acus": max(0.5, (reads + writes) / 2_628_000 / 100),
        "chunks": math.ceil(size / 64 or 1),
        "stream_gb": messages * size / 1024**2,
    }


def _ranking(topic: Topic, workload: Workload, table: Table, region: str) -> tuple[Ranked, ...]:
    found = []
    for service in topic.services.values():
        rules = [each for each in topic.rules if each.service == service.key and holds(each.when, workload)]
        broken = [each for each in topic.limits if each.service == service.key and holds(each.when, workload)]
        found.append(
            Ranked(
                service,
                sum(each.weight for each in rules),
                tuple(each for each in rules if each.weight > 0),
                tuple(each for each in rules if each.weight < 0),
                tuple(broken),
                _monthly(service, workload, table, region),
            )
        )
    price = Decimal("Infinity")
    return tuple(
        sorted(
            found,
            key=lambda each: (
                bool(each.excluded),
                -each.score,
                price if each.monthly is None else each.monthly,
            ),
        )
    )


def _monthly(service: Service, workload: Workload, table: Table, region: str) -> Decimal | None:
    """The price of a month, None when a price is not known."""
    known = figures(workload)
    total = Decimal(0)
    for charge in service.charges:
        price = table.prices[charge.item].prices.get(region)
        if price is None:
            return None
        quantity = math.prod(known[one] if isinstance(one, str) else one for one in charge.product)
        total += Decimal(str(quantity)) * price
    return total


def _turns(topic: Topic, workload: Workload, table: Table, region: str) -> Iterator[Turn]:
    first = _ranking(topic, workload, table, region)[0].service.key
    for name, question in topic.questions.items():
        seen = {first}
        for answer in question.answers or _thresholds(topic, name):
            other = {**workload, name: answer}
            best = _ranking(topic, other, table, region)[0]
            if best.service.key not in seen and not best.excluded:
                seen.add(best.service.key)
                yield Turn(name, str(answer), best.service)


def _thresholds(topic: Topic, name: str) -> list[Answer]:
    """Numbers just beyond those that rules and limits compare an answer with."""
    found: set[float] = set()
    for rule in (*topic.rules, *topic.limits):
        match = _COMPARED.fullmatch(str(rule.when.get(name, "")))
        if match:
            found |= {float(match[2]) + 1, max(float(match[2]) - 1, 0)}
    return [int(each) if each.is_integer() else each for each in sorted(found)]


def _holds(expected: Any, value: Answer) -> bool:
    if isinstance(expected, list):
        return value in expected
    match = _COMPARED.fullmatch(str(expected))
    if match is None or isinstance(value, str):
        return bool(value == expected)
    limit = float(match[2])
    return {">": value > limit, "<": value < limit, ">=": value >= limit, "<=": value <= limit}[match[1]]


def _rules(content: list[dict[str, Any]]) -> Iterator[Rule]:
    for each in content:
        yield Rule(each["service"], each["when"], each.get("weight", 0), each["says"], each["source"])


def _said(rule: Rule) -> dict[str, Any]:
    return {"says": rule.says, "weight": rule.weight, "source": rule.source}
