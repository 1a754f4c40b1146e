"""What was denied: to show people which statement was missing, and from whom."""

import json
import time
from threading import Lock
from typing import Any

from local_aws.authorisation.evaluation import Decision, Request

_KEPT = 1000
_lock = Lock()
# By what was asked, and why it was denied; the latest last.
_denials: dict[tuple[Any, ...], dict[str, Any]] = {}


def message(who: str, action: str, resource: str, *, explicit: bool, policy: str = "identity-based") -> str:
    """The text of the error that most services return for a denied call.

    Args:
        who: ARN of the principal.
        explicit: whether a policy denies the action; else no policy allows it.
        policy: the type of the policy: `identity-based` or `resource-based`.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    article = "an" if policy.startswith("i") else "a"
    why = (
        f"with an explicit deny in {article} {policy} policy"
        if explicit
        else f"because no {policy} policy allows the {action} action"
    )
    return f"User: {who} is not authorized to perform: {action} on resource: {resource} {why}"


def add(request: Request, decision: Decision) -> None:
    """Note a denied request. The same again, as by a poller, is noted once, with the last time."""
    principal = request.principal
    who = principal.name or principal.role or principal.arn or principal.kind
    context = {key: value for key, value in request.context.items() if value}
    denial = {
        "time": time.time(),
        "principal": who,
        "action": request.action,
        "resource": request.resource,
        "context": context,
        "reason": decision.reason,
        "by": decision.by,
        "policies": list(decision.looked_at),
        "missing": decision.missing,
    }
    denial["text"] = _text(denial)
    same = (who, request.action, request.resource, str(sorted(context.items())), decision.reason, decision.by)
    with _lock:
        _denials.pop(same, None)
        _denials[same] = denial
        if len(_denials) > _KEPT:
            del _denials[next(iter(_denials))]


def _text(denial: dict[str, Any]) -> str:
    """A denial as people read it."""
    reason = ": ".join(filter(None, (denial["reason"], denial["by"])))
    lines = [
        f"{denial['principal']} may not {denial['action']}",
        f"  on        {denial['resource']}",
        f"  because   {reason}",
        *(f"  looked at {policy}" for policy in denial["policies"]),
    ]
    if denial["missing"]:
        lines.append(f"  missing   {json.dumps(denial['missing'])}")
    return "\n".join(lines)


def since(moment: float = 0.0) -> list[dict[str, Any]]:
    """The denials after a moment, in seconds since the epoch; the oldest first."""
    with _lock:
        return [each for each in _denials.values() if each["time"] >= moment]


def clear() -> None:
    """Forget them."""
    with _lock:
        _denials.clear()
