"""The REST APIs of the gallery, over HTTP."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import pytest

from tests.calls import Answer, call

pytestmark = pytest.mark.capability("serverless.rest-api", "behaves")


@pytest.fixture
def orders(local, gallery):
    """The partners' API: URL, and the key of one partner."""
    api = gallery["rest_api_complete"]["api"]
    key = local.client("apigateway").get_api_key(
        apiKey=api["api_key_ids"]["partners/acme"], includeValue=True
    )
    return local.target.local_url(api["url"]), {"x-api-key": key["value"]}


def test_a_signed_request_reaches_the_function(local, gallery):
    url = local.target.local_url(gallery["rest_api_minimal"]["api"]["url"])
    answer = call("GET", f"{url}/echo?page=2")
    assert answer.status == 200
    assert answer.body["method"] == "GET" and answer.body["query"] == {"page": "2"}


def test_an_unsigned_request_does_not(local, gallery):
    url = local.target.local_url(gallery["rest_api_minimal"]["api"]["url"])
    assert call("GET", f"{url}/echo", signed=False).status == 403


def test_a_route_that_is_opened_by_name_is_open(orders):
    url, _ = orders
    assert call("GET", f"{url}/health", signed=False).status == 200


def test_a_path_parameter_reaches_the_function(orders):
    url, _ = orders
    assert call("GET", f"{url}/orders/o-7").body["path_parameters"] == {"order": "o-7"}


def test_an_unknown_path_is_refused(orders):
    url, _ = orders
    assert call("GET", f"{url}/nothing", signed=False).status in (403, 404)


def test_a_route_for_partners_wants_a_known_key(orders):
    url, key = orders
    address = f"{url}/orders?customer=ada"
    assert call("GET", address, signed=False).status == 403
    assert call("GET", address, signed=False, headers={"x-api-key": "guessed-guessed-guessed"}).status == 403
    assert call("GET", address, signed=False, headers=key).status == 200


@pytest.mark.parametrize(
    "body", [{"customer": "ada"}, {"customer": "", "total": 1}, {"customer": "ada", "total": -1}]
)
def test_a_body_that_breaks_the_schema_is_refused(orders, body):
    url, key = orders
    answer = call("POST", f"{url}/orders", body, signed=False, headers=key)
    assert answer.status == 400
    assert answer.body["detail"] == "Invalid request body"


def test_a_body_that_keeps_the_schema_is_passed_on(orders):
    url, key = orders
    answer = call("POST", f"{url}/orders", {"customer": "ada", "total": 12.5}, signed=False, headers=key)
    assert answer.status == 200


def test_a_missing_query_parameter_is_refused(orders):
    url, key = orders
    assert call("GET", f"{url}/orders", signed=False, headers=key).status == 400


def test_browsers_of_the_named_origin_are_let_in(orders):
    url, _ = orders
    for origin in ("https://shop.example.com", "https://admin.example.com"):
        answer = call("OPTIONS", f"{url}/orders", signed=False, headers={"origin": origin})
        assert answer.status in (200, 204) and not answer.body
        assert answer.headers["access-control-allow-origin"] == origin
        assert answer.headers["vary"] == "Origin"
    other = call("OPTIONS", f"{url}/orders", signed=False, headers={"origin": "https://evil.example.com"})
    assert "access-control-allow-origin" not in other.headers


def test_an_api_from_a_document_serves_what_the_document_says(local, gallery):
    url = local.target.local_url(gallery["rest_api_openapi"]["api"]["url"])
    assert call("GET", f"{url}/orders/o-7").body["path_parameters"] == {"order": "o-7"}
    assert call("GET", f"{url}/orders").status in (403, 404)


def test_an_api_answers_at_its_domain_under_its_path(local, gallery):
    assert gallery["rest_api_domain"]["api"]["url"] == "https://rest-api.example.com/shop"
    here = {"host": "rest-api.example.com"}
    answer = call("GET", f"{local.url}/shop/orders/o-7", headers=here)
    assert answer.status == 200 and answer.body["path_parameters"] == {"order": "o-7"}
    assert call("GET", f"{local.url}/shop/orders/o-7", signed=False, headers=here).status == 403
    assert call("GET", f"{local.url}/orders/o-7", headers=here).status in (403, 404)


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
    made, url, note = gallery["rest_api_complete"], orders[0], {"note": f'it\'s "{uuid4().hex}"'}

    def post(path: str) -> Answer:
        origin = {"origin": "https://admin.example.com"}
        return call("POST", f"{url}{path}", note, signed=False, headers=origin)

    sent = post("/feedback")
    assert sent.status == 200
    assert sent.headers["access-control-allow-origin"] == "https://admin.example.com"
    sqs, queue = local.client("sqs"), made["feedback"]["url"]
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    assert json.loads(message["Body"]) == note
    started = post("/shipments")
    execution = local.client("stepfunctions").describe_execution(executionArn=started.body["executionArn"])
    assert json.loads(execution["input"]) == note
    assert post("/visits").body["Entries"][0]["EventId"]
    with without_rights(made["api"]["role_name"]):
        assert [post(path).status for path in ("/feedback", "/shipments", "/visits")] == [502, 502, 502]


def test_a_route_leads_into_the_network_while_its_load_balancer_lets_the_link_in(local, gallery, orders):
    address, ec2 = f"{orders[0]}/stock/tea", local.client("ec2")
    answer = call("GET", address, signed=False)
    assert (answer.status, answer.body) == (200, {"stock": 7})
    group = gallery["rest_api_complete"]["stock"]["security_group_id"]
    wanted = [{"Name": "group-id", "Values": [group]}]
    (rule,) = [
        each
        for each in ec2.describe_security_group_rules(Filters=wanted)["SecurityGroupRules"]
        if not each["IsEgress"]
    ]

    def let_in(first: int) -> None:
        changed = {
            "IpProtocol": "tcp",
            "FromPort": first,
            "ToPort": first,
            "Description": rule["Description"],
            "ReferencedGroupId": rule["ReferencedGroupInfo"]["GroupId"],
        }
        named = {"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": changed}
        ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[named])

    let_in(8081)
    refused = call("GET", address, signed=False)
    let_in(8080)
    assert refused.status == 504
    assert call("GET", address, signed=False).status == 200


def test_an_http_api_joins_the_domain_at_its_path(local, gallery):
    prices, here = gallery["rest_api_domain"]["prices"], {"host": "rest-api.example.com"}
    assert prices["url"] == "https://rest-api.example.com/prices" and prices["domain"] is None
    answer = call("GET", f"{local.url}/prices/list", signed=False, headers=here)
    assert answer.status == 200 and answer.body["path"] == "/list"
    assert call("GET", f"{local.url}/list", signed=False, headers=here).status in (403, 404)
    assert call("GET", f"{local.url}/prices/orders/o-7", headers=here).status == 404


def test_beyond_its_burst_a_route_refuses(orders, eventually):
    url, key = orders
    with ThreadPoolExecutor(20) as at_once:  # one by one, a slow machine stays below the route's rate
        statuses = list(at_once.map(lambda _: call("GET", f"{url}/orders/o-7").status, range(30)))
    assert 200 in statuses and 429 in statuses
    other = call("GET", f"{url}/orders?customer=ada", signed=False, headers=key)
    assert other.status == 200
    eventually(lambda: call("GET", f"{url}/orders/o-7").status == 200, seconds=5)


def test_beyond_its_plan_a_partner_is_refused(orders, eventually):
    url, key = orders

    def ask(_: object = None) -> int:
        return call("GET", f"{url}/orders?customer=ada", signed=False, headers=key).status

    with ThreadPoolExecutor(20) as at_once:  # one by one, a slow machine stays below the plan's rate
        assert 429 in list(at_once.map(ask, range(60)))
    assert call("GET", f"{url}/health", signed=False).status == 200
    eventually(lambda: ask() == 200, seconds=5)


@pytest.fixture
def asked(local):
    """Asks the API at its domain with a query that is in no cache key; returns the query answered."""

    def ask(path: str, number: int) -> str:
        answer = call("GET", f"{local.url}/shop{path}?n={number}", headers={"host": "rest-api.example.com"})
        assert answer.status == 200
        return str(answer.body["query"]["n"])

    return ask


def test_an_answer_is_kept_by_the_paths_parameters(gallery, asked):
    assert [asked("/orders/kept", number) for number in (1, 2)] == ["1", "1"]
    assert asked("/orders/other", 3) == "3"


def test_a_route_keeps_answers_as_long_as_it_says(gallery, asked, eventually):
    assert [asked("/prices/tea", number) for number in (1, 2)] == ["1", "1"]
    eventually(lambda: asked("/prices/tea", 3) == "3", seconds=6)


def test_a_route_that_says_so_keeps_none(gallery, asked):
    assert [asked("/stock/tea", number) for number in (1, 2)] == ["1", "2"]
