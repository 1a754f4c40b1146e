"""Checks of the corrections of the Security Token Service."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, check, document, name, user


@check
def trust_of_roles(aws: Any) -> bool:
    iam, who = aws.client("iam"), name()
    caller = user(aws, who, {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})("sts")
    account = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    outside = {"StringEquals": {"sts:ExternalId": "known"}}

    def assumes(client: Any, principal: Any, condition: Any, **arguments: str) -> bool:
        trust = {
            "Effect": "Allow",
            "Principal": principal,
            "Action": "sts:AssumeRole",
            "Condition": condition,
        }
        trust = document({**trust, "Condition": condition})
        role = iam.create_role(RoleName=name(), AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        try:
            client.assume_role(RoleArn=role, RoleSessionName="any", **arguments)
        except ClientError as refused:
            return refused.response["Error"]["Code"] != "AccessDenied"
        return True

    return (
        assumes(caller, account, {})
        and assumes(caller, account, outside, ExternalId="known")
        and not assumes(caller, account, outside)
        and not assumes(caller, {"Service": "lambda.amazonaws.com"}, {})
        and not assumes(aws.client("sts"), {"Service": "lambda.amazonaws.com"}, {})
    )
