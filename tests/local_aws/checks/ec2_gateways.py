"""Transit gateways and prefix lists: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def default_associations_of_transit_gateways(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    subnet = ec2.describe_subnets()["Subnets"][0]
    attached = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway["TransitGatewayId"], VpcId=subnet["VpcId"], SubnetIds=[subnet["SubnetId"]]
    )["TransitGatewayVpcAttachment"]
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
