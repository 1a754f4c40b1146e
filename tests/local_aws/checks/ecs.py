"""ECS: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, default_subnets, name


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
def ecs_tasks_run(aws: Any) -> bool:
    """That they run, and how, is in `test_containers.py`: those that do not are said not to."""
    cluster, service = ecs_service(aws)
    described = aws.client("ecs").describe_services(cluster=cluster, services=[service])["services"][0]
    return any("described only" in event["message"] for event in described["events"])


@check
def ecs_tasks_listed(aws: Any) -> bool:
    cluster, service = ecs_service(aws)
    ecs, family = aws.client("ecs"), name()
    ecs.register_task_definition(
        family=family,
        containerDefinitions=[{"name": "a", "image": "a:1", "memory": 64}],
        cpu="256",
        memory="512",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
    )
    subnets = [each["SubnetId"] for each in default_subnets(aws)[:1]]
    network = {"awsvpcConfiguration": {"subnets": subnets, "securityGroups": []}}
    ecs.run_task(cluster=cluster, taskDefinition=family, launchType="FARGATE", networkConfiguration=network)
    everything = ecs.list_tasks(cluster=cluster)["taskArns"]
    of_service = ecs.list_tasks(cluster=cluster, serviceName=service)["taskArns"]
    return len(everything) == 1 and of_service == []


@check
def services_without_networks(aws: Any) -> bool:
    ecs, ec2 = aws.client("ecs"), aws.client("ec2")
    cluster, service = ecs_service(aws)
    [plain] = ecs.describe_services(cluster=cluster, services=[service])["services"]
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/28")["Subnet"]["SubnetId"]
    network = {"awsvpcConfiguration": {"subnets": [subnet]}}
    cluster, service = ecs_service(aws, networkConfiguration=network)
    [inside] = ecs.describe_services(cluster=cluster, services=[service])["services"]
    return "networkConfiguration" not in plain and inside["networkConfiguration"]["awsvpcConfiguration"][
        "subnets"
    ] == [subnet]


@check
def account_settings_of_everybody(aws: Any) -> bool:
    ecs, setting = aws.client("ecs"), "fargateTaskRetirementWaitPeriod"
    ecs.put_account_setting_default(name=setting, value="14")
    [found] = ecs.list_account_settings(name=setting, effectiveSettings=True)["settings"]
    return bool(found["value"] == "14")
