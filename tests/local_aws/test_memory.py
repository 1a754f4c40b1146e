"""Instance types are told by region, whichever is asked first."""

import pytest


@pytest.mark.parametrize(("region", "zone"), [("us-east-1", "us-east-1f"), ("eu-west-1", "eu-west-1c")])
def test_a_region_offers_its_own_instance_types(corrected, region, zone):
    ec2 = corrected.client("ec2", region)
    here = {"LocationType": "availability-zone", "Filters": [{"Name": "location", "Values": [zone]}]}
    offered = ec2.describe_instance_type_offerings(**here)["InstanceTypeOfferings"]
    assert "m5.large" in {each["InstanceType"] for each in offered}
    assert {(each["Location"], each["LocationType"]) for each in offered} == {(zone, "availability-zone")}
    elsewhere = corrected.client("ec2", "ap-south-1").describe_instance_type_offerings(**here)
    assert elsewhere["InstanceTypeOfferings"] == []
