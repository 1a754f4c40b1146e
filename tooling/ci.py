"""One comment for a pull request: whether the code holds, what AWS will refuse, what is at risk.

GitHub takes comments of up to 65,536 characters, GitLab of up to 1,000,000: see `render.COMMENT`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tooling import invocation
from tooling.errors import PlatformError

MOST = 65_000  # characters of a comment
_LINES = 40  # of one check that failed


@dataclass(frozen=True)
class Check:
    """One check of the code: `text` says what is wrong, and is empty when nothing is."""

    name: str
    text: str = ""


def checked(name: str, look: Callable[[], str]) -> Check:
    """The outcome of a look that returns what is wrong, or raises it."""
    try:
        return Check(name, look())
    except PlatformError as error:
        return Check(name, invocation.explained(error))


def marker(environment: str) -> str:
    """What begins the comment of an environment, by which the next one finds it to replace it."""
    return f"<!-- platform review of {environment} -->"


def comment(environment: str, plan: str, checks: Sequence[Check], cost: str = "") -> str:
    """The comment: what is wrong first, then the plan's review, then what it costs, folded.

    Args:
        plan: the review in markdown, or why there is none.
        cost: where it does not fit, the comment says which command shows it.
    """
    failed = [check for check in checks if check.text]
    passed = ", ".join(check.name for check in checks if not check.text)
    head = [marker(environment)]
    for check in failed:
        lines = check.text.replace("```", "'''").splitlines()
        more = [f"… and {len(lines) - _LINES} lines more"] if len(lines) > _LINES else []
        head += [f"**{check.name} failed**", "", "```", *lines[:_LINES], *more, "```", ""]
    if passed:
        head += [f"Passed: {passed}.", ""]
    text = "\n".join(head)
    room = MOST - len(plan)
    if len(text) > room:
        text = f"{text[: max(room - 100, 0)]}\n```\n… and more: see the job's log\n\n"
    whole = (text + plan)[:MOST]
    folded = f"\n<details><summary>Cost</summary>\n\n```\n{cost}\n```\n\n</details>\n" if cost else ""
    if len(whole) + len(folded) <= MOST:
        return whole + folded
    left_out = f"\nThe cost does not fit here: `./invokew cost --env {environment}` shows it.\n"
    return whole[: MOST - len(left_out)] + left_out
