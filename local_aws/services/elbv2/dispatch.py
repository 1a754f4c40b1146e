"""What a load balancer does with a request, by the rules that moto keeps.

MiniStack can do it with load balancers of its own, and has none, because moto answers for them. Functions are
called there, and so are addresses of this machine's loopback; at others, and at instances, nothing runs.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""

import asyncio
import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from random import choice, choices
from typing import Any
from urllib.parse import parse_qsl

from ministack.core.responses import StreamingResponse, get_account_id, get_request_client_ip
from ministack.services import alb
from moto.elbv2.models import FakeListener, FakeLoadBalancer, FakeRule, FakeTargetGroup, elbv2_backends

from local_aws.containers import network
from local_aws.reachability.networks import reaches
from local_aws.services.elbv2.health import checks

Answer = tuple[int, dict[str, Any], Any]
_NEITHER = 2**31  # the default rule comes last


def at_host(host: str) -> FakeLoadBalancer | None:
    """The load balancer of a DNS name."""
    wanted = host.partition(":")[0].lower()
    return next((each for each in _balancers() if each.dns_name.lower() == wanted), None)


def of_name(name: str) -> FakeLoadBalancer | None:
    """The load balancer that `/_alb/<name>/…` leads to."""
    return next((each for each in _balancers() if each.name.lower() == name.lower()), None)


async def dispatch(
    balancer: FakeLoadBalancer,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    query: dict[str, Any],
    port: int = 80,
    client_ip: str | None = None,
    raw_query_string: str | None = None,
    raw_path: str | None = None,
) -> Answer:
    """Answer as the load balancer's listener on this port does."""
    listener = _listener(balancer, port)
    if listener is None:
        return _own(503, f"No listener of {balancer.name}.")
    client = client_ip or get_request_client_ip()
    pairs = parse_qsl(raw_query_string or "", keep_blank_values=True)
    rules = sorted(listener.rules.values(), key=_priority)
    rule = next(rule for rule in rules if _fits(rule, method, path, headers, pairs, client))
    spoken = {"Protocol": listener.protocol, "Port": int(listener.port)}
    answered = alb._target_headers(balancer.arn, spoken, headers, client)
    action = min((each.data for each in rule.actions), key=lambda data: int(data.get("Order") or 1))
    rest = (method, path, answered, body, query, raw_query_string)
    if action["Type"] == "forward":
        return await _forward(_share(action), balancer, int(listener.port), rest, raw_path)
    if action["Type"].startswith("authenticate-"):
        return _own(501, "Nobody can log in here.")
    answer: Answer = alb._with_alb_server(await alb._execute_action(action, *rest))
    return answer


def _balancers() -> Iterator[FakeLoadBalancer]:
    for backend in list(elbv2_backends[get_account_id()].values()):
        yield from list(backend.load_balancers.values())


def _listener(balancer: FakeLoadBalancer, port: int) -> FakeListener | None:
    """Of the port in the request's Host; of any other port, such as the local AWS's own, the one with TLS."""
    found = {int(each.port): each for each in list(balancer.listeners.values())}
    encrypted = [each for each in found.values() if each.protocol == "HTTPS"]
    return found.get(port) or next(iter([*encrypted, *found.values()]), None)


def _priority(rule: FakeRule) -> int:
    return _NEITHER if rule.is_default else int(rule.priority)


def _fits(
    rule: FakeRule,
    method: str,
    path: str,
    headers: dict[str, str],
    query: list[tuple[str, str]],
    client: str,
) -> bool:
    return all(_holds(each, method, path, headers, query, client) for each in rule.conditions)


def _holds(
    condition: dict[str, Any],
    method: str,
    path: str,
    headers: dict[str, str],
    query: list[tuple[str, str]],
    client: str,
) -> bool:
    """Paths, methods and addresses are compared as they are, all others in any case.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
    """
    kind = condition["Field"]
    config = next((value for key, value in condition.items() if key.endswith("Config") and value), condition)
    values = config["Values"]
    if kind == "path-pattern":
        return any(_like(path, value) for value in values)
    if kind == "http-request-method":
        return method in values
    if kind == "source-ip":
        return any(ip_address(client) in ip_network(value, strict=False) for value in values)
    if kind == "query-string":
        return any(
            _like(key, wanted.get("Key") or "*", re.IGNORECASE)
            and _like(value, wanted["Value"], re.IGNORECASE)
            for key, value in query
            for wanted in values
        )
    if kind == "host-header":
        given: str | None = headers.get("host", "").partition(":")[0]
    else:
        given = headers.get(config["HttpHeaderName"].lower())
    return given is not None and any(_like(given, value, re.IGNORECASE) for value in values)


def _like(text: str, pattern: str, flags: int = 0) -> bool:
    """`*` and `?` are wildcards, nothing else is."""
    wild = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(wild, text, flags | re.DOTALL) is not None


def _share(action: dict[str, Any]) -> str:
    """The target group that takes this request: each takes as large a share of them as its weight."""
    groups = action.get("ForwardConfig", {}).get("TargetGroups")
    if not groups:
        return str(action["TargetGroupArn"])
    weights = [int(group["Weight"]) for group in groups]
    if not any(weights):
        return str(groups[0]["TargetGroupArn"])
    return str(choices(groups, weights)[0]["TargetGroupArn"])


async def _forward(
    arn: str, balancer: FakeLoadBalancer, port: int, request: tuple[Any, ...], raw_path: str | None
) -> Answer:
    group: FakeTargetGroup = elbv2_backends[get_account_id()][arn.split(":")[3]].target_groups[arn]
    targets = list(group.targets.values())
    if group.target_type == "lambda" and targets:
        called: Answer = alb._with_alb_server(
            await alb._invoke_lambda_target(targets[0]["Id"], arn, *request)
        )
        return called
    if group.target_type == "alb" and targets:
        return await _to_balancer(targets[0], group, balancer, request, raw_path)
    here = checks.takes_requests(group)
    if not here:
        return _own(503, f"Nothing runs in {group.name} of {balancer.name}.")
    method, path, headers, *rest = request
    headers = {**headers, "host": alb._target_host_header(headers["host"], port)}
    target = choice(here)
    # AWS answers so after ten seconds in which no connection came. That time is left out here.
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-504-issues
    if not network.is_reached(balancer.arn, target["Id"], int(target["Port"] or group.port)):
        return _own(504, f"{balancer.name} does not reach {target['Id']}.")
    checks.begin(group, target["Id"])
    try:
        status, answered, answer = await alb._proxy_http_target(
            target, {"Port": group.port}, method, raw_path or path, headers, *rest
        )
    except BaseException:
        checks.end(group, target["Id"])
        raise
    if not isinstance(answer, StreamingResponse):
        checks.end(group, target["Id"])
        return status, answered, answer

    async def stream(send: Any, receive: Any) -> None:
        try:
            await answer.runner(send, receive)
        finally:
            checks.end(group, target["Id"])

    return status, answered, StreamingResponse(stream)


async def _to_balancer(
    target: dict[str, Any],
    group: FakeTargetGroup,
    balancer: FakeLoadBalancer,
    request: tuple[Any, ...],
    raw_path: str | None,
) -> Answer:
    """Answer as the Application Load Balancer that is the target, if it is reached.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
    """
    port = int(target["Port"] or group.port)
    behind = next((each for each in _balancers() if each.arn == target["Id"]), None)
    region, account = balancer.arn.split(":")[3:5]
    if behind is None or not reaches(account, region, balancer.arn, target["Id"], port=port).reachable:
        return _own(504, f"{balancer.name} does not reach {target['Id']}.")
    method, path, headers, body, query, raw_query = request
    return await dispatch(behind, method, path, headers, body, query, port, None, raw_query, raw_path)


def _own(status: int, text: str) -> Answer:
    """The load balancer's own answer."""
    answer: Answer = alb._with_alb_server((status, {"Content-Type": "text/plain"}, text.encode()))
    return answer


async def whole(body: Any) -> bytes:
    """A body that may come in parts."""
    if not isinstance(body, StreamingResponse):
        return body if isinstance(body, bytes) else str(body).encode()
    parts: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        parts.append(message.get("body", b""))

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()  # the caller stays
        return {}

    await body.runner(send, receive)
    return b"".join(parts)
