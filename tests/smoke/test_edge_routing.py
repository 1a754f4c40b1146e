"""Names of the gallery that lead to several endpoints, and accelerators in front of several regions."""

import boto3
import pytest

pytestmark = pytest.mark.capability("edge.global", "apply")


@pytest.fixture
def records(local):
    def of(zone, name):
        found = local.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        return {each["SetIdentifier"]: each for each in found if each["Name"].startswith(name)}

    return of


@pytest.fixture
def check(local):
    return lambda identifier: local.client("route53").get_health_check(HealthCheckId=identifier)[
        "HealthCheck"
    ]["HealthCheckConfig"]


def test_the_second_endpoint_takes_over_when_the_checked_first_one_fails(gallery, records, check):
    made = gallery["dns_failover_minimal"]
    found = records(made["zone"], "api")
    assert {name: each["Failover"] for name, each in found.items()} == {
        "frankfurt": "SECONDARY",
        "ireland": "PRIMARY",
    }
    assert "HealthCheckId" not in found["frankfurt"]
    asked = check(found["ireland"]["HealthCheckId"])
    assert (asked["Type"], asked["IPAddress"], asked["ResourcePath"]) == ("HTTPS", "203.0.113.7", "/health")
    assert asked["FullyQualifiedDomainName"] == "api.dns-failover-minimal.example.com"


def test_each_caller_is_given_the_nearest_region_that_is_healthy(gallery, records, check):
    made = gallery["dns_failover_complete"]
    found = records(made["zone"], "api")
    assert {name: (each["Region"], each["TTL"]) for name, each in found.items()} == {
        "frankfurt": ("eu-central-1", 30),
        "ireland": ("eu-west-1", 30),
    }
    ids = made["nearest"]["health_check_ids"]
    assert {name: each["HealthCheckId"] for name, each in found.items()} == ids
    tcp, alarm = check(ids["ireland"]), check(ids["frankfurt"])
    assert (tcp["Type"], tcp["Port"], tcp["RequestInterval"]) == ("TCP", 8443, 10)
    assert alarm["AlarmIdentifier"] == {
        "Region": "eu-west-1",
        "Name": "example-dns-failover-complete-orders",
    }


def test_a_tenth_of_the_callers_gets_the_next_version(gallery, records):
    found = records(gallery["dns_failover_complete"]["zone"], "shop")
    assert {name: each["Weight"] for name, each in found.items()} == {"next": 10, "now": 90}


def test_callers_are_told_apart_by_where_they_are(gallery, records):
    found = records(gallery["dns_failover_complete"]["zone"], "news")
    assert {name: each["GeoLocation"] for name, each in found.items()} == {
        "elsewhere": {"CountryCode": "*"},
        "europe": {"ContinentCode": "EU"},
        "japan": {"CountryCode": "JP"},
    }


def test_an_accelerator_sends_each_region_its_share(local, gallery):
    made = gallery["global_accelerator_complete"]["accelerator"]
    accelerator = boto3.client(
        "globalaccelerator",
        region_name="us-west-2",
        endpoint_url=local.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    (listener,) = accelerator.list_listeners(AcceleratorArn=made["arn"])["Listeners"]
    assert {each["FromPort"] for each in listener["PortRanges"]} == {443, 8443}
    assert listener["ClientAffinity"] == "SOURCE_IP"
    groups = accelerator.list_endpoint_groups(ListenerArn=listener["ListenerArn"])["EndpointGroups"]
    by_region = {group["EndpointGroupRegion"]: group for group in groups}
    assert {region: group["TrafficDialPercentage"] for region, group in by_region.items()} == {
        "eu-central-1": 100,
        "eu-west-1": 90,
    }
    ireland = by_region["eu-west-1"]
    assert (ireland["HealthCheckProtocol"], ireland["HealthCheckPath"]) == ("HTTPS", "/ready")
    assert sorted(each["Weight"] for each in ireland["EndpointDescriptions"]) == [55, 200]
    logged = accelerator.describe_accelerator_attributes(AcceleratorArn=made["arn"])["AcceleratorAttributes"]
    assert (logged["FlowLogsEnabled"], logged["FlowLogsS3Bucket"]) == (
        True,
        "example-global-accelerator-complete",
    )


def test_a_name_of_ones_own_leads_to_the_accelerator(gallery, records):
    made = gallery["global_accelerator_complete"]
    (record,) = records(made["zone"], "api").values()
    assert record["AliasTarget"]["DNSName"].rstrip(".") == made["accelerator"]["dns_name"]
