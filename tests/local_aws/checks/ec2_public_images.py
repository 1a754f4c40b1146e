"""Public images: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check


def found(aws: Any, owner: str, pattern: str, **filters: str) -> list[Any]:
    wanted = {"name": pattern, **{key.replace("_", "-"): value for key, value in filters.items()}}
    named = [{"Name": name, "Values": [value]} for name, value in wanted.items()]
    return aws.client("ec2").describe_images(Owners=[owner], Filters=named)["Images"]


@check
def public_images(aws: Any) -> bool:
    newest = found(aws, "amazon", "al2023-ami-2023*-arm64")
    jammy = found(aws, "099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*")
    return {image["Architecture"] for image in newest} == {"arm64"} and len(jammy) == 1
