"""Checks of the corrections of KMS."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, account_client, check, document, name, user


@check
def keys_in_rights_of_callers(aws: Any) -> bool:
    admin, alias, who = aws.client("kms"), f"alias/{name()}", name()
    of_account = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    statements = [{"Effect": "Allow", "Principal": of_account, "Action": "kms:*", "Resource": "*"}]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    key = admin.create_key(Policy=policy, MultiRegion=True)["KeyMetadata"]
    admin.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    condition = {"StringEquals": {"kms:EncryptionContext:of": "orders"}}
    rights = {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": key["Arn"]}
    kms = user(aws, who, {**rights, "Condition": condition})("kms")
    context = {"of": "orders"}
    cipher = kms.encrypt(KeyId=alias, Plaintext=b"x", EncryptionContext=context)["CiphertextBlob"]
    read = kms.decrypt(CiphertextBlob=cipher, EncryptionContext=context)["Plaintext"]
    try:
        kms.encrypt(KeyId=alias, Plaintext=b"x", EncryptionContext={"of": "users"})
    except ClientError as refused:
        return read == b"x" and refused.response["Error"]["Code"] == "AccessDeniedException"
    return False


@check
def keys_of_aws(aws: Any) -> bool:
    kms, alias = aws.client("kms"), "alias/aws/dynamodb"
    listed = [each["AliasName"] for each in kms.list_aliases()["Aliases"]]
    key = kms.describe_key(KeyId=alias)["KeyMetadata"]
    again = kms.describe_key(KeyId=alias)["KeyMetadata"]
    return bool(alias in listed and key["KeyManager"] == "AWS" and again["KeyId"] == key["KeyId"])


@check
def keys_of_other_accounts(aws: Any) -> bool:
    kms, of_account = aws.client("kms"), {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    all_of_it = {"Effect": "Allow", "Principal": of_account, "Action": "kms:*", "Resource": "*"}
    others = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": ["kms:Encrypt", "kms:Decrypt"],
        "Resource": "*",
    }
    key = kms.create_key(Policy=document(all_of_it, others))["KeyMetadata"]["Arn"]
    own = kms.create_key(Policy=document(all_of_it))["KeyMetadata"]["Arn"]
    partner = account_client(aws, "kms", "111122223333")
    try:
        cipher = partner.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
        read = partner.decrypt(CiphertextBlob=cipher)["Plaintext"] == b"x"
        read &= kms.decrypt(CiphertextBlob=cipher)["Plaintext"] == b"x"
    except ClientError:
        return False
    refused = []
    sealed = kms.encrypt(KeyId=own, Plaintext=b"x")["CiphertextBlob"]
    stranger = account_client(aws, "kms", "444455556666")
    for call in (
        lambda: partner.generate_data_key(KeyId=key, KeySpec="AES_256"),
        lambda: partner.decrypt(CiphertextBlob=sealed),
        lambda: partner.encrypt(KeyId=own, Plaintext=b"x"),
        lambda: stranger.decrypt(CiphertextBlob=cipher),
    ):
        try:
            call()
        except ClientError as error:
            refused.append(error.response["Error"]["Code"])
    return read and refused == ["AccessDeniedException"] * 4


@check
def key_policies_lock_nobody_out(aws: Any) -> bool:
    kms, who = aws.client("kms"), {"AWS": f"arn:aws:iam::{ACCOUNT}:role/any"}
    statement = {"Effect": "Allow", "Principal": who, "Action": "kms:*", "Resource": "*"}
    lock = document(statement)
    key = kms.create_key(Policy=lock, BypassPolicyLockoutSafetyCheck=True)["KeyMetadata"]["KeyId"]
    refused = []
    for call, given in ((kms.create_key, {}), (kms.put_key_policy, {"KeyId": key})):
        try:
            call(Policy=lock, **given)
        except ClientError as error:
            refused.append(error.response["Error"]["Code"])
    of_account = {**statement, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    kms.put_key_policy(KeyId=key, Policy=document(of_account))
    return refused == ["MalformedPolicyDocumentException"] * 2
