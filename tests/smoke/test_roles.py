"""The roles of the gallery: who may assume them, and what they may then."""

import base64
import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("security.iam", "behaves")

ISSUER = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLEIAMROLE"


@pytest.fixture
def session(local):
    """Clients of a session: of a role that somebody assumes, by default the account's own root."""

    def of(role, by=("test", "test", None), **more):
        assumed = client("sts", by).assume_role(RoleArn=role["arn"], RoleSessionName="tests", **more)
        return keys(assumed)

    def with_token(role, **claims):
        sts = client("sts", ("test", "test", None))
        assumed = sts.assume_role_with_web_identity(
            RoleArn=role["arn"], RoleSessionName="tests", WebIdentityToken=token(**claims)
        )
        return keys(assumed)

    def keys(assumed):
        found = assumed["Credentials"]
        return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]

    def client(service, by):
        access, secret, session = by
        return boto3.client(
            service,
            endpoint_url=local.url,
            region_name="eu-west-1",
            aws_access_key_id=access,
            aws_secret_access_key=secret,
            aws_session_token=session,
            config=Config(retries={"max_attempts": 1}),
        )

    of.client, of.with_token = client, with_token
    return of


def token(**claims):
    """A token of an OpenID Connect provider. Nobody looks at its signature here."""
    parts = ({"alg": "RS256", "kid": "1"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2lnbmVk"])


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "done"


def test_a_role_may_what_its_grants_say_within_its_boundary_and_nothing_else(gallery, session):
    example = gallery["iam_role_complete"]
    table, key = example["table"]["name"], {"id": {"S": "1"}}
    reports = session(example["role"], by=session(example["caller"]))
    reads, queue = session.client("dynamodb", reports), session.client("sqs", reports)
    assert code(reads.get_item, TableName=table, Key=key) == "done"
    assert code(reads.put_item, TableName=table, Item=key) == "AccessDeniedException"
    # Its grants let it receive; its boundary does not.
    assert "AccessDenied" in code(queue.receive_message, QueueUrl=example["queue"]["url"])
    sends = session.client("sqs", session(gallery["iam_role_existing"]["role"]))
    url = gallery["iam_role_existing"]["queue_url"]
    assert code(sends.send_message, QueueUrl=url, MessageBody="x") == "done"
    assert "AccessDenied" in code(sends.receive_message, QueueUrl=url)


def test_a_partner_assumes_the_role_with_the_id_it_was_given_only(gallery, session):
    role, partner = gallery["iam_role_complete"]["role"], ("111122223333", "test", None)
    assert session(role, by=partner, ExternalId="shop-7f3a")
    for more in ({"ExternalId": "guessed"}, {}):
        with pytest.raises(ClientError, match="AccessDenied"):
            session(role, by=partner, **more)
    with pytest.raises(ClientError, match="AccessDenied"):
        session(role, by=("444455556666", "test", None), ExternalId="shop-7f3a")


def test_a_token_lets_in_its_subject_for_its_audience_only(gallery, session):
    role = gallery["iam_role_complete"]["role"]
    good = {"iss": ISSUER, "aud": "sts.amazonaws.com", "sub": "system:serviceaccount:reports:orders"}
    assert session.with_token(role, **good)
    assert session.with_token(
        role, **good | {"aud": "reports", "sub": "system:serviceaccount:nightly:totals"}
    )
    for wrong in (
        {"sub": "system:serviceaccount:reports:other"},
        {"sub": "system:serviceaccount:nightly:totals"},
        {"aud": "somebody-else"},
        {"iss": "https://oidc.eks.eu-west-1.amazonaws.com/id/ANOTHER"},
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            session.with_token(role, **good | wrong)
