"""What a stack of CloudFormation has made."""

from __future__ import annotations

from botocore.exceptions import ClientError

from tooling.adopt.live import Account
from tooling.errors import PlatformError


def physical(account: Account, stack: str) -> dict[str, tuple[str, str]]:
    """Types and physical ids by logical id; of nested stacks, too.

    Raises:
        PlatformError: there is no such stack.
    """
    client = account.client("cloudformation")
    try:
        pages = client.get_paginator("list_stack_resources").paginate(StackName=stack)
        listed = [each for page in pages for each in page["StackResourceSummaries"]]
    except ClientError as error:
        raise PlatformError(
            f"the stack {stack} cannot be read: {error}",
            "name a stack of this account and region: aws cloudformation list-stacks",
        ) from error
    found: dict[str, tuple[str, str]] = {}
    for each in listed:
        kind, name = each["ResourceType"], each.get("PhysicalResourceId") or ""
        if kind == "AWS::CloudFormation::Stack" and name:
            found |= {
                f"{each['LogicalResourceId']}{logical}": one
                for logical, one in physical(account, name).items()
            }
        else:
            found[each["LogicalResourceId"]] = (kind, name)
    return found
