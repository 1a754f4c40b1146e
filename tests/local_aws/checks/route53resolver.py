"""Route 53 Resolver: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, default_subnets, name


@check
def protocols_of_endpoints(aws: Any) -> bool:
    resolver, ec2 = aws.client("route53resolver"), aws.client("ec2")
    subnets = default_subnets(aws)[:2]
    of_vpc = [
        {"Name": "vpc-id", "Values": [subnets[0]["VpcId"]]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    group = ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"][0]["GroupId"]
    asked = {
        "CreatorRequestId": name(),
        "Direction": "INBOUND",
        "IpAddresses": [{"SubnetId": each["SubnetId"]} for each in subnets],
        "SecurityGroupIds": [group],
    }
    made = resolver.create_resolver_endpoint(**asked, Protocols=["Do53", "DoH"])["ResolverEndpoint"]
    found = resolver.get_resolver_endpoint(ResolverEndpointId=made["Id"])["ResolverEndpoint"]
    resolver.delete_resolver_endpoint(ResolverEndpointId=made["Id"])
    return bool(found["Protocols"] == ["Do53", "DoH"])
