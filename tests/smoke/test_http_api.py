"""The HTTP APIs of the gallery, over HTTP."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest

from tests.calls import Answer, call

pytestmark = pytest.mark.capability("serverless.http-api", "behaves")

PASSWORD = "Correct-horse-7"
Orders = Callable[..., Answer]


@pytest.fixture
def orders(local, gallery) -> Orders:
    """Calls the shop's API at its domain, as a name server would lead there."""
    api = gallery["http_api_complete"]["api"]

    def ask(method: str, path: str, token: str | None = None, **more: Any) -> Answer:
        headers = {"host": "http-api.example.com", **more.pop("headers", {})}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        address = f"{local.url}{api['url'].removeprefix('https://http-api.example.com')}{path}"
        return call(method, address, more.pop("body", None), signed=False, headers=headers)

    return ask


@pytest.fixture(scope="module")
def sign_in(local, gallery) -> Callable[..., dict[str, str]]:
    """Signs a new customer in to an app of the pool, the API's own by default, and returns the tokens."""
    app, cognito = gallery["http_api_complete"]["app"], local.client("cognito-idp")

    def tokens(client_id: str = app["client_id"]) -> dict[str, str]:
        who, pool = f"ada-{uuid4().hex[:6]}", app["user_pool_id"]
        cognito.admin_create_user(UserPoolId=pool, Username=who)
        cognito.admin_set_user_password(UserPoolId=pool, Username=who, Password=PASSWORD, Permanent=True)
        answer = cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": who, "PASSWORD": PASSWORD},
            ClientId=client_id,
        )
        found: dict[str, str] = answer["AuthenticationResult"]
        return found

    return tokens


def url(local, gallery, path: str) -> str:
    """The address of a path of the minimal API."""
    return str(local.target.local_url(gallery["http_api_minimal"]["api"]["url"]) + path)


def test_a_signed_request_reaches_the_function(local, gallery):
    answer = call("GET", url(local, gallery, "/echo?page=2"))
    assert answer.status == 200
    assert (answer.body["path"], answer.body["query"]) == ("/echo", {"page": "2"})


def test_an_unsigned_request_does_not(local, gallery):
    assert call("GET", url(local, gallery, "/echo"), signed=False).status == 403


def test_an_unknown_route_is_not_found(local, gallery, orders):
    assert call("GET", url(local, gallery, "/nothing")).status == 404
    assert call("POST", url(local, gallery, "/echo")).status == 404
    assert orders("GET", "/nothing").status == 404


def test_a_route_that_is_opened_by_name_is_open(orders):
    answer = orders("GET", "/health")
    assert answer.status == 200 and answer.body["variables"] == {"currency": "EUR"}


def test_a_valid_token_reaches_the_function_with_its_claims(orders, sign_in):
    answer = orders("GET", "/orders/o-7", sign_in()["AccessToken"])
    assert answer.status == 200
    assert answer.body["path_parameters"] == {"order": "o-7"}
    assert answer.body["caller"]["jwt"]["claims"]["token_use"] == "access"


def test_no_token_or_one_that_nobody_issued_is_refused(orders, sign_in):
    token = sign_in()["AccessToken"]
    header, claims, signature = token.split(".")
    for wrong in (None, "guessed", f"{header}.{claims}.{signature[:-8]}AAAAAAAA"):
        assert orders("GET", "/orders/o-7", wrong).status == 401


def test_a_token_for_another_app_is_refused(local, gallery, orders, sign_in):
    pool = gallery["http_api_complete"]["app"]["user_pool_id"]
    cognito = local.client("cognito-idp")
    other = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="other", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    assert orders("GET", "/orders/o-7", sign_in(other)["AccessToken"]).status == 401


def test_a_token_without_the_routes_scope_is_refused(orders, sign_in):
    token = sign_in()["AccessToken"]
    assert orders("GET", "/account", token).status == 200
    assert orders("POST", "/orders", token, body={"total": 1}).status == 403


def test_a_token_that_was_changed_is_refused(orders, sign_in):
    token = sign_in()["AccessToken"]
    header, claims, signature = token.split(".")
    read = json.loads(base64.urlsafe_b64decode(claims + "=="))
    later = json.dumps(read | {"exp": read["exp"] + 3600}).encode()
    changed = base64.urlsafe_b64encode(later).decode().rstrip("=")
    assert orders("GET", "/orders/o-7", token).status == 200
    assert orders("GET", "/orders/o-7", f"{header}.{changed}.{signature}").status == 401


def test_a_function_lets_in_whom_it_knows(orders):
    address = ("POST", "/partner/orders")
    assert orders(*address).status == 401
    assert orders(*address, headers={"x-partner": "globex"}).status == 403
    answer = orders(*address, headers={"x-partner": "acme"})
    assert answer.status == 200 and answer.body["caller"]["lambda"] == {"caller": "acme"}


def test_pages_of_the_named_origin_are_let_in(local, gallery):
    api = gallery["http_api_complete"]["api"]
    address = local.target.local_url(f"https://{api['id']}.execute-api.eu-west-1.amazonaws.com") + "/health"
    wanted = {"access-control-request-method": "GET"}
    for origin in ("https://shop.example.com", "https://admin.example.com"):
        named = call("OPTIONS", address, signed=False, headers={"origin": origin, **wanted})
        assert named.status in (200, 204)
        assert named.headers["access-control-allow-origin"] == origin
        assert "GET" in named.headers["access-control-allow-methods"]
    other = call("OPTIONS", address, signed=False, headers={"origin": "https://evil.example.com", **wanted})
    assert "access-control-allow-origin" not in other.headers


def test_its_domain_leads_to_another_api_under_a_path(local, gallery, orders):
    """While it is mapped; before and after, the path is the shop's own, which has no such route."""
    answer = call(
        "GET", f"{local.url}/shop/admin/reports", signed=False, headers={"host": "http-api.example.com"}
    )
    assert answer.status == 200 and answer.body["path"] == "/reports"
    gateway, admin = local.client("apigatewayv2"), gallery["http_api_complete"]["admin"]["id"]
    at = {"DomainName": "http-api.example.com", "ApiId": admin}
    mappings = gateway.get_api_mappings(DomainName=at["DomainName"])["Items"]
    (at["ApiMappingId"],) = [each["ApiMappingId"] for each in mappings if each["ApiId"] == admin]
    gateway.update_api_mapping(**at, ApiMappingKey="away", Stage="$default")
    assert orders("GET", "/admin/reports").status == 404
    gateway.update_api_mapping(**at, ApiMappingKey="shop/admin", Stage="$default")
    assert orders("GET", "/admin/reports").status == 200


def test_beyond_its_burst_a_route_refuses(orders, eventually):
    """Of the route's own: the API's is twenty times as large."""
    statuses = [orders("GET", "/health").status for _ in range(10)]
    assert 429 in statuses
    assert orders("GET", "/orders/o-7").status == 401
    eventually(lambda: orders("GET", "/health").status == 200, seconds=5)


def test_requests_are_logged(local, gallery, orders, eventually):
    api, trace = gallery["http_api_complete"]["api"], f"/{uuid4().hex}"
    orders("GET", trace)

    def logged() -> Any:
        found = local.client("logs").filter_log_events(logGroupName=api["log_group_name"])["events"]
        return [event["message"] for event in found if trace in event["message"]]

    (line,) = eventually(logged)
    assert '"status":"404"' in line and '"method":"GET"' in line


@pytest.fixture
def without_rights(local) -> Callable[[str], AbstractContextManager[None]]:
    """Takes its rights from the role of an API for a while."""

    @contextmanager
    def taken(role: str) -> Iterator[None]:
        iam = local.client("iam")
        held = iam.get_role_policy(RoleName=role, PolicyName="services")["PolicyDocument"]
        iam.delete_role_policy(RoleName=role, PolicyName="services")
        yield
        iam.put_role_policy(RoleName=role, PolicyName="services", PolicyDocument=json.dumps(held))

    return taken


def test_a_body_becomes_a_message_an_execution_and_an_event(
    local, gallery, orders, eventually, without_rights
):
    made, note = gallery["http_api_complete"], {"note": f"it's {uuid4().hex}"}
    assert orders("POST", "/feedback", body=note).status == 200
    sqs, url = local.client("sqs"), made["feedback"]["url"]
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=url).get("Messages"))
    assert json.loads(message["Body"]) == note
    started = orders("POST", "/shipments", body=note)
    execution = local.client("stepfunctions").describe_execution(executionArn=started.body["executionArn"])
    assert json.loads(execution["input"]) == note
    assert orders("POST", "/visits", body=note).body["Entries"][0]["EventId"]
    with without_rights(made["api"]["role_name"]):
        for path in ("/feedback", "/shipments", "/visits"):
            refused = orders("POST", path, body=note)
            assert refused.status in (400, 403) and "AccessDenied" in str(refused.body)


def test_a_route_leads_to_an_address(local, gallery, orders):
    if not local.embedded:
        pytest.skip("the partner runs on this machine's loopback")
    gateway, api = local.client("apigatewayv2"), gallery["http_api_complete"]["api"]["id"]
    found = gateway.get_integrations(ApiId=api)["Items"]
    (there,) = [each for each in found if each.get("IntegrationUri", "").startswith("https://partners.")]
    at = {"ApiId": api, "IntegrationId": there["IntegrationId"]}
    server = HTTPServer(("127.0.0.1", 0), _Prices)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}/v2/{{proxy}}"
    gateway.update_integration(**at, IntegrationUri=here)
    answer = orders("GET", "/partners/acme/tea")
    server.shutdown()
    server.server_close()
    gone = orders("GET", "/partners/acme/tea")
    gateway.update_integration(**at, IntegrationUri=there["IntegrationUri"])
    assert (answer.status, answer.body) == (200, "prices at /v2/acme/tea")
    assert gone.status >= 500


class _Prices(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(f"prices at {self.path}".encode())

    def log_message(self, *_: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def prices(local, gallery) -> Iterator[None]:
    """A service of the network, registered in Cloud Map as a container would be."""
    if not local.embedded:
        pytest.skip("stands on this machine's loopback, not in the network")
    cloud_map, service = local.client("servicediscovery"), gallery["http_api_complete"]["prices"]["id"]
    server = HTTPServer(("127.0.0.1", 0), _Prices)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = {"AWS_INSTANCE_IPV4": "127.0.0.1", "AWS_INSTANCE_PORT": str(server.server_port)}
    cloud_map.register_instance(ServiceId=service, InstanceId="one", Attributes=place)
    yield
    cloud_map.deregister_instance(ServiceId=service, InstanceId="one")
    server.shutdown()
    server.server_close()


def test_a_route_leads_to_a_service_in_the_network(orders, sign_in, prices):
    assert orders("GET", "/prices/tea").status == 401
    answer = orders("GET", "/prices/tea", sign_in()["AccessToken"])
    assert (answer.status, answer.body) == (200, "prices at /prices/tea")


def test_the_vpc_link_stands_in_the_private_subnets(local, gallery):
    gateway, api = local.client("apigatewayv2"), gallery["http_api_complete"]["api"]
    (link,) = [one for one in gateway.get_vpc_links()["Items"] if one["Name"] == "example-http-api-complete"]
    assert len(link["SubnetIds"]) == 3 and link["SecurityGroupIds"] == [api["security_group_id"]]
    (private,) = [
        one
        for one in gateway.get_integrations(ApiId=api["id"])["Items"]
        if one["ConnectionType"] == "VPC_LINK"
    ]
    assert private["ConnectionId"] == link["VpcLinkId"]


def test_a_caller_is_granted_the_signed_routes_only(gallery):
    api = gallery["http_api_complete"]["api"]
    (statement,) = api["grants"]["invoke"]
    assert statement["actions"] == ["execute-api:Invoke"]
    assert statement["resources"] == [f"{api['execution_arn']}/$default/GET/reports"]
    (one,) = api["route_grants"]["GET /orders/{order}"]
    assert one["resources"] == [f"{api['execution_arn']}/$default/GET/orders/*"]


def test_functions_let_in_their_own_routes_only(local, gallery):
    api = gallery["http_api_minimal"]["api"]
    policy = local.client("lambda").get_policy(FunctionName="example-http-api-minimal")["Policy"]
    assert f"{api['execution_arn']}/*/GET/echo" in policy
