"""Nothing is open to the internet that does not serve it."""

from tooling.policy.ranges import is_open
from tooling.policy.rule import Block, Rule, is_known

PUBLIC_DATABASE = Rule(
    "PLATFORM_PUBLIC_DATABASE",
    "A database or broker has no public address",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
OPEN_INGRESS = Rule(
    "PLATFORM_OPEN_INGRESS",
    "Only ports 80 and 443 are open to the internet",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)
IMDSV2 = Rule(
    "PLATFORM_IMDSV2",
    "Instance metadata, credentials included, needs a session token",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
)

_WEB = {(80, 80), (443, 443)}
_REFERENCE = "Name the security group or the address range of who calls; only 80 and 443 may be open to all."


@PUBLIC_DATABASE.on("aws_*", fix="Write publicly_accessible = false; reach it from within the VPC.")
def private(resource: Block) -> bool:
    return "publicly_accessible" not in resource or resource.get("publicly_accessible", False) is not True


@PUBLIC_DATABASE.on("aws_msk_cluster", fix='Leave out public_access, or write type = "DISABLED".')
def private_brokers(cluster: Block) -> bool:
    where = "broker_node_group_info.connectivity_info.public_access.type"
    return bool(cluster.get(where, "DISABLED") == "DISABLED")


@OPEN_INGRESS.on("aws_vpc_security_group_ingress_rule", fix=_REFERENCE)
def ingress_rule(rule: Block) -> bool:
    open_to_all = _open(rule, "cidr_ipv4", "cidr_ipv6")
    return not open_to_all or _is_web(rule)


@OPEN_INGRESS.on("aws_security_group_rule", fix=_REFERENCE)
def classic_rule(rule: Block) -> bool:
    if rule.get("type") != "ingress":
        return True
    return not _open(rule, "cidr_blocks", "ipv6_cidr_blocks") or _is_web(rule)


@OPEN_INGRESS.on("aws_security_group", "aws_default_security_group", fix=_REFERENCE)
def inline_rules(group: Block) -> bool:
    return all(
        not _open(rule, "cidr_blocks", "ipv6_cidr_blocks") or _is_web(rule)
        for rule in group.blocks("ingress")
    )


@IMDSV2.on(
    "aws_launch_template",
    "aws_launch_configuration",
    "aws_instance",
    fix='Write metadata_options { http_tokens = "required" }.',
)
def metadata(instance: Block) -> bool:
    if instance.get("metadata_options.http_endpoint") == "disabled":
        return True
    return bool(instance.get("metadata_options.http_tokens") == "required")


def _open(rule: Block, *attributes: str) -> bool:
    ranges = (item for name in attributes for item in rule.items(name))
    return any(is_open(item) for item in ranges if is_known(item))


def _is_web(rule: Block) -> bool:
    if (rule.get("from_port"), rule.get("to_port")) not in _WEB:
        return False
    # Of every protocol, AWS opens every port.
    return str(rule.get("ip_protocol") or rule.get("protocol", "tcp")) not in ("-1", "all")
