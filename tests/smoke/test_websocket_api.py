"""The WebSocket APIs of the gallery, by clients that connect, send and are pushed to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.calls import REGION
from tests.websocket import RefusedError, WebSocket

pytestmark = pytest.mark.capability("serverless.websocket-api", "behaves")

Connect = Callable[..., WebSocket]


def path_of(local, api) -> str:
    """What follows host and port where the local AWS serves `api`."""
    return f"/_aws/execute-api/{api['id']}/{api['stage']}"


def address(local, api) -> str:
    """Where clients connect to `api`."""
    if not local.embedded:
        pytest.skip("connects by the local AWS's paths")
    return f"ws://{urlsplit(local.url).netloc}{path_of(local, api)}"


@pytest.fixture
def api(gallery) -> dict[str, Any]:
    """The chat."""
    found: dict[str, Any] = gallery["websocket_api_complete"]["api"]
    return found


@pytest.fixture
def connect(local, api) -> Iterator[Connect]:
    """Connects to the chat, as the caller whom the doorman lets in."""
    opened: list[WebSocket] = []

    def client(query: str = "caller=acme") -> WebSocket:
        opened.append(WebSocket(f"{address(local, api)}?{query}"))
        return opened[-1]

    yield client
    for each in opened:
        each.close()


@pytest.fixture
def remembered(local, api) -> Callable[[], list[dict[str, Any]]]:
    """Reads the table of the connections."""
    table = api["connections"]["name"]

    def rows() -> list[dict[str, Any]]:
        return list(local.client("dynamodb").scan(TableName=table, ConsistentRead=True)["Items"])

    return rows


@pytest.fixture(autouse=True)
def nobody_left(remembered, eventually) -> Iterator[None]:
    """Each test begins when those of the test before are forgotten."""
    eventually(lambda: not remembered())
    yield


@pytest.fixture
def management(local, api) -> Any:
    """The API by which connections are posted to."""
    return boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=f"{local.url}{path_of(local, api)}",
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def announce(local, gallery, text: str) -> int:
    """Has the function outside the API push to everyone, and returns how many it reached."""
    answer = local.client("lambda").invoke(
        FunctionName=gallery["websocket_api_complete"]["announcer"]["name"],
        Payload=json.dumps({"text": text}),
    )
    told = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, told
    return int(told["reached"])


def test_who_connects_is_remembered_until_the_connection_must_have_ended(connect, remembered):
    connect()
    (row,) = remembered()
    assert row["caller"] == {"S": "acme"}
    assert 0 < int(row["expires_at"]["N"]) - time.time() <= 2 * 60 * 60


def test_the_table_expires_what_was_left(local, api):
    settings = local.client("dynamodb").describe_time_to_live(TableName=api["connections"]["name"])
    assert settings["TimeToLiveDescription"] == {
        "AttributeName": "expires_at",
        "TimeToLiveStatus": "ENABLED",
    }


def test_a_message_of_no_route_is_answered(connect):
    client = connect()
    for message in ("hello", '{"action": "dance"}'):
        client.send(message)
        assert json.loads(client.receive() or "")["error"].startswith("write ")


def test_a_message_reaches_all_connections_of_its_addressee(connect):
    phone, laptop = connect(), connect()
    phone.send(json.dumps({"action": "send", "to": "acme", "text": "Tea is ready"}))
    for client in (phone, laptop):
        assert json.loads(client.receive() or "") == {"from": "acme", "text": "Tea is ready"}


def test_a_route_that_does_not_answer_says_nothing(connect):
    client = connect()
    client.send(json.dumps({"action": "send", "to": "nobody", "text": "Anyone?"}))
    client.send("hello")
    assert "error" in json.loads(client.receive() or "")


def test_a_function_outside_the_api_pushes_to_everyone(local, gallery, connect):
    clients = [connect(), connect()]
    assert announce(local, gallery, "Closed on Monday") == 2
    for client in clients:
        assert json.loads(client.receive() or "") == {"announcement": "Closed on Monday"}


def test_a_long_message_arrives_whole(local, gallery, connect):
    client, text = connect(), "Grüße! " * 1000
    assert announce(local, gallery, text) == 1
    assert json.loads(client.receive() or "") == {"announcement": text}


def test_the_management_api_pushes_and_disconnects(connect, remembered, management, eventually):
    client = connect()
    connection = remembered()[0]["connection_id"]["S"]
    management.post_to_connection(ConnectionId=connection, Data=b"hello")
    assert client.receive() == "hello"
    management.delete_connection(ConnectionId=connection)
    assert client.receive() is None
    eventually(lambda: not remembered())
    with pytest.raises(management.exceptions.GoneException):
        management.post_to_connection(ConnectionId=connection, Data=b"anyone?")


def test_who_leaves_is_forgotten(connect, remembered, eventually):
    client, other = connect(), connect()
    assert len(remembered()) == 2
    client.close()
    eventually(lambda: len(remembered()) == 1)
    other.vanish()
    eventually(lambda: not remembered())


def test_who_left_unnoticed_is_forgotten_at_the_next_push(local, gallery, api, connect, remembered):
    gone = {"connection_id": {"S": "gone"}, "caller": {"S": "acme"}}
    local.client("dynamodb").put_item(TableName=api["connections"]["name"], Item=gone)
    client = connect()
    assert len(remembered()) == 2
    assert announce(local, gallery, "Open again") == 1
    assert json.loads(client.receive() or "") == {"announcement": "Open again"}
    assert "gone" not in [row["connection_id"]["S"] for row in remembered()]


@pytest.mark.parametrize(("query", "status"), [("", 401), ("caller=globex", 403)])
def test_the_doorman_refuses(connect, remembered, query, status):
    with pytest.raises(RefusedError) as refused:
        connect(query)
    assert refused.value.status == status
    assert not remembered()


def test_without_an_authorizer_callers_sign(local, gallery):
    url = address(local, gallery["websocket_api_minimal"]["api"])
    with pytest.raises(RefusedError) as refused:
        WebSocket(url)
    assert refused.value.status == 403
    request = AWSRequest("GET", url)
    SigV4Auth(Credentials("test", "test"), "execute-api", REGION).add_auth(request)
    with WebSocket(url, headers=dict(request.headers)) as client:
        client.send("hello")
        assert json.loads(client.receive() or "")["body"] == "hello"


def test_connects_and_messages_are_logged(local, api, connect, eventually):
    client = connect()
    client.send("hello")
    client.receive()
    client.close()

    def logged() -> Any:
        events = local.client("logs").filter_log_events(logGroupName=api["log_group_name"])["events"]
        lines = [json.loads(event["message"]) for event in events]
        ended = [line["connection"] for line in lines if line["event"] == "DISCONNECT"]
        whole = [
            (line["event"], line["route"], line["status"])
            for line in lines
            if ended and line["connection"] == ended[-1]
        ]
        return whole if ("MESSAGE", "$default", "200") in whole else None

    assert eventually(logged) == [
        ("CONNECT", "$connect", "200"),
        ("MESSAGE", "$default", "200"),
        ("DISCONNECT", "$disconnect", "200"),
    ]


def test_messages_are_limited(local, api):
    stage = local.client("apigatewayv2").get_stage(ApiId=api["id"], StageName=api["stage"])
    limits = stage["DefaultRouteSettings"]
    assert (limits["ThrottlingRateLimit"], limits["ThrottlingBurstLimit"]) == (50, 100)
    limits = stage["RouteSettings"]["send"]
    assert (limits["ThrottlingRateLimit"], limits["ThrottlingBurstLimit"]) == (10, 20)


def test_grants_say_what_may_be_done_with_connections(gallery, api):
    arn = f"{api['execution_arn']}/{api['stage']}"
    (push,) = api["grants"]["push"]
    assert push["actions"] == ["execute-api:ManageConnections"]
    assert push["resources"] == [f"{arn}/POST/@connections/*"]
    assert api["grants"]["disconnect"][0]["resources"] == [f"{arn}/DELETE/@connections/*"]
    (invoke,) = gallery["websocket_api_minimal"]["api"]["grants"]["invoke"]
    assert invoke["actions"] == ["execute-api:Invoke"] and invoke["resources"][0].endswith("/live/$connect")


def test_only_who_asks_for_it_may_read_the_whole_table(local, gallery):
    def allowed(function: str) -> set[str]:
        role = gallery["websocket_api_complete"][function]["role_name"]
        policy = local.client("iam").get_role_policy(RoleName=role, PolicyName="function")["PolicyDocument"]
        actions = [statement["Action"] for statement in policy["Statement"]]
        return {one for each in actions for one in ([each] if isinstance(each, str) else each)}

    assert {"execute-api:ManageConnections", "dynamodb:PutItem", "dynamodb:Query"} <= allowed("chat")
    assert "dynamodb:Scan" not in allowed("chat")
    assert "dynamodb:Scan" in allowed("announcer")


def test_a_domain_of_its_own_leads_to_the_stage(local, gallery):
    api = gallery["websocket_api_domain"]["api"]
    assert api["url"] == "wss://websocket-api.example.com/chat"
    assert api["environment"]["CONNECTIONS_URL"] == "https://websocket-api.example.com/chat"
    (mapping,) = local.client("apigatewayv2").get_api_mappings(DomainName="websocket-api.example.com")[
        "Items"
    ]
    assert (mapping["ApiId"], mapping["Stage"], mapping["ApiMappingKey"]) == (api["id"], "live", "chat")
