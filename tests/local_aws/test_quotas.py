"""How much of something an account may have: what is just within a quota is taken, one more is refused."""

import json
import re
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, deploy, document, name
from tests.local_aws.checks.ec2_networks import subnet, vpc

pytestmark = pytest.mark.capability("use.strict", "behaves")

QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:any"


@contextmanager
def refused(code: str, message: str, status: int = 400):
    """What is done within it gets this error."""
    with pytest.raises(ClientError, match=re.escape(message)) as caught:
        yield
    answer = caught.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)


def rights(size: int, white_space: str = "") -> str:
    """A policy of so many characters, and of white space that is not counted."""
    text = document({"Effect": "Allow", "Action": "sqs:*", "Resource": QUEUE}).replace(" ", "")
    return text.replace("any", "x" * (size - len(text) + 3)) + white_space


@pytest.fixture
def iam(corrected):
    return corrected.client("iam")


@pytest.fixture
def ec2(corrected):
    return corrected.client("ec2")


@pytest.mark.parametrize(("kind", "most"), [("Role", 10_240), ("User", 2_048), ("Group", 5_120)])
def test_inline_policies_are_counted_together_and_without_white_space(iam, kind, most):
    called, own = name(), {"AssumeRolePolicyDocument": TRUST} if kind == "Role" else {}
    getattr(iam, f"create_{kind.lower()}")(**{f"{kind}Name": called}, **own)

    def put(title: str, text: str) -> None:
        call = getattr(iam, f"put_{kind.lower()}_policy")
        call(**{f"{kind}Name": called}, PolicyName=title, PolicyDocument=text)

    put("first", rights(most - 500, white_space=" " * 1000))
    put("second", rights(500, white_space="\n" * 1000))
    too_much = f"Maximum policy size of {most} bytes exceeded for {kind.lower()} {called}"
    with refused("LimitExceeded", too_much, 409):
        put("third", rights(200))
    with refused("LimitExceeded", too_much, 409):
        put("second", rights(501))
    put("second", rights(300))
    put("third", rights(200))


TRUST = document(
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
)


def test_a_role_has_ten_managed_policies(iam):
    role = name()
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    made = [
        iam.create_policy(PolicyName=name(), PolicyDocument=rights(200))["Policy"]["Arn"] for _ in range(11)
    ]
    for arn in made[:10]:
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    with refused("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409):
        iam.attach_role_policy(RoleName=role, PolicyArn=made[10])
    iam.attach_role_policy(RoleName=role, PolicyArn=made[0])  # which it has
    iam.detach_role_policy(RoleName=role, PolicyArn=made[0])
    iam.attach_role_policy(RoleName=role, PolicyArn=made[10])


def test_each_alias_of_a_function_has_a_policy_of_its_own(corrected):
    functions, called = corrected.client("lambda"), deploy(corrected, "def handler(event, context): pass")
    functions.publish_version(FunctionName=called)
    functions.create_alias(FunctionName=called, Name="live", FunctionVersion="1")

    def permit(number: int, **qualifier: str) -> None:
        functions.add_permission(
            FunctionName=called,
            StatementId=f"s{number}-{'x' * 90}",
            Action="lambda:InvokeFunction",
            Principal="sns.amazonaws.com",
            SourceArn=f"arn:aws:sns:eu-west-1:{ACCOUNT}:{'x' * 250}",
            **qualifier,
        )

    with refused("PolicyLengthExceededException", "is bigger than the limit (20480)."):
        for number in range(100):
            permit(number)
    permit(101, Qualifier="live")
    functions.remove_permission(FunctionName=called, StatementId=f"s0-{'x' * 90}")
    permit(102)


def test_a_region_has_ten_resource_policies_of_logs(corrected):
    logs = corrected.client("logs", "eu-west-2")
    allowed = {"Effect": "Allow", "Principal": {"Service": "es.amazonaws.com"}, "Resource": "*"}
    text = document({**allowed, "Action": "logs:PutLogEvents"})
    for number in range(10):
        logs.put_resource_policy(policyName=f"p{number}", policyDocument=text)
    with refused("LimitExceededException", "Resource limit exceeded."):
        logs.put_resource_policy(policyName="p10", policyDocument=text)
    logs.put_resource_policy(policyName="p9", policyDocument=text)
    corrected.client("logs", "eu-west-3").put_resource_policy(policyName="p10", policyDocument=text)


def test_a_rule_has_five_targets(corrected):
    events, rule = corrected.client("events"), name()
    events.put_rule(Name=rule, EventPattern=json.dumps({"source": ["shop"]}))
    targets = [{"Id": str(number), "Arn": QUEUE} for number in range(6)]
    events.put_targets(Rule=rule, Targets=targets[:5])
    with refused("LimitExceededException", "The requested resource exceeds the maximum number allowed."):
        events.put_targets(Rule=rule, Targets=targets[5:])
    events.put_targets(Rule=rule, Targets=targets[:1])
    events.remove_targets(Rule=rule, Ids=["0"])
    events.put_targets(Rule=rule, Targets=targets[5:])


TOO_MANY_RULES = (
    "RulesPerSecurityGroupLimitExceeded",
    "The maximum number of rules per security group has been reached.",
)


@pytest.fixture
def network(corrected):
    return vpc(corrected)


@pytest.fixture
def group(ec2, network):
    """A security group, and what lets peers in or out by it."""
    made = ec2.create_security_group(GroupName=name(), Description="any", VpcId=network)["GroupId"]

    def let(direction: str = "ingress", **peers: list[dict[str, str]]) -> None:
        permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **peers}
        call = getattr(ec2, f"authorize_security_group_{direction}")
        call(GroupId=made, IpPermissions=[permission])

    return made, let


def blocks(count: int) -> list[dict[str, str]]:
    return [{"CidrIp": f"10.{number // 250}.{number % 250}.0/24"} for number in range(count)]


def test_a_security_group_has_sixty_rules_in_each_direction(group):
    _, let = group
    let(IpRanges=blocks(60))
    with refused(*TOO_MANY_RULES):
        let(IpRanges=[{"CidrIp": "192.168.0.0/24"}])
    let("egress", IpRanges=blocks(59))  # beside the one that each group begins with
    with refused(*TOO_MANY_RULES):
        let("egress", IpRanges=[{"CidrIp": "192.168.0.0/24"}])


def test_rules_of_groups_count_for_both_ip_versions(group):
    own, let = group
    let(Ipv6Ranges=[{"CidrIpv6": f"2001:db8:{number}::/48"} for number in range(60)])
    let(IpRanges=blocks(1))
    with refused(*TOO_MANY_RULES):
        let(UserIdGroupPairs=[{"GroupId": own}])


def test_a_prefix_list_counts_as_often_as_it_may_have_entries(ec2, group):
    _, let = group
    made = ec2.create_managed_prefix_list(PrefixListName=name(), MaxEntries=50, AddressFamily="IPv4")
    let(PrefixListIds=[{"PrefixListId": made["PrefixList"]["PrefixListId"]}])
    with refused(*TOO_MANY_RULES):
        let(IpRanges=blocks(11))
    let(IpRanges=blocks(10))


def test_a_load_balancer_has_a_hundred_rules_beside_the_default_ones(corrected, network):
    elb = corrected.client("elbv2")
    subnets = [
        subnet(corrected, network, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{zone}")
        for number, zone in enumerate("ab")
    ]
    [made] = elb.create_load_balancer(Name=name(), Subnets=subnets)["LoadBalancers"]
    answer = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    arn = made["LoadBalancerArn"]
    [first, second] = [
        elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=port, DefaultActions=answer)[
            "Listeners"
        ][0]["ListenerArn"]
        for port in (80, 81)
    ]

    def rule(number: int, listener: str) -> str:
        condition = {"Field": "path-pattern", "Values": [f"/{number}"]}
        made = elb.create_rule(ListenerArn=listener, Priority=number, Conditions=[condition], Actions=answer)
        return str(made["Rules"][0]["RuleArn"])

    rules = [rule(number, first if number % 2 else second) for number in range(1, 101)]
    with refused("TooManyRules", f"The maximum number of rules on load balancer {arn} has been reached"):
        rule(101, first)
    elb.delete_rule(RuleArn=rules[0])
    rule(101, second)


def test_a_public_policy_is_refused_while_the_bucket_blocks_them(corrected):
    s3, bucket = corrected.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    public = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    with refused("AccessDenied", "BlockPublicPolicy", 403):  # a new bucket blocks them
        s3.put_bucket_policy(Bucket=bucket, Policy=document(public))
    of_network = {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}
    s3.put_bucket_policy(Bucket=bucket, Policy=document({**public, "Condition": of_network}))
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=document(public))


def test_what_is_for_cloudfront_is_in_us_east_1(corrected):
    made = {
        "Scope": "CLOUDFRONT",
        "DefaultAction": {"Allow": {}},
        "VisibilityConfig": {
            "SampledRequestsEnabled": True,
            "CloudWatchMetricsEnabled": True,
            "MetricName": "any",
        },
    }
    with refused("WAFInvalidParameterException", "The scope is not valid."):
        corrected.client("wafv2").create_web_acl(Name=name(), **made)
    waf = corrected.client("wafv2", "us-east-1")
    assert waf.create_web_acl(Name=name(), **made)["Summary"]["ARN"]
    with refused("WAFInvalidParameterException", "The scope is not valid."):
        corrected.client("wafv2").list_web_acls(Scope="CLOUDFRONT")


@pytest.mark.parametrize("tagged", [False, True], ids=["without tags", "with tags"])
def test_a_distribution_takes_certificates_of_us_east_1_only(corrected, tagged):
    cloudfront = corrected.client("cloudfront")

    def make(region: str) -> None:
        acm = corrected.client("acm", region)
        arn = acm.request_certificate(DomainName=f"{name()}.example.com")["CertificateArn"]
        certificate = {"ACMCertificateArn": arn, "SSLSupportMethod": "sni-only"}
        config = {
            "CallerReference": name(),
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [ORIGIN]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "o",
                "ViewerProtocolPolicy": "https-only",
                "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            },
            "ViewerCertificate": {**certificate, "MinimumProtocolVersion": "TLSv1.2_2021"},
        }
        if tagged:
            tags = {"Items": [{"Key": "a", "Value": "b"}]}
            with_tags = {"DistributionConfig": config, "Tags": tags}
            cloudfront.create_distribution_with_tags(DistributionConfigWithTags=with_tags)
        else:
            cloudfront.create_distribution(DistributionConfig=config)

    with refused("InvalidViewerCertificate", "isn't in us-east-1 region"):
        make("eu-west-1")
    make("us-east-1")


ORIGIN = {
    "Id": "o",
    "DomainName": "shop.example.com",
    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
}
