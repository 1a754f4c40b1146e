"""The HTTP API: one Lambda function behind an API Gateway REST API (proxy integration).

    POST   /users            create; an Idempotency-Key header makes repeating a request safe
    GET    /users?email=     find by e-mail
    GET    /users/<id>       read
    DELETE /users/<id>       delete

The table is the truth, the event follows it. When the bus stays out of reach after a commit, the client
still gets its success, for the user does exist; the event is logged and counted (metric EventsNotPublished,
worth an alarm), to be sent again by hand. A process that dies between commit and publish loses the event
unseen: closing that gap takes an outbox in the same transaction.
"""

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig, idempotent_function
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from users import events, model, schemas, store
from users.aws import idempotency_store
from users.problem import Problem

METRIC_NAMESPACE = "Shop/Users"
JSON = "application/json"

app = APIGatewayRestResolver()
logger = Logger()

# A record keeps the whole answer, name and address included: no longer than clients go on retrying.
idempotency = IdempotencyConfig(
    event_key_jmespath="key",
    payload_validation_jmespath="[name, email]",
    expires_after_seconds=24 * 60 * 60,
    hash_function="sha256",
)


@app.post("/users")
def create_user() -> Response[str]:
    draft = _draft(_json_body())
    key = app.current_event.headers.get("Idempotency-Key")
    if key is None:
        user = _create(draft)
    elif 0 < len(key) <= 255:
        user = _create_once(draft={**draft, "key": key})
    else:
        raise Problem(HTTPStatus.BAD_REQUEST, "The Idempotency-Key header must have 1 to 255 characters.")
    # The path as the client sees it, stage included.
    location = f"{app.current_event.request_context.path.rstrip('/')}/{user['id']}"
    return _json(HTTPStatus.CREATED, user, {"Location": location})


@app.get("/users")
def find_user() -> Response[str]:
    email = model.normalised_email((app.current_event.query_string_parameters or {}).get("email") or "")
    if rule := schemas.broken_rule(email, schemas.EMAIL):
        detail = f"The query parameter email must be {schemas.EMAIL['description']}."
        raise Problem(HTTPStatus.BAD_REQUEST, detail, [{"field": "email", "rule": rule, "detail": detail}])
    return _json(HTTPStatus.OK, asdict(_found(store.find_by_email(email))))


@app.get("/users/<user_id>")
def read_user(user_id: str) -> Response[str]:
    return _json(HTTPStatus.OK, asdict(_user(user_id)))


@app.delete("/users/<user_id>")
def delete_user(user_id: str) -> Response[str]:
    user = _user(user_id)
    if not store.delete(user):
        raise _no_such_user()
    _announce("UserDeleted", events.about(user, version=user.version + 1))
    return Response(status_code=HTTPStatus.NO_CONTENT.value, body="")


@app.route("/users", method=["PUT", "PATCH", "DELETE"])
def refuse_method_on_users() -> Response[str]:
    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "Use GET or POST here.", headers={"Allow": "GET, POST"})


@app.route("/users/<user_id>", method=["POST", "PUT", "PATCH"])
def refuse_method_on_user(user_id: str) -> Response[str]:
    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "Use GET or DELETE here.", headers={"Allow": "GET, DELETE"})


def answer_failure(error: Exception) -> Response[str]:
    """What the client may know about a failure. Of an unexpected one: nothing but the request id."""
    match error:
        case Problem():
            problem = error
        case NotFoundError():
            problem = Problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
        case store.EmailTakenError():
            problem = Problem(HTTPStatus.CONFLICT, "Another user has this e-mail address.")
        case IdempotencyAlreadyInProgressError():
            detail = "A request with this Idempotency-Key is being served; ask again in a moment."
            problem = Problem(HTTPStatus.CONFLICT, detail, headers={"Retry-After": "1"})
        case IdempotencyValidationError():
            detail = "This Idempotency-Key was used with another body; a new request needs a new key."
            problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
        case _:
            logger.error("unexpected failure", exc_info=error)
            detail = "The service failed. Report the X-Request-Id header of this answer."
            problem = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
    return problem.response()


app.exception_handler(Exception)(answer_failure)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Lambda's entry point. Every answer carries the request id under which the logs tell its story."""
    idempotency.register_lambda_context(context)
    answer = app.resolve(event, context)
    answer["multiValueHeaders"]["X-Request-Id"] = [event["requestContext"]["requestId"]]
    logger.info("answered", method=event["httpMethod"], path=event["path"], status=answer["statusCode"])
    return answer


def _draft(body: Any) -> dict[str, str]:
    """The name and e-mail address of a valid request, trimmed and normalised."""
    if isinstance(body, dict):
        body = {field: value.strip() if isinstance(value, str) else value for field, value in body.items()}
    if errors := schemas.violations(body, schemas.NEW_USER):
        raise Problem(HTTPStatus.BAD_REQUEST, "The request is not valid; see errors.", errors)
    return {"name": body["name"], "email": model.normalised_email(body["email"])}


def _create(draft: dict[str, str]) -> dict[str, Any]:
    user = model.new_user(draft["name"], draft["email"])
    store.create(user)
    _announce("UserCreated", events.about(user, version=user.version))
    return asdict(user)


_create_once = idempotent_function(
    _create,
    data_keyword_argument="draft",
    persistence_store=idempotency_store(),
    config=idempotency,
    key_prefix="IDEMPOTENCY#create-user",
)


def _announce(detail_type: str, event: events.UserEvent) -> None:
    """Publish, or leave a trace to publish from by hand. Never fails: the commit has happened."""
    try:
        events.publish(detail_type, event)
    except (events.NotPublishedError, BotoCoreError, ClientError):
        # The address stays out of the logs; the other fields find it.
        fields = {name: value for name, value in asdict(event).items() if name != "email"}
        logger.exception("event not published", detail_type=detail_type, detail=fields)
        with single_metric("EventsNotPublished", MetricUnit.Count, 1, namespace=METRIC_NAMESPACE):
            pass


def _user(user_id: str) -> model.User:
    return _found(store.get(user_id) if model.is_user_id(user_id) else None)


def _found(user: model.User | None) -> model.User:
    if user is None:
        raise _no_such_user()
    return user


def _no_such_user() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "There is no such user.")


def _json_body() -> Any:
    try:
        return app.current_event.json_body
    except (ValueError, RecursionError):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body must be JSON in UTF-8.") from None


def _json(status: HTTPStatus, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response[str]:
    return Response(status_code=status.value, content_type=JSON, body=json.dumps(body), headers=headers)
