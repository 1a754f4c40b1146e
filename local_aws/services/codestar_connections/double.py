"""Connections to repositories of other providers, which wait for the handshake in the console.

https://docs.aws.amazon.com/codestar-connections/latest/APIReference/Welcome.html
"""

from local_aws.double.hints import Kind, Service

_ARN = "arn:aws:codestar-connections:{region}:{account}"

SERVICE = Service(
    "codestar-connections",
    kinds=(
        Kind(
            "Connection",
            members=("ConnectionArn",),
            unique=("ConnectionName",),
            made={
                "ConnectionArn": f"{_ARN}:connection/{{uuid}}",
                "ConnectionStatus": "PENDING",
                "OwnerAccountId": "{account}",
            },
        ),
        Kind(
            "Host",
            members=("HostArn",),
            unique=("Name",),
            made={"HostArn": f"{_ARN}:host/{{Name}}-{{new:.8}}", "Status": "PENDING"},
        ),
    ),
)
