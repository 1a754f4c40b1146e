"""The execution log of a REST API's stage, which MiniStack accepts the level of and does not write.

AWS: with INFO each request, with ERROR those that fail in API Gateway, in a log group of the stage, with the
account's role. Of what AWS writes about a request, these are the lines that say what it was and how it ended.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
"""

import time
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch_logs

from local_aws.services.apigateway.authorisation import may_write_to

Values = dict[str, Any]


def write(request: Values, method: str, status: int) -> None:
    """Log a request that was answered, as the settings of its method say and the account's role may.

    Args:
        request: what the engine resolved about it.
    """
    failed = status >= 500
    level = _level(request, method)
    if level == "OFF" or (level == "ERROR" and not failed):
        return
    group = f"API-Gateway-Execution-Logs_{request['api_id']}/{request['stage_name']}"
    arn = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}"
    if not may_write_to(f"{arn}:log-stream:any"):
        return
    if group not in cloudwatch_logs._log_groups:
        cloudwatch_logs._create_log_group({"logGroupName": group})
    where = {"logGroupName": group, "logStreamName": request["request_id"]}
    cloudwatch_logs._create_log_stream(where)
    now = int(time.time() * 1000)
    lines = [{"timestamp": now, "message": line} for line in _lines(request, method, status, level)]
    cloudwatch_logs._put_log_events({**where, "logEvents": lines})


def _level(request: Values, method: str) -> str:
    settings = request["stage"].get("methodSettings") or {}
    path = (request["resource_path"] or "").strip("/").replace("/", "~1")
    own = settings.get(f"{path}/{method}") or settings.get(f"/{path}/{method}") or settings.get("*/*") or {}
    return str(own.get("loggingLevel") or "OFF").upper()


def _lines(request: Values, method: str, status: int, level: str) -> list[str]:
    about = f"({request['request_id']})"
    end = f"{about} Method completed with status: {status}"
    if level == "ERROR":
        return [f"{about} Execution failed due to an error: {request.get('error', '-')}", end]
    return [
        f"{about} Starting execution for request: {request['request_id']}",
        f"{about} HTTP Method: {method}, Resource Path: {request['resource_path'] or '-'}",
        end,
    ]
