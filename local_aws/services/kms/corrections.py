"""KMS: where the engine differs from AWS."""

import base64
import json
import re
from typing import Any

from ministack.core import iam_actions
from ministack.core.responses import error_response_json, get_account_id, get_region, request_scope
from ministack.services import kms

from local_aws.authorisation import callers, denials, keys
from local_aws.authorisation.evaluation import Policies, Policy, Request, evaluate
from local_aws.authorisation.policies import as_document, policies
from local_aws.authorisation.rights import authorise
from local_aws.corrections import correction

_ABOUT_ALIASES = ("CreateAlias", "DeleteAlias", "UpdateAlias")


@correction
def keys_in_rights_of_callers() -> None:
    """AWS: a call by an alias is about its key, and sends its encryption context as condition keys.

    MiniStack: takes the alias for the resource, sends no context, and knows no multi-Region keys by what they
    encrypted. https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    """
    resource_of, context_of = iam_actions.extract_resource_arn, iam_actions.request_tag_context

    def extract_resource_arn(service: str, *request: Any) -> Any:
        arn = resource_of(service, *request)
        if service == "kms" and ":alias/" in str(arn) and not _is_about_aliases(request[2]):
            return keys.key_arn(arn) or arn
        return arn

    def request_context(service: str, action: str, body: bytes, params: Any) -> dict[str, Any]:
        found: dict[str, Any] = context_of(service, action, body, params)
        if service != "kms":
            return found
        try:
            encrypted_with = json.loads(body or b"{}").get("EncryptionContext") or {}
        except (ValueError, AttributeError):
            encrypted_with = {}
        return {**found, "kms:CallerAccount": get_account_id(), **keys.context_keys(encrypted_with)}

    iam_actions.extract_resource_arn = extract_resource_arn
    iam_actions.request_tag_context = request_context
    iam_actions._KMS_KEY_ID_RE = re.compile(rf"{iam_actions._KMS_KEY_ID_RE.pattern}|^mrk-[0-9a-f]{{32}}$")


def _is_about_aliases(headers: Any) -> bool:
    return str(headers.get("x-amz-target", "")).rpartition(".")[2] in _ABOUT_ALIASES


# Services whose keys AWS makes when an account first uses them, by the aliases.
# https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
_MANAGED = {
    "acm": "acm",
    "backup": "backup",
    "codecommit": "codecommit",
    "dynamodb": "dynamodb",
    "ebs": "ec2",
    "elasticfilesystem": "elasticfilesystem",
    "es": "es",
    "fsx": "fsx",
    "glue": "glue",
    "kinesis": "kinesis",
    "lambda": "lambda",
    "rds": "rds",
    "redshift": "redshift",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "sns": "sns",
    "sqs": "sqs",
    "ssm": "ssm",
}


@correction
def keys_of_aws() -> None:
    """AWS: has keys of its own for services (`alias/aws/s3`), created at the first use.

    MiniStack: none. https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
    """
    describe, listed, metadata = kms._describe_key, kms._list_aliases, kms._key_metadata

    def describe_key(data: dict[str, Any]) -> Any:
        service = data.get("KeyId", "").rpartition("alias/aws/")[2]
        alias = kms._alias_arn(f"alias/aws/{service}")
        if service in _MANAGED and alias not in kms._aliases:
            kms._aliases[alias] = _managed(service)
        return describe(data)

    def list_aliases(data: dict[str, Any]) -> Any:
        status, headers, body = listed(data)
        if status != 200 or data.get("KeyId"):
            return status, headers, body
        found = json.loads(body)
        names = {each["AliasName"] for each in found["Aliases"]}
        found["Aliases"] += [
            {"AliasName": name, "AliasArn": kms._alias_arn(name)}
            for name in (f"alias/aws/{service}" for service in _MANAGED)
            if name not in names
        ]
        return status, headers, json.dumps(found).encode()

    def key_metadata(record: dict[str, Any]) -> dict[str, Any]:
        return {**metadata(record), "KeyManager": record.get("KeyManager", "CUSTOMER")}

    kms._describe_key, kms._list_aliases, kms._key_metadata = describe_key, list_aliases, key_metadata


def _managed(service: str) -> str:
    """A new key of AWS's for a service; its id."""
    account = get_account_id()
    through = {
        "kms:CallerAccount": account,
        "kms:ViaService": f"{_MANAGED[service]}.{get_region()}.amazonaws.com",
    }
    used = ("Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "CreateGrant", "DescribeKey")
    policy = {
        "Version": "2012-10-17",
        "Id": f"auto-{service}-1",
        "Statement": [
            {
                "Sid": f"Allow access through {service} for all principals in the account",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": [f"kms:{action}" for action in used],
                "Resource": "*",
                "Condition": {"StringEquals": through},
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
                "Resource": "*",
            },
        ],
    }
    text = f"Default key that protects my {service} data when no other key is defined"
    asked = {"Description": text, "Policy": json.dumps(policy), "BypassPolicyLockoutSafetyCheck": True}
    made = json.loads(kms._create_key(asked)[2])
    key = str(made["KeyMetadata"]["KeyId"])
    kms._keys[key]["KeyManager"] = "AWS"
    return key


# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
_FOR_OTHER_ACCOUNTS = frozenset(
    {
        "CreateGrant",
        "Decrypt",
        "DescribeKey",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateMac",
        "GetKeyRotationStatus",
        "GetPublicKey",
        "ListGrants",
        "RetireGrant",
        "RevokeGrant",
        "Sign",
        "Verify",
        "VerifyMac",
    }
)


@correction
def keys_of_other_accounts() -> None:
    """AWS: other accounts use a key that its policy lets them use. MiniStack: finds keys of the caller only.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
    """
    handle = kms.handle_request

    async def handle_request(method: str, path: str, headers: Any, body: bytes, params: Any) -> Any:
        operation = str(headers.get("x-amz-target", "")).rpartition(".")[2]
        key = _of_another(operation, body)
        who = callers.caller(kms)
        if key is None or who is None:
            return await handle(method, path, headers, body, params)
        action, sent = f"kms:{operation}", callers.connection() | {"kms:CallerAccount": get_account_id()}
        context = keys.context_keys(json.loads(body).get("EncryptionContext") or {})
        if not authorise(who, action, key["Arn"], {**sent, **context}).allowed:
            message = denials.message(who.arn, action, key["Arn"], explicit=False)
            return error_response_json("AccessDeniedException", message, 400)
        region, account = key["Arn"].split(":")[3:5]
        with request_scope(account, region):
            return await handle(method, path, headers, body, params)

    kms.handle_request = handle_request
    callers.mark_calls(kms)


def _of_another(operation: str, body: bytes) -> dict[str, Any] | None:
    """The key of another account that a call is about: by its ARN, or by what it encrypted."""
    if operation not in _FOR_OTHER_ACCOUNTS:
        return None
    try:
        asked = json.loads(body or b"{}")
        wanted = str(asked.get("KeyId") or "")
        encrypted = base64.b64decode(asked.get("CiphertextBlob") or "")
    except (AttributeError, ValueError):
        return None
    if wanted:
        other = wanted.startswith("arn:") and wanted.split(":")[4:5] != [get_account_id()]
        return keys.record(wanted) if other else None
    named = encrypted[:36].decode(errors="replace")
    return next(
        (
            key
            for (account, region, identifier), key in list(kms._keys._data.items())
            if identifier == named and region == get_region() and account != get_account_id()
        ),
        None,
    )


@correction
def key_policies_lock_nobody_out() -> None:
    """AWS: a key policy lets its author change it later, if not `BypassPolicyLockoutSafetyCheck`.

    MiniStack: takes any.
    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
    """
    callers.mark_calls(kms)
    for operation in ("_create_key", "_put_key_policy", "_replicate_key"):
        setattr(kms, operation, _checked(getattr(kms, operation)))


def _checked(operation: Any) -> Any:
    def check(data: dict[str, Any]) -> Any:
        if data.get("Policy") and not data.get("BypassPolicyLockoutSafetyCheck") and _locks_out(data):
            return error_response_json(
                "MalformedPolicyDocumentException",
                "The new key policy will not allow you to update the key policy in the future.",
                400,
            )
        return operation(data)

    return check


def _locks_out(data: dict[str, Any]) -> bool:
    """Whether a key's new policy does not let the caller change it."""
    who = callers.caller(kms)
    if who is None:
        return False
    found = kms._resolve_key(data["KeyId"]) if data.get("KeyId") else None
    arn = found["Arn"] if found else kms._arn("00000000-0000-0000-0000-000000000000")
    action = "kms:PutKeyPolicy"
    own = policies(who, action, "*")
    decided_by = Policies(
        identity=own.identity,
        boundary=own.boundary,
        resource=(Policy("the new key policy", as_document(data["Policy"])),),
        resource_decides=True,
    )
    context = {"kms:CallerAccount": get_account_id(), **callers.connection()}
    return not evaluate(Request(who, action, arn, context), decided_by).allowed
