"""What exists: what calls name, and what events and messages are delivered to."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import acm, iam, kinesis, lambda_svc, s3, sns, sqs

from local_aws.references.rules import all_of, moto

# Roles that AWS makes when a service is first used.
_SERVICE_LINKED = ":role/aws-service-role/"


def is_there(arn: str) -> bool:
    """Whether a queue, topic or function exists; of others it is taken for granted."""
    service = arn.split(":")[2]
    if service == "sqs":
        return sqs._queue_by_arn(arn) is not None
    if service == "sns":
        return sns._topic_by_arn_any_scope(arn) is not None
    return service != "lambda" or lambda_svc._get_func_record_for_ref(arn)[0] is not None


def missing_subnets(ids: Iterable[str] | None) -> Iterator[str]:
    known = {subnet.id for in_zone in all_of(moto("ec2").subnets) for subnet in all_of(in_zone)}
    yield from (one for one in ids or () if one not in known)


def missing_groups(ids: Iterable[str] | None) -> Iterator[str]:
    """Security groups."""
    known = {group.id for in_vpc in all_of(moto("ec2").groups) for group in all_of(in_vpc)}
    yield from (one for one in ids or () if one not in known)


def missing_buckets(*names: str) -> Iterator[str]:
    yield from (name for name in names if name not in s3._buckets)


def missing_streams(*arns: str) -> Iterator[str]:
    """Kinesis streams."""
    yield from (arn for arn in arns if arn.rpartition("/")[2] not in kinesis._streams)


def missing_certificates(*arns: str) -> Iterator[str]:
    """Certificates of any region."""
    known = {key[-1] for key in list(acm._certificates._data)}
    yield from (arn for arn in arns if arn not in known)


def missing_policies(*arns: str | None) -> Iterator[str]:
    """Policies of the account; AWS's own are taken for granted."""
    for arn in arns:
        if arn and f":{get_account_id()}:policy/" in arn and arn not in iam._policies:
            yield arn


def missing_principals(*names: str) -> Iterator[str]:
    """Roles and users of the account; of other principals nothing is known."""
    for name in names:
        found = re.fullmatch(rf"arn:aws:iam::{get_account_id()}:(role|user)/(?:.*/)?([^/]+)", name)
        if not found or _SERVICE_LINKED in name:
            continue
        known = (iam._roles if found[1] == "role" else iam._users).get(found[2])
        if known is None or known["Arn"] != name:
            yield name


def missing_in_policy(document: str | None) -> Iterator[str]:
    """The principals of a policy that do not exist."""
    try:
        read = json.loads(document or "{}")
    except ValueError:  # which the service says
        return
    statements = read.get("Statement", []) if isinstance(read, dict) else []
    for statement in statements if isinstance(statements, list) else [statements]:
        principal: Any = statement.get("Principal") if isinstance(statement, dict) else None
        named = principal.get("AWS", []) if isinstance(principal, dict) else []
        yield from missing_principals(*([named] if isinstance(named, str) else named))
