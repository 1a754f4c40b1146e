"""docs/from-terraform-aws-modules.md names inputs that exist."""

import re
from collections.abc import Iterator

import pytest

from tooling import paths

PAGE = paths.ROOT / "docs" / "from-terraform-aws-modules.md"
WANTED = {
    *("vpc", "ecs", "eks", "alb", "autoscaling", "lambda", "rds", "s3-bucket", "dynamodb-table"),
    *("sqs", "sns", "eventbridge", "apigateway-v2"),
}


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Heading, their inputs, ours, and the note."""
    for section in PAGE.read_text().split("\n## ")[1:]:
        heading, *lines = section.splitlines()
        for line in lines:
            if line.startswith("|") and not line.startswith(("| Theirs", "| ---")):
                _, theirs, ours, note, _ = (cell.strip() for cell in line.split("|"))
                yield heading, theirs, ours, note


@pytest.mark.capability("use.consume", "behaves")
def test_inputs_named_for_those_of_other_modules_exist() -> None:
    missing = []
    for heading, _, ours, _ in rows():
        modules = {each.rpartition("/")[2]: each for each in re.findall(r"modules/([\w-]+/[\w-]+)/", heading)}
        for named in re.findall(r"`([^`]+)`", ours):
            module, _, name = named.rpartition(": ")
            folder = paths.ROOT / "modules" / (modules[module] if module else next(iter(modules.values())))
            if f'variable "{name}" ' not in (folder / "variables.tf").read_text():
                missing.append(f"{folder.name}: {name}")
    assert missing == []


def test_every_module_asked_for_is_compared_and_every_no_has_a_reason() -> None:
    assert {re.split(r"[ ,]", heading)[0] for heading, *_ in rows()} == WANTED
    assert [theirs for _, theirs, ours, note in rows() if ours == "no" and not note] == []
