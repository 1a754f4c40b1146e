"""The GraphQL APIs of the gallery: asked by callers who sign, have a key or nothing, and by subscribers."""

import base64
import json
from urllib.parse import urlsplit

import pytest

from tests.calls import call
from tests.websocket import WebSocket

pytestmark = pytest.mark.capability("serverless.graphql-api", "behaves")

PLACE = """mutation ($id: ID!, $total: Float!) {
  placeOrder(id: $id, customer: %s, total: $total) { id total status }
}"""
SHIP = "mutation ($id: ID!) { shipOrder(id: $id) { id customer total status } }"


@pytest.fixture
def ask(local, gallery):
    """Posts a query to an example's API; signed, unless a key or `signed = False` is given."""

    def post(example, query, variables=None, *, key=None, signed=True):
        host = urlsplit(gallery[example]["api"]["url"]).netloc
        return call(
            "POST",
            f"{local.url}/graphql",
            {"query": query, "variables": variables or {}},
            signed=signed and key is None,
            headers={"host": host, **({"x-api-key": key} if key else {})},
            service="appsync",
        )

    return post


@pytest.fixture
def orders(ask):
    """Asks the orders' API, signed, and gives what it answered."""
    return lambda query, **variables: ask("graphql_api_complete", query, variables).body


@pytest.fixture
def appsync(local):
    return local.client("appsync")


@pytest.fixture
def key(appsync, gallery):
    (found,) = appsync.list_api_keys(apiId=gallery["graphql_api_complete"]["api"]["id"])["apiKeys"]
    return found["id"]


@pytest.fixture
def item(local, gallery):
    """Looks an order up in the table."""
    table = gallery["graphql_api_complete"]["table"]["name"]
    dynamodb = local.client("dynamodb")
    return lambda order: dynamodb.get_item(TableName=table, Key={"id": {"S": order}}).get("Item")


def test_a_field_is_resolved_by_its_function(ask):
    answer = ask("graphql_api_minimal", '{ getUser(id: "1") { name email } }')
    assert answer.status == 200
    assert answer.body == {"data": {"getUser": {"name": "Ada", "email": "ada@example.com"}}}


def test_who_is_not_there_is_null_and_half_a_user_is_an_error(ask):
    assert ask("graphql_api_minimal", '{ getUser(id: "9") { name } }').body == {"data": {"getUser": None}}
    half = ask("graphql_api_minimal", '{ getUser(id: "2") { name email } }').body
    (error,) = half["errors"]
    assert half["data"] == {"getUser": None}
    assert error["path"] == ["getUser", "email"] and "non-nullable" in error["message"]


@pytest.mark.parametrize(
    "query",
    [
        '{ getUser(id: "1") { password } }',
        "{ getUser { name } }",
        "{ users { name } }",
        "{ getUser(id: {}) { name } }",
    ],
    ids=["unknown field", "missing argument", "unknown query", "wrong type"],
)
def test_what_is_not_in_the_schema_is_refused(ask, query):
    answer = ask("graphql_api_minimal", query).body
    assert answer["data"] is None and len(answer["errors"]) == 1


def test_nobody_may_ask_for_the_schema(ask):
    answer = ask("graphql_api_minimal", "{ __schema { types { name } } }").body
    assert answer["data"] is None and "introspection" in answer["errors"][0]["message"]


def test_who_neither_signs_nor_has_a_key_is_refused(ask, key):
    query = '{ order(id: "9") { id } }'
    assert ask("graphql_api_complete", query, key=key).body == {"data": {"order": None}}
    for credentials in ({"key": "da2-unknown"}, {"signed": False}):
        refused = ask("graphql_api_complete", query, **credentials)
        assert refused.status == 401
        assert refused.body["errors"][0]["errorType"] == "UnauthorizedException"
    # The other API takes signatures only.
    assert ask("graphql_api_minimal", '{ getUser(id: "1") { name } }', key=key).status == 401


def test_an_order_is_checked_then_put_then_announced(local, gallery, orders, item, eventually):
    refused = orders(PLACE % '"ann"', id="wrong", total=0)
    assert refused["errors"][0]["errorType"] == "BadOrder" and item("wrong") is None

    placed = orders(PLACE % '"ann"', id="right", total=12.5)
    assert placed == {"data": {"placeOrder": {"id": "right", "total": 12.5, "status": "PLACED"}}}
    assert item("right")["customer"] == {"S": "ann"}
    sqs, queue = local.client("sqs"), gallery["graphql_api_complete"]["placed"]["url"]
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages"))
    event = json.loads(message["Body"])
    assert (event["detail-type"], event["detail"]["id"]) == ("OrderPlaced", "right")


def test_an_order_is_placed_once_and_shipped_once(orders, item):
    assert "errors" not in orders(PLACE % '"bob"', id="once", total=1)
    again = orders(PLACE % '"eve"', id="once", total=2)
    assert again["data"] == {"placeOrder": None}
    assert again["errors"][0]["errorType"] == "DynamoDB:ConditionalCheckFailedException"
    assert item("once")["customer"] == {"S": "bob"}

    assert orders(SHIP, id="once")["data"]["shipOrder"]["status"] == "SHIPPED"
    for order in ("once", "never"):
        refused = orders(SHIP, id=order)
        assert refused["errors"][0]["errorType"] == "DynamoDB:ConditionalCheckFailedException"
    assert item("never") is None


def test_orders_are_found_by_their_customer(orders):
    for order in ("c1", "c2"):
        orders(PLACE % '"cid"', id=order, total=1)
    orders(PLACE % '"dan"', id="d1", total=1)
    found = orders('{ orders(customer: "cid") { id } }')["data"]["orders"]
    assert sorted(order["id"] for order in found) == ["c1", "c2"]


def test_a_quote_is_made_through_templates(ask, key):
    query = "query ($total: Float!) { quote(total: $total) { total discount } }"
    answer = ask("graphql_api_complete", query, {"total": 200}, key=key).body
    assert answer == {"data": {"quote": {"total": 200, "discount": 0.1}}}
    failed = ask("graphql_api_complete", query, {"total": -1}, key=key).body
    assert failed["data"] == {"quote": None} and "no quote for -1" in failed["errors"][0]["message"]


def test_a_quote_holds_while_it_is_cached(ask, key):
    query = "query ($total: Float!) { quote(total: $total) { id } }"
    first, again, other = (
        ask("graphql_api_complete", query, {"total": total}, key=key).body["data"]["quote"]["id"]
        for total in (50, 50, 51)
    )
    assert first == again != other


def test_a_subscriber_is_told_of_what_it_asked_for_and_a_stranger_is_not(local, gallery, orders, key):
    def connect(credentials):
        header = base64.urlsafe_b64encode(json.dumps(credentials).encode()).decode().rstrip("=")
        address = gallery["graphql_api_complete"]["api"]["realtime_url"]
        return WebSocket.at(local.url, address, ["graphql-ws", f"header-{header}"])

    for order, customer in (("s1", "fay"), ("s2", "gil")):
        orders(PLACE % f'"{customer}"', id=order, total=1)
    with connect({"x-api-key": "da2-unknown"}) as stranger:
        assert stranger.hear()["type"] == "connection_error"
    with connect({"x-api-key": key}) as page:
        page.say({"type": "connection_init"})
        assert page.hear()["type"] == "connection_ack"
        query = 'subscription { orderShipped(customer: "gil") { id status } }'
        asked = {"data": json.dumps({"query": query}), "extensions": {"authorization": {"x-api-key": key}}}
        page.say({"type": "start", "id": "1", "payload": asked})
        assert page.hear() == {"type": "start_ack", "id": "1"}
        for order in ("s1", "s2"):
            orders(SHIP, id=order)
        told = page.hear()
    assert told["payload"] == {"data": {"orderShipped": {"id": "s2", "status": "SHIPPED"}}}


def test_the_api_has_the_settings_it_was_given(local, appsync, gallery):
    api = gallery["graphql_api_complete"]["api"]
    found = appsync.get_graphql_api(apiId=api["id"])["graphqlApi"]
    assert (found["queryDepthLimit"], found["resolverCountLimit"], found["xrayEnabled"]) == (3, 100, True)
    assert found["logConfig"]["fieldLogLevel"] == "ALL" and found["logConfig"]["excludeVerboseContent"]
    assert [each["authenticationType"] for each in found["additionalAuthenticationProviders"]] == [
        "API_KEY",
        "AMAZON_COGNITO_USER_POOLS",
    ]
    cache = appsync.get_api_cache(apiId=api["id"])["apiCache"]
    assert cache["atRestEncryptionEnabled"] and cache["transitEncryptionEnabled"] and cache["ttl"] == 60
    (key,) = appsync.list_api_keys(apiId=api["id"])["apiKeys"]
    assert key["expires"] == 1822348800 and key["id"] not in json.dumps(
        gallery.chapter("graphql_api_complete").outputs
    )
    (group,) = local.client("logs").describe_log_groups(logGroupNamePrefix=api["log_group_name"])["logGroups"]
    assert group["retentionInDays"] == 90 and group["kmsKeyId"]
    acl = local.client("wafv2").get_web_acl_for_resource(ResourceArn=api["arn"])["WebACL"]
    assert acl["Name"] == "example-graphql-api-complete"


def test_each_data_source_may_do_what_its_module_grants_and_no_more(local, gallery):
    complete = gallery["graphql_api_complete"]
    iam = local.client("iam")

    def allowed(source):
        role = complete["api"]["role_names"][source]
        policy = iam.get_role_policy(RoleName=role, PolicyName="data-source")["PolicyDocument"]
        statements = policy["Statement"]
        return {
            action
            for statement in (statements if isinstance(statements, list) else [statements])
            for action in (
                [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
            )
        }

    assert allowed("bus") == {"events:PutEvents"}
    assert allowed("quotes") == {"lambda:InvokeFunction"}
    assert {"dynamodb:PutItem", "dynamodb:Query", "kms:Decrypt"} <= allowed("orders")
    assert not allowed("orders") & {"dynamodb:Scan", "dynamodb:DeleteTable"}
    assert "sqs:SendMessage" in allowed("queue") and "sqs:ReceiveMessage" not in allowed("queue")
    assert "checks" not in complete["api"]["role_names"]


def test_a_grant_names_the_fields_it_opens(gallery):
    api = gallery["graphql_api_complete"]["api"]
    opened = {name: statement["resources"] for name, (statement,) in api["grants"].items()}
    assert opened == {
        "mutate": [f"{api['arn']}/types/Mutation/fields/*"],
        "query": [f"{api['arn']}/types/Query/fields/*"],
        "subscribe": [f"{api['arn']}/types/Subscription/fields/*"],
    }
    (one,) = api["field_grants"]["Query.orders"]
    assert one["actions"] == ["appsync:GraphQL"]
    assert one["resources"] == [f"{api['arn']}/types/Query/fields/orders"]
