"""MemoryDB: clusters are in networks. moto itself refuses subnet groups of clusters.

https://docs.aws.amazon.com/memorydb/latest/APIReference/API_DeleteSubnetGroup.html
"""

from local_aws.references import networks
from local_aws.references.rules import all_of, moto


def placed() -> networks.Placed:
    memorydb = moto("memorydb")
    for cluster in all_of(memorydb.clusters):
        group = memorydb.subnet_groups.get(cluster.subnet_group_name)
        yield cluster.cluster_name, [cluster.security_group_ids, group.subnet_ids if group else []]
