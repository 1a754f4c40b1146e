"""Route 53: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name
from tests.local_aws.checks.ec2_networks import vpc


@check
def zone_of_a_network_is_private(aws: Any) -> bool:
    route53, network = aws.client("route53"), vpc(aws)
    place = {"VPCId": network, "VPCRegion": "eu-west-1"}
    made = route53.create_hosted_zone(Name=f"{name()}.internal", CallerReference=name(), VPC=place)
    found = route53.get_hosted_zone(Id=made["HostedZone"]["Id"])
    return bool(found["HostedZone"]["Config"]["PrivateZone"] and found["VPCs"] == [place])


@check
def zone_of_a_namespace(aws: Any) -> bool:
    found, route53, domain = aws.client("servicediscovery"), aws.client("route53"), f"{name()}.internal"
    operation = found.create_private_dns_namespace(Name=domain, Vpc=vpc(aws))["OperationId"]
    namespace = found.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
    zones = route53.list_hosted_zones_by_name(DNSName=domain)["HostedZones"]
    found.delete_namespace(Id=namespace)
    left = route53.list_hosted_zones_by_name(DNSName=domain)["HostedZones"]
    return [zone["Name"] for zone in zones] == [f"{domain}."] and not left


@check
def name_servers_of_a_zone(aws: Any) -> bool:
    route53 = aws.client("route53")
    made = route53.create_hosted_zone(Name=f"{name()}.example.com", CallerReference=name())
    own = {each["Id"] for each in route53.list_reusable_delegation_sets()["DelegationSets"]}
    return bool(made["DelegationSet"]["NameServers"]) and not own


@check
def service_of_a_private_namespace(aws: Any) -> bool:
    found, domain = aws.client("servicediscovery"), f"{name()}.internal"
    operation = found.create_private_dns_namespace(Name=domain, Vpc=vpc(aws))["OperationId"]
    namespace = found.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
    dns = {"NamespaceId": namespace, "DnsRecords": [{"Type": "A", "TTL": 10}]}
    service = found.create_service(Name="users", DnsConfig=dns)["Service"]["Id"]
    place = {"AWS_INSTANCE_IPV4": "10.0.0.7"}
    found.register_instance(ServiceId=service, InstanceId="blue", Attributes=place)
    seen = found.discover_instances(NamespaceName=domain, ServiceName="users", HealthStatus="ALL")[
        "Instances"
    ]
    return [each["InstanceId"] for each in seen] == ["blue"]


@check
def health_checks_of_alarms(aws: Any) -> bool:
    route53 = aws.client("route53")
    config = {
        "Type": "CLOUDWATCH_METRIC",
        "AlarmIdentifier": {"Region": "eu-west-1", "Name": "orders"},
        "InsufficientDataHealthStatus": "LastKnownStatus",
    }
    made = route53.create_health_check(CallerReference=name(), HealthCheckConfig=config)["HealthCheck"]["Id"]
    other = {"Region": "eu-west-1", "Name": "payments"}
    route53.update_health_check(HealthCheckId=made, AlarmIdentifier=other)
    found = route53.get_health_check(HealthCheckId=made)["HealthCheck"]["HealthCheckConfig"]
    return bool(
        config | {"AlarmIdentifier": other} == {key: found.get(key) for key in config} and "Port" not in found
    )


@check
def query_logs(aws: Any) -> bool:
    route53, logs = aws.client("route53"), aws.client("logs", "us-east-1")
    group, zone = f"/aws/route53/{name()}", f"{name()}.example.com"
    made = route53.create_hosted_zone(Name=zone, CallerReference=name())["HostedZone"]["Id"]
    logs.create_log_group(logGroupName=group)
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:{group}"
    config = route53.create_query_logging_config(
        HostedZoneId=made.rpartition("/")[2], CloudWatchLogsLogGroupArn=arn
    )["QueryLoggingConfig"]
    return bool(config["CloudWatchLogsLogGroupArn"] == arn)
