"""What the pages say to type or to open is there: tasks with their options, files behind links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from invoke import Collection

import tasks
from tooling.paths import ROOT

PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")]
    if not page.is_relative_to(ROOT / ".cache")
)
COMMAND = re.compile(r"\./invokew ([a-z][^`\n#|]*)")
CORE = {"--help", "--list"}
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@pytest.fixture(scope="module")
def options() -> dict[str, set[str]]:
    """By task, its options."""
    return {context.name: {*context.flags} for context in Collection.from_module(tasks).to_contexts()}


@every_page
def test_commands_exist_with_their_options(page: Path, options: dict[str, set[str]]) -> None:
    wrong = [
        command
        for command in COMMAND.findall(page.read_text(encoding="utf-8"))
        for task, *words in [re.findall(r"[\w.-]+", command)]
        if not {word for word in words if word.startswith("--")}
        <= options.get(task.rstrip("."), set()) | CORE
        or task.rstrip(".") not in options
    ]
    assert wrong == []


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))
    assert [link for link in links if not (page.parent / link).exists()] == []
