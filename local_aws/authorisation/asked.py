"""A question about rights as JSON, decided by `evaluate`, for `python -m local_aws evaluate`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from local_aws.authorisation.evaluation import Policies, Policy, Principal, Request, evaluate
from local_aws.errors import LocalAwsError


def decide(question: Mapping[str, Any]) -> dict[str, Any]:
    """The decision on one question.

    Args:
        question: `principal` (`kind`, `arn`, `account`, `name`, `role_arn`), `action`, `resource`, `context`
            and `account` of a `Request`; `policies` of `Policies`, each as `name` and `document`.

    Raises:
        LocalAwsError: it is no such question.
    """
    try:
        principal = Principal(**question["principal"])
        request = Request(
            principal,
            str(question["action"]),
            str(question["resource"]),
            question.get("context") or {},
            str(question.get("account") or ""),
        )
        given = question.get("policies") or {}
        boundary, session = given.get("boundary"), given.get("session")
        policies = Policies(
            identity=tuple(map(_policy, given.get("identity") or ())),
            boundary=_policy(boundary) if boundary else None,
            session=tuple(map(_policy, session)) if session is not None else None,
            resource=tuple(map(_policy, given.get("resource") or ())),
            resource_decides=bool(given.get("resource_decides")),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise LocalAwsError(
            f"this is no question about rights: {error}", "see local_aws/authorisation/asked.py for its form"
        ) from error
    return asdict(evaluate(request, policies))


def _policy(given: Mapping[str, Any]) -> Policy:
    return Policy(str(given["name"]), given["document"])
