"""VPC Lattice. https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_DeleteTargetGroup.html

The double itself refuses services and networks that have associations.
"""

from collections.abc import Iterator

from local_aws.references.rules import Parameters, Rule, doubled, texts


def _listeners(parameters: Parameters) -> Iterator[str]:
    asked = parameters["targetGroupIdentifier"].rpartition("/")[2]
    for user in (*doubled("vpc-lattice", "Listener"), *doubled("vpc-lattice", "Rule")):
        if any(text.rpartition("/")[2] == asked for text in texts(user.values)):
            yield user.values["arn"]


IN_USE = (
    Rule(
        "DeleteTargetGroup",
        _listeners,
        "ConflictException",
        "TargetGroup {targetGroupIdentifier} is in use by {found}",
        409,
    ),
)
