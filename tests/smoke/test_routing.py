"""One address before several services: an API and a load balancer, which lead each path to its own."""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.calls import call

pytestmark = pytest.mark.capability("discovery.gateway-routing", "behaves")
DOMAIN = "alb-service-complete.example.com"


@pytest.fixture
def api(local, gallery):
    """Asks the shop's API, whose reports and orders are services of their own."""
    made = gallery["http_api_complete"]["api"]
    url = local.target.local_url(f"https://{made['id']}.execute-api.eu-west-1.amazonaws.com")
    return lambda path, **more: call("GET", f"{url}{path}", **more)


def test_each_path_of_an_api_leads_to_its_service(api):
    assert api("/reports").body["function"] == "example-http-api-complete-reports"
    assert api("/health", signed=False).body["function"] == "example-http-api-complete"


def test_a_path_of_an_api_that_no_service_takes_is_refused(api):
    assert api("/reports/2026").status == 404
    assert api("/stock").status == 404


@pytest.fixture
def balanced(local, gallery):
    """Asks a load balancer, as a name server would lead there: over TLS unless another port is told."""
    if not local.embedded:
        pytest.skip("the way to a load balancer is the embedded local AWS's own")

    def ask(path, host=f"api.{DOMAIN}", port=443, method="GET", headers=None, example="alb_service_complete"):
        name = gallery[example]["alb"]["arn"].split("/")[2]
        place = f"{host}:{port}" if port != 80 else host
        url = f"{local.url}/_alb/{name}{path}"
        return call(method, url, signed=False, headers={**(headers or {}), "host": place})

    return ask


def test_each_path_of_a_load_balancer_leads_to_its_service(balanced, gallery):
    answer = balanced("/echo/tea?page=2")
    assert answer.status == 200 and answer.body["function"] == "example-alb-service-complete"
    assert (answer.body["path"], answer.body["query"]) == ("/echo/tea", {"page": "2"})
    services = gallery["alb_service_complete"]["services"]
    groups = [services[name]["target_group_arn"].split("/")[1] for name in ("users", "users_next")]
    users = balanced("/users/7")
    # Instances do not run here.
    assert users.status == 503 and any(group in users.body for group in groups)


def test_a_service_is_told_by_its_host_and_by_a_header(balanced):
    following = "example-alb-service-complete-next"
    assert balanced("/any", host=f"preview.{DOMAIN}").body["function"] == following
    assert balanced("/echo/tea", headers={"x-echo": "next"}).body["function"] == following
    assert balanced("/echo/tea", headers={"x-echo": "last"}).body["function"] != following


def test_a_service_is_told_by_the_query_and_by_where_its_caller_is(balanced):
    following = "example-alb-service-complete-next"
    assert balanced("/echo/tea?version=beta7").body["function"] == following
    assert balanced("/echo/tea?version=last").body["function"] != following
    assert balanced("/near").body["function"] == following
    assert balanced("/far").status == 404


def test_a_port_of_its_own_leads_to_its_service(balanced, gallery):
    group = gallery["alb_service_complete"]["services"]["admin"]["target_group_arn"].split("/")[1]
    answer = balanced("/", port=8443)
    assert answer.status == 503 and group in answer.body
    assert balanced("/").status == 404


def test_a_load_balancer_answers_itself(balanced):
    def ask(path, host="shop", **more):
        return balanced(path, f"{host}.alb-complete.example.com", example="alb_complete", **more)

    moved = ask("/a/b?c=1", host="old")
    assert moved.status == 301
    assert moved.headers["location"] == "https://shop.alb-complete.example.com:443/from-old/a/b?from=old"
    help_ = ask("/help?q=1")
    assert (help_.status, help_.headers["location"]) == (
        302,
        "https://shop.alb-complete.example.com:8443/help?q=1",
    )
    assert ask("/robots.txt").body == "User-agent: *\nDisallow: /\n"
    closed = {"method": "POST", "headers": {"x-test": "1"}}
    assert (ask("/any?debug=true", **closed).status, ask("/any?debug=no", **closed).status) == (403, 404)
    assert ask("/office").status == 404  # from another address


def test_what_no_service_takes_is_not_found(balanced):
    for wrong in (
        {"path": "/echoes"},
        {"path": "/echo", "method": "DELETE"},
        {"path": "/users", "host": DOMAIN},
    ):
        answer = balanced(**wrong)
        assert (answer.status, answer.body) == (404, {"title": "Not Found", "status": 404})


def test_a_service_shares_its_requests_as_it_was_told(balanced):
    """A quarter goes to the next version: of a hundred, what is left of chance."""
    reached = Counter(balanced("/echo").body["function"] for _ in range(100))
    assert set(reached) == {"example-alb-service-complete", "example-alb-service-complete-next"}
    assert 8 <= reached["example-alb-service-complete-next"] <= 45


def test_plain_http_is_sent_to_https(balanced):
    answer = balanced("/echo?page=2", port=80)
    assert answer.status == 301
    assert answer.headers["location"] == f"https://api.{DOMAIN}:443/echo?page=2"


def test_who_is_not_logged_in_reaches_no_service(balanced):
    assert balanced("/", host=f"office.{DOMAIN}").status == 501  # nobody can log in here


class _Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        text = f"{self.path} for {self.headers['host']} over {self.headers['x-forwarded-proto']}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Not into the tests' output."""


def test_an_address_that_registers_takes_requests_until_it_leaves(local, gallery, balanced):
    host, elb = "alb-service-minimal.example.com", local.client("elbv2")
    group = gallery["alb_service_minimal"]["service"]["target_group_arn"]
    server = HTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    targets = [{"Id": "127.0.0.1", "Port": server.server_port}]

    def ask():
        return balanced("/any?page=2", host, example="alb_service_minimal")

    try:
        assert ask().status == 503
        elb.register_targets(TargetGroupArn=group, Targets=targets)
        assert ask().body == f"/any?page=2 for {host} over https"
    finally:
        elb.deregister_targets(TargetGroupArn=group, Targets=targets)
        server.shutdown()
        server.server_close()
    assert ask().status == 503
