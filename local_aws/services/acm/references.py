"""ACM: a certificate that something shows stays.

https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html
"""

from collections.abc import Iterator

from local_aws.references.rules import Parameters, Rule
from local_aws.services import files


def _users(parameters: Parameters) -> Iterator[str]:
    for _, room in files("references"):
        for user, certificate in getattr(room, "certificates", tuple)():
            if certificate == parameters["CertificateArn"]:
                yield user


IN_USE = (
    Rule(
        "DeleteCertificate",
        _users,
        "ResourceInUseException",
        "Certificate {CertificateArn} in account {account} is in use.",
    ),
)
