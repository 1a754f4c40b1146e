"""Which words an apply or a destroy wants before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling.consent import Given, obtain, questions
from tooling.environments import Backend, Environment
from tooling.errors import PlatformError
from tooling.plan import Change, Counts, Review
from tooling.plan.risk import Action, Risk

LOSS = Review(
    Counts(destroy=1), (Change("aws_sqs_queue.a", "", "aws_sqs_queue", Action.DESTROY, Risk.LOSS_OF_DATA),)
)
SAFE = Review(Counts(add=1), (Change("aws_sqs_queue.a", "", "aws_sqs_queue", Action.CREATE, Risk.ROUTINE),))


def environment(name: str, protected: bool = False) -> Environment:
    return Environment(name, Path(name), Backend("b", "k", "eu-west-1"), protected)


DEV, PROD, LOCAL = environment("dev"), environment("prod", protected=True), environment("local")


@pytest.mark.parametrize(
    ("where", "review", "given"),
    [
        (LOCAL, LOSS, Given()),
        (DEV, SAFE, Given(yes=True)),
        (DEV, SAFE, Given(confirm="dev")),
        (DEV, LOSS, Given(yes=True, data_loss=True)),
        (PROD, SAFE, Given(confirm="prod")),
        (PROD, LOSS, Given(confirm="prod", data_loss=True)),
    ],
)
def test_with_every_word_given_nobody_is_asked(where: Environment, review: Review, given: Given) -> None:
    obtain(where, review, given, "apply", ask=None)


@pytest.mark.parametrize(
    ("where", "review", "given", "flags"),
    [
        (DEV, SAFE, Given(), "--yes"),
        (DEV, LOSS, Given(yes=True), "--allow-data-loss"),
        (DEV, LOSS, Given(), "--allow-data-loss --yes"),
        (PROD, SAFE, Given(yes=True), "--confirm prod"),
        (PROD, LOSS, Given(confirm="prod"), "--allow-data-loss"),
    ],
)
def test_without_a_terminal_it_refuses_and_tells_the_missing_words(
    where: Environment, review: Review, given: Given, flags: str
) -> None:
    with pytest.raises(PlatformError) as refused:
        obtain(where, review, given, "apply", ask=None)
    assert "nothing was changed" in refused.value.message
    assert refused.value.next_step.endswith(f"./invokew apply --env {where.name} {flags}")


def test_a_confirmation_for_another_environment_is_refused() -> None:
    with pytest.raises(PlatformError, match="--confirm names 'dev', but this is 'prod'"):
        questions(PROD, SAFE, Given(confirm="dev"), "apply")


def test_a_protected_environment_wants_its_name_typed_and_nothing_else_will_do() -> None:
    obtain(PROD, SAFE, Given(), "apply", ask=lambda _: "prod\n")
    for answer in ("yes\n", "\n", "Prod\n", ""):
        with pytest.raises(PlatformError, match="not confirmed; nothing was changed"):
            obtain(PROD, SAFE, Given(), "apply", ask=lambda _, answer=answer: answer)  # type: ignore[misc]


def test_losing_data_is_asked_for_by_itself() -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "lose data\n" if "loses data" in question else "yes\n"

    obtain(DEV, LOSS, Given(), "destroy", ask)
    assert (
        len(asked) == 2 and "1 change loses data in 'dev'" in asked[0] and "Destroy all of 'dev'?" in asked[1]
    )
    with pytest.raises(PlatformError, match="not confirmed"):
        obtain(DEV, LOSS, Given(yes=True), "destroy", ask=lambda _: "yes\n")
