"""Secrets Manager's rotation: where the engine differs from AWS."""

import contextvars
import json
import threading
import time
from typing import Any

from ministack.core.responses import new_uuid
from ministack.services import secretsmanager, stepfunctions

from local_aws.authorisation import deliveries
from local_aws.corrections import correction
from local_aws.references.existing import is_there
from local_aws.services.lambda_.authorisation import call_denied

Answer = tuple[int, dict[str, str], bytes]
_PAUSES = (2, 4, 8, 16, 30)  # seconds between the tries of a rotation; AWS waits longer


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
            return _refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
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


@correction
def rotation_functions() -> None:
    """AWS: RotateSecret has the rotation function make, set, test and finish the new version, in four calls.

    MiniStack: copies the old value and calls nobody. Here, too, no schedule starts a rotation.
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
    """
    rotate, get = secretsmanager._rotate_secret, secretsmanager._get_secret_value

    def get_secret_value(data: dict[str, Any], *rest: Any) -> Answer:
        """A new version has no value until the function puts one; the templates of AWS ask for it."""
        answer: Answer = get(data, *rest)
        if answer[0] == 200 and not {"SecretString", "SecretBinary"} & json.loads(answer[2]).keys():
            asked = data.get("VersionId") or data.get("VersionStage")
            message = f"Secrets Manager can't find the specified secret value for version: {asked}"
            return _refused("ResourceNotFoundException", message)
        return answer

    def rotate_secret(data: dict[str, Any]) -> Answer:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        function = data.get("RotationLambdaARN") or (secret or {}).get("RotationLambdaARN")
        now = data.get("RotateImmediately", True) and secret and not secret.get("DeletedDate")
        if not function or not now:
            answer: Answer = rotate(data)
            return answer
        if secretsmanager._find_stage_version(secret, "AWSPENDING")[0]:
            message = "A previous rotation isn't complete. That rotation will be reattempted."
            return _refused("InvalidRequestException", message)
        token = data.get("ClientRequestToken") or new_uuid()
        secret["Versions"][token] = {
            "SecretString": None,
            "SecretBinary": None,
            "CreatedDate": int(time.time()),
            "Stages": ["AWSPENDING"],
        }
        secret["RotationEnabled"], secret["RotationLambdaARN"] = True, function
        secret["RotationRules"] = data.get("RotationRules") or secret.get("RotationRules")
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(_rotate, secret, function, token), daemon=True).start()
        return _of(secret, token)

    secretsmanager._rotate_secret, secretsmanager._get_secret_value = rotate_secret, get_secret_value


@correction
def rights_of_rotations() -> None:
    """AWS: the policy of a rotation's function must let Secrets Manager in. MiniStack: does not ask.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
    """
    rotate = secretsmanager._rotate_secret

    def rotate_if_permitted(data: dict[str, Any]) -> Answer:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        function = data.get("RotationLambdaARN") or (secret or {}).get("RotationLambdaARN")
        if secret and function and not _may_call(secret, function):
            return _refused(
                "AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function "
                "policy grants access to the principal secretsmanager.amazonaws.com.",
            )
        answer: Answer = rotate(data)
        return answer

    secretsmanager._rotate_secret = rotate_if_permitted


def _may_call(secret: dict[str, Any], function: str) -> bool:
    sender = deliveries.Sender.as_itself("secretsmanager", secret["ARN"])
    return is_there(function) and not call_denied(sender, function)


def _rotate(secret: dict[str, Any], function: str, token: str) -> None:
    """What fails leaves the new version pending, and is tried again; the reason is in the function's log."""
    for pause in (*_PAUSES, None):
        if _all_steps(secret, function, token):
            break
        if pause is None:
            return
        time.sleep(pause)
    secret["LastRotatedDate"] = int(time.time())
    current = secret["Versions"].get(token, {})
    if "AWSCURRENT" in current.get("Stages", []):
        current["Stages"] = [stage for stage in current["Stages"] if stage != "AWSPENDING"]


def _all_steps(secret: dict[str, Any], function: str, token: str) -> bool:
    try:
        for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
            event = {"Step": step, "SecretId": secret["ARN"], "ClientRequestToken": token}
            stepfunctions._call_lambda(function, event)
    except stepfunctions._ExecutionError:
        return False
    return True


def _refused(code: str, message: str) -> Answer:
    answer: Answer = secretsmanager.error_response_json(code, message, 400)
    return answer


def _of(secret: dict[str, Any], version: str | None) -> Answer:
    content = {"ARN": secret["ARN"], "Name": secret["Name"]} | ({"VersionId": version} if version else {})
    answer: Answer = secretsmanager.json_response(content)
    return answer
