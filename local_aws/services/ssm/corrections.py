"""Parameter Store: where the engine differs from AWS."""

from typing import Any

from ministack.core.responses import get_region
from ministack.services import ssm

from local_aws.corrections import correction
from local_aws.services.ec2 import images


@correction
def public_parameters() -> None:
    """AWS: public parameters hold the ids of images. MiniStack: knows two.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
    """

    def public_parameter(name: str) -> dict[str, Any] | None:
        region = get_region()
        value = images.parameter(name, region)
        if value is None:
            return None
        return {
            "Name": name,
            "Type": "String",
            "Value": value,
            "Version": 1,
            "LastModifiedDate": 1792454400,
            "ARN": f"arn:aws:ssm:{region}::parameter{name}",
            "DataType": "aws:ec2:image" if value.startswith("ami-") else "text",
        }

    ssm._public_parameter = public_parameter
