"""The roles of the gallery: who may assume them, and what they may then."""

import pytest
from botocore.exceptions import ClientError

from tests.smoke.sessions import Sessions

pytestmark = pytest.mark.capability("security.iam", "behaves")

ISSUER = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLEIAMROLE"


@pytest.fixture
def sessions(local):
    return Sessions(local.url)


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "done"


def test_a_role_may_what_its_grants_say_within_its_boundary_and_nothing_else(gallery, sessions):
    example = gallery["iam_role_complete"]
    table, key = example["table"]["name"], {"id": {"S": "1"}}
    reports = sessions.assumed(example["role"]["arn"], by=sessions.assumed(example["caller"]["arn"]))
    reads, queue = sessions.client("dynamodb", reports), sessions.client("sqs", reports)
    assert code(reads.get_item, TableName=table, Key=key) == "done"
    assert code(reads.put_item, TableName=table, Item=key) == "AccessDeniedException"
    # Its grants let it receive; its boundary does not.
    assert "AccessDenied" in code(queue.receive_message, QueueUrl=example["queue"]["url"])
    sends = sessions.client("sqs", sessions.assumed(gallery["iam_role_existing"]["role"]["arn"]))
    url = gallery["iam_role_existing"]["queue_url"]
    assert code(sends.send_message, QueueUrl=url, MessageBody="x") == "done"
    assert "AccessDenied" in code(sends.receive_message, QueueUrl=url)


def test_a_partner_assumes_the_role_with_the_id_it_was_given_only(gallery, sessions):
    role, partner = gallery["iam_role_complete"]["role"]["arn"], ("111122223333", "test", None)
    assert sessions.assumed(role, by=partner, ExternalId="shop-7f3a")
    for more in ({"ExternalId": "guessed"}, {}):
        with pytest.raises(ClientError, match="AccessDenied"):
            sessions.assumed(role, by=partner, **more)
    with pytest.raises(ClientError, match="AccessDenied"):
        sessions.assumed(role, by=("444455556666", "test", None), ExternalId="shop-7f3a")


def test_a_token_lets_in_its_subject_for_its_audience_only(gallery, sessions):
    role = gallery["iam_role_complete"]["role"]["arn"]
    good = {"iss": ISSUER, "aud": "sts.amazonaws.com", "sub": "system:serviceaccount:reports:orders"}
    assert sessions.with_token(role, **good)
    assert sessions.with_token(
        role, **good | {"aud": "reports", "sub": "system:serviceaccount:nightly:totals"}
    )
    for wrong in (
        {"sub": "system:serviceaccount:reports:other"},
        {"sub": "system:serviceaccount:nightly:totals"},
        {"aud": "somebody-else"},
        {"iss": "https://oidc.eks.eu-west-1.amazonaws.com/id/ANOTHER"},
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            sessions.with_token(role, **good | wrong)
