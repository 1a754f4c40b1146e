"""Secrets Manager's rotation: where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import secretsmanager

from tooling.emulator.corrections import correction

Answer = tuple[int, dict[str, str], bytes]


@correction
def schedules_of_managed_secrets() -> None:
    """AWS: RotateSecret without RotateImmediately only sets the schedule; CancelRotateSecret takes it off.

    MiniStack: writes a new version at once; does not know how to cancel.
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html
    """
    rotate, handle = secretsmanager._rotate_secret, secretsmanager.handle_request

    def rotate_secret(data: dict[str, Any]) -> Answer:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        if data.get("RotateImmediately", True) or not secret or secret.get("DeletedDate"):
            answer: Answer = rotate(data)
            return answer
        secret["RotationEnabled"] = True
        secret["RotationRules"] = data.get("RotationRules") or secret.get("RotationRules")
        secret["RotationLambdaARN"] = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
        current, _ = secretsmanager._find_stage_version(secret, "AWSCURRENT")
        return _of(secret, current)

    def cancel_rotate_secret(data: dict[str, Any]) -> Answer:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        if not secret:
            message = "Secrets Manager can't find the specified secret."
            refused: Answer = secretsmanager.error_response_json("ResourceNotFoundException", message, 400)
            return refused
        secret.update(RotationEnabled=False, RotationRules=None)
        return _of(secret, None)

    async def handle_request(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Any
    ) -> Answer:
        if headers.get("x-amz-target", "").endswith(".CancelRotateSecret"):
            return cancel_rotate_secret(json.loads(body))
        answer: Answer = await handle(method, path, headers, body, query)
        return answer

    secretsmanager._rotate_secret = rotate_secret
    secretsmanager.handle_request = handle_request


def _of(secret: dict[str, Any], version: str | None) -> Answer:
    content = {"ARN": secret["ARN"], "Name": secret["Name"]} | ({"VersionId": version} if version else {})
    answer: Answer = secretsmanager.json_response(content)
    return answer
