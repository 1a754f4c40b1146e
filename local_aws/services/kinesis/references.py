"""Kinesis. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html"""

from collections.abc import Iterator

from ministack.services import kinesis

from local_aws.references.named_keys import unusable
from local_aws.references.rules import Parameters, Rule, all_of


def _consumers(parameters: Parameters) -> Iterator[str]:
    name = parameters.get("StreamName") or parameters["StreamARN"].rpartition("/")[2]
    stream = kinesis._streams.get(name) or {}
    for consumer in all_of(kinesis._consumers):
        if consumer["StreamARN"] == stream.get("StreamARN") and not parameters.get("EnforceConsumerDeletion"):
            yield name


MISSING = (
    # https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html
    Rule(
        "StartStreamEncryption",
        unusable("KeyId", state="missing"),
        "KMSNotFoundException",
        "Key '{found}' does not exist",
    ),
    Rule(
        "StartStreamEncryption",
        unusable("KeyId", state="Disabled"),
        "KMSDisabledException",
        "{found} is disabled.",
    ),
    Rule(
        "StartStreamEncryption",
        unusable("KeyId"),
        "KMSInvalidStateException",
        "{found} is not in a state in which it can be used.",
    ),
)

IN_USE = (
    Rule(
        "DeleteStream",
        _consumers,
        "ResourceInUseException",
        "DeleteStream can't delete {account}:{found} because there are consumers associated with this data"
        " stream. To delete {found} anyway, set the EnforceConsumerDeletion parameter to true to force the"
        " deletion of all the consumers that are associated with it.",
    ),
)
