"""The network with everything that can be added to it, as EC2 describes it once it is applied."""

import pytest

pytestmark = pytest.mark.capability("network.vpc", "apply")


@pytest.fixture
def network(gallery):
    return gallery["vpc_complete"]["network"]


def test_partners_see_the_address_that_they_allow(local, gallery, network):
    found = local.client("ec2").describe_nat_gateways(Filters=[{"Name": "vpc-id", "Values": [network["id"]]}])
    seen = {each["NatGatewayAddresses"][0]["PublicIp"] for each in found["NatGateways"]}
    assert gallery["vpc_complete"]["partners"] == network["nat_public_ips"]["a"]
    assert set(network["nat_public_ips"].values()) == seen
    assert len(seen) == 3


def test_a_secondary_range_is_routed_as_the_private_tier(local, network):
    ec2 = local.client("ec2")
    [subnets] = network["secondary_subnet_ids"]
    assert set(subnets) == {"a", "b", "c"}
    for zone, id in subnets.items():
        of_subnet = [{"Name": "association.subnet-id", "Values": [id]}]
        [table] = ec2.describe_route_tables(Filters=of_subnet)["RouteTables"]
        assert table["RouteTableId"] == network["route_table_ids"]["private"][zone]
        [acl] = ec2.describe_network_acls(Filters=of_subnet)["NetworkAcls"]
        assert acl["NetworkAclId"] == network["network_acl_ids"]["private"]


def test_tiers_reach_a_peered_network(local, gallery, network):
    tables = network["route_table_ids"]
    found = local.client("ec2").describe_route_tables(
        RouteTableIds=[tables["public"], tables["database"], *tables["private"].values()]
    )["RouteTables"]
    peering = gallery["vpc_complete"]["peering"]
    reach = {
        table["RouteTableId"]
        for table in found
        for route in table["Routes"]
        if route.get("VpcPeeringConnectionId") == peering
    }
    assert reach == {tables["public"], *tables["private"].values()}


def test_flow_logs_are_kept_in_a_bucket_too(local, gallery, network):
    found = local.client("ec2").describe_flow_logs(
        Filters=[{"Name": "resource-id", "Values": [network["id"]]}]
    )["FlowLogs"]
    destinations = {each["LogDestinationType"]: each["LogDestination"] for each in found}
    assert set(destinations) == {"cloud-watch-logs", "s3"}
    assert destinations["s3"] == f"{gallery['vpc_complete']['records']['arn']}/vpc/"
