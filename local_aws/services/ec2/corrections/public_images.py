"""Public images: where the engine differs from AWS."""

from datetime import UTC, datetime
from typing import Any

from moto.ec2.models.amis import Ami, AmiBackend

from local_aws.corrections import correction
from local_aws.services.ec2.images import images

_CREATED = datetime(2026, 10, 20, tzinfo=UTC)


@correction
def public_images() -> None:
    """AWS: today's images of Amazon, Canonical and Debian are found by name. moto: knows those of 2017.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami.html
    """
    load = AmiBackend._load_amis

    def load_amis(self: Any) -> None:
        load(self)
        for image in images():
            identifier = image.id(self.region_name)
            self.amis[identifier] = Ami(
                self,
                identifier,
                name=image.name,
                description=image.name,
                owner_id=image.owner,
                owner_alias="amazon",
                public=True,
                virtualization_type="hvm",
                architecture=image.architecture,
                creation_date=_CREATED,
                platform="windows" if image.is_windows else None,
                image_location=f"{image.owner}/{image.name}",
                hypervisor="xen",
                root_device_type="ebs",
                root_device_name=image.root,
                sriov="simple",
                region_name=f"{self.region_name}a",
            )

    AmiBackend._load_amis = load_amis
