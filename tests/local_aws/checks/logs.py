"""CloudWatch Logs: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import ACCOUNT, check, name


@check
def query_definitions(aws: Any) -> bool:
    logs, query = aws.client("logs"), {"name": name(), "queryString": "fields @message | limit 5"}
    made = logs.put_query_definition(**query)["queryDefinitionId"]
    logs.put_query_definition(queryDefinitionId=made, **{**query, "queryString": "fields @timestamp"})
    asked = {"queryDefinitionNamePrefix": query["name"]}
    (found,) = logs.describe_query_definitions(**asked)["queryDefinitions"]
    logs.delete_query_definition(queryDefinitionId=made)
    gone = logs.describe_query_definitions(**asked)["queryDefinitions"] == []
    try:
        logs.delete_query_definition(queryDefinitionId=made)
    except logs.exceptions.ResourceNotFoundException:
        return gone and (found["queryDefinitionId"], found["queryString"]) == (made, "fields @timestamp")
    return False


@check
def destinations_have_tags(aws: Any) -> bool:
    logs, destination = aws.client("logs"), name()
    place = {
        "targetArn": f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/any",
        "roleArn": f"arn:aws:iam::{ACCOUNT}:role/any",
    }
    made = logs.put_destination(destinationName=destination, **place, tags={"team": "orders"})
    arn = made["destination"]["arn"]
    logs.tag_resource(resourceArn=arn, tags={"tier": "gold"})
    logs.put_destination(destinationName=destination, **place)
    logs.untag_resource(resourceArn=arn, tagKeys=["team"])
    return bool(logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"tier": "gold"})


@check
def delivery_ids(aws: Any) -> bool:
    logs, called = aws.client("logs"), name()
    distribution = f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1EXAMPLE"
    logs.put_delivery_source(name=called, resourceArn=distribution, logType="ACCESS_LOGS")
    place = logs.put_delivery_destination(
        name=called, deliveryDestinationConfiguration={"destinationResourceArn": f"arn:aws:s3:::{called}"}
    )
    made = logs.create_delivery(
        deliverySourceName=called, deliveryDestinationArn=place["deliveryDestination"]["arn"]
    )["delivery"]
    return bool(made["id"].isalnum() and made["arn"].endswith(made["id"]))
