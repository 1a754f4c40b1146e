"""EFS: mount targets are in networks. MiniStack itself refuses file systems that have some.

https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystem.html
"""

from ministack.services import efs

from local_aws.references import networks
from local_aws.references.rules import all_of


def placed() -> networks.Placed:
    for target in all_of(efs._mount_targets):
        yield target["MountTargetId"], [target["SubnetId"], target.get("SecurityGroups")]
