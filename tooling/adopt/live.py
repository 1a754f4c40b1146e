"""What AWS has: the facts of a resource that its call is made of, as AWS's APIs answer them."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from tooling.aws import Target

Facts = dict[str, Any]


class Account:
    """Clients of one AWS, and who asks."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._clients: dict[str, Any] = {}
        self.region = target.region
        identity = self.client("sts").get_caller_identity()
        self.id = str(identity["Account"])
        self.partition = str(identity["Arn"]).split(":")[1]

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._target.client(service)
        return self._clients[service]

    def arn(self, service: str, rest: str) -> str:
        """The ARN of something in this account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.id}:{rest}"


def download(address: str) -> bytes:
    """The content of an address that AWS signed."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


def _or(default: Any, call: Callable[[], Any]) -> Any:
    """The answer, or the default where AWS says that there is none."""
    try:
        return call()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if "NotFound" in code or code.startswith("NoSuch") or "NonExistent" in code or "NotExist" in code:
            return default
        raise


def _pages(client: Any, operation: str, key: str, **options: Any) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**options):
        yield from page.get(key) or []


def _tags(listed: Any) -> dict[str, str]:
    """Tags as a map, without those that AWS sets itself."""
    pairs = (
        listed.items()
        if isinstance(listed, dict)
        else [(each.get("Key", each.get("key")), each.get("Value", each.get("value"))) for each in listed]
    )
    return {name: value for name, value in pairs if not name.lower().startswith("aws:")}


def queue(account: Account, name: str) -> Facts:
    client = account.client("sqs")
    url = client.get_queue_url(QueueName=name.rsplit("/", 1)[-1].rsplit(":", 1)[-1])["QueueUrl"]
    return {
        "url": url,
        "name": url.rsplit("/", 1)[-1],
        "attributes": client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"],
        "tags": _tags(client.list_queue_tags(QueueUrl=url).get("Tags") or {}),
    }


def topic(account: Account, name: str) -> Facts:
    client = account.client("sns")
    arn = name if name.startswith("arn:") else account.arn("sns", name)
    attributes = client.get_topic_attributes(TopicArn=arn)["Attributes"]
    return {
        "name": arn.rsplit(":", 1)[-1],
        "account": account.id,
        "attributes": attributes,
        "tags": _tags(client.list_tags_for_resource(ResourceArn=arn).get("Tags") or []),
        "subscriptions": [
            each | client.get_subscription_attributes(SubscriptionArn=each["SubscriptionArn"])["Attributes"]
            for each in _pages(client, "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
            if each["SubscriptionArn"].startswith("arn:")
        ],
    }


def table(account: Account, name: str) -> Facts:
    client, name = account.client("dynamodb"), name.rsplit("/", 1)[-1]
    found = client.describe_table(TableName=name)["Table"]
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    key = (found.get("SSEDescription") or {}).get("KMSMasterKeyArn")
    return {
        "table": found,
        "aws_key": bool(key)
        and account.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyManager"] == "AWS",
        "recovery": backups.get("PointInTimeRecoveryDescription") or {},
        "ttl": ttl,
        "tags": _tags(client.list_tags_of_resource(ResourceArn=found["TableArn"]).get("Tags") or []),
    }


def bucket(account: Account, name: str) -> Facts:
    client, name = account.client("s3"), name.rsplit(":", 1)[-1]
    client.head_bucket(Bucket=name)

    def part(operation: str, key: str) -> Any:
        return _or(None, lambda: getattr(client, operation)(Bucket=name).get(key))

    policy = part("get_bucket_policy", "Policy")
    return {
        "name": name,
        "policy": json.loads(policy) if policy else None,
        "versioning": part("get_bucket_versioning", "Status"),
        "encryption": part("get_bucket_encryption", "ServerSideEncryptionConfiguration"),
        "block": part("get_public_access_block", "PublicAccessBlockConfiguration"),
        "ownership": part("get_bucket_ownership_controls", "OwnershipControls"),
        "lifecycle": part("get_bucket_lifecycle_configuration", "Rules"),
        "cors": part("get_bucket_cors", "CORSRules"),
        "tags": _tags(part("get_bucket_tagging", "TagSet") or []),
    }


def rule(account: Account, name: str) -> Facts:
    client = account.client("events")
    # ARN: rule/NAME or rule/BUS/NAME; physical id of a rule on a bus: BUS|NAME
    parts = name.partition(":rule/")[2].split("/") if name.startswith("arn:") else name.split("|")
    bus = parts[0] if len(parts) > 1 else "default"
    found = client.describe_rule(Name=parts[-1], EventBusName=bus)
    return {
        "rule": found,
        "bus": bus,
        "targets": client.list_targets_by_rule(Rule=parts[-1], EventBusName=bus).get("Targets") or [],
        "tags": _tags(client.list_tags_for_resource(ResourceARN=found["Arn"]).get("Tags") or []),
    }


def bus(account: Account, name: str) -> Facts:
    client = account.client("events")
    found = client.describe_event_bus(Name=name.rsplit("/", 1)[-1])
    return {
        "bus": found,
        "tags": _tags(client.list_tags_for_resource(ResourceARN=found["Arn"]).get("Tags") or []),
    }


def log_group(account: Account, name: str) -> Facts:
    client = account.client("logs")
    name = name.removesuffix(":*").partition(":log-group:")[2] if name.startswith("arn:") else name
    found = _group(client, name)
    if found is None:
        raise LookupError(f"there is no log group {name}")
    return {
        "group": found,
        "tags": _tags(client.list_tags_log_group(logGroupName=name).get("tags") or {}),
    }


def _group(client: Any, name: str) -> Any:
    groups = _pages(client, "describe_log_groups", "logGroups", logGroupNamePrefix=name)
    return next((each for each in groups if each["logGroupName"] == name), None)


def function(account: Account, name: str) -> Facts:
    client, name = account.client("lambda"), name.partition(":function:")[2].split(":")[0] or name
    found = client.get_function(FunctionName=name)
    policy = _or(None, lambda: client.get_policy(FunctionName=name)["Policy"])
    location = (found.get("Code") or {}).get("Location") or ""
    zipped = found["Configuration"].get("PackageType", "Zip") == "Zip"
    return {
        "configuration": found["Configuration"],
        "image": (found.get("Code") or {}).get("ImageUri") or "",
        "code": download(location) if zipped and location else b"",
        "concurrency": (found.get("Concurrency") or {}).get("ReservedConcurrentExecutions", -1),
        "tags": _tags(found.get("Tags") or {}),
        "policy": json.loads(policy)["Statement"] if policy else [],
        "sources": list(
            _pages(client, "list_event_source_mappings", "EventSourceMappings", FunctionName=name)
        ),
        "aliases": [each["Name"] for each in _pages(client, "list_aliases", "Aliases", FunctionName=name)],
        "url": _or(None, lambda: client.get_function_url_config(FunctionName=name)),
        "asynchronous": _or(None, lambda: client.get_function_event_invoke_config(FunctionName=name)),
        "log_group": _group(account.client("logs"), f"/aws/lambda/{name}"),
    }


def state_machine(account: Account, name: str) -> Facts:
    client = account.client("stepfunctions")
    arn = name if name.startswith("arn:") else account.arn("states", f"stateMachine:{name}")
    found = client.describe_state_machine(stateMachineArn=arn)
    group = f"/aws/vendedlogs/states/{found['name']}"
    return {
        "machine": found,
        "role": role(account, found["roleArn"]),
        "log_group": _group(account.client("logs"), group),
        "tags": _tags(client.list_tags_for_resource(resourceArn=arn).get("tags") or []),
    }


def role(account: Account, name: str) -> Facts:
    client, name = account.client("iam"), name.rsplit("/", 1)[-1]
    attached = _pages(client, "list_attached_role_policies", "AttachedPolicies", RoleName=name)
    return {
        "account": account.id,
        "role": client.get_role(RoleName=name)["Role"],
        "policies": {
            each: client.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"]
            for each in _pages(client, "list_role_policies", "PolicyNames", RoleName=name)
        },
        "attached": [each["PolicyArn"] for each in attached],
        "tags": _tags(client.list_role_tags(RoleName=name).get("Tags") or []),
    }


READERS: dict[str, Callable[[Account, str], Facts]] = {
    "AWS::DynamoDB::Table": table,
    "AWS::Events::EventBus": bus,
    "AWS::Events::Rule": rule,
    "AWS::IAM::Role": role,
    "AWS::Lambda::Function": function,
    "AWS::Logs::LogGroup": log_group,
    "AWS::S3::Bucket": bucket,
    "AWS::SNS::Topic": topic,
    "AWS::SQS::Queue": queue,
    "AWS::StepFunctions::StateMachine": state_machine,
}
