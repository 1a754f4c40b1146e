"""The right to use a KMS key: of who encrypts or decrypts, and of the service in whose name it happens."""

from collections.abc import Mapping

from ministack.core.responses import request_scope
from ministack.services import kms

from local_aws.authorisation.authorise import authorise
from local_aws.authorisation.evaluation import Decision, Principal

_NO_CONTEXT: Mapping[str, str] = {}


def may_use(
    principal: Principal,
    key: str,
    *operations: str,
    via: str = "",
    encryption_context: Mapping[str, str] = _NO_CONTEXT,
    context: Mapping[str, str] = _NO_CONTEXT,
) -> Decision | None:
    """The first denial of the operations on a key; None if all are allowed.

    Args:
        key: ARN, id or alias of the key. A key that AWS manages for a service is open to its callers.
        operations: of KMS, such as `GenerateDataKey` and `Decrypt`.
        via: the service in whose name the principal uses the key, as in `kms:ViaService`:
            `sqs.eu-west-1.amazonaws.com`. A service that calls as itself sends none.
        encryption_context: what the service encrypts with it, as in `kms:EncryptionContext:NAME`.
        context: other condition keys that are sent.
    """
    arn = key_arn(key)
    if arn is None or is_of_aws(arn):
        return None
    keys = dict(context)
    if via:
        keys |= {"kms:ViaService": via, "kms:CallerAccount": principal.account}
    keys |= {f"kms:EncryptionContext:{name}": value for name, value in encryption_context.items()}
    if encryption_context:
        keys["kms:EncryptionContextKeys"] = ",".join(encryption_context)
    for operation in operations:
        decision = authorise(principal, f"kms:{operation}", arn, keys)
        if not decision.allowed:
            return decision
    return None


def key_arn(key: str) -> str | None:
    """The ARN of a key by its ARN, id or alias, in the account and region of the request."""
    found = _record(key)
    return str(found["Arn"]) if found else None


def is_of_aws(arn: str) -> bool:
    """Whether AWS manages the key: `aws/sqs`."""
    return bool((_record(arn) or {}).get("KeyManager") == "AWS")


def _record(key: str) -> dict[str, str] | None:
    parts = key.split(":")
    if len(parts) > 5:
        with request_scope(parts[4], parts[3]):
            found: dict[str, str] | None = kms._resolve_key(key)
            return found
    return kms._resolve_key(key)  # type: ignore[no-any-return]
