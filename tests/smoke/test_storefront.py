"""The storefront of the shop: carts made of events, documents by address, sales through a stream."""

from __future__ import annotations

import json
import secrets
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests import cache, sql

cqrs = pytest.mark.capability("app.cqrs", "behaves")
sourcing = pytest.mark.capability("app.event-sourcing", "behaves")
documents = pytest.mark.capability("app.documents", "behaves")
stream = pytest.mark.capability("app.stream", "behaves")
cached = pytest.mark.capability("app.cache-aside", "behaves")
outbox = pytest.mark.capability("app.outbox", "behaves")


@pytest.fixture
def storefront(gallery):
    return gallery["storefront"]


class Refused(Exception):  # noqa: N818
    """A function answered with an error."""


@pytest.fixture
def invoke(local):
    """Call a function of the storefront with a payload."""
    client = local.client("lambda")

    def call(function, **payload):
        answer = client.invoke(FunctionName=function["name"], Payload=json.dumps(payload))
        body = json.load(answer["Payload"])
        if "FunctionError" in answer:
            raise Refused(body["errorType"])
        return body

    return call


@pytest.fixture
def write(invoke, storefront):
    """Send a command to a cart."""
    return lambda cart, command, **more: invoke(
        storefront["carts"]["functions"]["write"], cart=cart, command=command, **more
    )


@pytest.fixture
def view(local, storefront):
    """A cart as the read model has it."""
    table = storefront["carts"]["tables"]["views"]["name"]

    def look(cart):
        found = local.client("dynamodb").get_item(TableName=table, Key={"cart": {"S": cart}}).get("Item")
        if found is None:
            return None
        items = {product: int(quantity["N"]) for product, quantity in found["items"]["M"].items()}
        return {"version": int(found["version"]["N"]), "status": found["status"]["S"], "items": items}

    return look


@pytest.fixture
def demand(local, storefront):
    """How much of a product was counted."""
    table = storefront["carts"]["tables"]["demand"]["name"]

    def look(product):
        key = {"pk": {"S": f"PRODUCT#{product}"}}
        found = local.client("dynamodb").get_item(TableName=table, Key=key).get("Item")
        return int(found["quantity"]["N"]) if found else 0

    return look


@contextmanager
def without(local, function, action):
    """A function's right to an action is taken away meanwhile."""
    iam, role = local.client("iam"), {"RoleName": function["role_name"], "PolicyName": "function"}
    before = iam.get_role_policy(**role)["PolicyDocument"]
    kept = [each for each in before["Statement"] if action not in str(each["Action"])]
    assert len(kept) < len(before["Statement"])
    iam.put_role_policy(**role, PolicyDocument=json.dumps({**before, "Statement": kept}))
    try:
        yield
    finally:
        iam.put_role_policy(**role, PolicyDocument=json.dumps(before))


def new(kind):
    return f"{kind}-{secrets.token_hex(4)}"


@cqrs
def test_a_view_follows_what_was_written(write, view, eventually):
    cart = new("cart")
    write(cart, "add", product="tea", quantity=2)
    write(cart, "add", product="cup", quantity=1)
    write(cart, "remove", product="cup")
    ordered = write(cart, "check-out")
    assert ordered == {"version": 4, "status": "ordered", "items": {"tea": 2}}
    assert eventually(lambda: view(cart) == ordered)


@cqrs
def test_a_view_that_may_not_be_written_catches_up_in_order(local, storefront, write, view, eventually):
    cart = new("cart")
    with without(local, storefront["carts"]["functions"]["view"], "dynamodb:PutItem"):
        for quantity in (1, 2, 3):
            write(cart, "add", product="tea", quantity=quantity)
        time.sleep(2)
        assert view(cart) is None
    assert eventually(lambda: view(cart) == {"version": 3, "status": "open", "items": {"tea": 6}})


@sourcing
def test_what_a_cart_cannot_do_leaves_no_event(write):
    cart = new("cart")
    for command, more in (
        ("check-out", {}),
        ("remove", {"product": "tea"}),
        ("add", {"product": "tea", "quantity": 0}),
    ):
        with pytest.raises(Refused, match="RefusedError"):
            write(cart, command, **more)
    assert write(cart, "add", product="tea", quantity=1)["version"] == 1


@sourcing
def test_all_who_write_at_once_are_heard(write, view, eventually):
    cart = new("cart")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: write(cart, "add", product="tea", quantity=1), range(6)))
    whole = {"version": 6, "status": "open", "items": {"tea": 6}}
    assert eventually(lambda: view(cart) == whole)


@sourcing
def test_state_that_is_lost_is_rebuilt_from_the_archive(local, storefront, invoke, write, demand, eventually):
    tea, cup, cart = new("tea"), new("cup"), new("cart")
    began = datetime.now(UTC) - timedelta(minutes=5)
    write(cart, "add", product=tea, quantity=2)
    write(cart, "add", product=cup, quantity=5)
    write(new("cart"), "add", product=tea, quantity=3)
    write(cart, "remove", product=cup)
    assert eventually(lambda: demand(tea) == 5)

    functions = storefront["carts"]["functions"]
    with without(local, functions["rebuild"], "events:StartReplay"), pytest.raises(Refused):
        invoke(functions["rebuild"], since=began.isoformat())
    assert demand(tea) == 0  # forgotten, and not to be had back without the right

    invoke(functions["rebuild"], since=began.isoformat())
    assert eventually(lambda: (demand(tea), demand(cup)) == (5, 0))
    write(cart, "add", product=tea, quantity=1)
    assert eventually(lambda: demand(tea) == 6)  # and it goes on from there


@sourcing
def test_an_event_that_comes_twice_counts_once(local, storefront, write, demand, eventually):
    tea, cart = new("tea"), new("cart")
    write(cart, "add", product=tea, quantity=2)
    assert eventually(lambda: demand(tea) == 2)
    event = {"type": "ItemAdded", "cart": cart, "version": 1, "product": tea, "quantity": 2, "trace_id": ""}
    bus = storefront["carts"]["functions"]["publish"]
    name = local.client("lambda").get_function_configuration(FunctionName=bus["name"])["Environment"][
        "Variables"
    ]
    entry = {
        "EventBusName": name["EVENT_BUS_NAME"],
        "Source": "shop.carts",
        "DetailType": "ItemAdded",
        "Detail": json.dumps(event),
    }
    later = {**entry, "Detail": json.dumps({**event, "version": 2})}
    local.client("events").put_events(Entries=[entry, later])
    assert eventually(lambda: demand(tea) == 4)


@sourcing
def test_what_could_not_be_published_is_published_later(local, storefront, write, demand, eventually):
    tea = new("tea")
    with without(local, storefront["carts"]["functions"]["publish"], "events:PutEvents"):
        write(new("cart"), "add", product=tea, quantity=2)
        time.sleep(2)
        assert demand(tea) == 0
    assert eventually(lambda: demand(tea) == 2)


def request(method, address, body=None, kind="text/plain"):
    asked = urllib.request.Request(address, body, {"Content-Type": kind} if body else {}, method=method)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


@pytest.fixture
def link(invoke, storefront):
    return lambda command, **more: invoke(storefront["documents"]["links"], command=command, **more)


@documents
def test_a_document_goes_up_and_comes_down_by_addresses(link):
    up = link("upload", customer="ada", content_type="text/plain")
    assert request("PUT", up["url"], b"a bill")[0] == 200
    down = link("download", customer="ada", document=up["document"])
    assert request("GET", down["url"]) == (200, b"a bill")
    assert request("GET", down["url"].partition("?")[0])[0] == 403  # the address without its signature


@documents
def test_an_address_is_for_its_document_its_type_and_its_time(link):
    up = link("upload", customer="ada", content_type="text/plain")
    assert request("PUT", up["url"], b"<html>", kind="text/html")[0] == 403
    assert request("PUT", up["url"].replace("/ada/", "/bob/"), b"a bill")[0] == 403
    assert request("GET", up["url"])[0] == 403
    brief = link("upload", customer="ada", content_type="text/plain", seconds=1)
    time.sleep(2.1)
    status, body = request("PUT", brief["url"], b"a bill")
    assert status == 403 and b"expired" in body


@documents
@pytest.mark.parametrize("names", [{"customer": "../bob"}, {"customer": "ada", "document": "a/b"}])
def test_an_address_is_of_one_customers_folder_only(link, names):
    with pytest.raises(Refused, match="RefusedError"):
        link("download", **names)


@documents
def test_an_address_may_no_more_than_who_signed_it(local, storefront, link):
    up = link("upload", customer="ada", content_type="text/plain")
    with without(local, storefront["documents"]["links"], "s3:PutObject"):
        assert request("PUT", up["url"], b"a bill")[0] == 403
    assert request("PUT", up["url"], b"a bill")[0] == 200


@pytest.fixture
def sold(local, storefront):
    """The sum of a customer's sales."""
    table = storefront["analytics"]["table"]["name"]

    def look(customer):
        key = {"pk": {"S": f"CUSTOMER#{customer}"}}
        found = local.client("dynamodb").get_item(TableName=table, Key=key).get("Item")
        return int(found["cents"]["N"]) if found else 0

    return look


def sales(customer, *cents):
    return [{"customer": customer, "cents": each, "id": new("sale")} for each in cents]


@stream
def test_sales_are_summed_up_by_customer(invoke, storefront, sold, eventually):
    ada, bob = new("ada"), new("bob")
    invoke(storefront["analytics"]["produce"], sales=sales(ada, 100, 200, 300) + sales(bob, 5))
    assert eventually(lambda: (sold(ada), sold(bob)) == (600, 5))


@stream
def test_a_customers_sales_are_in_one_shard_and_customers_are_spread(local, invoke, storefront):
    kinesis, name = local.client("kinesis"), storefront["analytics"]["stream"]["name"]
    customers = [new("c") for _ in range(12)]
    invoke(storefront["analytics"]["produce"], sales=[sale for c in customers for sale in sales(c, 1, 2)])
    found = {}
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        start = kinesis.get_shard_iterator(
            StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )
        for record in kinesis.get_records(ShardIterator=start["ShardIterator"])["Records"]:
            found.setdefault(record["PartitionKey"], set()).add(shard["ShardId"])
    assert all(len(found[customer]) == 1 for customer in customers)
    assert len(set.union(*(found[customer] for customer in customers))) == 2


@stream
def test_a_sale_that_comes_twice_counts_once(invoke, storefront, sold, eventually):
    ada = new("ada")
    (sale,) = sales(ada, 100)
    invoke(storefront["analytics"]["produce"], sales=[sale, sale, *sales(ada, 1)])
    assert eventually(lambda: sold(ada) == 101)


@stream
def test_what_cannot_be_counted_yet_is_counted_later(local, invoke, storefront, sold, eventually):
    ada = new("ada")
    with without(local, storefront["analytics"]["consume"], "dynamodb:"):
        invoke(storefront["analytics"]["produce"], sales=sales(ada, 100, 50))
        time.sleep(1)
        assert sold(ada) == 0
    assert eventually(lambda: sold(ada) == 150)


@stream
def test_who_may_not_write_to_the_stream_does_not(local, invoke, storefront, sold):
    ada = new("ada")
    with without(local, storefront["analytics"]["produce"], "kinesis:PutRecords"), pytest.raises(Refused):
        invoke(storefront["analytics"]["produce"], sales=sales(ada, 100))
    assert sold(ada) == 0


@pytest.fixture
def shelf(local, invoke, storefront):
    """The products service, with its tables made, where the local AWS has the servers for it."""
    if local.embedded:
        sql.needed()
        cache.needed()
    functions = storefront["products"]["functions"]
    invoke(functions["write"], command="set-up")
    return functions


@pytest.fixture
def heard(local, storefront):
    """The prices of a product that were heard of on the bus, by version."""
    table = storefront["products"]["history"]["name"]

    def look(product):
        items = local.client("dynamodb").query(
            TableName=table,
            KeyConditionExpression="product = :product",
            ExpressionAttributeValues={":product": {"S": product}},
        )["Items"]
        return [(int(item["version"]["N"]), int(item["price_cents"]["N"])) for item in items]

    return look


def set_price(invoke, shelf, product, cents):
    return invoke(shelf["write"], command="set", product=product, name=product, price_cents=cents)


@cached
def test_a_product_is_read_from_the_cache_until_it_changes(invoke, shelf):
    tea = new("tea")
    set_price(invoke, shelf, tea, 280)
    reads = [invoke(shelf["read"], product=tea) for _ in range(3)]
    assert [read["from"] for read in reads] == ["database", "cache", "cache"]
    assert {(read["price_cents"], read["version"]) for read in reads} == {(280, 1)}
    set_price(invoke, shelf, tea, 300)
    again = [invoke(shelf["read"], product=tea) for _ in range(2)]
    assert [(read["from"], read["price_cents"]) for read in again] == [("database", 300), ("cache", 300)]
    with pytest.raises(Refused, match="NoSuchProductError"):
        invoke(shelf["read"], product="nothing")


@cached
def test_what_is_cached_has_an_end(local, invoke, shelf, storefront):
    tea = new("tea")
    set_price(invoke, shelf, tea, 280)
    invoke(shelf["read"], product=tea)
    held = storefront["products"]["cache"]
    at = {"Address": held["address"]["host"], "Port": held["address"]["port"]}
    user = held["users"]["app"]
    trust = {"ssl_ca_data": cache.authority(local.url)} if local.embedded else {"ssl": True}
    server = cache.connect(at, username=user, password=cache.token(held["name"], user), **trust)
    assert 0 < server.ttl(f"product:{tea}") <= 330


@cached
def test_without_its_right_to_the_cache_the_service_reads_the_database(local, invoke, shelf):
    tea = new("tea")
    set_price(invoke, shelf, tea, 280)
    with without(local, shelf["read"], "elasticache:Connect"):
        restarted(local, shelf["read"])  # a connection that is open stays so
        reads = [invoke(shelf["read"], product=tea) for _ in range(2)]
    assert [(read["from"], read["price_cents"]) for read in reads] == [("database", 280)] * 2
    restarted(local, shelf["read"])
    assert [invoke(shelf["read"], product=tea)["from"] for _ in range(2)] == ["database", "cache"]


def restarted(local, function):
    """The function has new execution environments: its memory changed."""
    client = local.client("lambda")
    client.update_function_configuration(
        FunctionName=function["name"], MemorySize=256 + secrets.randbelow(100)
    )
    client.get_waiter("function_updated_v2").wait(FunctionName=function["name"])


@outbox
def test_a_change_is_told_of_by_the_relay_once_and_in_full(invoke, shelf, heard, eventually):
    tea = new("tea")
    for cents in (280, 300, 320):
        set_price(invoke, shelf, tea, cents)
    invoke(shelf["relay"])
    assert eventually(lambda: heard(tea) == [(1, 280), (2, 300), (3, 320)])


@outbox
def test_a_change_that_fails_leaves_no_event_and_no_row(invoke, shelf, heard):
    tea = new("tea")
    with pytest.raises(Refused, match="RefusedError"):
        set_price(invoke, shelf, tea, -1)  # found out after both were written
    with pytest.raises(Refused, match="NoSuchProductError"):
        invoke(shelf["read"], product=tea)
    invoke(shelf["relay"])
    time.sleep(1)
    assert heard(tea) == []


@outbox
def test_what_could_not_be_relayed_stays_until_it_can_be(local, invoke, shelf, heard, eventually):
    tea = new("tea")
    set_price(invoke, shelf, tea, 280)
    with without(local, shelf["relay"], "events:PutEvents"), pytest.raises(Refused):
        invoke(shelf["relay"])
    assert heard(tea) == []
    invoke(shelf["relay"])
    assert eventually(lambda: heard(tea) == [(1, 280)])


@outbox
def test_a_change_that_is_told_twice_is_kept_once(local, invoke, shelf, heard, eventually):
    tea = new("tea")
    variables = local.client("lambda").get_function_configuration(FunctionName=shelf["relay"]["name"])[
        "Environment"
    ]
    detail = {"product": tea, "version": 1, "price_cents": 280}
    entry = {
        "EventBusName": variables["Variables"]["EVENT_BUS_NAME"],
        "Source": "shop.products",
        "DetailType": "ProductChanged",
        "Detail": json.dumps(detail),
    }
    later = {**entry, "Detail": json.dumps({**detail, "version": 2, "price_cents": 300})}
    local.client("events").put_events(Entries=[entry, entry, later])
    assert eventually(lambda: heard(tea) == [(1, 280), (2, 300)])
