"""What a policy allows is named: actions, resources, and who."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tooling.policy.rule import Block, Rule, Unknown
from tooling.policy.statements import Statement, of_data_source, of_document, too_wide

WILDCARD = Rule(
    "PLATFORM_WILDCARD_GRANT",
    "A policy names the actions, resources and principals that it allows",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
)
_FIX = (
    "Name the actions and the resources' ARNs, for example with a module's grants. "
    '"*" is right only for actions that know no resources, or under a condition.'
)


@WILDCARD.on("aws_iam_policy_document", block="data", fix=_FIX)
def data_source(document: Block) -> bool:
    return _named(of_data_source(document))


# Attributes that hold a policy, and kinds whose policy is no grant: "*" in it is what is usual there.
_DOCUMENTS = (
    *("policy", "inline_policy", "policy_document", "resource_policy", "access_policy", "access_policies"),
    "assume_role_policy",
)
_FILTERS = ("aws_vpc_endpoint", "aws_vpc_endpoint_policy")
_PUBLIC = (
    "aws_api_gateway_rest_api",
    "aws_api_gateway_rest_api_policy",
)  # an API without policy is public too


@WILDCARD.on("aws_*", fix=_FIX)
def document(resource: Block) -> bool:
    if resource.kind in (*_FILTERS, *_PUBLIC):
        return True
    return all(
        _named(of_document(document))
        for name in _DOCUMENTS
        if name in resource or resource.kind == "aws_iam_role"
        for document in _documents(resource, name)
    )


@WILDCARD.on(
    "aws_cloudwatch_event_permission", fix="Name the account, or add a condition on the organization."
)
def bus(permission: Block) -> bool:
    return permission.get("principal") != "*" or permission.has("condition")


def _documents(resource: Block, name: str) -> Iterator[dict[str, Any]]:
    """What the attribute or each block of that name holds; nothing where only the apply will tell."""
    with suppress(Unknown):
        if resource.kind == "aws_iam_role" and name == "inline_policy":
            for block in resource.blocks(name):
                yield from _documents(block, "policy")
        else:
            yield resource.json(name) or {}


def _named(statements: list[Statement]) -> bool:
    return not any(too_wide(statement) for statement in statements)
