"""The next command printed is the one given, every option of it kept."""

from __future__ import annotations

import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invoke.parser import Parser

import tasks
from tests.unit.typed import Make, run
from tooling import drift, invocation
from tooling.errors import PlatformError

Read = pytest.CaptureFixture[str]
SHARED: dict[str, Any] = {
    "endpoint": "http://127.0.0.1:1",
    "target": ["terraform_data.a", 'terraform_data.b["x y"]'],
    "replace": ["terraform_data.c"],
    "parallelism": 3,
    "lock_timeout": "5s",
}
ALL = {name: tasks.namespace[name] for name in tasks.namespace.task_names}
# Those that are about an environment, and what each needs besides.
TASKS: dict[str, dict[str, Any]] = {
    "plan": {},
    "apply": {},
    "destroy": {},
    "review": {},
    "drift": {"only_code": True},
    "output": {},
    "unlock": {"id": "1-2"},
    "demo": {},
    "lifecycle": {},
    "policy": {},
    "preflight": {},
    "access": {},
    "cost": {},
    "diagram": {},
    "page": {"out": "review.html"},
    "adopt": {"arn": ["arn:aws:sqs:eu-west-1:123456789012:q"]},
    "validate": {},
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


def given_to(name: str, folder: Path) -> dict[str, Any]:
    """The options above that a task has, and what it needs."""
    (file := folder / "big one.tfvars").write_text("size = 2\n")
    shared = {**SHARED, "var_file": [str(file)]}
    return {key: value for key, value in shared.items() if key in invocation.accepts(name)} | TASKS[name]


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


# Where a command does not meet the failure, what it ends with. Everything else ends with 1.
WELL = {
    **{("plan", each): 2 for each in ("not confirmed", "not applied", "damaged")},
    **{("drift", each): 2 for each in ("not confirmed", "damaged")},
    **{("destroy", each): 0 for each in ("not confirmed", "damaged")},
}
# All that reads a plan that is kept, or an applied state: each failure is the same there.
READERS = (
    "preflight",
    "access",
    "cost",
    "diagram",
    "page",
    "policy",
    "lifecycle",
    "demo",
    "adopt",
    "validate",
)


def cases() -> Iterator[tuple[str, str]]:
    for name, failure in itertools.product(TASKS, FAILURES):
        if name not in READERS or failure == ("not valid" if name == "validate" else "not reachable"):
            yield name, failure


def test_every_task_about_an_environment_is_among_them() -> None:
    assert {name for name in ALL if "env" in invocation.accepts(name)} == set(TASKS)


@pytest.mark.parametrize(("name", "failure"), list(cases()))
def test_every_command_that_fails_advises_commands_on_the_same_thing(
    environment: Make, capsys: Read, monkeypatch: Any, tmp_path: Path, name: str, failure: str
) -> None:
    made = environment(protected=failure == "not confirmed")
    FAILURES[failure](monkeypatch, made)
    monkeypatch.setattr("tooling.policy.run", refuse)
    monkeypatch.setattr("tooling.check.fmt", lambda _: [])
    if failure == "not applied":
        monkeypatch.setattr("tooling.state.bootstrap", refuse)
    given = given_to(name, tmp_path)
    code = run(ALL[name], env="dev", **given)
    printed = capsys.readouterr()
    assert code == WELL.get((name, failure), 1), printed
    advice = printed.out if name == "review" else printed.err.rpartition("next: ")[2]
    for words in commands(advice):
        task, said = parsed(words)
        if task not in TASKS:
            continue
        kept = given if task == name else {key: given[key] for key in SHARED if key in given}
        kept = {key: value for key, value in kept.items() if key in invocation.accepts(task)}
        expected = {"env": "dev", **kept}
        assert {key: said.get(key) for key in expected} == expected, advice
    if code == 1:
        assert "next: " in printed.out + printed.err
        assert commands(advice) or "./invokew" not in advice


def values_for(name: str) -> dict[str, Any]:
    """A value for each option that a task has."""
    found: dict[str, Any] = {}
    for key, option in invocation._accepted[name].items():
        if isinstance(option.default, bool):
            found[key] = True
        elif isinstance(option.default, int | float):
            found[key] = option.default + 3
        else:
            found[key] = ["x", 'y["z w"]'] if key in ALL[name].iterable else "a b"
    return found


@pytest.mark.parametrize("name", ALL)
def test_each_option_of_each_task_is_in_the_command_spelled_out(name: str) -> None:
    given = values_for(name)
    token = invocation._current.set(invocation.Invocation(name, given))
    try:
        (words,) = commands(invocation.completed("run the same command again"))
        assert parsed(words) == (name, given)
        for other in {*TASKS} - {"unlock"} if "env" in given else ():
            (words,) = commands(invocation.completed(f"do this first: ./invokew {other} --env 'a b'"))
            task, said = parsed(words)
            shared = {"env", "endpoint", *SHARED} & set(given) & {*invocation.accepts(other)}
            assert (task, {key: said.get(key) for key in shared}) == (
                other,
                {key: given[key] for key in shared},
            )
    finally:
        invocation._current.reset(token)


def test_what_drift_advises_is_on_the_same_aws() -> None:
    change = {"actions": ["update"], "before": {"input": 1}, "after": {"input": 2}}
    one = {"address": 'terraform_data.a["it\'s"]', "mode": "managed", "type": "terraform_data"}
    plan = {"resource_changes": [{**one, "change": change}], "resource_drift": [{**one, "change": change}]}
    given = {"env": "dev", "endpoint": "local", "only_code": True}
    token = invocation._current.set(invocation.Invocation("drift", given))
    try:
        (found,) = drift.differences(plan, Path("none"), "dev")
    finally:
        invocation._current.reset(token)
    (words,) = commands(found.back)
    assert words[-2:] == ["--target", one["address"]]
    assert found.back.startswith("./invokew apply --env dev --endpoint local --target ")


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
