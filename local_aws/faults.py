"""Faults that somebody asked for: calls throttled, failed, late or never answered, as AWS's own may be.

What a service calls its errors is in its model where the model says it, else in AWS's lists of common errors:
https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field, fields
from random import Random
from typing import Any

from local_aws.edge import calls, errors
from local_aws.edge.calls import Call
from local_aws.edge.errors import Refusal

Send = Callable[[Any], Awaitable[None]]

KINDS = ("throttle", "error", "latency", "drop")
_LONGEST = 900_000  # milliseconds: what a function may take
# The first of these that an operation has; then the protocol's, with its status.
_THROTTLES = (
    "ProvisionedThroughputExceededException",
    "RequestThrottled",
    "TooManyRequestsException",
    "ThrottlingException",
    "ThrottledException",
    "RequestLimitExceeded",
)
_THROTTLED = {
    "s3": ("SlowDown", 503),
    "ec2": ("RequestLimitExceeded", 503),
    "query": ("Throttling", 400),
    "rest-xml": ("Throttling", 400),
    "rest-json": ("ThrottlingException", 429),
    "json": ("ThrottlingException", 400),
}
_FAILURE = re.compile(r"(KMS)?Internal\w+|ServiceException")
_FAILED = {"s3": ("InternalError", 500), "ec2": ("InternalError", 500)}


@dataclass
class Fault:
    """One fault: which calls it is about, and what becomes of them."""

    kind: str
    service: str = ""
    operation: str = ""
    rate: float = 1.0
    seed: int = 0
    ms: int = 0
    seen: int = field(default=0, init=False)
    done: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def strikes(self, call: Call) -> bool:
        """Whether it befalls this call; the same seed and the same calls give the same answers."""
        if self.service not in ("", call.service) or self.operation not in ("", call.operation.name):
            return False
        self.seen += 1
        struck = self._random.random() < self.rate
        self.done += struck
        return struck


# Those of experiments that run, which `Faults.clear` leaves alone.
INJECTED: list[Fault] = []


class Faults:
    """The faults that are set. Where several befall a call, the first that ends it does."""

    def __init__(self) -> None:
        self._set: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._set or INJECTED)

    def listing(self) -> list[dict[str, Any]]:
        """Each, with how many calls it has seen and befallen."""
        return [asdict(fault) for fault in self._set]

    def clear(self) -> None:
        """Forget them all."""
        self._set.clear()

    def add(self, wanted: Any) -> None:
        """Set one more.

        Raises:
            ValueError: it is no fault; the message says what to write instead.
        """
        self._set.append(_checked(wanted))

    async def befall(self, call: Call, scope: Any, send: Send) -> bool:
        """Do to a call what the faults say; whether that was the end of it."""
        ending = None
        for fault in [*self._set, *INJECTED]:
            if not fault.strikes(call):
                continue
            if fault.kind == "latency":
                await asyncio.sleep(fault.ms / 1000)
            else:
                ending = ending or fault.kind
        if ending == "drop":
            _hang_up(scope["client"])
        elif ending:
            code, status = _error(call, ending)
            refusal = Refusal(code, f"{code}: a fault that was set on the local AWS", status)
            await errors.answer(call, refusal, send)
        return ending is not None


def _checked(wanted: Any) -> Fault:
    names = [each.name for each in fields(Fault) if each.init]
    if not isinstance(wanted, dict) or wanted.keys() - set(names):
        raise ValueError(f"a fault is an object of some of: {', '.join(names)}")
    texts = [wanted.get(name, "") for name in ("kind", "service", "operation")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("kind, service and operation are text")
    kind, service, operation = texts
    if kind not in KINDS:
        raise ValueError(f"kind is '{kind}'; write one of: {', '.join(KINDS)}")
    described = calls.model(service) if service else None
    if service and described is None:
        raise ValueError(
            f"service is '{service}'; write its name as the AWS CLI has it, such as sqs or elbv2"
        )
    if operation and described is None:
        raise ValueError(f"operation is '{operation}' of no service; say which service, too")
    if described and operation and operation not in described.operation_names:
        raise ValueError(f"{service} has no operation '{operation}'; write it as the API has it: SendMessage")
    rate, seed, ms = wanted.get("rate", 1.0), wanted.get("seed", 0), wanted.get("ms", 0)
    if not _is_number(rate) or not 0 < rate <= 1:
        raise ValueError(f"rate is {rate!r}; write a share of the calls, above 0 and up to 1")
    if type(seed) is not int:
        raise ValueError(f"seed is {seed!r}; write a whole number")
    if type(ms) is not int or not 0 <= ms <= _LONGEST:
        raise ValueError(f"ms is {ms!r}; write whole milliseconds, up to {_LONGEST}")
    if (kind == "latency") != (ms > 0):
        raise ValueError("ms says how late: a latency needs it, and nothing else takes it")
    return Fault(kind, service, operation, rate, seed, ms)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _error(call: Call, kind: str) -> tuple[str, int | None]:
    """The service's own error; its status where the model does not say it."""
    modelled = {shape.name: shape for shape in call.operation.error_shapes}
    protocol = "json" if call.protocol == "cbor" else call.protocol
    if kind == "throttle":
        name = next((name for name in _THROTTLES if name in modelled), None)
        default, status = _THROTTLED.get(call.service) or _THROTTLED[protocol]
    else:
        name = next((name for name in modelled if _FAILURE.fullmatch(name)), None)
        default, status = _FAILED.get(call.service, ("InternalFailure", 500))
    if name is None:
        return default, status
    said = modelled[name].metadata.get("error", {})
    # JSON protocols leave the status out of their models.
    return said.get("code", name), said.get("httpStatusCode", 400 if kind == "throttle" else 500)


def _hang_up(client: tuple[str, int]) -> None:
    """Close a client's connection; ASGI has no way to, so it is looked up among the loop's."""
    loop: Any = asyncio.get_running_loop()
    for transport in list(loop._transports.values()):
        if transport.get_extra_info("peername") == tuple(client):
            transport.abort()
