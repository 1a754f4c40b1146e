"""The shop of the local environment: orders go down, or are refused and undone, and are told of."""

from __future__ import annotations

import json
import secrets
import time
from contextlib import contextmanager

import pytest

from campaigns.orders import campaign
from tests.calls import call
from tooling import demo, emulator
from tooling.aws import Target

saga = pytest.mark.capability("app.orders-saga", "behaves")
DOWN = ["Validate", "Reserve", "Pay", "Fulfil", "Notify", "Confirm"]
TRACE = "1-67891233-abcdef012345678912345678"


@pytest.fixture(scope="module")
def directory(checkout, applied_local):
    return checkout.path / ".cache/local"


@pytest.fixture(scope="module")
def aws(checkout, directory):
    url = json.loads(checkout.invokew("local.status", "--json").stdout)["url"]
    return Target("local", url, "eu-west-1")


@pytest.fixture(scope="module")
def shop(checkout, aws):
    told = checkout.invokew("output", "--env", "local", "--name", "services", "--json").stdout
    return demo.Shop(json.loads(told), aws)


@pytest.fixture(scope="module")
def told(checkout, shop):
    """What the demo tells of each of its orders, by what it is."""
    told = json.loads(checkout.invokew("demo", "--json").stdout)
    return {each["what"]: each for each in told}


@pytest.fixture
def customer(shop):
    """A customer with 100.00, in a shop that has tea and cups."""
    name = f"eve-{secrets.token_hex(3)}"
    shop.ask("payments", "deposit", account=name, cents=10_000, key=name)
    shop.ask("inventory", "receive", key=name, product="tea", quantity=20, price_cents=280)
    return name


def order(customer, country="IE", **items):
    wanted = [{"product": product, "quantity": quantity} for product, quantity in items.items()]
    return {"customer": customer, "country": country, "items": wanted}


def names(path):
    return [step.name for step in path]


def mails(aws, number):
    """The kinds of mails about an order."""
    found = aws.client("dynamodb").scan(TableName="shop-local-notifications-mails")["Items"]
    return [key.split()[1] for key in (item["pk"]["S"] for item in found) if key.startswith(number)]


@contextmanager
def without(aws, role, action):
    """A role's right to an action is taken away meanwhile."""
    iam = aws.client("iam")
    (name,) = [
        each["RoleName"]
        for each in iam.list_roles()["Roles"]
        if each["RoleName"].startswith(f"shop-local-{role}")
    ]
    (policy,) = iam.list_role_policies(RoleName=name)["PolicyNames"]
    before = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    kept = [each for each in before["Statement"] if action not in str(each["Action"])]
    assert len(kept) < len(before["Statement"])
    iam.put_role_policy(
        RoleName=name, PolicyName=policy, PolicyDocument=json.dumps({**before, "Statement": kept})
    )
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(before))


@saga
def test_a_good_order_goes_down_all_steps_and_is_mailed(told, aws, eventually):
    good = told["a good order"]
    assert (good["status"], good["cents"], good["undone"]) == ("CONFIRMED", 1010, [])
    assert [step["name"] for step in good["path"]] == DOWN
    assert not any(step["failed"] for step in good["path"])
    assert eventually(lambda: mails(aws, good["id"])) == ["OrderConfirmed"]


@saga
@pytest.mark.parametrize(
    ("what", "failed", "error", "undone"),
    [
        ("an order to where the shop does not deliver", "Validate", "InvalidOrderError", []),
        ("an order of what is out of stock", "Reserve", "OutOfStockError", []),
        ("an order whose customer is short of money", "Pay", "PaymentRefusedError", ["Release"]),
        ("an order too large for a parcel", "Fulfil", "NoCarrierError", ["Refund", "Release"]),
    ],
)
def test_a_step_that_fails_undoes_those_before_it_once_in_reverse_order(
    told, aws, eventually, what, failed, error, undone
):
    refused = told[what]
    done = DOWN[: DOWN.index(failed) + 1]
    assert [step["name"] for step in refused["path"]] == [*done, *undone, "Refuse", "TellRefusal"]
    assert {step["name"]: step["failed"] for step in refused["path"] if step["failed"]} == {failed: error}
    assert refused["status"] == "REFUSED" and refused["reason"].startswith(error.removesuffix("Error"))
    assert eventually(lambda: mails(aws, refused["id"])) == ["OrderRefused"]


@saga
def test_the_demo_fits_a_terminal_and_names_what_was_undone(checkout, shop):
    shown = checkout.invokew("demo").stdout
    assert (
        "undone: Refund > Release" in shown
        and "Validate > Reserve > Pay > Fulfil > Notify > Confirm" in shown
    )
    assert max(map(len, shown.splitlines())) <= 100


@saga
def test_an_order_that_is_sent_again_is_the_same_order(told, shop, customer):
    assert told["the good order sent again"]["id"] == told["a good order"]["id"]
    first, again = (shop.place(order(customer, tea=1), "key") for _ in range(2))
    assert first["id"] == again["id"] and names(shop.path(first["id"])) == DOWN
    later = shop.place(order(customer, tea=1), "key")
    assert (later["id"], later["status"]) == (first["id"], "CONFIRMED")
    assert shop.ask("payments", "balance", account=customer)["balance_cents"] == 10_000 - 280
    body, headers = order(customer, tea=2), {"Idempotency-Key": "key"}
    assert call("POST", shop.url, body, headers=headers).status == 422


@saga
def test_a_request_that_is_no_order_starts_nothing(shop, customer):
    assert call("POST", shop.url, {"customer": customer}).status == 400
    assert call("POST", shop.url, "{").status == 400
    assert call("GET", f"{shop.url}/none").status == 404
    assert call("POST", shop.url, order(customer, tea=1), signed=False).status == 403


@saga
def test_an_order_that_nobody_can_be_told_of_is_undone_and_asks_for_attention(shop, aws, customer):
    before = shop.ask("inventory", "read", product="tea")["quantity"]
    with without(aws, "orders-machine", "sns:Publish"):
        number = shop.place(order(customer, tea=3), "key")["id"]
        path = shop.path(number)
    undone = ["Cancel", "Refund", "Release", "Refuse"]
    assert names(path) == [*DOWN[:5], *undone, "TellRefusal", "NeedsAttention"]
    assert next(step.failed for step in path if step.failed) == "SNS.AuthorizationErrorException"
    assert shop.read(number)["status"] == "REFUSED"
    assert shop.ask("payments", "balance", account=customer)["balance_cents"] == 10_000
    assert shop.ask("inventory", "read", product="tea")["quantity"] == before


@saga
def test_what_is_to_be_undone_is_tried_until_it_can_be(shop, aws, customer, eventually):
    """Payments may not use its table: whether the order is paid is unknown, and the refund has to wait."""
    states = aws.client("stepfunctions")

    def entered():
        execution = f"{shop.workflow.replace(':stateMachine:', ':execution:')}:{number}"
        events = states.get_execution_history(executionArn=execution)["events"]
        return names(demo.steps(iter(events)))

    with without(aws, "payments-steps", "dynamodb:"):
        number = shop.place(order(customer, tea=1), "key")["id"]
        eventually(lambda: "Refund" in entered(), 60)
    assert names(shop.path(number)) == [*DOWN[:3], "Refund", "Release", "Refuse", "TellRefusal"]
    assert shop.ask("payments", "balance", account=customer)["balance_cents"] == 10_000


@pytest.mark.capability("app.pubsub", "behaves")
def test_each_kind_of_event_comes_through_its_own_queue(told, aws, eventually):
    assert told["a good order"]["status"] == "CONFIRMED"

    def written():
        found = lines(aws, "/aws/lambda/shop-local-notifications")
        return {(each["type"], each["queue"]) for each in found if each.get("message") == "mail written"}

    prefix = "shop-local-notifications"
    both = {("OrderConfirmed", f"{prefix}-confirmed"), ("OrderRefused", f"{prefix}-refused")}
    eventually(lambda: both <= written())
    assert written() == both


@pytest.mark.capability("app.pubsub", "behaves")
def test_a_topic_that_may_not_send_to_the_queue_does_not(shop, aws, customer, directory):
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName="shop-local-notifications-confirmed")["QueueUrl"]
    policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    deny = {**json.loads(policy), "Statement": json.loads(policy)["Statement"][:1]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(deny)})
    try:
        number = shop.place(order(customer, tea=1), "key")["id"]
        assert names(shop.path(number)) == DOWN
        time.sleep(2)
        assert mails(aws, number) == []
        assert any("sqs:SendMessage" in each["text"] for each in emulator.denials(directory))
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def lines(aws, group):
    """What a function has logged, line by line."""
    pages = aws.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    texts = [event["message"] for page in pages for event in page["events"]]
    return [json.loads(text) for text in texts if text.startswith("{")]


@pytest.mark.capability("app.worker", "behaves")
def test_of_a_batch_the_messages_that_fail_come_again_and_end_as_dead_letters(aws, eventually):
    sqs = aws.client("sqs")
    queue = "shop-local-notifications-confirmed"
    url, dead = (sqs.get_queue_url(QueueName=f"{queue}{end}")["QueueUrl"] for end in ("", "-dead-letters"))
    # The queue hides a failed message for a minute between its five receives; not for this test.
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy", "VisibilityTimeout"])
    before = kept["Attributes"]
    redrive = json.dumps(json.loads(before["RedrivePolicy"]) | {"maxReceiveCount": 2})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": "10"})
    run = secrets.token_hex(3)
    event = {"type": "OrderConfirmed", "customer": "ada", "trace_id": TRACE}
    bodies = [json.dumps({**event, "id": f"{run}-{number}"}) for number in range(8)]
    bodies[3:3] = ["poison", json.dumps({**event, "type": "OrderEaten", "id": run})]
    entries = [{"Id": str(at), "MessageBody": body} for at, body in enumerate(bodies)]
    try:
        assert not sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")
        assert sqs.send_message(QueueUrl=url, MessageBody=bodies[0])  # the same once more
        found = {}

        def gone():
            for each in sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10).get("Messages", []):
                found[each["MessageId"]] = each["Body"]
            return {*bodies[3:5]} <= {*found.values()}

        eventually(gone, 120)
        assert {*found.values()} & {*bodies} == {*bodies[3:5]}
        assert [len(mails(aws, f"{run}-{number}")) for number in range(8)] == [1] * 8
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=before)


@pytest.mark.capability("app.worker", "behaves")
def test_a_worker_that_may_not_write_loses_nothing(shop, aws, customer, eventually):
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName="shop-local-notifications-confirmed")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "10"})
    try:
        with without(aws, "notifications", "dynamodb:"):
            number = shop.place(order(customer, tea=1), "key")["id"]
            shop.path(number)
            time.sleep(2)
            assert mails(aws, number) == []
        assert eventually(lambda: mails(aws, number), 60) == ["OrderConfirmed"]
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "60"})


@saga
def test_one_trace_follows_an_order_through_http_workflow_and_queue(shop, aws, customer, eventually):
    headers = {"X-Amzn-Trace-Id": f"Root={TRACE};Sampled=1"}
    answer = call("POST", shop.url, order(customer, tea=1), headers=headers)
    assert answer.body["trace_id"] == TRACE
    number = answer.body["id"]
    shop.path(number)

    def followed():
        functions = ("orders-api", "orders-steps", "inventory-steps", "payments-steps", "notifications")
        found = {
            function: [
                each.get("command") or each["message"]
                for each in lines(aws, f"/aws/lambda/shop-local-{function}")
                if each.get("order_id") == number and each["correlation_id"] == TRACE
            ]
            for function in functions
        }
        return found if found["notifications"] else None

    assert eventually(followed) == {
        "orders-api": ["placed"],
        "orders-steps": ["validate", "fulfil", "confirm"],
        "inventory-steps": ["reserve"],
        "payments-steps": ["pay"],
        "notifications": ["mail written"],
    }


@pytest.mark.capability("app.resilience", "behaves")
def test_orders_are_taken_without_the_hint_when_nobody_may_ask_for_it(shop, aws, customer):
    assert shop.place(order(customer, tea=1), "1")["available"] is True
    with without(aws, "orders-api", "lambda:InvokeFunction"):
        answers = [shop.place(order(customer, tea=1), f"without {number}") for number in range(4)]
    assert [answer["available"] for answer in answers] == [None] * 4
    assert {tuple(names(shop.path(answer["id"]))) for answer in answers} == {tuple(DOWN)}
    problems = [
        each for each in lines(aws, "/aws/lambda/shop-local-orders-api") if each["message"] == "no hint"
    ]
    assert {each["breaker"] for each in problems[-2:]} == {"open"}


@saga
@pytest.mark.capability("app.transfer", "behaves")
@pytest.mark.capability("app.resilience", "behaves")
def test_of_fifty_orders_at_once_with_faults_none_is_lost_or_doubled_and_no_money(shop, aws, directory):
    """DynamoDB throttles and fails some calls, and some customers are short of money."""
    for kind, rate in (("throttle", 0.05), ("error", 0.03)):
        emulator.set_fault(directory, kind=kind, service="dynamodb", rate=rate, seed=7)
    try:
        outcome = campaign.run(shop, 50, at_once=5)
    finally:
        emulator.clear_faults(directory)
    assert outcome.wrong == []
    assert outcome.confirmed > 20 and outcome.refused >= 11 and outcome.undone["Release"] >= 11
