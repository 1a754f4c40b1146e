"""EC2: flow logs are written with a role."""

from typing import Any

from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs
from moto.ec2.models.flow_logs import FlowLogsBackend

from local_aws.authorisation import rights
from local_aws.corrections import correction

# https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
_WRITE = ("CreateLogStream", "PutLogEvents", "DescribeLogStreams")


@correction
def rights_of_flow_logs() -> None:
    """AWS: a flow log whose role may not write, or cannot be assumed, is made and fails. moto: it succeeds,
    or fails where its log group is named by ARN.

    https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-troubleshooting.html#flow-logs-troubleshooting-incomplete-records
    """
    create = FlowLogsBackend.create_flow_logs

    def create_flow_logs(self: Any, *args: Any, **named: Any) -> Any:
        made, failed = create(self, *args, **named)
        for each in made:
            role = each.deliver_logs_permission_arn
            if role:
                fails = not _may_write(self, role, each)
                each.deliver_logs_status = "FAILED" if fails else "SUCCESS"
                each.deliver_logs_error_message = "Access error" if fails else None
        return made, failed

    FlowLogsBackend.create_flow_logs = create_flow_logs


def _may_write(backend: Any, role: str, log: Any) -> bool:
    place = f"{backend.region_name}:{backend.account_id}"
    context = rights.source(f"arn:aws:ec2:{place}:vpc-flow-log/{log.id}")
    if not rights.may_assume("vpc-flow-logs", role, context).allowed:
        return False
    group = log.log_destination or f"arn:aws:logs:{place}:log-group:{log.log_group_name}"
    with request_scope(backend.account_id, backend.region_name):
        if group.removesuffix(":*").rpartition(":")[2] not in cloudwatch_logs._log_groups:
            return False
    session = rights.session(role, "VPCFlowLogs")
    stream = f"{group.removesuffix(':*')}:log-stream:any"
    return all(rights.authorise(session, f"logs:{verb}", stream).allowed for verb in _WRITE)
