"""AppSync: where the engine differs from AWS."""

import json
from typing import Any

import graphql  # type: ignore[import-not-found]
from ministack.core import appsync_graphql
from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import appsync, appsync_events, dynamodb, eventbridge

from local_aws import velocity
from local_aws.corrections import correction
from local_aws.services.appsync import subscriptions, templates

Json = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


@correction
def dynamodb_data_sources() -> None:
    """AWS: does what the resolver asks for, by its condition, expressions and index, and tells of refusals.

    MiniStack: looks at the operation, the key and the values, and never refuses.
    https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb.html
    """
    operations = {
        "DeleteItem": dynamodb._delete_item,
        "GetItem": dynamodb._get_item,
        "PutItem": dynamodb._put_item,
        "Query": dynamodb._query,
        "Scan": dynamodb._scan,
        "UpdateItem": dynamodb._update_item,
    }

    def call(operation: str, request: Json) -> Json:
        status, _, body = operations[operation](request)
        answer: Json = json.loads(body)
        if status != 200:
            error = answer["__type"].rpartition("#")[2]
            raise appsync._AppSyncResolverError(answer.get("message", error), f"DynamoDB:{error}")
        return answer

    def in_region(api_id: str, data_source: Json, asked: Json, context: Json) -> Any:
        operation, table = asked["operation"], data_source["dynamodbConfig"]["tableName"]
        if operation not in operations:
            message = f"The local AWS does not know the operation {operation}."
            raise appsync._AppSyncResolverError(message, "NotImplemented")
        request = {"TableName": table, **_dynamodb_request(operation, asked)}
        try:
            answer = call(operation, request)
        except appsync._AppSyncResolverError as refused:
            if operation != "PutItem" or "ConditionalCheckFailed" not in refused.error_type:
                raise
            # What is there already, as it should be, counts as written.
            there = call("GetItem", {"TableName": table, "Key": asked["key"], "ConsistentRead": True})
            if there.get("Item") != request["Item"]:
                raise
            answer = {}
        if operation in ("Query", "Scan"):
            return {"items": [_plain(item) for item in answer["Items"]], "nextToken": None}
        item = request["Item"] if operation == "PutItem" else answer.get("Item") or answer.get("Attributes")
        return _plain(item) if item else None

    appsync._ds_dynamodb_in_region = in_region


def _plain(item: Json) -> Json:
    return {name: appsync._ddb_plain(value) for name, value in item.items()}


def _dynamodb_request(operation: str, asked: Json) -> Json:
    """A resolver's request as DynamoDB wants it."""
    expressions = {
        "ConditionExpression": asked.get("condition"),
        "FilterExpression": asked.get("filter"),
        "KeyConditionExpression": asked.get("query"),
        "UpdateExpression": asked.get("update"),
    }
    given = {name: part for name, part in expressions.items() if part}
    names: Json = {}
    values: Json = {}
    for part in given.values():
        names.update(part.get("expressionNames") or {})
        values.update(part.get("expressionValues") or {})
    request = {
        **{name: part["expression"] for name, part in given.items()},
        "ConsistentRead": asked.get("consistentRead"),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "IndexName": asked.get("index"),
        "Limit": asked.get("limit"),
        "ScanIndexForward": asked.get("scanIndexForward"),
    }
    if operation == "PutItem":
        request["Item"] = {**asked["key"], **asked.get("attributeValues", {})}
    elif "key" in asked:
        request["Key"] = asked["key"]
    if operation in ("DeleteItem", "UpdateItem"):
        request["ReturnValues"] = "ALL_OLD" if operation == "DeleteItem" else "ALL_NEW"
    return {name: value for name, value in request.items() if value not in (None, {})}


@correction
def event_bus_data_sources() -> None:
    """AWS: a resolver of an event bus puts events on it. MiniStack: knows the data source, and cannot use it.

    https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-resolver-reference-eventbridge-js.html
    """

    def put_events(api_id: str, data_source: Json, asked: Json, context: Json) -> Any:
        bus = data_source["eventBridgeConfig"]["eventBusArn"]
        entries = [
            {
                "Detail": json.dumps(event["detail"]),
                "DetailType": event["detailType"],
                "EventBusName": bus,
                "Resources": event.get("resources", []),
                "Source": event["source"],
            }
            for event in asked["events"]
        ]
        return json.loads(eventbridge._put_events({"Entries": entries})[2])

    appsync._DATA_SOURCE_HANDLERS["AMAZON_EVENTBRIDGE"] = put_events


@correction
def introspection_disabled() -> None:
    """AWS: an API whose introspection is disabled does not tell its schema. MiniStack: tells it to everyone.

    https://docs.aws.amazon.com/appsync/latest/devguide/graphql-introspection-disable.html
    """
    execute = appsync._execute_with_schema

    def with_schema(api_id: str, sdl: str, query: str, *args: Any) -> Answer:
        if appsync._apis[api_id]["introspectionConfig"] == "DISABLED":
            schema = appsync_graphql.build_api_schema(api_id, sdl)
            try:
                found = graphql.validate(
                    schema, graphql.parse(query), [graphql.NoSchemaIntrospectionCustomRule]
                )
            except graphql.GraphQLError:
                found = []  # the engine itself refuses what is no GraphQL
            if found:
                errors = [{"message": error.message} for error in found]
                return (
                    200,
                    {"Content-Type": "application/json"},
                    json.dumps({"data": None, "errors": errors}).encode(),
                )
        answer: Answer = execute(api_id, sdl, query, *args)
        return answer

    appsync._execute_with_schema = with_schema


@correction
def graphql_subscriptions() -> None:
    """AWS: what a mutation answers is pushed to the subscribers. MiniStack: has no subscriptions.

    https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
    """
    serve_events, execute = appsync_events.handle_websocket, appsync._execute_with_schema

    async def handle_websocket(scope: Any, receive: Any, send: Any, api_id: str) -> None:
        of_graphql = appsync._select_api_region(api_id)
        await (subscriptions.serve if of_graphql else serve_events)(scope, receive, send, api_id)

    def with_schema(
        api_id: str, sdl: str, query: str, variables: Json, operation: str | None, *args: Any
    ) -> Answer:
        answer: Answer = execute(api_id, sdl, query, variables, operation, *args)
        if data := json.loads(answer[2]).get("data"):
            subscriptions.publish(api_id, query, operation, data)
        return answer

    appsync_events.handle_websocket = handle_websocket
    appsync._execute_with_schema = with_schema


@correction
def mapping_templates() -> None:
    """AWS: a resolver's templates say what is asked of the data source, and what becomes of its answer.

    MiniStack: leaves them unread, and makes up a request. Here `templates` evaluates the common ones.
    https://docs.aws.amazon.com/appsync/latest/devguide/resolver-mapping-template-reference-overview.html
    """
    resolve = appsync._resolve_field

    def refuse(message: Any, kind: str = "UnknownError", data: Any = None, *_: Any) -> None:
        raise appsync._AppSyncResolverError(str(message), kind, data)

    def render(template: str, context: Json) -> Any:
        try:
            return templates.evaluate(template, context, refuse)
        except velocity.TemplateError as wrong:
            return refuse(wrong, "MappingTemplate")

    def stage(api_id: str, unit: Json, context: Json) -> Any:
        asked = render(unit["requestMappingTemplate"], context)
        source = appsync._data_sources[api_id][unit["dataSourceName"]]
        try:
            answer = {"result": appsync._DATA_SOURCE_HANDLERS[source["type"]](api_id, source, asked, context)}
        except appsync._AppSyncResolverError as failed:
            answer = {"error": {"message": str(failed), "type": failed.error_type}}
        return render(unit["responseMappingTemplate"], {**context, **answer})

    def resolve_field(api_id: str, resolver: Json, args: Json, *others: Any, **named: Any) -> Any:
        if not resolver.get("requestMappingTemplate"):
            return resolve(api_id, resolver, args, *others, **named)
        context = appsync._js_ctx(
            args,
            named.get("identity"),
            named.get("source"),
            named.get("request_headers"),
            others[1],
            resolver["fieldName"],
            resolver["typeName"],
            {},
            None,
        )
        if resolver["kind"] == "UNIT":
            return stage(api_id, resolver, context)
        render(resolver["requestMappingTemplate"], context)
        for identifier in resolver["pipelineConfig"]["functions"]:
            context["prev"] = {"result": stage(api_id, appsync._functions[api_id][identifier], context)}
        return render(resolver["responseMappingTemplate"], {**context, "result": context["prev"]["result"]})

    appsync._resolve_field = resolve_field


@correction
def graphql_api_settings() -> None:
    """AWS: an update sets introspection and limits, or what they are without it. MiniStack: leaves these.

    https://docs.aws.amazon.com/appsync/latest/APIReference/API_UpdateGraphqlApi.html
    """
    update = appsync._update_graphql_api
    defaults = {"introspectionConfig": "ENABLED", "queryDepthLimit": 0, "resolverCountLimit": 0}

    def update_graphql_api(api_id: str, body: Json) -> Answer:
        if api := appsync._apis.get(api_id):
            api.update({name: body.get(name, default) for name, default in defaults.items()})
        answer: Answer = update(api_id, body)
        return answer

    appsync._update_graphql_api = update_graphql_api


@correction
def resolver_caches() -> None:
    """AWS: an API with a cache answers from it, by the keys of the resolver or by the whole request.

    MiniStack: keeps nothing for an API with a schema.
    https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html
    """
    resolve = appsync._resolve_field
    whole = {"cachingKeys": ["$context.arguments", "$context.identity", "$context.source"]}

    def resolve_field(api_id: str, resolver: Json, args: Json, *others: Any, **named: Any) -> Any:
        per_resolver = (appsync._caches.get(api_id) or {}).get("apiCachingBehavior") == "PER_RESOLVER_CACHING"
        cached = resolver if per_resolver else {**resolver, "cachingConfig": whole}
        field = f"{resolver['typeName']}.{resolver['fieldName']}"
        identity, source = named.get("identity"), named.get("source")
        key = appsync._cache_key_for(api_id, cached, field, args, identity, source)
        if key is None or resolver["typeName"] == "Mutation":
            return resolve(api_id, resolver, args, *others, **named)
        answer = appsync._cache_get(api_id, key[0])
        if answer is None:
            answer = resolve(api_id, resolver, args, *others, **named)
            if answer is not None:
                appsync._cache_put(api_id, key[0], key[1], answer)
        return answer

    appsync._resolve_field = resolve_field


@correction
def graphql_api_domains() -> None:
    """AWS: an API has a domain name of its own. MiniStack: knows no call about it. Here no name leads to it.

    https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateDomainName.html
    """
    handle, reset = appsync.handle_request, appsync.reset
    domains = appsync._domain_names = AccountRegionScopedDict()

    def create(name: str, asked: Json) -> Answer:
        if name in domains:
            return _refused("BadRequestException", f"Domain name {name} already exists.", 400)
        arn = f"arn:aws:appsync:{get_region()}:{get_account_id()}:domainnames/{name}"
        kept: Json = {key: asked[key] for key in ("certificateArn", "description") if key in asked}
        target: Json = {"appsyncDomainName": f"{name.replace('.', '-')}.cloudfront.net"}
        # https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html: CloudFront's zone
        target["hostedZoneId"] = "Z2FDTNDATAQYW2"
        domains[name] = {"domainName": name, "domainNameArn": arn, **kept, **target, "api": None}
        appsync._tags[arn] = asked.get("tags") or {}
        return told(name)

    def told(name: str) -> Answer:
        return _told({"domainNameConfig": shown(domains[name])})

    def shown(domain: Json) -> Json:
        tags = appsync._tags.get(domain["domainNameArn"], {})
        return {**{key: value for key, value in domain.items() if key != "api"}, "tags": tags}

    def association(name: str) -> Answer:
        api = domains[name]["api"]
        if api is None:
            return _refused("NotFoundException", f"No API is associated with {name}.", 404)
        return _told({"apiAssociation": {"domainName": name, "apiId": api, "associationStatus": "SUCCESS"}})

    def respond(method: str, name: str, of_the_api: bool, asked: Json) -> Answer:
        domain = domains.get(name)
        if domain is None:
            return _refused("NotFoundException", f"Domain name {name} not found.", 404)
        if of_the_api:
            if method == "POST":
                domain["api"] = asked["apiId"]
            answer = association(name)
            if method == "DELETE":
                domain["api"] = None
            return answer
        if method == "DELETE":
            appsync._tags.pop(domains.pop(name)["domainNameArn"], None)
            return _told({})
        if method == "POST":
            domain["description"] = asked.get("description")
        return told(name)

    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Answer:
        _, _, below = path.partition("/v1/domainnames")
        if not path.startswith("/v1/domainnames"):
            answer: Answer = await handle(method, path, headers, body, query)
            return answer
        asked = json.loads(body) if body else {}
        if not below and method == "GET":
            return _told({"domainNameConfigs": [shown(domain) for domain in domains.values()]})
        if not below:
            return create(asked["domainName"], asked)
        _, name, *rest = below.split("/")
        return respond(method, name, bool(rest), asked)

    def reset_too() -> None:
        reset()
        domains.clear()

    appsync.handle_request, appsync.reset = handle_request, reset_too


def _told(content: Json) -> Answer:
    answer: Answer = appsync._json(200, content)
    return answer


def _refused(code: str, message: str, status: int) -> Answer:
    answer: Answer = appsync._json(status, {"__type": code, "message": message})
    return status, {**answer[1], "x-amzn-errortype": code}, answer[2]
