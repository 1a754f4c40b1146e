"""What a call names has to be there."""

import json
from collections.abc import Callable
from typing import Any

from tests.local_aws.references import ROLE, Account, Do, missing, name, policy
from tests.local_aws.references.apis import _CODE, _RUNTIME, _graphql, _http_api, _rest_api
from tests.local_aws.references.compute import _FARGATE, _task_definition
from tests.local_aws.references.data import _cache, _cache_user, _db_instance, _db_subnet_group, _user_group
from tests.local_aws.references.edge import _SEEN, _distribution

_ACCOUNT = "000000000000"
_SUBNET, _GROUP = "subnet-00000000000000000", "sg-00000000000000000"
_KEY = f"arn:aws:kms:eu-west-1:{_ACCOUNT}:key/00000000-0000-4000-8000-000000000000"
_NOBODY = f"arn:aws:iam::{_ACCOUNT}:role/nobody"


def _each(call: Callable[[Any], Any], gone: Any, there: Any) -> tuple[Do, Do]:
    return lambda: call(gone), lambda: call(there)


def _key(aws: Account) -> str:
    return str(aws.kms.create_key()["KeyMetadata"]["Arn"])


@missing("InvalidParameterValueException", "InvalidSubnetID.NotFound")
def subnet_of_a_function(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    return _each(
        lambda subnet: aws.function(VpcConfig={"SubnetIds": [subnet], "SecurityGroupIds": [group]}),
        _SUBNET,
        aws.subnets[0],
    )


@missing("InvalidParameterValueException", "InvalidGroup.NotFound")
def security_group_of_a_function(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda group: aws.function(VpcConfig={"SubnetIds": aws.subnets, "SecurityGroupIds": [group]}),
        _GROUP,
        aws.group(),
    )


@missing("InvalidParameterValueException", "does not exist")
def layer_of_a_function(aws: Account) -> tuple[Do, Do]:
    made = aws.lambda_.publish_layer_version(LayerName=name(), Content={"ZipFile": _archive()})
    gone = f"arn:aws:lambda:eu-west-1:{_ACCOUNT}:layer:gone:1"
    return _each(lambda layer: aws.function(Layers=[layer]), gone, made["LayerVersionArn"])


def _archive() -> bytes:
    import io
    from zipfile import ZipFile

    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("f.py", "def handler(event, context): return event")
    return buffer.getvalue()


def _bucket(aws: Account) -> str:
    made = name()
    aws.s3.create_bucket(Bucket=made, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return made


@missing("InvalidParameterValueException", "NoSuchBucket")
def bucket_of_a_functions_code(aws: Account) -> tuple[Do, Do]:
    bucket = _bucket(aws)
    aws.s3.put_object(Bucket=bucket, Key="f.zip", Body=_archive())
    return _each(
        lambda where: aws.lambda_.create_function(
            FunctionName=name(),
            Runtime="python3.13",
            Role=ROLE,
            Handler="f.handler",
            Code={"S3Bucket": where, "S3Key": "f.zip"},
        ),
        f"{bucket}-gone",
        bucket,
    )


def _queue(aws: Account) -> str:
    """A queue's ARN."""
    made = name()
    aws.sqs.create_queue(QueueName=made)
    return f"arn:aws:sqs:eu-west-1:{_ACCOUNT}:{made}"


@missing("InvalidParameterValueException", "NonExistentQueue")
def queue_of_an_event_source(aws: Account) -> tuple[Do, Do]:
    function, queue = aws.function(), _queue(aws)
    return _each(
        lambda source: aws.lambda_.create_event_source_mapping(FunctionName=function, EventSourceArn=source),
        f"{queue}-gone",
        queue,
    )


@missing("InvalidParameterValueException", "Stream not found")
def stream_of_an_event_source(aws: Account) -> tuple[Do, Do]:
    function, stream = aws.function(), name()
    aws.kinesis.create_stream(StreamName=stream, ShardCount=1)
    arn = f"arn:aws:kinesis:eu-west-1:{_ACCOUNT}:stream/{stream}"
    return _each(
        lambda source: aws.lambda_.create_event_source_mapping(
            FunctionName=function, EventSourceArn=source, StartingPosition="LATEST"
        ),
        f"{arn}-gone",
        arn,
    )


@missing("ResourceNotFoundException", "Function not found")
def version_of_an_alias(aws: Account) -> tuple[Do, Do]:
    function = aws.function(Publish=True)
    return _each(
        lambda version: aws.lambda_.create_alias(FunctionName=function, Name="live", FunctionVersion=version),
        "9",
        "1",
    )


@missing("InvalidParameterValueException", "The provided principal was invalid")
def principal_of_a_functions_policy(aws: Account) -> tuple[Do, Do]:
    function = aws.function()
    return _each(
        lambda role: aws.lambda_.add_permission(
            FunctionName=function, StatementId="a", Action="lambda:InvokeFunction", Principal=role
        ),
        _NOBODY,
        ROLE,
    )


@missing("InvalidAttributeValue", "")
def dead_letters_of_a_queue(aws: Account) -> tuple[Do, Do]:
    queue = _queue(aws)

    def create(target: str) -> None:
        redrive = json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": 3})
        aws.sqs.create_queue(QueueName=name(), Attributes={"RedrivePolicy": redrive})

    return _each(create, f"{queue}-gone", queue)


@missing("NotFound", "Topic does not exist")
def topic_of_a_subscription(aws: Account) -> tuple[Do, Do]:
    topic, queue = aws.sns.create_topic(Name=name())["TopicArn"], _queue(aws)
    return _each(
        lambda arn: aws.sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue), f"{topic}-gone", topic
    )


@missing("ResourceNotFoundException", "does not exist")
def bus_of_a_rule(aws: Account) -> tuple[Do, Do]:
    bus = name()
    aws.events.create_event_bus(Name=bus)
    return _each(
        lambda one: aws.events.put_rule(Name="a", EventBusName=one, EventPattern='{"source": ["a"]}'),
        f"{bus}-gone",
        bus,
    )


@missing("ResourceNotFoundException", "does not exist")
def rule_of_a_target(aws: Account) -> tuple[Do, Do]:
    rule, queue = name(), _queue(aws)
    aws.events.put_rule(Name=rule, EventPattern='{"source": ["a"]}')
    return _each(
        lambda one: aws.events.put_targets(Rule=one, Targets=[{"Id": "1", "Arn": queue}]),
        f"{rule}-gone",
        rule,
    )


@missing("NoSuchEntity", "does not exist or is not attachable")
def policy_of_a_role(aws: Account) -> tuple[Do, Do]:
    role = aws.iam_role()
    document = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    made = aws.iam.create_policy(PolicyName=name(), PolicyDocument=document)["Policy"]["Arn"]
    return _each(lambda arn: aws.iam.attach_role_policy(RoleName=role, PolicyArn=arn), f"{made}-gone", made)


@missing("NoSuchEntity", "")
def role_of_a_profile(aws: Account) -> tuple[Do, Do]:
    role, profile = aws.iam_role("ec2"), name()
    aws.iam.create_instance_profile(InstanceProfileName=profile)
    return _each(
        lambda one: aws.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=one),
        f"{role}-gone",
        role,
    )


def _trusted(principal: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}


@missing("MalformedPolicyDocument", 'Invalid principal in policy: "AWS"')
def principal_of_a_trust_policy(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda role: aws.iam.create_role(RoleName=name(), AssumeRolePolicyDocument=policy(_trusted(role))),
        _NOBODY,
        ROLE,
    )


@missing("MalformedPolicyDocumentException", "invalid principals")
def principal_of_a_key_policy(aws: Account) -> tuple[Do, Do]:
    root = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{_ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }

    def create(role: str) -> None:
        own = {**root, "Principal": {"AWS": role}, "Action": "kms:Decrypt"}
        aws.kms.create_key(Policy=policy(root, own))

    return _each(create, _NOBODY, ROLE)


@missing("MalformedPolicy", "Invalid principal in policy")
def principal_of_a_bucket_policy(aws: Account) -> tuple[Do, Do]:
    bucket = _bucket(aws)

    def put(role: str) -> None:
        statement = {**_trusted(role), "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
        aws.s3.put_bucket_policy(Bucket=bucket, Policy=policy(statement))

    return _each(put, _NOBODY, ROLE)


@missing("InvalidArgument", "Unable to validate the following destination configurations")
def queue_of_a_buckets_notification(aws: Account) -> tuple[Do, Do]:
    bucket, queue = _bucket(aws), name()
    arn = f"arn:aws:sqs:eu-west-1:{_ACCOUNT}:{queue}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    aws.sqs.create_queue(QueueName=queue, Attributes={"Policy": policy(statement)})

    def put(target: str) -> None:
        configured = {"QueueArn": target, "Events": ["s3:ObjectCreated:*"]}
        aws.s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [configured]}
        )

    return _each(put, f"{arn}-gone", arn)


@missing("InvalidTargetBucketForLogging", "The target bucket for logging does not exist")
def bucket_of_a_buckets_logs(aws: Account) -> tuple[Do, Do]:
    bucket, target = _bucket(aws), _bucket(aws)
    return _each(
        lambda one: aws.s3.put_bucket_logging(
            Bucket=bucket,
            BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": one, "TargetPrefix": ""}},
        ),
        f"{target}-gone",
        target,
    )


@missing("InvalidRequest", "Destination bucket must exist")
def bucket_of_a_buckets_replication(aws: Account) -> tuple[Do, Do]:
    bucket, target = _bucket(aws), _bucket(aws)
    for one in (bucket, target):
        aws.s3.put_bucket_versioning(Bucket=one, VersioningConfiguration={"Status": "Enabled"})

    def put(to: str) -> None:
        rule = {
            "ID": "a",
            "Priority": 1,
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": f"arn:aws:s3:::{to}"},
        }
        aws.s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration={"Role": ROLE, "Rules": [rule]})

    return _each(put, f"{target}-gone", target)


def _log_group(aws: Account) -> str:
    made = name()
    aws.logs.create_log_group(logGroupName=made)
    return made


@missing("ResourceNotFoundException", "log group does not exist")
def log_group_of_a_metric_filter(aws: Account) -> tuple[Do, Do]:
    group = _log_group(aws)
    transformed = [{"metricName": "a", "metricNamespace": "a", "metricValue": "1"}]
    return _each(
        lambda one: aws.logs.put_metric_filter(
            logGroupName=one, filterName="a", filterPattern="", metricTransformations=transformed
        ),
        f"{group}-gone",
        group,
    )


@missing("InvalidParameterException", "The specified KMS Key Id could not be found")
def key_of_a_log_group(aws: Account) -> tuple[Do, Do]:
    root = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{_ACCOUNT}:root", "Service": "logs.eu-west-1.amazonaws.com"},
        "Action": "kms:*",
        "Resource": "*",
    }
    key = aws.kms.create_key(Policy=policy(root))["KeyMetadata"]["Arn"]
    return _each(lambda one: aws.logs.create_log_group(logGroupName=name(), kmsKeyId=one), _KEY, key)


@missing("InvalidKeyId", "")
def key_of_a_parameter(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda key: aws.ssm.put_parameter(Name=f"/{name()}", Type="SecureString", Value="a", KeyId=key),
        _KEY,
        _key(aws),
    )


@missing("EncryptionFailure", "")
def key_of_a_secret(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda key: aws.secretsmanager.create_secret(Name=name(), SecretString="a", KmsKeyId=key),
        _KEY,
        _key(aws),
    )


@missing("NotFoundException", "")
def key_of_an_alias(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda key: aws.kms.create_alias(AliasName=f"alias/{name()}", TargetKeyId=key),
        _KEY.rpartition("/")[2],
        _key(aws).rpartition("/")[2],
    )


@missing("DBSubnetGroupNotFoundFault", "")
def subnet_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    group = _db_subnet_group(aws)
    return _each(lambda one: _db_instance(aws, DBSubnetGroupName=one), f"{group}-gone", group)


@missing("InvalidSubnet", "")
def subnet_of_a_subnet_group(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda subnet: aws.rds.create_db_subnet_group(
            DBSubnetGroupName=name(),
            DBSubnetGroupDescription="t",
            SubnetIds=[aws.subnets[0], subnet],
        ),
        _SUBNET,
        aws.subnets[1],
    )


@missing("DBParameterGroupNotFound", "")
def parameter_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.rds.create_db_parameter_group(
        DBParameterGroupName=group, DBParameterGroupFamily="postgres17", Description="t"
    )
    return _each(lambda one: _db_instance(aws, DBParameterGroupName=one), f"{group}-gone", group)


@missing("InvalidParameterValue", "Invalid security group")
def security_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    subnets = _db_subnet_group(aws)
    return _each(
        lambda group: _db_instance(aws, DBSubnetGroupName=subnets, VpcSecurityGroupIds=[group]),
        _GROUP,
        aws.group(),
    )


@missing("KMSKeyNotAccessibleFault", "does not exist, is not enabled")
def key_of_a_database(aws: Account) -> tuple[Do, Do]:
    return _each(lambda key: _db_instance(aws, StorageEncrypted=True, KmsKeyId=key), _KEY, _key(aws))


@missing("CacheSubnetGroupNotFoundFault", "")
def subnet_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.elasticache.create_cache_subnet_group(
        CacheSubnetGroupName=group, CacheSubnetGroupDescription="t", SubnetIds=aws.subnets
    )
    return _each(lambda one: _cache(aws, CacheSubnetGroupName=one), f"{group}-gone", group)


@missing("SnapshotNotFoundFault", "does not exist")
def snapshot_of_a_cache(aws: Account) -> tuple[Do, Do]:
    kept = name()
    group = name()
    aws.elasticache.create_replication_group(
        ReplicationGroupId=group,
        ReplicationGroupDescription="t",
        CacheNodeType="cache.t4g.micro",
        Engine="valkey",
        NumCacheClusters=1,
    )
    aws.elasticache.create_snapshot(ReplicationGroupId=group, SnapshotName=kept)
    return _each(lambda one: _cache(aws, SnapshotName=one), f"{kept}-gone", kept)


@missing("CacheParameterGroupNotFound", "")
def parameter_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group = name()
    aws.elasticache.create_cache_parameter_group(
        CacheParameterGroupName=group, CacheParameterGroupFamily="valkey8", Description="t"
    )
    return _each(lambda one: _cache(aws, CacheParameterGroupName=one), f"{group}-gone", group)


@missing("UserGroupNotFound", "")
def user_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group = _user_group(aws, _cache_user(aws))
    return _each(lambda one: _cache(aws, UserGroupIds=[one]), f"{group}-gone", group)


@missing("UserNotFound", "")
def user_of_a_user_group(aws: Account) -> tuple[Do, Do]:
    user = _cache_user(aws)
    return _each(lambda one: _user_group(aws, one), f"{user}-gone", user)


def _runs_in(aws: Account, subnet: str, group: str) -> None:
    cluster = name()
    aws.ecs.create_cluster(clusterName=cluster)
    aws.ecs.create_service(
        cluster=cluster,
        serviceName="a",
        taskDefinition=_task_definition(aws, **_FARGATE),
        desiredCount=0,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}},
    )


@missing("InvalidParameterException", "InvalidSubnetID.NotFound")
def subnet_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    return _each(lambda subnet: _runs_in(aws, subnet, group), _SUBNET, aws.subnets[0])


@missing("InvalidParameterException", "InvalidGroup.NotFound")
def security_group_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    return _each(lambda group: _runs_in(aws, aws.subnets[0], group), _GROUP, aws.group())


def _serves(aws: Account, **settings: Any) -> None:
    cluster = name()
    aws.ecs.create_cluster(clusterName=cluster)
    own = {"cluster": cluster, "taskDefinition": _task_definition(aws), "desiredCount": 0}
    aws.ecs.create_service(serviceName="a", **{**own, **settings})


@missing("ClusterNotFoundException", "Cluster not found")
def cluster_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    cluster = name()
    aws.ecs.create_cluster(clusterName=cluster)
    return _each(lambda one: _serves(aws, cluster=one), f"{cluster}-gone", cluster)


@missing("ClientException", "")
def definition_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    family = _task_definition(aws)
    return _each(lambda one: _serves(aws, taskDefinition=one), f"{family}-gone", family)


@missing("InvalidParameterException", "targetGroupArn")
def target_group_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    targets, family = aws.targets(), name()
    aws.elbv2.create_listener(
        LoadBalancerArn=aws.balancer(),
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}],
    )
    aws.ecs.register_task_definition(
        family=family,
        containerDefinitions=[
            {"name": "a", "image": "a", "memory": 128, "portMappings": [{"containerPort": 80}]}
        ],
    )

    def serve(arn: str) -> None:
        balanced = [{"targetGroupArn": arn, "containerName": "a", "containerPort": 80}]
        _serves(aws, taskDefinition=family, loadBalancers=balanced)

    return _each(serve, f"{targets[:-4]}0000", targets)


@missing("InvalidParameterException", "does not exist")
def subnet_of_a_kubernetes_cluster(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda subnet: aws.eks.create_cluster(
            name=name(), roleArn=ROLE, resourcesVpcConfig={"subnetIds": [aws.subnets[0], subnet]}
        ),
        _SUBNET,
        aws.subnets[1],
    )


@missing("InvalidParameterException", "does not exist")
def security_group_of_a_kubernetes_cluster(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda group: aws.eks.create_cluster(
            name=name(),
            roleArn=ROLE,
            resourcesVpcConfig={"subnetIds": aws.subnets, "securityGroupIds": [group]},
        ),
        _GROUP,
        aws.group(),
    )


@missing("SubnetNotFound", "")
def subnet_of_a_load_balancer(aws: Account) -> tuple[Do, Do]:
    return _each(lambda subnet: aws.balancer(Subnets=[aws.subnets[0], subnet]), _SUBNET, aws.subnets[1])


@missing("InvalidConfigurationRequest", "One or more security groups are invalid")
def security_group_of_a_load_balancer(aws: Account) -> tuple[Do, Do]:
    return _each(lambda group: aws.balancer(SecurityGroups=[group]), _GROUP, aws.group())


@missing("CertificateNotFound", "not found")
def certificate_of_a_listener(aws: Account) -> tuple[Do, Do]:
    fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    balancer, certificate = aws.balancer(), aws.certificate()
    return _each(
        lambda arn: aws.elbv2.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTPS",
            Port=443,
            Certificates=[{"CertificateArn": arn}],
            DefaultActions=[fixed],
        ),
        f"{certificate[:-4]}0000",
        certificate,
    )


@missing("TargetGroupNotFound", "not found")
def target_group_of_a_listener(aws: Account) -> tuple[Do, Do]:
    balancer, targets = aws.balancer(), aws.targets()
    return _each(
        lambda arn: aws.elbv2.create_listener(
            LoadBalancerArn=balancer,
            Protocol="HTTP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
        ),
        f"{targets[:-4]}0000",
        targets,
    )


@missing("InvalidGroup.NotFound", "does not exist")
def security_group_of_an_interface(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda group: aws.ec2.create_network_interface(SubnetId=aws.subnets[0], Groups=[group]),
        _GROUP,
        aws.group(),
    )


@missing("InvalidGroup.NotFound", "does not exist")
def security_group_of_an_instance(aws: Account) -> tuple[Do, Do]:
    image = aws.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    return _each(
        lambda group: aws.ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, SubnetId=aws.subnets[0], SecurityGroupIds=[group]
        ),
        _GROUP,
        aws.group(),
    )


@missing("InvalidGroup.NotFound", "does not exist")
def security_group_of_a_rule(aws: Account) -> tuple[Do, Do]:
    group = aws.group()

    def allow(source: str) -> None:
        pairs = [{"GroupId": source}]
        rule = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": pairs}
        aws.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])

    return _each(allow, _GROUP, aws.group())


@missing("InvalidGroup.NotFound", "does not exist")
def security_group_of_an_endpoint(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda group: aws.ec2.create_vpc_endpoint(
            VpcEndpointType="Interface",
            VpcId=aws.vpc,
            ServiceName="com.amazonaws.eu-west-1.sqs",
            SubnetIds=[aws.subnets[0]],
            SecurityGroupIds=[group],
        ),
        _GROUP,
        aws.group(),
    )


@missing("ValidationError", "does not exist")
def subnet_of_a_scaling_group(aws: Account) -> tuple[Do, Do]:
    template = name()
    image = aws.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    aws.ec2.create_launch_template(LaunchTemplateName=template, LaunchTemplateData={"ImageId": image})
    return _each(
        lambda subnet: aws.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=name(),
            MinSize=0,
            MaxSize=0,
            VPCZoneIdentifier=subnet,
            LaunchTemplate={"LaunchTemplateName": template},
        ),
        _SUBNET,
        aws.subnets[0],
    )


@missing("ValidationError", "Target Groups may not be valid")
def target_group_of_a_scaling_group(aws: Account) -> tuple[Do, Do]:
    template, targets = name(), aws.targets()
    image = aws.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    aws.ec2.create_launch_template(LaunchTemplateName=template, LaunchTemplateData={"ImageId": image})
    return _each(
        lambda arn: aws.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=name(),
            MinSize=0,
            MaxSize=0,
            VPCZoneIdentifier=aws.subnets[0],
            LaunchTemplate={"LaunchTemplateName": template},
            TargetGroupARNs=[arn],
        ),
        f"{targets[:-4]}0000",
        targets,
    )


@missing("ValidationException", "ECS service doesn't exist")
def service_of_a_scalable_target(aws: Account) -> tuple[Do, Do]:
    cluster = name()
    _serves_named = {"cluster": cluster, "serviceName": "a", "desiredCount": 0}
    aws.ecs.create_cluster(clusterName=cluster)
    aws.ecs.create_service(taskDefinition=_task_definition(aws), **_serves_named)
    return _each(
        lambda service: aws.application_autoscaling.register_scalable_target(
            ServiceNamespace="ecs",
            ResourceId=f"service/{cluster}/{service}",
            ScalableDimension="ecs:service:DesiredCount",
            MinCapacity=1,
            MaxCapacity=2,
        ),
        "gone",
        "a",
    )


@missing("BadRequestException", "Invalid authorizer ID specified")
def authorizer_of_a_rest_method(aws: Account) -> tuple[Do, Do]:
    api, root = _rest_api(aws)
    function = f"arn:aws:lambda:eu-west-1:{_ACCOUNT}:function:{aws.function()}"
    authorizer = aws.apigateway.create_authorizer(
        restApiId=api,
        name="own",
        type="TOKEN",
        authorizerUri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations",
        identitySource="method.request.header.Authorization",
    )["id"]
    return _each(
        lambda one: aws.apigateway.put_method(
            restApiId=api,
            resourceId=root,
            httpMethod="GET",
            authorizationType="CUSTOM",
            authorizerId=one,
        ),
        "gone00",
        authorizer,
    )


@missing("BadRequestException", "Deployment id does not exist")
def deployment_of_a_rest_stage(aws: Account) -> tuple[Do, Do]:
    api, root = _rest_api(aws)
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    aws.apigateway.put_method(**method, authorizationType="NONE")
    aws.apigateway.put_integration(**method, type="MOCK")
    deployment = aws.apigateway.create_deployment(restApiId=api)["id"]
    return _each(
        lambda one: aws.apigateway.create_stage(restApiId=api, stageName="live", deploymentId=one),
        "gone00",
        deployment,
    )


@missing("NotFoundException", "No data source found named")
def source_of_a_graphql_function(aws: Account) -> tuple[Do, Do]:
    api = _graphql(aws)
    return _each(
        lambda source: aws.appsync.create_function(
            apiId=api, name="a", dataSourceName=source, code=_CODE, runtime=_RUNTIME
        ),
        "gone",
        "none",
    )


@missing("NotFoundException", "No data source found named")
def source_of_a_graphql_resolver(aws: Account) -> tuple[Do, Do]:
    api = _graphql(aws)
    return _each(
        lambda source: aws.appsync.create_resolver(
            apiId=api, typeName="Query", fieldName="a", dataSourceName=source, code=_CODE, runtime=_RUNTIME
        ),
        "gone",
        "none",
    )


@missing("WAFNonexistentItemException", "")
def ip_set_of_a_web_acl(aws: Account) -> tuple[Do, Do]:
    made = aws.wafv2.create_ip_set(
        Name=name(), Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=["10.0.0.0/8"]
    )["Summary"]["ARN"]

    def create(arn: str) -> None:
        rule = {
            "Name": "a",
            "Priority": 0,
            "Statement": {"IPSetReferenceStatement": {"ARN": arn}},
            "Action": {"Block": {}},
            "VisibilityConfig": _SEEN,
        }
        aws.wafv2.create_web_acl(
            Name=name(),
            Scope="REGIONAL",
            DefaultAction={"Allow": {}},
            Rules=[rule],
            VisibilityConfig=_SEEN,
        )

    return _each(create, f"{made[:-4]}0000", made)


@missing("NoSuchCachePolicy", "")
def cache_policy_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    made = aws.cloudfront.create_cache_policy(CachePolicyConfig={"Name": name(), "MinTTL": 1})
    policy_id = made["CachePolicy"]["Id"]
    return _each(
        lambda one: _distribution(aws, {"CachePolicyId": one}),
        "00000000-0000-4000-8000-000000000000",
        policy_id,
    )


@missing("InvalidViewerCertificate", "")
def certificate_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    certificate = aws.certificate("us-east-1")
    return _each(
        lambda arn: _distribution(
            aws,
            ViewerCertificate={
                "ACMCertificateArn": arn,
                "SSLSupportMethod": "sni-only",
                "MinimumProtocolVersion": "TLSv1.2_2021",
            },
        ),
        f"{certificate[:-4]}0000",
        certificate,
    )


@missing("InvalidFunctionAssociation", "")
def function_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    function = name()
    made = aws.cloudfront.create_function(
        Name=function,
        FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"},
        FunctionCode=b"function handler(event) { return event.request }",
    )
    aws.cloudfront.publish_function(Name=function, IfMatch=made["ETag"])
    arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]

    def create(one: str) -> None:
        items = [{"FunctionARN": one, "EventType": "viewer-request"}]
        _distribution(aws, {"FunctionAssociations": {"Quantity": 1, "Items": items}})

    return _each(create, f"{arn}-gone", arn)


@missing("InvalidWebACLId", "")
def web_acl_of_a_distribution(aws: Account) -> tuple[Do, Do]:
    acl = aws.client("wafv2", "us-east-1").create_web_acl(
        Name=name(), Scope="CLOUDFRONT", DefaultAction={"Allow": {}}, VisibilityConfig=_SEEN
    )["Summary"]["ARN"]
    return _each(lambda arn: _distribution(aws, WebACLId=arn), f"{acl[:-4]}0000", acl)


@missing("NamespaceNotFound", "")
def namespace_of_a_service(aws: Account) -> tuple[Do, Do]:
    made = name()
    aws.servicediscovery.create_http_namespace(Name=made)
    listed = aws.servicediscovery.list_namespaces()["Namespaces"]
    namespace = next(each["Id"] for each in listed if each["Name"] == made)
    return _each(
        lambda one: aws.servicediscovery.create_service(Name=name(), NamespaceId=one),
        "ns-0000000000000000",
        namespace,
    )


@missing("SubnetNotFound", "")
def subnet_of_a_mount_target(aws: Account) -> tuple[Do, Do]:
    system = aws.efs.create_file_system(CreationToken=name())["FileSystemId"]
    return _each(
        lambda subnet: aws.efs.create_mount_target(FileSystemId=system, SubnetId=subnet),
        _SUBNET,
        aws.subnets[0],
    )


@missing("ResourceNotFoundException", "")
def stream_of_a_tables_changes(aws: Account) -> tuple[Do, Do]:
    table, stream = name(), name()
    aws.dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    aws.kinesis.create_stream(StreamName=stream, ShardCount=1)
    arn = f"arn:aws:kinesis:eu-west-1:{_ACCOUNT}:stream/{stream}"
    return _each(
        lambda one: aws.dynamodb.enable_kinesis_streaming_destination(TableName=table, StreamArn=one),
        f"{arn}-gone",
        arn,
    )


@missing("BadRequestException", "")
def subnet_of_a_vpc_link(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda subnet: aws.apigatewayv2.create_vpc_link(Name=name(), SubnetIds=[subnet]),
        _SUBNET,
        aws.subnets[0],
    )


@missing("BadRequestException", "")
def integration_of_a_route(aws: Account) -> tuple[Do, Do]:
    api = _http_api(aws)
    made = aws.apigatewayv2.create_integration(
        ApiId=api,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        PayloadFormatVersion="1.0",
        IntegrationUri="https://example.com",
    )["IntegrationId"]
    return _each(
        lambda one: aws.apigatewayv2.create_route(ApiId=api, RouteKey="GET /a", Target=f"integrations/{one}"),
        "gone000",
        made,
    )


@missing("ResourceNotFoundException", "")
def group_of_a_schedule(aws: Account) -> tuple[Do, Do]:
    group, queue = name(), _queue(aws)
    aws.scheduler.create_schedule_group(Name=group)
    return _each(
        lambda one: aws.scheduler.create_schedule(
            Name=name(),
            GroupName=one,
            ScheduleExpression="rate(1 day)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": queue, "RoleArn": ROLE},
        ),
        f"{group}-gone",
        group,
    )


@missing("InvalidVPCId", "")
def network_of_a_zone(aws: Account) -> tuple[Do, Do]:
    return _each(
        lambda vpc: aws.route53.create_hosted_zone(
            Name=f"{name()}.example.com",
            CallerReference=name(),
            VPC={"VPCRegion": "eu-west-1", "VPCId": vpc},
            HostedZoneConfig={"PrivateZone": True},
        ),
        "vpc-00000000000000000",
        aws.vpc,
    )


@missing("NotFoundException", "Invalid API identifier specified")
def api_of_a_model(aws: Account) -> tuple[Do, Do]:
    model = {"Name": "Message", "ContentType": "application/json", "Schema": "{}"}
    return _each(lambda api: aws.apigatewayv2.create_model(ApiId=api, **model), "gone", _http_api(aws))


@missing("AWSOrganizationsNotInUseException", "not a member of an organization")
def organization_of_a_policy(aws: Account) -> tuple[Do, Do]:
    policy = {"Content": "{}", "Description": "any", "Type": "SERVICE_CONTROL_POLICY"}

    def inside() -> None:
        aws.organizations.create_organization(FeatureSet="ALL")
        aws.organizations.create_policy(Name=name(), **policy)

    return lambda: aws.organizations.create_policy(Name=name(), **policy), inside
