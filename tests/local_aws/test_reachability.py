"""Network Insights on the local AWS: who reaches whom in a VPC of three tiers, and what stops it."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tooling import venvs
from tooling.aws import Target
from tooling.paths import CACHE, ROOT
from tooling.terraform import Terraform

ZONES = ("a", "b")
TIERS = ("public", "private", "database")
ANYWHERE = "0.0.0.0/0"


@dataclass
class Tiers:
    """A VPC over two zones: its subnets, tables, gateways and hosts, by `tier-zone`."""

    ec2: Any
    vpc: str
    gateway: str
    subnets: dict[str, str]
    tables: dict[str, str]
    nat: dict[str, str]
    hosts: dict[str, str]
    groups: dict[str, str]

    def analysis(self, source: str, destination: str, port: int = 443, **more: Any) -> dict[str, Any]:
        """What an analysis tells of a path, which is deleted again."""
        path = self.ec2.create_network_insights_path(
            Source=source, Destination=destination, Protocol="tcp", DestinationPort=port
        )["NetworkInsightsPath"]["NetworkInsightsPathId"]
        reply = self.ec2.start_network_insights_analysis(NetworkInsightsPathId=path, **more)
        analysis = reply["NetworkInsightsAnalysis"]
        id = analysis["NetworkInsightsAnalysisId"]
        [found] = self.ec2.describe_network_insights_analyses(NetworkInsightsAnalysisIds=[id])[
            "NetworkInsightsAnalyses"
        ]
        self.ec2.delete_network_insights_analysis(NetworkInsightsAnalysisId=id)
        self.ec2.delete_network_insights_path(NetworkInsightsPathId=path)
        return dict(found)

    def refused(self, source: str, destination: str, port: int = 443) -> str | None:
        """The code of what blocks the way; None when it is open."""
        reply = self.analysis(source, destination, port)
        assert reply["NetworkPathFound"] is ("Explanations" not in reply)
        return None if reply["NetworkPathFound"] else str(reply["Explanations"][0]["ExplanationCode"])


def passed(reply: dict[str, Any]) -> list[str]:
    return [each["Component"]["Id"] for each in reply["ForwardPathComponents"]]


def group(ec2: Any, vpc: str, name: str, port: int, **peer: Any) -> str:
    made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}
    ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[permission])
    return str(made)


@pytest.fixture
def tiers(corrected):
    ec2 = corrected.client("ec2", "eu-west-2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    subnets, tables, nat, hosts = {}, {}, {}, {}
    for number, name in enumerate(f"{tier}-{zone}" for tier in TIERS for zone in ZONES):
        block, zone = f"10.0.{number}.0/24", f"eu-west-2{name[-1]}"
        subnets[name] = ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"][
            "SubnetId"
        ]
        tables[name] = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(RouteTableId=tables[name], SubnetId=subnets[name])
    for zone in ZONES:
        ec2.create_route(
            RouteTableId=tables[f"public-{zone}"], DestinationCidrBlock=ANYWHERE, GatewayId=gateway
        )
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        made = ec2.create_nat_gateway(SubnetId=subnets[f"public-{zone}"], AllocationId=address)
        nat[zone] = made["NatGateway"]["NatGatewayId"]
        ec2.create_route(
            RouteTableId=tables[f"private-{zone}"], DestinationCidrBlock=ANYWHERE, NatGatewayId=nat[zone]
        )
    web = group(ec2, vpc, "web", 443, IpRanges=[{"CidrIp": ANYWHERE}])
    app = group(ec2, vpc, "app", 443, UserIdGroupPairs=[{"GroupId": web}])
    database = group(ec2, vpc, "database", 5432, UserIdGroupPairs=[{"GroupId": app}])
    groups = {"public": web, "private": app, "database": database}
    for name, subnet in subnets.items():
        interface = {
            "DeviceIndex": 0,
            "SubnetId": subnet,
            "Groups": [groups[name.split("-")[0]]],
            "AssociatePublicIpAddress": name.startswith("public"),
        }
        [instance] = ec2.run_instances(
            ImageId="ami-12c6146b", MinCount=1, MaxCount=1, NetworkInterfaces=[interface]
        )["Instances"]
        hosts[name] = instance["InstanceId"]
    return Tiers(ec2, vpc, gateway, subnets, tables, nat, hosts, groups)


def test_each_tier_reaches_what_it_should_and_nothing_else(tiers):
    hosts, gateway = tiers.hosts, tiers.gateway
    for zone in ZONES:
        public, private, database = (hosts[f"{tier}-{zone}"] for tier in TIERS)
        assert tiers.refused(public, gateway) is tiers.refused(gateway, public) is None
        out = tiers.analysis(private, gateway)
        assert out["NetworkPathFound"] and tiers.nat[zone] in passed(out)
        assert not set(tiers.nat.values()) - {tiers.nat[zone]} & set(passed(out))
        assert tiers.refused(gateway, private) == "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
        assert tiers.refused(database, gateway) == "NO_ROUTE_TO_DESTINATION"
        assert tiers.refused(gateway, database) == "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
        assert tiers.refused(public, private) is tiers.refused(private, database, 5432) is None
        assert tiers.refused(public, database, 5432) == "ENI_SG_RULES_MISMATCH"
        assert tiers.refused(private, database) == "ENI_SG_RULES_MISMATCH"


def test_without_its_route_nothing_goes_out(tiers):
    for tier in ("private", "public"):  # the private tier goes out through the public one
        host = tiers.hosts[f"{tier}-a"]
        assert tiers.refused(host, tiers.gateway) is None
        tiers.ec2.delete_route(RouteTableId=tiers.tables[f"{tier}-a"], DestinationCidrBlock=ANYWHERE)
        assert tiers.refused(host, tiers.gateway) == "NO_ROUTE_TO_DESTINATION"


def test_a_private_host_needs_its_nat_gateway_and_that_gateways_own_route(tiers):
    first, second = (tiers.hosts[f"private-{zone}"] for zone in ZONES)
    tiers.ec2.delete_route(RouteTableId=tiers.tables["public-a"], DestinationCidrBlock=ANYWHERE)
    assert tiers.refused(first, tiers.gateway) == "NO_ROUTE_TO_DESTINATION"
    assert tiers.refused(second, tiers.gateway) is None
    tiers.ec2.delete_nat_gateway(NatGatewayId=tiers.nat["b"])
    assert tiers.refused(second, tiers.gateway) == "BAD_STATE_ROUTE"


def test_without_its_rule_a_group_lets_nobody_in(tiers):
    ends = (tiers.hosts["public-a"], tiers.hosts["private-b"])
    assert tiers.refused(*ends) is None
    pair = {"GroupId": tiers.groups["public"]}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    tiers.ec2.revoke_security_group_ingress(GroupId=tiers.groups["private"], IpPermissions=[permission])
    assert tiers.refused(*ends) == "SG_HAS_NO_RULES"


@pytest.mark.parametrize("egress", [True, False])
def test_an_acl_stops_the_request_and_the_reply(tiers, egress):
    ends = (tiers.hosts["private-a"], tiers.hosts["database-b"], 5432)
    of_vpc = [{"Name": "vpc-id", "Values": [tiers.vpc]}]
    [acl] = tiers.ec2.describe_network_acls(Filters=of_vpc)["NetworkAcls"]
    assert tiers.refused(*ends) is None
    replies = {"CidrBlock": "10.0.2.0/24", "Protocol": "6", "PortRange": {"From": 1024, "To": 65535}}
    requests = {"CidrBlock": "10.0.2.0/24", "Protocol": "-1"}
    rule = {"NetworkAclId": acl["NetworkAclId"], "RuleNumber": 90, "Egress": egress, "RuleAction": "deny"}
    tiers.ec2.create_network_acl_entry(**rule, **(replies if egress else requests))
    reply = tiers.analysis(*ends)
    [explanation] = reply["Explanations"]
    assert explanation["ExplanationCode"] == "SUBNET_ACL_RESTRICTION"
    assert explanation["AclRule"]["RuleNumber"] == 90 and explanation["AclRule"]["Egress"] is egress
    assert bool(reply.get("ReturnPathComponents")) is False
    tiers.ec2.delete_network_acl_entry(NetworkAclId=acl["NetworkAclId"], RuleNumber=90, Egress=egress)
    assert tiers.refused(*ends) is None


def test_endpoints_are_reached_by_their_routes_and_groups(tiers):
    service = "com.amazonaws.eu-west-2"
    s3 = tiers.ec2.create_vpc_endpoint(
        VpcId=tiers.vpc, ServiceName=f"{service}.s3", RouteTableIds=[tiers.tables["database-a"]]
    )["VpcEndpoint"]["VpcEndpointId"]
    sqs = tiers.ec2.create_vpc_endpoint(
        VpcId=tiers.vpc,
        ServiceName=f"{service}.sqs",
        VpcEndpointType="Interface",
        SubnetIds=[tiers.subnets["private-a"], tiers.subnets["private-b"]],
        SecurityGroupIds=[tiers.groups["private"]],
    )["VpcEndpoint"]["VpcEndpointId"]
    assert tiers.refused(tiers.hosts["database-a"], s3) is None
    assert tiers.refused(tiers.hosts["database-b"], s3) == "NO_ROUTE_TO_DESTINATION"
    assert tiers.refused(tiers.hosts["private-a"], s3) == "NO_POSSIBLE_DESTINATION"
    assert tiers.refused(tiers.hosts["public-b"], sqs) is None
    assert tiers.refused(tiers.hosts["database-b"], sqs) == "ENI_SG_RULES_MISMATCH"
    assert tiers.refused(sqs, tiers.hosts["public-b"]) == "VPCE_INTRA_VPC_TRAFFIC"


def test_a_peered_network_is_reached_by_routes_on_both_sides(tiers):
    ec2 = tiers.ec2
    other = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=other, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    open_ = group(ec2, other, "open", 443, IpRanges=[{"CidrIp": "10.0.0.0/16"}])
    made = ec2.create_network_interface(SubnetId=subnet, Groups=[open_])["NetworkInterface"]
    ends = (tiers.hosts["database-a"], made["NetworkInterfaceId"])
    peering = ec2.create_vpc_peering_connection(VpcId=tiers.vpc, PeerVpcId=other)["VpcPeeringConnection"]
    by_id = {"VpcPeeringConnectionId": peering["VpcPeeringConnectionId"]}
    ec2.create_route(RouteTableId=tiers.tables["database-a"], DestinationCidrBlock="10.9.0.0/16", **by_id)
    assert tiers.refused(*ends) == "BAD_STATE_ROUTE"
    ec2.accept_vpc_peering_connection(**by_id)
    assert tiers.refused(*ends) == "NO_ROUTE_TO_DESTINATION"
    main = [{"Name": "vpc-id", "Values": [other]}]
    [table] = ec2.describe_route_tables(Filters=main)["RouteTables"]
    ec2.create_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock="10.0.0.0/16", **by_id)
    assert tiers.refused(*ends) is None


def test_a_path_may_have_to_pass_a_component(tiers):
    ends = (tiers.hosts["private-a"], tiers.gateway)
    arn = f"arn:aws:ec2:eu-west-2:000000000000:natgateway/{tiers.nat['a']}"
    assert tiers.analysis(*ends, FilterInArns=[arn])["NetworkPathFound"]
    other = arn.replace(tiers.nat["a"], tiers.nat["b"])
    for filters in ({"FilterInArns": [other]}, {"FilterOutArns": [arn]}):
        [explanation] = tiers.analysis(*ends, **filters)["Explanations"]
        assert explanation["ExplanationCode"] == "COMPONENT_FILTER_RESTRICTION"


def test_an_address_says_which_one_and_filters_say_ports(tiers):
    ec2, app = tiers.ec2, tiers.hosts["private-a"]
    [reservation] = ec2.describe_instances(InstanceIds=[tiers.hosts["database-a"]])["Reservations"]
    address = reservation["Instances"][0]["PrivateIpAddress"]
    ports = {"FromPort": 5000, "ToPort": 6000}
    asked = {"FilterAtSource": {"DestinationAddress": address, "DestinationPortRange": ports}}
    path = ec2.create_network_insights_path(Source=app, Protocol="tcp", **asked)["NetworkInsightsPath"]
    assert path["FilterAtSource"] == asked["FilterAtSource"] and "Destination" not in path
    by_path = {"NetworkInsightsPathId": path["NetworkInsightsPathId"]}
    analysis = ec2.start_network_insights_analysis(**by_path)["NetworkInsightsAnalysis"]
    assert analysis["NetworkPathFound"] and analysis["Status"] == "succeeded"
    header = analysis["ForwardPathComponents"][-1]["OutboundHeader"]
    assert header["DestinationPortRanges"] == [{"From": 5432, "To": 5432}]
    found = [{"Name": "path-found", "Values": ["true"]}]
    [listed] = ec2.describe_network_insights_analyses(**by_path, Filters=found)["NetworkInsightsAnalyses"]
    assert listed["NetworkInsightsAnalysisId"] == analysis["NetworkInsightsAnalysisId"]


def test_what_is_absent_or_in_use_is_refused_as_ec2_does(tiers):
    ec2 = tiers.ec2

    def code(call: Any, **members: Any) -> str:
        with pytest.raises(ClientError) as refused:
            call(**members)
        return str(refused.value.response["Error"]["Code"])

    path = {"Source": tiers.gateway, "Destination": tiers.hosts["public-a"], "Protocol": "tcp"}
    absent = {**path, "Destination": "i-00000000000000000"}
    assert code(ec2.create_network_insights_path, **absent) == "NetworkInsightsDestination.NotFound"
    for other in ("10.0.0.1", tiers.nat["a"]):
        refused = code(ec2.create_network_insights_path, **path | {"Destination": other})
        assert refused == "InvalidParameterValue"
    made = ec2.create_network_insights_path(**path)["NetworkInsightsPath"]["NetworkInsightsPathId"]
    ec2.start_network_insights_analysis(NetworkInsightsPathId=made)
    deletion = code(ec2.delete_network_insights_path, NetworkInsightsPathId=made)
    assert deletion == "AnalysisExistsForNetworkInsightsPath"
    for kind, of in (
        ("Path", ec2.describe_network_insights_paths),
        ("Analysis", ec2.describe_network_insights_analyses),
    ):
        ids = {f"NetworkInsights{kind}Ids": ["none-0"]}
        assert code(of, **ids) == f"InvalidNetworkInsights{kind}Id.NotFound"


def test_others_ask_for_what_has_no_interface():
    python = venvs.python_of("local-aws")
    script = ROOT / "tests" / "local_aws" / "reaches.py"
    settings = {"PYTHONPATH": str(ROOT), "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    run = subprocess.run([python, script], env=settings, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == {
        "the internet to a public balancer": None,
        "the internet to it at another port": "ENI_SG_RULES_MISMATCH",
        "the internet to an internal one": "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        "the internet to one that no group guards": None,
        "a balancer to a task": None,
        "an internal balancer to a task": None,
        "an unguarded balancer to a task": "ENI_SG_RULES_MISMATCH",
        "a balancer to a task at another port": "ENI_SG_RULES_MISMATCH",
        "a task to a database": None,
        "a function of another group to it": "ENI_SG_RULES_MISMATCH",
        "an address of the internet to a task": "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
        "a task with a public address to the internet": None,
        "a task without one to the internet": "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
        "nobody to a task": "NO_SOURCE_OR_DESTINATION",
    }


@pytest.mark.slow
@pytest.mark.capability("network.vpc", "behaves")
@pytest.mark.capability("network.acls", "behaves")
@pytest.mark.capability("network.endpoints", "behaves")
@pytest.mark.capability("network.reachability", "behaves")
def test_the_platforms_network_keeps_its_tiers_apart(corrected):
    folder = CACHE / "reachability"
    shutil.rmtree(folder, ignore_errors=True)
    root = folder / "root"
    root.mkdir(parents=True)
    source = os.path.relpath(ROOT / "tests" / "local_aws" / "reachability", root)
    reply = {name: {"value": f"${{module.this.{name}}}"} for name in ("expected", "found", "nat_gateway_ids")}
    (root / "main.tf.json").write_text(json.dumps({"module": {"this": {"source": source}}, "output": reply}))
    variables = Target("local", corrected.url, "eu-west-1").variables()
    terraform = Terraform(root, variables, runs=folder / "runs", data=folder / "terraform")
    terraform.init()
    terraform.plan(folder / "plan")
    terraform.apply(folder / "plan")
    outputs = {name: output.value for name, output in terraform.outputs().items()}
    terraform.plan(folder / "second")
    changes = terraform.show(folder / "second").get("resource_changes", [])
    terraform.plan(folder / "destroy", destroy=True)
    terraform.apply(folder / "destroy")

    assert {path: each["blocked_by"] for path, each in outputs["found"].items()} == outputs["expected"]
    for zone, gateway in outputs["nat_gateway_ids"].items():
        passed_by = outputs["found"][f"private-{zone} internet 443"]["passed"]
        assert [id for id in passed_by if id.startswith("nat-")] == [gateway]
    assert [each["address"] for each in changes if each["change"]["actions"] != ["no-op"]] == []
