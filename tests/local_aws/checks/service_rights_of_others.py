"""What further services ask IAM, a case each. See `service_rights.py`."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

from tests.local_aws import checks
from tests.local_aws.checks import ACCOUNT, ROLE, deploy, document, eventually, name, permit, user
from tests.local_aws.checks.appsync import PUT, Api, javascript, table_of
from tests.local_aws.checks.service_rights import (
    DONE,
    ECHO,
    EVERYTHING,
    PLACE,
    SETTLED,
    allow,
    arn_of,
    attempt,
    case,
    rights,
    role,
)

# Cognito


@case(
    "rights_of_user_pools",
    refused="PreSignUp invocation failed due to error AccessDenied",
    denied="lambda:InvokeFunction",
)
def a_user_pool_calls_its_trigger(aws: Any, right: bool) -> str:
    function = deploy(aws, "def handler(event, context): return event")
    pools = aws.client("cognito-idp")
    made = pools.create_user_pool(PoolName=name(), LambdaConfig={"PreSignUp": arn_of(function)})["UserPool"]
    permit(aws, function, "cognito-idp", made["Arn"] if right else made["Arn"] + "x")
    client = pools.create_user_pool_client(UserPoolId=made["Id"], ClientName="c")["UserPoolClient"]
    return attempt(pools.sign_up, ClientId=client["ClientId"], Username="ann", Password="A-passw0rd!")


# Secrets Manager


@case(
    "rights_of_rotations",
    refused="Secrets Manager cannot invoke the specified Lambda",
    denied="lambda:InvokeFunction",
)
def secrets_manager_calls_the_rotation(aws: Any, right: bool) -> str:
    function, secrets = deploy(aws, ECHO), aws.client("secretsmanager")
    secret = secrets.create_secret(Name=name(), SecretString="s")["ARN"]
    permit(aws, function, "secretsmanager", secret if right else secret[:-1])
    rules = {"AutomaticallyAfterDays": 30}
    return attempt(
        secrets.rotate_secret,
        SecretId=secret,
        RotationLambdaARN=arn_of(function),
        RotationRules=rules,
        RotateImmediately=False,
    )


# CloudWatch Logs


def key_for_logs(aws: Any, group: str, *actions: str) -> str:
    of_account = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    of_logs = {
        **allow(*(f"kms:{action}" for action in actions)),
        "Principal": {"Service": "logs.eu-west-1.amazonaws.com"},
        "Condition": {
            "ArnEquals": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{PLACE}:log-group:{group}"}
        },
    }
    made = aws.client("kms").create_key(Policy=document(of_account, of_logs))
    return str(made["KeyMetadata"]["Arn"])


@case("keys_of_log_groups", refused="is not allowed to be used with LogGroup", denied="kms:GenerateDataKey")
def a_log_group_has_a_key(aws: Any, right: bool) -> str:
    group = name()
    key = key_for_logs(aws, group, "Encrypt*", "Decrypt*", *(["GenerateDataKey*"] if right else []))
    return attempt(aws.client("logs").create_log_group, logGroupName=group, kmsKeyId=key)


@case("keys_of_log_groups", refused="is not allowed to be used with LogGroup", denied="kms:Encrypt")
def a_log_group_gets_a_key(aws: Any, right: bool) -> str:
    group, logs = name(), aws.client("logs")
    logs.create_log_group(logGroupName=group)
    key = key_for_logs(aws, group if right else "other", "Encrypt*", "Decrypt*", "GenerateDataKey*")
    return attempt(logs.associate_kms_key, logGroupName=group, kmsKeyId=key)


@case("keys_of_log_groups", refused="The specified KMS Key Id could not be found", denied="")
def a_log_group_has_a_key_that_is_there(aws: Any, right: bool) -> str:
    group = name()
    key = key_for_logs(aws, group, "*") if right else f"arn:aws:kms:{PLACE}:key/0-0"
    return attempt(aws.client("logs").create_log_group, logGroupName=group, kmsKeyId=key)


@case(
    "rights_of_subscriptions", refused="Could not execute the lambda function", denied="lambda:InvokeFunction"
)
def a_subscription_calls_a_function(aws: Any, right: bool) -> str:
    group, logs, function = name(), aws.client("logs"), deploy(aws, ECHO)
    logs.create_log_group(logGroupName=group)
    permit(aws, function, "logs", f"arn:aws:logs:{PLACE}:log-group:{group if right else 'other'}:*")
    put = logs.put_subscription_filter
    return attempt(put, logGroupName=group, filterName="f", filterPattern="", destinationArn=arn_of(function))


@case(
    "rights_of_subscriptions",
    refused="Could not deliver test message to specified Kinesis",
    denied="kinesis:PutRecord",
)
def a_subscription_writes_to_a_stream(aws: Any, right: bool) -> str:
    group, logs, stream = name(), aws.client("logs"), name()
    logs.create_log_group(logGroupName=group)
    aws.client("kinesis").create_stream(StreamName=stream, ShardCount=1)
    return attempt(
        logs.put_subscription_filter,
        logGroupName=group,
        filterName="f",
        filterPattern="",
        destinationArn=f"arn:aws:kinesis:{PLACE}:stream/{stream}",
        roleArn=role(aws, "logs", *rights(right, "kinesis:PutRecord")),
    )


# AppSync


def resolved(aws: Any, arn: str, source: dict[str, Any], code: str) -> str:
    api = Api(aws, javascript(code), source)
    sync = aws.client("appsync")
    sync.update_data_source(apiId=api.id, name="source", serviceRoleArn=arn, **source)
    answer = api.ask('mutation { write(id: "1", text: "x") { id } }')
    return str(answer["errors"][0]) if answer.get("errors") else DONE


@case(
    "rights_of_graphql_apis",
    refused="is not authorized to perform: dynamodb:PutItem",
    denied="dynamodb:PutItem",
)
def a_resolver_writes_to_a_table(aws: Any, right: bool) -> str:
    return resolved(aws, role(aws, "appsync", *rights(right, "dynamodb:PutItem")), table_of(aws), PUT)


@case("rights_of_graphql_apis", refused="Unable to assume role", denied="sts:AssumeRole")
def a_resolver_assumes_a_role(aws: Any, right: bool) -> str:
    arn = role(aws, "appsync" if right else "lambda", EVERYTHING)
    return resolved(aws, arn, table_of(aws), PUT)


@case(
    "rights_of_graphql_apis",
    refused="is not authorized to perform: events:PutEvents",
    denied="events:PutEvents",
)
def a_resolver_puts_events(aws: Any, right: bool) -> str:
    bus = aws.client("events").create_event_bus(Name=name())["EventBusArn"]
    source = {"type": "AMAZON_EVENTBRIDGE", "eventBridgeConfig": {"eventBusArn": bus}}
    return resolved(aws, role(aws, "appsync", *rights(right, "events:PutEvents")), source, PUT_EVENTS)


@case(
    "rights_of_graphql_apis",
    refused="is not authorized to perform: lambda:InvokeFunction",
    denied="lambda:InvokeFunction",
)
def a_resolver_calls_a_function(aws: Any, right: bool) -> str:
    function = deploy(aws, "def handler(event, context): return {'id': '1'}")
    source = {"type": "AWS_LAMBDA", "lambdaConfig": {"lambdaFunctionArn": arn_of(function)}}
    return resolved(aws, role(aws, "appsync", *rights(right, "lambda:InvokeFunction")), source, INVOKE)


INVOKE = """
import { util } from '@aws-appsync/utils';
export function request(ctx) {
  return { operation: 'Invoke', payload: ctx.args };
}
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
"""
PUT_EVENTS = """
import { util } from '@aws-appsync/utils';
export function request(ctx) {
  return { operation: 'PutEvents', events: [{ source: 'notes', detailType: 'Written', detail: ctx.args }] };
}
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return { id: '1' };
}
"""


# Firehose


def delivery_stream(aws: Any, arn: str, **settings: Any) -> tuple[str, str]:
    """The name of a new delivery stream, and of its bucket."""
    bucket, stream = name(), name()
    place = {"LocationConstraint": "eu-west-1"}
    aws.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    destination = {"BucketARN": f"arn:aws:s3:::{bucket}", "RoleARN": arn}
    create = aws.client("firehose").create_delivery_stream
    create(DeliveryStreamName=stream, ExtendedS3DestinationConfiguration=destination, **settings)
    return stream, bucket


def objects(aws: Any, bucket: str, right: bool) -> str:
    found = lambda: aws.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"] > 0  # noqa: E731
    return DONE if eventually(found, 5 if right else SETTLED / checks.slowness) else "nothing arrives"


@case("roles_of_delivery_streams", refused="Firehose is unable to assume role", denied="sts:AssumeRole")
def a_delivery_stream_has_a_role_that_firehose_may_assume(aws: Any, right: bool) -> str:
    account = {"StringEquals": {"aws:SourceAccount": ACCOUNT if right else "1" * 12}}
    return attempt(lambda: delivery_stream(aws, role(aws, "firehose", Condition=account)))


@case("rights_of_deliveries", refused="nothing arrives", denied="s3:PutObject")
def a_delivery_stream_writes_to_a_bucket(aws: Any, right: bool) -> str:
    stream, bucket = delivery_stream(aws, role(aws, "firehose", *rights(right, "s3:PutObject")))
    aws.client("firehose").put_record(DeliveryStreamName=stream, Record={"Data": b"x"})
    return objects(aws, bucket, right)


@case("rights_of_deliveries", refused="nothing arrives", denied="kinesis:GetRecords")
def a_delivery_stream_reads_a_stream(aws: Any, right: bool) -> str:
    source, kinesis = name(), aws.client("kinesis")
    kinesis.create_stream(StreamName=source, ShardCount=1)
    arn = role(aws, "firehose", *rights(right, "kinesis:GetRecords"))
    settings = {"KinesisStreamARN": f"arn:aws:kinesis:{PLACE}:stream/{source}", "RoleARN": arn}
    _, bucket = delivery_stream(
        aws, arn, DeliveryStreamType="KinesisStreamAsSource", KinesisStreamSourceConfiguration=settings
    )
    time.sleep(1)  # it starts with what comes after its first second
    kinesis.put_record(StreamName=source, PartitionKey="a", Data=b"x")
    return objects(aws, bucket, right)


# CloudFront


@case("rights_of_distributions", refused="403", denied="s3:GetObject")
def a_distribution_reads_from_a_bucket(aws: Any, right: bool) -> str:
    bucket, s3, front = name(), aws.client("s3"), aws.client("cloudfront")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=bucket, Key="page", Body=DONE.encode())
    control = front.create_origin_access_control(
        OriginAccessControlConfig={
            "Name": name(),
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        }
    )["OriginAccessControl"]["Id"]
    origin = {
        "Id": "site",
        "DomainName": f"{bucket}.s3.eu-west-1.amazonaws.com",
        "OriginAccessControlId": control,
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    made = front.create_distribution(
        DistributionConfig={
            "CallerReference": name(),
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "site",
                "ViewerProtocolPolicy": "allow-all",
                "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            },
        }
    )["Distribution"]
    statement = {
        **allow("s3:GetObject", on=f"arn:aws:s3:::{bucket}/*"),
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Condition": {"StringEquals": {"AWS:SourceArn": made["ARN"] if right else made["ARN"] + "X"}},
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=document(statement))
    request = urllib.request.Request(f"{aws.url}/page", headers={"Host": made["DomainName"]})
    try:
        with urllib.request.urlopen(request) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.code)


# Elastic Load Balancing


@case("rights_of_target_groups", refused="does not have permission to invoke", denied="lambda:InvokeFunction")
def a_target_group_has_a_function(aws: Any, right: bool) -> str:
    function, elb = deploy(aws, ECHO), aws.client("elbv2")
    group = elb.create_target_group(Name=name(), TargetType="lambda")["TargetGroups"][0]["TargetGroupArn"]
    permit(aws, function, "elasticloadbalancing", group if right else f"{group}0")
    return attempt(elb.register_targets, TargetGroupArn=group, Targets=[{"Id": arn_of(function)}])


@case("rights_of_load_balancer_logs", refused="Access Denied for bucket", denied="s3:PutObject")
def a_load_balancer_logs_to_a_bucket(aws: Any, right: bool) -> str:
    ec2, elb, s3, bucket = (*(aws.client(each) for each in ("ec2", "elbv2", "s3")), name())
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.8.{part}.0/24", AvailabilityZone=zone)["Subnet"][
            "SubnetId"
        ]
        for part, zone in enumerate(("eu-west-1a", "eu-west-1b"))
    ]
    balancer = elb.create_load_balancer(Name=name(), Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    account = ACCOUNT if right else "1" * 12
    statement = {
        **allow("s3:PutObject", on=f"arn:aws:s3:::{bucket}/logs/AWSLogs/{account}/*"),
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Condition": {"ArnLike": {"aws:SourceArn": balancer}},
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=document(statement))
    wanted = {"enabled": "true", "bucket": bucket, "prefix": "logs"}
    attributes = [{"Key": f"access_logs.s3.{key}", "Value": value} for key, value in wanted.items()]
    modify = elb.modify_load_balancer_attributes
    return attempt(modify, LoadBalancerArn=balancer, Attributes=attributes)


# Containers


@case("roles_of_tasks", refused="ECS was unable to assume the role", denied="sts:AssumeRole")
def a_task_has_a_role(aws: Any, right: bool) -> str:
    ecs, cluster = aws.client("ecs"), name()
    ecs.create_cluster(clusterName=cluster)
    made = ecs.register_task_definition(
        family=name(),
        taskRoleArn=role(aws, "ecs-tasks" if right else "ecs"),
        containerDefinitions=[{"name": "c", "image": "c", "memory": 128}],
    )["taskDefinition"]["taskDefinitionArn"]
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.7.0.0/24")["Subnet"]["SubnetId"]
    return attempt(
        ecs.run_task,
        cluster=cluster,
        taskDefinition=made,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}},
    )


@case(
    "roles_of_clusters",
    refused="could not be assumed because it does not exist or the trusted",
    denied="sts:AssumeRole",
)
def a_cluster_has_a_role_that_eks_may_assume(aws: Any, right: bool) -> str:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.6.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.6.0.0/24")["Subnet"]["SubnetId"]
    return attempt(
        aws.client("eks").create_cluster,
        name=name(),
        roleArn=role(aws, "eks" if right else "ec2"),
        resourcesVpcConfig={"subnetIds": [subnet]},
    )


# What is watched


@case("roles_of_monitoring", refused="permissions for: ENHANCED_MONITORING", denied="sts:AssumeRole")
def a_database_is_monitored(aws: Any, right: bool) -> str:
    return attempt(
        aws.client("rds").create_db_instance,
        DBInstanceIdentifier=name(),
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="administrator",
        MasterUserPassword="a-password",
        MonitoringInterval=60,
        MonitoringRoleArn=role(aws, "monitoring.rds" if right else "rds", EVERYTHING),
    )


@case("rights_of_flow_logs", refused="Access error", denied="logs:PutLogEvents")
def a_flow_log_is_written(aws: Any, right: bool) -> str:
    ec2, group = aws.client("ec2"), name()
    aws.client("logs").create_log_group(logGroupName=group)
    vpc = ec2.create_vpc(CidrBlock="10.5.0.0/16")["Vpc"]["VpcId"]
    (made,) = ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestination=f"arn:aws:logs:{PLACE}:log-group:{group}",
        DeliverLogsPermissionArn=role(aws, "vpc-flow-logs", *rights(right, "logs:PutLogEvents")),
    )["FlowLogIds"]
    (found,) = ec2.describe_flow_logs(FlowLogIds=[made])["FlowLogs"]
    return str(found.get("DeliverLogsErrorMessage") or DONE)


@case("rights_of_trails", refused="Incorrect S3 bucket policy is detected for bucket", denied="s3:PutObject")
def a_trail_writes_to_a_bucket(aws: Any, right: bool) -> str:
    bucket, trail, s3 = name(), name(), aws.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    cloudtrail = {"Service": "cloudtrail.amazonaws.com"}
    arn = f"arn:aws:cloudtrail:{PLACE}:trail/{trail if right else 'other'}"
    look = {**allow("s3:GetBucketAcl", on=f"arn:aws:s3:::{bucket}"), "Principal": cloudtrail}
    write = {
        **allow("s3:PutObject", on=f"arn:aws:s3:::{bucket}/AWSLogs/{ACCOUNT}/*"),
        "Principal": cloudtrail,
        "Condition": {"StringEquals": {"aws:SourceArn": arn, "s3:x-amz-acl": "bucket-owner-full-control"}},
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=document(look, write))
    return attempt(aws.client("cloudtrail").create_trail, Name=trail, S3BucketName=bucket)


# The caller that passes a role


def passing(right: bool, service: str) -> list[dict[str, Any]]:
    """All rights, with that of passing a role to one service only."""
    only = {"StringEquals": {"iam:PassedToService": f"{service if right else 'other'}.amazonaws.com"}}
    others = {"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"}
    return [others, {**allow("iam:PassRole"), "Condition": only}]


def a_user_passes_a_role_to_step_functions(aws: Any, right: bool) -> str:
    states = user(aws, name(), *passing(right, "states"))("stepfunctions")
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}})
    return attempt(states.create_state_machine, name=name(), definition=definition, roleArn=ROLE)


def a_user_passes_a_role_to_ecs_tasks(aws: Any, right: bool) -> str:
    ecs = user(aws, name(), *passing(right, "ecs-tasks"))("ecs")
    containers = [{"name": "c", "image": "c", "memory": 128}]
    return attempt(
        ecs.register_task_definition, family=name(), taskRoleArn=ROLE, containerDefinitions=containers
    )


PASSING = [a_user_passes_a_role_to_step_functions, a_user_passes_a_role_to_ecs_tasks]
