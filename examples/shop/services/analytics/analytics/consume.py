"""Sums sales up by customer. A record may come twice: each sale's id is counted once.

The first record that fails is reported; it and those after it come again, so that none is passed over.
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
"""

import base64
import json
import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

TABLE = os.environ["TABLE_SALES"]
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})

logger = Logger()
dynamodb = boto3.client("dynamodb", config=_CONFIG)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point; needs ReportBatchItemFailures on its event source mapping."""
    for record in event["Records"]:
        number = record["kinesis"]["sequenceNumber"]
        try:
            count(json.loads(base64.b64decode(record["kinesis"]["data"])))
        except Exception:
            logger.exception("record failed", sequence_number=number)
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def count(sale: dict[str, Any]) -> None:
    """Add a sale to its customer's sum, and note that it was counted, in one transaction."""
    new = {"pk": {"S": f"SALE#{sale['id']}"}}
    try:
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": TABLE, "Item": new, "ConditionExpression": "attribute_not_exists(pk)"}},
                {
                    "Update": {
                        "TableName": TABLE,
                        "Key": {"pk": {"S": f"CUSTOMER#{sale['customer']}"}},
                        "UpdateExpression": "ADD cents :cents",
                        "ExpressionAttributeValues": {":cents": {"N": str(sale["cents"])}},
                    }
                },
            ]
        )
    except dynamodb.exceptions.TransactionCanceledException as cancelled:
        if cancelled.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
