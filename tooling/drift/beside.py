"""What exists in the account and is in no state of the environment: made by hand, or left behind.

Asks AWS for what there is of the kinds below. What has the tag Environment of another environment is not
listed: it is that one's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tooling.aws import Target


@dataclass(frozen=True)
class Unmanaged:
    """A resource that no code owns. `environment` is its tag, "" without one."""

    type: str
    id: str
    arn: str
    environment: str

    @property
    def over(self) -> str:
        """The block that takes it over, beside a resource that describes it."""
        name = "".join(letter if letter.isalnum() else "_" for letter in self.id.rsplit("/", 1)[-1]).strip(
            "_"
        )
        return f'import {{ to = {self.type}.{name}, id = "{self.id}" }}'

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "type": self.type,
            "id": self.id,
            "arn": self.arn,
            "environment": self.environment,
            "take_over": self.over,
        }


Found = Iterator[tuple[str, str]]
"""Ids as Terraform imports them, and ARNs."""


def _pages(client: Any, operation: str, key: str, **options: Any) -> Iterator[Any]:
    if client.can_paginate(operation):
        for page in client.get_paginator(operation).paginate(**options):
            yield from page.get(key) or []
    else:
        yield from getattr(client, operation)(**options).get(key) or []


def _queues(client: Any) -> Found:
    for url in _pages(client, "list_queues", "QueueUrls"):
        name = url.rsplit("/", 1)[-1]
        answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        yield url, answer.get("Attributes", {}).get("QueueArn", name)


def _tables(client: Any) -> Found:
    for name in _pages(client, "list_tables", "TableNames"):
        yield name, client.describe_table(TableName=name)["Table"]["TableArn"]


def _functions(client: Any) -> Found:
    for each in _pages(client, "list_functions", "Functions"):
        yield each["FunctionName"], each["FunctionArn"]


def _topics(client: Any) -> Found:
    for each in _pages(client, "list_topics", "Topics"):
        yield each["TopicArn"], each["TopicArn"]


def _buckets(client: Any) -> Found:
    for each in _pages(client, "list_buckets", "Buckets"):
        yield each["Name"], f"arn:aws:s3:::{each['Name']}"


def _groups(client: Any) -> Found:
    for each in _pages(client, "describe_log_groups", "logGroups"):
        yield each["logGroupName"], each["arn"].removesuffix(":*")


def _roles(client: Any) -> Found:
    for each in _pages(client, "list_roles", "Roles"):
        if not each["Path"].startswith(("/aws-service-role/", "/service-role/", "/aws-reserved/")):
            yield each["RoleName"], each["Arn"]


def _secrets(client: Any) -> Found:
    for each in _pages(client, "list_secrets", "SecretList"):
        if "OwningService" not in each:  # RDS's own belong to their database
            yield each["ARN"], each["ARN"]


def _rest_apis(client: Any) -> Found:
    for each in _pages(client, "get_rest_apis", "items"):
        yield each["id"], f"arn:aws:apigateway:{client.meta.region_name}::/restapis/{each['id']}"


def _databases(client: Any) -> Found:
    for each in _pages(client, "describe_db_instances", "DBInstances"):
        yield each["DBInstanceIdentifier"], each["DBInstanceArn"]


def _security_groups(client: Any) -> Found:
    for each in _pages(client, "describe_security_groups", "SecurityGroups"):
        if each["GroupName"] != "default":
            yield each["GroupId"], each.get("SecurityGroupArn") or each["GroupId"]


LISTED: Mapping[str, tuple[str, Callable[[Any], Found]]] = {
    "aws_api_gateway_rest_api": ("apigateway", _rest_apis),
    "aws_cloudwatch_log_group": ("logs", _groups),
    "aws_db_instance": ("rds", _databases),
    "aws_dynamodb_table": ("dynamodb", _tables),
    "aws_iam_role": ("iam", _roles),
    "aws_lambda_function": ("lambda", _functions),
    "aws_s3_bucket": ("s3", _buckets),
    "aws_secretsmanager_secret": ("secretsmanager", _secrets),
    "aws_security_group": ("ec2", _security_groups),
    "aws_sns_topic": ("sns", _topics),
    "aws_sqs_queue": ("sqs", _queues),
}


def unmanaged(
    plan: Mapping[str, Any], target: Target, known: frozenset[str] = frozenset(), env: str = ""
) -> tuple[list[Unmanaged], list[str]]:
    """What no code owns, and the kinds that AWS would not list.

    Args:
        plan: a plan's JSON, whose state has what is owned.
        known: names of what belongs to the environment and is in no state, such as the state's bucket.
        env: what other environments than this one have made is theirs.
    """
    owned = _owned(plan)
    found, unlisted = [], []
    for kind, (service, listed) in LISTED.items():
        try:
            each = [
                (name, arn)
                for name, arn in listed(target.client(service))
                if not {name, arn} & known and not {("", arn), (kind, name)} & owned
            ]
        except Exception as error:  # botocore's errors have no common type; one service less is said
            unlisted.append(f"{kind}: {error}")
            continue
        tags = _environments(target, [arn for _, arn in each])
        found += [
            Unmanaged(kind, name, arn, tags.get(arn, ""))
            for name, arn in each
            if tags.get(arn, "") in ("", env)
        ]
    return found, unlisted


def _owned(plan: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """What the state owns: ARNs, with "" before them, and ids and names with their type.

    A table and a function may have the same name. What a data source reads is nobody's here.
    """
    owned: set[tuple[str, str]] = set()
    todo = [((plan.get("prior_state") or {}).get("values") or {}).get("root_module") or {}]
    while todo:
        module = todo.pop()
        todo += module.get("child_modules") or []
        for each in module.get("resources") or []:
            values = each.get("values") or {}
            if each.get("mode") != "data":
                names = ("id", "name", "bucket", "url")
                owned |= {(each["type"], str(values[key])) for key in names if values.get(key)}
                owned |= {("", str(values["arn"]))} if values.get("arn") else set()
    return frozenset(owned)


def _environments(target: Target, arns: list[str]) -> dict[str, str]:
    """The tag Environment of each, by ARN; nothing where tags cannot be read."""
    found: dict[str, str] = {}
    try:
        client = target.client("resourcegroupstaggingapi") if arns else None
        for start in range(0, len(arns), 100):
            part = [arn for arn in arns[start : start + 100] if arn.startswith("arn:")]
            answer = client.get_resources(ResourceARNList=part) if client and part else {}
            for each in answer.get("ResourceTagMappingList") or []:
                tags = {tag["Key"]: tag["Value"] for tag in each.get("Tags") or []}
                found[each["ResourceARN"]] = tags.get("Environment", "")
    except Exception:  # no rights to read tags: then none is known
        return found
    return found
