"""Transit gateways and prefix lists: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, default_subnets, name


def attachment(aws: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A new transit gateway, and a network that is attached to it."""
    ec2 = aws.client("ec2")
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    subnet = default_subnets(aws)[0]
    attached = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway["TransitGatewayId"], VpcId=subnet["VpcId"], SubnetIds=[subnet["SubnetId"]]
    )["TransitGatewayVpcAttachment"]
    return gateway, attached


@check
def deleted_attachments_of_transit_gateways(aws: Any) -> bool:
    ec2, (_, attached) = aws.client("ec2"), attachment(aws)
    made = attached["TransitGatewayAttachmentId"]
    ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=made)
    asked = {"TransitGatewayAttachmentIds": [made]}
    [found] = ec2.describe_transit_gateway_vpc_attachments(**asked)["TransitGatewayVpcAttachments"]
    return bool(found["State"] == "deleted")


@check
def default_associations_of_transit_gateways(aws: Any) -> bool:
    ec2, (gateway, attached) = aws.client("ec2"), attachment(aws)
    place = {
        "TransitGatewayAttachmentId": attached["TransitGatewayAttachmentId"],
        "TransitGatewayRouteTableId": gateway["Options"]["AssociationDefaultRouteTableId"],
    }
    ec2.disassociate_transit_gateway_route_table(**place)
    ec2.disable_transit_gateway_route_table_propagation(**place)
    table = place["TransitGatewayRouteTableId"]
    left = ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=table)
    return not left["Associations"]


@check
def names_of_prefix_lists(aws: Any) -> bool:
    ec2, called = aws.client("ec2"), name()
    asked = {"AddressFamily": "IPv4", "MaxEntries": 2, "PrefixListName": called}
    made = {"PrefixListId": ec2.create_managed_prefix_list(**asked)["PrefixList"]["PrefixListId"]}
    ec2.modify_managed_prefix_list(**made, CurrentVersion=1, AddEntries=[{"Cidr": "10.0.0.0/8"}])
    [found] = ec2.describe_managed_prefix_lists(PrefixListIds=[made["PrefixListId"]])["PrefixLists"]
    return bool(found["PrefixListName"] == called)


@check
def deleted_prefix_lists(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    asked = {"AddressFamily": "IPv4", "MaxEntries": 1, "PrefixListName": name()}
    made = ec2.create_managed_prefix_list(**asked)["PrefixList"]["PrefixListId"]
    ec2.delete_managed_prefix_list(PrefixListId=made)
    return not ec2.describe_managed_prefix_lists(PrefixListIds=[made])["PrefixLists"]
