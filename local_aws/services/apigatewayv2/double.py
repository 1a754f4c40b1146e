"""API Gateway: models of messages, with which none is compared. MiniStack answers for the rest.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models.html
"""

from local_aws.double.hints import Kind, Service

SERVICE = Service(
    "apigatewayv2",
    kinds=(
        Kind(
            "Model",
            members=("ModelId",),
            made={"ModelId": "{new:.10}", "ContentType": "application/json"},
        ),
    ),
    rest_elsewhere=True,
)
