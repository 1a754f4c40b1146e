"""Firehose: values that it refuses and that its model allows."""

from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_LEAST_MB = 64  # of what is partitioned, or written in another format
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@values("CreateDeliveryStream")
def buffering(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html"""
    for name, destination in request.parameters.items():
        if not name.endswith("DestinationConfiguration"):
            continue
        hints: dict[str, Any] = destination.get("BufferingHints", {})
        if len(hints) == 1:
            return _invalid("Both SizeInMBs and IntervalInSeconds must be specified in BufferingHints.")
        size = hints.get("SizeInMBs", _LEAST_MB)
        for feature in ("DynamicPartitioning", "DataFormatConversion"):
            if destination.get(f"{feature}Configuration", {}).get("Enabled") and size < _LEAST_MB:
                return _invalid(
                    f"BufferingHints.SizeInMBs must be at least {_LEAST_MB} when {feature} is enabled."
                )
    return None


@values("CreateDeliveryStream")
def partitioning(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html"""
    destination = request.parameters.get("ExtendedS3DestinationConfiguration", {})
    for processor in destination.get("ProcessingConfiguration", {}).get("Processors", []):
        for each in processor.get("Parameters", []):
            if each["ParameterName"] == "MetadataExtractionQuery" and not _is_balanced(
                each["ParameterValue"]
            ):
                return _invalid(
                    f"MetadataExtractionQuery is not a valid JQ expression: {each['ParameterValue']}"
                )
    partitioned = destination.get("DynamicPartitioningConfiguration", {}).get("Enabled")
    if "!{partitionKeyFrom" in destination.get("Prefix", "") and not partitioned:
        return _invalid("Prefix has partition keys, but DynamicPartitioning is not enabled.")
    return None


def _is_balanced(expression: str) -> bool:
    """Of JQ's grammar only this is looked at: every bracket is closed."""
    opened: list[str] = []
    for sign in expression:
        if sign in _BRACKETS.values():
            opened.append(sign)
        elif sign in _BRACKETS and (not opened or opened.pop() != _BRACKETS[sign]):
            return False
    return not opened


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidArgumentException", message)
