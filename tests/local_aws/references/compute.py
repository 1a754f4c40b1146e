"""Containers and instances, and resources of other services in networks."""

from typing import Any

from tests.local_aws.references import Account, Do, kind, name
from tests.local_aws.references.data import _cache, _dax, _db_cluster, _db_instance, _db_subnet_group

_DEPENDENT = "has a dependent object"


def _group_of(aws: Account, group: str, free: Do) -> tuple[Do, Do]:
    return lambda: aws.ec2.delete_security_group(GroupId=group), free


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_function(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    function = aws.function(VpcConfig={"SubnetIds": aws.subnets, "SecurityGroupIds": [group]})
    return _group_of(aws, group, lambda: aws.lambda_.delete_function(FunctionName=function))


@kind("DependencyViolation", "has dependencies and cannot be deleted")
def subnet_of_a_function(aws: Account) -> tuple[Do, Do]:
    subnet = aws.subnet()
    function = aws.function(VpcConfig={"SubnetIds": [subnet], "SecurityGroupIds": [aws.group()]})
    return (
        lambda: aws.ec2.delete_subnet(SubnetId=subnet),
        lambda: aws.lambda_.delete_function(FunctionName=function),
    )


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_database(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    free = _db_instance(aws, DBSubnetGroupName=_db_subnet_group(aws), VpcSecurityGroupIds=[group])
    return _group_of(aws, group, free)


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_database_cluster(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    _, free = _db_cluster(aws, DBSubnetGroupName=_db_subnet_group(aws), VpcSecurityGroupIds=[group])
    return _group_of(aws, group, free)


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_database_proxy(aws: Account) -> tuple[Do, Do]:
    group, proxy = aws.group(), name()
    secret = aws.secretsmanager.create_secret(Name=name(), SecretString="{}")["ARN"]
    aws.rds.create_db_proxy(
        DBProxyName=proxy,
        EngineFamily="POSTGRESQL",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret, "IAMAuth": "REQUIRED"}],
        RoleArn=aws.role,
        VpcSubnetIds=aws.subnets,
        VpcSecurityGroupIds=[group],
    )
    return _group_of(aws, group, lambda: aws.rds.delete_db_proxy(DBProxyName=proxy))


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_cache(aws: Account) -> tuple[Do, Do]:
    group, subnets = aws.group(), name()
    aws.elasticache.create_cache_subnet_group(
        CacheSubnetGroupName=subnets, CacheSubnetGroupDescription="t", SubnetIds=aws.subnets
    )
    free = _cache(aws, CacheSubnetGroupName=subnets, SecurityGroupIds=[group])
    return _group_of(aws, group, free)


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_serverless_cache(aws: Account) -> tuple[Do, Do]:
    group, cache = aws.group(), name()
    aws.elasticache.create_serverless_cache(
        ServerlessCacheName=cache, Engine="valkey", SubnetIds=aws.subnets, SecurityGroupIds=[group]
    )
    free = lambda: aws.elasticache.delete_serverless_cache(ServerlessCacheName=cache)  # noqa: E731
    return _group_of(aws, group, free)


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_dax_cluster(aws: Account) -> tuple[Do, Do]:
    group, subnets = aws.group(), name()
    aws.dax.create_subnet_group(SubnetGroupName=subnets, SubnetIds=aws.subnets)
    free = _dax(aws, SubnetGroupName=subnets, SecurityGroupIds=[group])
    return _group_of(aws, group, free)


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_mount_target(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    system = aws.efs.create_file_system(CreationToken=name())["FileSystemId"]
    target = aws.efs.create_mount_target(
        FileSystemId=system, SubnetId=aws.subnets[0], SecurityGroups=[group]
    )["MountTargetId"]
    return _group_of(aws, group, lambda: aws.efs.delete_mount_target(MountTargetId=target))


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_broker(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    broker = aws.mq.create_broker(
        BrokerName=name(),
        AutoMinorVersionUpgrade=True,
        DeploymentMode="SINGLE_INSTANCE",
        EngineType="RABBITMQ",
        EngineVersion="3.13",
        HostInstanceType="mq.m5.large",
        PubliclyAccessible=False,
        SubnetIds=[aws.subnets[0]],
        SecurityGroups=[group],
        Users=[{"Username": "owner", "Password": "correct-horse-9"}],
    )["BrokerId"]
    return _group_of(aws, group, lambda: aws.mq.delete_broker(BrokerId=broker))


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_vpc_link(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    link = aws.apigatewayv2.create_vpc_link(Name=name(), SubnetIds=aws.subnets, SecurityGroupIds=[group])[
        "VpcLinkId"
    ]
    return _group_of(aws, group, lambda: aws.apigatewayv2.delete_vpc_link(VpcLinkId=link))


def _kubernetes(aws: Account, *groups: str) -> str:
    cluster = name()
    aws.eks.create_cluster(
        name=cluster,
        roleArn=aws.role,
        resourcesVpcConfig={"subnetIds": aws.subnets, "securityGroupIds": list(groups)},
    )
    return cluster


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_kubernetes_cluster(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    cluster = _kubernetes(aws, group)
    return _group_of(aws, group, lambda: aws.eks.delete_cluster(name=cluster))


@kind("ResourceInUseException", "nodegroups attached")
def kubernetes_cluster_with_nodes(aws: Account) -> tuple[Do, Do]:
    cluster = _kubernetes(aws)
    both = {"clusterName": cluster, "nodegroupName": "own"}
    aws.eks.create_nodegroup(**both, subnets=aws.subnets, nodeRole=aws.role)
    return lambda: aws.eks.delete_cluster(name=cluster), lambda: aws.eks.delete_nodegroup(**both)


@kind("ResourceInUseException", "")
def kubernetes_cluster_with_a_fargate_profile(aws: Account) -> tuple[Do, Do]:
    cluster = _kubernetes(aws)
    both = {"clusterName": cluster, "fargateProfileName": "own"}
    aws.eks.create_fargate_profile(
        **both, podExecutionRoleArn=aws.role, subnets=aws.subnets, selectors=[{"namespace": "a"}]
    )
    return lambda: aws.eks.delete_cluster(name=cluster), lambda: aws.eks.delete_fargate_profile(**both)


def _task_definition(aws: Account, **settings: Any) -> str:
    family = name()
    aws.ecs.register_task_definition(
        family=family,
        containerDefinitions=[{"name": "a", "image": "nginx", "memory": 128}],
        **settings,
    )
    return family


_FARGATE = {
    "requiresCompatibilities": ["FARGATE"],
    "networkMode": "awsvpc",
    "cpu": "256",
    "memory": "512",
}


def _in_network(aws: Account, group: str) -> dict[str, Any]:
    return {"awsvpcConfiguration": {"subnets": aws.subnets, "securityGroups": [group]}}


def _service(aws: Account, **settings: Any) -> tuple[str, Do]:
    """A service in a cluster of its own; the cluster, and the call that deletes the service."""
    cluster, service = name(), name()
    aws.ecs.create_cluster(clusterName=cluster)
    aws.ecs.create_service(cluster=cluster, serviceName=service, **settings)
    return cluster, lambda: aws.ecs.delete_service(cluster=cluster, service=service, force=True)


@kind("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active")
def container_cluster_with_a_service(aws: Account) -> tuple[Do, Do]:
    cluster, free = _service(aws, taskDefinition=_task_definition(aws), desiredCount=0)
    return lambda: aws.ecs.delete_cluster(cluster=cluster), free


@kind("DependencyViolation", _DEPENDENT)
def security_group_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    group = aws.group()
    _, free = _service(
        aws,
        taskDefinition=_task_definition(aws, **_FARGATE),
        desiredCount=1,
        launchType="FARGATE",
        networkConfiguration=_in_network(aws, group),
    )
    return _group_of(aws, group, free)


@kind("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active")
def container_cluster_with_a_task(aws: Account) -> tuple[Do, Do]:
    cluster = name()
    aws.ecs.create_cluster(clusterName=cluster)
    task = aws.ecs.run_task(
        cluster=cluster,
        taskDefinition=_task_definition(aws, **_FARGATE),
        launchType="FARGATE",
        networkConfiguration=_in_network(aws, aws.group()),
    )["tasks"][0]["taskArn"]
    return (
        lambda: aws.ecs.delete_cluster(cluster=cluster),
        lambda: aws.ecs.stop_task(cluster=cluster, task=task),
    )


def _scaled(aws: Account, desired: int = 0) -> str:
    """An Auto Scaling group with a launch template of its own."""
    group, template = name(), name()
    image = aws.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    aws.ec2.create_launch_template(
        LaunchTemplateName=template, LaunchTemplateData={"ImageId": image, "InstanceType": "t4g.small"}
    )
    aws.autoscaling.create_auto_scaling_group(
        AutoScalingGroupName=group,
        MinSize=0,
        MaxSize=1,
        DesiredCapacity=desired,
        VPCZoneIdentifier=aws.subnets[0],
        LaunchTemplate={"LaunchTemplateName": template, "Version": "$Latest"},
    )
    return group


@kind("ResourceInUseException", "The specified capacity provider is in use and cannot be removed")
def capacity_provider_of_a_container_service(aws: Account) -> tuple[Do, Do]:
    group, provider, cluster, service = _scaled(aws), name(), name(), name()
    described = aws.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[group])
    arn = described["AutoScalingGroups"][0]["AutoScalingGroupARN"]
    aws.ecs.create_capacity_provider(name=provider, autoScalingGroupProvider={"autoScalingGroupArn": arn})
    strategy = [{"capacityProvider": provider, "weight": 1}]
    aws.ecs.create_cluster(clusterName=cluster)

    def put(providers: list[str]) -> None:
        aws.ecs.put_cluster_capacity_providers(
            cluster=cluster, capacityProviders=providers, defaultCapacityProviderStrategy=[]
        )

    put([provider])
    aws.ecs.create_service(
        cluster=cluster,
        serviceName=service,
        taskDefinition=_task_definition(aws),
        desiredCount=0,
        capacityProviderStrategy=strategy,
    )
    return lambda: put([]), lambda: aws.ecs.delete_service(cluster=cluster, service=service)


@kind("InvalidParameterException", "The service cannot be stopped while it is scaled above 0")
def container_service_with_tasks(aws: Account) -> tuple[Do, Do]:
    cluster, service = name(), name()
    both = {"cluster": cluster, "service": service}
    aws.ecs.create_cluster(clusterName=cluster)
    aws.ecs.create_service(
        cluster=cluster, serviceName=service, taskDefinition=_task_definition(aws), desiredCount=1
    )
    return lambda: aws.ecs.delete_service(**both), lambda: aws.ecs.update_service(**both, desiredCount=0)


@kind("ResourceInUse", "You cannot delete an AutoScalingGroup while there are instances")
def scaling_group_with_instances(aws: Account) -> tuple[Do, Do]:
    group = _scaled(aws, desired=1)
    return (
        lambda: aws.autoscaling.delete_auto_scaling_group(AutoScalingGroupName=group),
        lambda: aws.autoscaling.update_auto_scaling_group(AutoScalingGroupName=group, DesiredCapacity=0),
    )


@kind("VolumeInUse", "is currently attached to")
def volume_of_an_instance(aws: Account) -> tuple[Do, Do]:
    image = aws.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    made = aws.ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, SubnetId=aws.subnets[0])
    zone = made["Instances"][0]["Placement"]["AvailabilityZone"]
    volume = aws.ec2.create_volume(AvailabilityZone=zone, Size=1)["VolumeId"]
    both = {"VolumeId": volume, "InstanceId": made["Instances"][0]["InstanceId"], "Device": "/dev/sdf"}
    aws.ec2.attach_volume(**both)
    return (
        lambda: aws.ec2.delete_volume(VolumeId=volume),
        lambda: aws.ec2.detach_volume(**both),
    )
