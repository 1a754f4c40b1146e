"""The keys of the gallery, through KMS's API."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.smoke.sessions import Sessions

pytestmark = pytest.mark.capability("security.kms", "behaves")


@pytest.fixture
def kms(local):
    return local.client("kms")


def test_what_a_key_encrypts_it_decrypts_and_nothing_else(kms, gallery):
    sealed = kms.encrypt(KeyId=gallery["kms_key_complete"]["key"]["arn"], Plaintext=b"a card number")
    assert kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"])["Plaintext"] == b"a card number"
    with pytest.raises(ClientError) as refused:
        kms.decrypt(CiphertextBlob=b"something else altogether, and long enough to be taken for one")
    assert refused.value.response["Error"]["Code"] == "InvalidCiphertextException"


def test_the_key_rotates(kms, gallery):
    assert (
        kms.get_key_rotation_status(KeyId=gallery["kms_key_complete"]["key"]["id"])["KeyRotationEnabled"]
        is True
    )


def test_the_policy_lets_in_the_account_and_the_named_services_for_this_account_only(kms, gallery):
    policy = json.loads(
        kms.get_key_policy(KeyId=gallery["kms_key_complete"]["key"]["id"], PolicyName="default")["Policy"]
    )
    services = {
        s["Principal"]["Service"]: s["Condition"] for s in policy["Statement"] if "Service" in s["Principal"]
    }
    assert set(services) == {
        "cloudfront.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "delivery.logs.amazonaws.com",
        "events.amazonaws.com",
        "logs.eu-west-1.amazonaws.com",
        "sns.amazonaws.com",
    }
    assert all("000000000000" in json.dumps(condition) for condition in services.values())


def test_another_account_uses_the_key_as_its_policy_says_and_no_more(local, kms, gallery):
    arn, context = gallery["kms_key_complete"]["key"]["arn"], {"domain": "billing"}
    sealed = kms.encrypt(KeyId=arn, Plaintext=b"an invoice", EncryptionContext=context)["CiphertextBlob"]
    sessions = Sessions(local.url)
    billing, stranger = (
        sessions.client("kms", (account, "test", None)) for account in ("111122223333", "444455556666")
    )
    read = {"CiphertextBlob": sealed, "EncryptionContext": context}
    assert billing.decrypt(**read)["Plaintext"] == b"an invoice"
    of_orders = kms.encrypt(KeyId=arn, Plaintext=b"an order", EncryptionContext={"domain": "orders"})
    for call, request in (
        (stranger.decrypt, read),
        (billing.encrypt, {"KeyId": arn, "Plaintext": b"x", "EncryptionContext": context}),
        (
            billing.decrypt,
            {"CiphertextBlob": of_orders["CiphertextBlob"], "EncryptionContext": {"domain": "orders"}},
        ),
    ):
        with pytest.raises(ClientError) as refused:
            call(**request)
        assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_the_organization_is_named_by_a_condition(kms, gallery):
    policy = kms.get_key_policy(KeyId=gallery["kms_key_complete"]["key"]["id"], PolicyName="default")
    (shops,) = [each for each in json.loads(policy["Policy"])["Statement"] if each["Sid"] == "CallerShops"]
    assert shops["Principal"] == {"AWS": "*"} and shops["Action"] == "kms:Encrypt"
    assert shops["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
