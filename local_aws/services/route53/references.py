"""Route 53. https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html

A health check may go while records use it: https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHealthCheck.html
"""

from collections.abc import Iterator

from local_aws.references.rules import Parameters, Rule, moto


def _records(parameters: Parameters) -> Iterator[str]:
    zone = moto("route53", "aws").zones.get(parameters["Id"].rpartition("/")[2])
    for record in zone.rrsets if zone else ():
        if record.type not in ("NS", "SOA"):
            yield record.name


def _unknown_network(parameters: Parameters) -> Iterator[str]:
    network = parameters.get("VPC") or {}
    if network and network["VPCId"] not in moto("ec2", network["VPCRegion"]).vpcs:
        yield network["VPCId"]


MISSING = (
    Rule(
        "CreateHostedZone AssociateVPCWithHostedZone",
        _unknown_network,
        "InvalidVPCId",
        "The VPC: {found} you provided does not exist or you are not authorized to access it.",
    ),
)

IN_USE = (
    Rule(
        "DeleteHostedZone",
        _records,
        "HostedZoneNotEmpty",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    ),
)
