"""Keys that a call names and that cannot be used: they are not there, or not enabled."""

from collections.abc import Callable, Iterator

from local_aws.authorisation import keys
from local_aws.references.rules import Parameters, value


def unusable(*members: str, state: str = "") -> Callable[[Parameters], Iterator[str]]:
    """What looks up such keys.

    Args:
        members: where a call names keys, with dots between: `SSESpecification.KMSMasterKeyId`.
        state: only keys in this state, `missing` for those that are not there.
    """

    def found(parameters: Parameters) -> Iterator[str]:
        for member in members:
            key = value(parameters, member)
            now = _state(key) if key else "Enabled"
            if key and now != "Enabled" and state in ("", now):
                yield key

    return found


def _state(key: str) -> str:
    arn = keys.key_arn(key)
    if arn is None:
        return "missing"
    return str((keys.record(arn) or {}).get("KeyState", "Enabled"))
