"""VPC Lattice: who may call a service, by the auth policies of the service and of its networks.

https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
"""

from dataclasses import dataclass

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id

from local_aws.authorisation import denials
from local_aws.authorisation.credentials import principal_of
from local_aws.authorisation.evaluation import Decision, Policies, Policy, Principal, Request, evaluate
from local_aws.authorisation.policies import as_document, policies
from local_aws.authorisation.rights import Context
from local_aws.double import records
from local_aws.double.hints import Record

ACTION = "vpc-lattice-svcs:Invoke"
_ANYBODY = Principal("anonymous", "", "")


@dataclass(frozen=True)
class Caller:
    """The principal of a request, or why there is none: the text of a failed signature."""

    principal: Principal
    failure: str = ""


def caller(access_key: str, region: str) -> Caller:
    """The principal that has signed the request at hand; without a signature it is anonymous."""
    if not access_key:
        return Caller(_ANYBODY)
    failure = iam_evaluator.enforce(access_key, "sts:GetCallerIdentity", "vpc-lattice-svcs", region)
    found = failure or iam_evaluator.resolve_principal(access_key, get_account_id())
    if isinstance(found, iam_evaluator.AuthError):
        return Caller(_ANYBODY, str(found.message))
    return Caller(principal_of(found))


def denied(principal: Principal, guard: Record, resource: str, sent: Context) -> Decision | None:
    """The denial of a request by a service or a network; None if it is allowed.

    One with the auth type NONE lets everything in. One with AWS_IAM asks its policy, which must allow the
    caller, and the caller's own policies, which must allow the call, too.

    Args:
        resource: the ARN of the service with the path.
        sent: the condition keys of the request.
    """
    if guard.values.get("authType") != "AWS_IAM":
        return None
    asked = Request(principal, ACTION, resource, sent, resource.split(":")[4])
    own = policies(principal, ACTION, "*")
    looked_at = [Policies(identity=own.identity, resource=_policies(guard), resource_decides=True)]
    if principal.kind in ("role", "user"):
        looked_at.append(Policies(identity=own.identity, boundary=own.boundary))
    for each in looked_at:
        decision = evaluate(asked, each)
        if not decision.allowed:
            denials.add(asked, decision)
            return decision
    return None


def _policies(guard: Record) -> tuple[Policy, ...]:
    account, region = guard.values["arn"].split(":")[4], guard.values["arn"].split(":")[3]
    return tuple(
        Policy(f"{guard.kind.name} {guard.values['name']}: auth policy", as_document(each.values["policy"]))
        for each in records("vpc-lattice", account, region)
        if each.kind.name == "AuthPolicy" and guard in each.of.values()
    )
