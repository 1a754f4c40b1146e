"""What exists in AWS becomes calls of these modules, with blocks that import it.

What exists is named by a template of CloudFormation or SAM, or by ARNs. Each resource is read from AWS, since
that is what a plan compares: a template may be older. What cannot be adopted is listed with its reason.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tooling import paths
from tooling.adopt import calls, code, stacks, template
from tooling.adopt.calls import Call, UnfitError
from tooling.adopt.live import READERS, Account, Facts
from tooling.adopt.template import Resource
from tooling.errors import PlatformError

MODULES = "../../modules"

# What belongs to another resource, and is read with it.
PARTS = {
    "AWS::Lambda::EventInvokeConfig": "its function",
    "AWS::Lambda::EventSourceMapping": "its function",
    "AWS::Lambda::Permission": "its function",
    "AWS::Lambda::Url": "its function",
    "AWS::S3::BucketPolicy": "its bucket",
    "AWS::SNS::Subscription": "its topic",
    "AWS::SNS::TopicPolicy": "its topic",
    "AWS::SQS::QueuePolicy": "its queue",
    "AWS::IAM::Policy": "its roles",
    "AWS::IAM::RolePolicy": "its role",
}

# Modules for what no call is written for here.
_MODULES = {
    "AWS::ApiGateway::RestApi": "serverless/rest-api",
    "AWS::ApiGatewayV2::Api": "serverless/http-api or websocket-api",
    "AWS::AppSync::GraphQLApi": "serverless/graphql-api",
    "AWS::CloudFront::Distribution": "edge/cdn",
    "AWS::CloudWatch::Alarm": "the alarms of the module of what it watches, by alarm_actions",
    "AWS::EC2::VPC": "network/vpc",
    "AWS::ECS::Service": "compute/ecs-service",
    "AWS::KMS::Key": "operations/kms-key",
    "AWS::Kinesis::Stream": "messaging/kinesis-stream",
    "AWS::Lambda::Alias": "alias of serverless/lambda-function",
    "AWS::Lambda::LayerVersion": "serverless/lambda-layer",
    "AWS::RDS::DBInstance": "data/rds",
    "AWS::Scheduler::Schedule": "messaging/schedule",
    "AWS::SecretsManager::Secret": "operations/secret",
}

# The kinds of ARNs, by service and the beginning of what they name.
_KINDS = {
    ("dynamodb", "table/"): "AWS::DynamoDB::Table",
    ("events", "event-bus/"): "AWS::Events::EventBus",
    ("events", "rule/"): "AWS::Events::Rule",
    ("iam", "role/"): "AWS::IAM::Role",
    ("lambda", "function:"): "AWS::Lambda::Function",
    ("logs", "log-group:"): "AWS::Logs::LogGroup",
    ("s3", ""): "AWS::S3::Bucket",
    ("sns", ""): "AWS::SNS::Topic",
    ("sqs", ""): "AWS::SQS::Queue",
    ("states", "stateMachine:"): "AWS::StepFunctions::StateMachine",
}


@dataclass(frozen=True)
class Left:
    """What is not adopted, and why."""

    what: str
    type: str
    reason: str

    def to_json(self) -> dict[str, str]:
        """The same for machines."""
        return {"what": self.what, "type": self.type, "reason": self.reason}


@dataclass(frozen=True)
class Adopted:
    """Calls, what is read with another resource, and what is not adopted."""

    calls: tuple[Call, ...]
    parts: tuple[Left, ...]
    left: tuple[Left, ...]

    def text(self, modules: str = MODULES) -> str:
        """The code, as `terraform fmt` has it."""
        return code.written(self.calls, modules)

    def files(self) -> dict[str, bytes]:
        """The files beside the code."""
        return {name: content for call in self.calls for name, content in call.files.items()}

    def to_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "calls": [
                {
                    "call": f"module.{call.label}",
                    "module": call.module,
                    "imports": {
                        f"module.{call.label}.{to}": each for to, each in sorted(call.imports.items())
                    },
                    "notes": list(call.notes),
                }
                for call in self.calls
            ],
            "read_with_others": [each.to_json() for each in self.parts],
            "not_adopted": [each.to_json() for each in self.left],
        }


def of_template(file: Path, account: Account, stack: str = "", given: Sequence[str] = ()) -> list[Resource]:
    """What a template makes, as it is called in AWS.

    Args:
        given: parameters of the template, as Name=value.

    Raises:
        PlatformError: the template or the stack cannot be read, or a parameter is none.
    """
    parsed = template.read(file)
    pairs = dict(each.partition("=")[::2] for each in given)
    unknown = sorted(set(pairs) - set(parsed.parameters))
    if unknown or "" in pairs.values():
        known = ", ".join(parsed.parameters) or "it has none"
        raise PlatformError(
            f"--parameter {', '.join(unknown or pairs)} does not give a parameter of {file} a value",
            f"write Name=value, with a parameter of the template: {known}",
        )
    pseudo = {
        "AWS::AccountId": account.id,
        "AWS::Partition": account.partition,
        "AWS::Region": account.region,
    }
    if stack:
        pseudo["AWS::StackName"] = stack
    physical = stacks.physical(account, stack) if stack else {}
    return template.resources(parsed, physical, pseudo, pairs)


def place(out: str) -> Path | None:
    """The folder that gets the code; it is there, and has none of it.

    Raises:
        PlatformError: it is not, or has.
    """
    folder = Path(out)
    if not out:
        return None
    if not folder.is_dir():
        raise PlatformError(f"--out {out} is not a folder", "name one that exists, such as environments/dev")
    if (folder / "adopted.tf").exists():
        raise PlatformError(f"{folder / 'adopted.tf'} exists already", "rename it, or name another folder")
    return folder


def write(adopted: Adopted, folder: Path) -> list[Path]:
    """Write the code, and the files beside it."""
    source = os.path.relpath(paths.MODULES, folder.resolve())
    content = {"adopted.tf": adopted.text(source).encode(), **adopted.files()}
    for name, each in content.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(each)
    return [folder / name for name in content]


def of_arns(arns: list[str]) -> list[Resource]:
    """What the ARNs name.

    Raises:
        PlatformError: one is none.
    """
    return [_of_arn(arn) for arn in dict.fromkeys(arns)]


def _of_arn(arn: str) -> Resource:
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or not parts[5]:
        raise PlatformError(
            f"'{arn}' is not an ARN", "write it in full: arn:aws:sqs:eu-west-1:123456789012:orders"
        )
    service, rest = parts[2], parts[5]
    kind = next(
        (kind for (known, begin), kind in _KINDS.items() if known == service and rest.startswith(begin)),
        f"arn of {service}",
    )
    name = rest.removesuffix(":*")
    return Resource(
        name if kind == "AWS::Logs::LogGroup" else name.replace(":", "/").rsplit("/", 1)[-1], kind, arn
    )


def adopt(resources: list[Resource], account: Account) -> Adopted:
    """Calls for what there is of the resources.

    Raises:
        PlatformError: AWS cannot be asked.
    """
    facts: dict[Resource, Facts] = {}
    parts, left = [], []
    for each in resources:
        if each.type in PARTS:
            parts.append(Left(each.logical, each.type, f"is read with {PARTS[each.type]}"))
        elif each.type not in READERS:
            hint = _MODULES.get(each.type)
            reason = f"write a call of {hint} by hand, and import it" if hint else "no module makes it"
            left.append(Left(each.logical, each.type, reason))
        elif not each.id:
            left.append(
                Left(each.logical, each.type, "the template gives it no name: name the stack, --stack NAME")
            )
        else:
            try:
                facts[each] = READERS[each.type](account, each.id)
            except (ClientError, LookupError) as error:
                left.append(Left(each.logical, each.type, f"it cannot be read: {error}"))
            except BotoCoreError as error:
                raise PlatformError(f"AWS cannot be asked: {error}", "check your credentials") from error
    made, not_made = made_of(facts)
    by_function = {group for call in made for group in _groups(call)}
    final = [call for call in made if call.arn.rsplit(":log-group:", 1)[-1] not in by_function]
    parts += [
        Left(call.label, "AWS::Logs::LogGroup", "is read with its function or state machine")
        for call in made
        if call not in final
    ]
    return Adopted(tuple(final), tuple(parts), (*left, *not_made))


def made_of(facts: Mapping[Resource, Facts]) -> tuple[list[Call], list[Left]]:
    """Calls of what was read, and what becomes none. Pure."""
    queues = {
        each["attributes"]["QueueArn"]: each
        for each in facts.values()
        if "attributes" in each and "QueueArn" in each["attributes"]
    }
    made: list[Call] = []
    left = []
    for each, read in facts.items():
        try:
            call = calls.MAKERS[each.type](calls.label(each.logical), read, queues)
        except UnfitError as reason:
            left.append(Left(each.logical, each.type, str(reason)))
            continue
        made.append(calls.renamed(call, {one.label for one in made}))
    taken = {arn for call in made for arn in call.taken}
    return [call for call in made if call.arn not in taken], left


def _groups(call: Call) -> Iterator[str]:
    if call.module != "operations/logs":
        yield from (each for to, each in call.imports.items() if to.startswith("aws_cloudwatch_log_group."))
