"""API Gateway, HTTP and WebSocket APIs: values that it refuses and that its model allows."""

import re

from local_aws.edge.errors import Refusal
from local_aws.values import Request, stage_variables, values

_STAGE = re.compile(r"\$default|[A-Za-z0-9_-]{1,128}")


@values("CreateStage", "UpdateStage")
def stage(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html"""
    if not _STAGE.fullmatch(request.parameters["StageName"]):
        return Refusal("BadRequestException", "Invalid stage name specified")
    return stage_variables.check(request.parameters.get("StageVariables", {}))


@values("CreateApi")
def cors(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"""
    asked = request.parameters.get("CorsConfiguration", {})
    if asked.get("AllowCredentials") and "*" in asked.get("AllowOrigins", []):
        return Refusal("BadRequestException", "Can not use wildcard origin '*' when allowCredentials is true")
    if not -1 <= asked.get("MaxAge", 0) <= 86_400:
        return Refusal("BadRequestException", "maxAge must be between -1 and 86400")
    return None
