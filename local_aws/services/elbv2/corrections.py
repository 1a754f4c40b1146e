"""Elastic Load Balancing: where the engine differs from AWS."""

from typing import Any

from ministack.services import alb
from moto.elb.models import ELBBackend
from moto.elbv2 import models
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeLoadBalancer, FakeTargetGroup
from moto.elbv2.responses import ELBV2Response

from local_aws.corrections import correction
from local_aws.services.elbv2 import dispatch
from local_aws.services.elbv2.health import checks


@correction
def requests_are_balanced() -> None:
    """AWS: a load balancer leads requests to targets. moto: keeps its rules only. See `balancing`.

    Requests come as MiniStack has them come: to its DNS name, or to `/_alb/<name>/…`.
    """
    alb.find_lb_for_host = dispatch.at_host
    alb._find_lb_by_name = dispatch.of_name
    alb.dispatch_request = dispatch.dispatch


@correction
def targets_are_asked() -> None:
    """AWS: a target is healthy once it answers its health check. moto: every registered one is. See `health`.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    """
    health_for = FakeTargetGroup.health_for

    def of(self: FakeTargetGroup, target: dict[str, Any], ec2: Any) -> FakeHealthStatus:
        described = health_for(self, target, ec2)
        if found := checks.state(self, target["Id"]):
            described.status, described.reason, described.description = found
        return described

    FakeTargetGroup.health_for = of


@correction
def load_balancers_have_a_security_group() -> None:
    """AWS: an Application Load Balancer made without a security group has its VPC's default one. moto: none.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    """
    create = ELBv2Backend.create_load_balancer

    def create_load_balancer(self: Any, *arguments: Any, **members: Any) -> Any:
        made = create(self, *arguments, **members)
        if not made.security_groups and made.type == "application":
            made.security_groups = [self.ec2_backend.get_default_security_group(made.vpc_id).id]
        return made

    ELBv2Backend.create_load_balancer = create_load_balancer


@correction
def load_balancers_of_all_types() -> None:
    """AWS: the ARN says of which type a load balancer is. moto: all are `app`, so that the provider asks for
    an HTTP listener of a Gateway Load Balancer.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    """
    create, arn_of = ELBv2Backend.create_load_balancer, models.make_arn_for_load_balancer

    def create_load_balancer(self: Any, *arguments: Any, **members: Any) -> Any:
        place = {"gateway": "gwy", "network": "net"}.get(members.get("loadbalancer_type") or "", "app")
        models.make_arn_for_load_balancer = lambda **of: arn_of(**of).replace("/app/", f"/{place}/", 1)
        try:
            return create(self, *arguments, **members)
        finally:
            models.make_arn_for_load_balancer = arn_of

    ELBv2Backend.create_load_balancer = create_load_balancer


@correction
def addresses_of_load_balancers() -> None:
    """AWS: says which Elastic IP address a load balancer has in each zone. moto: forgets it.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAddress.html
    """
    create, zones = ELBv2Backend.create_load_balancer, FakeLoadBalancer.availability_zones.fget

    def create_load_balancer(self: Any, *arguments: Any, **members: Any) -> Any:
        made = create(self, *arguments, **members)
        made.addresses = {
            given["SubnetId"]: [_address(self, given)]
            for given in members.get("subnet_mappings") or ()
            if len(given) > 1
        }
        return made

    def availability_zones(self: Any) -> Any:
        found = zones(self)
        for zone in found:
            zone.load_balancer_addresses = getattr(self, "addresses", {}).get(zone.subnet_id, [])
        return found

    ELBv2Backend.create_load_balancer = create_load_balancer
    FakeLoadBalancer.availability_zones = property(availability_zones)


def _address(backend: Any, given: dict[str, str]) -> dict[str, str]:
    address = {name: value for name, value in given.items() if name != "SubnetId"}
    if allocation := given.get("AllocationId"):
        [found] = backend.ec2_backend.describe_addresses([allocation])
        address["IpAddress"] = found.public_ip
    return address


@correction
def zones_of_targets() -> None:
    """AWS: describes a target with the zone it was registered with. moto: forgets it.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html
    """
    register, health_for = FakeTargetGroup.register, FakeTargetGroup.health_for
    target = FakeHealthStatus.target.fget

    def register_with_zones(self: Any, targets: list[dict[str, Any]]) -> None:
        register(self, targets)
        for each in targets:
            if zone := each.get("AvailabilityZone"):
                self.targets[each["Id"]]["AvailabilityZone"] = zone

    def health_with_zone(self: Any, asked: dict[str, Any], ec2: Any) -> FakeHealthStatus:
        described = health_for(self, asked, ec2)
        described.zone = self.targets.get(asked["Id"], {}).get("AvailabilityZone")
        return described

    def target_with_zone(self: Any) -> dict[str, str]:
        zone = getattr(self, "zone", None)
        described: dict[str, str] = target(self)
        return described | ({"AvailabilityZone": zone} if zone else {})

    FakeTargetGroup.register, FakeTargetGroup.health_for = register_with_zones, health_with_zone
    FakeHealthStatus.target = property(target_with_zone)


@correction
def groups_of_private_link_traffic() -> None:
    """AWS: a Network Load Balancer says whether its security groups are asked about PrivateLink's traffic.

    They are, until `SetSecurityGroups` says otherwise. moto: takes no notice of it.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html
    """
    member, attribute = (
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        "enforce_security_group_inbound_rules_on_private_link_traffic",
    )
    create, set_groups = ELBv2Backend.create_load_balancer, ELBV2Response.set_security_groups

    def create_load_balancer(self: Any, *arguments: Any, **members: Any) -> Any:
        made = create(self, *arguments, **members)
        if made.type == "network" and made.security_groups:
            setattr(made, attribute, "on")
        return made

    def set_security_groups(self: Any) -> Any:
        answer = set_groups(self)
        balancer = self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")]
        if balancer.type == "network":
            said = self._get_param(member) or getattr(balancer, attribute, "on")
            setattr(balancer, attribute, said)
            answer.result[member] = said
        return answer

    ELBv2Backend.create_load_balancer = create_load_balancer
    ELBV2Response.set_security_groups = set_security_groups


@correction
def certificates_of_clients() -> None:
    """AWS: a listener says whether it asks clients for certificates, of which trust store. moto: forgets it.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html
    """
    create, modify = ELBV2Response.create_listener, ELBV2Response.modify_listener

    def with_authentication(self: Any, answer: Any) -> Any:
        [listener] = answer.result["Listeners"]
        said = self._get_param("MutualAuthentication") or getattr(listener, "mutual_authentication", None)
        if listener.protocol == "HTTPS":
            listener.mutual_authentication = said or {"Mode": "off"}
        return answer

    ELBV2Response.create_listener = lambda self: with_authentication(self, create(self))
    ELBV2Response.modify_listener = lambda self: with_authentication(self, modify(self))


@correction
def draining_of_classic_load_balancers() -> None:
    """AWS: how long a Classic Load Balancer waits for its connections stays as it was set. moto: 300 seconds
    again when draining alone is set.

    https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ConnectionDraining.html
    """
    modify = ELBBackend.modify_load_balancer_attributes

    def modify_attributes(self: Any, name: str, *arguments: Any, **members: Any) -> None:
        kept = dict(self.get_load_balancer(name).attributes["connection_draining"])
        modify(self, name, *arguments, **members)
        given = members.get("connection_draining") or {}
        if given and "Timeout" not in given and "timeout" in {each.lower() for each in kept}:
            self.get_load_balancer(name).attributes["connection_draining"] = {**kept, **given}

    ELBBackend.modify_load_balancer_attributes = modify_attributes
