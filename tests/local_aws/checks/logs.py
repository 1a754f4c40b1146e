"""CloudWatch Logs: whether a local AWS does as AWS does."""

import gzip
import json
import time
from collections.abc import Callable
from typing import Any

from tests.local_aws.checks import ACCOUNT, check, eventually, name, refused_as, user


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


def _group(aws: Any) -> tuple[str, Callable[..., None]]:
    """A new log group, and what writes lines into it."""
    logs, group = aws.client("logs"), name()
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")

    def write(*lines: str) -> None:
        events = [{"timestamp": int(time.time() * 1000), "message": each} for each in lines]
        logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)

    return group, write


@check
def patterns_of_filters(aws: Any) -> bool:
    logs, (group, write) = aws.client("logs"), _group(aws)
    write('{"level": "ERROR", "ms": 900}', '{"level": "INFO", "ms": 20}', "plain error")
    slow = logs.filter_log_events(logGroupName=group, filterPattern='{ $.level = "ERR*" && $.ms > 500 }')
    words = logs.filter_log_events(logGroupName=group, filterPattern="ERROR")
    wrong = refused_as(
        logs.put_metric_filter,
        logGroupName=group,
        filterName="wrong",
        filterPattern="{ level = 1",
        metricTransformations=[{"metricName": "a", "metricNamespace": "b", "metricValue": "1"}],
    )
    return (len(slow["events"]), len(words["events"]), wrong) == (1, 1, "InvalidParameterException")


@check
def metrics_of_filters(aws: Any) -> bool:
    logs, watch, (group, write) = aws.client("logs"), aws.client("cloudwatch"), _group(aws)
    logs.put_metric_filter(
        logGroupName=group,
        filterName="slow",
        filterPattern="{ $.ms > 500 }",
        metricTransformations=[
            {
                "metricName": group,
                "metricNamespace": "Orders",
                "metricValue": "$.ms",
                "dimensions": {"Shop": "$.shop"},
            }
        ],
    )
    write('{"ms": 900, "shop": "a"}', '{"ms": 20, "shop": "a"}', '{"ms": 900}')
    found = watch.get_metric_statistics(
        Namespace="Orders",
        MetricName=group,
        Dimensions=[{"Name": "Shop", "Value": "a"}],
        StartTime=time.time() - 300,
        EndTime=time.time() + 60,
        Period=600,
        Statistics=["Sum", "SampleCount"],
    )["Datapoints"]
    return [(each["Sum"], each["SampleCount"]) for each in found] == [(900.0, 1.0)]


@check
def log_subscriptions_of_delivery_streams(aws: Any) -> bool:
    logs, s3, (group, write) = aws.client("logs"), aws.client("s3"), _group(aws)
    s3.create_bucket(Bucket=group, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    made = aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=group,
        S3DestinationConfiguration={
            "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/any",
            "BucketARN": f"arn:aws:s3:::{group}",
        },
    )
    logs.put_subscription_filter(
        logGroupName=group,
        filterName="lost",
        filterPattern="lost",
        destinationArn=made["DeliveryStreamARN"],
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/any",
    )
    write("an order was lost", "an order was found")

    def delivered() -> bool:
        for each in s3.list_objects_v2(Bucket=group).get("Contents", []):
            body = gzip.decompress(s3.get_object(Bucket=group, Key=each["Key"])["Body"].read())
            return [one["message"] for one in json.loads(body)["logEvents"]] == ["an order was lost"]
        return False

    return eventually(delivered, 5)


@check
def protected_data(aws: Any) -> bool:
    logs, (group, write) = aws.client("logs"), _group(aws)
    write("mail to a@example.com")
    identifier = "arn:aws:dataprotection::aws:data-identifier/EmailAddress"
    statements = [
        {"Sid": "audit", "DataIdentifier": [identifier], "Operation": {"Audit": {"FindingsDestination": {}}}},
        {"Sid": "mask", "DataIdentifier": [identifier], "Operation": {"Deidentify": {"MaskConfig": {}}}},
    ]
    policy = {"Name": "mask", "Version": "2021-06-01", "Statement": statements}
    logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=json.dumps(policy))
    masked = logs.filter_log_events(logGroupName=group)["events"][0]["message"]
    whole = logs.filter_log_events(logGroupName=group, unmask=True)["events"][0]["message"]
    return (masked, whole) == ("mail to *************", "mail to a@example.com")


@check
def streams_in_rights_of_callers(aws: Any) -> bool:
    group, _ = _group(aws)
    arn = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{group}"
    actions = ["logs:CreateLogStream", "logs:GetLogEvents"]
    of_streams = user(aws, name(), {"Effect": "Allow", "Action": actions, "Resource": f"{arn}:*"})("logs")
    of_group = user(aws, name(), {"Effect": "Allow", "Action": actions, "Resource": arn})("logs")
    of_streams.create_log_stream(logGroupName=group, logStreamName="two")
    of_streams.get_log_events(logGroupName=group, logStreamName="two")
    refused = refused_as(of_group.create_log_stream, logGroupName=group, logStreamName="three")
    return refused == "AccessDeniedException"
