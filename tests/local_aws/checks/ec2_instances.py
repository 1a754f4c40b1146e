"""EC2 and VPC: whether a local AWS does as AWS does."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import check, name


@check
def launch_template_tags(aws: Any) -> bool:
    ec2, made = aws.client("ec2"), name()
    specifications = [
        {"ResourceType": resource, "Tags": [{"Key": "Of", "Value": resource}]}
        for resource in ("launch-template", "instance")
    ]
    ec2.create_launch_template(
        LaunchTemplateName=made,
        LaunchTemplateData={"TagSpecifications": specifications[1:]},
        TagSpecifications=specifications[:1],
    )
    template = ec2.describe_launch_templates(LaunchTemplateNames=[made])["LaunchTemplates"][0]
    version = ec2.describe_launch_template_versions(LaunchTemplateName=made)["LaunchTemplateVersions"][0]
    given = version["LaunchTemplateData"]["TagSpecifications"]
    return bool(template["Tags"] == specifications[0]["Tags"] and given == specifications[1:])


@check
def changed_tags_of_launch_templates(aws: Any) -> bool:
    ec2, team = aws.client("ec2"), {"Key": "Team", "Value": "core"}
    made = ec2.create_launch_template(
        LaunchTemplateName=name(),
        LaunchTemplateData={"InstanceType": "t4g.small"},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": [team, {"Key": "Old", "Value": "1"}]}],
    )["LaunchTemplate"]["LaunchTemplateId"]
    ec2.create_tags(Resources=[made], Tags=[{**team, "Value": "web"}])
    ec2.delete_tags(Resources=[made], Tags=[{"Key": "Old"}])
    (found,) = ec2.describe_launch_templates(LaunchTemplateIds=[made])["LaunchTemplates"]
    return bool(found["Tags"] == [{**team, "Value": "web"}])


@check
def interfaces_end_with_their_instance(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]
    ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    interface = made["NetworkInterfaces"][0]["NetworkInterfaceId"]
    return interface not in [
        each["NetworkInterfaceId"] for each in ec2.describe_network_interfaces()["NetworkInterfaces"]
    ]


@check
def placement_groups(aws: Any) -> bool:
    ec2, made = aws.client("ec2"), name()
    tags = [{"ResourceType": "placement-group", "Tags": [{"Key": "Of", "Value": made}]}]
    ec2.create_placement_group(GroupName=made, Strategy="partition", PartitionCount=3, TagSpecifications=tags)
    group = ec2.describe_placement_groups(GroupNames=[made])["PlacementGroups"][0]
    ec2.delete_placement_group(GroupName=made)
    left = [each["GroupName"] for each in ec2.describe_placement_groups()["PlacementGroups"]]
    return bool(
        (group["State"], group["Strategy"], group["PartitionCount"]) == ("available", "partition", 3)
        and group["Tags"] == tags[0]["Tags"]
        and made not in left
    )


@check
def monitoring_of_instances(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    [made] = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"]
    which = {"InstanceIds": [made["InstanceId"]]}
    ec2.monitor_instances(**which)
    [found] = ec2.describe_instances(**which)["Reservations"][0]["Instances"]
    ec2.unmonitor_instances(**which)
    [after] = ec2.describe_instances(**which)["Reservations"][0]["Instances"]
    return (found["Monitoring"]["State"], after["Monitoring"]["State"]) == ("enabled", "disabled")


@check
def profiles_of_instances(aws: Any) -> bool:
    ec2, profile = aws.client("ec2"), name()
    made = aws.client("iam").create_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Arn"]
    asked = {"ImageId": "ami-12c6146b", "MinCount": 1, "MaxCount": 1}
    [instance] = ec2.run_instances(**asked, IamInstanceProfile={"Name": profile})["Instances"]
    found = ec2.describe_instances(InstanceIds=[instance["InstanceId"]])["Reservations"][0]["Instances"][0]
    try:
        ec2.run_instances(**asked, IamInstanceProfile={"Name": "absent"})
    except ClientError as refused:
        wrong = refused.response["Error"]["Code"]
    return bool(found["IamInstanceProfile"]["Arn"] == made and wrong == "InvalidParameterValue")


@check
def enclaves_of_instances(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    made = [
        ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="m5.xlarge", **more)
        for more in ({}, {"EnclaveOptions": {"Enabled": True}})
    ]
    names = [each["Instances"][0]["InstanceId"] for each in made]
    found = [ec2.describe_instances(InstanceIds=[each])["Reservations"][0]["Instances"][0] for each in names]
    ec2.terminate_instances(InstanceIds=names)
    return [each["EnclaveOptions"]["Enabled"] for each in found] == [False, True]


@check
def spot_prices_of_products(aws: Any) -> bool:
    asked = {"AvailabilityZone": "eu-west-1a", "InstanceTypes": ["t3.micro"]}
    product = [{"Name": "product-description", "Values": ["Linux/UNIX"]}]
    prices = aws.client("ec2").describe_spot_price_history(**asked, Filters=product)["SpotPriceHistory"]
    return [each["ProductDescription"] for each in prices] == ["Linux/UNIX"]
