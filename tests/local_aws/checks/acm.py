"""Certificate Manager: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def certificates_as_requested(aws: Any) -> bool:
    acm = aws.client("acm")
    arn = acm.request_certificate(
        DomainName="a.example.com", KeyAlgorithm="EC_prime256v1", ValidationMethod="DNS"
    )["CertificateArn"]
    found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    return (found["KeyAlgorithm"], found["Options"].get("CertificateTransparencyLoggingPreference")) == (
        "EC_prime256v1",
        "ENABLED",
    )


@check
def certificates_wait_for_their_records(aws: Any) -> bool:
    acm, route53, domain = aws.client("acm"), aws.client("route53"), f"{name()}.example.com"
    zone = route53.create_hosted_zone(Name=domain, CallerReference=name())["HostedZone"]["Id"]
    arn = acm.request_certificate(
        DomainName=domain, SubjectAlternativeNames=[f"*.{domain}"], ValidationMethod="DNS"
    )["CertificateArn"]
    before = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    record = before["DomainValidationOptions"][0]["ResourceRecord"]
    change = {
        "Action": "CREATE",
        "ResourceRecordSet": {
            "Name": record["Name"],
            "Type": "CNAME",
            "TTL": 60,
            "ResourceRecords": [{"Value": record["Value"]}],
        },
    }
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})
    after = acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
    route53.change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [change | {"Action": "DELETE"}]}
    )
    later = acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
    return (before["Status"], after, later) == ("PENDING_VALIDATION", "ISSUED", "ISSUED")
