"""Which action a listener takes: that of the first rule that matches, else its default one.

https://docs.aws.amazon.com/vpc-lattice/latest/ug/listeners.html#listener-rules
"""

from collections.abc import Iterable, Mapping
from random import choices
from typing import Any

from local_aws.double.hints import Record

Match = Mapping[str, Any]


def action(
    listener: Record, rules: Iterable[Record], method: str, path: str, headers: Mapping[str, str]
) -> Match:
    """The action for a request: `forward` or `fixedResponse`.

    Args:
        rules: those of the listener.
        headers: by their names in lower case.
    """
    for rule in sorted(rules, key=lambda each: int(each.values["priority"])):
        if _fits(rule.values["match"]["httpMatch"], method, path, headers):
            return dict(rule.values["action"])
    return dict(listener.values["defaultAction"])


def share(forward: Match) -> str:
    """The target group that takes a request: each takes as large a share of them as its weight."""
    groups = forward["targetGroups"]
    weights = [int(group.get("weight", 100)) for group in groups]
    return str(choices(groups, weights if any(weights) else None)[0]["targetGroupIdentifier"])


def _fits(match: Match, method: str, path: str, headers: Mapping[str, str]) -> bool:
    if match.get("method", method) != method:
        return False
    wanted = match.get("pathMatch")
    if wanted and not _is_like(path, wanted["match"], sensitive=wanted.get("caseSensitive", False)):
        return False
    return all(
        name in headers and _is_like(headers[name], each["match"], sensitive=each.get("caseSensitive", False))
        for each in match.get("headerMatches") or ()
        for name in [each["name"].lower()]
    )


def _is_like(text: str, match: Match, *, sensitive: bool) -> bool:
    [(kind, given)] = match.items()
    wanted = str(given)
    if not sensitive:
        text, wanted = text.lower(), wanted.lower()
    found = {"exact": text == wanted, "prefix": text.startswith(wanted), "contains": wanted in text}
    return found[kind]
