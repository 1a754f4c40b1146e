"""Which engine answers a call."""

from functools import cache

from ministack.app import SERVICE_HANDLERS
from ministack.core.router import detect_service
from moto.backend_index import backend_url_patterns

from local_aws.double import Double
from local_aws.edge.calls import Call
from local_aws.services import ROOMS
from local_aws.services.room import MINISTACK, MOTO, Engine

# Calls that MiniStack takes for others: the deletion of a part of a bucket for that of the bucket.
_LACKING = {
    "s3": frozenset(
        {
            "CreateBucketMetadataConfiguration",
            "CreateBucketMetadataTableConfiguration",
            "CreateSession",
            "DeleteBucketMetadataConfiguration",
            "DeleteBucketMetadataTableConfiguration",
            "GetBucketMetadataConfiguration",
            "GetBucketMetadataTableConfiguration",
            "ListDirectoryBuckets",
            "SelectObjectContent",
            "UpdateBucketMetadataInventoryTableConfiguration",
            "UpdateBucketMetadataJournalTableConfiguration",
        }
    )
}
_IN_ROOMS = {room.signed_as: room.engine for room in ROOMS.values()}
_BESIDE = {room.signed_as: room.beside for room in ROOMS.values() if room.beside}


def of(call: Call | None, signed_as: str | None, double: Double) -> Engine | None:
    """What answers a call: MiniStack; moto, with the double in front of it; or None, when nothing does.

    A service that has no room is answered by whichever engine has it, MiniStack before moto.

    Args:
        call: None for a request that is none of AWS's: MiniStack answers.
        signed_as: the service's name in the signature.
        double: keeps what the engine of a service lacks.
    """
    if signed_as in _IN_ROOMS and _IN_ROOMS[signed_as] != MINISTACK:
        return MOTO
    if call is None or signed_as is None:
        return MINISTACK
    if double.serves(call) or call.operation.name in _BESIDE.get(signed_as, ()):
        return MOTO
    if call.operation.name in _LACKING.get(call.service, ()):
        return None
    if signed_as in _IN_ROOMS or _has_ministack(call):
        return MINISTACK
    return MOTO if of_moto(signed_as) else None


def _has_ministack(call: Call) -> bool:
    signed = {**call.headers, "authorization": f"AWS4-HMAC-SHA256 Credential=x/x/x/{call.signed_as}/x"}
    return detect_service(call.method, call.path, signed, call.query) in SERVICE_HANDLERS


@cache
def of_moto(signed_as: str) -> frozenset[str]:
    """moto's names of the services that are signed so."""
    host = f"http://{signed_as}.us-east-1.amazonaws.com"
    return frozenset(name for name, pattern in backend_url_patterns if pattern.match(host))
