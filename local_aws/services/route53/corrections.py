"""Route 53 and Cloud Map: where the engine differs from AWS."""

from typing import Any

from moto.route53.models import HealthCheck, Route53Backend, route53_backends
from moto.route53.responses import Route53
from moto.servicediscovery.models import ServiceDiscoveryBackend
from moto.utilities.utils import get_partition

from local_aws.corrections import correction


@correction
def zone_of_a_network_is_private() -> None:
    """AWS: a zone that is made with a VPC is private, and in that VPC. moto: only if told both.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
    """
    flag = Route53._get_bool_param

    def or_with_a_vpc(self: Route53, name: str, default: Any = None) -> Any:
        given = flag(self, name, default)
        return given or bool(name == "HostedZoneConfig.PrivateZone" and self._get_param("VPC.VPCId"))

    Route53._get_bool_param = or_with_a_vpc


@correction
def name_servers_of_a_zone() -> None:
    """AWS: the name servers that a zone gets by itself are no reusable set. moto: are one, which stays.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateReusableDelegationSet.html
    """
    create = Route53Backend.create_hosted_zone

    def create_hosted_zone(self: Any, *arguments: Any, **settings: Any) -> Any:
        before = set(self.delegation_sets)
        zone = create(self, *arguments, **settings)
        if not settings.get("delegation_set_id"):
            for made in set(self.delegation_sets) - before:
                del self.delegation_sets[made]
        return zone

    Route53Backend.create_hosted_zone = create_hosted_zone


@correction
def zone_of_a_namespace() -> None:
    """AWS: a private namespace's zone has its name, is in its VPC, and ends with it.

    moto: the zone has another name, is in no VPC, and stays.
    https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html
    """
    create, delete = (
        ServiceDiscoveryBackend.create_private_dns_namespace,
        ServiceDiscoveryBackend.delete_namespace,
    )

    def zones(self: Any) -> Any:
        return route53_backends[self.account_id][get_partition(self.region_name)]

    def create_with_zone(self: Any, name: str, *arguments: Any, **settings: Any) -> Any:
        made = create(self, name, *arguments, **settings)
        namespace = next(each for each in self.namespaces.values() if each.name == name)
        zone = zones(self).get_hosted_zone(namespace.dns_properties["HostedZoneId"])
        zone.name = f"{name}."
        zone.add_vpc(namespace.vpc, self.region_name)
        return made

    def delete_with_zone(self: Any, namespace_id: str) -> Any:
        namespace = self.namespaces.get(namespace_id)
        made = delete(self, namespace_id)
        if zone := (namespace.dns_properties or {}).get("HostedZoneId"):
            zones(self).zones.pop(zone.removeprefix("/hostedzone/"), None)
        return made

    ServiceDiscoveryBackend.create_private_dns_namespace = create_with_zone
    ServiceDiscoveryBackend.delete_namespace = delete_with_zone


@correction
def service_of_a_private_namespace() -> None:
    """AWS: a service is in the namespace that its DNS settings name. moto: in none, and is not discovered.

    https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsConfig.html
    """
    create = ServiceDiscoveryBackend.create_service

    def create_service(self: Any, **settings: Any) -> Any:
        named = (settings.get("dns_config") or {}).get("NamespaceId")
        return create(self, **settings | {"namespace_id": settings.get("namespace_id") or named})

    ServiceDiscoveryBackend.create_service = create_service


@correction
def health_checks_of_alarms() -> None:
    """AWS: a health check on an alarm tells which one, and asks nobody itself. moto: the reverse.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
    """
    create, update, told = (
        Route53.create_health_check,
        Route53.update_health_check,
        HealthCheck.health_check_config,
    )
    kept = ("AlarmIdentifier", "InsufficientDataHealthStatus")

    def keep(self: Route53, answer: Any) -> Any:
        given = self._get_param("HealthCheckConfig") or {}
        given = {**given, **{name: self._get_param(name) for name in kept if self._get_param(name)}}
        check = answer.result["HealthCheck"]
        check.of_alarm = getattr(check, "of_alarm", {}) | {
            name: given[name] for name in kept if given.get(name)
        }
        return answer

    def config(self: HealthCheck) -> dict[str, Any]:
        found: dict[str, Any] = told.fget(self)
        if self.type_ != "CLOUDWATCH_METRIC":
            return found
        own = {name: found[name] for name in ("Type", "Inverted", "Disabled")}
        return own | getattr(self, "of_alarm", {})

    Route53.create_health_check = lambda self: keep(self, create(self))
    Route53.update_health_check = lambda self: keep(self, update(self))
    HealthCheck.health_check_config = property(config)


@correction
def query_logs() -> None:
    """AWS: query logs go to a log group by its ARN. moto: only by the ARN of all its streams.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html
    """
    create = Route53Backend.create_query_logging_config

    def create_query_logging_config(self: Any, zone: str, group: str) -> Any:
        made = create(self, zone, f"{group.removesuffix(':*')}:*")
        made.cloud_watch_logs_log_group_arn = group
        return made

    Route53Backend.create_query_logging_config = create_query_logging_config
