"""Whether a request is allowed: AWS's policy evaluation logic as one function, `evaluate`.

It knows identity-based policies, permissions boundaries, session policies and resource-based policies, within
one account and across accounts. The rules are those of the IAM User Guide, pages "Policy evaluation logic",
"Cross-account policy evaluation logic", and of the KMS Developer Guide, page "Default key policy".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from local_aws.authorisation.documents import problems
from local_aws.authorisation.request import Principal, Request
from local_aws.authorisation.statements import Document, Match, Statement, statements
from local_aws.authorisation.variables import Context

__all__ = [
    "Decision",
    "Document",
    "Policies",
    "Policy",
    "Principal",
    "Reason",
    "Request",
    "evaluate",
    "problems",
]

Reason = Literal[
    "allowed",
    "explicit deny",
    "no statement allows it",
    "not allowed by the permissions boundary",
    "not allowed by the session policy",
    "not allowed by the resource's policy",
    "malformed policy",
    "the key cannot be used",
]


@dataclass(frozen=True)
class Policy:
    """A policy document and its name.

    Attributes:
        name: as shown to people: "queue orders: policy".
        document: it must not be changed in place, for it is made ready only once. `documents.parse` reads the
            text of a document so that the same text is made ready only once, too.
    """

    name: str
    document: Document


@dataclass(frozen=True)
class Policies:
    """All policies that apply to a request.

    Attributes:
        session: policies that were passed when the session began; None when none were.
        resource: the policy of the resource, of a role (its trust policy) or of a key (with its grants as
            statements).
        resource_decides: trust policies and key policies. Identity-based policies count only if the
            resource's policy allows the account.
    """

    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    session: tuple[Policy, ...] | None = None
    resource: tuple[Policy, ...] = ()
    resource_decides: bool = False


@dataclass(frozen=True)
class Decision:
    """The answer to a request.

    Attributes:
        by: the policy that decided, and the Sid of its statement; "" when no statement allows the request.
        looked_at: names of the policies that apply to the request.
        missing: a statement that would have allowed it; None if it is allowed or an explicit deny has to go.
    """

    allowed: bool
    reason: Reason
    by: str
    looked_at: tuple[str, ...]
    missing: Document | None


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decide on a request as AWS does: an explicit deny wins, and what nothing allows is denied."""
    return _Evaluation(request, policies).decision()


class _Evaluation:
    """The evaluation of one request."""

    def __init__(self, request: Request, policies: Policies) -> None:
        self._request = request
        self._policies = policies
        self._context: Context = request.keys()
        own = request.principal.in_account
        # A service, an anonymous requester and a federated user without a role have no policies of their own.
        self._identity = policies.identity if own else ()
        self._boundary = policies.boundary if own else None
        self._session = policies.session if own else None

    def decision(self) -> Decision:
        try:
            return self._denied() or self._decided()
        except _MalformedError as error:
            # "Policy evaluation logic", step "Errors": a request whose evaluation fails is not allowed.
            return self._refused("malformed policy", None, by=str(error))

    def _decided(self) -> Decision:
        match, granted = self._grant()
        principal = self._request.principal
        if not principal.in_account:
            return self._allowed(granted) if match is Match.DIRECT else self._refused_by_resource()
        same_account = principal.account == self._request.owner
        if principal.kind == "root":
            # The root user needs no identity-based policy. Trust and key policies bind it, and so do the
            # policies of resources in other accounts.
            if match is Match.NONE and (self._policies.resource_decides or not same_account):
                return self._refused_by_resource()
            return self._allowed(granted or f"root user of account {principal.account}")
        return self._same_account(match, granted) if same_account else self._cross_account(match, granted)

    def _same_account(self, match: Match, granted: str) -> Decision:
        """Decide within one account ("Policy evaluation logic", step "Resource-based policies").

        A grant to the user or the session itself needs nothing else. A grant to the role is limited by the
        permissions boundary and the session policies. Else an identity-based policy must allow the request.
        """
        if match is Match.DIRECT:
            return self._allowed(granted)
        if match is Match.ROLE:
            return self._limited() or self._allowed(granted)
        if match is Match.NONE and self._policies.resource_decides:
            return self._refused_by_resource()
        identity = self._allowing(self._identity)
        if not identity:
            return self._refused("no statement allows it", self._statement())
        return self._limited() or self._allowed(identity)

    def _cross_account(self, match: Match, granted: str) -> Decision:
        """Decide across accounts: both must allow it ("Cross-account policy evaluation logic")."""
        identity = self._allowing(self._identity)
        if not identity:
            return self._refused("no statement allows it", self._statement())
        limited = self._limited()
        if limited:
            return limited
        if match is Match.NONE:
            return self._refused_by_resource()
        return self._allowed(f"{identity} and {granted}")

    def _limited(self) -> Decision | None:
        """The refusal by the permissions boundary or the session policies; None if they allow the request."""
        if self._boundary is not None and not self._allowing((self._boundary,)):
            return self._refused("not allowed by the permissions boundary", self._statement())
        if self._session is not None and not self._allowing(self._session):
            return self._refused("not allowed by the session policy", self._statement())
        return None

    def _denied(self) -> Decision | None:
        for policy, statement in self._applying(self._own(), allow=False):
            return self._refused("explicit deny", None, by=_name(policy, statement))
        for policy, statement in self._applying(self._policies.resource, allow=False):
            if self._names(statement) is not Match.NONE:
                return self._refused("explicit deny", None, by=_name(policy, statement))
        return None

    def _grant(self) -> tuple[Match, str]:
        """The closest grant by a resource-based policy, and the statement that gives it."""
        best, by = Match.NONE, ""
        for policy, statement in self._applying(self._policies.resource, allow=True):
            match = self._names(statement)
            if match > best:
                best, by = match, _name(policy, statement)
        return best, by

    def _allowing(self, policies: Iterable[Policy]) -> str:
        """The first statement that allows the request; "" if there is none."""
        return next((_name(*found) for found in self._applying(policies, allow=True)), "")

    def _applying(self, policies: Iterable[Policy], allow: bool) -> Iterable[tuple[Policy, Statement]]:
        request = self._request
        for policy in policies:
            for statement in _statements(policy):
                if statement.allow is allow and statement.applies(
                    request.action, request.resource, self._context
                ):
                    yield policy, statement

    def _names(self, statement: Statement) -> Match:
        return statement.names(self._request.principal, bounded=self._boundary is not None)

    def _own(self) -> tuple[Policy, ...]:
        boundary = () if self._boundary is None else (self._boundary,)
        return (*self._identity, *boundary, *(self._session or ()))

    def _looked_at(self) -> tuple[str, ...]:
        return tuple(policy.name for policy in (*self._own(), *self._policies.resource))

    def _allowed(self, by: str) -> Decision:
        return Decision(True, "allowed", by, self._looked_at(), None)

    def _refused(self, reason: Reason, missing: Document | None, by: str = "") -> Decision:
        return Decision(False, reason, by, self._looked_at(), missing)

    def _refused_by_resource(self) -> Decision:
        return self._refused("not allowed by the resource's policy", self._statement(of_resource=True))

    def _statement(self, of_resource: bool = False) -> dict[str, Any]:
        """The statement that would allow the request, in a policy of the principal or of the resource."""
        request = self._request
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Action": request.action,
            "Resource": request.resource,
        }
        if not of_resource:
            return statement
        statement["Principal"] = _as_element(request.principal)
        if self._policies.resource_decides:
            # A key policy is about its key, and a trust policy has no Resource element.
            statement["Resource"] = "*"
            if request.action.lower().startswith("sts:"):
                del statement["Resource"]
        source = self._context.values("aws:sourcearn")
        if source:
            statement["Condition"] = {"ArnLike": {"aws:SourceArn": source[0]}}
        return statement


class _MalformedError(Exception):
    """A policy that cannot be evaluated; its text is the policy's name and what is wrong."""


def _statements(policy: Policy) -> tuple[Statement, ...]:
    try:
        return statements(policy.document)
    except ValueError as error:
        raise _MalformedError(f"{policy.name}: {error}") from error


def _name(policy: Policy, statement: Statement) -> str:
    return f"{policy.name} (Sid {statement.sid})" if statement.sid else policy.name


def _as_element(principal: Principal) -> str | dict[str, str]:
    """The `Principal` element that names a principal."""
    if principal.kind == "service":
        return {"Service": principal.name}
    if principal.kind == "federated":
        return {"Federated": principal.name}
    if principal.kind == "anonymous":
        return "*"
    return {"AWS": principal.role or principal.arn}
