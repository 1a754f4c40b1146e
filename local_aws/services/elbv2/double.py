"""Load balancers: trust stores. moto answers for the rest. No client is asked for a certificate.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
"""

from local_aws.double.hints import Kind, Service

_ARN = "arn:aws:elasticloadbalancing:{region}:{account}"

SERVICE = Service(
    "elbv2",
    kinds=(
        Kind(
            "TrustStore",
            members=("TrustStoreArn",),
            names=("Name", "TrustStoreArn"),
            unique=("Name",),
            missing="TrustStoreNotFoundException",
            made={
                "TrustStoreArn": f"{_ARN}:truststore/{{Name}}/{{new:.16}}",
                "NumberOfCaCertificates": 1,
                "Status": "ACTIVE",
                "TotalRevokedEntries": 0,
            },
            operations={"ModifyTrustStore": ("update", {})},
        ),
    ),
    acts={"DescribeTrustStoreAssociations": ("TrustStore", lambda *_: {"TrustStoreAssociations": []})},
    rest_elsewhere=True,
    shared=("DescribeTags",),
)
