"""DAX: clusters are in networks. The corrections refuse subnet and parameter groups that clusters use.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.html
"""

from local_aws.references import networks
from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Rule, all_of, moto


def placed() -> networks.Placed:
    dax = moto("dax")
    groups = vars(dax).get("subnet_groups", {})
    for cluster in all_of(dax.clusters):
        yield cluster.name, [cluster.security_groups, groups.get(cluster.subnet_group)]


MISSING = (
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html
    Rule(
        "CreateCluster",
        not_assumed("dax", "IamRoleArn"),
        "InvalidParameterValueException",
        "No permission to assume role: {found}",
    ),
)
