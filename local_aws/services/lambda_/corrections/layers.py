"""Layers: where the engine differs from AWS."""

from typing import Any

from ministack.services import lambda_svc

from local_aws.corrections import correction


@correction
def layers_by_arn() -> None:
    """AWS: who may have a version is asked by its layer's name or its ARN. MiniStack: by its name only.

    https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html
    """
    for operation in (
        "_add_layer_version_permission",
        "_get_layer_version_policy",
        "_remove_layer_version_permission",
    ):
        asked = getattr(lambda_svc, operation)

        def by_name(layer: str, *rest: Any, asked: Any = asked, **more: Any) -> Any:
            return asked(layer.rpartition(":")[2], *rest, **more)

        setattr(lambda_svc, operation, by_name)
