"""Parameter Store: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check

NAMES = (
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended/image_id",
    "/aws/service/bottlerocket/aws-ecs-2/x86_64/latest/image_id",
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
)


@check
def public_parameters(aws: Any) -> bool:
    got = aws.client("ssm").get_parameters(Names=[*NAMES, "/aws/service/no/such"])
    ids = [parameter["Value"] for parameter in got["Parameters"]]
    images = aws.client("ec2").describe_images(ImageIds=ids)["Images"] if ids else []
    return len(images) == len(NAMES) and got["InvalidParameters"] == ["/aws/service/no/such"]


@check
def parameters_of_regions(aws: Any) -> bool:
    ssm, region = aws.client("ssm"), "/aws/service/global-infrastructure/regions/eu-west-1"
    one = ssm.get_parameter(Name=f"{region}/longName")["Parameter"]["Value"]
    names = [each["Name"] for each in ssm.get_parameters_by_path(Path=region)["Parameters"]]
    image = ssm.get_parameter(Name="/aws/service/aws-for-fluent-bit/stable")["Parameter"]["Value"]
    return one == "Europe (Ireland)" and f"{region}/domain" in names and ".dkr.ecr.eu-west-1." in image


@check
def documents_of_aws(aws: Any) -> bool:
    ssm = aws.client("ssm")
    content = ssm.get_document(Name="AWS-RunShellScript")["Content"]
    return (
        "aws:runShellScript" in content
        and not ssm.list_documents(Filters=[{"Key": "Owner", "Values": ["Self"]}])["DocumentIdentifiers"]
    )
