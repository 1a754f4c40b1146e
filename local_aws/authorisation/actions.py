"""What IAM calls an API call: the action it needs, and the resource it needs it for.

Mostly the operation's own name. Where not, the table says so, from the service authorization reference:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import json
import re
from urllib.parse import parse_qs, unquote, unquote_plus

from ministack.core import iam_actions

from local_aws.edge.calls import Call

# By the service's name in the signature.
_NAMESPACES = {"monitoring": "cloudwatch", "tagging": "tag"}
_DIFFERENT: dict[str, dict[str, tuple[str, ...]]] = {
    "budgets": {
        **dict.fromkeys(("DescribeBudget", "DescribeBudgets"), ("ViewBudget",)),
        "DescribeNotificationsForBudget": ("ViewBudget",),
        "DescribeSubscribersForNotification": ("ViewBudget",),
        **{
            f"{verb}{what}": ("ModifyBudget",)
            for verb in ("Create", "Update", "Delete")
            for what in ("Budget", "Notification", "Subscriber")
        },
    },
    "kms": {"ReEncrypt": ("ReEncryptFrom", "ReEncryptTo")},
    "lambda": {
        "GetLayerVersionByArn": ("GetLayerVersion",),
        "Invoke": ("InvokeFunction",),
        "InvokeWithResponseStream": ("InvokeFunction",),
    },
    "s3": {
        "CompleteMultipartUpload": ("PutObject",),
        "CopyObject": ("PutObject",),
        "CreateMultipartUpload": ("PutObject",),
        "DeleteBucketCors": ("PutBucketCORS",),
        "DeleteBucketEncryption": ("PutEncryptionConfiguration",),
        "DeleteBucketLifecycle": ("PutLifecycleConfiguration",),
        "DeleteBucketOwnershipControls": ("PutBucketOwnershipControls",),
        "DeleteBucketReplication": ("PutReplicationConfiguration",),
        "DeleteBucketTagging": ("PutBucketTagging",),
        "DeleteObjects": ("DeleteObject",),
        "DeletePublicAccessBlock": ("PutBucketPublicAccessBlock",),
        "GetBucketAccelerateConfiguration": ("GetAccelerateConfiguration",),
        "GetBucketAnalyticsConfiguration": ("GetAnalyticsConfiguration",),
        "GetBucketCors": ("GetBucketCORS",),
        "GetBucketEncryption": ("GetEncryptionConfiguration",),
        "GetBucketIntelligentTieringConfiguration": ("GetIntelligentTieringConfiguration",),
        "GetBucketInventoryConfiguration": ("GetInventoryConfiguration",),
        "GetBucketLifecycleConfiguration": ("GetLifecycleConfiguration",),
        "GetBucketMetricsConfiguration": ("GetMetricsConfiguration",),
        "GetBucketNotificationConfiguration": ("GetBucketNotification",),
        "GetBucketReplication": ("GetReplicationConfiguration",),
        "GetObjectLockConfiguration": ("GetBucketObjectLockConfiguration",),
        "GetPublicAccessBlock": ("GetBucketPublicAccessBlock",),
        "HeadBucket": ("ListBucket",),
        "HeadObject": ("GetObject",),
        "ListBuckets": ("ListAllMyBuckets",),
        "ListMultipartUploads": ("ListBucketMultipartUploads",),
        "ListObjectVersions": ("ListBucketVersions",),
        "ListObjects": ("ListBucket",),
        "ListObjectsV2": ("ListBucket",),
        "ListParts": ("ListMultipartUploadParts",),
        "PutBucketAccelerateConfiguration": ("PutAccelerateConfiguration",),
        "PutBucketAnalyticsConfiguration": ("PutAnalyticsConfiguration",),
        "PutBucketCors": ("PutBucketCORS",),
        "PutBucketEncryption": ("PutEncryptionConfiguration",),
        "PutBucketIntelligentTieringConfiguration": ("PutIntelligentTieringConfiguration",),
        "PutBucketInventoryConfiguration": ("PutInventoryConfiguration",),
        "PutBucketLifecycleConfiguration": ("PutLifecycleConfiguration",),
        "PutBucketMetricsConfiguration": ("PutMetricsConfiguration",),
        "PutBucketNotificationConfiguration": ("PutBucketNotification",),
        "PutBucketReplication": ("PutReplicationConfiguration",),
        "PutObjectLockConfiguration": ("PutBucketObjectLockConfiguration",),
        "PutPublicAccessBlock": ("PutBucketPublicAccessBlock",),
        "UploadPart": ("PutObject",),
        "UploadPartCopy": ("PutObject",),
    },
    "sns": {"PublishBatch": ("Publish",)},
    "sqs": {
        "ChangeMessageVisibilityBatch": ("ChangeMessageVisibility",),
        "DeleteMessageBatch": ("DeleteMessage",),
        "SendMessageBatch": ("SendMessage",),
    },
}
_PARTS = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}  # of a transaction
# Statements in another language, which would have to be read.
_UNKNOWN = {
    ("dynamodb", name) for name in ("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction")
}
# A member that gives a service a role, in JSON and in forms: whoever sets it must be allowed to pass it.
_PASSED = re.compile(
    r"""\b([\w.]*(?:[rR]ole(?:[aA]rn|ARN)?|PermissionArn))"?\s*[:=]\s*"?"""
    r"""(arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]+)"""
)
# Who gets a role, where it is not the service that is called: by that service, and by the member's name.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
_PASSED_TO = {
    ("ec2", "DeliverLogsPermissionArn"): "vpc-flow-logs",
    ("ecs", "executionRoleArn"): "ecs-tasks",
    ("ecs", "taskRoleArn"): "ecs-tasks",
    ("rds", "MonitoringRoleArn"): "monitoring.rds",
}
_ONLY_REFER = ("iam", "sts")


def needed(call: Call, account: str) -> list[tuple[str, str]]:
    """The actions that a call needs, each with the ARN it needs it for; none when that is not known.

    The ARN is `*` where a call is about nothing in particular, or where that is not known.
    """
    operation = call.operation.name
    if (call.signed_as, operation) in _UNKNOWN:
        return []
    if call.signed_as == "apigateway":  # its actions are HTTP's methods
        return [(f"apigateway:{call.method}", f"arn:aws:apigateway:{call.region}::{call.path}")]
    if operation in ("TransactGetItems", "TransactWriteItems"):
        parts = [part for entry in json.loads(call.body).get("TransactItems", []) for part in entry.items()]
        table = f"arn:aws:dynamodb:{call.region}:{account}:table/"
        return sorted({(f"dynamodb:{_PARTS[kind]}", table + part["TableName"]) for kind, part in parts})
    names = _DIFFERENT.get(call.signed_as, {}).get(operation, (operation,))
    namespace = _NAMESPACES.get(call.signed_as, call.signed_as)
    found = [(f"{namespace}:{name}", arn) for name in names for arn in _resources(call, account)]
    if source := call.headers.get("x-amz-copy-source"):
        found.append(("s3:GetObject", f"arn:aws:s3:::{unquote(source).lstrip('/').partition('?')[0]}"))
    return found


def _resources(call: Call, account: str) -> list[str]:
    form = _form(call)
    asked = (call.method, call.path, call.headers, call.body, {**call.query, **form}, call.region, account)
    try:
        if call.signed_as == "dynamodb":
            return iam_actions.dynamodb_resource_arns(call.body, call.region, account) or ["*"]
        arn = str(iam_actions.extract_resource_arn(call.signed_as, *asked) or "*")
    except Exception:  # the engine reads requests that it has not checked yet
        return ["*"]
    if call.operation.name == "DeleteObjects":  # of which the engine names the first
        return [f"arn:aws:s3:::{call.path.strip('/')}/*"]
    if ":secret:" in arn:  # AWS appends six characters of its own
        named = arn[:-7] if b"arn:" in call.body else arn
        return [f"{named}-??????"]
    return [arn]


def passed_roles(call: Call) -> list[tuple[str, str]]:
    """The roles that a call hands to a service, each with that service: `ecs-tasks.amazonaws.com`."""
    if call.signed_as in _ONLY_REFER:
        return []
    text = call.body.decode(errors="replace")
    found = _PASSED.findall(unquote_plus(text) if _form(call) else text)
    services = ((role, _PASSED_TO.get((call.signed_as, name), call.signed_as)) for name, role in found)
    return sorted({(role, f"{service}.amazonaws.com") for role, service in services})


def _form(call: Call) -> dict[str, list[str]]:
    """The members of a form; empty for other requests."""
    is_form = call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return parse_qs(call.body.decode(errors="replace"), keep_blank_values=True) if is_form else {}
