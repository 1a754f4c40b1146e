"""What a refusal says one may write is what its validation takes: the same numbers, the last one included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
_VALIDATION = re.compile(r"^  +(?:validation|precondition) \{\n(.*?)^  +\}\n", re.MULTILINE | re.DOTALL)
_CONDITION = re.compile(r"^ +condition += (.*?)^ +error_message += (.*)", re.MULTILINE | re.DOTALL)
_JOINED = re.compile(r'",\n +"')  # the lines of one message
_COMPARED = re.compile(r"(<=|>=|<|>) +(\d+)\b")
# Some of a list, or none: no number of anything.
_ANY = re.compile(r"length\([^()]*(?:\([^()]*\)[^()]*)*\) > 0")
# Limits that are no limits in the eyes of who writes: the largest number there is, characters of base64.
UNTOLD = {
    ("compute/ec2-autoscaling", "<=", 21848),
    ("compute/ec2-autoscaling", ">=", 1),
    ("compute/ecs-service", "<=", 2147483647),
    ("discovery/cloud-map-service", "<=", 2147483647),
    ("discovery/private-dns-service", "<=", 2147483647),
    ("messaging/pipe", ">", 0),
    ("serverless/graphql-api", "<=", 1),
    ("serverless/graphql-api", ">=", 1),
}
# 0 is for ever.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTIONS = (
    "0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, "
    "365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
)
_WORDS = {0: "none", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 7: "seven"}

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_refusals_name_the_limits_that_are_kept(module: Path) -> None:
    wrong = [
        (file.name, operator, number, message)
        for file in sorted(module.glob("*.tf"))
        for condition, message in _validations(file)
        for operator, number in _COMPARED.findall(_ANY.sub("", condition))
        if ("/".join(module.parts[-2:]), operator, int(number)) not in UNTOLD
        if not _told(operator, int(number), message)
    ]
    assert wrong == []


@every_module
def test_logs_are_kept_for_as_long_as_cloudwatch_can(module: Path) -> None:
    """Of what is written to CloudWatch Logs, which takes some numbers of days alone."""
    taken = [
        (file.name, numbers)
        for file in sorted(module.glob("*.tf"))
        for condition, _ in _validations(file)
        for numbers in re.findall(r"contains\(\s*\[([\d, ]+)\],\s*[\w.]*retention_days", condition)
    ]
    assert [each for each in taken if each[1] != RETENTIONS] == []


def _validations(file: Path) -> Iterator[tuple[str, str]]:
    for body in _VALIDATION.findall(file.read_text()):
        if match := _CONDITION.search(body):
            yield match[1], _JOINED.sub(" ", match[2].strip())


def _told(operator: str, number: int, message: str) -> bool:
    """Whether the message names the last number that is taken, or the next one as no longer taken."""
    last = number + {"<": -1, ">": 1}.get(operator, 0)
    beyond = rf"(less|fewer) than {last + 1}" if "<" in operator else rf"(more than|above) {last - 1}"
    words = [rf"(?<![\w.]){each}" for each in (last, _WORDS.get(last, last))]
    return any(re.search(rf"{each}(?![\w.]*\d)", message) for each in [*words, beyond])
