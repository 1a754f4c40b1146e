"""What can be broken in a module: one rule for each kind of mistake."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from campaigns.mutants.tree import Node, parse

_ACTION = re.compile(r"(?P<service>[a-z0-9-]+):[A-Z*][A-Za-z*]*")
_SERVICE = re.compile(r"\S+\.amazonaws\.com")
_RIGHTS = re.compile(r"aws_iam_role_policy\w*|aws_lambda_permission|\w+_policy|aws_kms_grant")
_ROUTES = re.compile(
    r"aws_route|aws_route_table\w*|aws_vpc_endpoint_\w*association|aws_apigatewayv2_route|aws_route53_record"
)
_RULES = re.compile(
    r"aws_vpc_security_group_\w+_rule|aws_network_acl_rule|aws_lb_listener_\w+|aws_vpclattice_listener_rule"
    r"|aws_cloudwatch_event_target|aws_sns_topic_subscription|aws_lambda_event_source_mapping"
)
_ALARM = "aws_cloudwatch_metric_alarm"
_FLIPPED = {
    "StringEquals": "StringNotEquals",
    "StringLike": "StringNotLike",
    "ArnLike": "ArnNotLike",
    "ArnEquals": "ArnNotEquals",
    "Bool": "Null",
    "Null": "Bool",
    "GreaterThanThreshold": "LessThanThreshold",
    "LessThanThreshold": "GreaterThanThreshold",
    "GreaterThanOrEqualToThreshold": "LessThanThreshold",
    "LessThanOrEqualToThreshold": "GreaterThanThreshold",
    "notBreaching": "breaching",
    "breaching": "notBreaching",
    "missing": "breaching",
    "ignore": "breaching",
    "Sum": "Minimum",
    "Average": "Minimum",
    "Maximum": "Minimum",
    "Minimum": "Maximum",
    "Deny": "Allow",
}
_COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}


@dataclass(frozen=True)
class Mutant:
    """One mistake: the text between two positions of a file, and its replacement."""

    module: str  # messaging/sqs-queue
    file: str  # as seen from the top of the repository
    line: int
    kind: str
    what: str  # in words
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """The same as long as the mistake is: what surrounds it may move."""
        return hashlib.sha256(f"{self.file}|{self.what}|{self.text}|{self.line}".encode()).hexdigest()[:10]

    def applied(self, source: str) -> str:
        return source[: self.start] + self.text + source[self.end :]

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, **asdict(self)}


@dataclass(frozen=True)
class Edit:
    node: Node
    text: str
    what: str


def mutants(module: str, file: str, source: str) -> list[Mutant]:
    """Every mistake that the rules know for a file."""
    nodes = list(parse(source).all())
    found = {
        (edit.node.start, edit.node.end, edit.text): Mutant(
            module, file, edit.node.line, kind, edit.what, edit.node.start, edit.node.end, edit.text
        )
        for kind, rule in RULES.items()
        for node in nodes
        for edit in rule(node)
    }
    return list(found.values())


def _statements(node: Node) -> Iterator[Edit]:
    """Statements of policies, policies, and what a Deny is."""
    if (
        node.kind == "block"
        and node.path[:2] == ("data", "aws_iam_policy_document")
        and node.labels[-1] == "statement"
    ):
        yield Edit(node, "", f"without the statement {_sid(node)}")
    if node.kind == "object" and {"actions", "resources"} <= _keys(node):
        yield from _dropped(node, "without the statement of " + _value_of(node, "actions"))
    if node.kind == "object" and {"Action", "Effect"} <= _keys(node):
        yield from _dropped(node, "without the statement of " + _value_of(node, "Action"))
    if _is_resource(node, _RIGHTS):
        yield Edit(node, "", f"without {'.'.join(node.labels[1:])}")
    if node.kind in ("attribute", "object_elem") and node.name in ("effect", "Effect"):
        yield from _flipped(node)


def _actions(node: Node) -> Iterator[Edit]:
    """One action less; where there is only one, another of the same service."""
    if node.kind != "tuple" or "identifiers" in node.path:
        return
    actions = [(each, _ACTION.fullmatch(each.string)) for each in node.children if each.string]
    for each, match in actions:
        if match and len(_elements(node)) > 1:
            rest = ", ".join(other.text for other in _elements(node) if other is not each)
            yield Edit(node, f"[{rest}]", f"{each.string} is not allowed" + _where(node))
        elif match:
            other = f'"{match["service"]}:ListTagsForResource"'
            yield Edit(each, other, f"{other} instead of {each.string}" + _where(node))


def _trusts(node: Node) -> Iterator[Edit]:
    """Who may assume a role."""
    if _in_trust(node):
        yield from _services(node)


def _principals(node: Node) -> Iterator[Edit]:
    """Who a policy lets in."""
    if not _in_trust(node):
        yield from _services(node)


def _conditions(node: Node) -> Iterator[Edit]:
    """Conditions of statements."""
    if node.kind == "block" and node.labels[-1] == "condition" and "aws_iam_policy_document" in node.path:
        yield Edit(node, "", f"without the condition on {_value_of(node, 'variable')}" + _where(node))
    if node.kind == "attribute" and node.name == "test" and node.path[-1] in ("condition", "content"):
        yield from _flipped(node)
    if node.kind == "object_elem" and node.name == "conditions" and node.value.text.startswith("[{"):
        yield Edit(node.value, "[]", "without its conditions" + _where(node))
    if node.kind == "object_elem" and node.name == "Condition":
        yield Edit(node.value, "{}", "without its conditions" + _where(node))


def _routes(node: Node) -> Iterator[Edit]:
    """Routes, records, associations: not there, or elsewhere."""
    yield from _wiring(node, _ROUTES)


def _rules(node: Node) -> Iterator[Edit]:
    """Rules of security groups, of lists, of listeners, of firewalls; subscriptions and targets."""
    yield from _wiring(node, _RULES)
    if node.kind == "block" and node.labels[-1] == "rule" and "resource" in node.path:
        yield Edit(node, "", "without the rule " + _value_of(node, "name", "id") + _where(node))


def _dependencies(node: Node) -> Iterator[Edit]:
    """What has to be there first."""
    if node.kind == "attribute" and node.name == "depends_on":
        yield Edit(node, "", f"without depends_on = {_short(node.value.text)}" + _where(node))


def _triggers(node: Node) -> Iterator[Edit]:
    """What makes a deployment or a replacement."""
    if node.kind == "attribute" and node.name in (
        "triggers",
        "replace_triggered_by",
        "source_code_hash",
        "keepers",
    ):
        yield Edit(node, "", f"without {node.name}" + _where(node))
    if node.kind == "attribute" and node.name == "create_before_destroy":
        yield Edit(node, "", "without create_before_destroy" + _where(node))
    if node.kind == "object_elem" and node.path[-1:] == ("triggers",):
        yield Edit(node.value, '"fixed"', f"the trigger {node.name} never changes" + _where(node))


def _dimensions(node: Node) -> Iterator[Edit]:
    """What an alarm looks at."""
    if node.kind == "object_elem" and "dimensions" in node.path and node.value.kind != "object":
        siblings = (
            [each for each in node.parent.children if each.kind == "object_elem"] if node.parent else []
        )
        if node.parent and len(siblings) > 1:
            rest = ", ".join(each.text for each in siblings if each.start != node.start)
            yield Edit(node.parent, f"{{ {rest} }}", f"without the dimension {node.name}" + _where(node))
        yield Edit(node.value, '"another"', f"the dimension {node.name} of another" + _where(node))


def _thresholds(node: Node) -> Iterator[Edit]:
    """When an alarm goes off, and whom it calls."""
    if node.kind not in ("attribute", "object_elem") or not _of_alarms(node):
        return
    if node.name in ("threshold", "limit", "evaluation_periods", "percent"):
        yield Edit(node.value, f"({node.value.text}) + 1", f"{node.name} is one more" + _where(node))
    if node.name == "period":
        yield Edit(node.value, f"({node.value.text}) * 2", "period is twice as long" + _where(node))
    if node.name in ("comparison_operator", "treat_missing_data", "statistic", "stat"):
        for each in node.value.all():
            if each.kind == "string" and each.string in _FLIPPED:
                other = _FLIPPED[each.string]
                yield Edit(each, f'"{other}"', f"{other} instead of {each.string}" + _where(node))
    if node.name in ("metric", "metric_name") and node.value.kind == "string":
        yield Edit(node.value, '"Another"', f"another metric than {node.value.string}" + _where(node))
    if node.name in ("alarm_actions", "ok_actions") and node.path[:2] == ("resource", _ALARM):
        yield Edit(node.value, "[]", f"without {node.name}" + _where(node))
    if node.name == "expression" and "*" in node.value.text:
        yield Edit(node.value, node.value.text.replace("*", "+", 1), "another sum" + _where(node))
    if node.name == "above":
        yield Edit(node.value, str(node.value.text != "true").lower(), "below, not above" + _where(node))


def _defaults(node: Node) -> Iterator[Edit]:
    """What an input is when the caller says nothing."""
    if node.path[:1] != ("variable",):
        return
    if node.kind == "attribute" and node.name == "default" and len(node.path) == 2:
        yield from _other(node.value, f"default of {node.path[1]}")
    if node.kind == "function_call" and node.text.startswith("optional("):
        arguments = next((each for each in node.children if each.kind == "arguments"), None)
        if arguments and len(arguments.children) == 2:
            yield from _other(arguments.children[1], f"default of {node.path[1]}.{node.path[-1]}")


def _validations(node: Node) -> Iterator[Edit]:
    """What is refused: validations and preconditions, and where they draw the line."""
    if node.kind == "block" and node.labels[0] in ("validation", "precondition"):
        yield Edit(node, "", f"without the {node.labels[0]}" + _where(node))
    if node.path[-1:] != ("condition",) or not {"validation", "precondition"} & {*node.path}:
        return
    if node.kind == "binary_operator" and node.text.strip() in _COMPARISONS:
        other = _COMPARISONS[node.text.strip()]
        yield Edit(node, f" {other} ", f"{other} instead of {node.text.strip()}" + _where(node))
    if node.kind == "int_lit":
        yield Edit(
            node, str(int(node.text) + 1), f"{int(node.text) + 1} instead of {node.text}" + _where(node)
        )


def _settings(node: Node) -> Iterator[Edit]:
    """What a resource is always given, such as encryption."""
    if node.kind != "attribute" or node.path[:1] != ("resource",) or _of_alarms(node):
        return
    if node.value.text in ("true", "false"):
        yield from _other(node.value, node.name)


RULES: dict[str, Callable[[Node], Iterator[Edit]]] = {
    "statement": _statements,
    "action": _actions,
    "trust": _trusts,
    "principal": _principals,
    "condition": _conditions,
    "route": _routes,
    "rule": _rules,
    "dependency": _dependencies,
    "trigger": _triggers,
    "dimension": _dimensions,
    "threshold": _thresholds,
    "default": _defaults,
    "validation": _validations,
    "setting": _settings,
}


def _wiring(node: Node, types: re.Pattern[str]) -> Iterator[Edit]:
    if _is_resource(node, types):
        yield Edit(node, "", f"without {'.'.join(node.labels[1:])}")
    inside = node.path[:1] == ("resource",) and len(node.path) > 2 and types.fullmatch(node.path[1])
    if not inside or node.kind != "attribute" or node.name in ("count", "for_each"):
        return
    if node.value.kind == "int_lit" or node.name in ("from_port", "to_port", "priority", "weight"):
        yield Edit(node.value, f"({node.value.text}) + 1", f"{node.name} is one more" + _where(node))
    if node.value.text in ("true", "false"):
        yield from _other(node.value, node.name)
    if node.name in ("cidr_ipv4", "cidr_block", "destination_cidr_block"):
        yield Edit(node.value, '"192.0.2.0/24"', f"{node.name} is another range" + _where(node))


def _services(node: Node) -> Iterator[Edit]:
    if (
        node.kind == "string"
        and _SERVICE.fullmatch(node.string)
        and node.path[0] in ("data", "resource", "locals")
    ):
        if not {"identifiers", "principal", "Service", "principals"} & {*node.path}:
            return
        other = "lambda.amazonaws.com" if node.string == "ec2.amazonaws.com" else "ec2.amazonaws.com"
        yield Edit(node, f'"{other}"', f"{other} instead of {node.string}" + _where(node))


def _other(value: Node, what: str) -> Iterator[Edit]:
    """Another value of the same type."""
    where = _where(value)
    if value.text in ("true", "false"):
        other = str(value.text == "false").lower()
        yield Edit(value, other, f"{what} is {other}{where}")
    elif re.fullmatch(r"-?\d+(\.\d+)?", value.text):
        yield Edit(
            value,
            f"({value.text} + 1)" if "default" not in what else _more(value.text),
            f"{what} is one more{where}",
        )
    elif value.string and "$" not in value.string:
        yield Edit(value, f'"{value.string}x"', f'{what} is "{value.string}x"{where}')


def _more(number: str) -> str:
    """A literal, as defaults have to be."""
    return str(float(number) + 1) if "." in number else str(int(number) + 1)


def _flipped(node: Node) -> Iterator[Edit]:
    if node.value.string in _FLIPPED:
        other = _FLIPPED[node.value.string]
        yield Edit(node.value, f'"{other}"', f"{other} instead of {node.value.string}" + _where(node))


def _dropped(element: Node, what: str) -> Iterator[Edit]:
    """A list without one of its elements, which may have been the only one."""
    around = element.within("tuple")
    if around and any(each.start == element.start for each in around.children):
        rest = ", ".join(each.text for each in _elements(around) if each.start != element.start)
        yield Edit(around, f"[{rest}]", what + _where(element))


def _of_alarms(node: Node) -> bool:
    return node.path[:2] == ("resource", _ALARM) or (
        node.path[0] == "locals" and "alarm" in "".join(node.path)
    )


def _in_trust(node: Node) -> bool:
    around = node
    while around.parent is not None and around.parent.kind != "body":
        around = around.parent
    while around.parent is not None and len(around.path) > 0:
        around = around.parent
        if around.kind == "block" and "sts:AssumeRole" in around.text:
            return True
    return False


def _is_resource(node: Node, types: re.Pattern[str]) -> bool:
    return node.kind == "block" and node.labels[0] == "resource" and bool(types.fullmatch(node.labels[1]))


def _elements(node: Node) -> list[Node]:
    """Of a list, without what is between them."""
    return [each for each in node.children if each.kind != "new_line_or_comment"]


def _keys(node: Node) -> set[str]:
    return {each.name for each in node.children if each.kind == "object_elem"}


def _value_of(node: Node, *names: str) -> str:
    for each in node.all():
        if each.kind in ("attribute", "object_elem") and each.name in names:
            return _short(each.value.text)
    return "?"


def _sid(node: Node) -> str:
    return _value_of(node, "sid") if "sid" in node.text else "of " + _value_of(node, "actions")


def _short(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:80]


def _where(node: Node) -> str:
    return " in " + ".".join(each for each in node.path if each not in ("resource", "data"))
