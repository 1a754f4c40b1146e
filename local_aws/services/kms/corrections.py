"""KMS: where the engine differs from AWS."""

import json
import re
from typing import Any

from ministack.core import iam_actions
from ministack.core.responses import get_account_id

from local_aws.authorisation import keys
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
