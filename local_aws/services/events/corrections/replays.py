"""EventBridge: what calls about archives and replays are about."""

import json
from typing import Any

from ministack.core import iam_actions

from local_aws.corrections import correction


@correction
def resources_of_replays() -> None:
    """AWS: such a call is about its archive or replay, and a policy may name it. MiniStack: about all (`*`).

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
    """
    resource_of = iam_actions.extract_resource_arn

    def extract_resource_arn(
        service: str,
        method: str,
        path: str,
        headers: Any,
        body: bytes,
        params: Any,
        region: str,
        account: str,
    ) -> Any:
        known = resource_of(service, method, path, headers, body, params, region, account)
        if service != "events" or known != "*":
            return known
        operation = str(headers.get("x-amz-target", "")).rpartition(".")[2]
        try:
            asked = json.loads(body or b"{}")
        except ValueError:
            return known
        prefix = f"arn:aws:events:{region}:{account}"
        if operation == "StartReplay":
            return asked.get("EventSourceArn", known)
        if operation.endswith("Archive") and "ArchiveName" in asked:
            return f"{prefix}:archive/{asked['ArchiveName']}"
        if operation.endswith("Replay") and "ReplayName" in asked:
            return f"{prefix}:replay/{asked['ReplayName']}"
        return known

    iam_actions.extract_resource_arn = extract_resource_arn
