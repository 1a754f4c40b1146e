"""A page in a browser does not reach the local AWS; what is deployed on it answers pages.

Each attack is played twice: as the bytes that a browser sends, and by a real one. The same request without a
browser does what it asks for, so that it is the page that is refused, and not a mistake in the attack.
"""

import base64
import http.client
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit
from zipfile import ZipFile

import pytest
from botocore.auth import S3SigV4QueryAuth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local_aws import running
from tests.local_aws import browser
from tests.local_aws.checks import ROLE, make_role
from tests.local_aws.conftest import LocalAws
from tests.local_aws.starting import start

REGION = "eu-west-1"
LOOPBACK = "127.0.0.1"
AT_AN_API = "x.execute-api.localhost"
REBOUND = "rebound.example"
FORM = "application/x-www-form-urlencoded"

needs_browser = pytest.mark.skipif(browser.PROGRAM is None, reason="needs chromium or google-chrome")


@dataclass(frozen=True)
class Attack:
    """A request as a page sends it. Its keys are known: those of a local AWS are."""

    host: str
    service: str
    query: dict[str, str]
    path: str = "/"
    body: str = ""
    kind: str = ""  # of the body; one for which a browser sends no preflight request

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"

    def url(self, port: int) -> str:
        """Its address, signed in the query."""
        plain = f"http://{self.host}:{port}{self.path}?{urlencode(self.query)}"
        request = AWSRequest(self.method, plain)
        sign = S3SigV4QueryAuth if self.service == "s3" else SigV4QueryAuth
        sign(Credentials("test", "test"), self.service, REGION).add_auth(request)
        return str(request.url)


def zipped(source: str) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("f.py", source)
    return buffer.getvalue()


FUNCTION = json.dumps(
    {
        "FunctionName": "made",
        "Runtime": "python3.13",
        "Role": ROLE,
        "Handler": "f.handler",
        "Code": {"ZipFile": base64.b64encode(zipped("def handler(event, context): return 1")).decode()},
    }
)
STACK = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "made"}}}})
BY_IMAGE = {"Action": "CreateStack", "Version": "2010-05-15", "StackName": "made", "TemplateBody": STACK}
VPC = {"Action": "CreateVpc", "Version": "2016-11-15", "CidrBlock": "10.77.0.0/16"}
ATTACKS = {
    "a function, by the host of an API": Attack(
        AT_AN_API, "lambda", {}, "/2015-03-31/functions", FUNCTION, "text/plain"
    ),
    "a function": Attack(LOOPBACK, "lambda", {}, "/2015-03-31/functions", FUNCTION, "text/plain"),
    "a stack, by an image": Attack(LOOPBACK, "cloudformation", BY_IMAGE),
    "a stack, by a form": Attack(LOOPBACK, "cloudformation", {}, body=urlencode(BY_IMAGE), kind=FORM),
    "a stack, at a bucket's host": Attack("pages.localhost", "cloudformation", BY_IMAGE),
    "a network of the other engine": Attack(LOOPBACK, "ec2", VPC),
    "a network, at an API's path": Attack(LOOPBACK, "ec2", VPC, "/_aws/execute-api/a1b2c3d4/live"),
    "a queue, at an API's path": Attack(
        LOOPBACK,
        "sqs",
        {"Action": "CreateQueue", "QueueName": "made"},
        "/restapis/a1b2c3d4/live/_user_request_",
    ),
    "a queue, at AppSync's path": Attack(
        LOOPBACK, "sqs", {}, "/v1/apis/a1b2c3d4/graphql", "Action=CreateQueue&QueueName=made", FORM
    ),
    "a queue, by the path of a bucket for pages": Attack(
        LOOPBACK, "sqs", {}, "/pages", "Action=CreateQueue&QueueName=made", FORM
    ),
    "the state of Terraform": Attack(LOOPBACK, "s3", {}, "/closed/terraform.tfstate"),
    "the state, by a rebound name": Attack(REBOUND, "s3", {}, "/closed/terraform.tfstate"),
    "the queues, by a rebound name": Attack(REBOUND, "sqs", {"Action": "ListQueues"}),
    "a queue, by a rebound name": Attack(REBOUND, "sqs", {"Action": "CreateQueue", "QueueName": "made"}),
}
ANSWERED = (
    "a stack, at a bucket's host",
    "a queue, at AppSync's path",
    "a queue, by the path of a bucket for pages",
)
SECRET = "password-in-the-state"


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    directory = tmp_path_factory.mktemp("pages")
    aws = LocalAws(start(directory, port=0, owner=os.getpid()).url, directory)
    make_role(aws)
    s3 = aws.client("s3")
    for name in ("closed", "pages"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=name, Key="terraform.tfstate", Body=SECRET.encode(), ContentType="text/plain")
    rule = {"AllowedOrigins": ["*"], "AllowedMethods": ["GET", "PUT", "POST"], "AllowedHeaders": ["*"]}
    s3.put_bucket_cors(Bucket="pages", CORSConfiguration={"CORSRules": [rule]})
    yield aws
    running.stop(directory)


@pytest.fixture(scope="module")
def function_url(aws) -> str:
    """A public function's URL, at its path, which allows any origin."""
    functions = aws.client("lambda")
    functions.create_function(**{**_function("deployed"), "Role": ROLE})
    for action in ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"):
        functions.add_permission(
            FunctionName="deployed",
            StatementId=action.partition(":")[2],
            Action=action,
            Principal="*",
            **(
                {"FunctionUrlAuthType": "NONE"} if action.endswith("Url") else {"InvokedViaFunctionUrl": True}
            ),
        )
    made = functions.create_function_url_config(
        FunctionName="deployed", AuthType="NONE", Cors={"AllowOrigins": ["*"], "AllowMethods": ["*"]}
    )
    return f"{aws.url}/_aws/lambda-url/{urlsplit(made['FunctionUrl']).hostname.partition('.')[0]}/"


def _function(name: str) -> dict[str, Any]:
    asked = json.loads(FUNCTION)
    code = {"ZipFile": base64.b64decode(asked["Code"]["ZipFile"])}
    return {**asked, "FunctionName": name, "Code": code}


def made(aws: LocalAws) -> list[str]:
    """What the attacks would have made."""
    functions = aws.client("lambda").list_functions()["Functions"]
    stacks = aws.client("cloudformation").list_stacks()["StackSummaries"]
    vpcs = aws.client("ec2").describe_vpcs()["Vpcs"]
    return [
        *(each["FunctionName"] for each in functions if each["FunctionName"] == "made"),
        *(each["StackName"] for each in stacks if each["StackStatus"] != "DELETE_COMPLETE"),
        *aws.client("sqs").list_queues().get("QueueUrls", []),
        *(each["CidrBlock"] for each in vpcs if each["CidrBlock"].startswith("10.77.")),
    ]


def clear(aws: LocalAws) -> None:
    aws.client("cloudformation").delete_stack(StackName="made")
    for url in aws.client("sqs").list_queues().get("QueueUrls", []):
        aws.client("sqs").delete_queue(QueueUrl=url)
    for name in [each for each in made(aws) if each == "made"]:
        aws.client("lambda").delete_function(FunctionName=name)
    for each in aws.client("ec2").describe_vpcs()["Vpcs"]:
        if each["CidrBlock"].startswith("10.77."):
            aws.client("ec2").delete_vpc(VpcId=each["VpcId"])


def send(aws: LocalAws, attack: Attack, headers: dict[str, str]) -> tuple[int, str]:
    """Send a request as it is, over a connection to the local AWS, with any host."""
    port = urlsplit(aws.url).port or 80
    url = urlsplit(attack.url(port))
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    sent = {"Host": url.netloc, **({"Content-Type": attack.kind} if attack.kind else {}), **headers}
    connection.request(attack.method, f"{url.path}?{url.query}", attack.body or None, sent)
    answer = connection.getresponse()
    content = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, content


PAGE = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}
PAGES = {
    "of another site": {**PAGE, "Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
    "an image of another site": {**PAGE, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a link of another site": {**PAGE, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "of another port": {**PAGE, "Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
    "in a sandbox": {**PAGE, "Origin": "null", "Sec-Fetch-Site": "cross-site"},
    "in an old browser": PAGE,
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_page_sends_is_refused(aws, attack, page):
    status, content = send(aws, ATTACKS[attack], PAGES[page])
    assert SECRET not in content
    assert status in (400, 403, 404), content
    assert made(aws) == []


@pytest.mark.parametrize("attack", [name for name in ATTACKS if "by a rebound name" in name or "API" in name])
def test_a_name_that_is_not_its_own_gets_nothing_without_a_browser_either(aws, attack):
    status, content = send(aws, ATTACKS[attack], {})
    assert SECRET not in content
    assert status in (403, 404), content
    assert made(aws) == []


@pytest.mark.parametrize(
    "attack",
    ["a function", "a stack, by an image", "a stack, by a form", "a network of the other engine"],
)
def test_the_same_request_of_a_program_is_served(aws, attack):
    status, content = send(aws, ATTACKS[attack], {})
    assert status in (200, 201), content
    assert made(aws)
    clear(aws)


def test_a_program_reads_an_object_by_a_presigned_address(aws):
    assert send(aws, ATTACKS["the state of Terraform"], {}) == (200, SECRET)
    by_hand = {**PAGE, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}
    assert send(aws, ATTACKS["the state of Terraform"], by_hand) == (200, SECRET)


def test_an_address_that_somebody_follows_makes_nothing(aws):
    """A link in a chat opens as a typed address does."""
    by_hand = {**PAGE, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}
    assert send(aws, ATTACKS["a stack, by an image"], by_hand)[0] == 403
    assert made(aws) == []


@pytest.mark.parametrize("path", ["/_local/inventory", "/_local/snapshots/any", "/_local/reset"])
def test_control_addresses_need_the_secret_and_no_page(aws, path):
    secret = {running.SECRET_HEADER: running.require(aws.directory).secret}
    assert _get(aws, path, {}) == 403
    assert _get(aws, path, {**secret, "Host": REBOUND}) == 403
    assert _get(aws, path, {**secret, **PAGES["of another port"]}) == 403
    assert _get(aws, "/_local/inventory", secret) == 200


@pytest.mark.parametrize("path", ["reset", "config", "sqs/messages", "ses/messages", "rds/iam-auth", "any"])
def test_the_engines_own_control_addresses_are_nothing(aws, path):
    assert _get(aws, f"/_ministack/{path}", {}) == 404
    assert _get(aws, f"/_ministack/{path}", {}, "POST") == 404


def _get(aws: LocalAws, path: str, headers: dict[str, str], method: str = "GET") -> int:
    connection = http.client.HTTPConnection(urlsplit(aws.url).netloc, timeout=30)
    connection.request(method, path, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_what_is_deployed_answers_pages_by_its_own_rules(aws, function_url):
    page = PAGES["of another site"]
    path = urlsplit(function_url).path
    assert _get(aws, path, page) == 200
    assert _get(aws, path, PAGES["in an old browser"]) == 200
    signed = replace(ATTACKS["the state of Terraform"], path="/pages/terraform.tfstate")
    assert send(aws, signed, page) == (200, SECRET)
    assert _get(aws, "/pages/terraform.tfstate", page) == 403  # its policy allows no principal


SCRIPT = """<!doctype html><body><script>
const attacks = ATTACKS, results = {};
const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
async function read(url, settings) {
  try {
    const answer = await fetch(url, settings);
    return answer.type === "opaque" ? "unread" : answer.status + " " + await answer.text();
  } catch (error) { return "unread"; }
}
async function play(attack) {
  const body = attack.body || undefined, method = attack.method;
  const headers = attack.kind ? {"content-type": attack.kind} : {};
  const seen = [await read(attack.url, {method, body, headers})];
  seen.push(await read(attack.url, {method, body, headers, mode: "no-cors"}));
  seen.push(await read(attack.url, {method, body, headers: {...headers, authorization: "AWS4-HMAC-SHA256"}}));
  if (method === "GET") {
    const image = document.createElement("img");
    image.src = attack.url;
    document.body.append(image);
  } else if (attack.kind === "FORM") {
    const frame = document.createElement("iframe"), form = document.createElement("form");
    frame.name = "frame" + Math.random();
    Object.assign(form, {action: attack.url, method: "POST", target: frame.name});
    for (const [name, value] of new URLSearchParams(attack.body)) {
      const field = document.createElement("input");
      Object.assign(field, {name, value});
      form.append(field);
    }
    document.body.append(frame, form);
    form.submit();
  }
  const sandbox = document.createElement("iframe");
  sandbox.sandbox = "allow-scripts allow-forms";
  sandbox.srcdoc = "<script>fetch(" + JSON.stringify(attack.url) + ", " +
    JSON.stringify({method, body, headers, mode: "no-cors"}).replaceAll("<", "\\\\u003c") + ")</" + "script>";
  document.body.append(sandbox);
  const link = document.createElement("iframe");
  link.src = attack.url;
  document.body.append(link);
  return seen;
}
(async () => {
  for (const name in attacks) results[name] = await play(attacks[name]);
  results["what is deployed"] = [await read("DEPLOYED")];
  await wait(1500);
  await fetch("/report", {method: "POST", body: JSON.stringify(results)});
})();
</script></body>"""


@pytest.fixture
def visit(aws, function_url, tmp_path) -> Callable[[str], dict[str, list[str]]]:
    """Opens a page that plays all attacks, at a name; what it could read, by the attack."""

    def play(name: str) -> dict[str, list[str]]:
        port = urlsplit(aws.url).port or 80
        sent = {
            what: {"url": each.url(port), "method": each.method, "body": each.body, "kind": each.kind}
            for what, each in ATTACKS.items()
        }
        results = json.dumps(sent).replace("<", "\\u003c")
        site = browser.Site()
        site.page = SCRIPT.replace("ATTACKS", results).replace("DEPLOYED", function_url).replace("FORM", FORM)
        try:
            with browser.opened(f"http://{name}:{site.port}/", tmp_path / "profile"):
                return dict(site.reports.get(timeout=90))
        finally:
            site.close()

    return play


@needs_browser
@pytest.mark.parametrize("name", ["evil.example", "localhost"])
def test_a_page_in_a_real_browser_reaches_what_is_deployed_only(aws, visit, name):
    read = visit(name)
    assert read.pop("what is deployed") == ["200 1"]
    for attack, answers in read.items():
        # AppSync and the bucket answer pages; but not that.
        refused = {answer[:1] if attack in ANSWERED else answer for answer in answers}
        assert refused <= ({"4", "u"} if attack in ANSWERED else {"unread"}), attack
    assert made(aws) == []


@needs_browser
@pytest.mark.parametrize("attack", [name for name in ATTACKS if "by a rebound name" in name])
def test_a_rebound_name_in_a_real_browser_is_shown_nothing(aws, attack, tmp_path):
    url = ATTACKS[attack].url(urlsplit(aws.url).port or 80)
    assert "does not serve this Host" in browser.shown(url, tmp_path)
    assert made(aws) == []


@needs_browser
def test_a_presigned_object_is_shown_at_its_address(aws, tmp_path):
    url = ATTACKS["the state of Terraform"].url(urlsplit(aws.url).port or 80)
    assert SECRET in browser.shown(url, tmp_path)
