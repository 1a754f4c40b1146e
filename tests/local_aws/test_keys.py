"""Who may use a key: by its policy, by its grants, and in the state that it is in."""

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, document, name, user

OF_ACCOUNT = {
    "Sid": "Account",
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "kms:*",
    "Resource": "*",
}
OTHER = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
RIGHTS = {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "*"}
REFUSED = "AccessDeniedException"


def attempt(kms, key, **context):
    """The error of an encryption; none when it is done."""
    try:
        kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)
    except ClientError as refused:
        return refused.response["Error"]["Code"]
    return None


def key_with(corrected, *statements):
    admin = corrected.client("kms")
    return admin.create_key(Policy=document(OF_ACCOUNT, *statements))["KeyMetadata"]["Arn"]


def test_the_account_hands_a_key_to_its_users_by_the_key_policy_and_their_own(corrected):
    kms = corrected.client("kms")
    some, none = user(corrected, name(), RIGHTS)("kms"), user(corrected, name(), OTHER)("kms")
    key = key_with(corrected)
    assert (attempt(some, key), attempt(none, key)) == (None, REFUSED)
    of_a_role = {**OF_ACCOUNT, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/any"}}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(of_a_role))
    assert attempt(some, key) == REFUSED


def test_a_key_policy_names_a_user_and_denies_another(corrected):
    one, other = name(), name()
    clients = [user(corrected, one, OTHER)("kms"), user(corrected, other, RIGHTS)("kms")]
    statement = {"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"}
    arn = f"arn:aws:iam::{ACCOUNT}:user/"
    key = key_with(
        corrected,
        {**statement, "Principal": {"AWS": arn + one}},
        {**statement, "Effect": "Deny", "Principal": {"AWS": arn + other}},
    )
    assert [attempt(each, key) for each in clients] == [None, REFUSED]


def test_a_grant_allows_its_operations_under_its_constraints(corrected):
    who = name()
    kms, admin = user(corrected, who, OTHER)("kms"), corrected.client("kms")
    key = key_with(corrected)
    assert attempt(kms, key) == REFUSED
    grant = admin.create_grant(
        KeyId=key,
        GranteePrincipal=f"arn:aws:iam::{ACCOUNT}:user/{who}",
        Operations=["Encrypt", "DescribeKey"],
        Constraints={"EncryptionContextEquals": {"of": "orders"}},
    )
    assert attempt(kms, key, of="orders") is None
    assert attempt(kms, key, of="orders", more="x") == REFUSED
    assert attempt(kms, key) == REFUSED
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
    cipher = admin.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"of": "orders"})["CiphertextBlob"]
    with pytest.raises(ClientError, match=REFUSED):
        kms.decrypt(CiphertextBlob=cipher, EncryptionContext={"of": "orders"})
    admin.revoke_grant(KeyId=key, GrantId=grant["GrantId"])
    assert attempt(kms, key, of="orders") == REFUSED


def test_a_denial_says_which_statement_is_missing(corrected):
    who = name()
    attempt(user(corrected, who, OTHER)("kms"), key_with(corrected))
    found = [each for each in corrected.denials() if each["principal"].endswith(f"user/{who}")]
    assert [each["action"] for each in found] == ["kms:Encrypt"]
    assert found[0]["missing"]["Action"] == "kms:Encrypt"
