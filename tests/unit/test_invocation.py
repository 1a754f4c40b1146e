"""The next command printed is the one given, every option of it kept."""

from __future__ import annotations

import itertools
import re
import shlex
from typing import Any

import pytest
from invoke.parser import Parser

import tasks
from tests.unit.typed import Make, run
from tooling import invocation
from tooling.errors import PlatformError

Read = pytest.CaptureFixture[str]
SHARED = {
    "endpoint": "http://127.0.0.1:1",
    "target": ["terraform_data.a", 'terraform_data.b["x y"]'],
    "parallelism": 3,
    "lock_timeout": "5s",
}
TASKS = {
    "plan": tasks.plan,
    "apply": tasks.apply,
    "destroy": tasks.destroy,
    "output": tasks.output,
    "unlock": tasks.unlock,
    "policy": tasks.policy,
}


def commands(text: str) -> list[list[str]]:
    """Every command of ours in a text, as the shell reads it."""
    found = re.findall(r"\./invokew(?:'[^']*'|\"[^\"]*\"|[^`'\"(;\n])+", text)
    return [shlex.split(re.split(r"   and then|\.$", each)[0]) for each in found]


def parsed(words: list[str]) -> tuple[str, dict[str, Any]]:
    """A command's task and the options it is given, as invoke reads them; fails when it cannot."""
    (context,) = Parser(contexts=tasks.namespace.to_contexts()).parse_argv(words[1:])
    given = {name: arg.value for name, arg in context.args.items() if arg.got_value}
    return str(context.name), {name.replace("-", "_"): value for name, value in given.items()}


def given_to(name: str) -> dict[str, Any]:
    """The options above that a task has."""
    return {key: value for key, value in SHARED.items() if key in invocation.accepts(name)}


def refuse(*_: Any, **__: Any) -> Any:
    raise PlatformError("it failed", "correct it and run the same command again")


FAILURES = {
    "not confirmed": lambda patch, made: None,
    "no package": lambda patch, made: patch.setattr("tooling.packages.build_all", refuse),
    "not reachable": lambda patch, made: patch.setattr("tooling.deploy.target", refuse),
    "not applied": lambda patch, made: patch.setattr("tooling.state.exists", lambda *_: False),
    "a workspace": lambda patch, made: patch.setenv("TF_WORKSPACE", "x"),
    "not valid": lambda patch, made: (made.path / "main.tf").write_text("x"),
    "a wrong value": lambda patch, made: (made.path / "main.tf").write_text(
        'output "x" { value = file("no") }'
    ),
    "damaged": lambda patch, made: (made.runs / "reviewed").mkdir(parents=True),
    "stopped": lambda patch, made: patch.setattr("tooling.deploy.plan", stop),
}


def stop(*_: Any, **__: Any) -> Any:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("name", "failure"), list(itertools.product(TASKS, FAILURES)))
def test_every_command_that_fails_advises_commands_on_the_same_thing(
    environment: Make, capsys: Read, monkeypatch: Any, name: str, failure: str
) -> None:
    made = environment(protected=failure == "not confirmed")
    FAILURES[failure](monkeypatch, made)
    if failure == "not applied":
        monkeypatch.setattr("tooling.state.bootstrap", refuse)
    more: dict[str, Any] = {"id": "1-2"} if name == "unlock" else {}
    code = run(TASKS[name], env="dev", **given_to(name), **more)
    written = capsys.readouterr().err
    advice = written.rpartition("next: ")[2]
    for words in commands(advice):
        task, said = parsed(words)
        if task not in TASKS:
            continue
        kept = {key: value for key, value in given_to(name).items() if key in invocation.accepts(task)}
        expected = {"env": "dev", **kept, **(more if task == name else {})}
        assert {key: said.get(key) for key in expected} == expected, advice
    if code == 1:
        assert commands(advice) or "./invokew" not in advice


def test_the_same_command_is_spelled_out_with_all_it_was_given(
    environment: Make, capsys: Read, monkeypatch: Any
) -> None:
    environment()
    monkeypatch.setattr("tooling.deploy.plan", stop)
    assert run(tasks.apply, env="dev", endpoint="local", yes=True, full=True, target=["a b"]) == 1
    (words,) = commands(capsys.readouterr().err)
    assert parsed(words) == (
        "apply",
        {"env": "dev", "endpoint": "local", "yes": True, "full": True, "target": ["a b"]},
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("./invokew plan --env dev", "./invokew plan --env dev --endpoint local --target a"),
        (
            "start: ./invokew apply --env dev (see why: ./invokew local.logs)",
            "start: ./invokew apply --env dev --endpoint local --yes --target a "
            "(see why: ./invokew local.logs)",
        ),
        ("`./invokew unlock --env dev --id 7-a`", "`./invokew unlock --env dev --id 7-a --endpoint local`"),
        ("./invokew apply --env prod", "./invokew apply --env prod"),
        ("./invokew --help TASK tells", "./invokew --help TASK tells"),
        (
            "make a new plan: ./invokew plan",
            "make a new plan: ./invokew plan --env dev --endpoint local --target a",
        ),
        (
            "./invokew apply --env dev --endpoint http://x",
            "./invokew apply --env dev --endpoint http://x --yes --target a",
        ),
        (
            "sign in, and try again",
            "sign in, and try again: ./invokew apply --env dev --endpoint local --yes --target a",
        ),
        ("./invokew fmt", "./invokew fmt"),
    ],
)
def test_commands_in_a_text_are_completed_and_the_rest_stays(text: str, expected: str) -> None:
    def body(_: Any, env: str = "", endpoint: str = "", yes: bool = False, target: Any = None) -> None:
        assert invocation.completed(text) == expected

    invocation.known("apply", body)(None, env="dev", endpoint="local", yes=True, target=["a"])
    invocation.known("apply", tasks.apply.body)  # as it was


def test_without_a_command_a_text_stays_as_it_is() -> None:
    assert (
        invocation.completed("try again: ./invokew plan --env dev") == "try again: ./invokew plan --env dev"
    )


def test_what_was_only_checked_is_to_be_done_next() -> None:
    seen: list[str] = []

    def body(_: Any, check: bool = False) -> None:
        seen.append(invocation.completed("./invokew fmt"))

    invocation.known("fmt", body)(None, check=True)
    invocation.known("fmt", tasks.fmt.body)  # as it was
    assert seen == ["./invokew fmt"]
