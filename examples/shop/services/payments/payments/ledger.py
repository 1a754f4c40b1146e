"""Accounts and transfers in one DynamoDB table.

| pk | attributes | why |
|---|---|---|
| `ACCOUNT#<name>` | balance | in cents, never below 0 |
| `TRANSFER#<order id>` | payer, shop, cents, status | `paid`, `refunded`; `void` when refunded before |
| `DEPOSIT#<key>` | cents, account | the deposit happened |

Each change of balances and the item that says that it happened are one transaction. So a repeated call
changes nothing, and no money is made or lost by calls side by side.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

import os
import zlib
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

TABLE = os.environ["TABLE_ACCOUNTS"]
# The shop's account is one of several: each payment changes it, and one item takes one change at a time.
SHARDS = 8

# Seconds. The SDK's standard retries wait with full jitter.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 4})

dynamodb = boto3.client("dynamodb", config=_CONFIG)

Item = dict[str, Any]


class PaymentRefusedError(Exception):
    """The account is not there or is short, or the order was refunded before. Asking again is of no use."""


class UnavailableError(Exception):
    """The table did not answer, or too many wanted the same accounts. Nothing was done; ask again."""


class ConflictError(UnavailableError):
    """Another transaction has the same items at this moment; the SDK does not repeat such a call."""


def pay(order: str, customer: str, cents: int) -> int:
    """Pay an order, once. Returns the cents that it was paid with. Raises PaymentRefusedError."""
    if cents <= 0:
        raise PaymentRefusedError(f"{cents} cents cannot be paid")
    shop = _shop(order)
    refused = _transact(
        _change(f"ACCOUNT#{customer}", -cents),
        _change(f"ACCOUNT#{shop}", cents),
        _put(
            f"TRANSFER#{order}",
            payer={"S": customer},
            shop={"S": shop},
            cents={"N": str(cents)},
            status={"S": "paid"},
        ),
    )
    if 2 in refused:
        known = _get(f"TRANSFER#{order}")
        if known["status"]["S"] == "paid":
            return int(known["cents"]["N"])
        raise PaymentRefusedError("the order was cancelled")
    if refused:
        raise PaymentRefusedError(f"the account of {customer} is short of {cents} cents")
    return cents


def refund(order: str) -> int:
    """Give back what was paid for an order, once. Returns its cents, 0 where nothing was paid."""
    # A payment that is still under way must not come after its refund: it finds a void transfer.
    if not _transact(_put(f"TRANSFER#{order}", cents={"N": "0"}, status={"S": "void"})):
        return 0
    known = _get(f"TRANSFER#{order}")
    cents = int(known["cents"]["N"])
    if known["status"]["S"] == "paid":
        refused = _transact(
            _change(f"ACCOUNT#{known['shop']['S']}", -cents),
            _change(f"ACCOUNT#{known['payer']['S']}", cents),
            _set_refunded(f"TRANSFER#{order}"),
        )
        if refused and 2 not in refused:
            raise UnavailableError(f"the shop's account {known['shop']['S']} is short of {cents} cents")
    return cents


def deposit(key: str, account: str, cents: int) -> int:
    """Take money in, once for a key. Returns the balance."""
    if cents <= 0:
        raise ValueError(f"{cents} cents cannot be deposited")
    _transact(
        _change(f"ACCOUNT#{account}", cents),
        _put(f"DEPOSIT#{key}", account={"S": account}, cents={"N": str(cents)}),
    )
    return balance(account)


def balance(account: str) -> int:
    """The cents in an account, 0 where there is none. `shop` is the sum of the shop's."""
    names = [f"shop-{shard}" for shard in range(SHARDS)] if account == "shop" else [account]
    found = [_get(f"ACCOUNT#{name}") for name in names]
    return sum(int(item["balance"]["N"]) for item in found if item)


def _shop(order: str) -> str:
    return f"shop-{zlib.crc32(order.encode()) % SHARDS}"


def _change(key: str, cents: int) -> Item:
    """Add cents to an account; what is taken must be there."""
    update: Item = {
        "TableName": TABLE,
        "Key": {"pk": {"S": key}},
        "UpdateExpression": "ADD balance :cents",
        "ExpressionAttributeValues": {":cents": {"N": str(cents)}},
    }
    if cents < 0:
        update["ConditionExpression"] = "balance >= :least"
        update["ExpressionAttributeValues"][":least"] = {"N": str(-cents)}
    return {"Update": update}


def _put(key: str, **attributes: Item) -> Item:
    item = {"pk": {"S": key}, **attributes}
    return {"Put": {"TableName": TABLE, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def _set_refunded(key: str) -> Item:
    return {
        "Update": {
            "TableName": TABLE,
            "Key": {"pk": {"S": key}},
            "UpdateExpression": "SET #status = :refunded",
            "ConditionExpression": "#status = :paid",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {":refunded": {"S": "refunded"}, ":paid": {"S": "paid"}},
        }
    }


def _get(key: str) -> Item:
    try:
        found = dynamodb.get_item(TableName=TABLE, Key={"pk": {"S": key}}, ConsistentRead=True)
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError(str(error)) from error
    return dict(found.get("Item", {}))


# Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
@retry(
    retry=retry_if_exception_type(ConflictError),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_attempt(8),
    reraise=True,
)
def _transact(*writes: Item) -> set[int]:
    """Write all or nothing. Returns the positions of the writes whose condition failed: none means done."""
    try:
        dynamodb.transact_write_items(TransactItems=writes)
    except dynamodb.exceptions.TransactionCanceledException as cancelled:
        codes = [reason["Code"] for reason in cancelled.response["CancellationReasons"]]
        if "ConditionalCheckFailed" in codes:
            return {position for position, code in enumerate(codes) if code == "ConditionalCheckFailed"}
        raise ConflictError(str(codes)) from cancelled
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError(str(error)) from error
    return set()
