"""EFS: where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import efs

from local_aws.corrections import correction


@correction
def file_system_policies() -> None:
    """AWS: a policy stays as it was given. MiniStack: gives it an Id, and its statements Sids.

    https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html
    """
    put = efs._put_file_system_policy

    def put_file_system_policy(name: str, body: dict[str, Any]) -> Any:
        status, headers, answer = put(name, body)
        if status == 200:
            efs._file_systems[name]["FileSystemPolicy"] = body["Policy"]
            answer = json.dumps({"FileSystemId": name, "Policy": body["Policy"]}).encode()
        return status, headers, answer

    efs._put_file_system_policy = put_file_system_policy
