"""What spans services: whether a local AWS does as AWS does."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ROLE, check, deploy, name
from tests.local_aws.checks.ec2_networks import subnet, vpc


@check
def networks_of_moto_in_ministack(aws: Any) -> bool:
    network = vpc(aws)
    made = subnet(aws, network)
    function = deploy(
        aws, "def handler(event, context): pass", VpcConfig={"SubnetIds": [made], "SecurityGroupIds": []}
    )
    settings = aws.client("lambda").get_function_configuration(FunctionName=function)["VpcConfig"]
    group = {"DBSubnetGroupName": name(), "DBSubnetGroupDescription": "d", "SubnetIds": [made]}
    grouped = aws.client("rds").create_db_subnet_group(**group)["DBSubnetGroup"]
    return bool(settings["VpcId"] == grouped["VpcId"] == network)


def delivery(aws: Any, **destination: str) -> str:
    """Whether a flow log to `destination` is delivered."""
    made = aws.client("ec2").create_flow_logs(
        ResourceIds=[vpc(aws)], ResourceType="VPC", TrafficType="ALL", **destination
    )
    if made["Unsuccessful"]:
        return str(made["Unsuccessful"][0]["Error"]["Message"])
    described = aws.client("ec2").describe_flow_logs(FlowLogIds=made["FlowLogIds"])
    return str(described["FlowLogs"][0]["DeliverLogsStatus"])


@check
def log_groups_of_ministack_in_moto(aws: Any) -> bool:
    group = name()
    aws.client("logs").create_log_group(logGroupName=group)
    permission = {"DeliverLogsPermissionArn": ROLE}
    return (
        delivery(aws, LogGroupName=group, **permission) == "SUCCESS"
        and delivery(aws, LogGroupName="not-there", **permission) == "FAILED"
    )


@check
def buckets_of_ministack_in_moto(aws: Any) -> bool:
    bucket = name()
    aws.client("s3", "us-east-1").create_bucket(Bucket=bucket)
    to_s3 = {"LogDestinationType": "s3"}
    return (
        delivery(aws, LogDestination=f"arn:aws:s3:::{bucket}", **to_s3) == "SUCCESS"
        and delivery(aws, LogDestination="arn:aws:s3:::not-there", **to_s3) != "SUCCESS"
    )


@check
def certificates_of_ministack_in_moto(aws: Any) -> bool:
    arn = aws.client("acm").request_certificate(DomainName="a.example.com")["CertificateArn"]
    balancing, network = aws.client("elbv2"), vpc(aws)
    subnets = [
        subnet(aws, network, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{letter}")
        for number, letter in enumerate("ab", start=1)
    ]
    balancer = balancing.create_load_balancer(Name=name(), Subnets=subnets)["LoadBalancers"][0]
    answer = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    listener = {
        "LoadBalancerArn": balancer["LoadBalancerArn"],
        "Port": 443,
        "Protocol": "HTTPS",
        "DefaultActions": answer,
    }
    made = balancing.create_listener(**listener, Certificates=[{"CertificateArn": arn}])["Listeners"][0]
    try:
        balancing.create_listener(**listener | {"Port": 444}, Certificates=[{"CertificateArn": f"{arn}0"}])
    except ClientError as refused:
        unknown = refused.response["Error"]["Code"]
    return bool(made["Certificates"][0]["CertificateArn"] == arn and unknown == "CertificateNotFound")
