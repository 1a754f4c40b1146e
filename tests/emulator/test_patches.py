"""Each correction is needed and works.

A check says whether a local AWS does as AWS does in one point. It must hold with the corrections and not
without them: when it holds without, the engine has learnt it, and the correction can be deleted.
"""

import io
import json
import os
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from botocore.exceptions import ClientError

from tooling import emulator
from tooling.emulator import processes

ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/any"
PACKAGE = Path(emulator.__file__).parent
CORRECTIONS = [
    name for file in PACKAGE.glob("*.py") for name in re.findall(r"@correction\ndef (\w+)", file.read_text())
]
CHECKS: dict[str, Callable[[Any], bool]] = {}


def check(function: Callable[[Any], bool]) -> Callable[[Any], bool]:
    CHECKS[function.__name__] = function
    return function


def name() -> str:
    return f"t-{uuid4().hex[:8]}"


def deploy(aws: Any, source: str, **settings: Any) -> str:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("f.py", source)
    function = name()
    aws.client("lambda").create_function(
        FunctionName=function,
        Runtime="python3.13",
        Role=ROLE,
        Handler="f.handler",
        Code={"ZipFile": buffer.getvalue()},
        **settings,
    )
    return function


def invoke(aws: Any, function: str) -> Any:
    return json.load(aws.client("lambda").invoke(FunctionName=function, Payload=b"{}")["Payload"])


def eventually(holds: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@check
def function_errors(aws: Any) -> bool:
    failing = deploy(
        aws,
        "import os\nclass Broken(Exception): pass\n"
        "def handler(event, context): raise Broken(str(os.getpid()))",
    )
    first, second = invoke(aws, failing), invoke(aws, failing)
    missing = invoke(aws, deploy(aws, "import not_there\ndef handler(event, context): pass"))
    unnamed = invoke(aws, deploy(aws, "def other(event, context): pass"))
    return (
        first["errorType"] == "Broken"
        and "raise Broken" in "".join(first["stackTrace"])
        and first["errorMessage"] == second["errorMessage"]  # the same process: no cold start
        and missing["errorType"] == "Runtime.ImportModuleError"
        and missing["errorMessage"] == "Unable to import module 'f': No module named 'not_there'"
        and unnamed["errorType"] == "Runtime.HandlerNotFound"
    )


@check
def function_environment(aws: Any) -> bool:
    seen = invoke(
        aws,
        deploy(
            aws,
            "import os\ndef handler(event, context): return dict(os.environ)",
            Environment={"Variables": {"LOG_LEVEL": "mine"}},
        ),
    )
    return (
        seen["LOG_LEVEL"] == "mine"
        and seen["AWS_ENDPOINT_URL"] == aws.url
        and seen["AWS_EXECUTION_ENV"].startswith("AWS_Lambda_python3.")
        and not {"GATEWAY_PORT", "MOTO_ACCOUNT_ID", "DOCKER_HOST"} & seen.keys()
    )


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
    echo = deploy(aws, "def handler(event, context): return {'statusCode': 200, 'body': event['resource']}")
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


def call(url: str, method: str = "GET", body: str | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, method=method, data=body.encode() if body else None)
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
def access_log(aws: Any) -> bool:
    url, group = served(aws, DEFINITION), name()
    aws.client("logs").create_log_group(logGroupName=group)
    line = "$context.httpMethod $context.resourcePath $context.status $context.error.responseType"
    settings = {"destinationArn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:{group}", "format": line}
    changes = [
        {"op": "replace", "path": f"/accessLogSettings/{key}", "value": settings[key]} for key in settings
    ]
    aws.client("apigateway").update_stage(restApiId=api_of(url), stageName="v1", patchOperations=changes)
    call(f"{url}/users?email=a")
    call(f"{url}/users", "POST", "{}")
    call(f"{url}/nowhere")
    logged = aws.client("logs").filter_log_events(logGroupName=group)["events"]
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
def domain_without_mutual_tls(aws: Any) -> bool:
    domain = f"{name()}.example.com"
    aws.client("apigateway").create_domain_name(domainName=domain, securityPolicy="TLS_1_2")
    return "mutualTlsAuthentication" not in aws.client("apigateway").get_domain_name(domainName=domain)


@check
def rule_dead_letters(aws: Any) -> bool:
    events, sqs, bus = aws.client("events"), aws.client("sqs"), name()
    events.create_event_bus(Name=bus)
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["shop"]}')
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    gone = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:gone"
    target = {"Id": "t", "Arn": gone, "DeadLetterConfig": {"Arn": queue}}
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[target])
    entry = {"Source": "shop", "DetailType": "Sold", "Detail": '{"id": 1}', "EventBusName": bus}
    events.put_events(Entries=[entry])
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=1)["Messages"][
        0
    ]
    told = message["MessageAttributes"]
    return json.loads(message["Body"])["detail"] == {"id": 1} and told["TARGET_ARN"]["StringValue"] == gone


@check
def subscription_dead_letters(aws: Any) -> bool:
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic = sns.create_topic(Name=name())["TopicArn"]
    url = sqs.create_queue(QueueName=name())["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": queue})}
    for protocol, gone in (("sqs", "gone"), ("lambda", "function:gone")):
        endpoint = f"arn:aws:{protocol}:eu-west-1:{ACCOUNT}:{gone}"
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=redrive)
    sns.publish(TopicArn=topic, Message="lost")
    found: list[str] = []

    def both() -> bool:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        found.extend(json.loads(message["Body"])["Message"] for message in messages)
        return len(found) == 2

    return eventually(both, 3) and found == ["lost", "lost"]


@check
def bucket_metrics(aws: Any) -> bool:
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    wanted = {"Bucket": bucket, "Id": "all"}
    s3.put_bucket_metrics_configuration(**wanted, MetricsConfiguration={"Id": "all"})
    found = s3.get_bucket_metrics_configuration(**wanted)["MetricsConfiguration"]
    s3.delete_bucket_metrics_configuration(**wanted)
    with pytest.raises(ClientError, match="NoSuchConfiguration"):
        s3.get_bucket_metrics_configuration(**wanted)
    return bool(found == {"Id": "all"})


@check
def api_key_without_a_value(aws: Any) -> bool:
    made = aws.client("apigateway").create_api_key(name=name(), value="", enabled=True)
    return len(made["value"]) >= 20


@check
def bus_policy(aws: Any) -> bool:
    events, bus = aws.client("events"), name()
    arn = events.create_event_bus(Name=bus)["EventBusArn"]
    statement = {
        "Sid": "Other",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
        "Action": "events:PutEvents",
        "Resource": arn,
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    events.put_permission(EventBusName=bus, Policy=json.dumps(policy))
    return json.loads(events.describe_event_bus(Name=bus)["Policy"]) == policy


@check
def recovery_period(aws: Any) -> bool:
    dynamodb, table = aws.client("dynamodb"), name()
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    specification = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7}
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=specification)
    described = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    return described["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 7


@check
def alarms_in_the_query_protocol(aws: Any) -> bool:
    alarm = {
        "AlarmName": name(),
        "AlarmDescription": "a & b",
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 3,
        "Threshold": 5.0,
        "TreatMissingData": "notBreaching",
        "ActionsEnabled": False,
        "InsufficientDataActions": [f"arn:aws:sns:eu-west-1:{ACCOUNT}:t"],
        "Metrics": [
            {"Id": "rate", "Expression": "100 * errors", "Label": "%", "ReturnData": True},
            {
                "Id": "errors",
                "ReturnData": False,
                "MetricStat": {
                    "Period": 60,
                    "Stat": "Sum",
                    "Metric": {
                        "Namespace": "AWS/Lambda",
                        "MetricName": "Errors",
                        "Dimensions": [{"Name": "FunctionName", "Value": "f"}],
                    },
                },
            },
        ],
    }
    parameters = {"Action": "PutMetricAlarm", "Version": "2010-08-01", **dict(flat("", alarm))}
    query(aws, "monitoring", parameters)
    described = query(
        aws,
        "monitoring",
        {"Action": "DescribeAlarms", "Version": "2010-08-01", "AlarmNames.member.1": alarm["AlarmName"]},
    )
    wanted = (
        "<AlarmDescription>a &amp; b</AlarmDescription>",
        "<TreatMissingData>notBreaching</TreatMissingData>",
        "<ActionsEnabled>false</ActionsEnabled>",
        "<Expression>100 * errors</Expression>",
        "<MetricName>Errors</MetricName>",
        "<Value>f</Value>",
        "<Stat>Sum</Stat>",
    )
    return all(part in described for part in wanted) and "<Statistic>" not in described


def flat(prefix: str, value: Any) -> Any:
    """A request's members as the Query protocol writes them."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flat(f"{prefix}.{key}" if prefix else key, part)
    elif isinstance(value, list):
        for index, part in enumerate(value, 1):
            yield from flat(f"{prefix}.member.{index}", part)
    else:
        yield prefix, str(value).lower() if isinstance(value, bool) else str(value)


def query(aws: Any, service: str, form: dict[str, str]) -> str:
    """A Query protocol call: today's clients speak newer protocols, Terraform's provider still this one."""
    scope = f"test/20260101/eu-west-1/{service}/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    body = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(aws.url, data=body, headers=headers)) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.read().decode())


def vpc(aws: Any, **settings: Any) -> str:
    return str(aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16", **settings)["Vpc"]["VpcId"])


def subnet(aws: Any, network: str, **settings: Any) -> str:
    made = aws.client("ec2").create_subnet(**{"VpcId": network, "CidrBlock": "10.0.1.0/24", **settings})
    return str(made["Subnet"]["SubnetId"])


@check
def subnet_ipv6_blocks(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    network = vpc(aws, AmazonProvidedIpv6CidrBlock=True)
    block = ec2.describe_vpcs(VpcIds=[network])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    made = subnet(aws, network, Ipv6CidrBlock=block.replace("/56", "/64"))
    association = ec2.describe_subnets(SubnetIds=[made])["Subnets"][0]["Ipv6CidrBlockAssociationSet"][0]
    by_id = {"Name": "ipv6-cidr-block-association.association-id", "Values": [association["AssociationId"]]}
    found = ec2.describe_subnets(Filters=[by_id])["Subnets"]
    return association["Ipv6CidrBlockState"]["State"] == "associated" and [s["SubnetId"] for s in found] == [
        made
    ]


@check
def dhcp_options_tags(aws: Any) -> bool:
    made = aws.client("ec2").create_dhcp_options(
        DhcpConfigurations=[{"Key": "domain-name", "Values": ["internal"]}],
        TagSpecifications=[{"ResourceType": "dhcp-options", "Tags": [{"Key": "Name", "Value": "mine"}]}],
    )
    described = aws.client("ec2").describe_dhcp_options(DhcpOptionsIds=[made["DhcpOptions"]["DhcpOptionsId"]])
    return bool(described["DhcpOptions"][0]["Tags"] == [{"Key": "Name", "Value": "mine"}])


@check
def security_group_rules(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    group = ec2.create_security_group(GroupName=name(), Description="d", VpcId=vpc(aws))["GroupId"]
    pair = {"GroupId": group, "Description": "from itself"}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])[
        "SecurityGroupRules"
    ][0]
    rule = {"IpProtocol": "-1", "CidrIpv6": "::/0", "Description": "from all"}
    change = {"SecurityGroupRuleId": made["SecurityGroupRuleId"], "SecurityGroupRule": rule}
    ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[change])
    by_id = {"SecurityGroupRuleIds": [made["SecurityGroupRuleId"]]}
    changed = ec2.describe_security_group_rules(**by_id)["SecurityGroupRules"][0]
    return made["Description"] == "from itself" and rule.items() <= changed.items()


@check
def scalable_target_tags(aws: Any) -> bool:
    scaling, table = aws.client("application-autoscaling"), name()
    arn = scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId=f"table/{table}",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
        Tags={"Team": "a"},
    )["ScalableTargetARN"]
    scaling.tag_resource(ResourceARN=arn, Tags={"Other": "b"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["Team"])
    return bool(scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"Other": "b"})


@check
def what_a_deletion_takes_along(aws: Any) -> bool:
    ec2 = aws.client("ec2")
    network = vpc(aws)
    made = subnet(aws, network)
    gateway = ec2.create_nat_gateway(SubnetId=made, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
    ec2.delete_nat_gateway(NatGatewayId=gateway)
    of_subnet = [{"Name": "subnet-id", "Values": [made]}]
    interfaces = ec2.describe_network_interfaces(Filters=of_subnet)["NetworkInterfaces"]
    ec2.delete_subnet(SubnetId=made)
    ec2.delete_vpc(VpcId=network)
    of_vpc = [{"Name": "vpc-id", "Values": [network]}]
    return not interfaces and not ec2.describe_network_acls(Filters=of_vpc)["NetworkAcls"]


@check
def networks_of_moto_in_ministack(aws: Any) -> bool:
    network = vpc(aws)
    made = subnet(aws, network)
    function = deploy(
        aws, "def handler(event, context): pass", VpcConfig={"SubnetIds": [made], "SecurityGroupIds": []}
    )
    settings = aws.client("lambda").get_function_configuration(FunctionName=function)["VpcConfig"]
    group = {"DBSubnetGroupName": name(), "DBSubnetGroupDescription": "d", "SubnetIds": [made]}
    grouped = aws.client("rds").create_db_subnet_group(**group)["DBSubnetGroup"]
    return bool(settings["VpcId"] == grouped["VpcId"] == network)


def delivery(aws: Any, **destination: str) -> str:
    """Whether a flow log to `destination` is delivered."""
    made = aws.client("ec2").create_flow_logs(
        ResourceIds=[vpc(aws)], ResourceType="VPC", TrafficType="ALL", **destination
    )
    if made["Unsuccessful"]:
        return str(made["Unsuccessful"][0]["Error"]["Message"])
    described = aws.client("ec2").describe_flow_logs(FlowLogIds=made["FlowLogIds"])
    return str(described["FlowLogs"][0]["DeliverLogsStatus"])


@check
def log_groups_of_ministack_in_moto(aws: Any) -> bool:
    group = name()
    aws.client("logs").create_log_group(logGroupName=group)
    permission = {"DeliverLogsPermissionArn": ROLE}
    return (
        delivery(aws, LogGroupName=group, **permission) == "SUCCESS"
        and delivery(aws, LogGroupName="not-there", **permission) == "FAILED"
    )


@check
def buckets_of_ministack_in_moto(aws: Any) -> bool:
    bucket = name()
    aws.client("s3", "us-east-1").create_bucket(Bucket=bucket)
    to_s3 = {"LogDestinationType": "s3"}
    return (
        delivery(aws, LogDestination=f"arn:aws:s3:::{bucket}", **to_s3) == "SUCCESS"
        and delivery(aws, LogDestination="arn:aws:s3:::not-there", **to_s3) != "SUCCESS"
    )


@check
def certificates_of_ministack_in_moto(aws: Any) -> bool:
    arn = aws.client("acm").request_certificate(DomainName="a.example.com")["CertificateArn"]
    balancing, network = aws.client("elbv2"), vpc(aws)
    subnets = [
        subnet(aws, network, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-west-1{letter}")
        for number, letter in enumerate("ab", start=1)
    ]
    balancer = balancing.create_load_balancer(Name=name(), Subnets=subnets)["LoadBalancers"][0]
    answer = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    listener = {
        "LoadBalancerArn": balancer["LoadBalancerArn"],
        "Port": 443,
        "Protocol": "HTTPS",
        "DefaultActions": answer,
    }
    made = balancing.create_listener(**listener, Certificates=[{"CertificateArn": arn}])["Listeners"][0]
    try:
        balancing.create_listener(**listener | {"Port": 444}, Certificates=[{"CertificateArn": f"{arn}0"}])
    except ClientError as refused:
        unknown = refused.response["Error"]["Code"]
    return bool(made["Certificates"][0]["CertificateArn"] == arn and unknown == "CertificateNotFound")


def ecs_service(aws: Any, **settings: Any) -> tuple[str, str]:
    """A cluster, and a service of two tasks in it."""
    ecs, cluster, family = aws.client("ecs"), name(), name()
    ecs.create_cluster(clusterName=cluster)
    ecs.register_task_definition(
        family=family, containerDefinitions=[{"name": "a", "image": "a:1", "memory": 64}]
    )
    ecs.create_service(cluster=cluster, serviceName=family, taskDefinition=family, desiredCount=2, **settings)
    return cluster, family


@check
def ecs_service_settings(aws: Any) -> bool:
    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}]
    connect = {"enabled": True, "namespace": "shop"}
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    cluster, service = ecs_service(
        aws,
        availabilityZoneRebalancing="ENABLED",
        capacityProviderStrategy=strategy,
        deploymentConfiguration=breaker,
        enableECSManagedTags=True,
        enableExecuteCommand=True,
        serviceConnectConfiguration=connect,
    )
    ecs = aws.client("ecs")
    ecs.update_service(cluster=cluster, service=service, enableExecuteCommand=False)
    described = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    return (
        described["availabilityZoneRebalancing"] == "ENABLED"
        and described["capacityProviderStrategy"] == strategy
        and described["deploymentConfiguration"] == breaker
        and described["deployments"][0]["serviceConnectConfiguration"]["namespace"] == "shop"
        and described["enableECSManagedTags"]
        and not described["enableExecuteCommand"]
        and "launchType" not in described
    )


@check
def ecs_deployments_end(aws: Any) -> bool:
    cluster, service = ecs_service(aws)
    ecs = aws.client("ecs")
    first = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    container = {"name": "a", "image": "a:2", "memory": 64}
    revision = ecs.register_task_definition(family=service, containerDefinitions=[container])
    arn = revision["taskDefinition"]["taskDefinitionArn"]
    ecs.update_service(cluster=cluster, service=service, taskDefinition=arn, desiredCount=3)
    second = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
    return (
        first["runningCount"] == first["deployments"][0]["runningCount"] == 2
        and second["runningCount"] == second["deployments"][0]["desiredCount"] == 3
        and second["deployments"][0]["rolloutState"] == "COMPLETED"
        and second["deployments"][0]["taskDefinition"] == arn
    )


@check
def launch_template_tags(aws: Any) -> bool:
    ec2, made = aws.client("ec2"), name()
    specifications = [
        {"ResourceType": resource, "Tags": [{"Key": "Of", "Value": resource}]}
        for resource in ("launch-template", "instance")
    ]
    ec2.create_launch_template(
        LaunchTemplateName=made,
        LaunchTemplateData={"TagSpecifications": specifications[1:]},
        TagSpecifications=specifications[:1],
    )
    template = ec2.describe_launch_templates(LaunchTemplateNames=[made])["LaunchTemplates"][0]
    version = ec2.describe_launch_template_versions(LaunchTemplateName=made)["LaunchTemplateVersions"][0]
    given = version["LaunchTemplateData"]["TagSpecifications"]
    return bool(template["Tags"] == specifications[0]["Tags"] and given == specifications[1:])


@pytest.mark.parametrize("correction", sorted(CHECKS))
def test_a_correction_works(corrected, correction):
    assert CHECKS[correction](corrected)


@pytest.mark.parametrize("correction", sorted(CHECKS))
def test_a_correction_is_still_needed(as_it_comes, correction):
    try:
        held = CHECKS[correction](as_it_comes)
    except (ClientError, KeyError, IndexError, ValueError):
        held = False
    assert not held, "the engine does this by itself now: delete the correction"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="reads /proc")
@pytest.mark.parametrize(("without", "outlives"), [([], False), (["functions_end_with_the_server"], True)])
def test_functions_end_with_the_server(tmp_path, connect, without, outlives):
    server = emulator.start(tmp_path, port=0, owner=os.getpid(), without_patches=without)
    aws = connect(server.url)
    pid_file = tmp_path / "pid"
    busy = deploy(
        aws,
        "import os, time\ndef handler(event, context):\n"
        f" open({str(pid_file)!r}, 'w').write(str(os.getpid()))\n time.sleep(60)",
        Timeout=90,
    )
    aws.client("lambda").invoke(FunctionName=busy, InvocationType="Event")
    assert eventually(lambda: pid_file.exists() and bool(pid_file.read_text()), 10)
    pid = int(pid_file.read_text())
    os.kill(server.pid, signal.SIGKILL)
    ended = eventually(lambda: processes.birth(pid) is None, 2)
    emulator.stop(tmp_path)
    if not ended:
        os.kill(pid, signal.SIGKILL)
    assert ended is not outlives


def test_every_correction_has_a_check():
    assert sorted(CORRECTIONS) == sorted([*CHECKS, "functions_end_with_the_server"])


def test_an_unknown_correction_cannot_be_left_out(tmp_path):
    with pytest.raises(emulator.PlatformError, match="No such correction: nonsense"):
        emulator.start(tmp_path, port=0, without_patches=["nonsense"])


def test_a_definition_that_is_refused_changes_nothing(corrected):
    url = served(corrected, DEFINITION)
    api = api_of(url)
    gateway = corrected.client("apigateway")
    wrong = {**DEFINITION, "x-amazon-apigateway-gateway-responses": {"NO_SUCH": {"statusCode": "400"}}}
    for body in (json.dumps(wrong), "no definition", "{"):
        with pytest.raises(gateway.exceptions.BadRequestException):
            gateway.put_rest_api(restApiId=api, mode="overwrite", body=body)
    assert call(f"{url}/users?email=a") == (200, "/users")


def test_an_import_in_place_of_another_keeps_the_root(corrected):
    url = served(corrected, DEFINITION)
    api = api_of(url)
    gateway = corrected.client("apigateway")
    root = gateway.get_rest_api(restApiId=api)["rootResourceId"]
    other = {**DEFINITION, "paths": {"/other": {"get": {"responses": {}}}}}
    replaced = gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(other))
    paths = {resource["path"] for resource in gateway.get_resources(restApiId=api)["items"]}
    assert replaced["rootResourceId"] == root
    assert paths == {"/", "/other"}
