"""Values that AWS refuses: each wrong call with the error it gets, beside the same call in order.

A wrong call is one in order with some of its parameters changed. What is in order is answered, or refused
only for want of something that it refers to.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

pytestmark = pytest.mark.capability("use.strict", "behaves")

ROLE = "arn:aws:iam::000000000000:role/any"
FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:any"
QUEUE = "arn:aws:sqs:eu-west-1:000000000000:any"
KEY = "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000"
TOPIC = "arn:aws:sns:eu-west-1:000000000000:none"
LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:listener/app/a/b/c"
SUBNETS = ["subnet-1", "subnet-2"]
IRELAND = {"LocationConstraint": "eu-west-1"}
ASSUMED = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}

Values = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A call in order. `NAME` in its texts becomes one that no other call has; `lacking` is its own error."""

    service: str
    operation: str
    right: Values
    lacking: str = ""


@dataclass(frozen=True)
class Case:
    """What makes a call wrong, and the error; `right` is what the twin has instead."""

    call: Call
    wrong: Values
    code: str
    message: str
    right: Values = field(default_factory=dict)
    status: int = 400

    def __str__(self) -> str:
        return f"{self.call.service}-{self.call.operation}-{self.message}"


def text(**states: Values) -> str:
    """The definition of a state machine that starts with the first of its states."""
    return json.dumps({"StartAt": next(iter(states)), "States": states})


def machine(**states: Values) -> Values:
    return {"definition": text(**states)}


def tagged(key: str) -> Values:
    return {"TagSpecifications": [{"ResourceType": "vpc", "Tags": [{"Key": key, "Value": "x"}]}]}


def variables(**named: str) -> Values:
    return {"Environment": {"Variables": named}}


def queue(**attributes: Any) -> Values:
    return {"Attributes": {name: str(value) for name, value in attributes.items()}}


def redrive(receives: Any) -> Values:
    policy = {"deadLetterTargetArn": QUEUE, "maxReceiveCount": receives}
    return queue(RedrivePolicy=json.dumps(policy))


def attributes(*names: str) -> Values:
    return {"AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names]}


def keyed(*names: str) -> Values:
    kinds = zip(names, ("HASH", "RANGE"), strict=False)
    return {"KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in kinds]}


def indexed(*names: str) -> Values:
    own = keyed("sk") | {"Projection": {"ProjectionType": "ALL"}}
    return {"GlobalSecondaryIndexes": [own | {"IndexName": name} for name in names]}


def lifecycle(expires: int = 0, **moves: int) -> Values:
    rule: Values = {"ID": "a", "Status": "Enabled", "Filter": {"Prefix": ""}}
    rule["Transitions"] = [{"StorageClass": name, "Days": days} for name, days in moves.items()]
    rule |= {"Expiration": {"Days": expires}} if expires else {}
    return {"LifecycleConfiguration": {"Rules": [rule]}}


def cors(**rule: list[str]) -> Values:
    return {"CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]} | rule]}}


def pattern(said: Any) -> Values:
    return {"EventPattern": json.dumps(said)}


def windows(backup: str, maintenance: str) -> Values:
    return {"PreferredBackupWindow": backup, "PreferredMaintenanceWindow": maintenance}


def open_ports(first: int, last: int) -> Values:
    ranges = [{"CidrIp": "10.0.0.0/8"}]
    return {"IpPermissions": [{"IpProtocol": "tcp", "FromPort": first, "ToPort": last, "IpRanges": ranges}]}


def hosts(*names: str) -> Values:
    return {"Conditions": [{"Field": "host-header", "Values": list(names)}]}


def blocking(country: str) -> Values:
    rule = {
        "Name": "country",
        "Priority": 1,
        "Action": {"Block": {}},
        "Statement": {"GeoMatchStatement": {"CountryCodes": [country]}},
        "VisibilityConfig": SEEN,
    }
    return {"Rules": [rule]}


def delivered(**changed: Any) -> Values:
    return {
        "ExtendedS3DestinationConfiguration": {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::any"} | changed
    }


def buffered(size: int, **changed: Any) -> Values:
    return delivered(BufferingHints={"SizeInMBs": size, "IntervalInSeconds": 60}, **changed)


def distributed(**changed: Any) -> Values:
    return {"DistributionConfig": DISTRIBUTION | changed}


def origin(host: str) -> Values:
    ports = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    return listed({"Id": "o", "DomainName": host, "CustomOriginConfig": ports})


def listed(*items: Any) -> Values:
    return {"Quantity": len(items), "Items": list(items)}


def restricted(country: str) -> Values:
    return distributed(
        Restrictions={"GeoRestriction": {"RestrictionType": "blacklist"} | listed(country)},
    )


def automatic(*pools: str) -> Values:
    return {
        "computeConfig": {"enabled": True, "nodeRoleArn": ROLE, "nodePools": list(pools)},
        "kubernetesNetworkConfig": {"elasticLoadBalancing": {"enabled": True}},
        "storageConfig": {"blockStorage": {"enabled": True}},
    }


def reachable_from(cidr: str) -> Values:
    return {"resourcesVpcConfig": {"subnetIds": SUBNETS, "publicAccessCidrs": [cidr]}}


def filtered(text: str) -> Values:
    return {"SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": text}]}}}


def policy(*changes: Values, **changed: Any) -> str:
    """A policy of one statement, or of one for each change, that is in order without the changes."""
    own: Values = {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Resource": "*"}
    statements = [own | changed | each for each in changes or ({},)]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def sends(*changes: Values, **changed: Any) -> Values:
    return queue(Policy=policy(*changes, **{"Action": "sqs:SendMessage"} | changed))


def publishes(*changes: Values, **changed: Any) -> Values:
    return {"Attributes": {"Policy": policy(*changes, **{"Action": "sns:Publish"} | changed)}}


def reads(*changes: Values, **changed: Any) -> Values:
    own = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::values-none/*"}
    return {"Policy": policy(*changes, **own | changed)}


def permits(**changed: Any) -> Values:
    """The policy of a key."""
    return {"Policy": policy(**{"Action": "kms:*"} | changed)}


def logs(**changed: Any) -> Values:
    own = {"Action": "logs:PutLogEvents", "Principal": {"Service": "es.amazonaws.com"}}
    return {"policyDocument": policy(**own | changed)}


def may(*changes: Values, **changed: Any) -> Values:
    """A policy of a role, user or group."""
    allowed = [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"} | changed | each for each in changes]
    return {"PolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": allowed})}


def trusts(*services: str, **changed: Any) -> Values:
    statement = ASSUMED | {"Principal": {"Service": list(services)}} | changed
    return {"AssumeRolePolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


def long(size: int) -> Values:
    """A condition of so many characters."""
    return {"Condition": {"StringEquals": {"aws:PrincipalTag/a": "x" * size}}}


SEEN = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "any"}
DISTRIBUTION = {
    "CallerReference": "NAME",
    "Comment": "",
    "Enabled": True,
    "Origins": origin("shop.example.com"),
    "DefaultCacheBehavior": {
        "TargetOriginId": "o",
        "ViewerProtocolPolicy": "https-only",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
}

CREATE_QUEUE = Call("sqs", "create_queue", {"QueueName": "NAME"})
CREATE_TOPIC = Call("sns", "create_topic", {"Name": "NAME"})
SUBSCRIBE = Call("sns", "subscribe", {"TopicArn": TOPIC, "Protocol": "sqs", "Endpoint": QUEUE}, "NotFound")
CREATE_TABLE = Call(
    "dynamodb",
    "create_table",
    {"TableName": "NAME", "BillingMode": "PAY_PER_REQUEST"} | attributes("pk") | keyed("pk"),
)
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [ASSUMED]})
CREATE_ROLE = Call("iam", "create_role", {"RoleName": "NAME", "AssumeRolePolicyDocument": TRUST})
CREATE_FUNCTION = Call(
    "lambda",
    "create_function",
    {
        "FunctionName": "NAME",
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Role": ROLE,
        "Code": {"ZipFile": b"PK\x05\x06" + bytes(18)},
    },
)
RESERVE = Call("lambda", "put_function_concurrency", {"FunctionName": "none"}, "ResourceNotFoundException")
MAP = Call(
    "lambda",
    "create_event_source_mapping",
    {"EventSourceArn": QUEUE, "FunctionName": "none"},
    "InvalidParameterValueException",
)
CREATE_BUCKET = Call("s3", "create_bucket", {"Bucket": "NAME", "CreateBucketConfiguration": IRELAND})
VERSION_BUCKET = Call("s3", "put_bucket_versioning", {"Bucket": "values-none"}, "NoSuchBucket")
TAG_BUCKET = Call("s3", "put_bucket_tagging", {"Bucket": "values-none"}, "NoSuchBucket")
CLEAN_BUCKET = Call("s3", "put_bucket_lifecycle_configuration", {"Bucket": "values-none"}, "NoSuchBucket")
SHARE_BUCKET = Call("s3", "put_bucket_cors", {"Bucket": "values-none"}, "NoSuchBucket")
PUT_RULE = Call("events", "put_rule", {"Name": "NAME"})
_API = "arn:aws:scheduler:::aws-sdk:sqs"
CREATE_SCHEDULE = Call(
    "scheduler",
    "create_schedule",
    {
        "Name": "NAME",
        "ScheduleExpression": "rate(5 minutes)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": QUEUE, "RoleArn": ROLE},
    },
)
CREATE_PIPE = Call(
    "pipes", "create_pipe", {"Name": "NAME", "RoleArn": ROLE, "Source": QUEUE, "Target": FUNCTION}
)
CREATE_KEY = Call("kms", "create_key", {})
END_KEY = Call("kms", "schedule_key_deletion", {"KeyId": KEY}, "NotFoundException")
CREATE_SECRET = Call("secretsmanager", "create_secret", {"Name": "NAME", "SecretString": "x"})
END_SECRET = Call("secretsmanager", "delete_secret", {"SecretId": "none"}, "ResourceNotFoundException")
KEEP_LOGS = Call("logs", "put_retention_policy", {"logGroupName": "none"}, "ResourceNotFoundException")
PUT_ALARM = Call(
    "cloudwatch",
    "put_metric_alarm",
    {
        "AlarmName": "NAME",
        "Namespace": "AWS/SQS",
        "MetricName": "NumberOfMessagesSent",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
    },
)


def board(widget: Values) -> Values:
    """A dashboard of one widget."""
    return {"DashboardBody": json.dumps({"widgets": [widget]})}


def chart(*metric: Any, **more: Any) -> Values:
    """A dashboard of one metric."""
    return board({"type": "metric", "properties": {"region": "eu-west-1", "metrics": [metric]}} | more)


PUT_DASHBOARD = Call(
    "cloudwatch", "put_dashboard", {"DashboardName": "NAME", **chart("AWS/SQS", "Sent", "QueueName", "a")}
)
REGISTER_TASK = Call(
    "ecs",
    "register_task_definition",
    {
        "family": "NAME",
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [{"name": "main", "image": "nginx"}],
    },
)
CREATE_REPOSITORY = Call("ecr", "create_repository", {"repositoryName": "NAME"})
MASTER = {"MasterUsername": "shop", "MasterUserPassword": "long-enough"}
CREATE_DATABASE = Call(
    "rds",
    "create_db_instance",
    {
        "DBInstanceIdentifier": "NAME",
        "DBInstanceClass": "db.t4g.medium",
        "Engine": "postgres",
        "EngineVersion": "17.5",
        "AllocatedStorage": 100,
        "StorageType": "gp3",
    }
    | MASTER,
)
CREATE_AURORA = Call(
    "rds",
    "create_db_cluster",
    {"DBClusterIdentifier": "NAME", "Engine": "aurora-postgresql", "EngineVersion": "16.8"} | MASTER,
)
CREATE_CACHE = Call(
    "elasticache",
    "create_replication_group",
    {
        "ReplicationGroupId": "NAME",
        "ReplicationGroupDescription": "any",
        "Engine": "valkey",
        "EngineVersion": "8.0",
        "CacheNodeType": "cache.t4g.micro",
        "SnapshotWindow": "03:00-04:00",
    },
)
CREATE_CACHE_USER = Call(
    "elasticache",
    "create_user",
    {
        "UserId": "NAME",
        "UserName": "shop",
        "Engine": "valkey",
        "NoPasswordRequired": True,
        "AccessString": "on ~* +@all",
    },
)
CREATE_DAX = Call(
    "dax",
    "create_cluster",
    {"ClusterName": "NAME", "NodeType": "dax.r5.large", "ReplicationFactor": 1, "IamRoleArn": ROLE},
)
CREATE_BALANCER = Call(
    "elbv2", "create_load_balancer", {"Name": "NAME", "Subnets": SUBNETS}, "SubnetNotFound"
)
CREATE_TARGETS = Call("elbv2", "create_target_group", {"Name": "NAME", "TargetType": "lambda"})
NOT_FOUND_404 = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
CREATE_RULE = Call(
    "elbv2",
    "create_rule",
    {"ListenerArn": LISTENER, "Priority": 10, "Actions": NOT_FOUND_404},
    "ListenerNotFound",
)
CREATE_VPC = Call("ec2", "create_vpc", {"CidrBlock": "10.0.0.0/16"})
CREATE_SUBNET = Call(
    "ec2", "create_subnet", {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/28"}, "InvalidVpcID.NotFound"
)
OPEN_PORTS = Call("ec2", "authorize_security_group_ingress", {"GroupId": "sg-1"}, "InvalidGroup.NotFound")
CREATE_ZONE = Call("route53", "create_hosted_zone", {"Name": "example.com", "CallerReference": "NAME"})
END = {"Type": "Succeed"}
CREATE_MACHINE = Call(
    "stepfunctions", "create_state_machine", {"name": "NAME", "roleArn": ROLE, "definition": text(A=END)}
)
CREATE_STAGE = Call(
    "apigateway",
    "create_stage",
    {"restApiId": "none", "stageName": "a", "deploymentId": "b", "variables": {"a": "x"}},
    "BadRequestException",
)
CREATE_HTTP_STAGE = Call(
    "apigatewayv2",
    "create_stage",
    {"ApiId": "none", "StageName": "a", "StageVariables": {"a_b": "x"}},
    "NotFoundException",
)
CREATE_POOL = Call("cognito-idp", "create_user_pool", {"PoolName": "NAME"})
CREATE_CLIENT = Call(
    "cognito-idp",
    "create_user_pool_client",
    {"UserPoolId": "eu-west-1_Abcdefghi", "ClientName": "NAME"},
    "ResourceNotFoundException",
)
CREATE_DELIVERY = Call("firehose", "create_delivery_stream", {"DeliveryStreamName": "NAME"} | delivered())
CREATE_BROKER = Call(
    "mq",
    "create_broker",
    {
        "BrokerName": "NAME",
        "EngineType": "RabbitMQ",
        "EngineVersion": "3.13",
        "HostInstanceType": "mq.m7g.large",
        "DeploymentMode": "SINGLE_INSTANCE",
        "AutoMinorVersionUpgrade": True,
        "PubliclyAccessible": False,
        "Users": [{"Username": "shop", "Password": "long-enough-too"}],
    },
)
CREATE_KUBERNETES = Call(
    "eks",
    "create_cluster",
    {"name": "NAME", "roleArn": ROLE, "version": "1.34", "resourcesVpcConfig": {"subnetIds": SUBNETS}},
    "InvalidParameterException",
)
CREATE_DISTRIBUTION = Call("cloudfront", "create_distribution", distributed())
CREATE_ACL = Call(
    "wafv2",
    "create_web_acl",
    {"Name": "NAME", "Scope": "REGIONAL", "DefaultAction": {"Allow": {}}, "VisibilityConfig": SEEN},
)

CREATE_POLICY = Call("iam", "create_policy", {"PolicyName": "NAME"} | may({}))
PUT_POLICY = Call("iam", "put_role_policy", {"RoleName": "any", "PolicyName": "NAME"} | may({}))
PUT_BUCKET_POLICY = Call("s3", "put_bucket_policy", {"Bucket": "values-none"} | reads(), "NoSuchBucket")
PUT_LOG_POLICY = Call("logs", "put_resource_policy", {"policyName": "values"} | logs())

BUCKET = "InvalidBucketName"
VALIDATION = "ValidationException"
PARAMETER = "InvalidParameterException"
PARAMETER_VALUE = "InvalidParameterValue"
COMBINATION = "InvalidParameterCombination"
VALUE = "InvalidParameterValueException"
BAD = "BadRequestException"
DEFINITION = "InvalidDefinition"
SCHEMA = "did not validate against our published schema"
UNSCHEDULED = "Parameter ScheduleExpression is not valid."
REASON = "Event pattern is not valid. Reason: "
RESERVED = "reserved for internal use"

# What the services' models say: each kind of constraint, in each protocol.
MODELS = [
    Case(CREATE_QUEUE, {"QueueName": None}, "MissingParameter", "must contain the parameter QueueName"),
    Case(
        CREATE_TABLE,
        {"BillingMode": "FREE"},
        VALIDATION,
        "1 validation error detected: Value 'FREE' at 'billingMode' failed to satisfy constraint: Member "
        "must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
    ),
    Case(
        CREATE_TABLE, {"DeletionProtectionEnabled": "yes"}, "SerializationException", "converted to boolean"
    ),
    Case(
        CREATE_TABLE,
        indexed("by mail"),
        VALIDATION,
        "Value 'by mail' at 'globalSecondaryIndexes.1.member.indexName' failed",
        attributes("pk", "sk") | indexed("by-mail"),
    ),
    Case(CREATE_ROLE, {"RoleName": "has space"}, "ValidationError", "expression pattern: [\\w+=,.@-]+"),
    Case(
        CREATE_VPC, {"InstanceTenancy": "own"}, PARAMETER_VALUE, "Value (own) for parameter InstanceTenancy"
    ),
    Case(CREATE_FUNCTION, {"MemorySize": 64}, VALIDATION, "must have value greater than or equal to 128"),
    Case(CREATE_FUNCTION, {"Handler": "has space.handler"}, VALIDATION, "at 'handler' failed"),
    Case(
        VERSION_BUCKET,
        {"VersioningConfiguration": {"Status": "On"}},
        "MalformedXML",
        SCHEMA,
        {"VersioningConfiguration": {"Status": "Enabled"}},
    ),
    Case(CREATE_ZONE, {"CallerReference": None}, "InvalidInput", "Value null at 'callerReference'"),
    Case(CREATE_BALANCER, {"Scheme": "open"}, "ValidationError", "[internet-facing, internal]"),
    Case(PUT_ALARM, {"EvaluationPeriods": 0}, "ValidationError", "greater than or equal to 1"),
    Case(CREATE_ACL, {"Description": "bad <chars>"}, VALIDATION, "at 'description' failed"),
    Case(CREATE_ACL, blocking("UK"), VALIDATION, "enum value set: [AF, AX", blocking("GB")),
    Case(CREATE_POOL, {"PoolName": ""}, PARAMETER, "greater than or equal to 1"),
    Case(
        CREATE_POOL,
        {"Policies": {"PasswordPolicy": {"MinimumLength": 5}}},
        PARAMETER,
        "at 'policies.passwordPolicy.minimumLength' failed",
    ),
    Case(CREATE_DELIVERY, buffered(129), VALIDATION, "less than or equal to 128", buffered(128)),
    Case(CREATE_REPOSITORY, {"repositoryName": "Has Space"}, PARAMETER, "at 'repositoryName' failed"),
]

TAGS = [
    Case(CREATE_QUEUE, {"tags": {"aws:owner": "x"}}, PARAMETER_VALUE, RESERVED),
    Case(CREATE_QUEUE, {"tags": {"k" * 129: "x"}}, PARAMETER_VALUE, "between 1 and 128"),
    Case(CREATE_KEY, {"Tags": [{"TagKey": "aws:owner", "TagValue": "x"}]}, "TagException", RESERVED),
    Case(CREATE_VPC, tagged("aws:owner"), PARAMETER_VALUE, RESERVED, tagged("owner")),
    Case(
        TAG_BUCKET,
        {"Tagging": {"TagSet": [{"Key": "aws:owner", "Value": "x"}]}},
        "InvalidTag",
        "System tags cannot be added/updated by requester",
        {"Tagging": {"TagSet": [{"Key": "owner", "Value": "x"}]}},
    ),
]

MESSAGING = [
    Case(CREATE_QUEUE, {"QueueName": "has space"}, PARAMETER_VALUE, "Can only include alphanumeric"),
    Case(
        CREATE_QUEUE,
        queue(FifoQueue="true"),
        PARAMETER_VALUE,
        "hyphens, or underscores",
        queue(FifoQueue="true") | {"QueueName": "NAME.fifo"},
    ),
    Case(
        CREATE_QUEUE,
        queue(VisibilityTimeout=43_201),
        "InvalidAttributeValue",
        "Invalid value for the parameter VisibilityTimeout",
        queue(VisibilityTimeout=43_200),
    ),
    Case(CREATE_QUEUE, queue(KmsMasterKeyId="nonsense"), "InvalidAttributeValue", "KmsMasterKeyId"),
    Case(CREATE_QUEUE, redrive(1.5), PARAMETER_VALUE, "Invalid value for maxReceiveCount: 1.5"),
    Case(CREATE_TOPIC, {"Name": "has space"}, "InvalidParameter", "Invalid parameter: Topic Name"),
    Case(
        CREATE_TOPIC,
        queue(FifoTopic="true"),
        "InvalidParameter",
        "must end with .fifo",
        queue(FifoTopic="true") | {"Name": "NAME.fifo"},
    ),
    Case(SUBSCRIBE, {"Protocol": "pigeon"}, "InvalidParameter", "not support this protocol string: pigeon"),
    Case(CREATE_PIPE, filtered("{}"), VALIDATION, "Empty patterns are not allowed", filtered('{"a": [1]}')),
    Case(
        CREATE_DELIVERY,
        buffered(5, DynamicPartitioningConfiguration={"Enabled": True}),
        "InvalidArgumentException",
        "at least 64",
        buffered(64, DynamicPartitioningConfiguration={"Enabled": True}),
    ),
    Case(CREATE_BROKER, {"EngineVersion": "9.9"}, BAD, "Broker engine version [9.9] is invalid."),
    Case(
        CREATE_BROKER,
        {"EngineType": "ActiveMQ", "EngineVersion": "5.18", "HostInstanceType": "mq.t9.huge"},
        BAD,
        "Broker engine type [ACTIVEMQ] does not support host instance type [mq.t9.huge].",
        {"EngineType": "ActiveMQ", "EngineVersion": "5.18", "HostInstanceType": "mq.t3.micro"},
    ),
]

EVENTS = [
    *[
        Case(
            PUT_RULE,
            {"ScheduleExpression": wrong},
            VALIDATION,
            UNSCHEDULED,
            {"ScheduleExpression": right},
        )
        for wrong, right in (
            ("rate(5 minute)", "rate(5 minutes)"),
            ("rate(1 minutes)", "rate(1 minute)"),
            ("rate(5 parsecs)", "rate(5 days)"),
            ("cron(0 6 * * ?)", "cron(0 6 * * ? *)"),
            ("cron(*/60 * * * ? *)", "cron(0/5 8-18 ? * MON-FRI *)"),
            ("cron(0 6 * * * *)", "cron(0 6 L * ? *)"),
            ("cron(0 6 ? * MON#6 *)", "cron(0 6 ? * MON#1 *)"),
        )
    ],
    *[
        Case(PUT_RULE, pattern(wrong), "InvalidEventPatternException", REASON + reason, pattern(right))
        for wrong, reason, right in (
            ({"source": "shop"}, '"source" must be an object or an array', {"source": ["shop"]}),
            ({"a": [{"prefx": "b"}]}, "Unrecognized match type prefx", {"a": [{"prefix": "b"}]}),
            ({"a": []}, "Empty arrays are not allowed", {"a": [None]}),
            ({"a": [{"suffix": ["b"]}]}, "suffix match pattern must be", {"a": [{"suffix": "b"}]}),
            ({"a": [{"numeric": ["~", 1]}]}, "Unrecognized numeric", {"a": [{"numeric": [">", 1, "<", 2]}]}),
            ({"a": [{"exists": "yes"}]}, "exists match pattern", {"a": [{"exists": False}]}),
            (
                {"$or": [{"a": [1]}]},
                "There must have at least 2",
                {"$or": [{"a": [1]}, {"b": [{"cidr": "10.0.0.0/8"}]}]},
            ),
            ({}, "Empty patterns are not allowed", {"a": {"b": [{"anything-but": {"prefix": "c"}}]}}),
        )
    ],
    Case(
        CREATE_SCHEDULE, {"ScheduleExpression": "rate(5 minute)"}, VALIDATION, "Invalid Schedule Expression"
    ),
    Case(
        CREATE_SCHEDULE,
        {"ScheduleExpression": "at(2030-01-31)"},
        VALIDATION,
        "Invalid Schedule Expression at(2030-01-31).",
        {"ScheduleExpression": "at(2030-01-31T06:00:00)"},
    ),
    Case(
        CREATE_SCHEDULE,
        {"ScheduleExpressionTimezone": "Europe/Atlantis"},
        VALIDATION,
        "Invalid ScheduleExpressionTimezone Europe/Atlantis.",
        {"ScheduleExpressionTimezone": "Europe/Vienna"},
    ),
    Case(
        CREATE_SCHEDULE,
        {"Target": {"Arn": f"{_API}:receiveMessage", "RoleArn": ROLE, "Input": "{}"}},
        VALIDATION,
        "is no operation that can be scheduled",
        {"Target": {"Arn": f"{_API}:purgeQueue", "RoleArn": ROLE, "Input": "{}"}},
    ),
    Case(
        CREATE_SCHEDULE,
        {"Target": {"Arn": f"{_API}:purgeQueue", "RoleArn": ROLE, "Input": "[]"}},
        VALIDATION,
        "it must be a JSON object",
    ),
    Case(
        CREATE_SCHEDULE,
        {"StartDate": "2027-02-01T00:00:00Z", "EndDate": "2027-01-01T00:00:00Z"},
        VALIDATION,
        "EndDate must be later than StartDate",
        {"StartDate": "2027-01-01T00:00:00Z", "EndDate": "2027-02-01T00:00:00Z"},
    ),
]

SERVERLESS = [
    Case(CREATE_FUNCTION, {"Timeout": 901}, VALIDATION, "less than or equal to 900", {"Timeout": 900}),
    Case(CREATE_FUNCTION, {"MemorySize": 10_241}, VALIDATION, "less than or equal to 10240"),
    Case(CREATE_FUNCTION, {"Runtime": "nodejs14.x"}, VALUE, "nodejs14.x is no longer supported"),
    Case(CREATE_FUNCTION, variables(Aa="x" * 4096), VALUE, "exceeded the 4KB limit", variables(Aa="x")),
    Case(CREATE_FUNCTION, variables(AWS_REGION="x"), VALUE, "reserved keys"),
    Case(
        CREATE_FUNCTION,
        {"Layers": [f"arn:aws:lambda:eu-west-1:000000000000:layer:a{n}:1" for n in range(6)]},
        VALUE,
        "Cannot reference more than 5 layers",
    ),
    Case(
        RESERVE,
        {"ReservedConcurrentExecutions": 100_000},
        VALUE,
        "below its minimum value of [100]",
        {"ReservedConcurrentExecutions": 900},
    ),
    Case(MAP, {"BatchSize": 11}, VALUE, "batch window", {"BatchSize": 10}),
    Case(
        CREATE_MACHINE,
        machine(A={"Type": "Pass", "Next": "nowhere"}, B=END),
        DEFINITION,
        "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: nowhere at "
        "/States/A/Next",
        machine(A={"Type": "Pass", "Next": "B"}, B=END),
    ),
    Case(
        CREATE_MACHINE,
        machine(A={"Type": "Choice", "Choices": [{"Next": "B"}], "Default": "nowhere"}, B=END),
        DEFINITION,
        "Missing 'Next' target: nowhere at /States/A/Default",
        machine(A={"Type": "Choice", "Choices": [{"Next": "B"}], "Default": "B"}, B=END),
    ),
    Case(
        CREATE_MACHINE,
        machine(A={"Type": "Task", "Resource": FUNCTION, "End": True, "Catch": [{"Next": "nowhere"}]}),
        DEFINITION,
        "nowhere at /States/A/Catch[0]/Next",
        machine(A={"Type": "Task", "Resource": FUNCTION, "End": True}),
    ),
    Case(
        CREATE_MACHINE,
        {"definition": json.dumps({"States": {"A": END}})},
        DEFINITION,
        "These fields are required: [StartAt]",
    ),
    Case(CREATE_MACHINE, machine(A=END, B=END), DEFINITION, 'State "B" is not reachable. at /States/B'),
    Case(
        CREATE_MACHINE,
        machine(A={"Type": "Pass", "Next": "A"}),
        DEFINITION,
        "MISSING_END_STATE: Workflow has no terminal state at null",
    ),
    Case(
        CREATE_STAGE,
        {"variables": {"a": "has space!"}},
        BAD,
        "Invalid stage variable value: has space!",
    ),
    Case(CREATE_HTTP_STAGE, {"StageVariables": {"a-b": "x"}}, BAD, "Invalid stage variable name: a-b"),
    Case(CREATE_CLIENT, {"AccessTokenValidity": 25}, PARAMETER, "validity", {"AccessTokenValidity": 24}),
]

DATA = [
    Case(CREATE_TABLE, keyed("pk", "pk"), VALIDATION, "have the same name"),
    Case(CREATE_TABLE, attributes("pk", "sk"), VALIDATION, "Number of attributes in KeySchema does not"),
    Case(
        CREATE_TABLE,
        keyed("pk", "sk"),
        VALIDATION,
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [sk]",
        keyed("pk", "sk") | attributes("pk", "sk"),
    ),
    Case(
        CREATE_TABLE,
        indexed("one", "one") | attributes("pk", "sk"),
        VALIDATION,
        "Duplicate index name: one",
        indexed("one", "two") | attributes("pk", "sk"),
    ),
    Case(
        CREATE_TABLE,
        {"ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
        VALIDATION,
        "when BillingMode is PAY_PER_REQUEST",
    ),
    *[
        Case(CREATE_BUCKET, {"Bucket": name}, BUCKET, "The specified bucket is not valid.")
        for name in ("xn--shop", "sthree-shop", "amzn-s3-demo-shop", "shop-s3alias", "shop--ol-s3")
    ],
    *[
        Case(CREATE_BUCKET, {"Bucket": name}, BUCKET, "The specified bucket is not valid.")
        for name in ("Shop", "a..b", "10.0.0.1", "s.")
    ],
    Case(
        CLEAN_BUCKET,
        lifecycle(30, GLACIER_IR=90),
        "InvalidArgument",
        "'Days' in the Expiration action for filter '(prefix=)' must be greater than 'Days' in",
        lifecycle(91, GLACIER_IR=90),
    ),
    Case(
        CLEAN_BUCKET,
        lifecycle(STANDARD_IA=30, GLACIER=40),
        "InvalidArgument",
        "must be 30 days more than",
        lifecycle(STANDARD_IA=30, GLACIER=60),
    ),
    Case(
        CLEAN_BUCKET,
        lifecycle(STANDARD_IA=29),
        "InvalidArgument",
        "must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
        lifecycle(STANDARD_IA=30),
    ),
    Case(
        SHARE_BUCKET,
        cors(AllowedOrigins=["https://*.*.example.com"]),
        "InvalidRequest",
        'AllowedOrigin "https://*.*.example.com" can not have more than one wildcard.',
        cors(AllowedOrigins=["https://*.example.com"]),
    ),
    Case(
        SHARE_BUCKET,
        cors(AllowedHeaders=["x-*-*"]),
        "InvalidRequest",
        'AllowedHeader "x-*-*" can not have more than one wildcard.',
        cors(AllowedHeaders=["x-*"]),
    ),
    Case(CREATE_DATABASE, {"EngineVersion": "99.9"}, COMBINATION, "Cannot find version 99.9 for postgres"),
    Case(CREATE_DATABASE, {"EngineVersion": "17.99"}, COMBINATION, "version 17.99", {"EngineVersion": "17"}),
    Case(
        CREATE_DATABASE, {"DBInstanceClass": "db.z9.huge"}, PARAMETER_VALUE, "DB Instance class: db.z9.huge"
    ),
    Case(
        CREATE_DATABASE, {"DBInstanceClass": "db.t9.nano"}, PARAMETER_VALUE, "DB Instance class: db.t9.nano"
    ),
    Case(CREATE_DATABASE, {"DBName": "user"}, PARAMETER_VALUE, "DBName user cannot be used"),
    Case(CREATE_DATABASE, {"MasterUsername": "user"}, PARAMETER_VALUE, "reserved word used by the engine"),
    Case(
        CREATE_DATABASE,
        windows("03:00-04:00", "sun:03:30-sun:04:30"),
        PARAMETER_VALUE,
        "The backup window and maintenance window must not overlap.",
        windows("03:00-04:00", "sun:04:00-sun:05:00"),
    ),
    Case(
        CREATE_DATABASE,
        {"StorageType": "io2", "Iops": 10},
        COMBINATION,
        "Invalid iops value: 10",
        {"StorageType": "io2", "Iops": 1000},
    ),
    Case(CREATE_DATABASE, {"Iops": 4000}, COMBINATION, "a storage size less than 400"),
    Case(
        CREATE_DATABASE,
        {"BackupRetentionPeriod": 36},
        PARAMETER_VALUE,
        "Invalid backup retention period: 36",
        {"BackupRetentionPeriod": 0},
    ),
    Case(CREATE_AURORA, {"DatabaseName": "select"}, PARAMETER_VALUE, "DatabaseName select cannot be used"),
    Case(
        CREATE_AURORA,
        {"PreferredBackupWindow": "23:50-00:10"},
        PARAMETER_VALUE,
        "at least 30 minutes",
        {"PreferredBackupWindow": "23:40-00:10"},
    ),
    Case(CREATE_CACHE, {"EngineVersion": "9.9"}, COMBINATION, "Cannot find version 9.9 for valkey"),
    Case(CREATE_CACHE, {"CacheNodeType": "cache.z9.huge"}, PARAMETER_VALUE, "cache.z9.huge"),
    Case(
        CREATE_CACHE,
        {"PreferredMaintenanceWindow": "sun:03:30-sun:04:30"},
        PARAMETER_VALUE,
        "must not overlap",
        {"PreferredMaintenanceWindow": "sun:04:00-sun:05:00"},
    ),
    Case(CREATE_CACHE_USER, {"UserId": "default"}, "UserAlreadyExists", "User default already exists."),
    Case(CREATE_DAX, {"NodeType": "dax.x9.huge"}, VALUE, "dax.x9.huge"),
]

OPERATIONS = [
    Case(END_KEY, {"PendingWindowInDays": 99}, VALIDATION, "7 and 30", {"PendingWindowInDays": 7}),
    Case(END_SECRET, {"RecoveryWindowInDays": 99}, PARAMETER, "7 and 30", {"RecoveryWindowInDays": 7}),
    Case(CREATE_SECRET, {"Name": "has space"}, VALIDATION, "Invalid name"),
    Case(KEEP_LOGS, {"retentionInDays": 8}, PARAMETER, "value set: [1, 3, 5, 7", {"retentionInDays": 7}),
    Case(PUT_ALARM, {"Period": 45}, "ValidationError", "10, 20, 30 or a multiple of 60"),
    Case(PUT_ALARM, {"ExtendedStatistic": "p99"}, "ValidationError", "Exactly one of Statistic and Extended"),
]

COMPUTE = [
    Case(
        REGISTER_TASK,
        {"memory": "8192"},
        "ClientException",
        "No Fargate configuration exists for given values: 256 CPU, 8192 memory.",
    ),
    Case(REGISTER_TASK, {"networkMode": "bridge"}, "ClientException", "Fargate only supports network mode"),
    Case(REGISTER_TASK, {"family": "has space"}, "ClientException", "Family contains invalid characters."),
    Case(CREATE_KUBERNETES, {"version": "1.10"}, PARAMETER, "unsupported Kubernetes version"),
    Case(
        CREATE_KUBERNETES,
        automatic(),
        PARAMETER,
        "When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided.",
        automatic("system"),
    ),
    Case(
        CREATE_KUBERNETES,
        reachable_from("10.0.0.0/8"),
        PARAMETER,
        "The following CIDRs are invalid in publicAccessCidrs: [10.0.0.0/8]",
        reachable_from("203.0.113.0/24"),
    ),
]

NETWORK = [
    Case(CREATE_BALANCER, {"Name": "x" * 33}, "ValidationError", "cannot be longer than '32' characters"),
    Case(CREATE_BALANCER, {"Subnets": ["subnet-1"]}, "ValidationError", "At least two subnets in two"),
    Case(
        CREATE_TARGETS,
        {"Matcher": {"HttpCode": "200-999"}},
        "ValidationError",
        "Health check matcher HTTP code '200-999' must be within '200-499' inclusive",
        {"Matcher": {"HttpCode": "200-399"}},
    ),
    Case(
        CREATE_TARGETS,
        {"Matcher": {"GrpcCode": "200"}},
        "ValidationError",
        "Health check matcher GRPC code '200' must be within '0-99' inclusive",
        {"Matcher": {"GrpcCode": "0"}},
    ),
    Case(CREATE_RULE, hosts("has space"), "ValidationError", "Condition value 'has space'", hosts("*.a.com")),
    Case(CREATE_VPC, {"CidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid."),
    Case(
        CREATE_SUBNET, {"CidrBlock": "10.0.0.0/29"}, "InvalidSubnet.Range", "CIDR '10.0.0.0/29' is invalid."
    ),
    Case(
        OPEN_PORTS,
        open_ports(80, 70_000),
        PARAMETER_VALUE,
        "Invalid TCP port range (80-70000)",
        open_ports(80, 81),
    ),
]

NOBODY = {"AWS": "arn:aws:iam::000000000000:role/nobody"}
ANY = {"AWS": ROLE}
ACTION_OF_NOTHING = "Action does not apply to any resource(s) in statement"
PREFACED = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
OF_QUEUE = ("InvalidAttributeValue", "Invalid value for the parameter Policy.")
OF_TOPIC = "InvalidParameter"
OF_BUCKET = "MalformedPolicy"
OF_IDENTITY = "MalformedPolicyDocument"
OF_KEY = "MalformedPolicyDocumentException"
OUT_OF_SCOPE = "Invalid parameter: Policy statement action out of service scope!"
NOT_FOUND = "Invalid parameter: Policy Error: PrincipalNotFound"

POLICIES = [
    Case(CREATE_QUEUE, queue(Policy="{"), *OF_QUEUE, sends()),
    Case(CREATE_QUEUE, sends(Action="sns:Publish"), *OF_QUEUE, sends(Action="sqs:*")),
    Case(CREATE_QUEUE, sends(Action="sqs:SendMesage"), *OF_QUEUE, sends(Action="SQS:SendMessage")),
    Case(CREATE_QUEUE, sends(Principal=NOBODY), *OF_QUEUE, sends(Principal=ANY)),
    Case(CREATE_QUEUE, sends(Principal={"AWS": "shop"}), *OF_QUEUE, sends(Principal="*")),
    Case(
        CREATE_QUEUE,
        sends(*({} for _ in range(21))),
        *("OverLimit", "21 statements were found in the submitted policy, max allowed is 20"),
        sends(*({} for _ in range(20))),
        status=403,
    ),
    Case(
        CREATE_QUEUE,
        sends(Action=["sqs:SendMessage"] * 8),
        *("OverLimit", "8 actions were found in a statement from the submitted policy, max allowed is 7"),
        sends(Action=["sqs:SendMessage"] * 7),
        status=403,
    ),
    Case(
        CREATE_QUEUE,
        sends(Principal={"AWS": ["000000000000"] * 51}),
        *("OverLimit", "51 principals were found in the submitted policy, max allowed is 50"),
        sends(Principal={"AWS": ["000000000000"] * 50}),
        status=403,
    ),
    Case(
        CREATE_QUEUE,
        sends(long(8_192)),
        *("OverLimit", "Submitted policy is over max allowed size"),
        sends(long(7_900)),
        status=403,
    ),
    Case(CREATE_TOPIC, publishes(Action="sns:CreateTopic"), OF_TOPIC, OUT_OF_SCOPE, publishes()),
    Case(CREATE_TOPIC, publishes(Action="sns:*"), OF_TOPIC, OUT_OF_SCOPE, publishes(Action="SNS:Publish")),
    Case(CREATE_TOPIC, publishes(Principal=NOBODY), OF_TOPIC, NOT_FOUND, publishes(Principal=ANY)),
    Case(
        CREATE_TOPIC,
        publishes(*({} for _ in range(101))),
        OF_TOPIC,
        "Policy Error",
        publishes(*({} for _ in range(100))),
    ),
    Case(CREATE_TOPIC, publishes(long(30_720)), OF_TOPIC, "Policy Error", publishes(long(30_400))),
    Case(PUT_BUCKET_POLICY, reads(Action="sqs:SendMessage"), OF_BUCKET, "Policy has invalid action"),
    Case(
        PUT_BUCKET_POLICY,
        reads(Resource="arn:aws:s3:::another/*"),
        OF_BUCKET,
        "Policy has invalid resource",
    ),
    Case(PUT_BUCKET_POLICY, reads(Resource="*"), OF_BUCKET, "Policy has invalid resource"),
    Case(
        PUT_BUCKET_POLICY,
        reads(Resource="arn:aws:s3:::values-none"),
        OF_BUCKET,
        ACTION_OF_NOTHING,
        reads(Resource=["arn:aws:s3:::values-none", "arn:aws:s3:::values-none/*"]),
    ),
    Case(
        PUT_BUCKET_POLICY,
        reads(Action="s3:ListBucket"),
        OF_BUCKET,
        ACTION_OF_NOTHING,
        reads(Action="s3:ListBucket", Resource="arn:aws:s3:::values-none"),
    ),
    Case(
        PUT_BUCKET_POLICY,
        reads(Principal=NOBODY),
        OF_BUCKET,
        "Invalid principal in policy",
        reads(Principal=ANY),
    ),
    Case(PUT_BUCKET_POLICY, reads(long(20_480)), "PolicyTooLarge", "maximum", reads(long(20_000))),
    Case(
        CREATE_POLICY,
        may({}, Action="nonsense"),
        OF_IDENTITY,
        PREFACED,
        may({}, Action="sqs:nonsense"),
    ),
    Case(
        CREATE_POLICY,
        may({}, Resource="shop"),
        OF_IDENTITY,
        'Resource shop must be in ARN format or "*".',
        may({}, Resource="arn:aws:sqs:*:*:shop"),
    ),
    Case(
        CREATE_POLICY,
        may(long(6_144)),
        "LimitExceeded",
        "Cannot exceed quota for PolicySize: 6144",
        may(long(5_900)) | {"Description": "white space is not counted"},
        status=409,
    ),
    Case(PUT_POLICY, may({}, Action="nonsense"), OF_IDENTITY, PREFACED),
    Case(
        CREATE_ROLE,
        trusts(*(f"{name}.amazonaws.com" for name in ("a" * 500, "b" * 500, "c" * 500, "d" * 500))),
        "LimitExceeded",
        "Cannot exceed quota for ACLSizePerRole: 2048",
        trusts(*(f"{name}.amazonaws.com" for name in ("a" * 500, "b" * 500, "c" * 500))),
        status=409,
    ),
    Case(
        CREATE_ROLE,
        trusts("lambda"),
        OF_IDENTITY,
        'Invalid principal in policy: "SERVICE":"lambda"',
        trusts("lambda.amazonaws.com"),
    ),
    Case(
        CREATE_ROLE,
        trusts("lambda.amazonaws.com", Action="sqs:SendMessage"),
        OF_IDENTITY,
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    Case(
        CREATE_KEY,
        permits(Principal=NOBODY),
        OF_KEY,
        "Policy contains a statement with one or more invalid principals.",
        permits(),
    ),
    Case(
        CREATE_KEY,
        permits(Principal=ANY),
        OF_KEY,
        "The new key policy will not allow you to update the key policy in the future.",
        permits(Principal=ANY) | {"BypassPolicyLockoutSafetyCheck": True},
    ),
    Case(
        CREATE_KEY,
        permits(Action=["kms:Decrypt", "kms:Encrypt"]),
        OF_KEY,
        "will not allow you to update the key policy",
        permits(Action=["kms:Decrypt", "kms:Put*"]),
    ),
    Case(
        CREATE_KEY,
        {"Policy": policy({}, {"Condition": long(32_768)["Condition"]}, Action="kms:*")},
        "LimitExceededException",
        "longer than 32768 bytes",
        {"Policy": policy({}, {"Condition": long(32_000)["Condition"]}, Action="kms:*")},
    ),
    Case(
        PUT_LOG_POLICY,
        logs(**long(5_120)),
        PARAMETER,
        "Member must have length less than or equal to 5120",
        logs(**long(4_900)),
    ),
    Case(PUT_LOG_POLICY, logs(Action="nonsense"), PARAMETER, PREFACED),
]

EDGE = [
    Case(
        CREATE_ACL,
        {"Scope": "CLOUDFRONT"},
        "WAFInvalidParameterException",
        "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
    ),
    Case(
        CREATE_DISTRIBUTION,
        distributed(Origins=origin("10.0.0.1")),
        "InvalidArgument",
        "The parameter origin name must be a domain name.",
    ),
    Case(
        CREATE_DISTRIBUTION,
        restricted("XX"),
        "InvalidGeoRestrictionParameter",
        "Country Codes",
        restricted("GB"),
    ),
    Case(
        CREATE_DISTRIBUTION,
        distributed(Aliases=listed("shop.example.com")),
        "InvalidViewerCertificate",
        "you must attach a trusted certificate",
    ),
]

CASES = [
    *MODELS,
    *TAGS,
    *MESSAGING,
    *EVENTS,
    *SERVERLESS,
    *DATA,
    *OPERATIONS,
    *COMPUTE,
    *NETWORK,
    *POLICIES,
    *EDGE,
    *(
        Case(PUT_DASHBOARD, wrong, "InvalidParameterInput", message)
        for wrong, message in (
            (board({"type": "graph"}), "should have a type of"),
            (board({"type": "metric", "properties": {"metrics": [["A", "b"]]}}), "property 'region'"),
            (board({"type": "metric", "properties": {"region": "eu-west-1"}}), "property 'metrics'"),
            (board({"type": "alarm", "properties": {"title": "none"}}), "property 'alarms'"),
            (chart("AWS/SQS", "Sent", "QueueName"), "is no metric"),
            (chart("AWS/SQS", "Sent", width=25), "width should be 1 to 24"),
        )
    ),
]


def named(value: Any, name: str) -> Any:
    """The value with `NAME` in its texts replaced."""
    if isinstance(value, dict):
        return {key: named(entry, name) for key, entry in value.items()}
    if isinstance(value, list):
        return [named(entry, name) for entry in value]
    return value.replace("NAME", name) if isinstance(value, str) else value


@pytest.fixture
def error_of(corrected):
    """Makes a call with these values, without the client's own checks; the error it gets, empty if none."""

    def make(case: Case, changed: Values) -> dict[str, str]:
        call = case.call
        client = corrected.client(call.service, config=Config(parameter_validation=False))
        parameters = named(call.right | changed, f"values-{CASES.index(case)}")
        given = {name: value for name, value in parameters.items() if value is not None}
        try:
            getattr(client, call.operation)(**given)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            return error.response["Error"] | {"Status": str(status)}
        return {"Code": "", "Message": ""}

    return make


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_refused_in_the_words_of_the_service(error_of, case):
    error = error_of(case, case.wrong)
    assert (error["Code"], error["Status"]) == (case.code, str(case.status))
    assert case.message in error["Message"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_its_twin_is_not(error_of, case):
    error = error_of(case, case.right)
    assert error["Code"] == case.call.lacking, error["Message"]
    assert case.message not in error["Message"]


def test_a_replica_needs_a_table_that_is_on_demand_or_scaled(corrected):
    tables, scaling = corrected.client("dynamodb"), corrected.client("application-autoscaling")
    capacity = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
    tables.create_table(
        TableName="values-replicated",
        ProvisionedThroughput=capacity,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        **attributes("pk"),
        **keyed("pk"),
    )
    wanted = {
        "TableName": "values-replicated",
        "ReplicaUpdates": [{"Create": {"RegionName": "eu-central-1"}}],
    }
    with pytest.raises(ClientError, match=r"should either be Pay-Per-Request or AutoScaled\."):
        tables.update_table(**wanted)
    scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/values-replicated",
        ScalableDimension="dynamodb:table:WriteCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
    )
    assert tables.update_table(**wanted)["TableDescription"]["Replicas"]


def test_the_source_of_a_copy_may_be_url_encoded(corrected):
    s3, bucket = corrected.client("s3"), "copied-url-encoded"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=bucket, Key="a/b.json", Body=b"{}")
    s3.meta.events.register(
        "before-sign.s3.CopyObject",
        lambda request, **_: request.headers.replace_header("x-amz-copy-source", f"{bucket}%2Fa%2Fb.json"),
    )
    s3.copy_object(Bucket=bucket, Key="c.json", CopySource=f"{bucket}/a/b.json")
    assert s3.get_object(Bucket=bucket, Key="c.json")["Body"].read() == b"{}"
