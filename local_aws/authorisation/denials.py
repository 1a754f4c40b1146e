"""What was denied: to show people which statement was missing, and from whom."""

import time
from collections import deque
from typing import Any

from local_aws.authorisation.evaluation import Decision, Request

_KEPT = 1000
_denials: deque[dict[str, Any]] = deque(maxlen=_KEPT)


def add(request: Request, decision: Decision) -> None:
    """Note a denied request."""
    principal = request.principal
    _denials.append(
        {
            "time": time.time(),
            "principal": principal.name or principal.role or principal.arn or principal.kind,
            "action": request.action,
            "resource": request.resource,
            "context": {key: value for key, value in request.context.items() if value},
            "reason": decision.reason,
            "by": decision.by,
            "policies": list(decision.looked_at),
            "missing": decision.missing,
        }
    )


def since(moment: float = 0.0) -> list[dict[str, Any]]:
    """The denials after a moment, in seconds since the epoch; the oldest first."""
    return [each for each in list(_denials) if each["time"] >= moment]


def clear() -> None:
    """Forget them."""
    _denials.clear()
