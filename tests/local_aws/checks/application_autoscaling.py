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


@check
def tables_within_their_bounds(aws: Any) -> bool:
    scaling, dynamodb, table = aws.client("application-autoscaling"), aws.client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 40},
    )
    for units, least, most in (("Read", 20, 30), ("Write", 5, 10)):
        scaling.register_scalable_target(
            ServiceNamespace="dynamodb",
            ResourceId=f"table/{table}",
            ScalableDimension=f"dynamodb:table:{units}CapacityUnits",
            MinCapacity=least,
            MaxCapacity=most,
        )
    found = dynamodb.describe_table(TableName=table)["Table"]["ProvisionedThroughput"]
    return (found["ReadCapacityUnits"], found["WriteCapacityUnits"]) == (20, 10)
