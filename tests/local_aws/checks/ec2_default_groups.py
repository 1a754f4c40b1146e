"""EC2 and VPC: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check
from tests.local_aws.checks.ec2_networks import vpc


@check
def default_groups_let_their_own_in(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    of_vpc = [{"Name": "vpc-id", "Values": [vpc(aws)]}]
    [group] = ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"]
    [permission] = group["IpPermissions"]
    pairs = [pair["GroupId"] for pair in permission["UserIdGroupPairs"]]
    ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[permission])
    [left] = ec2.describe_security_groups(GroupIds=[group["GroupId"]])["SecurityGroups"]
    return pairs == [group["GroupId"]] and permission["IpProtocol"] == "-1" and not left["IpPermissions"]
