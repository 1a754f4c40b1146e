"""Which words an apply or a destroy needs before it may begin."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass

from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.plan import Review
from tooling.plan.risk import Risk

LOSE = "lose data"


@dataclass(frozen=True)
class Given:
    """What came with the command: `--yes`, `--confirm NAME`, `--allow-data-loss`, `--overrule FINDING`."""

    yes: bool = False
    confirm: str = ""
    data_loss: bool = False
    overrule: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What to ask, the answer that lets it go on, and the flag that gives the answer beforehand."""

    text: str
    answer: str
    flag: str


def questions(environment: Environment, review: Review, given: Given, verb: str) -> list[Question]:
    """What is left to ask. The local environment, which is made to be thrown away, needs no word.

    Args:
        verb: `apply` or `destroy`.

    Raises:
        PlatformError: `--confirm` names another environment.
    """
    name = environment.name
    if given.confirm and given.confirm != name:
        raise PlatformError(
            f"--confirm names '{given.confirm}', but this is '{name}'; nothing was changed",
            f"./invokew {verb} --env {name} --confirm {name}",
        )
    if name == "local":
        return []
    found = []
    if review.loses_data and not given.data_loss:
        lost = sum(change.risk is Risk.LOSS_OF_DATA for change in review.changes)
        what = "1 change loses data" if lost == 1 else f"{lost} changes lose data"
        found.append(Question(f"{what} in '{name}'. Type '{LOSE}' to go on", LOSE, "--allow-data-loss"))
    if environment.protected and not given.confirm:
        found.append(Question(f"{environment.guard}. Type its name to {verb}", name, f"--confirm {name}"))
    elif not environment.protected and not (given.yes or given.confirm):
        what = "Destroy all of" if verb == "destroy" else "Apply this to"
        found.append(Question(f"{what} '{name}'? Type yes", "yes", "--yes"))
    return found


def refuse_foretold(environment: Environment, review: Review, given: Given, verb: str) -> None:
    """Refuse a plan that AWS will refuse, the local environment's too, before anything is changed.

    Raises:
        PlatformError: a finding of preflight is not overruled, or what is overruled is no finding.
    """
    names = {finding.name: finding for finding in review.preflight}
    for name in given.overrule:
        if name not in names:
            known = ", ".join(names) or "none"
            raise PlatformError(
                f"--overrule {name} names no finding of this plan; nothing was changed",
                f"use one of: {known}",
            )
    left = [name for name in names if name not in given.overrule]
    if not left:
        return
    shown = "; ".join(f"{name}: {names[name].cause}" for name in left[:3])
    more = f"; and {len(left) - 3} more" if len(left) > 3 else ""
    flags = " ".join(f"--overrule {shlex.quote(name)}" for name in left)
    raise PlatformError(
        f"AWS will refuse part of this {verb} of '{environment.name}', so nothing was changed: {shown}{more}",
        f"do what the review says instead; or, if a finding is wrong: "
        f"./invokew {verb} --env {environment.name} {flags}",
    )


def obtain(
    environment: Environment, review: Review, given: Given, verb: str, ask: Callable[[str], str] | None
) -> None:
    """Get every word that is needed, or refuse.

    Args:
        ask: puts a question to the person at the terminal; None when there is no terminal.

    Raises:
        PlatformError: a word is missing or wrong, or AWS will refuse part of it.
    """
    refuse_foretold(environment, review, given, verb)
    pending = questions(environment, review, given, verb)
    flags = " ".join(question.flag for question in pending)
    for question in pending:
        if ask is None:
            raise PlatformError(
                f"{question.text.rstrip('.')}: there is no terminal to ask at, so nothing was changed",
                f"when you mean it: ./invokew {verb} --env {environment.name} {flags}",
            )
        if ask(f"{question.text}: ").strip() != question.answer:
            raise PlatformError(
                f"{verb} of '{environment.name}' was not confirmed; nothing was changed",
                f"./invokew {verb} --env {environment.name}",
            )
