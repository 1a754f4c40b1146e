"""What became of the configurations, as text."""

from __future__ import annotations

from campaigns.others.campaign import Configuration, Outcome

STEPS = {
    "plan": "cannot be planned",
    "apply": "was not applied",
    "second plan": "planned again, was not as configured",
    "destroy": "was not destroyed",
}


def lines(outcome: Outcome) -> str:
    """Each root, and what failed in it."""
    text = []
    for root, passed in outcome.roots.items():
        mine = [one for one in outcome.configurations if one.root == root]
        good = [one for one in mine if one not in outcome.failed]
        text.append(f"{'OK ' if passed else 'BAD'} {root}: {len(good)} of {len(mine)}")
        text += [f"      {_line(one, outcome)}" for one in mine if one in outcome.failed]
    text += [f"      not served: {name} ({count})" for name, count in outcome.not_served.items()]
    return "\n".join(text)


def _line(one: Configuration, outcome: Outcome) -> str:
    step, why = outcome.failed[one]
    return f"{one.block} {STEPS[step]}: {why[:300]}"


def summary(outcome: Outcome) -> str:
    total, good = len(outcome.configurations), len(outcome.configurations) - len(outcome.failed)
    roots = outcome.roots
    return (
        f"{good} of {total} blocks ({good / max(total, 1):.1%}), {sum(roots.values())} of {len(roots)} roots "
        "applied, planned empty and were destroyed."
    )
