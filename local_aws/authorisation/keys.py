"""The right to use a KMS key: of who encrypts or decrypts, and of the service in whose name it happens."""

from collections.abc import Mapping, Sequence
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import kms

from local_aws.authorisation import denials
from local_aws.authorisation.evaluation import Decision, Principal, Request
from local_aws.authorisation.rights import authorise

_NO_CONTEXT: Mapping[str, str] = {}
_OF_AWS = "alias/aws/"
# https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
_UNUSABLE = {
    "Disabled": "is disabled",
    "PendingDeletion": "is pending deletion",
    "PendingImport": "is pending import",
    "PendingReplicaDeletion": "is pending replica deletion",
}


def may_use(
    principal: Principal,
    key: str,
    *operations: str,
    via: str = "",
    encryption_context: Mapping[str, str] = _NO_CONTEXT,
    context: Mapping[str, str] = _NO_CONTEXT,
) -> Decision | None:
    """The first denial of the operations on a key; None if all are allowed and the key can be used.

    Args:
        key: ARN, id or alias of the key. A key that AWS manages for a service (`alias/aws/sqs`) is open to
            principals of its account who call that service, and not to services that call as themselves.
        operations: of KMS, such as `GenerateDataKey` and `Decrypt`.
        via: the service in whose name the principal uses the key, as in `kms:ViaService`:
            `sqs.eu-west-1.amazonaws.com`. A service that calls as itself sends none.
        encryption_context: what the service encrypts with it, as in `kms:EncryptionContext:NAME`.
        context: other condition keys that are sent.
    """
    arn = key_arn(key)
    if arn is None:
        return _unusable(principal, key, operations[0], "does not exist")
    keys: dict[str, str | Sequence[str]] = dict(context)
    if via:
        keys |= {"kms:ViaService": via, "kms:CallerAccount": principal.account}
    keys |= context_keys(encryption_context)
    for operation in operations:
        decision = authorise(principal, f"kms:{operation}", arn, keys)
        if not decision.allowed:
            return decision
    state = (record(arn) or {}).get("KeyState", "Enabled")
    return _unusable(principal, arn, operations[0], _UNUSABLE[state]) if state in _UNUSABLE else None


def context_keys(encryption_context: Mapping[str, str]) -> dict[str, str | Sequence[str]]:
    """The condition keys of an encryption context.

    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    """
    if not encryption_context:
        return {}
    pairs = {f"kms:EncryptionContext:{name}": value for name, value in encryption_context.items()}
    return {**pairs, "kms:EncryptionContextKeys": list(encryption_context)}


def key_arn(key: str) -> str | None:
    """The ARN of a key by its ARN, id or alias, in the account and region of the request; None without one.

    A key that AWS manages has no record here: its alias is used instead.
    """
    if (found := record(key)) is not None:
        return str(found["Arn"])
    if key.startswith("arn:"):
        return key if is_of_aws(key) else None
    return f"arn:aws:kms:{get_region()}:{get_account_id()}:{key}" if key.startswith(_OF_AWS) else None


def is_of_aws(arn: str) -> bool:
    """Whether AWS manages the key: `alias/aws/sqs`."""
    return f":{_OF_AWS}" in arn


def record(key: str) -> dict[str, Any] | None:
    """What KMS keeps of a key, by its ARN, id or alias; None if it is not there."""
    parts = key.split(":")
    if len(parts) > 5:
        with request_scope(parts[4], parts[3]):
            found: dict[str, Any] | None = kms._resolve_key(key)
            return found
    return kms._resolve_key(key)  # type: ignore[no-any-return]


def _unusable(principal: Principal, key: str, operation: str, what: str) -> Decision:
    """A denial that no policy makes; in the list of denials, too."""
    decision = Decision(False, "the key cannot be used", f"key {key} {what}", (), None)
    denials.add(Request(principal, f"kms:{operation}", key), decision)
    return decision
