"""Where a workload comes from: a file, or questions at a terminal."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tooling.choose import Answer, Topic, check
from tooling.errors import PlatformError


def from_file(file: Path) -> dict[str, Any]:
    """The answers in a file, TOML or JSON.

    Raises:
        PlatformError: it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8")
        content = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise PlatformError(
            f"{file} is no workload: {error}", 'write answers as TOML, such as: overhead = "minimal"'
        ) from error
    if not isinstance(content, dict):
        raise PlatformError(f"{file} is no workload", "write answers by the names of their questions")
    return content


def at_terminal(topic: Topic, ask: Callable[[str], str], say: Callable[[str], None]) -> dict[str, Answer]:
    """The answers of somebody who is asked; an empty line takes the default.

    Args:
        ask: shows a question, and returns what is typed.
    """
    found: dict[str, Answer] = {}
    for question in topic.questions.values():
        say(question.ask)
        for word, meaning in question.answers.items():
            say(f"  {word:<12} {meaning}")
        while question.name not in found:
            typed = ask(f"{question.name} [{question.default}]: ").strip()
            try:
                found[question.name] = check(question, _value(question.answers, typed) or question.default)
            except PlatformError as error:
                say(f"{error.message}: {error.next_step}")
    return found


def _value(answers: Any, typed: str) -> Any:
    if answers or not typed:
        return typed
    try:
        number = float(typed.replace("_", "").replace(",", ""))
    except ValueError:
        return typed
    return int(number) if number.is_integer() else number
