"""Application Auto Scaling: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def scalable_target_tags(aws: Any) -> bool:
    scaling, table = aws.client("application-autoscaling"), name()
    arn = scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId=f"table/{table}",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
        Tags={"Team": "a"},
    )["ScalableTargetARN"]
    scaling.tag_resource(ResourceARN=arn, Tags={"Other": "b"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["Team"])
    return bool(scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"Other": "b"})
