"""Roles that a call names and that the service may not assume: they are not there, or do not trust it."""

from collections.abc import Callable, Iterator

from ministack.core.responses import get_account_id, get_region

from local_aws.authorisation import rights
from local_aws.references.rules import Parameters, value


def not_assumed(service: str, member: str, source: str = "") -> Callable[[Parameters], Iterator[str]]:
    """What looks up such roles.

    Args:
        service: the principal, `backup` for `backup.amazonaws.com`.
        member: where a call names the role, with dots between: `BackupSelection.IamRoleArn`.
        source: ARN of the resource that the service sends, with the members of the call; "" if it sends none.
    """

    def found(parameters: Parameters) -> Iterator[str]:
        role = value(parameters, member)
        if not role:
            return
        known = {"region": get_region(), "account": get_account_id()}
        sent = rights.source(source.format_map({**parameters, **known})) if source else {}
        if not rights.may_assume(service, role, sent).allowed:
            yield role

    return found
