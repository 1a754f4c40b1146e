"""API Gateway: HTTP and WebSocket APIs: whether a local AWS does as AWS does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from tests.local_aws.checks import ACCOUNT, ROLE, check, deploy, name
from tests.local_aws.checks.apigateway import call, machine_of, role_for_nothing
from tests.local_aws.checks.ec2_networks import subnet, vpc

ECHO = (
    "import json\ndef handler(event, context):"
    " return {'statusCode': 200, 'body': json.dumps(event.get('stageVariables'))}"
)


class Http:
    """An HTTP API with one route, `GET /users`, to a function."""

    def __init__(self, aws: Any, **stage: Any) -> None:
        self.gateway = aws.client("apigatewayv2")
        self.id = self.gateway.create_api(Name=name(), ProtocolType="HTTP")["ApiId"]
        self.url = f"{aws.url}/restapis/{self.id}/live/_user_request_"
        function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{deploy(aws, ECHO, 'apigateway')}"
        self.integrate("GET /users", IntegrationType="AWS_PROXY", IntegrationUri=function)
        self.gateway.create_stage(ApiId=self.id, StageName="live", AutoDeploy=True, **stage)

    def integrate(self, route: str, **integration: Any) -> str:
        made = self.gateway.create_integration(ApiId=self.id, PayloadFormatVersion="2.0", **integration)
        target = f"integrations/{made['IntegrationId']}"
        self.gateway.create_route(ApiId=self.id, RouteKey=route, Target=target)
        return str(made["IntegrationId"])


@check
def vpc_links(aws: Any) -> bool:
    gateway = aws.client("apigatewayv2")
    of_link = subnet(aws, vpc(aws))
    made = gateway.create_vpc_link(Name=name(), SubnetIds=[of_link], Tags={"Service": "users"})
    arn = f"arn:aws:apigateway:eu-west-1::/vpclinks/{made['VpcLinkId']}"
    gateway.tag_resource(ResourceArn=arn, Tags={"Team": "core"})
    found = gateway.get_vpc_link(VpcLinkId=made["VpcLinkId"])
    gateway.delete_vpc_link(VpcLinkId=made["VpcLinkId"])
    gone = made["VpcLinkId"] not in [link["VpcLinkId"] for link in gateway.get_vpc_links()["Items"]]
    return gone and found["Tags"] == {"Service": "users", "Team": "core"} and found["SubnetIds"] == [of_link]


@check
def private_integrations(aws: Any) -> bool:
    map_ = aws.client("servicediscovery")
    map_.create_http_namespace(Name=name())
    (namespace, *_) = map_.list_namespaces()["Namespaces"]
    service = map_.create_service(Name=name(), NamespaceId=namespace["Id"])["Service"]
    api = Http(aws)
    link = api.gateway.create_vpc_link(Name=name(), SubnetIds=[subnet(aws, vpc(aws))])["VpcLinkId"]
    made = api.integrate(
        "GET /prices",
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        IntegrationUri=service["Arn"],
        ConnectionType="VPC_LINK",
        ConnectionId=link,
    )
    alone = call(f"{api.url}/prices")
    server = HTTPServer(("127.0.0.1", 0), _Prices)
    threading.Thread(target=server.handle_request, daemon=True).start()
    address = {"AWS_INSTANCE_IPV4": "127.0.0.1", "AWS_INSTANCE_PORT": str(server.server_port)}
    map_.register_instance(ServiceId=service["Id"], InstanceId="one", Attributes=address)
    served = call(f"{api.url}/prices")
    server.server_close()
    kept = api.gateway.get_integration(ApiId=api.id, IntegrationId=made)
    return kept["ConnectionId"] == link and alone[0] == 503 and served == (200, "prices of /prices")


class _Prices(BaseHTTPRequestHandler):
    timeout = 5

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"prices of {self.path}".encode())

    def log_message(self, *_: Any) -> None:
        """Not into the tests' output."""


@check
def authorizers_as_made(aws: Any) -> bool:
    api = Http(aws)
    jwt = {"Issuer": "https://login.example.com", "Audience": ["app"]}
    made = api.gateway.create_authorizer(
        ApiId=api.id,
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration=jwt,
        Name="customers",
    )
    found = api.gateway.get_authorizer(ApiId=api.id, AuthorizerId=made["AuthorizerId"])
    return "AuthorizerPayloadFormatVersion" not in found and found["JwtConfiguration"] == jwt


@check
def settings_of_a_stage_end(aws: Any) -> bool:
    limits = {"ThrottlingRateLimit": 10, "ThrottlingBurstLimit": 20}
    api = Http(aws, RouteSettings={"GET /users": limits})
    api.gateway.delete_route_settings(ApiId=api.id, StageName="live", RouteKey="GET /users")
    return "GET /users" not in api.gateway.get_stage(ApiId=api.id, StageName="live")["RouteSettings"]


@check
def changed_tags(aws: Any) -> bool:
    api = Http(aws, Tags={"Service": "users", "Team": "core"})
    arn = f"arn:aws:apigateway:eu-west-1::/apis/{api.id}"
    for each in (arn, f"{arn}/stages/live"):
        api.gateway.tag_resource(ResourceArn=each, Tags={"Team": "web", "Tier": "1"})
        api.gateway.untag_resource(ResourceArn=each, TagKeys=["Tier"])
    of_stage = api.gateway.get_stage(ApiId=api.id, StageName="live")["Tags"]
    of_api = api.gateway.get_api(ApiId=api.id)["Tags"]
    return of_stage == {"Service": "users", "Team": "web"} and of_api == {"Team": "web"}


@check
def truststore_versions(aws: Any) -> bool:
    gateway, domain = aws.client("apigatewayv2"), f"{name()}.example.com"
    store = {"TruststoreUri": "s3://trust/ca.pem", "TruststoreVersion": "1"}
    gateway.create_domain_name(DomainName=domain, MutualTlsAuthentication=store)
    gateway.update_domain_name(DomainName=domain, MutualTlsAuthentication={"TruststoreVersion": "2"})
    found = gateway.get_domain_name(DomainName=domain)["MutualTlsAuthentication"]
    return found == {**store, "TruststoreVersion": "2"}


@check
def stage_variables_in_events(aws: Any) -> bool:
    api = Http(aws, StageVariables={"currency": "EUR"})
    return json.loads(call(f"{api.url}/users")[1]) == {"currency": "EUR"}


@check
def http_api_throttling(aws: Any) -> bool:
    limits = {"ThrottlingRateLimit": 0.01, "ThrottlingBurstLimit": 2}
    api = Http(aws, RouteSettings={"GET /users": limits})
    return [call(f"{api.url}/users")[0] for _ in range(3)] == [200, 200, 429]


@check
def http_api_access_log(aws: Any) -> bool:
    group = name()
    aws.client("logs").create_log_group(logGroupName=group)
    destination = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{group}"
    line = "$context.httpMethod $context.routeKey $context.path $context.status"
    api = Http(aws, AccessLogSettings={"DestinationArn": destination, "Format": line})
    call(f"{api.url}/users")
    call(f"{api.url}/nowhere")
    logged = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    return [event["message"] for event in logged] == [
        "GET GET /users /live/users 200",
        "GET - /live/nowhere 404",
    ]


@check
def http_api_import(aws: Any) -> bool:
    api = aws.client("apigatewayv2")
    integration = {"type": "http_proxy", "httpMethod": "GET", "uri": "https://example.com"}
    jwt = {"type": "jwt", "jwtConfiguration": {"issuer": "https://issuer.example.com", "audience": ["web"]}}
    operation = {"x-amazon-apigateway-integration": integration, "security": [{"jwt": ["read"]}]}
    scheme = {"type": "oauth2", "x-amazon-apigateway-authorizer": jwt}
    body = {
        "openapi": "3.0.1",
        "info": {"title": "imported", "version": "1.0"},
        "paths": {"/orders": {"get": operation}, "/$default": {"x-amazon-apigateway-any-method": {}}},
        "components": {"securitySchemes": {"jwt": scheme}},
    }
    made = api.import_api(Body=json.dumps(body))["ApiId"]
    api.reimport_api(ApiId=made, Body=json.dumps(body))
    routes = {each["RouteKey"]: each for each in api.get_routes(ApiId=made)["Items"]}
    [found] = api.get_integrations(ApiId=made)["Items"]
    return bool(
        api.get_api(ApiId=made)["Name"] == "imported"
        and routes.keys() == {"GET /orders", "$default"}
        and routes["GET /orders"]["AuthorizationScopes"] == ["read"]
        and routes["GET /orders"]["Target"] == f"integrations/{found['IntegrationId']}"
        and (found["IntegrationType"], found["IntegrationMethod"]) == ("HTTP_PROXY", "GET")
    )


@check
def services_of_http_apis(aws: Any) -> bool:
    api, machine = Http(aws), machine_of(aws)
    states = aws.client("stepfunctions")
    for route, role in (("POST /refused", role_for_nothing(aws)), ("POST /started", ROLE)):
        made = api.gateway.create_integration(
            ApiId=api.id,
            CredentialsArn=role,
            IntegrationSubtype="StepFunctions-StartExecution",
            IntegrationType="AWS_PROXY",
            PayloadFormatVersion="1.0",
            RequestParameters={"Input": "$request.body", "StateMachineArn": machine},
        )
        target = f"integrations/{made['IntegrationId']}"
        api.gateway.create_route(ApiId=api.id, RouteKey=route, Target=target)
    refused = call(f"{api.url}/refused", "POST", "{}")[0]
    before = len(states.list_executions(stateMachineArn=machine)["executions"])
    started = call(f"{api.url}/started", "POST", "{}")[0]
    after = len(states.list_executions(stateMachineArn=machine)["executions"])
    good = (refused, before, started, after) == (403, 0, 200, 1)
    return good and "IntegrationMethod" not in made


@check
def addresses_of_http_integrations(aws: Any) -> bool:
    api, server = Http(aws), HTTPServer(("127.0.0.1", 0), _Prices)
    threading.Thread(target=server.handle_request, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v2/{{proxy}}"
    api.integrate(
        "GET /shop/{proxy+}", IntegrationType="HTTP_PROXY", IntegrationMethod="GET", IntegrationUri=address
    )
    served = call(f"{api.url}/shop/tea")
    server.server_close()
    return served == (200, "prices of /v2/tea")
