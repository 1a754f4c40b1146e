"""Transit gateways and prefix lists: where the engine differs from AWS."""

from typing import Any

from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachmentBackend
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


@correction
def deleted_prefix_lists() -> None:
    """AWS: a prefix list that was deleted is gone. moto: lists it until it was described twice.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteManagedPrefixList.html
    """
    delete = ManagedPrefixListBackend.delete_managed_prefix_list

    def delete_managed_prefix_list(self: Any, prefix_list_id: str) -> Any:
        gone = delete(self, prefix_list_id)
        self.managed_prefix_lists.pop(prefix_list_id)
        return gone

    ManagedPrefixListBackend.delete_managed_prefix_list = delete_managed_prefix_list


@correction
def deleted_attachments_of_transit_gateways() -> None:
    """AWS: an attachment that was deleted is described as such for a while. moto: is not found at once, so
    that the provider, which waits until it is deleted, fails.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGatewayVpcAttachment.html
    """
    delete = TransitGatewayAttachmentBackend.delete_transit_gateway_vpc_attachment
    describe = TransitGatewayAttachmentBackend.describe_transit_gateway_vpc_attachments

    def delete_attachment(self: Any, *arguments: Any, **members: Any) -> Any:
        gone = delete(self, *arguments, **members)
        self.deleted_attachments = [*getattr(self, "deleted_attachments", ()), gone]
        return gone

    def describe_attachments(
        self: Any, transit_gateways_attachment_ids: Any = None, filters: Any = None
    ) -> Any:
        found = describe(self, transit_gateways_attachment_ids, filters)
        named = transit_gateways_attachment_ids or ()
        return [*found, *(one for one in getattr(self, "deleted_attachments", ()) if one.id in named)]

    TransitGatewayAttachmentBackend.delete_transit_gateway_vpc_attachment = delete_attachment
    TransitGatewayAttachmentBackend.describe_transit_gateway_vpc_attachments = describe_attachments
