"""What the Network Load Balancers of the gallery are, as AWS describes them, and what they lead to.

Connections that carry HTTP are driven: the local AWS leads them as those of Application Load Balancers.
"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.calls import call

pytestmark = pytest.mark.capability("network.nlb", "apply")


@pytest.fixture
def elb(local):
    return local.client("elbv2")


@pytest.fixture
def nlb(gallery):
    return gallery["nlb_complete"]["nlb"]


def listeners(elb, nlb):
    found = elb.describe_listeners(LoadBalancerArn=nlb["arn"])["Listeners"]
    return {listener["Port"]: listener for listener in found}


def group(elb, nlb, name):
    return elb.describe_target_groups(TargetGroupArns=[nlb["target_group_arns"][name]])["TargetGroups"][0]


def attributes(elb, nlb, name):
    found = elb.describe_target_group_attributes(TargetGroupArn=nlb["target_group_arns"][name])["Attributes"]
    return {each["Key"]: each["Value"] for each in found}


def targets(elb, nlb, name):
    found = elb.describe_target_health(TargetGroupArn=nlb["target_group_arns"][name])
    return {
        (each["Target"]["Id"], each["Target"]["Port"], each["Target"].get("AvailabilityZone"))
        for each in found["TargetHealthDescriptions"]
    }


def test_each_port_is_listened_to_by_its_protocol(elb, nlb):
    found = listeners(elb, nlb)
    assert {port: each["Protocol"] for port, each in found.items()} == {
        53: "TCP_UDP",
        443: "TCP",
        8125: "UDP",
        8883: "TLS",
    }
    led = {port: each["DefaultActions"][0]["TargetGroupArn"] for port, each in found.items()}
    assert led[8125] == nlb["target_group_arns"]["measurements"]
    assert led[53] == nlb["target_group_arns"]["names"]


def test_tls_ends_here_in_a_modern_version_and_begins_again(elb, nlb):
    listener = listeners(elb, nlb)[8883]
    assert listener["SslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    assert listener["AlpnPolicy"] == ["HTTP2Optional"]
    assert len(listener["Certificates"]) == 1
    behind = group(elb, nlb, "devices")
    assert (behind["Protocol"], behind["Port"]) == ("TLS", 8884)


def test_its_addresses_are_those_that_partners_allow(local, gallery, elb, nlb):
    (found,) = elb.describe_load_balancers(LoadBalancerArns=[nlb["arn"]])["LoadBalancers"]
    addresses = {
        zone["ZoneName"][-1]: zone["LoadBalancerAddresses"][0]["IpAddress"]
        for zone in found["AvailabilityZones"]
    }
    assert addresses == gallery["nlb_complete"]["addresses"]
    inside = gallery["nlb_complete"]["inside"]["arn"]
    (found,) = elb.describe_load_balancers(LoadBalancerArns=[inside])["LoadBalancers"]
    of_zones = {
        zone["ZoneName"][-1]: [each["PrivateIPv4Address"] for each in zone["LoadBalancerAddresses"]]
        for zone in found["AvailabilityZones"]
    }
    assert of_zones == {"a": ["10.5.0.53"], "b": []}
    assert (found["Scheme"], found["IpAddressType"]) == ("internal", "dualstack")


def test_whom_is_named_may_connect_through_an_endpoint_and_nobody_else(local, nlb):
    ec2, service = local.client("ec2"), nlb["endpoint_service"]
    (found,) = ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[service["id"]])[
        "ServiceConfigurations"
    ]
    assert found["NetworkLoadBalancerArns"] == [nlb["arn"]]
    assert found["ServiceName"] == service["name"]
    assert found["AcceptanceRequired"] is False
    assert found["PrivateDnsName"] == "reports.nlb-complete.example.com"
    allowed = ec2.describe_vpc_endpoint_service_permissions(ServiceId=service["id"])["AllowedPrincipals"]
    assert {each["Principal"] for each in allowed} == {
        "arn:aws:iam::111122223333:role/analytics",
        "arn:aws:iam::444455556666:root",
    }


def test_targets_are_instances_addresses_and_a_load_balancer(gallery, elb, nlb):
    types = {name: group(elb, nlb, name)["TargetType"] for name in nlb["target_group_arns"]}
    assert types == {"devices": "instance", "measurements": "ip", "names": "ip", "web": "alb"}
    assert targets(elb, nlb, "names") == {("192.168.7.53", 53, "all"), ("192.168.7.54", 5353, "all")}
    assert {(id, port) for id, port, _ in targets(elb, nlb, "web")} == {
        (gallery["nlb_complete"]["alb"]["arn"], 443)
    }


def test_targets_are_asked_for_their_health_where_they_answer(elb, nlb):
    def asked(name):
        found = group(elb, nlb, name)
        return (
            found["HealthCheckProtocol"],
            found["HealthCheckPort"],
            found.get("HealthCheckPath"),
            (found.get("Matcher") or {}).get("HttpCode"),
        )

    assert asked("devices") == ("HTTP", "8080", "/health", "200")
    assert asked("names")[:2] == ("TCP", "853")
    assert asked("web") == ("HTTPS", "443", "/", "200-499")
    slow = group(elb, nlb, "measurements")
    assert (slow["HealthCheckIntervalSeconds"], slow["HealthCheckTimeoutSeconds"]) == (30, 10)
    assert (slow["HealthyThresholdCount"], slow["UnhealthyThresholdCount"]) == (3, 2)


def test_connections_are_kept_shown_and_closed_as_inputs_say(gallery, elb, nlb):
    names, devices = attributes(elb, nlb, "names"), attributes(elb, nlb, "devices")
    assert (names["stickiness.enabled"], names["stickiness.type"]) == ("true", "source_ip")
    assert devices["proxy_protocol_v2.enabled"] == "true"
    assert devices["preserve_client_ip.enabled"] == "true"  # as AWS does for instances
    assert attributes(elb, nlb, "measurements")["deregistration_delay.timeout_seconds"] == "5"
    inside = gallery["nlb_complete"]["inside"]
    assert attributes(elb, inside, "ldap")["preserve_client_ip.enabled"] == "true"
    listener = listeners(elb, inside)[636]["ListenerArn"]
    found = elb.describe_listener_attributes(ListenerArn=listener)["Attributes"]
    assert {"Key": "tcp.idle_timeout.seconds", "Value": "3600"} in found


def test_it_is_logged_protected_from_others_and_crosses_zones(local, elb, nlb):
    described = elb.describe_load_balancer_attributes(LoadBalancerArn=nlb["arn"])["Attributes"]
    found = {attribute["Key"]: attribute["Value"] for attribute in described}
    assert found["load_balancing.cross_zone.enabled"] == "true"
    assert found["access_logs.s3.enabled"] == "true"
    assert found["access_logs.s3.bucket"] == nlb["log_bucket_name"]
    policy = local.client("s3").get_bucket_policy(Bucket=nlb["log_bucket_name"])["Policy"]
    assert '"delivery.logs.amazonaws.com"' in policy
    (balancer,) = elb.describe_load_balancers(LoadBalancerArns=[nlb["arn"]])["LoadBalancers"]
    assert balancer["SecurityGroups"] == [nlb["security_group_id"]]
    assert balancer["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "off"


def test_names_of_its_own_lead_to_it(local, gallery):
    example = gallery["nlb_complete"]
    found = local.client("route53").list_resource_record_sets(HostedZoneId=example["zone"])
    aliases = {
        (each["Name"].split(".")[0], each["Type"]): each["AliasTarget"]["DNSName"].rstrip(".").lower()
        for each in found["ResourceRecordSets"]
        if "AliasTarget" in each
    }
    inside = example["inside"]["dns_name"].lower()
    assert aliases == {
        ("partners", "A"): example["nlb"]["dns_name"].lower(),
        ("inside", "A"): inside,
        ("inside", "AAAA"): inside,
    }


@pytest.fixture
def ask(local):
    """Asks what is behind a load balancer, by HTTP over a TCP connection to one of its ports."""
    if not local.embedded:
        pytest.skip("the way to a load balancer is the embedded local AWS's own")

    def over(balancer, port, path="/any"):
        name = balancer["arn"].split("/")[2]
        return call(
            "GET", f"{local.url}/_alb/{name}{path}", signed=False, headers={"host": f"nlb.example.com:{port}"}
        )

    return over


def test_the_load_balancer_behind_answers_until_its_security_group_does_not_let_it(local, gallery, nlb, ask):
    ec2 = local.client("ec2")
    assert (ask(nlb, 443).status, ask(nlb, 443).body) == (404, {"title": "Not Found", "status": 404})
    [let_in] = [
        rule["SecurityGroupRuleId"]
        for rule in ec2.describe_security_group_rules(
            Filters=[{"Name": "group-id", "Values": [gallery["nlb_complete"]["alb"]["security_group_id"]]}]
        )["SecurityGroupRules"]
        if rule.get("ReferencedGroupInfo", {}).get("GroupId") == nlb["security_group_id"]
    ]
    behind = gallery["nlb_complete"]["alb"]["security_group_id"]
    permission = {
        "FromPort": 443,
        "IpProtocol": "tcp",
        "ToPort": 443,
        "UserIdGroupPairs": [{"GroupId": nlb["security_group_id"]}],
    }
    ec2.revoke_security_group_ingress(GroupId=behind, SecurityGroupRuleIds=[let_in])
    try:
        assert ask(nlb, 443).status == 504
    finally:
        ec2.authorize_security_group_ingress(GroupId=behind, IpPermissions=[permission])
    assert ask(nlb, 443).status == 404


class _Broker(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"broker")

    def log_message(self, *_: object) -> None:
        """Not into the tests' output."""


def test_what_registers_takes_connections_until_it_leaves(local, elb, gallery, ask):
    nlb = gallery["nlb_minimal"]["nlb"]
    arn = nlb["target_group_arns"]["broker"]
    server = HTTPServer(("127.0.0.1", 0), _Broker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    registered = [{"Id": "127.0.0.1", "Port": server.server_port}]
    try:
        assert ask(nlb, 5671).status == 503
        elb.register_targets(TargetGroupArn=arn, Targets=registered)
        assert ask(nlb, 5671).body == "broker"
    finally:
        elb.deregister_targets(TargetGroupArn=arn, Targets=registered)
        server.shutdown()
        server.server_close()
    assert ask(nlb, 5671).status == 503


def test_what_exists_already_is_used_as_it_is(gallery, elb, ask):
    example = gallery["alb_existing"]
    assert ask(example["nlb"], 443).body == "theirs"
    described = elb.describe_load_balancer_attributes(LoadBalancerArn=example["nlb"]["arn"])["Attributes"]
    assert {"Key": "access_logs.s3.bucket", "Value": example["theirs"]["bucket"]} in described
    rules = elb.describe_rules(ListenerArn=example["theirs"]["listener"])["Rules"]
    assert [rule["Priority"] for rule in rules] == ["10", "default"]
