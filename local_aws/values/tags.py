"""Tags, which services take under many names and by the same rules.

https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from local_aws.edge.errors import Refusal

if TYPE_CHECKING:
    from local_aws.values import Request

_LONGEST_KEY, _LONGEST_VALUE = 128, 256
_RESERVED = "Tag keys starting with 'aws:' are reserved for internal use"
_MEMBERS = frozenset(
    {
        "AddTags",
        "BackupPlanTags",
        "BackupVaultTags",
        "RecoveryPointTags",
        "TagList",
        "TagSpecifications",
        "Tagging",
        "Tags",
        "TagsList",
        "TagsToAdd",
        "UserPoolTags",
        "tags",
    }
)
_WITHIN = ("TagSet", "Items", "Tags")
_KEYS = ("Key", "TagKey", "key")
_VALUES = ("Value", "TagValue", "value")
# The errors of services that have one for tags, or another than for other values.
_CODES = {
    "cloudtrail": "InvalidTagParameterException",
    "kms": "TagException",
    "lambda": "InvalidParameterValueException",
    "s3": "InvalidTag",
    "secretsmanager": "InvalidParameterException",
    "sns": "InvalidParameter",
    "wafv2": "WAFTagOperationException",
}
_RESERVED_BY = {"s3": "System tags cannot be added/updated by requester"}


def check(request: "Request") -> Refusal | None:
    """Keys of up to 128 characters that do not begin with `aws:`, values of up to 256."""
    for name in request.parameters.keys() & _MEMBERS:
        for key, value in _pairs(request.parameters[name]):
            if key.lower().startswith("aws:"):
                return _refusal(request, _RESERVED_BY.get(request.service, _RESERVED))
            if not 1 <= len(key) <= _LONGEST_KEY:
                return _refusal(request, f"Tag key must be between 1 and {_LONGEST_KEY} characters: '{key}'")
            if len(value) > _LONGEST_VALUE:
                return _refusal(
                    request, f"Tag value exceeds the maximum length of {_LONGEST_VALUE} characters"
                )
    return None


def _pairs(tags: Any) -> Iterator[tuple[str, str]]:
    """The tags, as services take them: a map, or a list of structures; at times within another structure."""
    if isinstance(tags, list):
        for tag in tags:
            key = next((tag[name] for name in _KEYS if name in tag), None)
            if key is None:
                yield from _pairs(tag)  # one of EC2's specifications
            else:
                yield key, next((tag[name] for name in _VALUES if name in tag), None) or ""
    elif isinstance(tags, dict):
        if within := next((tags[name] for name in _WITHIN if isinstance(tags.get(name), list)), None):
            yield from _pairs(within)
        else:
            yield from ((key, value) for key, value in tags.items() if isinstance(value, str))


def _refusal(request: "Request", message: str) -> Refusal:
    return Refusal(_CODES.get(request.service) or request.invalid, message)
