"""ECS: values that it refuses and that its model allows."""

import re
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

_FAMILY = re.compile(r"[A-Za-z0-9_-]{1,255}")
# Fargate: CPU units, and the memory in MiB from, to and in steps of.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
_SIZES = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16_385, 1024)),
    4096: tuple(range(8192, 30_721, 1024)),
    8192: tuple(range(16_384, 61_441, 4096)),
    16_384: tuple(range(32_768, 122_881, 8192)),
}
_UNITS = re.compile(r"(\d+(?:\.\d+)?)\s*(vcpu|gb)?", re.IGNORECASE)


@values("RegisterTaskDefinition")
def family(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"""
    if _FAMILY.fullmatch(request.parameters["family"]):
        return None
    return _client("Family contains invalid characters.")


@values("RegisterTaskDefinition")
def containers(request: Request) -> Refusal | None:
    """Names are unique, one container at least is essential, memory is said somewhere."""
    listed: list[dict[str, Any]] = request.parameters["containerDefinitions"]
    if not listed:
        return _client("TaskDefinition must have at least one container definition.")
    names = [each.get("name") for each in listed]
    if not all(names):
        return _client("Container.name should not be null or empty.")
    if not all(_FAMILY.fullmatch(str(name)) for name in names):
        return _client("Container.name contains invalid characters.")
    if len(set(names)) < len(names):
        return _client("Container.name should be unique.")
    if not any(each.get("essential", True) for each in listed):
        return _client("TaskDefinition must have at least one essential container.")
    for each in listed:
        if not (request.parameters.get("memory") or each.get("memory") or each.get("memoryReservation")):
            name = each["name"]
            return _client(
                f"Invalid setting for container '{name}'. At least one of 'memory' or "
                "'memoryReservation' must be specified."
            )
    return None


@values("RegisterTaskDefinition")
def secrets(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html"""
    for container in request.parameters["containerDefinitions"]:
        taken = {each["name"] for each in container.get("environment", []) if "name" in each}
        for secret in container.get("secrets", []):
            if secret["name"] in taken:
                return _client(
                    "The secret name must be unique and not shared with any new or existing environment "
                    f"variables set on the container, such as '{secret['name']}'."
                )
    return None


@values("RegisterTaskDefinition")
def fargate(request: Request) -> Refusal | None:
    """What Fargate takes: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""
    given = request.parameters
    if "FARGATE" not in given.get("requiresCompatibilities", []):
        return None
    if given.get("networkMode") != "awsvpc":
        return _client("Fargate only supports network mode \u2018awsvpc\u2019.")
    cpu, memory = _number(given.get("cpu", "")), _number(given.get("memory", ""))
    if cpu is None:
        return _client("Fargate requires that 'cpu' be defined at the task level.")
    if memory is None:
        return _client("Fargate requires that 'memory' be defined at the task level.")
    if memory not in _SIZES.get(cpu, ()):
        return _client(
            f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. "
            "See the Amazon ECS documentation for the valid values."
        )
    return None


def _number(text: str) -> int | None:
    """CPU units or MiB of `256`, `.25 vCPU`, `0.5 GB`."""
    found = _UNITS.fullmatch(text.strip())
    return int(float(found[1]) * (1024 if found[2] else 1)) if found else None


def _client(message: str) -> Refusal:
    return Refusal("ClientException", message)
