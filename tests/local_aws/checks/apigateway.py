"""API Gateway: REST APIs: whether a local AWS does as AWS does."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tests.local_aws.checks import ACCOUNT, ROLE, check, deploy, document, name
from tests.local_aws.checks.ec2_networks import subnet, vpc

DEFINITION = {
    "openapi": "3.0.1",
    "info": {"title": "users", "version": "1"},
    "x-amazon-apigateway-request-validators": {
        "all": {"validateRequestBody": True, "validateRequestParameters": True}
    },
    "x-amazon-apigateway-request-validator": "all",
    "components": {
        "schemas": {
            "User": {
                "type": "object",
                "required": ["email"],
                "properties": {"email": {"$ref": "#/components/schemas/Email"}},
            },
            "Email": {"type": "string", "pattern": "@"},
        },
        "securitySchemes": {"key": {"type": "apiKey", "name": "x-api-key", "in": "header"}},
    },
    "paths": {
        "/users": {
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}
                },
            },
            "get": {"parameters": [{"name": "email", "in": "query", "required": True}]},
            "options": {
                "x-amazon-apigateway-integration": {
                    "type": "mock",
                    "requestTemplates": {"application/json": '{"statusCode": 204}'},
                    "responses": {
                        "default": {
                            "statusCode": "204",
                            "responseParameters": {"method.response.header.Allow": "'GET,POST'"},
                        }
                    },
                },
            },
        },
        "/users/{id}": {"delete": {"security": [{"key": []}]}},
    },
}


def served(aws: Any, definition: dict[str, Any]) -> str:
    """The address of a stage of an API imported from `definition`, whose other methods call an echo."""
    echo = deploy(
        aws,
        "def handler(event, context): return {'statusCode': 200, 'body': event['resource']}",
        "apigateway",
    )
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{echo}"
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations"
    whole = json.loads(json.dumps(definition))
    for path in whole["paths"].values():
        for operation in path.values():
            integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
            operation.setdefault("x-amazon-apigateway-integration", integration)
            operation["responses"] = {"200": {"description": "fine"}}
    gateway = aws.client("apigateway")
    api = gateway.create_rest_api(name=name())["id"]
    gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(whole))
    gateway.create_deployment(restApiId=api, stageName="v1")
    return f"{aws.url}/restapis/{api}/v1/_user_request_"


def api_of(url: str) -> str:
    return url.split("/restapis/")[1].split("/")[0]


def call(url: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(
        url, method=method, data=body.encode() if body else None, headers=headers
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers["Allow"] or answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


@check
def openapi_import(aws: Any) -> bool:
    url = served(aws, DEFINITION)
    return (
        call(f"{url}/users", "POST", '{"email": "a@b"}') == (200, "/users")
        and call(f"{url}/users", "POST", '{"email": "a"}') == (400, '{"message": "Invalid request body"}')
        and call(f"{url}/users?email=a") == (200, "/users")
        and call(f"{url}/users") == (400, '{"message": "Missing required request parameters: [email]"}')
        and call(f"{url}/users", "OPTIONS") == (204, "GET,POST")
        and call(f"{url}/users/1", "DELETE") == (403, '{"message":"Forbidden"}')
    )


@check
def logs_of_stages(aws: Any) -> bool:
    url, group = served(aws, DEFINITION), name()
    aws.client("logs").create_log_group(logGroupName=group)
    line = "$context.httpMethod $context.resourcePath $context.status $context.error.responseType"
    settings = {"destinationArn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{group}", "format": line}
    changes = [
        {"op": "replace", "path": f"/accessLogSettings/{key}", "value": settings[key]} for key in settings
    ]
    changes.append({"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"})
    aws.client("apigateway").update_stage(restApiId=api_of(url), stageName="v1", patchOperations=changes)
    call(f"{url}/users?email=a")
    call(f"{url}/users", "POST", "{}")
    call(f"{url}/nowhere")
    logged = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    executions = f"API-Gateway-Execution-Logs_{api_of(url)}/v1"
    lines = [
        each["message"] for each in aws.client("logs").filter_log_events(logGroupName=executions)["events"]
    ]
    if sum("Method completed with status: " in line for line in lines) != 3:
        return False
    return [event["message"] for event in logged] == [
        "GET /users 200 -",
        "POST /users 400 BAD_REQUEST_BODY",
        "GET - 403 MISSING_AUTHENTICATION_TOKEN",
    ]


@check
def stage_cache(aws: Any) -> bool:
    gateway, api = aws.client("apigateway"), api_of(served(aws, DEFINITION))
    enabled = {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"}
    changed = gateway.update_stage(restApiId=api, stageName="v1", patchOperations=[enabled])
    return bool(changed["cacheClusterStatus"] == "AVAILABLE")


@check
def cached_answers(aws: Any) -> bool:
    echo = "import time\ndef handler(event, context): return {'statusCode': 200, 'body': str(time.time())}"
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{deploy(aws, echo, 'apigateway')}"
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations"
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}
    integration["cacheKeyParameters"] = ["method.request.path.id"]
    operation = {"responses": {}, "x-amazon-apigateway-integration": integration}
    url = served(aws, {**DEFINITION, "paths": {"/users/{id}": {"get": operation}}})
    settings = {"/cacheClusterEnabled": "true", "/*/*/caching/enabled": "true"}
    changes = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
    aws.client("apigateway").update_stage(restApiId=api_of(url), stageName="v1", patchOperations=changes)
    first = call(f"{url}/users/1")
    return call(f"{url}/users/1") == first != call(f"{url}/users/2")


@check
def domain_without_mutual_tls(aws: Any) -> bool:
    domain = f"{name()}.example.com"
    aws.client("apigateway").create_domain_name(domainName=domain, securityPolicy="TLS_1_2")
    return "mutualTlsAuthentication" not in aws.client("apigateway").get_domain_name(domainName=domain)


@check
def api_key_without_a_value(aws: Any) -> bool:
    made = aws.client("apigateway").create_api_key(name=name(), value="", enabled=True)
    return len(made["value"]) >= 20


@check
def changed_tags_of_rest_apis(aws: Any) -> bool:
    gateway = aws.client("apigateway")
    api = api_of(served(aws, DEFINITION))
    plan = gateway.create_usage_plan(name=name(), tags={"Team": "core"})["id"]
    for what in (f"restapis/{api}", f"restapis/{api}/stages/v1", f"usageplans/{plan}"):
        arn = f"arn:aws:apigateway:eu-west-1::/{what}"
        gateway.tag_resource(resourceArn=arn, tags={"Team": "web", "Tier": "1"})
        gateway.untag_resource(resourceArn=arn, tagKeys=["Tier"])
    told = (
        gateway.get_rest_api(restApiId=api),
        gateway.get_stage(restApiId=api, stageName="v1"),
        gateway.get_usage_plan(usagePlanId=plan),
    )
    return [each.get("tags") for each in told] == [{"Team": "web"}] * 3


@check
def what_is_not_set_is_not_shown(aws: Any) -> bool:
    api = aws.client("apigateway")
    plan = api.create_usage_plan(name=name())
    made = api.create_rest_api(name=name())
    place = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    api.put_method(**place, authorizationType="NONE")
    integration = api.put_integration(**place, type="MOCK")
    return not {"quota", "throttle"} & plan.keys() and not {"httpMethod", "uri"} & integration.keys()


@check
def templates_of_mock_answers(aws: Any) -> bool:
    known = '#if($input.params("origin") == "https://a.example.com")'
    template = (
        f'{known}#set($context.responseOverride.header.Allow = $input.params("origin"))'
        f"#set($context.responseOverride.status = 202)#end"
    )
    definition = json.loads(json.dumps(DEFINITION))
    mock = definition["paths"]["/users"]["options"]["x-amazon-apigateway-integration"]
    mock["responses"]["default"]["responseTemplates"] = {"application/json": template}
    url = f"{served(aws, definition)}/users"
    known_origin = call(url, "OPTIONS", origin="https://a.example.com")
    return known_origin == (202, "https://a.example.com") and call(url, "OPTIONS", origin="b") == (
        204,
        "GET,POST",
    )


MACHINE = {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": True}}}


def machine_of(aws: Any) -> str:
    made = aws.client("stepfunctions").create_state_machine(
        name=name(), definition=json.dumps(MACHINE), roleArn=ROLE
    )
    return str(made["stateMachineArn"])


def role_for_nothing(aws: Any) -> str:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    made = aws.client("iam").create_role(RoleName=name(), AssumeRolePolicyDocument=document(trust))
    return str(made["Role"]["Arn"])


def starts(machine: str, role: str, template: str, **answers: Any) -> dict[str, Any]:
    """A definition whose `POST /start` starts a state machine with a role."""
    definition = json.loads(json.dumps(DEFINITION))
    definition["paths"]["/start"] = {
        "post": {
            "x-amazon-apigateway-integration": {
                "type": "aws",
                "httpMethod": "POST",
                "uri": "arn:aws:apigateway:eu-west-1:states:action/StartExecution",
                "credentials": role,
                "requestTemplates": {"application/json": template.replace("MACHINE", machine)},
                "responses": {
                    "default": {"statusCode": "200", **answers},
                    "[45]\\d{2}": {"statusCode": "502"},
                },
            }
        }
    }
    return definition


def post(url: str, body: str) -> int:
    request = urllib.request.Request(url, method="POST", data=body.encode())
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


@check
def services_of_rest_apis(aws: Any) -> bool:
    machine, template = machine_of(aws), '{"stateMachineArn": "MACHINE", "input": "{}"}'
    states = aws.client("stepfunctions")
    refused = post(f"{served(aws, starts(machine, role_for_nothing(aws), template))}/start", "{}")
    before = states.list_executions(stateMachineArn=machine)["executions"]
    served_ = post(f"{served(aws, starts(machine, ROLE, template))}/start", "{}")
    after = states.list_executions(stateMachineArn=machine)["executions"]
    return (refused, len(before), served_, len(after)) == (502, 0, 200, 1)


@check
def templates_of_service_calls(aws: Any) -> bool:
    template = (
        '{"stateMachineArn": "MACHINE", "input": "#if($input.path("$.note") != "")'
        '$util.escapeJavaScript($input.json("$")).replaceAll("\\\\\'", "\'")#end"}'
    )
    machine = machine_of(aws)
    override = "#set($context.responseOverride.status = 202)$input.body"
    made = starts(machine, ROLE, template, responseTemplates={"application/json": override})
    status = post(f"{served(aws, made)}/start", '{"note": "it\'s"}')
    states = aws.client("stepfunctions")
    (execution,) = states.list_executions(stateMachineArn=machine)["executions"] or [None]
    if execution is None:
        return False
    found = states.describe_execution(executionArn=execution["executionArn"])["input"]
    return status == 202 and json.loads(found) == {"note": "it's"}


@check
def private_integrations_of_rest_apis(aws: Any) -> bool:
    """To a load balancer that lets one link's group in, and not the other's; and through an older link."""
    ec2, elb, gateway = aws.client("ec2"), aws.client("elbv2"), aws.client("apigateway")
    network = vpc(aws)
    subnets = [
        subnet(aws, network, AvailabilityZone=f"eu-west-1{zone}", CidrBlock=f"10.0.{number}.0/24")
        for number, zone in enumerate("ab")
    ]
    mine, other, inside = (
        ec2.create_security_group(GroupName=name(), Description="x", VpcId=network)["GroupId"]
        for _ in range(3)
    )
    let_in = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "UserIdGroupPairs": [{"GroupId": mine}]}
    ec2.authorize_security_group_ingress(GroupId=inside, IpPermissions=[let_in])
    balancer = elb.create_load_balancer(
        Name=name()[:20], Subnets=subnets, SecurityGroups=[inside], Scheme="internal"
    )["LoadBalancers"][0]["LoadBalancerArn"]
    said = {"StatusCode": "200", "ContentType": "text/plain", "MessageBody": "inside"}
    action = {"Type": "fixed-response", "FixedResponseConfig": said}
    elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=8080, DefaultActions=[action])
    links = [
        aws.client("apigatewayv2").create_vpc_link(Name=name(), SubnetIds=subnets, SecurityGroupIds=[group])[
            "VpcLinkId"
        ]
        for group in (mine, other)
    ]
    links.append(gateway.create_vpc_link(name=name(), targetArns=[balancer])["id"])
    definition = json.loads(json.dumps(DEFINITION))
    for number, link in enumerate(links):
        for port in (8080, 9090):
            integration = {
                "type": "http_proxy",
                "httpMethod": "GET",
                "uri": f"http://stock.example.com:{port}/stock",
                "connectionType": "VPC_LINK",
                "connectionId": link,
                "integrationTarget": balancer,
            }
            definition["paths"][f"/by{number}at{port}"] = {
                "get": {"x-amazon-apigateway-integration": integration}
            }
    url = served(aws, definition)
    failed = (504, '{"message":"Network error communicating with endpoint"}')
    return (
        call(f"{url}/by0at8080") == (200, "inside")
        and call(f"{url}/by0at9090") == failed
        and call(f"{url}/by1at8080") == failed
        and call(f"{url}/by2at8080") == (200, "inside")
    )
