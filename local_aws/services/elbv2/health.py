"""Health checks of the targets of load balancers, where something of this machine answers.

Targets at other addresses have nothing behind them, and are described as moto does.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

import asyncio
import ssl
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from moto.elbv2.models import FakeTargetGroup, elbv2_backends

from local_aws.services.elbv2 import targets

# A target that has just been registered is asked again soon: it becomes healthy with its first answer.
_SOON = 0.3
Key = tuple[str, str]  # target group's ARN, target's id

_TIMED_OUT = ("Target.Timeout", "Request timed out")
_REGISTERED = ("initial", "Elb.RegistrationInProgress", "Target registration is in progress")


@dataclass
class _Checked:
    """What is known of a target."""

    state: str
    reason: str | None
    description: str | None
    port: int
    failed: int = 0
    passed: int = 0
    due: float = 0.0
    since: float = 0.0


class HealthChecks:
    """The state of all targets that are asked, and the requests that are under way to them."""

    def __init__(self) -> None:
        self._known: dict[Key, _Checked] = {}
        self._asking: set[Key] = set()
        self._under_way: Counter[Key] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def state(self, group: FakeTargetGroup, target: str) -> tuple[str, str | None, str | None] | None:
        """State, reason and description of a target that is asked; None of any other."""
        key = (group.arn, target)
        if target in group.targets:
            if not is_asked(group, target):
                return None
            known = self._known.get(key)
            return (known.state, known.reason, known.description) if known else _REGISTERED
        if self._under_way[key]:
            return "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"
        return None

    def takes_requests(self, group: FakeTargetGroup) -> list[dict[str, Any]]:
        """The targets that requests go to: the healthy ones; if none is, all of them."""
        asked = [each for each in list(group.targets.values()) if is_asked(group, each["Id"])]
        found = [each for each in asked if (self.state(group, each["Id"]) or ("",))[0] == "healthy"]
        return found or asked

    def begin(self, group: FakeTargetGroup, target: str) -> None:
        """Note a request to a target."""
        self._under_way[group.arn, target] += 1

    def end(self, group: FakeTargetGroup, target: str) -> None:
        """Note that a request to a target has been answered."""
        key = (group.arn, target)
        self._under_way[key] -= 1
        if not self._under_way[key]:
            del self._under_way[key]

    def under_way(self, group: str, target: str) -> int:
        """How many requests to a target have no answer yet."""
        return self._under_way[group, target]

    async def run(self) -> None:
        """Ask, as long as the local AWS runs."""
        while True:
            busy = self._ask_those_due()
            await asyncio.sleep(0.1 if busy else 0.5)

    def _ask_those_due(self) -> bool:
        now, seen = time.monotonic(), set()
        for group in _groups():
            for target in list(group.targets.values()):
                if not is_asked(group, target["Id"]):
                    continue
                key, port = (group.arn, target["Id"]), int(target["Port"] or 80)
                seen.add(key)
                known = self._known.get(key)
                if known is None or known.port != port:
                    known = self._known[key] = _Checked(*_REGISTERED, port=port, since=now)
                if known.due <= now and key not in self._asking:
                    self._asking.add(key)
                    task = asyncio.ensure_future(self._ask(group, key, known))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
        for key in self._known.keys() - seen:
            del self._known[key]
        return bool(seen)

    async def _ask(self, group: FakeTargetGroup, key: Key, known: _Checked) -> None:
        try:
            reason, description = await _fault(group, key[1], known.port)
        finally:
            self._asking.discard(key)
        interval = float(group.health_check_interval_seconds)
        now = time.monotonic()
        if not reason:
            known.passed, known.failed = known.passed + 1, 0
            if known.state == "initial" or known.passed >= int(group.healthy_threshold_count):
                known.state, known.reason, known.description = "healthy", None, None
            known.due = now + interval
            return
        known.passed = 0
        if known.state == "initial":
            known.due = now + min(_SOON, interval)
            if now - known.since < interval * (int(group.unhealthy_threshold_count) - 0.5):
                known.reason, known.description = (
                    "Elb.InitialHealthChecking",
                    "Initial health checks in progress",
                )
                return
        else:
            known.failed += 1
            known.due = now + interval
            if known.failed < int(group.unhealthy_threshold_count):
                return
        known.state, known.reason, known.description = "unhealthy", reason, description
        known.due = now + interval


def is_asked(group: FakeTargetGroup, target: str) -> bool:
    """Whether a target is an address of this machine's loopback."""
    if group.target_type != "ip":
        return False
    try:
        return ip_address(target).is_loopback
    except ValueError:
        return False


def _groups() -> list[FakeTargetGroup]:
    return [
        group
        for regions in list(elbv2_backends.values())
        for backend in list(regions.values())
        for group in list(backend.target_groups.values())
        if group.target_type == "ip" and group.targets
    ]


async def _fault(group: FakeTargetGroup, target: str, traffic_port: int) -> tuple[str, str]:
    """What is wrong with a target, as reason and description; "" and "" when it passes the check."""
    limit = float(group.health_check_timeout_seconds)
    named = str(group.health_check_port or "traffic-port")
    port = traffic_port if named == "traffic-port" else int(named)
    if not targets.is_reached(group, target, port):
        return _TIMED_OUT
    try:
        async with asyncio.timeout(limit):
            code = await _asked(group, target, port)
    except TimeoutError:
        return _TIMED_OUT
    except (OSError, ValueError, asyncio.IncompleteReadError):
        return "Target.FailedHealthChecks", "Health checks failed"
    if code is None or _matches(code, (group.matcher or {}).get("HttpCode") or "200"):
        return "", ""
    return "Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{code}]"


async def _asked(group: FakeTargetGroup, target: str, port: int) -> int | None:
    """The status of a target's answer; None where a connection is all that is asked for."""
    encrypted = None
    if group.health_check_protocol == "HTTPS":
        encrypted = ssl.create_default_context()
        encrypted.check_hostname, encrypted.verify_mode = False, ssl.CERT_NONE  # as load balancers do
    reader, writer = await asyncio.open_connection(target, port, ssl=encrypted)
    try:
        # Its HTTP/2 is not spoken here.
        if group.health_check_protocol not in ("HTTP", "HTTPS") or group.protocol_version == "GRPC":
            return None
        path = group.health_check_path or "/"
        asked = f"GET {path} HTTP/1.1\r\nHost: {target}:{port}\r\nUser-Agent: ELB-HealthChecker/2.0\r\n"
        writer.write(f"{asked}Connection: close\r\n\r\n".encode())
        status = (await reader.readline()).split(None, 2)
        return int(status[1]) if len(status) > 1 else 0
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def _matches(code: int, pattern: str) -> bool:
    """`200`, `200,202` and `200-299` are patterns."""
    for part in pattern.split(","):
        first, _, last = part.partition("-")
        if int(first) <= code <= int(last or first):
            return True
    return False


checks = HealthChecks()
