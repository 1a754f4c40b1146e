"""EC2's network interfaces of NAT gateways and VPC endpoints: where the engine differs from AWS."""

from typing import Any

from moto.ec2.models import nat_gateways, vpcs
from moto.ec2.models.vpcs import VPCBackend

from local_aws.corrections import correction


@correction
def addresses_in_their_subnets() -> None:
    """AWS: a NAT gateway and an interface endpoint have addresses of their subnets. moto: any of 10.0.0.0/8.

    https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
    """

    def none_wanted() -> None:
        """The interface then takes one of its subnet."""

    nat_gateways.random_private_ip = vpcs.random_private_ip = none_wanted


@correction
def interfaces_of_endpoints() -> None:
    """AWS: an endpoint has an interface in each of its subnets, with its groups, also after a change.

    moto: those it was made with, in the default group. Routes to a gateway endpoint stay likewise.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
    """
    create, modify = VPCBackend.create_vpc_endpoint, VPCBackend.modify_vpc_endpoint

    def create_with_groups(self: Any, *arguments: Any, **members: Any) -> Any:
        endpoint = create(self, *arguments, **members)
        _settle_interfaces(self, endpoint)
        return endpoint

    def modify_with_the_rest(self: Any, vpc_id: str, *arguments: Any, **members: Any) -> None:
        endpoint = self.vpc_end_points[vpc_id]
        before = set(endpoint.route_table_ids or ())
        modify(self, vpc_id, *arguments, **members)
        _settle_interfaces(self, endpoint)
        _settle_routes(self, endpoint, before)

    VPCBackend.create_vpc_endpoint = create_with_groups
    VPCBackend.modify_vpc_endpoint = modify_with_the_rest


def _settle_interfaces(backend: Any, endpoint: Any) -> None:
    if (endpoint.vpc_endpoint_type or "").lower() != "interface":
        return
    held = {backend.enis[id].subnet.id: id for id in endpoint.network_interface_ids if id in backend.enis}
    for subnet in held.keys() - set(endpoint.subnet_ids):
        del backend.enis[held.pop(subnet)]
    for subnet in set(endpoint.subnet_ids) - held.keys():
        held[subnet] = backend.create_network_interface(subnet, None).id
    endpoint.network_interface_ids = [held[subnet] for subnet in endpoint.subnet_ids]
    if endpoint.security_group_ids:
        groups = [backend.get_security_group_from_id(id) for id in endpoint.security_group_ids]
        for id in endpoint.network_interface_ids:
            backend.enis[id]._group_set = groups


def _settle_routes(backend: Any, endpoint: Any, before: set[str]) -> None:
    if not endpoint.destination_prefix_list_id:
        return
    now = set(endpoint.route_table_ids)
    for table in before - now:
        backend.delete_route(table, endpoint.destination_prefix_list_id)
    for table in now - before:
        listed = {"destination_prefix_list_id": endpoint.destination_prefix_list_id}
        backend.create_route(table, None, gateway_id=endpoint.id, **listed)
