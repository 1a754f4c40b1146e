"""Which hosts are served, what counts as a signature, and what a browser may send: as tables."""

import pytest

from local_aws.edge import browsers, hosts, signatures
from local_aws.edge.browsers import Bucket

ID, REGION = "a1b2c3d4", "eu-west-1"


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("127.0.0.1", "own"),
        ("127.0.0.1:4566", "own"),
        ("LocalHost:4566", "own"),
        ("[::1]:4566", "own"),
        (f"{ID}.execute-api.localhost:4566", "deployed"),
        (f"{ID}.lambda-url.{REGION}.on.aws", "deployed"),
        (f"{ID}.lambda-url.{REGION}.localhost:4566", "deployed"),
        (f"{ID}.appsync-api.{REGION}.amazonaws.com", "deployed"),
        (f"{ID}.appsync-realtime-api.{REGION}.amazonaws.com", "deployed"),
        (f"{ID}.cloudfront.net", "deployed"),
        (f"shop-1.{REGION}.elb.amazonaws.com:443", "deployed"),
        ("api.example.com", "deployed"),  # a custom domain that is registered
        ("uploads.localhost:4566", "bucket"),
        ("uploads.s3.localhost", "bucket"),
        (f"uploads.s3.{REGION}.amazonaws.com", "bucket"),
        (f"uploads.s3-website-{REGION}.amazonaws.com", "bucket"),
        ("", "unknown"),
        ("evil.example", "unknown"),
        ("localhost.evil.example", "unknown"),
        ("evil.example:4566", "unknown"),
        ("127.0.0.1.evil.example", "unknown"),
        ("127.0.0.2", "unknown"),
        ("0.0.0.0:4566", "unknown"),
        ("localhost:", "unknown"),
        ("localhost@evil.example", "unknown"),
        ("localhost, evil.example", "unknown"),
        (f"{ID}.execute-api.evil.example", "unknown"),
        (f"{ID}.lambda-url.{REGION}.evil.example", "unknown"),
        (f"{ID}.appsync-api.{REGION}.evil.example", "unknown"),
        ("uploads.s3.evil.example", "unknown"),
        ("a.b.localhost", "unknown"),
    ],
)
def test_a_host_is_of_the_local_aws_of_something_deployed_or_of_nobody(host, kind):
    assert hosts.kind(host, "/", lambda name, _: name == "api.example.com") == kind


@pytest.mark.parametrize(
    ("host", "target", "plain", "path"),
    [
        ("127.0.0.1:4566", "/a/b", "127.0.0.1:4566", "/a/b"),
        ("127.0.0.1:4566", "http://127.0.0.1:4566/a", "127.0.0.1:4566", "/a"),
        ("000000000000.127.0.0.1:4566", "http://000000000000.127.0.0.1:4566/v1/a", "127.0.0.1:4566", "/v1/a"),
        ("my.site.127.0.0.1:4566", "http://my.site.127.0.0.1:4566/a", "127.0.0.1:4566", "/my.site/a"),
        ("my.site.127.0.0.1", "http://my.site.127.0.0.1", "127.0.0.1", "/my.site/"),
        ("evil.example", "http://evil.example/a", "evil.example", "/a"),
        ("my.127.0.0.1.evil.example", "/a", "my.127.0.0.1.evil.example", "/a"),
    ],
)
def test_a_name_in_front_of_the_host_is_an_account_or_a_bucket(host, target, plain, path):
    scope = {"headers": [(b"host", host.encode())], "path": target, "raw_path": target.encode()}
    changed = hosts.plain(scope)
    assert dict(changed["headers"]) == {b"host": plain.encode()}
    assert (changed["path"], changed["raw_path"]) == (path, path.encode())


def test_a_load_balancer_has_any_host_at_its_path_only():
    assert hosts.kind("shop.example.com", "/_alb/shop/users") == "named"
    assert hosts.kind("shop.example.com", "/users") == "unknown"


SIGNED = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=ab"
)
QUERY = {
    "X-Amz-Algorithm": ["AWS4-HMAC-SHA256"],
    "X-Amz-Credential": ["test/20260101/eu-west-1/sqs/aws4_request"],
    "X-Amz-Date": ["20260101T000000Z"],
    "X-Amz-SignedHeaders": ["host"],
    "X-Amz-Signature": ["ab"],
}


@pytest.mark.parametrize(
    ("authorization", "query", "state"),
    [
        (SIGNED, {}, "whole"),
        (SIGNED.replace(", ", ","), {}, "whole"),
        (SIGNED.replace("eu-west-1/", ""), {}, "broken"),
        (SIGNED.replace("HMAC-SHA256", "ECDSA-P256-SHA256").replace("eu-west-1/", ""), {}, "whole"),
        ("AWS AKIA:abc=", {}, "whole"),
        ("", QUERY, "whole"),
        ("", {"AWSAccessKeyId": ["AKIA"], "Signature": ["ab"], "Expires": ["1"]}, "whole"),
        ("", {}, "none"),
        ("Bearer token", {}, "none"),
        ("Basic Credential=test/20260101/eu-west-1/ec2/aws4_request", {}, "none"),
        ("", {"Action": ["ListQueues"]}, "none"),
        (SIGNED.partition(", Signature")[0], {}, "broken"),
        (SIGNED.replace("SignedHeaders=host, ", ""), {}, "broken"),
        (SIGNED.replace("Signature=ab", "Signature="), {}, "broken"),
        (SIGNED.replace("/aws4_request", ""), {}, "broken"),
        ("AWS4-HMAC-SHA256", {}, "broken"),
        ("AWS test", {}, "broken"),
        ("", {"AWSAccessKeyId": ["AKIA"]}, "broken"),
        *(
            ("", {name: value for name, value in QUERY.items() if name != missing}, "broken")
            for missing in QUERY
        ),
        ("", {name.lower(): value for name, value in QUERY.items()}, "broken"),
    ],
)
def test_a_signature_is_whole_or_there_is_none(authorization, query, state):
    assert signatures.state(authorization, query) == state


CLI = {"user-agent": "aws-cli/2.17"}
SDK_OF_NODE = {"user-agent": "node", "sec-fetch-mode": "cors"}  # Node's own fetch
BY_HAND = {"user-agent": "Mozilla/5.0", "sec-fetch-site": "none", "sec-fetch-mode": "navigate"}
IMAGE = {"user-agent": "Mozilla/5.0", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
LINK = {"user-agent": "Mozilla/5.0", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
OTHER_PORT = {"origin": "http://localhost:3000", "sec-fetch-site": "same-site"}
SANDBOXED = {"origin": "null", "sec-fetch-site": "cross-site"}
OLD = {"user-agent": "Mozilla/5.0"}  # which knows no Sec-Fetch-Site
OWN_PAGE = {
    "user-agent": "Mozilla/5.0",
    "sec-fetch-site": "same-origin",
}  # an object, or what a function gave
BROWSERS = [BY_HAND, IMAGE, LINK, OTHER_PORT, SANDBOXED, OLD, OWN_PAGE]

CLOSED, SHARED, OPEN = Bucket(False, False), Bucket(True, False), Bucket(True, True)


@pytest.mark.parametrize("headers", [CLI, SDK_OF_NODE])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_clients_that_are_no_browsers_may_send_all(headers, method):
    assert browsers.may_send(headers, method)


@pytest.mark.parametrize("headers", BROWSERS)
def test_a_browser_reaches_what_is_deployed_and_no_api_of_aws(headers):
    assert browsers.may_send(headers, "POST", public=True)
    for method in ("GET", "POST", "OPTIONS"):
        assert not browsers.may_send(headers, method)
        assert not browsers.may_send(headers, method, signed=True)


@pytest.mark.parametrize(
    ("headers", "method", "bucket", "signed", "allowed"),
    [
        (BY_HAND, "GET", CLOSED, True, True),  # a presigned URL that a user opens
        (BY_HAND, "PUT", CLOSED, True, False),
        (IMAGE, "GET", CLOSED, False, True),  # what the bucket's policy gives everybody
        (IMAGE, "GET", CLOSED, True, False),
        (LINK, "GET", CLOSED, True, False),
        (OWN_PAGE, "GET", CLOSED, True, False),
        (OLD, "GET", CLOSED, True, False),
        (IMAGE, "GET", SHARED, True, True),
        (OTHER_PORT, "GET", SHARED, True, False),  # a rule for another origin
        (OTHER_PORT, "GET", OPEN, True, True),
        (OTHER_PORT, "PUT", OPEN, True, True),
        (OTHER_PORT, "PUT", CLOSED, True, False),
        (OTHER_PORT, "PUT", CLOSED, False, False),
        (OTHER_PORT, "OPTIONS", CLOSED, False, True),  # answered by the bucket's rules
        (SANDBOXED, "GET", CLOSED, False, False),
    ],
)
def test_a_bucket_is_open_as_its_rules_and_its_policy_say(headers, method, bucket, signed, allowed):
    assert browsers.may_send(headers, method, bucket=bucket, signed=signed) is allowed
