"""RDS: writes the operating system's metrics with a role."""

from collections.abc import Mapping
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import rds

from local_aws.authorisation import rights
from local_aws.corrections import correction


@correction
def roles_of_monitoring() -> None:
    """AWS: assumes the role of Enhanced Monitoring when an instance gets it. MiniStack: takes every ARN.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
    """
    calls = ("CreateDBInstance", "ModifyDBInstance")

    def checked(change: Any) -> Any:
        def change_checked(asked: Mapping[str, Any]) -> Any:
            role = rds._p(asked, "MonitoringRoleArn")
            if role and not _may_monitor(role, rds._p(asked, "DBInstanceIdentifier") or ""):
                message = (
                    "IAM role ARN value is invalid or does not include the required permissions for:"
                    " ENHANCED_MONITORING"
                )
                return rds._error("InvalidParameterValue", message, 400)
            return change(asked)

        return change_checked

    rds._ACTION_MAP |= {call: checked(rds._ACTION_MAP[call]) for call in calls}


def _may_monitor(role: str, instance: str) -> bool:
    source = f"arn:aws:rds:{get_region()}:{get_account_id()}:db:{instance}"
    if not rights.may_assume("monitoring.rds.amazonaws.com", role, rights.source(source)).allowed:
        return False
    session = rights.session(role, "RDSOSMetrics")
    group = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:RDSOSMetrics"
    return all(
        rights.authorise(session, f"logs:{verb}", f"{group}:log-stream:any").allowed
        for verb in ("CreateLogStream", "PutLogEvents")
    )
