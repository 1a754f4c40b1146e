"""EventBridge. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html"""

from collections.abc import Iterator

from ministack.services import eventbridge

from local_aws.references.rules import Parameters, Rule, all_of


def _bus(parameters: Parameters) -> str:
    return str(parameters.get("EventBusName") or "default").rpartition("/")[2]


def _targets(parameters: Parameters) -> Iterator[str]:
    for target in eventbridge._targets.get(eventbridge._rule_key(parameters["Name"], _bus(parameters))) or ():
        yield target["Id"]


def _rules(parameters: Parameters) -> Iterator[str]:
    for rule in all_of(eventbridge._rules):
        if rule.get("EventBusName", "default").rpartition("/")[2] == parameters["Name"] and not rule.get(
            "ManagedBy"
        ):
            yield rule["Name"]


IN_USE = (
    Rule("DeleteRule", _targets, "ValidationException", "Rule can't be deleted since it has targets."),
    Rule("DeleteEventBus", _rules, "ValidationException", "EventBus can't be deleted since it has rules."),
)
