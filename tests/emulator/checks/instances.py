"""Checks of the corrections in `corrections/instances.py`."""

from typing import Any

from tests.emulator.checks import check, name


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
