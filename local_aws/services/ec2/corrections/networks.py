"""EC2 networks: where the engine differs from AWS."""

import hashlib
import re
from inspect import signature
from ipaddress import ip_network
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError, InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models.customer_gateways import CustomerGateway
from moto.ec2.models.flow_logs import FlowLogs, FlowLogsBackend
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.models.vpn_connections import VPNConnection
from moto.ec2.responses.customer_gateways import CustomerGateways
from moto.ec2.responses.dhcp_options import DHCPOptions
from moto.ec2.responses.flow_logs import FlowLogs as FlowLogCalls
from moto.ec2.responses.route_tables import RouteTables
from moto.ec2.responses.subnets import Subnets
from moto.ec2.responses.vpc_service_configuration import VPCEndpointServiceConfiguration
from moto.ec2.responses.vpn_connections import VPNConnections

from local_aws.corrections import correction


@correction
def subnet_ipv6_blocks() -> None:
    """AWS: a subnet's IPv6 block is `associated`, and found by its association's id.

    moto: the state is an object, which no client reads; the filter is unknown.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html
    """

    def associations(self: Subnet) -> list[dict[str, object]]:
        return [
            {
                "associationId": association["associationId"],
                "ipv6CidrBlock": association["ipv6CidrBlock"],
                "ipv6CidrBlockState": {"state": association["ipv6CidrBlockState"]["State"]},
            }
            for association in self.ipv6_cidr_block_associations.values()
            if association["ipv6CidrBlockState"]["State"] == "associated"
        ]

    found_by = Subnet.get_filter_value

    def value_of(self: Subnet, name: str, method: str | None = None) -> Any:
        if name == "ipv6-cidr-block-association.association-id":
            return [association["associationId"] for association in associations(self)]
        if name == "ipv6-cidr-block-association.ipv6-cidr-block":
            return [association["ipv6CidrBlock"] for association in associations(self)]
        return found_by(self, name, method)

    Subnet.ipv6_cidr_block_association_set = property(associations)
    Subnet.get_filter_value = value_of


@correction
def dhcp_options_tags() -> None:
    """AWS: CreateDhcpOptions takes tags. moto: forgets them.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html
    """
    create = DHCPOptions.create_dhcp_options

    def create_with_tags(self: DHCPOptions) -> Any:
        created = create(self)
        created.result["DhcpOptions"].add_tags(self._parse_tag_specification().get("dhcp-options", {}))
        return created

    DHCPOptions.create_dhcp_options = create_with_tags


@correction
def security_group_rules() -> None:
    """AWS: every kind of rule has a description, and is changed in place whatever it refers to.

    moto: only rules on addresses; a change needs ports, and loses an IPv6 block or a group.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
    """

    initialize = SecurityGroupRule.__init__

    def with_description(self: Any, *given: Any, **named: Any) -> None:
        initialize(self, *given, **named)
        listed = named.get("prefix_list_id") or (given[7] if len(given) > 7 else None)
        self.list_description = (listed or {}).get("Description")

    def description(rule: Any) -> Any:
        described = rule.ip_range.get("Description") or rule.source_group.get("Description")
        return described or rule.list_description

    def modify(self: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        group = self.get_security_group_by_name_or_id(group_id)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(group_id)
        for rule_id, new in rules.items():
            rule = group.get_rule(rule_id)
            if rule is None:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            rule.ip_protocol = str(new["IpProtocol"])
            ports = (None, None) if rule.ip_protocol == "-1" else (int(new["FromPort"]), int(new["ToPort"]))
            rule.from_port, rule.to_port = ports
            described = {"Description": new["Description"]} if new.get("Description") else {}
            owner = {"UserId": self.account_id, "OwnerId": self.account_id}
            ranges = {"CidrIp": new.get("CidrIpv4"), "CidrIpv6": new.get("CidrIpv6")}
            rule.ip_range = {key: value for key, value in ranges.items() if value}
            rule.ip_range |= described if rule.ip_range else {}
            referenced = new.get("ReferencedGroupId")
            rule.source_group = {"GroupId": referenced, **owner, **described} if referenced else {}
            rule.prefix_list_id = new.get("PrefixListId")
            rule.list_description = new.get("Description") if rule.prefix_list_id else None

    SecurityGroupRule.__init__ = with_description
    SecurityGroupRule.description = property(description)
    SecurityGroupBackend.modify_security_group_rules = modify


@correction
def what_a_deletion_takes_along() -> None:
    """AWS: a NAT gateway's interface goes with it, a VPC's network ACL with the VPC. moto: they stay.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
    """
    delete_nat_gateway, delete_vpc = NatGatewayBackend.delete_nat_gateway, VPCBackend.delete_vpc

    def with_interface(self: Any, nat_gateway_id: str) -> Any:
        deleted = delete_nat_gateway(self, nat_gateway_id)
        self.enis.pop(deleted._eni.id, None)
        return deleted

    def with_network_acl(self: Any, vpc_id: str) -> Any:
        deleted = delete_vpc(self, vpc_id)
        for acl in [acl for acl in self.network_acls.values() if acl.vpc_id == vpc_id]:
            del self.network_acls[acl.id]
        return deleted

    NatGatewayBackend.delete_nat_gateway = with_interface
    VPCBackend.delete_vpc = with_network_acl


@correction
def attributes_of_subnets() -> None:
    """AWS: DNS64, and what instances are called, are set per subnet. moto: takes the first and forgets it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html
    """
    modify = Subnets.modify_subnet_attribute

    def modify_subnet_attribute(self: Subnets) -> Any:
        answer = modify(self)
        subnet = self.ec2_backend.get_subnet(self._get_param("SubnetId"))
        names = subnet.private_dns_name_options_on_launch
        if (dns64 := self._get_param("EnableDns64.Value")) is not None:
            subnet.enable_dns64 = dns64
        if (kind := self._get_param("PrivateDnsHostnameTypeOnLaunch")) is not None:
            names["HostnameType"] = kind
        if (record := self._get_param("EnableResourceNameDnsAAAARecordOnLaunch.Value")) is not None:
            names["EnableResourceNameDnsAAAARecord"] = record
        return answer

    Subnet.enable_dns64 = False
    Subnets.modify_subnet_attribute = modify_subnet_attribute


@correction
def propagated_routes() -> None:
    """AWS: a VPN gateway's routes are propagated to a route table. moto: lacks the calls.

    Here none are learnt.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html
    """

    def change(self: RouteTables, wanted: bool) -> Any:
        table = self.ec2_backend.get_route_table(self._get_param("RouteTableId"))
        gateway = self.ec2_backend.get_vpn_gateway(self._get_param("GatewayId")).id
        others = [each for each in getattr(table, "propagating_vgws", []) if each["GatewayId"] != gateway]
        table.propagating_vgws = [*others, *([{"GatewayId": gateway}] if wanted else [])]
        return EmptyResult()

    RouteTable.propagating_vgws = []
    RouteTables.enable_vgw_route_propagation = lambda self: change(self, True)
    RouteTables.disable_vgw_route_propagation = lambda self: change(self, False)


@correction
def principals_of_endpoint_services() -> None:
    """AWS: a principal that may use an endpoint service has a permission id. moto: has none.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllowedPrincipal.html
    """
    modify = VPCEndpointServiceConfiguration.modify_vpc_endpoint_service_permissions
    describe = VPCEndpointServiceConfiguration.describe_vpc_endpoint_service_permissions

    def described(service: str, principal: str) -> dict[str, str]:
        digest = hashlib.sha256(f"{service} {principal}".encode()).hexdigest()
        kind = principal.split(":")[-1].split("/")[0].capitalize() if ":" in principal else "All"
        return {
            "Principal": principal,
            "PrincipalType": "Account" if kind == "Root" else kind,
            "ServiceId": service,
            "ServicePermissionId": f"vpce-svc-perm-{digest[:17]}",
        }

    def modify_permissions(self: VPCEndpointServiceConfiguration) -> Any:
        modify(self)
        service, added = self._get_param("ServiceId"), self._get_param("AddAllowedPrincipals", [])
        return ActionResult(
            {"AddedPrincipals": [described(service, each) for each in added], "ReturnValue": True}
        )

    def describe_permissions(self: VPCEndpointServiceConfiguration) -> Any:
        service = self._get_param("ServiceId")
        allowed = describe(self).result["AllowedPrincipals"]
        filters = self._filters_from_querystring()
        wanted = filters.get("principal")
        return ActionResult(
            {
                "AllowedPrincipals": [
                    described(service, each["Principal"])
                    for each in allowed
                    if not wanted or each["Principal"] in wanted
                ]
            }
        )

    VPCEndpointServiceConfiguration.modify_vpc_endpoint_service_permissions = modify_permissions
    VPCEndpointServiceConfiguration.describe_vpc_endpoint_service_permissions = describe_permissions


@correction
def routes_of_vpn_connections() -> None:
    """AWS: a VPN connection has options and static routes, and is found by them. moto: lacks them.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnectionOptions.html
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnectionRoute.html
    """
    create, described = VPNConnections.create_vpn_connection, VPNConnection.get_filter_value
    defaults = {
        "EnableAcceleration": False,
        "LocalIpv4NetworkCidr": "0.0.0.0/0",
        "OutsideIpAddressType": "PublicIpv4",
        "RemoteIpv4NetworkCidr": "0.0.0.0/0",
        "StaticRoutesOnly": False,
        "TunnelInsideIpVersion": "ipv4",
    }

    filters = {
        "customer-gateway-id": lambda connection: connection.customer_gateway_id,
        "state": lambda connection: connection.state,
        "transit-gateway-id": lambda connection: connection.transit_gateway_id,
        "vpn-connection-id": lambda connection: connection.id,
        "vpn-gateway-id": lambda connection: connection.vpn_gateway_id,
    }

    def create_with_options(self: VPNConnections) -> Any:
        answer = create(self)
        given = self._get_param("Options", {})
        kept = {name: value for name, value in given.items() if name in defaults}
        answer.result["VpnConnection"].options = {**defaults, **kept}
        return answer

    def routed(self: VPNConnections, wanted: bool) -> Any:
        [connection] = self.ec2_backend.describe_vpn_connections(
            vpn_connection_ids=[self._get_param("VpnConnectionId")]
        )
        to = self._get_param("DestinationCidrBlock")
        others = [each for each in connection.routes if each["DestinationCidrBlock"] != to]
        route = {"DestinationCidrBlock": to, "Source": "Static", "State": "available"}
        connection.routes = [*others, route] if wanted else others
        return EmptyResult()

    def filter_value(self: VPNConnection, name: str, method_name: str | None = None) -> Any:
        if name == "route.destination-cidr-block":
            return [each["DestinationCidrBlock"] for each in self.routes]
        return filters[name](self) if name in filters else described(self, name, method_name)

    VPNConnection.routes = []
    VPNConnection.get_filter_value = filter_value
    VPNConnections.create_vpn_connection = create_with_options
    VPNConnections.create_vpn_connection_route = lambda self: routed(self, True)
    VPNConnections.delete_vpn_connection_route = lambda self: routed(self, False)


@correction
def tunnels_of_vpn_connections() -> None:
    """AWS: each of the two tunnels has addresses, a key and settings of its own. moto: both have the same.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html
    """
    create, written = VPNConnections.create_vpn_connection, VPNConnection.customer_gateway_configuration.fget

    def create_with_tunnels(self: VPNConnections) -> Any:
        answer = create(self)
        connection = answer.result["VpnConnection"]
        given = [*self._get_param("Options", {}).get("TunnelOptions", []), {}, {}][:2]
        tunnels = [_tunnel(connection.id, number, one) for number, one in enumerate(given)]
        connection.options = {**(connection.options or {}), "TunnelOptions": tunnels}
        return answer

    def configuration(self: VPNConnection) -> str:
        tunnels = iter((self.options or {}).get("TunnelOptions", ()))
        whole: str = written(self)
        return _TUNNEL.sub(lambda found: _configured(found[0], next(tunnels, None)), whole)

    VPNConnections.create_vpn_connection = create_with_tunnels
    VPNConnection.customer_gateway_configuration = property(configuration)


_TUNNEL = re.compile(r"<ipsec_tunnel>.*?</ipsec_tunnel>", re.DOTALL)
_GATEWAY = re.compile(r"(<vpn_gateway>.*?<ip_address>)[^<]+(.*?<ip_address>)[^<]+", re.DOTALL)
_CUSTOMER = re.compile(r"(<tunnel_inside_address>\s*<ip_address>)[^<]+")


def _tunnel(connection: str, number: int, given: dict[str, Any]) -> dict[str, Any]:
    made = hashlib.sha256(f"{connection}{number}".encode()).hexdigest()
    part = int(made[:4], 16)
    return {
        "OutsideIpAddress": f"203.0.113.{2 * (part % 120) + number}",
        "PreSharedKey": made[:32],
        "TunnelInsideCidr": f"169.254.{6 + part % 200}.{4 * (part % 60)}/30",
        **{name.replace("IKE", "Ike"): value for name, value in given.items() if value not in (None, [])},
    }


def _configured(tunnel: str, options: dict[str, Any] | None) -> str:
    """A tunnel's part of the file for the customer's device."""
    if options is None:
        return tunnel
    ours, theirs = list(ip_network(options["TunnelInsideCidr"], strict=False).hosts())[:2]
    tunnel = _CUSTOMER.sub(rf"\g<1>{theirs}", tunnel, count=1)
    tunnel = _GATEWAY.sub(rf"\g<1>{options['OutsideIpAddress']}\g<2>{ours}", tunnel, count=1)
    return re.sub(
        r"<pre_shared_key>[^<]*<",
        lambda _: f"<pre_shared_key>{options['PreSharedKey']}<",
        tunnel,
    )


@correction
def devices_of_customer_gateways() -> None:
    """AWS: a customer gateway has the name of its device. moto: forgets it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html
    """
    create = CustomerGateways.create_customer_gateway

    def create_with_device(self: CustomerGateways) -> Any:
        answer = create(self)
        answer.result["CustomerGateway"].device_name = self._get_param("DeviceName")
        return answer

    CustomerGateway.device_name = None
    CustomerGateways.create_customer_gateway = create_with_device


@correction
def files_of_flow_logs() -> None:
    """AWS: a flow log to a bucket says how its files are written. moto: forgets it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DestinationOptionsRequest.html
    """
    create = FlowLogCalls.create_flow_logs

    def create_with_options(self: FlowLogCalls) -> Any:
        answer = create(self)
        for name in answer.result["FlowLogIds"]:
            self.ec2_backend.flow_logs[name].destination_options = self._get_param("DestinationOptions")
        return answer

    FlowLogs.destination_options = None
    FlowLogCalls.create_flow_logs = create_with_options


@correction
def folders_of_flow_logs() -> None:
    """AWS: a flow log may go to a folder of a bucket. moto: takes the folder for part of the bucket's name.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
    """
    create = FlowLogsBackend.create_flow_logs

    def create_in_folder(self: Any, *arguments: Any, **named: Any) -> Any:
        given = signature(create).bind(self, *arguments, **named)
        destination = given.arguments["log_destination"] or ""
        if given.arguments["log_destination_type"] == "s3":
            given.arguments["log_destination"] = destination.partition("/")[0]
        made, failed = create(*given.args, **given.kwargs)
        for log in made:
            log.log_destination = destination or log.log_destination
        return made, failed

    FlowLogsBackend.create_flow_logs = create_in_folder


@correction
def addresses_of_ipv6_subnets() -> None:
    """AWS: a subnet of IPv6 only has no IPv4 addresses to give. moto: has more than a number holds.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
    """
    count = Subnet.available_ip_address_count.fget
    Subnet.available_ip_address_count = property(lambda self: 0 if self.ipv6_native else count(self))


@correction
def rules_per_security_group() -> None:
    """AWS: a security group has 60 rules for IPv4 and as many for IPv6, in each direction: see `values.py`.

    moto: counts both together, and rules of prefix lists not at all.
    https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
    """
    SecurityGroupBackend._verify_group_will_respect_rule_count_limit = lambda *_, **__: None
