"""ECR's public registries. https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/Welcome.html"""

import base64
import secrets
from datetime import UTC, datetime, timedelta

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_REPOSITORY = Ref("repositoryName", ("Repository",), {"repositoryName": "repositoryName"}, within=True)


def _token(*_: object) -> Values:
    """For twelve hours. https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html"""
    token = base64.b64encode(f"AWS:{secrets.token_urlsafe(60)}".encode()).decode()
    return {
        "authorizationData": {
            "authorizationToken": token,
            "expiresAt": datetime.now(UTC) + timedelta(hours=12),
        }
    }


def _catalog_data(repository: Record, request: Values) -> Values:
    if "catalogData" in request:
        repository.values["catalogData"] = request["catalogData"]
    return {"catalogData": repository.values.get("catalogData") or {}}


SERVICE = Service(
    "ecr-public",
    kinds=(
        Kind(
            "Repository",
            members=("repositoryName",),
            plural="Repositories",
            missing="RepositoryNotFoundException",
            made={
                "registryId": "{account}",
                "repositoryArn": "arn:aws:ecr-public::{account}:repository/{repositoryName}",
                "repositoryUri": "public.ecr.aws/local000/{repositoryName}",
            },
        ),
        Kind(
            "RepositoryPolicy",
            refs=(_REPOSITORY,),
            alone=True,
            missing="RepositoryPolicyNotFoundException",
            made={"registryId": "{account}"},
            operations={"SetRepositoryPolicy": ("put", {})},
        ),
        Kind("Registry", theirs=True, alone=True),
    ),
    acts={
        "GetAuthorizationToken": ("Registry", _token),
        "GetRepositoryCatalogData": ("Repository", _catalog_data),
        "PutRepositoryCatalogData": ("Repository", _catalog_data),
    },
)
