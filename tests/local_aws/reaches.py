"""What `networks.reaches` says, asked in the engines' own Python, as the local AWS asks: printed as JSON."""

import json
import sys

import boto3
from moto import mock_aws

from local_aws.reachability.networks import reaches
from local_aws.reachability.points import Placed

ACCOUNT, REGION = "123456789012", "eu-west-1"


def group(ec2, vpc: str, name: str, port: int, **peer) -> str:
    made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}
    ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[permission])
    return str(made)


def balancer(elb, name: str, subnets: list[str], **settings) -> str:
    made = elb.create_load_balancer(Name=name, Subnets=subnets, **settings)
    return str(made["LoadBalancers"][0]["LoadBalancerArn"])


@mock_aws
def main() -> None:
    ec2, elb = (boto3.client(service, region_name=REGION) for service in ("ec2", "elbv2"))
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    public, private, database = (
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24")["Subnet"]["SubnetId"]
        for number in range(3)
    )
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=table, SubnetId=public)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    web = group(ec2, vpc, "web", 443, IpRanges=[{"CidrIp": "0.0.0.0/0"}])
    app = group(ec2, vpc, "app", 8080, UserIdGroupPairs=[{"GroupId": web}])
    rds = group(ec2, vpc, "rds", 5432, UserIdGroupPairs=[{"GroupId": app}])
    facing = balancer(elb, "facing", [public, private], SecurityGroups=[web])
    internal = balancer(elb, "internal", [private], SecurityGroups=[web], Scheme="internal")
    unguarded = balancer(elb, "unguarded", [public], Type="network")
    task = Placed(private, [app], "10.0.1.77")
    postgres = Placed(database, [rds])
    lambda_ = Placed(private, [rds])
    questions = {
        "the internet to a public balancer": (gateway, facing, 443),
        "the internet to it at another port": (gateway, facing, 80),
        "the internet to an internal one": (gateway, internal, 443),
        "the internet to one that no group guards": (gateway, unguarded, 1883),
        "a balancer to a task": (facing, task, 8080),
        "an internal balancer to a task": (internal, task, 8080),
        "an unguarded balancer to a task": (unguarded, task, 8080),
        "a balancer to a task at another port": (facing, task, 80),
        "a task to a database": (task, postgres, 5432),
        "a function of another group to it": (lambda_, postgres, 5432),
        "an address of the internet to a task": ("198.51.100.7", task, 8080),
        "a task with a public address to the internet": (
            Placed(public, [app], "10.0.0.9", "54.1.1.1"),
            gateway,
            443,
        ),
        "a task without one to the internet": (Placed(public, [app], "10.0.0.9"), gateway, 443),
        "nobody to a task": ("eni-00000000000000000", task, 8080),
    }
    found = {
        question: reaches(ACCOUNT, REGION, source, destination, "tcp", port)
        for question, (source, destination, port) in questions.items()
    }
    json.dump({key: path.blocker and path.blocker.code for key, path in found.items()}, sys.stdout)


if __name__ == "__main__":
    main()
