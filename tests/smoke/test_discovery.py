"""How services of the gallery are found: by name, by attributes, by a parameter in another state."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.smoke.local import Local
from tooling.errors import PlatformError
from tooling.paths import MODULES
from tooling.terraform import Terraform

CALLER = """
terraform {{
  required_providers {{
    aws = {{
      source = "hashicorp/aws"
    }}
  }}
}}

provider "aws" {{
  region = "eu-west-1"
}}

module "users" {{
  source = "./service-lookup"

  name = "{name}"
}}

output "users" {{
  value = module.users.address
}}
"""


@pytest.fixture
def found(local, gallery):
    """The ids of the instances of the users service that a caller finds."""
    users = gallery["cloud_map_service_complete"]["users"]

    def discover(**wanted):
        answer = local.client("servicediscovery").discover_instances(
            NamespaceName=users["namespace"], ServiceName=users["name"], HealthStatus="HEALTHY", **wanted
        )
        return sorted(instance["InstanceId"] for instance in answer["Instances"])

    return discover


@pytest.fixture
def report(local, gallery):
    def health(instance: str, status: str) -> None:
        local.client("servicediscovery").update_instance_custom_health_status(
            ServiceId=gallery["cloud_map_service_complete"]["users"]["id"], InstanceId=instance, Status=status
        )

    yield health
    health("green", "HEALTHY")


@pytest.mark.capability("discovery.cloud-map", "behaves")
def test_a_version_is_found_while_it_is_healthy(found, report):
    assert found() == ["blue", "green"]
    assert found(QueryParameters={"version": "2"}) == ["green"]
    report("green", "UNHEALTHY")
    assert found(QueryParameters={"version": "2"}) == []
    assert found() == ["blue"]


@pytest.mark.capability("discovery.cloud-map", "behaves")
def test_a_service_that_nobody_registered_is_refused(local, gallery):
    namespace = gallery["cloud_map_service_complete"]["users"]["namespace"]
    with pytest.raises(ClientError, match="ServiceNotFound"):
        local.client("servicediscovery").discover_instances(NamespaceName=namespace, ServiceName="nobody")


@pytest.mark.capability("discovery.cloud-map", "behaves")
def test_an_instance_registers_with_its_address_and_port(local, gallery):
    users = gallery["cloud_map_service_complete"]["users"]
    instances = local.client("servicediscovery").list_instances(ServiceId=users["id"])["Instances"]
    assert {each["Id"]: each["Attributes"] for each in instances} == {
        "blue": {"AWS_INSTANCE_IPV4": "10.5.0.7", "AWS_INSTANCE_PORT": "8080", "version": "1"},
        "green": {"AWS_INSTANCE_IPV4": "10.5.0.8", "AWS_INSTANCE_PORT": "8081", "version": "2"},
    }
    assert users["address"]["url"] == "http://users.cloud-map-service-complete.internal:8080"


@pytest.mark.capability("discovery.cloud-map", "behaves")
def test_a_caller_may_find_this_service_only(gallery):
    (statement,) = gallery["cloud_map_service_complete"]["users"]["grants"]["discover"]
    assert {each["variable"]: each["values"] for each in statement["conditions"]} == {
        "servicediscovery:NamespaceName": ["cloud-map-service-complete.internal"],
        "servicediscovery:ServiceName": ["users"],
    }


@pytest.fixture
def caller(local: Local, tmp_path):
    """Another state, of whoever calls the service that is published under a name."""
    (tmp_path / "service-lookup").symlink_to(MODULES / "discovery/service-lookup")
    terraform = Terraform(tmp_path, local.target.variables(), runs=tmp_path / "runs")

    def look_up(name: str):
        (tmp_path / "main.tf").write_text(CALLER.format(name=name))
        terraform.init()
        terraform.plan(tmp_path / "plan")
        terraform.apply(tmp_path / "plan")
        return terraform.outputs()["users"].value

    return look_up


@pytest.mark.capability("discovery.parameters", "behaves")
def test_another_state_finds_a_service_and_follows_it_when_it_moves(local, gallery, caller):
    published = gallery["service_parameters_complete"]["published"]["name"]
    address = caller(published)
    assert address == gallery["service_parameters_complete"]["users"]["address"]

    moved = {
        "host": "users.example.com",
        "port": 443,
        "protocol": "https",
        "url": "https://users.example.com",
    }
    ssm = local.client("ssm")
    ssm.put_parameter(Name=published, Value=json.dumps(moved), Overwrite=True)
    try:
        assert caller(published) == moved
    finally:
        ssm.put_parameter(Name=published, Value=json.dumps(address), Overwrite=True)


@pytest.mark.capability("discovery.parameters", "behaves")
def test_what_nobody_published_is_not_found(caller):
    with pytest.raises(PlatformError, match=r"reading SSM Parameter \(/example/nobody\)"):
        caller("/example/nobody")


@pytest.mark.capability("discovery.parameters", "behaves")
def test_what_holds_no_address_is_refused(local, gallery, caller):
    local.client("ssm").put_parameter(Name="/example/other", Value="[]", Type="String")
    try:
        with pytest.raises(PlatformError, match="/example/other holds no address"):
            caller("/example/other")
    finally:
        local.client("ssm").delete_parameter(Name="/example/other")


@pytest.fixture
def records(local):
    def of(zone):
        found = local.client("route53").list_resource_record_sets(HostedZoneId=zone["zone_id"])
        return {record["Name"].split(".")[0]: record for record in found["ResourceRecordSets"]}

    return of


@pytest.mark.capability("discovery.private-dns", "apply")
def test_a_name_stands_for_addresses_a_load_balancer_or_another_name(gallery, records):
    minimal, complete = gallery["private_dns_service_minimal"], gallery["private_dns_service_complete"]
    users = records(minimal["zone"])["users"]
    assert users["TTL"] == 10
    assert [record["Value"] for record in users["ResourceRecords"]] == ["10.9.0.7", "10.9.0.8"]
    alias = records(complete["zone"])["users"]["AliasTarget"]
    assert alias["DNSName"].rstrip(".") == complete["alb"]["dns_name"] and alias["EvaluateTargetHealth"]
    stock = records(complete["zone"])["stock"]
    assert (stock["Type"], stock["ResourceRecords"][0]["Value"]) == (
        "CNAME",
        "stock.cluster-abc.eu-west-1.rds.amazonaws.com",
    )
    assert complete["stock"]["address"]["url"] is None


@pytest.mark.capability("discovery.private-dns", "apply")
def test_only_the_named_networks_resolve_a_zone(local, gallery):
    made = gallery["private_dns_complete"]
    zone = local.client("route53").get_hosted_zone(Id=made["zone"]["zone_id"])
    assert zone["HostedZone"]["Config"]["PrivateZone"]
    assert {each["VPCId"] for each in zone["VPCs"]} == set(made["networks"].values())
