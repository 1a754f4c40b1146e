"""GraphQL subscriptions over WebSockets, which MiniStack lacks: it serves those of AppSync Events only.

AWS: a subscriber gets what a mutation answered, of the mutations that its field names in `@aws_subscribe`,
where the answer equals the arguments it gave.
https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
"""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import graphql  # type: ignore[import-not-found]
from graphql.execution.values import get_argument_values  # type: ignore[import-not-found]
from ministack.core import appsync_graphql
from ministack.services import appsync

Json = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
_PROTOCOL = "graphql-ws"
_REFUSED = {"errors": [{"errorType": "UnauthorizedException", "message": "You are not authorized."}]}


@dataclass(frozen=True, eq=False)
class _Subscription:
    api: str
    document: Any
    variables: Json
    push: Callable[[Json], None]

    @property
    def field(self) -> Any:
        return graphql.get_operation_ast(self.document).selection_set.selections[0]


_subscriptions: set[_Subscription] = set()


async def serve(scope: Any, receive: Receive, send: Send, api: str) -> None:
    """One subscriber's connection."""
    await receive()  # it connects
    await send({"type": "websocket.accept", "subprotocol": _PROTOCOL})
    appsync._select_api_region(api)
    loop = asyncio.get_running_loop()
    mine: dict[str, _Subscription] = {}

    async def say(frame: Json) -> None:
        await send({"type": "websocket.send", "text": json.dumps(frame)})

    if not _knows(api, _credentials(scope)):
        await say({"type": "connection_error", "payload": _REFUSED})
        await send({"type": "websocket.close", "code": 4401})
        return
    while (message := await receive())["type"] != "websocket.disconnect":
        frame = json.loads(message["text"])
        name = frame.get("id", "")

        def push(data: Json, name: str = name) -> None:
            told = {"type": "data", "id": name, "payload": data}
            asyncio.run_coroutine_threadsafe(say(told), loop)

        if frame["type"] == "connection_init":
            await say({"type": "connection_ack", "payload": {"connectionTimeoutMs": 300000}})
        elif frame["type"] == "start":
            found = _start(api, frame["payload"], push)
            if isinstance(found, _Subscription):
                mine[name] = found
                _subscriptions.add(found)
                await say({"type": "start_ack", "id": name})
            else:
                await say({"type": "error", "id": name, "payload": found})
        elif frame["type"] == "stop" and name in mine:
            _subscriptions.discard(mine.pop(name))
            await say({"type": "complete", "id": name})
    _subscriptions.difference_update(mine.values())


def _credentials(scope: Any) -> Json:
    """What the connection was opened with: in the query, or among the protocols it asked for."""
    headers = {name.lower(): value.decode() for name, value in scope["headers"]}
    asked = [each.strip() for each in headers.get(b"sec-websocket-protocol", "").split(",")]
    in_query = parse_qs(scope["query_string"].decode()).get("header", [""])
    encoded = next(
        (each.removeprefix("header-") for each in asked if each.startswith("header-")), in_query[0]
    )
    try:
        found: Json = json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except ValueError:
        return {}
    return found


def _knows(api: str, credentials: Json) -> bool:
    return bool(appsync._request_is_authenticated(api, appsync._apis.get(api, {}), credentials))


def _start(api: str, payload: Json, push: Callable[[Json], None]) -> _Subscription | Json:
    """The subscription that a frame asks for, or why there is none."""
    if not _knows(api, payload.get("extensions", {}).get("authorization", {})):
        return _REFUSED
    request = json.loads(payload["data"])
    try:
        document = graphql.parse(request["query"])
    except graphql.GraphQLError as wrong:
        return {"errors": [{"message": wrong.message}]}
    if errors := graphql.validate(_schema(api), document):
        return {"errors": [{"message": error.message} for error in errors]}
    return _Subscription(api, document, request.get("variables") or {}, push)


def _schema(api: str) -> Any:
    return appsync_graphql.build_api_schema(api, appsync._schemas[api]["definition"])


def publish(api: str, query: str, operation: str | None, data: Json) -> None:
    """Tell the subscribers what a mutation answered."""
    asked = graphql.get_operation_ast(graphql.parse(query), operation)
    if asked is None or asked.operation is not graphql.OperationType.MUTATION:
        return
    schema = _schema(api)
    for node in asked.selection_set.selections:
        answer = data.get(node.alias.value if node.alias else node.name.value)
        for subscription in list(_subscriptions):
            field = schema.subscription_type.fields[subscription.field.name.value]
            if subscription.api != api or node.name.value not in _mutations(field):
                continue
            given = get_argument_values(field, subscription.field, subscription.variables)
            if answer is not None and all(answer.get(name) == value for name, value in given.items()):
                root = {subscription.field.name.value: answer}
                done = graphql.execute_sync(
                    schema, subscription.document, root, variable_values=subscription.variables
                )
                subscription.push({"data": done.data})


def _mutations(field: Any) -> Iterator[str]:
    """The mutations that a subscription's field names."""
    for directive in field.ast_node.directives:
        if directive.name.value == "aws_subscribe":
            for argument in directive.arguments:
                yield from (value.value for value in argument.value.values)
