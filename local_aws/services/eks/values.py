"""EKS: values that it refuses and that its model allows."""

import ipaddress
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

# In standard or extended support during 2026.
# https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
_VERSIONS = tuple(f"1.{minor}" for minor in range(29, 37))
_PRIVATE = tuple(
    ipaddress.IPv4Network(cidr)
    for cidr in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)


@values("CreateCluster", "UpdateClusterVersion")
def version(request: Request) -> Refusal | None:
    """A version that is supported."""
    asked = request.parameters.get("version")
    if asked and asked not in _VERSIONS:
        return _invalid(f"unsupported Kubernetes version {asked}")
    return None


@values("CreateCluster", "UpdateClusterConfig")
def auto_mode(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eks/latest/userguide/automode.html

    Its three parts are turned on and off together.
    """
    given = request.parameters
    compute: dict[str, Any] = given.get("computeConfig", {})
    network = given.get("kubernetesNetworkConfig", {}).get("elasticLoadBalancing", {})
    storage = given.get("storageConfig", {}).get("blockStorage", {})
    on = {bool(part.get("enabled")) for part in (compute, network, storage)}
    if len(on) > 1:
        return _invalid(
            "For EKS Auto Mode, please ensure that all required configs, including computeConfig, "
            "kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled."
        )
    if compute.get("nodeRoleArn") and not compute.get("nodePools"):
        return _invalid(
            "When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided."
        )
    if compute.get("nodePools") and not compute.get("nodeRoleArn"):
        return _invalid("When Compute Config nodePools is not empty, nodeRoleArn must be provided.")
    return None


@values("CreateCluster", "UpdateClusterConfig")
def public_access(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html

    Who comes from the internet has no private address.
    """
    listed = request.parameters.get("resourcesVpcConfig", {}).get("publicAccessCidrs", [])
    if any(not _is_public(cidr) for cidr in listed):
        return _invalid(f"The following CIDRs are invalid in publicAccessCidrs: [{','.join(listed)}]")
    return None


def _is_public(cidr: str) -> bool:
    try:
        network = ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return False
    return network.version == 6 or not any(network.subnet_of(private) for private in _PRIVATE)


@values("CreateNodegroup", "UpdateNodegroupConfig")
def node_scaling(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html"""
    asked = request.parameters.get("scalingConfig", {})
    least, most = asked.get("minSize"), asked.get("maxSize")
    desired = asked.get("desiredSize")
    if least is not None and most is not None and least > most:
        return _invalid(f"Minimum capacity {least} can't be greater than maximum size {most}")
    if desired is not None and least is not None and desired < least:
        return _invalid(f"desired capacity {desired} can't be less than minimum size {least}")
    if desired is not None and most is not None and desired > most:
        return _invalid(f"desired capacity {desired} can't be greater than max size {most}")
    return None


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterException", message)
