"""Secrets Manager: where the engine differs from AWS."""

import json
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager

from local_aws.corrections import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def secrets_replicated_when_made() -> None:
    """AWS: a secret is replicated to the regions it is made with. MiniStack: only when told so later.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    """
    create = secretsmanager._create_secret

    def create_secret(data: dict[str, Any]) -> Answer:
        made: Answer = create(data)
        if made[0] == 200 and data.get("AddReplicaRegions"):
            replicated: Answer = secretsmanager._replicate_secret_to_regions(
                {**data, "SecretId": data["Name"]}
            )
            if replicated[0] != 200:
                secretsmanager._secrets.pop(data["Name"])
                return replicated
        return made

    secretsmanager._create_secret = create_secret


@correction
def secrets_leave_regions() -> None:
    """AWS: a secret is taken out of a region it was replicated to. MiniStack: knows no such call.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html
    """
    handle = secretsmanager.handle_request

    def remove(data: dict[str, Any]) -> Answer:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        if not secret:
            missing: Answer = error_response_json(
                "ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400
            )
            return missing
        gone, replicas = data.get("RemoveReplicaRegions", []), secret["ReplicationStatus"]
        secretsmanager._delete_replicas(
            {**secret, "ReplicationStatus": [each for each in replicas if each["Region"] in gone]}
        )
        secret["ReplicationStatus"] = [each for each in replicas if each["Region"] not in gone]
        removed: Answer = json_response(
            {"ARN": secret["ARN"], "ReplicationStatus": secret["ReplicationStatus"]}
        )
        return removed

    async def handle_request(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Any
    ) -> Answer:
        if headers.get("x-amz-target", "").endswith(".RemoveRegionsFromReplication"):
            return remove(json.loads(body))
        answer: Answer = await handle(method, path, headers, body, query)
        return answer

    secretsmanager.handle_request = handle_request
