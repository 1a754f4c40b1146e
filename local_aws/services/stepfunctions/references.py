"""State machines. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html"""

from collections.abc import Iterator

from ministack.services import stepfunctions

from local_aws.references.rules import Parameters, Rule


def _aliases(parameters: Parameters) -> Iterator[str]:
    for arn, alias in list(stepfunctions._state_machine_aliases.items()):
        for route in alias.get("routingConfiguration", ()):
            if route["stateMachineVersionArn"] == parameters["stateMachineVersionArn"]:
                yield arn.rpartition(":")[2]


IN_USE = (
    Rule(
        "DeleteStateMachineVersion",
        _aliases,
        "ConflictException",
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this"
        " version: [{all}]",
    ),
)
