"""What a Lattice service does with a request: who may call it, which rule takes it, which target answers.

A client of this machine counts as one in a VPC that is associated with a service network of the service. It
is in no VPC, so the security groups of such associations are not asked. TLS that targets end themselves is
not forwarded, and targets have no health checks.
https://docs.aws.amazon.com/vpc-lattice/latest/ug/how-it-works.html
"""

import base64
import json
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from random import choice
from typing import Any
from urllib.parse import parse_qs, quote

from ministack.app import extract_access_key_id
from ministack.core import iam_evaluator
from ministack.core.concurrency import run_reentrant
from ministack.core.responses import StreamingResponse, get_account_id, request_scope
from ministack.services import alb, lambda_svc
from moto.elbv2.models import elbv2_backends

from local_aws.authorisation import denials
from local_aws.authorisation.deliveries import Sender
from local_aws.containers import network
from local_aws.double import records, regions
from local_aws.double.hints import Record
from local_aws.edge import calls
from local_aws.reachability.networks import reaches
from local_aws.services.elbv2 import dispatch
from local_aws.services.lambda_.authorisation import call_denied
from local_aws.services.vpc_lattice import authorisation, rules

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Answer = tuple[int, dict[str, Any], Any]

_HOST = re.compile(r"[a-z0-9-]+\.[a-z0-9]+\.vpc-lattice-svcs\.([a-z0-9-]+)\.on\.aws")
# https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html
_ADDRESS = "169.254.171.1"


@dataclass(frozen=True)
class Asked:
    """A request to a service."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    port: int
    caller: authorisation.Caller

    @property
    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(self.query, keep_blank_values=True)


def service_of(host: str) -> Record | None:
    """The service with a DNS name, its own or that of its custom domain."""
    name = host.partition(":")[0].lower()
    found = _HOST.fullmatch(name)
    return next((each for each in _services(found[1] if found else None) if name in _names(each)), None)


def _services(region: str | None) -> Iterator[Record]:
    """Of one region, or of all that have some."""
    for place in [region] if region else regions("vpc-lattice", get_account_id()):
        for each in records("vpc-lattice", get_account_id(), place):
            if each.kind.name == "Service":
                yield each


def _names(service: Record) -> tuple[str, ...]:
    return service.values["dnsEntry"]["domainName"].lower(), service.values.get(
        "customDomainName", ""
    ).lower()


class Forwarding:
    """An ASGI app in front of another: it answers for services, and passes on the rest."""

    def __init__(self, rest: App) -> None:
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        service = service_of(headers.get("host", ""))
        if service is None:
            await self._rest(scope, receive, send)
            return
        body, _ = await calls.whole(receive)
        account, region = service.values["arn"].split(":")[4], service.values["arn"].split(":")[3]
        with request_scope(account, region):
            asked = _asked(scope, headers, body, region)
            status, answered, answer = await _answer(service, asked)
        await _send(send, status, answered, answer)


def _asked(scope: Scope, headers: dict[str, str], body: bytes, region: str) -> Asked:
    query = scope["query_string"].decode("latin-1")
    parameters = parse_qs(query, keep_blank_values=True)
    raw = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
    iam_evaluator.pin_signed_request(scope["method"], raw, parameters, scope["headers"])
    iam_evaluator.pin_signed_body(body)
    caller = authorisation.caller(extract_access_key_id(headers, parameters) or "", region)
    port = headers["host"].partition(":")[2]
    return Asked(scope["method"], scope["path"], query, headers, body, int(port or 0), caller)


async def _answer(service: Record, asked: Asked) -> Answer:
    held = records("vpc-lattice", *reversed(service.values["arn"].split(":")[3:5]))
    networks = [
        each.of["serviceNetworkIdentifier"]
        for each in held
        if each.kind.name == "ServiceNetworkServiceAssociation" and service in each.of.values()
    ]
    open_ = [each for each in networks if _vpcs(each, held)]
    if not open_:
        return _own(503, "The service is in no service network that a VPC is associated with.")
    if refused := _refused(service, open_, asked):
        return refused
    listener = _listener([each for each in held if _is_of(each, "Listener", service)], asked.port)
    if listener is None:
        return _own(503, "The service has no listener.")
    if listener.values["protocol"] == "TLS_PASSTHROUGH":
        return _own(501, "TLS that is not ended by Lattice is not forwarded here.")
    own = [each for each in held if _is_of(each, "Rule", listener)]
    action = rules.action(listener, own, asked.method, asked.path, asked.headers)
    if "fixedResponse" in action:
        return _own(int(action["fixedResponse"]["statusCode"]), "")
    wanted = rules.share(action["forward"])
    group = next(
        each
        for each in held
        if each.kind.name == "TargetGroup" and wanted in (each.values["id"], each.values["arn"])
    )
    return await _forward(group, service, open_[0], asked)


def _is_of(record: Record, kind: str, owner: Record) -> bool:
    return record.kind.name == kind and owner in record.of.values()


def _vpcs(service_network: Record, held: list[Record]) -> list[str]:
    return [
        str(each.values["vpcIdentifier"])
        for each in held
        if _is_of(each, "ServiceNetworkVpcAssociation", service_network)
    ]


def _refused(service: Record, networks: list[Record], asked: Asked) -> Answer | None:
    """The service's refusal; None if the service lets the request in, and so does one of its networks."""
    arn, caller = service.values["arn"], asked.caller
    guarded = [each for each in (service, *networks) if each.values.get("authType") == "AWS_IAM"]
    if guarded and caller.failure:
        return _own(403, f"AccessDeniedException: {caller.failure}")
    resource = f"{arn}{quote(asked.path)}"
    query = {key: values[0] for key, values in asked.parameters.items()}
    sent = {
        "vpc-lattice-svcs:RequestMethod": asked.method,
        "vpc-lattice-svcs:ServiceArn": arn,
        **({"vpc-lattice-svcs:Port": str(asked.port)} if asked.port else {}),
        **{f"vpc-lattice-svcs:RequestHeader/{name}": value for name, value in asked.headers.items()},
        **{f"vpc-lattice-svcs:RequestQueryString/{key}": value for key, value in query.items()},
    }
    denial = authorisation.denied(caller.principal, service, resource, sent)
    if denial is None:
        each = [
            authorisation.denied(
                caller.principal,
                one,
                resource,
                sent | {"vpc-lattice-svcs:ServiceNetworkArn": one.values["arn"]},
            )
            for one in networks
        ]
        denial = None if None in each else each[0]
    if denial is None:
        return None
    who = caller.principal.arn or "anonymous"
    explicit = denial.reason == "explicit deny"
    kind = "service-based" if denial.looked_at and "auth policy" in denial.looked_at[0] else "identity-based"
    text = denials.message(who, authorisation.ACTION, resource, explicit=explicit, policy=kind)
    return _own(403, f"AccessDeniedException: {text}")


def _listener(listeners: list[Record], port: int) -> Record | None:
    """Of the port in the request's Host; of any other port, such as the local AWS's own, the one with TLS."""
    found = {int(each.values["port"]): each for each in listeners}
    encrypted = [each for each in listeners if each.values["protocol"] != "HTTP"]
    return found.get(port) or next(iter([*encrypted, *listeners]), None)


async def _forward(group: Record, service: Record, service_network: Record, asked: Asked) -> Answer:
    targets = group.values.get("targets") or []
    if not targets:
        return _own(503, f"{group.values['name']} has no targets.")
    target = choice(targets)
    if group.values["type"] == "LAMBDA":
        return await _to_function(target["id"], group, service, service_network, asked)
    port = int(target.get("port") or group.values["config"]["port"])
    where = group.values["arn"].split(":")[4], group.values["arn"].split(":")[3]
    if group.values["type"] == "ALB":
        balancer = elbv2_backends[where[0]][where[1]].load_balancers[target["id"]]
        if not reaches(*where, _ADDRESS, balancer.arn, port=port).reachable:
            return _own(504, f"Lattice does not reach {balancer.name}.")
        named = {**asked.headers, "host": balancer.dns_name}
        request = (asked.method, asked.path, named, asked.body, asked.parameters)
        return await dispatch.dispatch(balancer, *request, port)
    interface, answers_at = network.answering(*where, target["id"])
    if answers_at is None:
        return _own(503, f"Nothing runs at {target['id']}.")
    if interface and not reaches(*where, _ADDRESS, interface, port=port).reachable:
        return _own(504, f"Lattice does not reach {target['id']}.")
    answer: Answer = await alb._proxy_http_target(
        {"Id": answers_at, "Port": port},
        {},
        asked.method,
        asked.path,
        asked.headers,
        asked.body,
        {},
        asked.query,
    )
    return answer


async def _to_function(
    function: str, group: Record, service: Record, service_network: Record, asked: Asked
) -> Answer:
    """https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html"""
    if call_denied(Sender.as_itself("vpc-lattice", group.values["arn"]), function):
        return _own(502, "Lattice may not call the function.")
    region = group.values["arn"].split(":")[3]
    code, config, _ = lambda_svc._get_func_record_for_ref_in_scope(
        function, account_id=get_account_id(), region=region
    )
    if not code or not config:
        return _own(502, "There is no such function.")
    record = lambda_svc._execution_record_for_config(code, config)
    v2 = group.values["config"]["lambdaEventStructureVersion"] == "V2"
    event = _event_v2(group, service, service_network, asked) if v2 else _event_v1(asked)
    done = await run_reentrant(
        lambda_svc._execute_function_with_config_scope, record, event, thread_name="lattice"
    )
    answered, _ = lambda_svc.lambda_execute_result_to_api_proxy_response(done)
    if done.get("error") or not isinstance(answered, dict) or "statusCode" not in answered:
        return _own(502, "The function has failed.")
    body = answered.get("body") or ""
    content = base64.b64decode(body) if answered.get("isBase64Encoded") else str(body).encode()
    return int(answered["statusCode"]), dict(answered.get("headers") or {}), content


def _event_v1(asked: Asked) -> dict[str, Any]:
    text, encoded = _text(asked.body)
    return {
        "raw_path": asked.path + (f"?{asked.query}" if asked.query else ""),
        "method": asked.method,
        "headers": asked.headers,
        "query_string_parameters": {key: values[-1] for key, values in asked.parameters.items()},
        "body": text,
        "is_base64_encoded": encoded,
    }


def _event_v2(group: Record, service: Record, service_network: Record, asked: Asked) -> dict[str, Any]:
    text, encoded = _text(asked.body)
    principal = asked.caller.principal
    identity = {"type": "AWS_IAM", "principal": principal.arn} if principal.arn else {}
    return {
        "version": "2.0",
        "path": asked.path + (f"?{asked.query}" if asked.query else ""),
        "method": asked.method,
        "headers": {name: [value] for name, value in asked.headers.items()},
        "queryStringParameters": asked.parameters,
        "body": text,
        "isBase64Encoded": encoded,
        "requestContext": {
            "serviceNetworkArn": service_network.values["arn"],
            "serviceArn": service.values["arn"],
            "targetGroupArn": group.values["arn"],
            "identity": identity,
            "region": group.values["arn"].split(":")[3],
            "timeEpoch": str(int(time.time() * 1e6)),
        },
    }


def _text(body: bytes) -> tuple[str, bool]:
    """A body as text, and whether that is Base64."""
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _own(status: int, text: str) -> Answer:
    """Lattice's own answer."""
    return status, {"Content-Type": "text/plain"}, text.encode()


async def _send(send: Send, status: int, headers: dict[str, Any], body: Any) -> None:
    if isinstance(body, StreamingResponse):
        body = await dispatch.whole(body)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kept = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    listed = [(name.lower().encode(), str(value).encode()) for name, value in kept.items()]
    listed.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": content})
