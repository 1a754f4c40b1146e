"""Certificate Manager: where the engine differs from AWS."""

from typing import Any

from ministack.services import acm

from local_aws.corrections import correction
from local_aws.references.rules import moto

Answer = tuple[int, dict[str, str], bytes]


@correction
def certificates_as_requested() -> None:
    """AWS: a certificate has the key algorithm and options that it was requested with. MiniStack: RSA, none.

    https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
    """
    shape, request = acm._cert_shape, acm._request_certificate

    def request_certificate(data: dict[str, Any]) -> Answer:
        before = set(acm._certificates)
        answer: Answer = request(data)
        for arn in set(acm._certificates) - before:
            asked = acm._certificates[arn]
            asked["KeyAlgorithm"] = data.get("KeyAlgorithm", "RSA_2048")
            asked["Options"] = {
                "CertificateTransparencyLoggingPreference": "ENABLED",
                "Export": "DISABLED",
                **data.get("Options", {}),
            }
        return answer

    def cert_shape(certificate: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = shape(certificate)
        return found | {"KeyAlgorithm": certificate.get("KeyAlgorithm", "RSA_2048")}

    acm._request_certificate, acm._cert_shape = request_certificate, cert_shape


@correction
def certificates_wait_for_their_records() -> None:
    """AWS: a certificate is issued once the records that it is validated by are in DNS. MiniStack: at once.

    Here they are looked up in the account's public zones. A domain of none of them has its DNS elsewhere,
    which cannot be asked: it counts as validated. So does validation by e-mail.
    https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    """
    shape = acm._cert_shape

    def cert_shape(certificate: dict[str, Any]) -> dict[str, Any]:
        if certificate.get("Type") == "AMAZON_ISSUED" and certificate.get("ValidationMethod") == "DNS":
            _validate(certificate)
        found: dict[str, Any] = shape(certificate)
        if found["Status"] == "PENDING_VALIDATION":
            for name in ("IssuedAt", "NotBefore", "NotAfter"):
                del found[name]
        return found

    acm._cert_shape = cert_shape


def _validate(certificate: dict[str, Any]) -> None:
    """What was once issued stays so, also when a record is deleted."""
    if certificate.get("Validated"):
        return
    for option in certificate["DomainValidationOptions"]:
        there = _is_there(option["ResourceRecord"])
        option["ValidationStatus"] = "SUCCESS" if there else "PENDING_VALIDATION"
    certificate["Validated"] = all(
        option["ValidationStatus"] == "SUCCESS" for option in certificate["DomainValidationOptions"]
    )
    certificate["Status"] = "ISSUED" if certificate["Validated"] else "PENDING_VALIDATION"


def _is_there(record: dict[str, str]) -> bool:
    name, value = (record[part].rstrip(".") for part in ("Name", "Value"))
    zones = [
        zone
        for zone in moto("route53", "aws").zones.values()
        if not zone.private_zone and f".{name}".endswith(f".{zone.name.rstrip('.')}")
    ]
    return not zones or any(
        one.name.rstrip(".") == name and value in {each.rstrip(".") for each in one.records}
        for zone in zones
        for one in zone.rrsets
    )
