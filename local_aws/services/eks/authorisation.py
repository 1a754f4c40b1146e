"""EKS: clusters, node groups and service accounts have roles that AWS may assume."""

from typing import Any

from moto.eks.exceptions import InvalidParameterException
from moto.eks.models import EKSBackend

from local_aws.authorisation import rights
from local_aws.corrections import correction


@correction
def roles_of_clusters() -> None:
    """AWS: a cluster's role must trust EKS, that of nodes EC2. moto: takes every ARN.

    https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
    https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
    """
    create, add = EKSBackend.create_cluster, EKSBackend.create_nodegroup

    def create_cluster(self: Any, name: str, role_arn: str, *args: Any, **more: Any) -> Any:
        source = f"arn:aws:eks:{self.region_name}:{self.account_id}:cluster/{name}"
        if not rights.may_assume("eks", role_arn, rights.source(source)).allowed:
            raise _refused(
                name,
                f"Role with arn: {role_arn}, could not be assumed because it does not exist or the trusted"
                " entity is not correct",
            )
        return create(self, name, role_arn, *args, **more)

    def create_nodegroup(self: Any, cluster_name: str, node_role: str, **more: Any) -> Any:
        if not rights.may_assume("ec2", node_role).allowed:
            raise _refused(
                cluster_name,
                "Following required service principals [ec2.amazonaws.com] were not found in the trust"
                f" relationships of nodeRole {node_role}",
            )
        return add(self, cluster_name=cluster_name, node_role=node_role, **more)

    EKSBackend.create_cluster, EKSBackend.create_nodegroup = create_cluster, create_nodegroup


def _refused(cluster: str, message: str) -> InvalidParameterException:
    return InvalidParameterException(clusterName=cluster, nodegroupName=None, addonName=None, message=message)
