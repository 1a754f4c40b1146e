"""The users service, driven through its Lambda handlers by the events that API Gateway and SQS send."""

import base64
import importlib
import io
import json
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.unit.fake_aws import FakeAws
from tooling.paths import EXAMPLES

SERVICE = EXAMPLES / "shop" / "services" / "users"
ANN = {"name": "Ann", "email": "ann@example.com"}
CONTEXT = SimpleNamespace(
    function_name="users",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:eu-west-1:000000000000:function:users",
    aws_request_id="invocation-1",
    get_remaining_time_in_millis=lambda: 10_000,
)


class Service:
    """The two handlers over one fake AWS."""

    def __init__(self, api: ModuleType, worker: ModuleType, aws: FakeAws) -> None:
        self.api, self.worker, self.aws = api, worker, aws
        self.log = io.StringIO()
        for module in (api, worker):
            module.logger.registered_handler.setStream(self.log)

    def call(self, method: str, path: str, body: Any = None, **event: Any) -> "Answer":
        """Send a request; a body that is not a string is sent as JSON."""
        request = proxy_event(
            method, path, body if isinstance(body, str | None) else json.dumps(body), **event
        )
        return Answer(self.api.handler(request, CONTEXT))

    def create(self, **fields: str) -> dict[str, Any]:
        return self.call("POST", "/users", {**ANN, **fields}).json

    def deliver(self, *bodies: str) -> list[str]:
        """Hand messages m0, m1, … to the worker in one batch; returns the ids of those that failed."""
        records = [sqs_record(f"m{position}", body) for position, body in enumerate(bodies)]
        answer = self.worker.handler({"Records": records}, CONTEXT)
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def messages(self) -> list[str]:
        """What the bus's rule puts on the queue for every event published so far."""
        return [
            envelope(entry["Source"], entry["DetailType"], json.loads(entry["Detail"]))
            for entry in self.aws.published
        ]

    def logged(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def welcome(self, user_id: str) -> dict[str, Any] | None:
        return self.aws.items.get(f"WELCOME#{user_id}")


class Answer:
    """The proxy integration's answer, unpacked."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.status = raw["statusCode"]
        self.headers = {name: values[0] for name, values in raw["multiValueHeaders"].items()}
        self.text = raw["body"]

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def proxy_event(method: str, path: str, body: str | None, **event: Any) -> dict[str, Any]:
    headers = event.pop("headers", {})
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": path.strip("/")},
        "stageVariables": None,
        "requestContext": {
            "requestId": "request-1",
            "stage": "live",
            "path": f"/live{path}",
            "httpMethod": method,
        },
        "body": body,
        "isBase64Encoded": False,
        **event,
    }


def sqs_record(message_id: str, body: str) -> dict[str, Any]:
    return {
        "messageId": message_id,
        "receiptHandle": "handle",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:users",
        "awsRegion": "eu-west-1",
    }


def envelope(source: str, detail_type: str, detail: dict[str, Any]) -> str:
    return json.dumps(
        {"version": "0", "id": "1", "source": source, "detail-type": detail_type, "detail": detail}
    )


@pytest.fixture(scope="module")
def handlers() -> Iterator[tuple[ModuleType, ModuleType, ModuleType]]:
    """The service's modules, imported as Lambda does: from its own folder, configured by the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SERVICE))
        for name, value in {
            "TABLE_NAME": "users",
            "EMAIL_INDEX": "email-index",
            "EVENT_BUS_NAME": "shop",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "POWERTOOLS_SERVICE_NAME": "users",
        }.items():
            patch.setenv(name, value)
        yield tuple(importlib.import_module(f"users.{name}") for name in ("api", "worker", "aws"))  # type: ignore[misc]
        for name in [name for name in sys.modules if name.split(".")[0] == "users"]:
            del sys.modules[name]


@pytest.fixture
def service(
    handlers: tuple[ModuleType, ModuleType, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Service]:
    api, worker, clients = handlers
    aws = FakeAws()
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for client in (clients.dynamodb, clients.events):
        aws.attach(client)
    yield Service(api, worker, aws)
    for client in (clients.dynamodb, clients.events):
        aws.detach(client)


def test_create_answers_201_with_the_user_and_its_address(service: Service) -> None:
    answer = service.call("POST", "/users", ANN)
    assert answer.status == 201
    assert answer.json.items() >= {**ANN, "version": 1}.items()
    assert set(answer.json) == {"id", "name", "email", "created_at", "version"}
    assert answer.headers["Location"] == f"/live/users/{answer.json['id']}"
    assert answer.headers["X-Request-Id"] == "request-1"


def test_a_created_user_is_read_found_and_deleted(service: Service) -> None:
    user = service.create()
    assert service.call("GET", f"/users/{user['id']}").json == user
    assert service.call("GET", "/users", queryStringParameters={"email": " Ann@Example.com"}).json == user

    deleted = service.call("DELETE", f"/users/{user['id']}")
    assert (deleted.status, deleted.text) == (204, "")
    assert service.call("GET", f"/users/{user['id']}").status == 404
    assert service.call("GET", "/users", queryStringParameters={"email": ANN["email"]}).status == 404
    assert service.call("DELETE", f"/users/{user['id']}").status == 404


def test_a_deleted_users_address_is_free_again(service: Service) -> None:
    service.call("DELETE", f"/users/{service.create()['id']}")
    assert service.aws.items == {}
    assert service.call("POST", "/users", ANN).status == 201


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ({}, {("name", "required"), ("email", "required")}),
        ({**ANN, "name": ""}, {("name", "minLength")}),
        ({**ANN, "name": "   "}, {("name", "minLength")}),
        ({**ANN, "name": "a" * 101}, {("name", "maxLength")}),
        ({**ANN, "name": 7}, {("name", "type")}),
        ({**ANN, "name": "Ann\x00"}, {("name", "pattern")}),
        ({**ANN, "name": "\ud800"}, {("name", "pattern")}),
        ({**ANN, "email": None}, {("email", "type")}),
        ({**ANN, "email": "ann"}, {("email", "pattern")}),
        ({**ANN, "email": "ann@localhost"}, {("email", "pattern")}),
        ({**ANN, "email": "an n@example.com"}, {("email", "pattern")}),
        ({**ANN, "email": "a" * 250 + "@b.co"}, {("email", "maxLength")}),
        ({**ANN, "admin": True}, {("admin", "additionalProperties")}),
        ({"name": 7, "email": "x"}, {("name", "type"), ("email", "pattern")}),
        ([ANN], {("", "type")}),
        ("null", {("", "type")}),
        (None, {("", "type")}),
        ("", {("", "type")}),
    ],
)
def test_an_invalid_body_is_refused_field_by_field(
    service: Service, body: Any, broken: set[tuple[str, str]]
) -> None:
    answer = service.call("POST", "/users", body)
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {(error["field"], error["rule"]) for error in answer.json["errors"]} == broken
    assert all(error["detail"] for error in answer.json["errors"])
    assert service.aws.items == {}


@pytest.mark.parametrize(
    "event",
    [
        {"body": "{name: Ann}"},
        {"body": "[" * 100_000},
        {"body": base64.b64encode(b'{"name": "\xff"}').decode(), "isBase64Encoded": True},
        {"body": "a", "isBase64Encoded": True},
    ],
)
def test_a_body_that_is_not_json_is_refused(service: Service, event: dict[str, Any]) -> None:
    answer = service.call("POST", "/users", **event)
    assert answer.status == 400
    assert answer.json["detail"] == "The body must be JSON in UTF-8."


def test_a_base64_body_is_read(service: Service) -> None:
    body = base64.b64encode(json.dumps(ANN).encode()).decode()
    assert service.call("POST", "/users", body, isBase64Encoded=True).status == 201


def test_an_address_in_use_is_a_conflict_in_any_case(service: Service) -> None:
    service.create()
    answer = service.call("POST", "/users", {"name": "Other", "email": " ANN@example.COM "})
    assert answer.status == 409
    assert answer.json["status"] == 409
    assert len(service.aws.published) == 1


@pytest.mark.parametrize("query", [None, {}, {"email": ""}, {"email": "ann"}, {"name": "Ann"}])
def test_a_search_without_a_usable_address_is_refused(service: Service, query: dict[str, str] | None) -> None:
    answer = service.call("GET", "/users", queryStringParameters=query)
    assert answer.status == 400
    assert answer.json["errors"][0]["field"] == "email"


@pytest.mark.parametrize("user_id", ["unknown", "6f1f0d0e-0000-4000-8000-000000000000", "a" * 3000])
def test_an_unknown_user_is_not_found(service: Service, user_id: str) -> None:
    for method in ("GET", "DELETE"):
        answer = service.call(method, f"/users/{user_id}")
        assert (answer.status, answer.json["title"]) == (404, "Not Found")


@pytest.mark.parametrize("path", ["/", "/accounts", "/users/1/orders"])
def test_an_unknown_path_is_not_found(service: Service, path: str) -> None:
    answer = service.call("GET", path)
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("PUT", "/users", "GET, POST"), ("PATCH", "/users/1", "GET, DELETE")],
)
def test_a_wrong_method_is_told_the_right_ones(service: Service, method: str, path: str, allow: str) -> None:
    answer = service.call(method, path)
    assert (answer.status, answer.headers["Allow"]) == (405, allow)


def test_an_unexpected_failure_shows_no_internals(service: Service) -> None:
    service.aws.broken = True
    answer = service.call("POST", "/users", ANN)
    assert answer.status == 500
    assert answer.headers["X-Request-Id"] == "request-1"
    assert "InternalServerError" not in answer.text
    failure = next(line for line in service.logged() if line["level"] == "ERROR")
    assert "InternalServerError" in failure["exception"]
    assert failure["correlation_id"] == "request-1"


def test_a_conflicting_transaction_is_tried_again(service: Service) -> None:
    service.aws.conflicts = 2
    assert service.call("POST", "/users", ANN).status == 201
    service.aws.conflicts = 3
    assert service.call("POST", "/users", {**ANN, "email": "bob@example.com"}).status == 500


def test_a_reservation_of_another_user_is_never_removed(service: Service) -> None:
    user = service.create()
    service.aws.items["EMAIL#ann@example.com"]["user_id"] = {"S": "another"}
    assert service.call("DELETE", f"/users/{user['id']}").status == 500
    assert "EMAIL#ann@example.com" in service.aws.items


def test_an_idempotency_key_makes_a_repeated_request_answer_as_the_first(service: Service) -> None:
    headers = {"idempotency-key": "key-1"}
    first = service.call("POST", "/users", ANN, headers=headers)
    again = service.call("POST", "/users", ANN, headers=headers)
    assert (first.status, again.status) == (201, 201)
    assert again.json == first.json
    assert again.headers["Location"] == first.headers["Location"]
    assert len(service.aws.published) == 1


def test_an_idempotency_key_serves_one_body_only(service: Service) -> None:
    headers = {"Idempotency-Key": "key-1"}
    service.call("POST", "/users", ANN, headers=headers)
    answer = service.call("POST", "/users", {**ANN, "name": "Bob"}, headers=headers)
    assert answer.status == 422
    assert service.call("POST", "/users", ANN, headers={"Idempotency-Key": "k" * 256}).status == 400


def test_a_request_still_being_served_is_not_served_twice(service: Service) -> None:
    headers = {"Idempotency-Key": "key-1"}
    service.call("POST", "/users", ANN, headers=headers)
    (record,) = (item for pk, item in service.aws.items.items() if pk.startswith("IDEMPOTENCY#"))
    record["status"] = {"S": "INPROGRESS"}
    answer = service.call("POST", "/users", ANN, headers=headers)
    assert (answer.status, answer.headers["Retry-After"]) == (409, "1")


def test_a_refused_request_does_not_use_up_its_key(service: Service) -> None:
    user = service.create()
    headers = {"Idempotency-Key": "key-1"}
    assert service.call("POST", "/users", ANN, headers=headers).status == 409
    service.call("DELETE", f"/users/{user['id']}")
    assert service.call("POST", "/users", ANN, headers=headers).status == 201


def test_both_changes_are_published(service: Service) -> None:
    user = service.create()
    service.call("DELETE", f"/users/{user['id']}")
    created, deleted = service.aws.published
    assert [entry["DetailType"] for entry in (created, deleted)] == ["UserCreated", "UserDeleted"]
    assert {entry["Source"] for entry in (created, deleted)} == {"shop.users"}
    assert {entry["EventBusName"] for entry in (created, deleted)} == {"shop"}
    details = [json.loads(entry["Detail"]) for entry in (created, deleted)]
    assert [detail["version"] for detail in details] == [1, 2]
    assert {detail["user_id"] for detail in details} == {user["id"]}
    assert details[0]["event_id"] != details[1]["event_id"]


def test_an_event_the_bus_refuses_is_sent_again(service: Service) -> None:
    service.aws.bus_failures = 2
    service.create()
    assert len(service.aws.published) == 1


def failing(put_events: Any, *errors: Exception) -> Any:
    """The call, which fails with these errors before it works."""
    left = list(errors)

    def call(**arguments: Any) -> Any:
        if left:
            raise left.pop(0)
        return put_events(**arguments)

    return call


def given_up(code: str, **metadata: Any) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "PutEvents")


def test_an_event_that_the_sdk_gave_up_is_sent_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = service.api.events.events
    errors = (
        ConnectionClosedError(endpoint_url="bus"),
        given_up("ThrottlingException", MaxAttemptsReached=True),
    )
    monkeypatch.setattr(bus, "put_events", failing(bus.put_events, *errors))
    service.create()
    assert len(service.aws.published) == 1


def test_an_event_that_the_service_may_not_publish_is_not_sent_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = service.api.events.events
    monkeypatch.setattr(bus, "put_events", failing(bus.put_events, given_up("AccessDeniedException")))
    service.create()
    assert service.aws.published == []


def test_a_lost_event_is_logged_and_counted_and_the_user_kept(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.aws.bus_failures = 3
    answer = service.call("POST", "/users", ANN)
    assert answer.status == 201
    assert service.call("GET", f"/users/{answer.json['id']}").status == 200
    lost = next(line for line in service.logged() if line["message"] == "event not published")
    assert lost["detail"]["user_id"] == answer.json["id"]
    assert "email" not in lost["detail"]
    assert json.loads(capsys.readouterr().out)["EventsNotPublished"] == [1.0]


def test_the_worker_keeps_the_welcome_list(service: Service) -> None:
    user = service.create()
    assert service.deliver(*service.messages()) == []
    assert service.welcome(user["id"]) == {
        "pk": {"S": f"WELCOME#{user['id']}"},
        "user_id": {"S": user["id"]},
        "status": {"S": "due"},
        "version": {"N": "1"},
        "at": {"S": json.loads(service.aws.published[0]["Detail"])["occurred_at"]},
    }
    service.call("DELETE", f"/users/{user['id']}")
    assert service.deliver(service.messages()[1]) == []
    welcome = service.welcome(user["id"])
    assert welcome is not None and welcome["status"] == {"S": "cancelled"}
    assert "expires_at" in welcome


def test_events_out_of_order_end_in_the_same_state(service: Service) -> None:
    user = service.create()
    service.call("DELETE", f"/users/{user['id']}")
    assert service.deliver(*reversed(service.messages())) == []
    welcome = service.welcome(user["id"])
    assert welcome is not None and welcome["status"] == {"S": "cancelled"}


def test_a_duplicate_is_processed_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.create()
    (message,) = service.messages()
    record = service.worker.welcome.record
    seen: list[str] = []
    monkeypatch.setattr(
        service.worker.welcome,
        "record",
        lambda kind, event: seen.append(event["event_id"]) or record(kind, event),
    )
    assert service.deliver(message, message) == []
    assert service.deliver(message) == []
    assert len(seen) == 1


USER_ID = "6f1f0d0e-0000-4000-8000-000000000000"
DETAIL = {
    "event_id": "e",
    "occurred_at": "2026-01-01T00:00:00Z",
    "user_id": USER_ID,
    "email": "a@b.co",
    "version": 1,
}


@pytest.mark.parametrize(
    "poison",
    [
        "not json",
        "null",
        envelope("shop.users", "UserRenamed", DETAIL),
        envelope("shop.orders", "UserCreated", DETAIL),
        envelope("shop.users", "UserCreated", {**DETAIL, "version": "1"}),
        envelope("shop.users", "UserCreated", {k: v for k, v in DETAIL.items() if k != "event_id"}),
    ],
)
def test_a_poison_message_fails_alone(service: Service, poison: str) -> None:
    good = envelope("shop.users", "UserCreated", DETAIL)
    assert service.deliver(poison, good) == ["m0"]
    assert "a@b.co" not in service.log.getvalue()
    assert service.welcome(USER_ID) is not None


def test_a_batch_of_poison_is_reported_message_by_message(service: Service) -> None:
    assert service.deliver("not json", "null") == ["m0", "m1"]


def test_a_failure_is_retried_until_it_succeeds(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    message = envelope("shop.users", "UserCreated", DETAIL)
    with monkeypatch.context() as patch:
        patch.setattr(service.worker.welcome, "record", lambda *_: 1 / 0)
        assert service.deliver(message) == ["m0"]
    assert service.logged()[-1]["message"] == "message failed"
    assert service.deliver(message) == []
    assert service.welcome(USER_ID) is not None
