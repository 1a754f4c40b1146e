"""DAX: values that it refuses and that its model allows."""

import re

from local_aws.edge.errors import Refusal
from local_aws.values import Request, values

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.cluster-management.html
_TYPE = re.compile(r"dax\.(t2|t3)\.(small|medium)|dax\.(r3|r4|r5|r7i)\.(large|(2|4|8|12|16|24)?xlarge)")
_NAME = re.compile(r"[A-Za-z](?!.*--)[A-Za-z0-9-]{0,19}(?<!-)")
_MOST_NODES = 11


@values("CreateCluster")
def cluster(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html"""
    given = request.parameters
    if not _NAME.fullmatch(given["ClusterName"]):
        return _invalid(
            "Cluster name must be 1 to 20 alphanumeric characters or hyphens, begin with a letter, and "
            "neither end with a hyphen nor have two of them in a row."
        )
    if not _TYPE.fullmatch(given["NodeType"]):
        return _invalid(f"Invalid node type: {given['NodeType']}")
    if not 1 <= given["ReplicationFactor"] <= _MOST_NODES:
        return _invalid(f"Replication factor must be between 1 and {_MOST_NODES}.")
    return None


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValueException", message)
