"""Firehose: its delivery streams act as their roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import firehose

from local_aws.authorisation import deliveries, keys, rights
from local_aws.corrections import correction

Json = dict[str, Any]
# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#firehose-assume-role-kinesis
_READ = ("DescribeStream", "GetShardIterator", "GetRecords", "ListShards")
_current: ContextVar[tuple[Json, Json] | None] = ContextVar("current", default=None)


@correction
def roles_of_delivery_streams() -> None:
    """AWS: tries to assume the roles that a delivery stream names. MiniStack: asks whether a source's exists.

    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
    """
    create, update = (firehose._HANDLERS[call] for call in ("CreateDeliveryStream", "UpdateDestination"))

    def checked(change: Any) -> Any:
        def change_checked(asked: Json) -> Any:
            arn = firehose._stream_arn(asked.get("DeliveryStreamName", ""))
            for role in sorted(set(_roles(asked))):
                if not _may_assume(arn, role):
                    return firehose._invalid(
                        f"Firehose is unable to assume role {role}. Please check the role provided."
                    )
            return change(asked)

        return change_checked

    firehose._HANDLERS |= {"CreateDeliveryStream": checked(create), "UpdateDestination": checked(update)}


def _roles(settings: Any) -> Iterator[str]:
    """The roles within a request: of destinations, of the backup, of the source."""
    if isinstance(settings, dict):
        for name, value in settings.items():
            if name == "RoleARN" and isinstance(value, str):
                yield value
            else:
                yield from _roles(value)
    elif isinstance(settings, list):
        for value in settings:
            yield from _roles(value)


def _may_assume(stream: str, role: str) -> bool:
    context = rights.source(stream) | {"sts:ExternalId": get_account_id()}
    return rights.may_assume("firehose", role, context).allowed


@correction
def rights_of_deliveries() -> None:
    """AWS: a destination's role must be allowed to write, a source's to read. Else nothing arrives.

    MiniStack: writes and reads everything.
    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#firehose-assume-role-kinesis
    """
    deliver, put = firehose._deliver_records_to_s3, firehose._put_s3_object

    def deliver_if_allowed(stream: Json, destination: Json, records: Any) -> None:
        source = stream.get("kinesis_source") or {}
        if source.get("RoleARN") and not _may_read(source["RoleARN"], source["KinesisStreamARN"]):
            return
        with _delivering(stream, destination):
            deliver(stream, destination, records)

    def put_if_allowed(bucket: str, key: str, body: bytes) -> None:
        current = _current.get()
        if current is None or may_write(*current, f"arn:aws:s3:::{bucket}/{key}"):
            put(bucket, key, body)

    firehose._deliver_records_to_s3, firehose._put_s3_object = deliver_if_allowed, put_if_allowed


@contextmanager
def _delivering(stream: Json, destination: Json) -> Iterator[None]:
    token = _current.set((stream, destination))
    try:
        yield
    finally:
        _current.reset(token)


def _may_read(role: str, stream: str) -> bool:
    session = rights.session(role, "firehose")
    if not all(rights.authorise(session, f"kinesis:{verb}", stream).allowed for verb in _READ):
        return False
    key = deliveries.key_of(stream)
    via = f"kinesis.{stream.split(':')[3]}.amazonaws.com"
    return key is None or not keys.may_use(session, key, "Decrypt", via=via)


def may_write(stream: Json, destination: Json, target: str) -> bool:
    """Whether the role of a destination may write an object, with the key that it names."""
    settings = destination["config"]
    role = settings.get("RoleARN")
    if not role:
        return True
    sender = deliveries.Sender.as_role(role, stream["name"])
    if deliveries.denied(sender, target, "s3:PutObject"):
        return False
    key = ((settings.get("EncryptionConfiguration") or {}).get("KMSEncryptionConfig") or {}).get(
        "AWSKMSKeyARN"
    )
    if not key:
        return True
    via = f"s3.{stream['arn'].split(':')[3]}.amazonaws.com"
    return not keys.may_use(
        sender.principal, key, "GenerateDataKey", via=via, encryption_context={"aws:s3:arn": target}
    )


def may_transform(destination: Json, function: str) -> bool:
    """Whether the role of a destination may call the function that transforms.

    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#access-to-lambda
    """
    role = destination["config"].get("RoleARN")
    return not role or not deliveries.denied(deliveries.Sender.as_role(role, "firehose"), function)
