"""EC2 instances: where the engine differs from AWS."""

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplateBackend

from tooling.emulator.corrections import correction


@correction
def launch_template_tags() -> None:
    """AWS: a launch template's own tags are not what its versions tag. moto: are among it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    """
    create = LaunchTemplateBackend.create_launch_template

    def create_without(self: Any, name: str, description: str, data: dict[str, Any], tags: Any) -> Any:
        given = [
            each for each in data.pop("TagSpecifications", []) if each["ResourceType"] != "launch-template"
        ]
        return create(self, name, description, data | ({"TagSpecifications": given} if given else {}), tags)

    LaunchTemplateBackend.create_launch_template = create_without
