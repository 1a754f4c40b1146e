"""EventBridge: global endpoints. MiniStack answers for the rest.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html
"""

from local_aws.double.hints import Kind, Service

SERVICE = Service(
    "events",
    kinds=(
        Kind(
            "Endpoint",
            members=("Name",),
            made={
                "Arn": "arn:aws:events:{region}:{account}:endpoint/{Name}",
                "EndpointId": "{new:.10}.{new:.3}",
                "EndpointUrl": "https://{EndpointId}.endpoint.events.amazonaws.com",
                "ReplicationConfig": {"State": "ENABLED"},
                "State": "ACTIVE",
            },
        ),
    ),
    rest_elsewhere=True,
)
