"""The call of another service by an API's integration, as a session of the integration's role."""

import asyncio
import json
import os
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local_aws.authorisation import rights, sessions

Record = dict[str, Any]
_ONCE = Config(
    retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30, inject_host_prefix=False
)
_SESSION = "BackplaneAssumeRoleSession"
_botocore = botocore.session.get_session()


async def called(
    role: str | None, service: str, operation: str, parameters: Record, region: str
) -> tuple[int, str] | None:
    """Status and answer, JSON, of a service; None if API Gateway may not assume the role.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html

    Args:
        role: ARN.
        service: boto3's name for it.
    """
    if not role or not rights.may_assume("apigateway", role).allowed:
        return None
    return await asyncio.to_thread(_called, role, service, operation, parameters, region)


def _called(role: str, service: str, operation: str, parameters: Record, region: str) -> tuple[int, str]:
    issued = sessions.issue(role, _SESSION)
    client = _botocore.create_client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        aws_access_key_id=issued["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=issued["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=issued["AWS_SESSION_TOKEN"],
        config=_ONCE,
    )
    try:
        answer = client._make_api_call(operation, parameters)
    except ClientError as error:
        said = error.response["Error"]
        status: int = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return status, json.dumps({"__type": said["Code"], "message": said.get("Message", "")})
    except BotoCoreError as error:
        return 400, json.dumps({"__type": "ValidationException", "message": str(error)})
    finally:
        sessions.forget(issued)
    answer.pop("ResponseMetadata", None)
    return 200, json.dumps(answer, default=str)


def queue_address(url: str) -> str:
    """The address here of a queue, of any address of it."""
    account, name = url.rstrip("/").split("/")[-2:]
    return f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/{account}/{name}"
