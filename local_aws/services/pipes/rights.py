"""What a pipe's role needs: to be assumed, to read the source, to call the enrichment and the target.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
"""

import time
from typing import Any

from local_aws.authorisation import callers
from local_aws.authorisation.deliveries import Sender, denied
from local_aws.authorisation.keys import may_use
from local_aws.authorisation.rights import authorise, may_assume, session, source

Pipe = dict[str, Any]
_READS = {
    "dynamodb": ("DescribeStream", "GetRecords", "GetShardIterator"),
    "kinesis": ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards"),
    "sqs": ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
}
_NAMES = {"dynamodb": "DynamoDB", "kinesis": "Kinesis", "sqs": "SQS"}
_RECHECK_SECONDS = 0.5
_checked: dict[str, tuple[float, bool]] = {}


def problem(pipe: Pipe) -> str | None:
    """Why a pipe cannot be made, in AWS's words; None if it can."""
    if not _is_assumable(pipe):
        return "The provided customer role cannot be assumed by the service principal pipes.amazonaws.com"
    if action := _unreadable(pipe):
        name = _NAMES.get(_service(pipe["Source"]), "KMS")
        return f"The provided customer role does not have permissions to call {action} on {name}"
    for settings in (pipe.get("SourceParameters") or {}).values():
        letters = (settings.get("DeadLetterConfig") or {}).get("Arn") if isinstance(settings, dict) else None
        if letters and denied(_sender(pipe), letters):
            kind = "SQS queue" if _service(letters) == "sqs" else "SNS topic"
            return f"Error occurred while sending message to {kind}: {letters}"
    return None


def may_read(pipe: Pipe) -> bool:
    """Whether a pipe can read its source now."""
    moment, allowed = _checked.get(pipe["Arn"], (0.0, True))
    if time.monotonic() - moment > _RECHECK_SECONDS:
        allowed = _is_assumable(pipe) and _unreadable(pipe) is None
        _checked[pipe["Arn"]] = time.monotonic(), allowed
    return allowed


def require(pipe: Pipe, target: str, *, awaited: bool) -> None:
    """Check that a pipe may call its enrichment or target.

    Raises:
        PermissionError: it may not; the batch fails.
    """
    action = "states:StartSyncExecution" if awaited and _service(target) == "states" else ""
    if not _is_assumable(pipe) or denied(_sender(pipe), target, action):
        raise PermissionError(f"{pipe['RoleArn']} may not send to {target}")


def _is_assumable(pipe: Pipe) -> bool:
    return may_assume("pipes", pipe["RoleArn"], source(pipe["Arn"])).allowed


def _unreadable(pipe: Pipe) -> str | None:
    """The first action of reading the source, or of using a key, that the role may not do."""
    stream, role = pipe["Source"], session(pipe["RoleArn"], pipe["Name"])
    service = _service(stream)
    wanted = [(action, stream) for action in _READS.get(service, ())]
    if service == "dynamodb":
        wanted.append(("ListStreams", "*"))
    for action, resource in wanted:
        if not authorise(role, f"{service}:{action}", resource).allowed:
            return action
    if service in _READS and callers.reader_denied(role, stream):
        return "Decrypt"
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html
    if key := pipe.get("KmsKeyIdentifier"):
        via, context = f"pipes.{pipe['Arn'].split(':')[3]}.amazonaws.com", {"aws:pipe:arn": pipe["Arn"]}
        if may_use(role, key, "GenerateDataKey", "Decrypt", via=via, encryption_context=context):
            return "Decrypt"
    return None


def _sender(pipe: Pipe) -> Sender:
    return Sender.as_role(pipe["RoleArn"], pipe["Name"])


def _service(arn: str) -> str:
    return arn.split(":")[2]
