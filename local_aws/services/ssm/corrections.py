"""Parameter Store: where the engine differs from AWS."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from ministack.core.responses import get_region, json_response
from ministack.services import ssm
from moto.ssm.models import Document, Documents, SimpleSystemManagerBackend
from moto.utilities.utils import load_resource

from local_aws.corrections import correction
from local_aws.services.ec2 import images
from local_aws.services.ssm.documents import OWNED_BY_AWS


@correction
def documents_of_aws() -> None:
    """AWS: has documents of its own in every account. moto: has none.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/documents.html
    """
    find = SimpleSystemManagerBackend._get_documents

    def documents(self: Any, name: str) -> Any:
        if name not in OWNED_BY_AWS or name in self._documents:
            return find(self, name)
        platforms, content = OWNED_BY_AWS[name]
        document = Document("Amazon", name, "", json.dumps(content, indent=2), "Command", "JSON", [], [], "")
        document.platform_types = platforms
        return Documents(document)

    SimpleSystemManagerBackend._get_documents = documents


@correction
def public_parameters() -> None:
    """AWS: public parameters hold the ids of images. MiniStack: knows two.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
    """

    def public_parameter(name: str) -> dict[str, Any] | None:
        region = get_region()
        value = images.parameter(name, region)
        return None if value is None else _parameter(name, value)

    ssm._public_parameter = public_parameter


@correction
def parameters_of_regions() -> None:
    """AWS: public parameters tell of regions, their services, and images of containers. MiniStack: none do.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-global-infrastructure.html
    """
    of_images, by_path = ssm._public_parameter, ssm._get_parameters_by_path

    def public_parameter(name: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = of_images(name)
        if found is not None or not name.startswith("/aws/service/"):
            return found
        value = _texts().get(name)
        if name in _FLUENT_BIT:
            value = f"906394416424.dkr.ecr.{get_region()}.amazonaws.com/aws-for-fluent-bit:2.34.0"
        return None if value is None else _parameter(name, value)

    def parameters_by_path(data: dict[str, Any]) -> Any:
        path = data.get("Path", "/").removesuffix("/")
        if not path.startswith(_INFRASTRUCTURE):
            return by_path(data)
        below = [name for name in sorted(_texts()) if name.startswith(f"{path}/")]
        if not data.get("Recursive"):
            below = [name for name in below if "/" not in name.removeprefix(f"{path}/")]
        start, most = int(data.get("NextToken") or 0), data.get("MaxResults", 10)
        page = [_parameter(name, _texts()[name]) for name in below[start : start + most]]
        more = {"NextToken": str(start + most)} if start + most < len(below) else {}
        return json_response({"Parameters": page, **more})

    ssm._public_parameter = public_parameter
    ssm._get_parameters_by_path = parameters_by_path


_INFRASTRUCTURE = "/aws/service/global-infrastructure"
_FLUENT_BIT = ("/aws/service/aws-for-fluent-bit/latest", "/aws/service/aws-for-fluent-bit/stable")


@cache
def _texts() -> dict[str, str]:
    """moto's table of regions, by name."""
    return dict(_leaves(load_resource("ssm/resources/regions.json"), ""))


def _leaves(node: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, below in node.items():
        if name == "Value":
            yield path, str(below)
        else:
            yield from _leaves(below, f"{path}/{name}")


def _parameter(name: str, value: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Type": "String",
        "Value": value,
        "Version": 1,
        "LastModifiedDate": 1792454400,
        "ARN": f"arn:aws:ssm:{get_region()}::parameter{name}",
        "DataType": "aws:ec2:image" if value.startswith("ami-") else "text",
    }
