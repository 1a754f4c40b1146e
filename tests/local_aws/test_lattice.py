"""Lattice's services answer requests: by their rules, and for callers whom the auth policies let in."""

import json
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.local_aws.checks import ACCOUNT, deploy, document, name, permit

pytestmark = pytest.mark.capability("use.strict", "behaves")
REGION = "eu-west-1"
ECHO = """
def handler(event, context):
    return {"statusCode": 200, "headers": {"x-event": "v2" if event.get("version") else "v1"}, "body": NAME}
"""


class Service:
    """A new service of a service network, which a VPC is associated with."""

    def __init__(self, aws, auth="NONE", network_auth="NONE", **settings):
        self.aws, self.lattice = aws, aws.client("vpc-lattice")
        self.network = self.lattice.create_service_network(name=name(), authType=network_auth)
        made = self.lattice.create_service(name=name(), authType=auth, **settings)
        self.id, self.arn, self.host = made["id"], made["arn"], made["dnsEntry"]["domainName"]
        self.lattice.create_service_network_service_association(
            serviceIdentifier=self.id, serviceNetworkIdentifier=self.network["id"]
        )
        vpc = aws.client("ec2").create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
        self.association = self.lattice.create_service_network_vpc_association(
            serviceNetworkIdentifier=self.network["id"], vpcIdentifier=vpc
        )["id"]
        self.vpc = vpc

    def function(self, answer, version="V1"):
        """The target group of a new function, which answers with a word."""
        called = deploy(self.aws, ECHO.replace("NAME", repr(answer)))
        group = self.lattice.create_target_group(
            name=name(), type="LAMBDA", config={"lambdaEventStructureVersion": version}
        )
        permit(self.aws, called, "vpc-lattice", group["arn"])
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{called}"
        self.lattice.register_targets(targetGroupIdentifier=group["id"], targets=[{"id": arn}])
        return group["id"], called

    def listen(self, action):
        made = self.lattice.create_listener(
            serviceIdentifier=self.id, name=name(), protocol="HTTPS", defaultAction=action
        )
        return made["id"]

    def rule(self, listener, priority, match, group):
        self.lattice.create_rule(
            serviceIdentifier=self.id,
            listenerIdentifier=listener,
            name=name(),
            priority=priority,
            match={"httpMatch": match},
            action=to(group),
        )

    def let_in(self, *principals, of=None, **statement):
        allowed = {
            "Effect": "Allow",
            "Principal": {"AWS": list(principals)},
            "Action": "vpc-lattice-svcs:Invoke",
            "Resource": "*",
            **statement,
        }
        self.lattice.put_auth_policy(resourceIdentifier=of or self.id, policy=document(allowed))

    def ask(self, path="/", method="GET", keys=None, **headers):
        """Status, headers and body of the answer to a request, signed with a principal's keys."""
        url = f"http://{self.host}{path}"
        request = AWSRequest(method, url, headers={"x-amz-content-sha256": "UNSIGNED-PAYLOAD", **headers})
        if keys:
            SigV4Auth(keys, "vpc-lattice-svcs", REGION).add_auth(request)
        sent = {**dict(request.headers), "Host": self.host}
        asked = urllib.request.Request(f"{self.aws.url}{path}", method=method, headers=sent)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()


def to(*groups, weights=()):
    shares = weights or [100] * len(groups)
    return {
        "forward": {
            "targetGroups": [
                {"targetGroupIdentifier": group, "weight": weight}
                for group, weight in zip(groups, shares, strict=True)
            ]
        }
    }


def keys_of(aws, *rights):
    """The ARN and the keys of a new user who has these rights."""
    iam, called = aws.client("iam"), name()
    arn = iam.create_user(UserName=called)["User"]["Arn"]
    if rights:
        iam.put_user_policy(UserName=called, PolicyName="own", PolicyDocument=document(*rights))
    key = iam.create_access_key(UserName=called)["AccessKey"]
    return arn, called, Credentials(key["AccessKeyId"], key["SecretAccessKey"])


MAY_INVOKE = {"Effect": "Allow", "Action": "vpc-lattice-svcs:Invoke", "Resource": "*"}


def test_rules_lead_requests_by_path_method_and_header(corrected):
    service = Service(corrected)
    (blue, _), (reports, _), (green, _) = (service.function(each) for each in ("blue", "reports", "green"))
    listener = service.listen(to(blue, green, weights=(100, 0)))
    path = {"match": {"prefix": "/reports/"}, "caseSensitive": True}
    service.rule(listener, 10, {"method": "GET", "pathMatch": path}, reports)
    header = {"name": "X-Version", "match": {"exact": "green"}}
    service.rule(listener, 20, {"headerMatches": [header]}, green)
    assert {service.ask("/users")[2] for _ in range(5)} == {"blue"}
    assert service.ask("/reports/1")[2] == "reports"
    assert service.ask("/Reports/1")[2] == service.ask("/reports/1", "POST")[2] == "blue"
    assert service.ask("/users", **{"X-Version": "green"})[2] == "green"
    assert service.ask("/users", **{"X-Version": "greener"})[2] == "blue"


def test_a_service_without_a_target_answers_as_its_listener_says(corrected):
    service = Service(corrected)
    service.listen({"fixedResponse": {"statusCode": 404}})
    assert service.ask()[0] == 404


def test_functions_get_the_event_of_their_version_and_only_when_they_let_lattice_in(corrected):
    service = Service(corrected)
    one, function = service.function("one")
    two, _ = service.function("two", version="V2")
    listener = service.listen(to(one))
    service.rule(listener, 1, {"pathMatch": {"match": {"exact": "/two"}}}, two)
    assert (service.ask()[1]["x-event"], service.ask("/two")[1]["x-event"]) == ("v1", "v2")
    corrected.client("lambda").remove_permission(FunctionName=function, StatementId="vpc-lattice")
    assert service.ask()[0] == 502


def test_a_service_is_found_in_associated_vpcs_only(corrected):
    service = Service(corrected)
    service.listen(to(service.function("here")[0]))
    assert service.ask()[2] == "here"
    service.lattice.delete_service_network_vpc_association(
        serviceNetworkVpcAssociationIdentifier=service.association
    )
    assert service.ask()[0] == 503


def test_a_service_with_iam_lets_in_whom_both_policies_allow(corrected):
    service = Service(corrected, auth="AWS_IAM")
    service.listen(to(service.function("secret")[0]))
    named, user, keys = keys_of(corrected, MAY_INVOKE)
    _, _, others = keys_of(corrected, MAY_INVOKE)
    assert service.ask(keys=keys)[0] == 403  # no auth policy allows any principal
    service.let_in(named)
    assert service.ask(keys=keys)[2] == "secret"
    root = Credentials("test", "test")
    assert [service.ask(keys=each)[0] for each in (None, others, root)] == [403, 403, 403]
    service.let_in(ACCOUNT)
    assert [service.ask(keys=each)[0] for each in (None, others, root)] == [403, 200, 200]
    service.let_in(named)
    assert service.ask(keys=Credentials(keys.access_key, "wrong"))[0] == 403
    corrected.client("iam").delete_user_policy(UserName=user, PolicyName="own")
    status, _, text = service.ask(keys=keys)
    assert status == 403
    assert f"{named} is not authorized to perform: vpc-lattice-svcs:Invoke" in text


def test_a_policy_may_ask_for_the_method_and_let_in_anybody(corrected):
    service = Service(corrected, auth="AWS_IAM")
    service.listen(to(service.function("open")[0]))
    only = {"StringEquals": {"vpc-lattice-svcs:RequestMethod": "GET"}}
    service.let_in("*", Principal="*", Condition=only)
    assert [service.ask()[0], service.ask(method="POST")[0]] == [200, 403]


def test_the_network_has_a_policy_of_its_own(corrected):
    service = Service(corrected, network_auth="AWS_IAM")
    service.listen(to(service.function("inside")[0]))
    known, _, keys = keys_of(corrected, MAY_INVOKE)
    assert service.ask(keys=keys)[0] == 403
    service.let_in(known, of=service.network["id"])
    assert [service.ask(keys=keys)[0], service.ask()[0]] == [200, 403]


def test_a_custom_domain_leads_to_its_service(corrected):
    domain = f"{name()}.example.com"
    service = Service(corrected, customDomainName=domain)
    service.listen(to(service.function("named")[0]))
    service.host = domain
    assert service.ask()[2] == "named"
    service.host = f"other-{domain}"
    assert service.ask()[0] == 403


def test_addresses_take_requests(corrected):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps([self.path, self.headers["Host"]]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    service = Service(corrected)
    config = {"port": server.server_port, "protocol": "HTTP", "vpcIdentifier": service.vpc}
    group = service.lattice.create_target_group(name=name(), type="IP", config=config)["id"]
    service.listen(to(group))
    assert service.ask()[0] == 503
    service.lattice.register_targets(targetGroupIdentifier=group, targets=[{"id": "127.0.0.1"}])
    assert json.loads(service.ask("/users?page=2")[2]) == ["/users?page=2", service.host]
    server.shutdown()
