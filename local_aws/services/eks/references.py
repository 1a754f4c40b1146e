"""EKS: clusters are in networks, and have nodes. moto itself refuses clusters with node groups.

https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html
"""

from collections.abc import Iterator

from local_aws.references import existing, networks
from local_aws.references.rules import Parameters, Rule, all_of, moto


def placed() -> networks.Placed:
    for cluster in all_of(moto("eks").clusters):
        settings = cluster.resources_vpc_config
        yield cluster.name, [settings.get("securityGroupIds"), settings.get("subnetIds")]


def _profiles(parameters: Parameters) -> Iterator[str]:
    cluster = moto("eks").clusters.get(parameters["name"])
    if cluster and not cluster.nodegroups:
        yield from list(cluster.fargate_profiles)


def _subnets(parameters: Parameters) -> Iterator[str]:
    settings = parameters.get("resourcesVpcConfig") or {}
    return existing.missing_subnets([*(settings.get("subnetIds") or ()), *(parameters.get("subnets") or ())])


MISSING = (
    Rule(
        "CreateCluster UpdateClusterConfig CreateNodegroup CreateFargateProfile",
        _subnets,
        "InvalidParameterException",
        "The subnet ID '{found}' does not exist",
    ),
    Rule(
        "CreateCluster UpdateClusterConfig",
        lambda parameters: existing.missing_groups(
            (parameters.get("resourcesVpcConfig") or {}).get("securityGroupIds")
        ),
        "InvalidParameterException",
        "The security group '{found}' does not exist",
    ),
)

IN_USE = (
    Rule(
        "DeleteCluster",
        _profiles,
        "ResourceInUseException",
        "Cluster has Fargate Profiles in ACTIVE/CREATING state",
        409,
    ),
)
