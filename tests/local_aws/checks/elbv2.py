"""Elastic Load Balancing: whether a local AWS does as AWS does."""

import urllib.error
import urllib.request
from typing import Any

from tests.local_aws.checks import ACCOUNT, check, default_subnets, deploy, name

ECHO = (
    "def handler(event, context):"
    " return {'statusCode': 200, 'headers': {'Content-Type': 'text/plain'},"
    " 'body': event['path'] + ' ' + event['headers']['x-forwarded-proto']}"
)
REDIRECT = {
    "Type": "redirect",
    "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_302"},
}
REFUSAL = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403", "MessageBody": "no"}}
LOGIN = {
    "Type": "authenticate-oidc",
    "Order": 1,
    "AuthenticateOidcConfig": {
        "Issuer": "https://id.example.com",
        "AuthorizationEndpoint": "https://id.example.com/authorize",
        "TokenEndpoint": "https://id.example.com/token",
        "UserInfoEndpoint": "https://id.example.com/user",
        "ClientId": "shop",
        "ClientSecret": "guessed",
    },
}
_PRIVATE_LINK = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


class _AsItComes(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Redirects are answers, too."""


def ask(aws: Any, balancer: str, path: str, **headers: str) -> tuple[int, str]:
    """The status of an answer, and where it leads or what it says."""
    request = urllib.request.Request(f"{aws.url}/_alb/{balancer}{path}", headers=headers)
    try:
        with urllib.request.build_opener(_AsItComes).open(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as other:
        with other:
            return other.code, other.headers.get("Location") or other.read().decode()


def in_front_of(aws: Any, action: dict[str, Any]) -> tuple[str, str]:
    """A load balancer in the default network: its name, and its listener's ARN."""
    elb, called = aws.client("elbv2"), name()
    subnets = [each["SubnetId"] for each in default_subnets(aws)[:2]]
    balancer = elb.create_load_balancer(Name=called, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    made = elb.create_listener(LoadBalancerArn=balancer, Port=80, Protocol="HTTP", DefaultActions=[action])
    return called, made["Listeners"][0]["ListenerArn"]


def to_group(aws: Any, function: str | None = None) -> dict[str, Any]:
    """The action that leads to a new target group, of this function or empty."""
    elb = aws.client("elbv2")
    group = elb.create_target_group(Name=name(), TargetType="lambda")["TargetGroups"][0]["TargetGroupArn"]
    if function:
        arn = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{function}"
        elb.register_targets(TargetGroupArn=group, Targets=[{"Id": arn}])
    return {"Type": "forward", "TargetGroupArn": group}


def network_balancer_to(aws: Any, balancer: str) -> str:
    """The name of a new Network Load Balancer in front of this Application Load Balancer."""
    elb, ec2, called = aws.client("elbv2"), aws.client("ec2"), name()
    subnet = default_subnets(aws)[0]
    of_vpc = [{"Name": "vpc-id", "Values": [subnet["VpcId"]]}, {"Name": "group-name", "Values": ["default"]}]
    [default] = ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"]
    given = {"Type": "network", "Subnets": [subnet["SubnetId"]], "SecurityGroups": [default["GroupId"]]}
    [made] = elb.create_load_balancer(Name=called, **given)["LoadBalancers"]
    target = {"TargetType": "alb", "Protocol": "TCP", "Port": 80, "VpcId": subnet["VpcId"]}
    [group] = elb.create_target_group(Name=name(), **target)["TargetGroups"]
    action = {"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}
    listener = {"Protocol": "TCP", "Port": 80, "DefaultActions": [action]}
    elb.create_listener(LoadBalancerArn=made["LoadBalancerArn"], **listener)
    elb.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": balancer}])
    return called


@check
def requests_are_balanced(aws: Any) -> bool:
    balancer, listener = in_front_of(aws, REDIRECT)
    echo, empty = to_group(aws, deploy(aws, ECHO, "elasticloadbalancing")), to_group(aws)
    rules = [
        (10, "query-string", {"QueryStringConfig": {"Values": [{"Key": "v", "Value": "x*"}]}}, [REFUSAL]),
        (20, "host-header", {"HostHeaderConfig": {"Values": ["*.Office.example.com"]}}, [REFUSAL]),
        (30, "path-pattern", {"PathPatternConfig": {"Values": ["/users/?", "/items/*"]}}, [echo]),
        (40, "source-ip", {"SourceIpConfig": {"Values": ["10.0.0.0/8"]}}, [echo]),
        (50, "path-pattern", {"PathPatternConfig": {"Values": ["/empty"]}}, [empty]),
        (60, "path-pattern", {"PathPatternConfig": {"Values": ["/login"]}}, [LOGIN, {**echo, "Order": 2}]),
    ]
    for priority, field, config, actions in reversed(rules):
        condition = {"Field": field, **config}
        aws.client("elbv2").create_rule(
            ListenerArn=listener, Priority=priority, Conditions=[condition], Actions=actions
        )
    elsewhere = (302, "https://shop.example.com:443/a?b=1")
    elb = aws.client("elbv2")
    [behind] = elb.describe_load_balancers(Names=[balancer])["LoadBalancers"]
    before = network_balancer_to(aws, behind["LoadBalancerArn"])
    return (
        ask(aws, balancer, "/users/7") == (200, "/users/7 http")
        and ask(aws, balancer, "/users/7?v=X1") == (403, "no")
        and ask(aws, balancer, "/users/7", Host="the.office.example.com") == (403, "no")
        and ask(aws, balancer, "/a?b=1", Host="shop.example.com") == elsewhere
        and ask(aws, balancer, "/empty")[0] == 503
        and ask(aws, balancer, "/login")[0] == 501
        and ask(aws, before, "/users/7") == (200, "/users/7 http")
    )


@check
def targets_are_asked(aws: Any) -> bool:
    elb, vpc = aws.client("elbv2"), default_subnets(aws)[0]["VpcId"]
    group = elb.create_target_group(Name=name(), Protocol="HTTP", Port=9, VpcId=vpc, TargetType="ip")
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "127.0.0.1", "Port": 9}])
    health = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"][0]["TargetHealth"]
    return health["State"] == "initial"


@check
def load_balancers_have_a_security_group(aws: Any) -> bool:
    called, _ = in_front_of(aws, REDIRECT)
    [made] = aws.client("elbv2").describe_load_balancers(Names=[called])["LoadBalancers"]
    of_vpc = [{"Name": "vpc-id", "Values": [made["VpcId"]]}, {"Name": "group-name", "Values": ["default"]}]
    [default] = aws.client("ec2").describe_security_groups(Filters=of_vpc)["SecurityGroups"]
    return made["SecurityGroups"] == [default["GroupId"]]


@check
def load_balancers_of_all_types(aws: Any) -> bool:
    elb = aws.client("elbv2")
    subnets = [each["SubnetId"] for each in default_subnets(aws)[:2]]
    arns = {
        kind: elb.create_load_balancer(Name=name(), Type=kind, Subnets=subnets)["LoadBalancers"][0][
            "LoadBalancerArn"
        ]
        for kind in ("application", "network", "gateway")
    }
    return all(
        f":loadbalancer/{place}/" in arns[kind]
        for kind, place in (("application", "app"), ("network", "net"), ("gateway", "gwy"))
    )


@check
def addresses_of_load_balancers(aws: Any) -> bool:
    elb, ec2 = aws.client("elbv2"), aws.client("ec2")
    subnet, address = default_subnets(aws)[0]["SubnetId"], ec2.allocate_address(Domain="vpc")
    given = [{"SubnetId": subnet, "AllocationId": address["AllocationId"]}]
    made = elb.create_load_balancer(Name=name(), Type="network", SubnetMappings=given)["LoadBalancers"][0]
    found = elb.describe_load_balancers(LoadBalancerArns=[made["LoadBalancerArn"]])["LoadBalancers"][0]
    [shown] = found["AvailabilityZones"][0]["LoadBalancerAddresses"]
    return (shown["AllocationId"], shown["IpAddress"]) == (address["AllocationId"], address["PublicIp"])


@check
def zones_of_targets(aws: Any) -> bool:
    elb, vpc = aws.client("elbv2"), default_subnets(aws)[0]["VpcId"]
    group = elb.create_target_group(Name=name(), Protocol="TCP", Port=53, VpcId=vpc, TargetType="ip")
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": "192.168.7.53", "AvailabilityZone": "all"}])
    [health] = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return bool(health["Target"].get("AvailabilityZone") == "all")


@check
def groups_of_private_link_traffic(aws: Any) -> bool:
    elb, ec2, member = aws.client("elbv2"), aws.client("ec2"), _PRIVATE_LINK
    subnet = default_subnets(aws)[0]
    group = ec2.create_security_group(GroupName=name(), Description="x", VpcId=subnet["VpcId"])["GroupId"]
    given = {"Type": "network", "Subnets": [subnet["SubnetId"]], "SecurityGroups": [group]}
    [made] = elb.create_load_balancer(Name=name(), **given)["LoadBalancers"]
    arn, groups = made["LoadBalancerArn"], {"SecurityGroups": [group]}

    def described() -> str | None:
        [found] = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"]
        return str(found.get(member))

    seen = [
        described(),
        elb.set_security_groups(LoadBalancerArn=arn, **groups, **{member: "off"}).get(member),
    ]
    elb.set_security_groups(LoadBalancerArn=arn, **groups)
    return [*seen, described()] == ["on", "off", "off"]


@check
def certificates_of_clients(aws: Any) -> bool:
    elb, called, acm = aws.client("elbv2"), name(), aws.client("acm")
    subnets = [each["SubnetId"] for each in default_subnets(aws)[:2]]
    arn = elb.create_load_balancer(Name=called, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    shown = acm.request_certificate(DomainName="shop.example.com", ValidationMethod="EMAIL")["CertificateArn"]
    acm.get_waiter("certificate_validated").wait(CertificateArn=shown, WaiterConfig={"Delay": 1})
    given = {"Port": 443, "Protocol": "HTTPS", "Certificates": [{"CertificateArn": shown}]}
    [made] = elb.create_listener(LoadBalancerArn=arn, DefaultActions=[REFUSAL], **given)["Listeners"]
    elb.modify_listener(ListenerArn=made["ListenerArn"], MutualAuthentication={"Mode": "passthrough"})
    [found] = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    modes = [each.get("MutualAuthentication", {}).get("Mode") for each in (made, found)]
    return modes == ["off", "passthrough"]


@check
def draining_of_classic_load_balancers(aws: Any) -> bool:
    elb, called = aws.client("elb"), {"LoadBalancerName": name()}
    listener = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    elb.create_load_balancer(**called, Listeners=[listener], AvailabilityZones=["eu-west-1a"])
    given = {"ConnectionDraining": {"Enabled": True, "Timeout": 400}}
    elb.modify_load_balancer_attributes(**called, LoadBalancerAttributes=given)
    alone = {"ConnectionDraining": {"Enabled": True}}
    elb.modify_load_balancer_attributes(**called, LoadBalancerAttributes=alone)
    found = elb.describe_load_balancer_attributes(**called)["LoadBalancerAttributes"]["ConnectionDraining"]
    return bool(found == given["ConnectionDraining"])
