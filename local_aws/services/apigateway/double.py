"""API Gateway's REST APIs: VPC links and certificates of clients. MiniStack answers for the rest.

https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html
https://docs.aws.amazon.com/apigateway/latest/api/API_GenerateClientCertificate.html
"""

from datetime import UTC, datetime, timedelta

from local_aws.double.hints import Kind, Record, Service, Values


def _patch(record: Record, request: Values) -> None:
    """https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html"""
    for each in request.get("patchOperations", ()):
        record.values[each["path"].removeprefix("/")] = each.get("value")


def _certify(certificate: Record, _: Values) -> None:
    """It is valid for a year."""
    from moto.acm.models import CertBundle  # the table is read where the engines are not installed, too

    now = datetime.now(UTC)
    certificate.values.update(
        createdDate=now,
        expirationDate=now + timedelta(days=365),
        pemEncodedCertificate=CertBundle.generate_cert("ApiGateway", "", "").cert.decode(),
    )


SERVICE = Service(
    "apigateway",
    kinds=(
        Kind(
            "VpcLink",
            members=("vpcLinkId",),
            names=("id",),
            made={"id": "{new:.6}", "status": "AVAILABLE"},
            rules={"update": _patch},
        ),
        Kind(
            "ClientCertificate",
            members=("clientCertificateId",),
            made={"clientCertificateId": "{new:.6}"},
            operations={"GenerateClientCertificate": ("create", {})},
            rules={"create": _certify, "update": _patch},
        ),
    ),
    rest_elsewhere=True,
)
