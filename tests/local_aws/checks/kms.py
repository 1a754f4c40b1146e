"""Checks of the corrections of KMS."""

import json
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, check, name, user


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
