"""The access log of an API's stage, which MiniStack accepts and does not write.

AWS: one line a request: the format of the stage with its `$context` variables, `-` for what does not apply.
It goes to a log group, or to a Firehose stream.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html
"""

import base64
import re
import time
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import cloudwatch_logs, firehose

from local_aws.services.apigateway.authorisation import delivery_stream

Values = dict[str, Any]
_VARIABLE = re.compile(r"\$context\.((?:\w+\.)*\w+)")
_LOG_GROUP = re.compile(r"arn:aws[\w-]*:logs:[^:]+:\d+:log-group:([^:]+)")


def write(stage: Values, values: Values) -> None:
    """Log one request where the stage's settings say, if they name a log group or stream that exists."""
    settings = stage.get("accessLogSettings") or {}
    line = _VARIABLE.sub(lambda found: str(values.get(found[1], "-")), settings.get("format") or "")
    if stream := delivery_stream(stage):
        record = {"Data": base64.b64encode(f"{line}\n".encode()).decode()}
        firehose._put_record({"DeliveryStreamName": stream, "Record": record})
        return
    group = _LOG_GROUP.match(settings.get("destinationArn") or "")
    if not group or group[1] not in cloudwatch_logs._log_groups:
        return
    where = {"logGroupName": group[1], "logStreamName": f"{values['apiId']}-{values['stage']}"}
    cloudwatch_logs._create_log_stream(where)
    event = {"timestamp": values["requestTimeEpoch"], "message": line}
    cloudwatch_logs._put_log_events({**where, "logEvents": [event]})


def values(request: Values, method: str, path: str, answer: tuple[int, Any, bytes], started: float) -> Values:
    """The `$context` variables of a request that was answered.

    Args:
        request: what the engine resolved about it.
        started: when it came in, in seconds since 1970.
    """
    headers = {name.lower(): value for name, value in request["headers"].items()}
    body = answer[2] if isinstance(answer[2], (bytes, str)) else b""
    return {
        "accountId": get_account_id(),
        "apiId": request["api_id"],
        "domainName": headers.get("host", "-"),
        "error.message": request.get("error", "-"),
        "error.responseType": request.get("error_type", "-"),
        "extendedRequestId": request["request_id"],
        "httpMethod": method,
        "identity.sourceIp": "127.0.0.1",
        "identity.userAgent": headers.get("user-agent", "-"),
        "path": f"/{request['stage_name']}{path}",
        "protocol": "HTTP/1.1",
        "requestId": request["request_id"],
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(started)),
        "requestTimeEpoch": int(started * 1000),
        "resourcePath": request["resource_path"] or "-",
        "responseLatency": int((time.time() - started) * 1000),
        "responseLength": len(body),
        "stage": request["stage_name"],
        "status": answer[0],
    }
