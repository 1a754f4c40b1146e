"""AppSync: whether a local AWS does as AWS does."""

import base64
import json
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from tests.local_aws.checks import ACCOUNT, ROLE, check, name, queue
from tests.websocket import WebSocket

SCHEMA = """
type Note { id: ID! text: String }
type Query { note(id: ID!): Note }
type Mutation { write(id: ID!, text: String): Note }
type Subscription { written(id: ID): Note @aws_subscribe(mutations: ["write"]) }
"""
PAYLOAD = """
export function request(ctx) { return { payload: ctx.args }; }
export function response(ctx) { return ctx.result; }
"""
# Asks DynamoDB to write what is not there yet.
PUT = """
import { util } from '@aws-appsync/utils';
export function request(ctx) {
  return { operation: 'PutItem', key: util.dynamodb.toMapValues({ id: ctx.args.id }),
           attributeValues: util.dynamodb.toMapValues({ text: ctx.args.text }),
           condition: { expression: 'attribute_not_exists(id)' } };
}
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""
EVENTS = """
export function request(ctx) {
  return { operation: 'PutEvents', events: [{ source: 'notes', detailType: 'Written', detail: ctx.args }] };
}
export function response(ctx) { return { id: String(ctx.result.FailedEntryCount) }; }
"""


REQUEST = """
#set($key = {"id": $util.dynamodb.toDynamoDB($ctx.args.id)})
#if($util.isNull($ctx.args.text)) $util.error("Nothing to write.", "NoText") #end
{
  "version": "2018-05-29",
  "operation": "PutItem",
  "key": $util.toJson($key),
  "attributeValues": { "text": $util.dynamodb.toDynamoDBJson("${ctx.args.text}!") }
}
"""
RESPONSE = "#if($ctx.error) $util.error($ctx.error.message, $ctx.error.type) #end $util.toJson($ctx.result)"


def table_of(aws: Any) -> dict[str, Any]:
    """A data source of a table."""
    table = name()
    aws.client("dynamodb").create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    config = {"tableName": table, "awsRegion": "eu-west-1"}
    return {"type": "AMAZON_DYNAMODB", "dynamodbConfig": config}


def javascript(code: str) -> dict[str, Any]:
    return {"code": code, "runtime": {"name": "APPSYNC_JS", "runtimeVersion": "1.0.0"}}


class Api:
    """A GraphQL API with one resolver, of the mutation `write` or of another field."""

    def __init__(
        self,
        aws: Any,
        resolver: dict[str, Any],
        source: dict[str, Any],
        introspection: str = "ENABLED",
        field: tuple[str, str] = ("Mutation", "write"),
    ) -> None:
        appsync = aws.client("appsync")
        made = appsync.create_graphql_api(
            name=name(), authenticationType="API_KEY", introspectionConfig=introspection
        )["graphqlApi"]
        api = made["apiId"]
        self._url, self._uris, self.id = aws.url, made["uris"], api
        self.key = appsync.create_api_key(apiId=api)["apiKey"]["id"]
        appsync.start_schema_creation(apiId=api, definition=SCHEMA.encode())
        appsync.create_data_source(apiId=api, name="source", serviceRoleArn=ROLE, **source)
        appsync.create_resolver(
            apiId=api,
            typeName=field[0],
            fieldName=field[1],
            dataSourceName="source",
            **resolver,
        )

    def ask(self, query: str) -> Any:
        headers = {
            "Host": urlsplit(self._uris["GRAPHQL"]).netloc,
            "Content-Type": "application/json",
            "X-Api-Key": self.key,
        }
        request = urllib.request.Request(
            f"{self._url}/graphql", json.dumps({"query": query}).encode(), headers
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def connect(self, credentials: dict[str, str]) -> WebSocket:
        encoded = base64.urlsafe_b64encode(json.dumps(credentials).encode()).decode().rstrip("=")
        return WebSocket.at(self._url, self._uris["REALTIME"], ["graphql-ws", f"header-{encoded}"])


@check
def dynamodb_data_sources(aws: Any) -> bool:
    api = Api(aws, javascript(PUT), table_of(aws))
    ask = 'mutation {{ write(id: "1", text: "{}") {{ text }} }}'
    first, again, other = (api.ask(ask.format(text)) for text in ("a", "a", "b"))
    (error,) = other["errors"]
    return (
        first == again == {"data": {"write": {"text": "a"}}}
        and error["errorType"] == "DynamoDB:ConditionalCheckFailedException"
    )


@check
def event_bus_data_sources(aws: Any) -> bool:
    events, sqs, bus = aws.client("events"), aws.client("sqs"), name()
    arn = events.create_event_bus(Name=bus)["EventBusArn"]
    url, target = queue(aws, "events")
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["notes"]}')
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[{"Id": "t", "Arn": target}])
    api = Api(
        aws, javascript(EVENTS), {"type": "AMAZON_EVENTBRIDGE", "eventBridgeConfig": {"eventBusArn": arn}}
    )
    answer = api.ask('mutation { write(id: "1") { id } }')
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)["Messages"]
    return answer["data"]["write"]["id"] == "0" and json.loads(message["Body"])["detail"] == {"id": "1"}


@check
def introspection_disabled(aws: Any) -> bool:
    ask = "{ __schema { types { name } } }"
    closed = Api(aws, javascript(PAYLOAD), {"type": "NONE"}, introspection="DISABLED")
    opened = Api(aws, javascript(PAYLOAD), {"type": "NONE"})
    return closed.ask(ask)["data"] is None and "Note" in json.dumps(opened.ask(ask))


@check
def graphql_subscriptions(aws: Any) -> bool:
    api = Api(aws, javascript(PAYLOAD), {"type": "NONE"})
    known = {"host": "any", "x-api-key": api.key}
    with api.connect({"x-api-key": "da2-unknown"}) as stranger:
        refused = stranger.hear()["type"] == "connection_error"
    with api.connect(known) as subscriber:
        subscriber.say({"type": "connection_init"})
        acknowledged = subscriber.hear()["type"] == "connection_ack"
        for each, credentials in (("mine", known), ("strange", {})):
            query = 'subscription { written(id: "2") { id text } }'
            asked = {"data": json.dumps({"query": query}), "extensions": {"authorization": credentials}}
            subscriber.say({"type": "start", "id": each, "payload": asked})
        started = [subscriber.hear()["type"] for _ in range(2)] == ["start_ack", "error"]
        for each in ("1", "2"):
            api.ask(f'mutation {{ write(id: "{each}", text: "a") {{ id text }} }}')
        told = subscriber.hear()["payload"] == {"data": {"written": {"id": "2", "text": "a"}}}
        subscriber.say({"type": "stop", "id": "mine"})
        ended = subscriber.hear() == {"type": "complete", "id": "mine"}
    return refused and acknowledged and started and told and ended


@check
def mapping_templates(aws: Any) -> bool:
    written = {"requestMappingTemplate": REQUEST, "responseMappingTemplate": RESPONSE}
    api = Api(aws, written, table_of(aws))
    answer = api.ask('mutation { write(id: "1", text: "a") { id text } }')
    (error,) = api.ask('mutation { write(id: "1") { id } }')["errors"]
    return answer["data"]["write"] == {"id": "1", "text": "a!"} and error["errorType"] == "NoText"


@check
def graphql_api_settings(aws: Any) -> bool:
    appsync, call = aws.client("appsync"), {"name": name(), "authenticationType": "API_KEY"}
    api = appsync.create_graphql_api(**call, queryDepthLimit=5)["graphqlApi"]["apiId"]
    set_ = {"introspectionConfig": "DISABLED", "resolverCountLimit": 9}
    appsync.update_graphql_api(apiId=api, **call, **set_)
    found = appsync.get_graphql_api(apiId=api)["graphqlApi"]
    return {**set_, "queryDepthLimit": 0}.items() <= found.items()


@check
def resolver_caches(aws: Any) -> bool:
    code = """
    import { util } from '@aws-appsync/utils';
    export function request(ctx) { return { payload: { id: ctx.args.id, text: util.autoId() } }; }
    export function response(ctx) { return ctx.result; }
    """
    keyed = {**javascript(code), "cachingConfig": {"ttl": 60, "cachingKeys": ["$context.arguments.id"]}}
    held = []
    for behavior in ("PER_RESOLVER_CACHING", "FULL_REQUEST_CACHING"):
        api = Api(aws, keyed, {"type": "NONE"}, field=("Query", "note"))
        aws.client("appsync").create_api_cache(
            apiId=api.id, ttl=60, apiCachingBehavior=behavior, type="SMALL"
        )
        first, again, other = (api.ask(f'{{ note(id: "{each}") {{ text }} }}') for each in "112")
        held.append(first == again != other)
    return all(held)


@check
def graphql_api_domains(aws: Any) -> bool:
    sync, domain = aws.client("appsync"), f"{name()}.example.com"
    api = sync.create_graphql_api(name=name(), authenticationType="AWS_IAM")["graphqlApi"]["apiId"]
    certificate = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/any"
    asked = {"domainName": domain, "certificateArn": certificate, "tags": {"Team": "core"}}
    made = sync.create_domain_name(**asked)["domainNameConfig"]
    sync.associate_api(domainName=domain, apiId=api)
    found = sync.get_api_association(domainName=domain)["apiAssociation"]
    changed = sync.update_domain_name(domainName=domain, description="Orders.")["domainNameConfig"]
    listed = [each["domainName"] for each in sync.list_domain_names()["domainNameConfigs"]]
    sync.disassociate_api(domainName=domain)
    refused = []
    try:
        sync.get_api_association(domainName=domain)
    except sync.exceptions.NotFoundException:
        refused.append("no API")
    sync.delete_domain_name(domainName=domain)
    try:
        sync.get_domain_name(domainName=domain)
    except sync.exceptions.NotFoundException:
        refused.append("no domain")
    return (
        {**made, **asked} == made
        and domain in listed
        and (found["apiId"], found["associationStatus"]) == (api, "SUCCESS")
        and changed["description"] == "Orders."
        and refused == ["no API", "no domain"]
    )
