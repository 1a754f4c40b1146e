"""Policy documents in calls: what makes one malformed, and how much of it a service takes.

A room's `values.py` says which calls have one, the service's quotas, and its words for what is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local_aws.authorisation.documents import Kind, parse, problems
from local_aws.references import existing

Statement = dict[str, Any]


@dataclass(frozen=True)
class Quotas:
    """What a policy may have at most; None where the service has no such quota.

    Attributes:
        size: characters, counted as `size` does.
        white_space: whether white space counts.
        actions, conditions: of one statement.
        principals: of all statements together.
    """

    size: int
    white_space: bool = True
    statements: int | None = None
    actions: int | None = None
    conditions: int | None = None
    principals: int | None = None

    def exceeded_by(self, text: str) -> "Excess | None":
        """What a well-formed policy has too much of; None when it is within all quotas."""
        found = statements(text)
        counted = (
            Excess("characters", size(text, white_space=self.white_space), self.size),
            Excess("statements", len(found), self.statements),
            Excess("actions", max((len(actions(each)) for each in found), default=0), self.actions),
            Excess("conditions", max((_conditions(each) for each in found), default=0), self.conditions),
            Excess("principals", sum(len(list(principals(each))) for each in found), self.principals),
        )
        return next((each for each in counted if each.most is not None and each.count > each.most), None)


@dataclass(frozen=True)
class Excess:
    """More of something than a policy may have."""

    of: str
    count: int
    most: int | None


def size(text: str, *, white_space: bool = True) -> int:
    """How many characters a policy has."""
    return len(text if white_space else re.sub(r"\s", "", text))


def malformed(text: str, kind: Kind) -> str | None:
    """What makes a policy malformed, in IAM's words; a role or user that does not exist does, too."""
    found = problems(text, kind=kind)
    if found:
        return found
    missing = next(existing.missing_in_policy(text), None)
    return f'Invalid principal in policy: "AWS":"{missing}"' if missing else None


def is_about_principals(problem: str) -> bool:
    """Whether a problem of `malformed` is one of the `Principal` element's values."""
    return problem.startswith("Invalid principal")


def statements(text: str) -> list[Statement]:
    """The statements of a well-formed policy."""
    element = parse(text)["Statement"]
    return element if isinstance(element, list) else [element]


def actions(statement: Statement) -> list[str]:
    """The actions that a statement names."""
    return _texts(statement.get("Action", statement.get("NotAction")))


def resources(statement: Statement) -> list[str]:
    """The resources that a statement names."""
    return _texts(statement.get("Resource", statement.get("NotResource")))


def _conditions(statement: Statement) -> int:
    return sum(len(keys) for keys in statement.get("Condition", {}).values())


def principals(statement: Statement) -> Iterator[str]:
    """The principals that a statement names."""
    element = statement.get("Principal", statement.get("NotPrincipal"))
    for values in element.values() if isinstance(element, dict) else (element,):
        yield from _texts(values)


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []
