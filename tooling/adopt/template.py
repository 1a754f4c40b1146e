"""Reads CloudFormation and SAM templates: which resources they make, and what those are called in AWS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from tooling.errors import PlatformError

# What SAM makes of its own types.
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
SAM = {
    "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
    "AWS::Serverless::Function": "AWS::Lambda::Function",
    "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::LayerVersion": "AWS::Lambda::LayerVersion",
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
}

# The property that is the name, where it is not <last word of the type>Name.
_NAMES = {"AWS::Events::Rule": "Name", "AWS::Events::EventBus": "Name", "AWS::SSM::Parameter": "Name"}


@dataclass(frozen=True)
class Resource:
    """A resource of a template. `id` is its physical id or name, "" where that is not known."""

    logical: str
    type: str
    id: str


@dataclass(frozen=True)
class Template:
    """What a file says, with CloudFormation's short forms (`!Ref`) written out."""

    resources: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Any] = field(default_factory=dict)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # the library has no types
    """YAML with CloudFormation's tags."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)
# A version such as 2012-10-17 is not a date.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(file: Path) -> Template:
    """The template in a file, YAML or JSON.

    Raises:
        PlatformError: there is none, or it is not a template.
    """
    if not file.is_file():
        raise PlatformError(f"there is no template {file}", "name a file: --template template.yaml")
    return parse(file.read_text(encoding="utf-8"), str(file))


def parse(text: str, name: str = "template") -> Template:
    """The same of a text."""
    try:
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        where = str(error).replace("\n", " ")
        raise PlatformError(
            f"{name} cannot be read: {where}", "correct it; `aws cloudformation validate-template` checks it"
        ) from None
    resources = content.get("Resources") if isinstance(content, dict) else None
    if not isinstance(resources, dict) or not all(
        isinstance(each, dict) and isinstance(each.get("Type"), str) for each in resources.values()
    ):
        raise PlatformError(
            f"{name} is not a CloudFormation template: it has no Resources with a Type each",
            "name a template of CloudFormation or SAM; what else exists is adopted by --arn",
        )
    return Template(resources, content.get("Parameters") or {})


def resources(
    template: Template,
    physical: Mapping[str, tuple[str, str]],
    pseudo: Mapping[str, str],
    given: Mapping[str, str] | None = None,
) -> list[Resource]:
    """What the template makes, by what it is called in AWS.

    Args:
        physical: types and physical ids of a stack's resources by logical id; empty without a stack. What SAM
            made of the template is there, too.
        pseudo: values of AWS::Region and the like.
        given: values of parameters that are not their defaults.
    """
    values = {name: each.get("Default") for name, each in template.parameters.items()}
    values |= {**pseudo, **(given or {}), **{name: each for name, (_, each) in physical.items()}}
    found = []
    for logical, each in template.resources.items():
        kind = SAM.get(each["Type"], each["Type"])
        named = (each.get("Properties") or {}).get(_NAMES.get(kind, f"{kind.rsplit('::', 1)[-1]}Name"))
        name = physical[logical][1] if logical in physical else resolved(named, values)
        if kind == "AWS::Events::Rule" and name and "|" not in name:
            bus = resolved((each.get("Properties") or {}).get("EventBusName"), values)
            name = f"{bus}|{name}" if bus and not name.startswith("arn:") else name
        found.append(Resource(logical, kind, str(name or "")))
    made = [
        Resource(name, SAM.get(kind, kind), each)
        for name, (kind, each) in physical.items()
        if name not in template.resources
    ]
    return found + made


def resolved(value: Any, values: Mapping[str, Any]) -> str | None:
    """A text with what it refers to put in; None where that is not known before it is deployed."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((function, argument),) = value.items()
    if function == "Ref":
        return None if values.get(argument) is None else str(values[argument])
    if function == "Fn::Sub":
        text, more = argument if isinstance(argument, list) else (argument, {})
        known = {**values, **{name: resolved(each, values) for name, each in more.items()}}
        names = re.findall(r"\$\{([^!}][^}]*)\}", text)
        if any(known.get(name) is None for name in names):
            return None
        return re.sub(r"\$\{([^!}][^}]*)\}", lambda match: str(known[match[1]]), text).replace("${!", "${")
    if function == "Fn::Join":
        parts = [resolved(each, values) for each in argument[1]] if isinstance(argument[1], list) else [None]
        return None if None in parts else str(argument[0]).join(part for part in parts if part is not None)
    return None
