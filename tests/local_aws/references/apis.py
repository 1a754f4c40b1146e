"""APIs, functions, state machines and events."""

import json
from typing import Any

from tests.local_aws.references import ROLE, Account, Do, kind, name


def _rest_api(aws: Account) -> tuple[str, str]:
    """Its id and its root's."""
    api = aws.apigateway.create_rest_api(name=name())["id"]
    return api, aws.apigateway.get_resources(restApiId=api)["items"][0]["id"]


def _method(aws: Account, api: tuple[str, str], **settings: Any) -> dict[str, str]:
    method = {"restApiId": api[0], "resourceId": api[1], "httpMethod": "GET"}
    aws.apigateway.put_method(**method, **{"authorizationType": "NONE", **settings})
    templates = {"application/json": '{"statusCode": 200}'}
    aws.apigateway.put_integration(**method, type="MOCK", requestTemplates=templates)
    return method


@kind("ConflictException", "Cannot delete authorizer 'own', is referenced in method: GET//")
def authorizer_of_a_rest_method(aws: Account) -> tuple[Do, Do]:
    api = _rest_api(aws)
    function = f"arn:aws:lambda:eu-west-1:000000000000:function:{aws.function()}"
    authorizer = aws.apigateway.create_authorizer(
        restApiId=api[0],
        name="own",
        type="TOKEN",
        authorizerUri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations",
        identitySource="method.request.header.Authorization",
    )["id"]
    method = _method(aws, api, authorizationType="CUSTOM", authorizerId=authorizer)
    return (
        lambda: aws.apigateway.delete_authorizer(restApiId=api[0], authorizerId=authorizer),
        lambda: aws.apigateway.delete_method(**method),
    )


@kind("ConflictException", "Cannot delete model 'Order', is referenced in method request: //GET")
def model_of_a_rest_method(aws: Account) -> tuple[Do, Do]:
    api = _rest_api(aws)
    aws.apigateway.create_model(
        restApiId=api[0], name="Order", contentType="application/json", schema='{"type": "object"}'
    )
    method = _method(aws, api, requestModels={"application/json": "Order"})
    return (
        lambda: aws.apigateway.delete_model(restApiId=api[0], modelName="Order"),
        lambda: aws.apigateway.delete_method(**method),
    )


def _stage(aws: Account) -> tuple[str, str]:
    """A REST API with a stage `live`, and its deployment."""
    api = _rest_api(aws)
    _method(aws, api)
    deployment = aws.apigateway.create_deployment(restApiId=api[0])["id"]
    aws.apigateway.create_stage(restApiId=api[0], stageName="live", deploymentId=deployment)
    return api[0], deployment


@kind("BadRequestException", "Active stages pointing to this deployment must be moved or deleted")
def deployment_of_a_rest_stage(aws: Account) -> tuple[Do, Do]:
    api, deployment = _stage(aws)
    return (
        lambda: aws.apigateway.delete_deployment(restApiId=api, deploymentId=deployment),
        lambda: aws.apigateway.delete_stage(restApiId=api, stageName="live"),
    )


@kind("BadRequestException", "because there are API Stages associated with it")
def usage_plan_of_a_rest_stage(aws: Account) -> tuple[Do, Do]:
    api, _ = _stage(aws)
    plan = aws.apigateway.create_usage_plan(name=name(), apiStages=[{"apiId": api, "stage": "live"}])["id"]
    remove = [{"op": "remove", "path": "/apiStages", "value": f"{api}:live"}]
    return (
        lambda: aws.apigateway.delete_usage_plan(usagePlanId=plan),
        lambda: aws.apigateway.update_usage_plan(usagePlanId=plan, patchOperations=remove),
    )


def _rest_domain(aws: Account, certificate: str) -> str:
    domain = f"{name()}.example.com"
    aws.apigateway.create_domain_name(
        domainName=domain,
        regionalCertificateArn=certificate,
        endpointConfiguration={"types": ["REGIONAL"]},
    )
    return domain


@kind("BadRequestException", "Please remove all base path mappings related to the RestApi in your domains")
def rest_api_of_a_domain(aws: Account) -> tuple[Do, Do]:
    api, _ = _stage(aws)
    domain = _rest_domain(aws, aws.certificate())
    aws.apigateway.create_base_path_mapping(domainName=domain, restApiId=api, stage="live", basePath="v1")
    return (
        lambda: aws.apigateway.delete_rest_api(restApiId=api),
        lambda: aws.apigateway.delete_base_path_mapping(domainName=domain, basePath="v1"),
    )


@kind("ResourceInUseException", "is in use")
def certificate_of_a_rest_domain(aws: Account) -> tuple[Do, Do]:
    certificate = aws.certificate()
    domain = _rest_domain(aws, certificate)
    return (
        lambda: aws.acm.delete_certificate(CertificateArn=certificate),
        lambda: aws.apigateway.delete_domain_name(domainName=domain),
    )


def _http_api(aws: Account) -> str:
    return str(aws.apigatewayv2.create_api(Name=name(), ProtocolType="HTTP")["ApiId"])


def _integration(aws: Account, api: str, **settings: Any) -> str:
    made = aws.apigatewayv2.create_integration(
        ApiId=api,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        PayloadFormatVersion="1.0",
        **{"IntegrationUri": "https://example.com", **settings},
    )
    return str(made["IntegrationId"])


def _route(aws: Account, api: str, integration: str, **settings: Any) -> Do:
    """Makes a route; the call that deletes it."""
    route = aws.apigatewayv2.create_route(
        ApiId=api, RouteKey="GET /a", Target=f"integrations/{integration}", **settings
    )["RouteId"]
    return lambda: aws.apigatewayv2.delete_route(ApiId=api, RouteId=route)


@kind("ConflictException", "Cannot delete Integration because it is referenced by the following Routes")
def integration_of_a_route(aws: Account) -> tuple[Do, Do]:
    api = _http_api(aws)
    integration = _integration(aws, api)
    free = _route(aws, api, integration)
    return lambda: aws.apigatewayv2.delete_integration(ApiId=api, IntegrationId=integration), free


@kind("ConflictException", "Cannot delete authorizer 'own', is referenced in route: GET /a")
def authorizer_of_a_route(aws: Account) -> tuple[Do, Do]:
    api = _http_api(aws)
    authorizer = aws.apigatewayv2.create_authorizer(
        ApiId=api,
        Name="own",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Audience": ["a"], "Issuer": "https://example.com"},
    )["AuthorizerId"]
    free = _route(aws, api, _integration(aws, api), AuthorizationType="JWT", AuthorizerId=authorizer)
    return lambda: aws.apigatewayv2.delete_authorizer(ApiId=api, AuthorizerId=authorizer), free


@kind("BadRequestException", "in format of [Method:Resource]")
def vpc_link_of_an_integration(aws: Account) -> tuple[Do, Do]:
    api = _http_api(aws)
    link = aws.apigatewayv2.create_vpc_link(Name=name(), SubnetIds=aws.subnets)["VpcLinkId"]
    listener = aws.elbv2.create_listener(
        LoadBalancerArn=aws.balancer(),
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": aws.targets()}],
    )["Listeners"][0]["ListenerArn"]
    integration = _integration(
        aws, api, IntegrationUri=listener, ConnectionType="VPC_LINK", ConnectionId=link
    )
    delete_route = _route(aws, api, integration)

    def free() -> None:
        delete_route()
        aws.apigatewayv2.delete_integration(ApiId=api, IntegrationId=integration)

    return lambda: aws.apigatewayv2.delete_vpc_link(VpcLinkId=link), free


def _http_domain(aws: Account, certificate: str) -> str:
    domain = f"{name()}.example.com"
    configuration = {"CertificateArn": certificate, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    aws.apigatewayv2.create_domain_name(DomainName=domain, DomainNameConfigurations=[configuration])
    return domain


@kind("BadRequestException", "Please remove all API mappings for the API from your custom domain names")
def http_api_of_a_domain(aws: Account) -> tuple[Do, Do]:
    api, domain = _http_api(aws), _http_domain(aws, aws.certificate())
    aws.apigatewayv2.create_stage(ApiId=api, StageName="$default")
    mapping = aws.apigatewayv2.create_api_mapping(ApiId=api, DomainName=domain, Stage="$default")
    both = {"DomainName": domain, "ApiMappingId": mapping["ApiMappingId"]}
    return (
        lambda: aws.apigatewayv2.delete_api(ApiId=api),
        lambda: aws.apigatewayv2.delete_api_mapping(**both),
    )


@kind("ResourceInUseException", "is in use")
def certificate_of_an_http_domain(aws: Account) -> tuple[Do, Do]:
    certificate = aws.certificate()
    domain = _http_domain(aws, certificate)
    return (
        lambda: aws.acm.delete_certificate(CertificateArn=certificate),
        lambda: aws.apigatewayv2.delete_domain_name(DomainName=domain),
    )


@kind("BadRequestException", "Active stages pointing to this deployment must be moved or deleted")
def deployment_of_a_websocket_stage(aws: Account) -> tuple[Do, Do]:
    api = aws.apigatewayv2.create_api(
        Name=name(), ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    integration = aws.apigatewayv2.create_integration(ApiId=api, IntegrationType="MOCK")["IntegrationId"]
    aws.apigatewayv2.create_route(ApiId=api, RouteKey="$default", Target=f"integrations/{integration}")
    deployment = aws.apigatewayv2.create_deployment(ApiId=api)["DeploymentId"]
    aws.apigatewayv2.create_stage(ApiId=api, StageName="live", DeploymentId=deployment)
    return (
        lambda: aws.apigatewayv2.delete_deployment(ApiId=api, DeploymentId=deployment),
        lambda: aws.apigatewayv2.delete_stage(ApiId=api, StageName="live"),
    )


_SCHEMA = b"type Query { a: String }"
_CODE = "export function request(ctx) { return {} }\nexport function response(ctx) { return 'a' }"
_RUNTIME = {"name": "APPSYNC_JS", "runtimeVersion": "1.0.0"}


def _graphql(aws: Account) -> str:
    """A GraphQL API with a data source `none`."""
    api = aws.appsync.create_graphql_api(name=name(), authenticationType="API_KEY")["graphqlApi"]["apiId"]
    aws.appsync.start_schema_creation(apiId=api, definition=_SCHEMA)
    aws.appsync.create_data_source(apiId=api, name="none", type="NONE")
    return str(api)


def _pipeline_function(aws: Account, api: str) -> str:
    made = aws.appsync.create_function(
        apiId=api, name="first", dataSourceName="none", code=_CODE, runtime=_RUNTIME
    )
    return str(made["functionConfiguration"]["functionId"])


def _resolver(aws: Account, api: str, **settings: Any) -> Do:
    """Makes a resolver; the call that deletes it."""
    field = {"apiId": api, "typeName": "Query", "fieldName": "a"}
    aws.appsync.create_resolver(**field, code=_CODE, runtime=_RUNTIME, **settings)
    return lambda: aws.appsync.delete_resolver(**field)


@kind("BadRequestException", "Resolver for type Query and field a associated with function")
def graphql_function_of_a_resolver(aws: Account) -> tuple[Do, Do]:
    api = _graphql(aws)
    function = _pipeline_function(aws, api)
    free = _resolver(aws, api, kind="PIPELINE", pipelineConfig={"functions": [function]})
    return lambda: aws.appsync.delete_function(apiId=api, functionId=function), free


@kind("BadRequestException", "Resolver for type Query and field a associated with data source")
def graphql_source_of_a_resolver(aws: Account) -> tuple[Do, Do]:
    api = _graphql(aws)
    free = _resolver(aws, api, dataSourceName="none")
    return lambda: aws.appsync.delete_data_source(apiId=api, name="none"), free


@kind("BadRequestException", "associated with data source")
def graphql_source_of_a_function(aws: Account) -> tuple[Do, Do]:
    api = _graphql(aws)
    function = _pipeline_function(aws, api)
    return (
        lambda: aws.appsync.delete_data_source(apiId=api, name="none"),
        lambda: aws.appsync.delete_function(apiId=api, functionId=function),
    )


@kind(
    "ResourceConflictException", "Unable to delete version because the following aliases reference it: [live]"
)
def function_version_of_an_alias(aws: Account) -> tuple[Do, Do]:
    function = aws.function(Publish=True)
    aws.lambda_.create_alias(FunctionName=function, Name="live", FunctionVersion="1")
    return (
        lambda: aws.lambda_.delete_function(FunctionName=function, Qualifier="1"),
        lambda: aws.lambda_.delete_alias(FunctionName=function, Name="live"),
    )


@kind("ConflictException", "must not be referenced by an alias")
def state_machine_version_of_an_alias(aws: Account) -> tuple[Do, Do]:
    definition = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
    made = aws.stepfunctions.create_state_machine(
        name=name(), definition=json.dumps(definition), roleArn=ROLE, publish=True
    )
    version = made["stateMachineVersionArn"]
    alias = aws.stepfunctions.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": version, "weight": 100}]
    )["stateMachineAliasArn"]
    return (
        lambda: aws.stepfunctions.delete_state_machine_version(stateMachineVersionArn=version),
        lambda: aws.stepfunctions.delete_state_machine_alias(stateMachineAliasArn=alias),
    )


@kind("ValidationException", "Rule can't be deleted since it has targets")
def rule_with_a_target(aws: Account) -> tuple[Do, Do]:
    rule, queue = name(), name()
    aws.sqs.create_queue(QueueName=queue)
    aws.events.put_rule(Name=rule, EventPattern='{"source": ["a"]}')
    target = {"Id": "1", "Arn": f"arn:aws:sqs:eu-west-1:000000000000:{queue}"}
    aws.events.put_targets(Rule=rule, Targets=[target])
    return (
        lambda: aws.events.delete_rule(Name=rule),
        lambda: aws.events.remove_targets(Rule=rule, Ids=["1"]),
    )


@kind("ValidationException", "EventBus can't be deleted since it has rules")
def bus_with_a_rule(aws: Account) -> tuple[Do, Do]:
    bus = name()
    aws.events.create_event_bus(Name=bus)
    aws.events.put_rule(Name="a", EventBusName=bus, EventPattern='{"source": ["a"]}')
    return (
        lambda: aws.events.delete_event_bus(Name=bus),
        lambda: aws.events.delete_rule(Name="a", EventBusName=bus),
    )
