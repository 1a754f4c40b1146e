"""EventBridge Schemas. https://docs.aws.amazon.com/eventbridge/latest/schema-reference/"""

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_ARN = "arn:aws:schemas:{region}:{account}"


def _next_version(schema: Record, request: Values) -> None:
    if request.get("Content", schema.values["Content"]) != schema.values["Content"]:
        schema.values["SchemaVersion"] = str(int(schema.values["SchemaVersion"]) + 1)


SERVICE = Service(
    "schemas",
    kinds=(
        Kind(
            "Registry",
            members=("RegistryName",),
            plural="Registries",
            made={"RegistryArn": f"{_ARN}:registry/{{RegistryName}}"},
        ),
        Kind(
            "Schema",
            members=("SchemaName",),
            refs=(Ref("RegistryName", ("Registry",), {"RegistryName": "RegistryName"}),),
            made={"SchemaArn": f"{_ARN}:schema/{{RegistryName}}/{{SchemaName}}", "SchemaVersion": "1"},
            rules={"update": _next_version},
            operations={"ExportSchema": ("read", {})},
        ),
        Kind(
            "Discoverer",
            members=("DiscovererId",),
            unique=("SourceArn",),
            made={
                "DiscovererId": "{new}",
                "DiscovererArn": f"{_ARN}:discoverer/{{DiscovererId}}",
                "State": "STARTED",
                "CrossAccount": True,
            },
            operations={
                "StartDiscoverer": ("update", {"State": "STARTED"}),
                "StopDiscoverer": ("update", {"State": "STOPPED"}),
            },
        ),
        Kind(
            "ResourcePolicy",
            alone=True,
            refs=(Ref("RegistryName", ("Registry",), within=True),),
            made={"RevisionId": "{new}"},
            operations={"PutResourcePolicy": ("put", {})},
        ),
    ),
)
