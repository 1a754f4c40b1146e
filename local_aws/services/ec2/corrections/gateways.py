"""Transit gateways and prefix lists: where the engine differs from AWS."""

from typing import Any

from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend

from local_aws.corrections import correction


@correction
def default_associations_of_transit_gateways() -> None:
    """AWS: what an attachment has by default, an association and a propagation, can be taken from it. moto:
    fails.

    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
    """
    disassociate = TransitGatewayRouteTableBackend.disassociate_transit_gateway_route_table
    disable = TransitGatewayRouteTableBackend.disable_transit_gateway_route_table_propagation

    def disassociate_table(self: Any, tgw_attach_id: str, tgw_rt_id: str) -> Any:
        if tgw_attach_id not in self.transit_gateway_associations:
            self.associate_transit_gateway_route_table(tgw_attach_id, tgw_rt_id)
        return disassociate(self, tgw_attach_id, tgw_rt_id)

    def disable_propagation(
        self: Any, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> Any:
        place = (transit_gateway_attachment_id, transit_gateway_route_table_id)
        if transit_gateway_attachment_id not in self.transit_gateway_propagations:
            self.enable_transit_gateway_route_table_propagation(*place)
        return disable(self, *place)

    TransitGatewayRouteTableBackend.disassociate_transit_gateway_route_table = disassociate_table
    TransitGatewayRouteTableBackend.disable_transit_gateway_route_table_propagation = disable_propagation


@correction
def names_of_prefix_lists() -> None:
    """AWS: a prefix list keeps its name when its entries change. moto: it has none then.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html
    """
    modify = ManagedPrefixListBackend.modify_managed_prefix_list

    def modify_managed_prefix_list(self: Any, *arguments: Any, **members: Any) -> Any:
        kept = self.managed_prefix_lists.get(members.get("prefix_list_id"))
        if kept and not members.get("prefix_list_name"):
            members["prefix_list_name"] = kept.prefix_list_name
        return modify(self, *arguments, **members)

    ManagedPrefixListBackend.modify_managed_prefix_list = modify_managed_prefix_list
