"""A zone, a Region, a scope or a network that does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from tooling.plan.finding import Finding
from tooling.plan.risk import at, blocks
from tooling.preflight.planned import Plan, Planned

GLOBAL = "us-east-1"
KIND = "wrong-place"

# Type and attribute of a certificate that has to be in us-east-1, and AWS's error.
CERTIFICATES: dict[tuple[str, str], str] = {
    ("aws_cloudfront_distribution", "viewer_certificate.0.acm_certificate_arn"): (
        "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region,"
        " isn't valid, or doesn't include a valid certificate chain"
    ),
    ("aws_api_gateway_domain_name", "certificate_arn"): (
        "BadRequestException: Invalid certificate ARN: certificate must be in 'us-east-1'"
    ),
    ("aws_cognito_user_pool_domain", "certificate_arn"): (
        "InvalidParameterException: Invalid request provided: the certificate must be in us-east-1"
    ),
}
# Type and attribute of a certificate that has to be in the resource's own Region.
REGIONAL_CERTIFICATES: dict[tuple[str, str], str] = {
    ("aws_lb_listener", "certificate_arn"): "CertificateNotFound: Certificate not found",
    ("aws_lb_listener_certificate", "certificate_arn"): "CertificateNotFound: Certificate not found",
    ("aws_api_gateway_domain_name", "regional_certificate_arn"): (
        "BadRequestException: Invalid certificate ARN"
    ),
    ("aws_apigatewayv2_domain_name", "domain_name_configuration.0.certificate_arn"): (
        "BadRequestException: Invalid certificate ARN"
    ),
}
ZONES: dict[tuple[str, str], str] = {
    ("aws_subnet", "availability_zone"): (
        "InvalidParameterValue: Value for parameter availabilityZone is invalid. Subnets can currently only"
        " be created in the zones of the Region"
    ),
    ("aws_instance", "availability_zone"): "InvalidParameterValue: Invalid availability zone",
    ("aws_ebs_volume", "availability_zone"): "InvalidZone.NotFound: The zone does not exist",
    ("aws_db_instance", "availability_zone"): "InvalidParameterValue: is not a valid availability zone",
}
# Type and attribute of a key that has to be in the resource's own Region.
KEYS: dict[tuple[str, str], str] = {
    ("aws_db_instance", "kms_key_id"): "KMSKeyNotAccessibleFault: The specified KMS key does not exist",
    ("aws_rds_cluster", "kms_key_id"): "KMSKeyNotAccessibleFault: The specified KMS key does not exist",
    ("aws_cloudwatch_log_group", "kms_key_id"): (
        "InvalidParameterException: The specified KMS Key Id could not be found"
    ),
    ("aws_dynamodb_table", "server_side_encryption.0.kms_key_arn"): (
        "ValidationException: KMS key does not exist, or is not enabled"
    ),
    ("aws_ebs_volume", "kms_key_id"): "InvalidParameterValue: The KMS key is not in this Region",
    ("aws_efs_file_system", "kms_key_id"): "KmsKeyNotFound: The KMS key does not exist in this Region",
}
# Type, and the paths of security groups and of subnets that have to be of one network.
NETWORKS: dict[str, tuple[str, str, str]] = {
    "aws_instance": (
        "vpc_security_group_ids",
        "subnet_id",
        "InvalidParameter: Security group and subnet belong to different networks",
    ),
    "aws_lb": (
        "security_groups",
        "subnets",
        "InvalidConfigurationRequest: One or more security groups are invalid",
    ),
    "aws_lambda_function": (
        "vpc_config.0.security_group_ids",
        "vpc_config.0.subnet_ids",
        "InvalidParameterValueException: The subnet and security group belong to different networks",
    ),
    "aws_ecs_service": (
        "network_configuration.0.security_groups",
        "network_configuration.0.subnets",
        "InvalidParameterException: Security group and subnet belong to different networks",
    ),
    "aws_efs_mount_target": (
        "security_groups",
        "subnet_id",
        "SecurityGroupNotFound: the security group is not in the VPC of the subnet",
    ),
}


def find(plan: Plan) -> Iterator[Finding]:
    """One for each reference to another place than AWS takes."""
    for each in plan.resources:
        if each.set:
            yield from _certificates(plan, each)
            yield from _keys(plan, each)
            yield from _zones(each)
            yield from _networks(plan, each)
            yield from _web_acls(plan, each)
            yield from _edge_functions(plan, each)
            yield from _endpoints(each)
            yield from _query_logs(plan, each)


def _certificates(plan: Plan, each: Planned) -> Iterator[Finding]:
    for rules, wanted in ((CERTIFICATES, GLOBAL), (REGIONAL_CERTIFICATES, each.region)):
        for (kind, path), error in rules.items():
            if kind != each.kind or not wanted or not each.changes(path):
                continue
            region = _region(plan, each, path, "aws_acm_certificate", "aws_acm_certificate_validation")
            if region not in ("", wanted):
                yield Finding(
                    KIND,
                    each.address,
                    f"its certificate is in {region}, and has to be in {wanted}",
                    error,
                    f"request the certificate with a provider of {wanted}",
                )


def _keys(plan: Plan, each: Planned) -> Iterator[Finding]:
    for (kind, path), error in KEYS.items():
        if kind == each.kind and each.region and each.changes(path):
            region = _region(plan, each, path, "aws_kms_key", "aws_kms_replica_key")
            if region not in ("", each.region):
                yield Finding(
                    KIND,
                    each.address,
                    f"it is in {each.region}, and its key in {region}",
                    error,
                    f"use a key of {each.region}: one of its own, or an aws_kms_replica_key",
                )


def _zones(each: Planned) -> Iterator[Finding]:
    for (kind, path), error in ZONES.items():
        zone = at(each.after, path)
        if kind != each.kind or not each.region or not each.changes(path):
            continue
        if isinstance(zone, str) and zone and not zone.startswith(each.region):
            yield Finding(
                KIND,
                each.address,
                f"{path} is {zone}, and the provider's Region is {each.region}",
                error,
                "name a zone of that Region, or use a provider of the other one",
            )


def _networks(plan: Plan, each: Planned) -> Iterator[Finding]:
    groups, subnets, error = NETWORKS.get(each.kind, ("", "", ""))
    if not groups or not each.changes(groups, subnets):
        return
    found: dict[object, str] = {}
    for path, kind in ((groups, "aws_security_group"), (subnets, "aws_subnet")):
        for one in plan.named_by(each, path, kind):
            if vpc := plan.stands_for(one, "vpc_id"):
                found.setdefault(vpc, one.address)
    if len(found) > 1:
        first, second = list(found.values())[:2]
        yield Finding(
            KIND,
            each.address,
            f"{first} and {second} are in different networks",
            error,
            "use security groups and subnets of one VPC",
        )


def _web_acls(plan: Plan, each: Planned) -> Iterator[Finding]:
    elsewhere = each.region not in ("", GLOBAL)
    if (
        each.kind.startswith("aws_wafv2_")
        and each.made
        and each.after.get("scope") == "CLOUDFRONT"
        and elsewhere
    ):
        yield Finding(
            KIND,
            each.address,
            f"its scope is CLOUDFRONT, and its provider's Region is {each.region}",
            "WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE,"
            " parameter: CLOUDFRONT",
            f"use a provider of {GLOBAL} for it",
        )
    if each.kind == "aws_cloudfront_distribution" and each.changes("web_acl_id"):
        arn = str(each.after.get("web_acl_id") or "")
        acls = plan.named_by(each, "web_acl_id", "aws_wafv2_web_acl")
        if ":regional/" in arn or any(acl.after.get("scope") == "REGIONAL" for acl in acls):
            yield Finding(
                KIND,
                each.address,
                "its web ACL has the scope REGIONAL",
                "InvalidWebACLId: Web ACL is not accessible by the requester",
                f'make the web ACL with `scope = "CLOUDFRONT"` and a provider of {GLOBAL}',
            )
    if each.kind == "aws_wafv2_web_acl_association" and each.made:
        arn = str(each.after.get("web_acl_arn") or "")
        acls = plan.named_by(each, "web_acl_arn", "aws_wafv2_web_acl")
        if ":global/" in arn or any(acl.after.get("scope") == "CLOUDFRONT" for acl in acls):
            yield Finding(
                KIND,
                each.address,
                "its web ACL has the scope CLOUDFRONT, which is associated by the distribution itself",
                "WAFInvalidParameterException: The ARN isn't valid, field: RESOURCE_ARN",
                "write `web_acl_id` in the aws_cloudfront_distribution",
            )


def _edge_functions(plan: Plan, each: Planned) -> Iterator[Finding]:
    if each.kind != "aws_cloudfront_distribution":
        return
    behaviours = [
        *blocks(each.after.get("default_cache_behavior")),
        *blocks(each.after.get("ordered_cache_behavior")),
    ]
    arns = [
        str(one["lambda_arn"])
        for behaviour in behaviours
        for one in blocks(behaviour.get("lambda_function_association"))
        if one.get("lambda_arn")
    ]
    for arn in arns:
        parts = arn.split(":")
        if len(parts) > 3 and parts[3] != GLOBAL:
            yield Finding(
                KIND,
                each.address,
                f"its function is in {parts[3]}",
                f"InvalidLambdaFunctionAssociation: The function must be in region '{GLOBAL}'",
                f"make the function with a provider of {GLOBAL}",
            )
        elif len(parts) < 8 or not parts[7].isdigit():
            yield Finding(
                "value",
                each.address,
                "its function is named without a version",
                "InvalidLambdaFunctionAssociation: The function ARN must reference a specific function"
                " version",
                "write `qualified_arn` in place of `arn`, and `publish = true` in the function",
            )


def _endpoints(each: Planned) -> Iterator[Finding]:
    if (
        each.kind != "aws_vpc_endpoint"
        or not each.made
        or not each.region
        or each.after.get("service_region")
    ):
        return
    parts = str(each.after.get("service_name") or "").split(".")
    if parts[:2] != ["com", "amazonaws"] or len(parts) < 4 or parts[2] == each.region:
        return
    if parts[2].count("-") >= 2:
        yield Finding(
            KIND,
            each.address,
            f"service_name is of {parts[2]}, and the provider's Region is {each.region}",
            "InvalidServiceName: The Vpc Endpoint Service does not exist",
            f"write `com.amazonaws.{each.region}.{'.'.join(parts[3:])}`",
        )


def _query_logs(plan: Plan, each: Planned) -> Iterator[Finding]:
    if each.kind == "aws_route53_query_log" and each.made:
        region = _region(plan, each, "cloudwatch_log_group_arn", "aws_cloudwatch_log_group")
        if region not in ("", GLOBAL):
            yield Finding(
                KIND,
                each.address,
                f"its log group is in {region}, and has to be in {GLOBAL}",
                "InvalidInput: The ARN for the CloudWatch Logs log group is invalid",
                f"make the log group with a provider of {GLOBAL}",
            )


def _region(plan: Plan, each: Planned, path: str, *kinds: str) -> str:
    """The Region of what an attribute names; empty when the plan does not say."""
    value = at(each.after, path)
    if isinstance(value, str) and value.startswith("arn:"):
        return value.split(":")[3] if value.count(":") > 4 else ""
    found = {one.region for one in plan.named_by(each, path, *kinds)}
    return found.pop() if len(found) == 1 else ""
