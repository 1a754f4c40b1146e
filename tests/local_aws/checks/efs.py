"""EFS: whether a local AWS does as AWS does."""

import json
from typing import Any

from tests.local_aws.checks import check, name


@check
def file_system_policies(aws: Any) -> bool:
    efs = aws.client("efs")
    system = {"FileSystemId": efs.create_file_system(CreationToken=name())["FileSystemId"]}
    mount = {"Action": "elasticfilesystem:ClientMount", "Resource": "*"}
    statement = {"Effect": "Allow", "Principal": {"AWS": "*"}, **mount}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    efs.put_file_system_policy(**system, Policy=json.dumps(policy))
    return bool(json.loads(efs.describe_file_system_policy(**system)["Policy"]) == policy)
