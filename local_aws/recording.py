"""What was called, and the policy that would allow it: the draft of a deploy role, or of a function's."""

import re
from collections import Counter
from typing import Any

from local_aws.authorisation import actions
from local_aws.edge.calls import Call

# Ids that AWS makes up: the next time they are others.
_MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16,}\b")
_API_ID = re.compile(r"(::/(?:v2/)?\w+/)[^/]+")


class Record:
    """The calls since it was started, each counted."""

    def __init__(self, account: str) -> None:
        self._account = account
        # By who called, service, operation, and the actions needed with the ARNs they are needed for.
        self._calls: Counter[tuple[str, str, str, tuple[tuple[str, str], ...]]] = Counter()
        self._passed: set[str] = set()
        self.on = False

    def start(self) -> None:
        """Begin anew."""
        self._calls.clear()
        self._passed.clear()
        self.on = True

    def add(self, call: Call) -> None:
        """Count one call."""
        # AWS's SDKs tell in the user agent that they run in a function.
        by = "function" if "exec-env/AWS_Lambda" in call.headers.get("user-agent", "") else "caller"
        needed = tuple(actions.needed(call, self._account))
        self._calls[by, call.service, call.operation.name, needed] += 1
        if by == "caller":
            self._passed.update(role for role, _ in actions.passed_roles(call))

    def show(self) -> dict[str, Any]:
        """The calls, those without a known action, and the policy for what functions did not call."""
        calls = [
            {
                "by": by,
                "service": service,
                "operation": operation,
                "actions": sorted({action for action, _ in needed}),
                "resources": sorted({arn for _, arn in needed}),
                "count": count,
            }
            for (by, service, operation, needed), count in sorted(self._calls.items())
        ]
        unknown = {f"{service} {operation}" for _, service, operation, needed in self._calls if not needed}
        return {"recording": self.on, "calls": calls, "unknown": sorted(unknown), "policy": self._policy()}

    def _policy(self) -> dict[str, Any]:
        resources: dict[str, set[str]] = {}
        for by, _, _, needed in self._calls:
            for action, arn in needed if by == "caller" else ():
                resources.setdefault(action, set()).add(self._general(arn))
        if self._passed:
            resources["iam:PassRole"] = {self._general(role) for role in self._passed}
        # One statement for the actions of a service that are about the same.
        alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for action, about in sorted(resources.items()):
            named = ("*",) if "*" in about else tuple(sorted(about))
            alike.setdefault((action.partition(":")[0], named), []).append(action)
        statements = [
            {"Effect": "Allow", "Action": named, "Resource": list(about)}
            for (_, about), named in alike.items()
        ]
        return {"Version": "2012-10-17", "Statement": statements}

    def _general(self, arn: str) -> str:
        """An ARN as it holds in any account, whatever ids are made up there."""
        return _API_ID.sub(r"\1*", _MADE_UP.sub("*", arn.replace(self._account, "*")))
