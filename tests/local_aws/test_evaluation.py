"""AWS's policy evaluation logic: rows taken from the examples of AWS's documentation, each with its page.

Every rule has at least one row that is allowed and a twin that is refused.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from local_aws.authorisation.documents import parse
from local_aws.authorisation.evaluation import (
    Decision,
    Policies,
    Policy,
    Principal,
    Request,
    evaluate,
    problems,
)

HOME = "111122223333"
OTHER = "444455556666"
OWNER_ID = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"

ROOT = Principal("root", f"arn:aws:iam::{HOME}:root", HOME, name=OWNER_ID)
USER = Principal("user", f"arn:aws:iam::{HOME}:user/sales/David", HOME, name=OWNER_ID)
ROLE = Principal(
    "role",
    f"arn:aws:sts::{HOME}:assumed-role/app/one",
    HOME,
    role_arn=f"arn:aws:iam::{HOME}:role/services/app",
)
SNS = Principal("service", "", "", name="sns.amazonaws.com")
ANYBODY = Principal("anonymous", "", "")
GITHUB_ARN = f"arn:aws:iam::{HOME}:oidc-provider/token.actions.githubusercontent.com"
GITHUB = Principal("federated", "", "", name=GITHUB_ARN)
STRANGER = Principal("user", f"arn:aws:iam::{OTHER}:user/Bob", OTHER)
FOREIGN_ROLE = Principal(
    "role",
    f"arn:aws:sts::{OTHER}:assumed-role/cross-account-read-only-role/cross-account-audit-app",
    OTHER,
    role_arn=f"arn:aws:iam::{OTHER}:role/cross-account-read-only-role",
)
FOREIGN_ROOT = Principal("root", f"arn:aws:iam::{OTHER}:root", OTHER)

QUEUE = f"arn:aws:sqs:us-east-2:{HOME}:queue1"
KEY = f"arn:aws:kms:us-east-2:{HOME}:key/1234abcd"
ROLE_TO_ASSUME = f"arn:aws:iam::{HOME}:role/target"

Context = Mapping[str, str | Sequence[str]]


def statement(effect: str, action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement; a `not_action`, for one, replaces the `Action`."""
    found = {"Effect": effect, "Action": action, "Resource": resource, **more}
    for name in ("Action", "Resource", "Principal"):
        if f"Not{name}" in found:
            found.pop(name, None)
    return found


def allow(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return statement("Allow", action, resource, **more)


def deny(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return statement("Deny", action, resource, **more)


def document(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def policy(name: str, *statements: dict[str, Any], version: str = "2012-10-17") -> Policy:
    return Policy(name, document(*statements, version=version))


def by_identity(
    *statements: dict[str, Any],
    action: str,
    resource: str = "*",
    context: Context | None = None,
    principal: Principal = USER,
    version: str = "2012-10-17",
) -> Decision:
    identity = (policy("identity", *statements, version=version),)
    return evaluate(Request(principal, action, resource, context or {}), Policies(identity=identity))


# --- Elements of a statement -------------------------------------------------------------------------------

CARLOS = (
    allow(["s3:GetBucketLocation", "s3:ListAllMyBuckets"], "arn:aws:s3:::*", Sid="AllowS3ListRead"),
    allow("s3:*", ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"], Sid="AllowS3Self"),
    deny("s3:*", "arn:aws:s3:::*log*", Sid="DenyS3Logs"),
)
A_AND_B = ["arn:aws:s3:::a", "arn:aws:s3:::b"]
REPORTS = (allow(["iam:Get*", "iam:List*"]), deny("iam:*Report"))
DENIED, NOTHING = "explicit deny", "no statement allows it"

LOGIC = "reference_policies_evaluation-logic"
ACTION = "reference_policies_elements_action"
NOT_ACTION = "reference_policies_elements_notaction"
RESOURCE = "reference_policies_elements_resource"
NOT_RESOURCE = "reference_policies_elements_notresource"

ELEMENTS: list[tuple[str, Sequence[dict[str, Any]], str, str, str]] = [
    (LOGIC, (), "s3:GetObject", "arn:aws:s3:::carlossalazar/a", NOTHING),
    (LOGIC, CARLOS, "s3:PutObject", "arn:aws:s3:::carlossalazar/a", "allowed"),
    (LOGIC, CARLOS, "s3:PutObject", "arn:aws:s3:::carlossalazar-logs/a", DENIED),
    (LOGIC, CARLOS, "s3:PutObject", "arn:aws:s3:::other/a", NOTHING),
    (LOGIC, CARLOS, "s3:ListAllMyBuckets", "arn:aws:s3:::*", "allowed"),
    (LOGIC, REPORTS, "iam:GetUser", "*", "allowed"),
    (LOGIC, REPORTS, "iam:CreatePolicy", "*", NOTHING),
    (LOGIC, REPORTS, "iam:GetOrganizationsAccessReport", "*", DENIED),
    (LOGIC, (*REPORTS, allow("iam:GenerateCredentialReport")), "iam:GenerateCredentialReport", "*", DENIED),
    (LOGIC, (deny("sqs:*"), allow("sqs:*")), "sqs:SendMessage", QUEUE, DENIED),
    (ACTION, (allow("iam:*AccessKey*"),), "iam:CreateAccessKey", "*", "allowed"),
    (ACTION, (allow("iam:*AccessKey*"),), "iam:CreateUser", "*", NOTHING),
    (ACTION, (allow("SQS:sendmessage"),), "sqs:SendMessage", QUEUE, "allowed"),
    (ACTION, (allow("sqs:SendMessage"),), "sqs:SendMessageBatch", QUEUE, NOTHING),
    (ACTION, (allow(["ec2:StartInstances", "sqs:*"]),), "sqs:SendMessage", QUEUE, "allowed"),
    (ACTION, (allow("sqs:*"),), "sns:Publish", "*", NOTHING),
    (ACTION, (allow("*"),), "sns:Publish", "*", "allowed"),
    (ACTION, (allow("s3:Get?bject"),), "s3:GetObject", "arn:aws:s3:::b/k", "allowed"),
    (ACTION, (allow("s3:Get?bject"),), "s3:Getbject", "arn:aws:s3:::b/k", NOTHING),
    (ACTION, (allow("s3.*"),), "s3:GetObject", "arn:aws:s3:::b/k", NOTHING),
    (NOT_ACTION, (allow(NotAction="s3:DeleteBucket"),), "s3:GetObject", "arn:aws:s3:::b/k", "allowed"),
    (NOT_ACTION, (allow(NotAction="s3:DeleteBucket"),), "s3:DeleteBucket", "arn:aws:s3:::b", NOTHING),
    (NOT_ACTION, (allow("*"), deny(NotAction="iam:*")), "iam:GetUser", "*", "allowed"),
    (NOT_ACTION, (allow("*"), deny(NotAction="iam:*")), "sqs:SendMessage", QUEUE, DENIED),
    (NOT_ACTION, (allow(NotAction=["iam:*", "sts:*"]),), "sts:GetCallerIdentity", "*", NOTHING),
    (RESOURCE, (allow("*", QUEUE),), "sqs:SendMessage", QUEUE, "allowed"),
    (RESOURCE, (allow("*", QUEUE),), "sqs:SendMessage", QUEUE + "2", NOTHING),
    (RESOURCE, (allow("*", QUEUE),), "sqs:SendMessage", QUEUE.upper(), NOTHING),
    (RESOURCE, (allow("*", QUEUE),), "sqs:ListQueues", "*", NOTHING),
    (RESOURCE, (allow("*", "arn:aws:sqs:*:*:queue?"),), "sqs:SendMessage", QUEUE, "allowed"),
    (RESOURCE, (allow("*", "arn:aws:sqs:*:*:queue??"),), "sqs:SendMessage", QUEUE, NOTHING),
    (RESOURCE, (allow("*", "arn:aws:s3:::b/*/x"),), "s3:GetObject", "arn:aws:s3:::b/1/2:3/x", "allowed"),
    (RESOURCE, (allow("*", "arn:aws:s3:::b/*/x"),), "s3:GetObject", "arn:aws:s3:::b/1/y", NOTHING),
    (RESOURCE, (allow("*", "arn:aws:sqs:*"),), "sqs:SendMessage", QUEUE, "allowed"),
    (RESOURCE, (allow("*", "arn:aws:sqs:us-west*"),), "sqs:SendMessage", QUEUE, NOTHING),
    (RESOURCE, (allow("*", A_AND_B),), "s3:ListBucket", "arn:aws:s3:::b", "allowed"),
    (RESOURCE, (allow("*", A_AND_B),), "s3:ListBucket", "arn:aws:s3:::c", NOTHING),
    (NOT_RESOURCE, (allow("s3:*", NotResource="arn:aws:s3:::h/*"),), "s3:X", "arn:aws:s3:::o/k", "allowed"),
    (NOT_RESOURCE, (allow("s3:*", NotResource="arn:aws:s3:::h/*"),), "s3:X", "arn:aws:s3:::h/k", NOTHING),
    (NOT_RESOURCE, (allow(), deny("s3:*", NotResource=["arn:aws:s3:::h", "arn:aws:s3:::h/*"])), "s3:X",
     "arn:aws:s3:::h/k", "allowed"),
    (NOT_RESOURCE, (allow(), deny("s3:*", NotResource=["arn:aws:s3:::h", "arn:aws:s3:::h/*"])), "s3:X",
     "arn:aws:s3:::o/k", DENIED),
    (RESOURCE, ({"Effect": "Allow", "Action": "*"},), "sqs:SendMessage", QUEUE, NOTHING),
]  # fmt: skip


@pytest.mark.parametrize(("page", "statements", "action", "resource", "reason"), ELEMENTS)
def test_elements(
    page: str, statements: Sequence[dict[str, Any]], action: str, resource: str, reason: str
) -> None:
    decision = by_identity(*statements, action=action, resource=resource)
    assert (decision.reason, decision.allowed) == (reason, reason == "allowed"), page


# --- Conditions --------------------------------------------------------------------------------------------

OPERATORS = "reference_policies_elements_condition_operators"
MULTIPLE = "reference_policies_condition-logic-multiple-context-keys-or-values"
SETS = "reference_policies_condition-single-vs-multi-valued-context-keys"
KEYS = "reference_policies_condition-keys"

JOB = {"aws:PrincipalTag/job-category": "iamuser-admin"}
TYPES = {"ec2:InstanceType": ["t1.*", "t2.*", "m3.*"]}
ATTRIBUTES = {"dynamodb:Attributes": ["PostDateTime", "Message", "Tags"]}
SUBNETS = {"aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"]}
TOPIC = "arn:aws:sns:REGION:123456789012:TOPIC-ID"
FINANCE = "arn:aws:someservice:*:111122223333:finance/*"
STORE = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
LATE = {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}

CONDITIONS: list[tuple[str, dict[str, Any], Context, bool]] = [
    # Strings
    (OPERATORS, {"StringEquals": JOB}, {"aws:PrincipalTag/job-category": "iamuser-admin"}, True),
    (OPERATORS, {"StringEquals": JOB}, {"AWS:principaltag/JOB-category": "iamuser-admin"}, True),
    (OPERATORS, {"StringEquals": JOB}, {"aws:PrincipalTag/job-category": "IAMuser-admin"}, False),
    (OPERATORS, {"StringEquals": JOB}, {}, False),
    (OPERATORS, {"StringEquals": {"k:a": "t*"}}, {"k:a": "t1"}, False),
    (OPERATORS, {"StringNotEquals": JOB}, {"aws:PrincipalTag/job-category": "other"}, True),
    (OPERATORS, {"StringNotEquals": JOB}, {"aws:PrincipalTag/job-category": "iamuser-admin"}, False),
    (OPERATORS, {"StringNotEquals": JOB}, {}, True),
    (OPERATORS, {"StringNotEquals": {"k:a": ["1", "2"]}}, {"k:a": "2"}, False),
    (OPERATORS, {"StringNotEquals": {"k:a": ["1", "2"]}}, {"k:a": "3"}, True),
    (OPERATORS, {"StringEqualsIgnoreCase": {"k:a": "Yes"}}, {"k:a": "yES"}, True),
    (OPERATORS, {"StringEqualsIgnoreCase": {"k:a": "Yes"}}, {"k:a": "no"}, False),
    (OPERATORS, {"StringNotEqualsIgnoreCase": {"k:a": "Yes"}}, {"k:a": "no"}, True),
    (OPERATORS, {"StringNotEqualsIgnoreCase": {"k:a": "Yes"}}, {"k:a": "yES"}, False),
    (OPERATORS, {"StringLike": {"s3:prefix": ["", "home/", "home/David/*"]}}, {"s3:prefix": ""}, True),
    (OPERATORS, {"StringLike": {"s3:prefix": ["", "home/"]}}, {"s3:prefix": "home/x"}, False),
    (OPERATORS, {"StringLike": {"k:a": "a?c*"}}, {"k:a": "abcdef"}, True),
    (OPERATORS, {"StringLike": {"k:a": "a?c*"}}, {"k:a": "ac"}, False),
    (OPERATORS, {"StringLike": {"k:a": "A*"}}, {"k:a": "abc"}, False),
    (OPERATORS, {"StringNotLike": {"k:a": "a*"}}, {"k:a": "b"}, True),
    (OPERATORS, {"StringNotLike": {"k:a": "a*"}}, {"k:a": "ab"}, False),
    (OPERATORS, {"StringNotLike": {"k:a": "a*"}}, {}, True),
    # Numbers
    (OPERATORS, {"NumericLessThanEquals": {"s3:max-keys": "10"}}, {"s3:max-keys": "10"}, True),
    (OPERATORS, {"NumericLessThanEquals": {"s3:max-keys": 10}}, {"s3:max-keys": "11"}, False),
    (OPERATORS, {"NumericLessThanEquals": {"s3:max-keys": "10"}}, {}, False),
    (OPERATORS, {"NumericLessThan": {"k:a": "10"}}, {"k:a": "9"}, True),
    (OPERATORS, {"NumericLessThan": {"k:a": "10"}}, {"k:a": "10"}, False),
    (OPERATORS, {"NumericEquals": {"k:a": "1.50"}}, {"k:a": "1.5"}, True),
    (OPERATORS, {"NumericEquals": {"k:a": "1"}}, {"k:a": "one"}, False),
    (OPERATORS, {"NumericNotEquals": {"k:a": "1"}}, {"k:a": "2"}, True),
    (OPERATORS, {"NumericNotEquals": {"k:a": "1"}}, {"k:a": "1.0"}, False),
    (OPERATORS, {"NumericGreaterThan": {"k:a": "1"}}, {"k:a": "2"}, True),
    (OPERATORS, {"NumericGreaterThan": {"k:a": "1"}}, {"k:a": "1"}, False),
    (OPERATORS, {"NumericGreaterThanEquals": {"k:a": "1"}}, {"k:a": "1"}, True),
    (OPERATORS, {"NumericGreaterThanEquals": {"k:a": "1"}}, {"k:a": "-1"}, False),
    # Dates
    (OPERATORS, {"DateGreaterThan": LATE}, {"aws:TokenIssueTime": "2020-01-01T00:00:02Z"}, True),
    (OPERATORS, {"DateGreaterThan": LATE}, {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}, False),
    (OPERATORS, {"DateGreaterThan": LATE}, {}, False),
    (OPERATORS, {"DateGreaterThanEquals": LATE}, {"aws:TokenIssueTime": "2020-01-01T01:00:01+01:00"}, True),
    (OPERATORS, {"DateGreaterThanEquals": LATE}, {"aws:TokenIssueTime": "1577836800"}, False),
    (OPERATORS, {"DateLessThan": {"aws:CurrentTime": "2020"}}, {"aws:CurrentTime": "2019"}, True),
    (OPERATORS, {"DateLessThan": {"k:a": "2020-02"}}, {"k:a": "2020-02-01"}, False),
    (OPERATORS, {"DateLessThanEquals": {"k:a": "2020-02-01T00:00Z"}}, {"k:a": "2020-02"}, True),
    (OPERATORS, {"DateLessThanEquals": {"k:a": "2020-02-01"}}, {"k:a": "2020-02-02"}, False),
    (OPERATORS, {"DateEquals": {"k:a": "2020-01-01"}}, {"k:a": "1577836800"}, True),
    (OPERATORS, {"DateEquals": {"k:a": "2020-01-01"}}, {"k:a": "soon"}, False),
    (OPERATORS, {"DateNotEquals": {"k:a": "2020-01-01"}}, {"k:a": "1577836801"}, True),
    (OPERATORS, {"DateNotEquals": {"k:a": "2020-01-01"}}, {"k:a": "1577836800"}, False),
    (KEYS, {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, {}, True),
    (KEYS, {"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, {}, False),
    (KEYS, {"DateGreaterThan": {"aws:EpochTime": "1577836800"}}, {}, True),
    (KEYS, {"NumericLessThan": {"aws:EpochTime": "1577836800"}}, {}, False),
    # Booleans and binary values
    (OPERATORS, {"Bool": {"aws:SecureTransport": "false"}}, {"aws:SecureTransport": "False"}, True),
    (OPERATORS, {"Bool": {"aws:SecureTransport": False}}, {"aws:SecureTransport": "true"}, False),
    (OPERATORS, {"Bool": {"aws:SecureTransport": "false"}}, {}, False),
    (OPERATORS, {"Bool": {"k:a": "maybe"}}, {"k:a": "maybe"}, False),
    (OPERATORS, {"BinaryEquals": {"k:a": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}},
     {"k:a": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}, True),
    (OPERATORS, {"BinaryEquals": {"k:a": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}}, {"k:a": "AAAA"}, False),
    # IP addresses
    (OPERATORS, {"IpAddress": SUBNETS}, {"aws:SourceIp": "203.0.113.255"}, True),
    (OPERATORS, {"IpAddress": SUBNETS}, {"aws:SourceIp": "203.0.114.1"}, False),
    (OPERATORS, {"IpAddress": SUBNETS}, {"aws:SourceIp": "2001:db8:1234:5678::1"}, True),
    (OPERATORS, {"IpAddress": SUBNETS}, {"aws:SourceIp": "2001:db8:1234:5679::1"}, False),
    (OPERATORS, {"IpAddress": SUBNETS}, {}, False),
    (OPERATORS, {"IpAddress": {"aws:SourceIp": "10.0.0.1"}}, {"aws:SourceIp": "10.0.0.1"}, True),
    (OPERATORS, {"IpAddress": {"aws:SourceIp": "10.0.0.1"}}, {"aws:SourceIp": "10.0.0.2"}, False),
    (OPERATORS, {"NotIpAddress": SUBNETS}, {"aws:SourceIp": "198.51.100.1"}, True),
    (OPERATORS, {"NotIpAddress": SUBNETS}, {"aws:SourceIp": "203.0.113.1"}, False),
    (OPERATORS, {"NotIpAddress": SUBNETS}, {}, True),
    # ARNs
    (OPERATORS, {"ArnEquals": {"aws:SourceArn": TOPIC}}, {"aws:SourceArn": TOPIC}, True),
    (OPERATORS, {"ArnEquals": {"aws:SourceArn": TOPIC}}, {"aws:SourceArn": TOPIC + "2"}, False),
    (OPERATORS, {"ArnEquals": {"aws:SourceArn": TOPIC}}, {}, False),
    (OPERATORS, {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:*:*:TOPIC*"}}, {"aws:SourceArn": TOPIC}, True),
    (OPERATORS, {"StringLike": {"k:a": FINANCE}}, {"k:a": STORE}, True),
    (OPERATORS, {"ArnLike": {"k:a": FINANCE}}, {"k:a": STORE}, False),
    (OPERATORS, {"ArnLike": {"k:a": "arn:aws:logs:*:*:log-group:*"}},
     {"k:a": "arn:aws:logs:us-east-2:111122223333:log-group:a:log-stream:b"}, True),
    (OPERATORS, {"ArnLike": {"k:a": "arn:aws:s3:::b*d"}}, {"k:a": "arn:aws:s3:::b:c:d"}, True),
    (OPERATORS, {"ArnLike": {"k:a": "arn:aws:sns:?:*:x"}}, {"k:a": "arn:aws:sns::1:x"}, False),
    (OPERATORS, {"ArnNotEquals": {"k:a": "arn:aws:sns:*:1:x"}}, {"k:a": "arn:aws:sns:r:2:x"}, True),
    (OPERATORS, {"ArnNotEquals": {"k:a": "arn:aws:sns:*:1:x"}}, {"k:a": "arn:aws:sns:r:1:x"}, False),
    (OPERATORS, {"ArnNotLike": {"k:a": "arn:aws:sns:*:1:x"}}, {}, True),
    (OPERATORS, {"ArnNotLike": {"k:a": "arn:aws:sns:*:1:*"}}, {"k:a": "arn:aws:sns:r:1:x"}, False),
    # ...IfExists and Null
    (OPERATORS, {"StringLikeIfExists": TYPES}, {"ec2:InstanceType": "t2.micro"}, True),
    (OPERATORS, {"StringLikeIfExists": TYPES}, {"ec2:InstanceType": "c5.large"}, False),
    (OPERATORS, {"StringLikeIfExists": TYPES}, {}, True),
    (OPERATORS, {"StringLike": TYPES}, {}, False),
    (OPERATORS, {"BoolIfExists": {"aws:ViaAWSService": "false"}}, {"aws:ViaAWSService": "true"}, False),
    (OPERATORS, {"Null": {"aws:TokenIssueTime": "true"}}, {}, True),
    (OPERATORS, {"Null": {"aws:TokenIssueTime": "true"}}, {"aws:TokenIssueTime": "2020-01-01"}, False),
    (OPERATORS, {"Null": {"aws:TokenIssueTime": False}}, {"aws:TokenIssueTime": "2020-01-01"}, True),
    (OPERATORS, {"Null": {"aws:TokenIssueTime": "false"}}, {}, False),
    (OPERATORS, {"Null": {"aws:TagKeys": "true"}}, {"aws:TagKeys": []}, True),
    # Several keys, values and operators
    (MULTIPLE, {"StringEquals": {"k:a": ["1", "2"]}}, {"k:a": "2"}, True),
    (MULTIPLE, {"StringEquals": {"k:a": ["1", "2"]}}, {"k:a": "3"}, False),
    (MULTIPLE, {"StringEquals": {"k:a": "1", "k:b": "2"}}, {"k:a": "1", "k:b": "2"}, True),
    (MULTIPLE, {"StringEquals": {"k:a": "1", "k:b": "2"}}, {"k:a": "1", "k:b": "3"}, False),
    (MULTIPLE, {"StringEquals": {"k:a": "1"}, "Bool": {"k:b": "true"}}, {"k:a": "1", "k:b": "true"}, True),
    (MULTIPLE, {"StringEquals": {"k:a": "1"}, "Bool": {"k:b": "true"}}, {"k:a": "1", "k:b": "false"}, False),
    # Set operators
    (SETS, {"ForAllValues:StringLike": ATTRIBUTES}, {"dynamodb:Attributes": ["PostDateTime", "Tags"]}, True),
    (SETS, {"ForAllValues:StringLike": ATTRIBUTES}, {"dynamodb:Attributes": ["PostDateTime", "ID"]}, False),
    (SETS, {"ForAllValues:StringLike": ATTRIBUTES}, {"dynamodb:Attributes": "Tags"}, True),
    (SETS, {"ForAllValues:StringLike": ATTRIBUTES}, {}, True),
    (SETS, {"ForAllValues:StringLike": ATTRIBUTES}, {"dynamodb:Attributes": ""}, True),
    (SETS, {"ForAnyValue:StringLike": ATTRIBUTES}, {"dynamodb:Attributes": ["UserName", "Message"]}, True),
    (SETS, {"ForAnyValue:StringLike": ATTRIBUTES}, {"dynamodb:Attributes": ["UserName"]}, False),
    (SETS, {"ForAnyValue:StringLike": ATTRIBUTES}, {}, False),
    (SETS, {"ForAnyValue:StringLike": {"k:a": "*"}}, {"k:a": ""}, False),
    (SETS, {"ForAllValues:StringNotEquals": {"k:a": ["1", "2"]}}, {"k:a": ["3", "4"]}, True),
    (SETS, {"ForAllValues:StringNotEquals": {"k:a": ["1", "2"]}}, {"k:a": ["3", "2"]}, False),
    (SETS, {"ForAnyValue:StringNotEquals": {"k:a": ["1", "2"]}}, {"k:a": ["3", "2"]}, True),
    (SETS, {"ForAnyValue:StringNotEquals": {"k:a": ["1", "2"]}}, {"k:a": ["1", "2"]}, False),
    (SETS, {"ForAnyValue:StringNotEquals": {"k:a": ["1", "2"]}}, {}, False),
    (SETS, {"StringEquals": {"k:a": "1"}}, {"k:a": ["1"]}, True),
    (SETS, {"StringEquals": {"k:a": "1"}}, {"k:a": ["1", "2"]}, False),
    (SETS, {"StringNotEquals": {"k:a": "9"}}, {"k:a": ["1", "2"]}, False),
    # Keys that AWS adds, for the user David
    (KEYS, {"StringEquals": {"aws:username": "David"}}, {}, True),
    (KEYS, {"StringEquals": {"aws:username": "David"}}, {"aws:username": []}, False),
    (KEYS, {"StringEquals": {"aws:PrincipalType": "User"}}, {}, True),
    (KEYS, {"StringEquals": {"aws:PrincipalAccount": HOME}}, {}, True),
    (KEYS, {"StringEquals": {"aws:PrincipalAccount": OTHER}}, {}, False),
    (KEYS, {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{HOME}:user/*"}}, {}, True),
    (KEYS, {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{HOME}:role/*"}}, {}, False),
    (KEYS, {"Bool": {"aws:PrincipalIsAWSService": "false"}}, {}, True),
    (KEYS, {"Null": {"aws:PrincipalOrgID": "true"}}, {}, True),
    (KEYS, {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {"aws:PrincipalOrgID": "o-1"}, True),
    (KEYS, {"StringEquals": {"aws:ResourceAccount": HOME}}, {}, True),
    (KEYS, {"StringEquals": {"aws:username": "David"}}, {"aws:username": "Mary"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("page", "condition", "context", "holds"), CONDITIONS)
def test_conditions(page: str, condition: dict[str, Any], context: Context, holds: bool) -> None:
    allowing = by_identity(allow(Condition=condition), action="sqs:SendMessage", context=context)
    denying = by_identity(allow(), deny(Condition=condition), action="sqs:SendMessage", context=context)
    assert (allowing.allowed, denying.allowed) == (holds, not holds), page


def test_dates_without_a_time_zone_are_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """reference_policies_elements_condition_operators, Date condition operators."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    condition = {"DateEquals": {"k:a": "2020-01-02T00:00:00"}}
    decision = by_identity(allow(Condition=condition), action="s3:X", context={"k:a": "2020-01-02T00:00Z"})
    monkeypatch.undo()
    time.tzset()
    assert decision.allowed


@pytest.mark.parametrize(
    ("principal", "key", "value"),
    [
        (ROOT, "aws:PrincipalType", "Account"),
        (ROOT, "aws:userid", HOME),
        (ROLE, "aws:PrincipalType", "AssumedRole"),
        (ROLE, "aws:PrincipalArn", f"arn:aws:iam::{HOME}:role/services/app"),
        (SNS, "aws:PrincipalIsAWSService", "true"),
        (SNS, "aws:PrincipalServiceName", "sns.amazonaws.com"),
        (ANYBODY, "aws:PrincipalType", "Anonymous"),
    ],
)
def test_keys_of_principals(principal: Principal, key: str, value: str) -> None:
    """reference_policies_variables, table "Principal key values"; reference_policies_condition-keys."""

    def refused(wanted: str) -> bool:
        never = deny(Principal="*", Condition={"StringEquals": {key: wanted}})
        policies = Policies(resource=(policy("queue", allow(Principal="*"), never),))
        return evaluate(Request(principal, "sqs:SendMessage", QUEUE), policies).reason == "explicit deny"

    assert (refused(value), refused("other")) == (True, False)


@pytest.mark.parametrize(
    ("principal", "key"),
    [
        (ROOT, "aws:username"),
        (ROLE, "aws:username"),
        (SNS, "aws:PrincipalArn"),
        (ANYBODY, "aws:PrincipalAccount"),
    ],
)
def test_keys_that_a_principal_does_not_have(principal: Principal, key: str) -> None:
    """reference_policies_variables, table "Principal key values"."""
    policies = Policies(resource=(policy("queue", deny(Principal="*", Condition={"Null": {key: "true"}})),))
    assert evaluate(Request(principal, "sqs:SendMessage", QUEUE), policies).reason == "explicit deny"


# --- Policy variables --------------------------------------------------------------------------------------

NAME = "${aws:username}"
DEPARTMENT = "arn:aws:s3:::bucket/${aws:PrincipalTag/department}"
ANONYMOUS = "arn:aws:s3:::bucket/${aws:userid, 'anonymous'}"

VARIABLES: list[tuple[dict[str, Any], str, Context, bool]] = [
    (allow("*", f"arn:aws:s3:::mybucket/{NAME}/*"), "arn:aws:s3:::mybucket/David/a", {}, True),
    (allow("*", f"arn:aws:s3:::mybucket/{NAME}/*"), "arn:aws:s3:::mybucket/Mary/a", {}, False),
    (
        allow("*", f"arn:aws:sqs:us-east-2:*:{NAME}-queue"),
        f"arn:aws:sqs:us-east-2:{HOME}:David-queue",
        {},
        True,
    ),
    (
        allow("*", f"arn:aws:sqs:us-east-2:*:{NAME}-queue"),
        f"arn:aws:sqs:us-east-2:{HOME}:Mary-queue",
        {},
        False,
    ),
    (allow("*", DEPARTMENT), "arn:aws:s3:::bucket/hr", {"aws:PrincipalTag/department": "hr"}, True),
    (allow("*", DEPARTMENT), "arn:aws:s3:::bucket/it", {"aws:PrincipalTag/department": "hr"}, False),
    (allow("*", DEPARTMENT), "arn:aws:s3:::bucket/hr", {}, False),
    (allow("*", DEPARTMENT), "arn:aws:s3:::bucket/it", {"aws:PrincipalTag/department": "*"}, False),
    (allow("*", DEPARTMENT), "arn:aws:s3:::bucket/a", {"aws:PrincipalTag/department": ["a", "b"]}, False),
    (allow("*", NotResource=DEPARTMENT), "arn:aws:s3:::bucket/x", {}, False),
    (allow("*", NotResource=DEPARTMENT), "arn:aws:s3:::bucket/x", {"aws:PrincipalTag/department": "y"}, True),
    (allow("*", ANONYMOUS), "arn:aws:s3:::bucket/anonymous", {}, True),
    (allow("*", ANONYMOUS), "arn:aws:s3:::bucket/anonymous", {"aws:userid": "AIDA1"}, False),
    (allow("*", ANONYMOUS), "arn:aws:s3:::bucket/AIDA1", {"aws:userid": "AIDA1"}, True),
    (allow("*", f"arn:aws:s3:{NAME}::bucket"), "arn:aws:s3:David::bucket", {}, False),
    (allow("*", "arn:aws:s3:::b/${*}${?}${$}"), "arn:aws:s3:::b/*?$", {}, True),
    (allow("*", "arn:aws:s3:::b/${*}${?}${$}"), "arn:aws:s3:::b/abc", {}, False),
    (allow(Condition={"StringLike": {"s3:prefix": [f"{NAME}/*"]}}), "*", {"s3:prefix": "David/a"}, True),
    (allow(Condition={"StringLike": {"s3:prefix": [f"{NAME}/*"]}}), "*", {"s3:prefix": "Mary/a"}, False),
    (allow(Condition={"StringEquals": {"k:a": "${aws:PrincipalAccount}"}}), "*", {"k:a": HOME}, True),
    (allow(Condition={"StringEquals": {"k:a": "${aws:PrincipalAccount}"}}), "*", {"k:a": OTHER}, False),
    (allow(Condition={"ArnEquals": {"k:a": "${aws:PrincipalArn}"}}), "*", {"k:a": USER.arn}, True),
    (allow(Condition={"StringEquals": {"k:a": "${k:b}"}}), "*", {"k:a": "1", "k:b": "1"}, True),
    (allow(Condition={"StringEquals": {"k:a": ["${k:b}", "1"]}}), "*", {"k:a": "1"}, True),
    (allow(Condition={"StringNotEquals": {"k:a": "${k:b}"}}), "*", {"k:a": "1", "k:b": "2"}, True),
    (allow(Condition={"StringNotEquals": {"k:a": "${k:b}"}}), "*", {"k:a": "1"}, False),
    (allow(Condition={"NumericEquals": {"k:a": "${k:b}"}}), "*", {"k:a": "1", "k:b": "1"}, False),
    (allow(Condition={"StringLike": {"k:a": "a${*}"}}), "*", {"k:a": "a*"}, True),
    (allow(Condition={"StringLike": {"k:a": "a${*}"}}), "*", {"k:a": "ab"}, False),
]


@pytest.mark.parametrize(("element", "resource", "context", "allowed"), VARIABLES)
def test_policy_variables(element: dict[str, Any], resource: str, context: Context, allowed: bool) -> None:
    """reference_policies_variables."""
    assert by_identity(element, action="s3:X", resource=resource, context=context).allowed is allowed


@pytest.mark.parametrize(("resource", "allowed"), [("David", False), ("${aws:username}", True)])
def test_variables_are_literal_in_older_documents(resource: str, allowed: bool) -> None:
    """reference_policies_elements_version."""
    element = allow("*", "arn:aws:s3:::mybucket/${aws:username}")
    decision = by_identity(
        element, action="s3:X", resource=f"arn:aws:s3:::mybucket/{resource}", version="2008-10-17"
    )
    assert decision.allowed is allowed


# --- Principals --------------------------------------------------------------------------------------------

PRINCIPAL = "reference_policies_elements_principal"
NOT_PRINCIPAL = "reference_policies_elements_notprincipal"
SERVICES = {"Service": ["ecs.amazonaws.com", "sns.amazonaws.com"]}
BOB = f"arn:aws:iam::{OTHER}:user/Bob"
FOREIGN = f"arn:aws:iam::{OTHER}:root"
AUDIT = [FOREIGN_ROLE.arn, FOREIGN_ROLE.role_arn, FOREIGN]

NAMED: list[tuple[str, Any, Principal, bool]] = [
    (PRINCIPAL, "*", ANYBODY, True),
    (PRINCIPAL, {"AWS": "*"}, ANYBODY, True),
    (PRINCIPAL, {"AWS": HOME}, ANYBODY, False),
    (PRINCIPAL, SERVICES, ANYBODY, False),
    (PRINCIPAL, {"CanonicalUser": ""}, ANYBODY, False),
    (PRINCIPAL, "*", USER, True),
    (PRINCIPAL, {"AWS": USER.arn}, USER, True),
    (PRINCIPAL, {"AWS": USER.arn.upper()}, USER, False),
    (PRINCIPAL, {"AWS": f"arn:aws:iam::{HOME}:user/*"}, USER, False),
    (PRINCIPAL, {"AWS": f"arn:aws:iam::{HOME}:user/Mary"}, USER, False),
    (PRINCIPAL, {"AWS": [BOB, USER.arn]}, USER, True),
    (PRINCIPAL, {"AWS": ROLE.role_arn}, ROLE, True),
    (PRINCIPAL, {"AWS": ROLE.arn}, ROLE, True),
    (PRINCIPAL, {"AWS": f"arn:aws:sts::{HOME}:assumed-role/app/two"}, ROLE, False),
    (PRINCIPAL, {"AWS": f"arn:aws:iam::{HOME}:role/other"}, ROLE, False),
    (PRINCIPAL, SERVICES, SNS, True),
    (PRINCIPAL, {"Service": "ecs.amazonaws.com"}, SNS, False),
    (PRINCIPAL, {"AWS": HOME}, SNS, False),
    (PRINCIPAL, {"AWS": "sns.amazonaws.com"}, SNS, False),
    (PRINCIPAL, {"AWS": ""}, SNS, False),
    (PRINCIPAL, {"Federated": GITHUB_ARN}, GITHUB, True),
    (PRINCIPAL, {"Federated": "accounts.google.com"}, GITHUB, False),
    (PRINCIPAL, {"Service": GITHUB_ARN}, GITHUB, False),
    (PRINCIPAL, {"AWS": FOREIGN_ROLE.role_arn}, Principal("role", FOREIGN_ROLE.arn, HOME), True),
    # An account in the resource's policy hands the decision to its identity-based policies: there are none.
    (PRINCIPAL, {"AWS": HOME}, USER, False),
    (PRINCIPAL, {"AWS": f"arn:aws:iam::{HOME}:root"}, ROLE, False),
]


@pytest.mark.parametrize(("page", "element", "principal", "allowed"), NAMED)
def test_principal(page: str, element: Any, principal: Principal, allowed: bool) -> None:
    policies = Policies(resource=(policy("queue", allow(Principal=element)),))
    assert evaluate(Request(principal, "sqs:SendMessage", QUEUE), policies).allowed is allowed, page


ALL_BUT_DAVID = {"Principal": "*", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": USER.arn}}}

FORBIDDEN: list[tuple[str, dict[str, Any], Principal, bool]] = [
    (PRINCIPAL, {"Principal": "*"}, USER, False),
    (PRINCIPAL, {"Principal": {"AWS": USER.arn}}, USER, False),
    (PRINCIPAL, {"Principal": {"AWS": BOB}}, USER, True),
    (PRINCIPAL, {"Principal": {"AWS": HOME}}, USER, False),
    (PRINCIPAL, {"Principal": {"AWS": OTHER}}, USER, True),
    (PRINCIPAL, {"Principal": {"AWS": ROLE.role_arn}}, ROLE, False),
    (PRINCIPAL, {"Principal": {"CanonicalUser": OWNER_ID}}, USER, False),
    (PRINCIPAL, {"Principal": {"CanonicalUser": "0" * 64}}, USER, True),
    (PRINCIPAL, {"Principal": {"CanonicalUser": "sns.amazonaws.com"}}, SNS, True),
    (PRINCIPAL, {"Principal": {"AWS": HOME}}, ROOT, False),
    (PRINCIPAL, ALL_BUT_DAVID, USER, True),
    (PRINCIPAL, ALL_BUT_DAVID, ROLE, False),
    (NOT_PRINCIPAL, {"NotPrincipal": {"AWS": [BOB, FOREIGN]}}, STRANGER, True),
    (NOT_PRINCIPAL, {"NotPrincipal": {"AWS": [BOB, FOREIGN]}}, USER, False),
    (NOT_PRINCIPAL, {"NotPrincipal": {"AWS": [BOB]}}, STRANGER, False),
    (NOT_PRINCIPAL, {"NotPrincipal": {"AWS": [FOREIGN]}}, STRANGER, False),
    (NOT_PRINCIPAL, {"NotPrincipal": {"AWS": AUDIT}}, FOREIGN_ROLE, True),
    (NOT_PRINCIPAL, {"NotPrincipal": {"AWS": [AUDIT[0], AUDIT[2]]}}, FOREIGN_ROLE, False),
    (NOT_PRINCIPAL, {"NotPrincipal": SERVICES}, SNS, True),
    (NOT_PRINCIPAL, {"NotPrincipal": {"Service": "ecs.amazonaws.com"}}, SNS, False),
    (NOT_PRINCIPAL, {"NotPrincipal": "*"}, USER, True),
]  # fmt: skip


@pytest.mark.parametrize(("page", "elements", "principal", "allowed"), FORBIDDEN)
def test_principal_of_a_deny(
    page: str, elements: dict[str, Any], principal: Principal, allowed: bool
) -> None:
    policies = Policies(
        identity=(policy("identity", allow()),),
        resource=(policy("queue", allow(Principal="*"), deny(**elements)),),
    )
    decision = evaluate(Request(principal, "sqs:SendMessage", QUEUE), policies)
    assert decision.reason == ("allowed" if allowed else "explicit deny"), page


@pytest.mark.parametrize(("principal", "allowed"), [(USER, False), (ROLE, True), (ANYBODY, True)])
def test_not_principal_with_allow(principal: Principal, allowed: bool) -> None:
    """reference_policies_elements_notprincipal: everybody else gets access, even anonymous users."""
    policies = Policies(resource=(policy("queue", allow(NotPrincipal={"AWS": USER.arn})),))
    assert evaluate(Request(principal, "sqs:SendMessage", QUEUE), policies).allowed is allowed


@pytest.mark.parametrize(("boundary", "allowed"), [(None, True), (policy("limit", allow()), False)])
def test_not_principal_always_denies_principals_with_a_boundary(
    boundary: Policy | None, allowed: bool
) -> None:
    """reference_policies_elements_notprincipal, first note."""
    spared = {"AWS": [USER.arn, HOME]}
    policies = Policies(
        boundary=boundary, resource=(policy("queue", allow(Principal="*"), deny(NotPrincipal=spared)),)
    )
    assert evaluate(Request(USER, "sqs:SendMessage", QUEUE), policies).allowed is allowed


# --- Policies together -------------------------------------------------------------------------------------

BOUNDARIES = "access_policies_boundaries"
SESSIONS = "access_policies, Session policies"
CROSS = "reference_policies_evaluation-logic-cross-account"
KMS_ROOT = "kms key-policy-default"
TRUST = "id_roles_compare-resource-policies"
ROOT_USER = "reference_policies_evaluation-logic, root user"

ALLOW = (policy("identity", allow()),)
READ = (policy("identity", allow("sqs:ReceiveMessage")),)
DENY = (policy("identity", deny()),)
NO_BOUNDARY = "not allowed by the permissions boundary"
NO_SESSION = "not allowed by the session policy"
NO_RESOURCE = "not allowed by the resource's policy"


def to(principal: Any) -> tuple[Policy, ...]:
    return (policy("resource", allow(Principal=principal)),)


def not_to(principal: Any) -> tuple[Policy, ...]:
    return (policy("resource", allow(Principal="*"), deny(Principal=principal)),)


def trusts(principal: Any) -> Policies:
    return Policies(resource=to(principal), resource_decides=True)


def trusts_and(principal: Any, identity: tuple[Policy, ...]) -> Policies:
    return Policies(identity=identity, resource=to(principal), resource_decides=True)


TOGETHER: list[tuple[str, Principal, Policies, str]] = [
    # One account: the union of identity-based and resource-based policies.
    (LOGIC, USER, Policies(identity=ALLOW), "allowed"),
    (LOGIC, USER, Policies(identity=READ), NOTHING),
    (LOGIC, USER, Policies(resource=to({"AWS": USER.arn})), "allowed"),
    (LOGIC, USER, Policies(resource=to({"AWS": BOB})), NOTHING),
    (LOGIC, USER, Policies(identity=ALLOW, resource=to({"AWS": BOB})), "allowed"),
    (LOGIC, USER, Policies(identity=ALLOW, resource=not_to({"AWS": USER.arn})), DENIED),
    (LOGIC, USER, Policies(identity=DENY, resource=to({"AWS": USER.arn})), DENIED),
    (LOGIC, ROLE, Policies(resource=to({"AWS": ROLE.role_arn})), "allowed"),
    (LOGIC, ROLE, Policies(identity=READ, resource=to({"AWS": HOME})), NOTHING),
    (LOGIC, ROLE, Policies(identity=ALLOW, resource=to({"AWS": HOME})), "allowed"),
    # The closest grant counts, wherever it stands.
    (LOGIC, ROLE, Policies(boundary=READ[0], resource=to({"AWS": HOME}) + to({"AWS": ROLE.arn})), "allowed"),
    # Permissions boundaries
    (BOUNDARIES, USER, Policies(identity=ALLOW, boundary=ALLOW[0]), "allowed"),
    (BOUNDARIES, USER, Policies(identity=ALLOW, boundary=READ[0]), NO_BOUNDARY),
    (BOUNDARIES, USER, Policies(boundary=ALLOW[0]), NOTHING),
    (BOUNDARIES, USER, Policies(identity=ALLOW, boundary=DENY[0]), DENIED),
    (LOGIC, USER, Policies(boundary=READ[0], resource=to({"AWS": USER.arn})), "allowed"),
    (LOGIC, USER, Policies(boundary=DENY[0], resource=to({"AWS": USER.arn})), DENIED),
    (LOGIC, ROLE, Policies(boundary=READ[0], resource=to({"AWS": ROLE.role_arn})), NO_BOUNDARY),
    (LOGIC, ROLE, Policies(boundary=ALLOW[0], resource=to({"AWS": ROLE.role_arn})), "allowed"),
    (LOGIC, ROLE, Policies(boundary=READ[0], resource=to({"AWS": ROLE.arn})), "allowed"),
    (PRINCIPAL, ROLE, Policies(boundary=READ[0], resource=to("*")), "allowed"),
    # Session policies
    (SESSIONS, ROLE, Policies(identity=ALLOW, session=ALLOW), "allowed"),
    (SESSIONS, ROLE, Policies(identity=ALLOW, session=READ), NO_SESSION),
    (SESSIONS, ROLE, Policies(identity=ALLOW, session=()), NO_SESSION),
    (SESSIONS, ROLE, Policies(identity=READ, session=ALLOW), NOTHING),
    (SESSIONS, ROLE, Policies(identity=ALLOW, session=DENY), DENIED),
    (SESSIONS, ROLE, Policies(session=READ, resource=to({"AWS": ROLE.role_arn})), NO_SESSION),
    (SESSIONS, ROLE, Policies(session=ALLOW, resource=to({"AWS": ROLE.role_arn})), "allowed"),
    (SESSIONS, ROLE, Policies(session=READ, resource=to({"AWS": ROLE.arn})), "allowed"),
    (SESSIONS, ROLE, Policies(identity=ALLOW, boundary=READ[0], session=ALLOW), NO_BOUNDARY),
    # Two accounts: both must allow it.
    (CROSS, STRANGER, Policies(identity=ALLOW, resource=to({"AWS": OTHER})), "allowed"),
    (CROSS, STRANGER, Policies(identity=ALLOW, resource=to({"AWS": BOB})), "allowed"),
    (CROSS, STRANGER, Policies(identity=ALLOW, resource=to("*")), "allowed"),
    (CROSS, STRANGER, Policies(identity=ALLOW), NO_RESOURCE),
    (CROSS, STRANGER, Policies(identity=ALLOW, resource=to({"AWS": HOME})), NO_RESOURCE),
    (CROSS, STRANGER, Policies(resource=to({"AWS": BOB})), NOTHING),
    (CROSS, STRANGER, Policies(resource=to("*")), NOTHING),
    (CROSS, STRANGER, Policies(identity=ALLOW, boundary=READ[0], resource=to({"AWS": BOB})), NO_BOUNDARY),
    (CROSS, FOREIGN_ROLE, Policies(identity=ALLOW, session=READ, resource=to("*")), NO_SESSION),
    (CROSS, FOREIGN_ROLE, Policies(identity=ALLOW, resource=to({"AWS": FOREIGN_ROLE.role_arn})), "allowed"),
    (CROSS, STRANGER, Policies(identity=ALLOW, resource=not_to({"AWS": OTHER})), DENIED),
    (CROSS, FOREIGN_ROOT, Policies(resource=to({"AWS": OTHER})), "allowed"),
    (CROSS, FOREIGN_ROOT, Policies(), NO_RESOURCE),
    # Those without identity-based policies
    (PRINCIPAL, SNS, Policies(identity=ALLOW), NO_RESOURCE),
    (PRINCIPAL, SNS, Policies(identity=DENY, boundary=DENY[0], resource=to(SERVICES)), "allowed"),
    (PRINCIPAL, SNS, Policies(resource=not_to(SERVICES)), DENIED),
    (PRINCIPAL, ANYBODY, Policies(identity=ALLOW), NO_RESOURCE),
    # The root user of the account
    (ROOT_USER, ROOT, Policies(), "allowed"),
    (ROOT_USER, ROOT, Policies(resource=to({"AWS": BOB})), "allowed"),
    (ROOT_USER, ROOT, Policies(resource=not_to("*")), DENIED),
    (ROOT_USER, ROOT, trusts({"AWS": HOME}), "allowed"),
    (ROOT_USER, ROOT, trusts({"AWS": USER.arn}), NO_RESOURCE),
    # Key policies and trust policies
    (KMS_ROOT, USER, trusts_and({"AWS": HOME}, ALLOW), "allowed"),
    (KMS_ROOT, USER, trusts_and({"AWS": f"arn:aws:iam::{HOME}:root"}, ALLOW), "allowed"),
    (KMS_ROOT, USER, trusts_and({"AWS": HOME}, READ), NOTHING),
    (KMS_ROOT, USER, trusts_and({"AWS": BOB}, ALLOW), NO_RESOURCE),
    (KMS_ROOT, USER, Policies(identity=ALLOW, resource_decides=True), NO_RESOURCE),
    (KMS_ROOT, USER, trusts({"AWS": USER.arn}), "allowed"),
    (TRUST, ROLE, trusts({"AWS": ROLE.role_arn}), "allowed"),
    (TRUST, ROLE, trusts({"AWS": ROLE.role_arn + "2"}), NO_RESOURCE),
    (TRUST, SNS, trusts(SERVICES), "allowed"),
    (TRUST, SNS, trusts({"Service": "ecs.amazonaws.com"}), NO_RESOURCE),
    (TRUST, GITHUB, trusts({"Federated": GITHUB_ARN}), "allowed"),
    (TRUST, GITHUB, trusts({"AWS": HOME}), NO_RESOURCE),
    (TRUST, STRANGER, trusts_and({"AWS": OTHER}, ALLOW), "allowed"),
    (TRUST, STRANGER, trusts({"AWS": OTHER}), NOTHING),
    (TRUST, STRANGER, trusts_and({"AWS": HOME}, ALLOW), NO_RESOURCE),
]  # fmt: skip


@pytest.mark.parametrize(("page", "principal", "policies", "reason"), TOGETHER)
def test_policies_together(page: str, principal: Principal, policies: Policies, reason: str) -> None:
    decision = evaluate(Request(principal, "sqs:SendMessage", QUEUE), policies)
    assert (decision.reason, decision.allowed) == (reason, reason == "allowed"), page


@pytest.mark.parametrize(("account", "allowed"), [(HOME, True), (OTHER, False), ("", True)])
def test_the_owner_of_a_resource_whose_arn_has_no_account(account: str, allowed: bool) -> None:
    """A bucket's ARN does not say whose it is; without a word it belongs to the principal's account."""
    request = Request(USER, "s3:GetObject", "arn:aws:s3:::bucket/a", account=account)
    assert evaluate(request, Policies(identity=ALLOW)).allowed is allowed


# --- What a decision says ----------------------------------------------------------------------------------


def test_a_decision_names_the_policy_and_its_sid() -> None:
    policies = Policies(
        identity=(policy("role app: inline policy grants", allow("sqs:*", QUEUE, Sid="Send")),),
        boundary=policy("boundary", allow()),
        session=(policy("session", allow()),),
        resource=(policy("queue orders: policy", deny("sqs:DeleteQueue", Principal="*")),),
    )
    everything = ("role app: inline policy grants", "boundary", "session", "queue orders: policy")
    sent = evaluate(Request(ROLE, "sqs:SendMessage", QUEUE), policies)
    assert sent == Decision(True, "allowed", "role app: inline policy grants (Sid Send)", everything, None)
    deleted = evaluate(Request(ROLE, "sqs:DeleteQueue", QUEUE), policies)
    assert deleted == Decision(False, "explicit deny", "queue orders: policy", everything, None)


def test_across_accounts_both_policies_are_named() -> None:
    decision = evaluate(
        Request(STRANGER, "sqs:SendMessage", QUEUE), Policies(identity=ALLOW, resource=to({"AWS": BOB}))
    )
    assert decision.by == "identity and resource"


def test_policies_that_do_not_apply_are_not_looked_at() -> None:
    decision = evaluate(
        Request(SNS, "sqs:SendMessage", QUEUE),
        Policies(identity=ALLOW, boundary=READ[0], session=READ, resource=to(SERVICES)),
    )
    assert decision.looked_at == ("resource",)


OWN = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE}
FROM_TOPIC = {"aws:SourceArn": TOPIC}
ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole"}


@pytest.mark.parametrize(
    ("request_", "policies", "missing"),
    [
        (Request(USER, "sqs:SendMessage", QUEUE), Policies(), OWN),
        (Request(USER, "sqs:SendMessage", QUEUE), Policies(identity=ALLOW, boundary=READ[0]), OWN),
        (Request(ROLE, "sqs:SendMessage", QUEUE), Policies(identity=ALLOW, session=READ), OWN),
        (Request(USER, "sqs:SendMessage", QUEUE), Policies(identity=DENY), None),
        (Request(USER, "sqs:SendMessage", QUEUE), Policies(identity=ALLOW), None),
        (
            Request(STRANGER, "sqs:SendMessage", QUEUE),
            Policies(identity=ALLOW),
            {**OWN, "Principal": {"AWS": BOB}},
        ),
        (
            Request(FOREIGN_ROLE, "sqs:SendMessage", QUEUE),
            Policies(identity=ALLOW),
            {**OWN, "Principal": {"AWS": FOREIGN_ROLE.role_arn}},
        ),
        (
            Request(SNS, "sqs:SendMessage", QUEUE, FROM_TOPIC),
            Policies(),
            {
                **OWN,
                "Principal": {"Service": "sns.amazonaws.com"},
                "Condition": {"ArnLike": FROM_TOPIC},
            },
        ),
        (Request(SNS, "sqs:SendMessage", QUEUE), Policies(), {**OWN, "Principal": {"Service": SNS.name}}),
        (Request(ANYBODY, "sqs:SendMessage", QUEUE), Policies(), {**OWN, "Principal": "*"}),
        (
            Request(GITHUB, "sts:AssumeRoleWithWebIdentity", ROLE_TO_ASSUME),
            Policies(resource_decides=True),
            {**ASSUME, "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": GITHUB_ARN}},
        ),
        (
            Request(USER, "sts:AssumeRole", ROLE_TO_ASSUME),
            Policies(identity=ALLOW, resource_decides=True),
            {**ASSUME, "Principal": {"AWS": USER.arn}},
        ),
        (
            Request(USER, "kms:Decrypt", KEY),
            Policies(identity=ALLOW, resource_decides=True),
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Principal": {"AWS": USER.arn}},
        ),
    ],
)
def test_the_missing_statement(request_: Request, policies: Policies, missing: dict[str, Any] | None) -> None:
    decision = evaluate(request_, policies)
    assert decision.missing == missing
    if missing is None:
        return
    added = (policy("added", missing),)
    if "Principal" in missing:
        repaired = Policies(
            policies.identity, policies.boundary, policies.session, added, policies.resource_decides
        )
    else:
        repaired = Policies(
            (*policies.identity, *added),
            policies.boundary and added[0],
            policies.session and added,
            policies.resource,
            policies.resource_decides,
        )
    assert evaluate(request_, repaired).allowed


@pytest.mark.parametrize(
    "malformed",
    [
        {},
        document({"Effect": "Maybe", "Action": "*", "Resource": "*"}),
        document({"Effect": "Allow", "Resource": "*"}),
        document(allow(Condition={"StringResembles": {"k:a": "1"}})),
        document(allow(Condition="always")),
        {"Statement": [allow(Sid=object())]},
    ],
)
def test_a_malformed_policy_allows_nothing(malformed: dict[str, Any]) -> None:
    """reference_policies_evaluation-logic, step "Errors"."""
    policies = Policies(identity=(*ALLOW, Policy("broken", malformed)))
    decision = evaluate(Request(USER, "sqs:SendMessage", QUEUE), policies)
    assert (decision.allowed, decision.reason) == (False, "malformed policy")
    assert decision.by.startswith("broken: ")


def test_documents_that_follow_each_other_are_not_mixed_up() -> None:
    """Documents are remembered by identity, and Python gives the identity of a freed object to the next."""
    for number in range(5000):
        action = f"sqs:Action{number}"
        assert by_identity(allow(action), action=action).allowed
        assert not by_identity(allow(action), action="sqs:Other").allowed


# --- Malformed documents -----------------------------------------------------------------------------------

GRAMMAR = "reference_policies_grammar"
SID = "reference_policies_elements_sid"
SYNTAX = "Syntax errors in policy."
NO_ACTIONS = "Policy statement must contain actions."
NO_RESOURCES = "Policy statement must contain resources."
WITH_PRINCIPAL = "Policy document should not specify a principal."
LEGACY = "The policy failed legacy parsing"
PREFIX = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
TRUSTING = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
GIVING = allow("sqs:SendMessage", Principal={"AWS": HOME})
TWICE = '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "*"}}'

PROBLEMS: list[tuple[str, Any, Any, str | None]] = [
    (GRAMMAR, "identity", document(allow("sqs:*", QUEUE)), None),
    (GRAMMAR, "identity", {"Version": "2012-10-17", "Statement": allow()}, None),
    (GRAMMAR, "trust", document(TRUSTING), None),
    (GRAMMAR, "resource", document(GIVING, version="2008-10-17"), None),
    (GRAMMAR, "resource", {"Version": "2012-10-17", "Id": "x", "Statement": [GIVING]}, None),
    (GRAMMAR, "key", document(allow("kms:*", Principal={"AWS": f"arn:aws:iam::{HOME}:root"})), None),
    (GRAMMAR, "identity", "{", SYNTAX),
    (GRAMMAR, "identity", "[]", SYNTAX),
    (GRAMMAR, "trust", "{", "This policy contains invalid Json"),
    (GRAMMAR, "identity", TWICE, SYNTAX),
    (GRAMMAR, "identity", {"Version": "2012-10-17"}, SYNTAX),
    (GRAMMAR, "identity", document(), SYNTAX),
    (GRAMMAR, "identity", document({}), SYNTAX),
    (GRAMMAR, "identity", {**document(allow()), "Comment": "x"}, SYNTAX),
    (GRAMMAR, "identity", document(allow(Comment="x")), SYNTAX),
    (GRAMMAR, "identity", document(allow(), version="2012-10-18"), SYNTAX),
    (GRAMMAR, "identity", {"Statement": [allow()]}, "Policy document must be version 2012-10-17 or greater."),
    (GRAMMAR, "identity", document(statement("allow")), SYNTAX),
    (GRAMMAR, "identity", document({"Action": "*", "Resource": "*"}), SYNTAX),
    (GRAMMAR, "identity", document({**allow(), "NotAction": "s3:*"}), SYNTAX),
    (GRAMMAR, "identity", document({**allow(), "NotResource": "*"}), SYNTAX),
    (GRAMMAR, "resource", document({**GIVING, "NotPrincipal": "*"}), SYNTAX),
    (GRAMMAR, "identity", document(allow([1])), SYNTAX),
    (GRAMMAR, "identity", document({"Effect": "Allow", "Resource": "*"}), NO_ACTIONS),
    (GRAMMAR, "identity", document(allow([])), NO_ACTIONS),
    (GRAMMAR, "identity", document({"Effect": "Allow", "Action": "*"}), NO_RESOURCES),
    (GRAMMAR, "identity", document(allow("s3:*", [])), NO_RESOURCES),
    (GRAMMAR, "key", document({**TRUSTING, "Action": "kms:*"}), NO_RESOURCES),
    (GRAMMAR, "resource", document({**TRUSTING, "Action": "ecr:*"}), None),
    (ACTION, "identity", document(allow("SendMessage")), PREFIX),
    (ACTION, "identity", document(allow("a:b:c")), "Actions/Condition can contain only one colon."),
    (ACTION, "identity", document(allow("s 3:Get")), "Vendor s 3 is not valid"),
    (ACTION, "trust", document({**TRUSTING, "Action": "s3:Get*"}),
     "AssumeRole policy may only specify STS AssumeRole actions."),
    (ACTION, "trust", document({**TRUSTING, "Action": ["sts:AssumeRole", "sts:TagSession"]}), None),
    (PRINCIPAL, "identity", document(GIVING), WITH_PRINCIPAL),
    (PRINCIPAL, "identity", document(allow(NotPrincipal="*")), WITH_PRINCIPAL),
    (PRINCIPAL, "trust", document({"Effect": "Allow", "Action": "sts:AssumeRole"}),
     "Missing required field Principal"),
    (PRINCIPAL, "resource", document(allow()), "Missing required field Principal"),
    (PRINCIPAL, "resource", document(allow(Principal="me")), SYNTAX),
    (PRINCIPAL, "resource", document(allow(Principal={"User": "me"})), SYNTAX),
    (PRINCIPAL, "resource", document(allow(Principal={"AWS": "me"})),
     'Invalid principal in policy: "AWS":"me"'),
    (PRINCIPAL, "resource", document(allow(Principal={"AWS": "arn:aws:iam::111122223333:user/*"})),
     'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"'),
    (PRINCIPAL, "trust", document({**TRUSTING, "Principal": {"Service": "lambda"}}),
     'Invalid principal in policy: "SERVICE":"lambda"'),
    (PRINCIPAL, "trust", document({**TRUSTING, "Principal": {"AWS": [HOME, "AROAEXAMPLE1234567890"]}}), None),
    (RESOURCE, "resource", document({**GIVING, "Resource": []}), NO_RESOURCES),
    (RESOURCE, "trust", document({**TRUSTING, "Resource": "*"}), "Has prohibited field Resource"),
    (RESOURCE, "identity", document(allow("s3:*", "bucket")),
     'Resource bucket must be in ARN format or "*".'),
    (RESOURCE, "identity", document(allow("s3:*", "arn:was:s3:::b")),
     'Partition "was" is not valid for resource "arn:was:s3:::b".'),
    (RESOURCE, "identity", document(allow("s3:*", "arn:aws:s3")),
     "Resource vendor must be fully qualified and cannot contain regexes."),
    (RESOURCE, "identity", document(allow("s3:*", "arn:aws:s?:::b")),
     "Resource vendor must be fully qualified and cannot contain regexes."),
    (RESOURCE, "identity", document(allow("s3:*", "arn:aws:s3::b")), LEGACY),
    (RESOURCE, "identity", document(allow("iam:*", "arn:aws:iam:us-east-2:1:user/x")),
     "IAM resource arn:aws:iam:us-east-2:1:user/x cannot contain region information."),
    (RESOURCE, "identity", document(allow("lambda:*", "arn:aws:lambda:*")), None),
    (OPERATORS, "identity", document(allow(Condition={"StringResembles": {"k:a": "1"}})), SYNTAX),
    (OPERATORS, "identity", document(allow(Condition={"NullIfExists": {"k:a": "true"}})), SYNTAX),
    (OPERATORS, "identity", document(allow(Condition={"foranyvalue:stringLikeIfExists": {"k:a": ""}})), None),
    (OPERATORS, "identity", document(allow(Condition={"ForSome:StringLike": {"k:a": "1"}})), SYNTAX),
    (OPERATORS, "identity", document(allow(Condition={"StringLike": "x"})), SYNTAX),
    (OPERATORS, "identity", document(allow(Condition={"StringLike": {"k:a": {"b": "c"}}})), SYNTAX),
    (OPERATORS, "identity", document(allow(Condition=["x"])), SYNTAX),
    (OPERATORS, "identity", document(allow(Condition={"StringLike": {"a": "1"}})), PREFIX),
    (OPERATORS, "identity", document(allow(Condition={"Bool": {"k:a": True}})), None),
    (OPERATORS, "identity", document(allow(Condition={"DateLessThan": {"k:a": "soon"}})),
     LEGACY),
    (OPERATORS, "identity", document(allow(Condition={"DateLessThan": {"k:a": "2020-01-01"}})), None),
    (SID, "identity", document(allow(Sid="a"), allow(Sid="a")),
     "Statement IDs (SID) in a single policy must be unique."),
    (SID, "identity", document(allow(Sid="a"), allow(Sid="b")), None),
    (SID, "identity", document(allow(Sid="")), None),
    (SID, "identity", document(allow(Sid="a-b")),
     "Statement IDs (SID) must be alpha-numeric. "
     "Check that your input satisfies the regular expression [0-9A-Za-z]*"),
    (SID, "resource", document({**GIVING, "Sid": "a b-c"}), None),
]  # fmt: skip


@pytest.mark.parametrize(("page", "kind", "content", "message"), PROBLEMS)
def test_problems(page: str, kind: Any, content: Any, message: str | None) -> None:
    assert problems(content, kind=kind) == message, page


def test_the_same_text_is_read_once() -> None:
    text = '{"Version": "2012-10-17", "Statement": []}'
    assert parse(text) is parse(text)
