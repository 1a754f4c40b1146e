"""ECS: clusters with services, tasks and instances; capacity providers.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
"""

from collections.abc import Iterator
from typing import Any

from local_aws.references import existing, networks
from local_aws.references.rules import Parameters, Rule, all_of, moto, named, texts


def placed() -> networks.Placed:
    """Services that run, and tasks."""
    for service in all_of(moto("ecs").services):
        if service.status == "ACTIVE" and service.desired_count:
            yield service.arn, getattr(service, "network_configuration", None)
    for tasks in all_of(moto("ecs").tasks):
        for task in all_of(tasks):
            if _runs(task):
                yield task.task_arn, getattr(task, "network_configuration", None)


def _runs(task: Any) -> bool:
    return "STOPPED" not in (task.last_status, task.desired_status)


def _name(parameters: Parameters) -> str:
    return str(parameters.get("cluster") or "default").rpartition("/")[2]


def _services_of(cluster: str) -> list[Any]:
    services = all_of(moto("ecs").services)
    return [one for one in services if one.cluster_name == cluster and one.status == "ACTIVE"]


def _services(parameters: Parameters) -> Iterator[str]:
    yield from (service.name for service in _services_of(_name(parameters)))


def _instances(parameters: Parameters) -> Iterator[str]:
    for arn, instance in list((moto("ecs").container_instances.get(_name(parameters)) or {}).items()):
        if instance.status != "INACTIVE":
            yield arn


def _tasks(parameters: Parameters) -> Iterator[str]:
    for task in all_of(moto("ecs").tasks.get(_name(parameters)) or {}):
        if _runs(task):
            yield task.task_arn


def _providers_in_use(parameters: Parameters) -> Iterator[str]:
    """Providers that would leave the cluster while a service has them."""
    cluster = moto("ecs").clusters.get(_name(parameters))
    for provider in (cluster.capacity_providers or ()) if cluster else ():
        if provider in parameters.get("capacityProviders", ()):
            continue
        for service in _services_of(cluster.name):
            strategy = getattr(service, "capacity_provider_strategy", None) or ()
            if provider in (each.get("capacityProvider") for each in strategy):
                yield provider


def _network(parameters: Parameters, what: str) -> list[str]:
    settings = (parameters.get("networkConfiguration") or {}).get("awsvpcConfiguration") or {}
    return settings.get(what) or []


def _without_balancer(parameters: Parameters) -> Iterator[str]:
    used = {
        group
        for balancer in all_of(moto("elbv2").load_balancers)
        for listener in all_of(balancer.listeners)
        for rule in all_of(listener.rules)
        for group in texts([action.data for action in rule.actions])
    }
    for each in parameters.get("loadBalancers") or ():
        if each.get("targetGroupArn") and each["targetGroupArn"] not in used:
            yield each["targetGroupArn"]


def _unknown_providers(parameters: Parameters) -> Iterator[str]:
    known = ("FARGATE", "FARGATE_SPOT", *moto("ecs").capacity_providers)
    asked = [*(parameters.get("capacityProviders") or ()), *named(parameters, "capacityProvider")]
    yield from (name for name in asked if name.rpartition("/")[2] not in known)


MISSING = (
    Rule(
        "CreateService UpdateService RunTask",
        lambda parameters: existing.missing_subnets(_network(parameters, "subnets")),
        "InvalidParameterException",
        "Error retrieving subnet information for [{found}]: The subnet ID '{found}' does not exist"
        " (ErrorCode: InvalidSubnetID.NotFound)",
    ),
    Rule(
        "CreateService UpdateService RunTask",
        lambda parameters: existing.missing_groups(_network(parameters, "securityGroups")),
        "InvalidParameterException",
        "Error retrieving security group information for [{found}]: The security group '{found}' does not"
        " exist (ErrorCode: InvalidGroup.NotFound)",
    ),
    Rule(
        "CreateService UpdateService",
        _without_balancer,
        "InvalidParameterException",
        "The target group with targetGroupArn {found} does not have an associated load balancer.",
    ),
    Rule(
        "CreateCluster CreateService UpdateService PutClusterCapacityProviders RunTask",
        _unknown_providers,
        "InvalidParameterException",
        "The specified capacity provider '{found}' was not found.",
    ),
)

IN_USE = (
    Rule(
        "DeleteCluster",
        _services,
        "ClusterContainsServicesException",
        "The Cluster cannot be deleted while Services are active.",
    ),
    Rule(
        "DeleteCluster",
        _instances,
        "ClusterContainsContainerInstancesException",
        "The Cluster cannot be deleted while Container Instances are active or draining.",
    ),
    Rule(
        "DeleteCluster",
        _tasks,
        "ClusterContainsTasksException",
        "The Cluster cannot be deleted while Tasks are active.",
    ),
    Rule(
        "PutClusterCapacityProviders",
        _providers_in_use,
        "ResourceInUseException",
        "The specified capacity provider is in use and cannot be removed.",
    ),
)
