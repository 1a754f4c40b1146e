"""API Gateway, REST APIs: values that it refuses and that its model allows."""

import re
from collections.abc import Mapping

from local_aws.edge.errors import Refusal
from local_aws.values import Request, stage_variables, values

_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_VARIABLE = "/variables/"


@values("CreateStage", "CreateDeployment")
def stage(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html"""
    name = request.parameters.get("stageName")
    if name and not _STAGE.fullmatch(name):
        return Refusal("BadRequestException", "Stage name only allows a-zA-Z0-9_-")
    return stage_variables.check(request.parameters.get("variables", {}))


@values("UpdateStage")
def changed_variables(request: Request) -> Refusal | None:
    """As above, by patches."""
    patches: list[Mapping[str, str]] = request.parameters.get("patchOperations", [])
    changed = {
        each["path"].removeprefix(_VARIABLE): each.get("value", "")
        for each in patches
        if each.get("path", "").startswith(_VARIABLE) and each.get("op") != "remove"
    }
    return stage_variables.check(changed)
