"""API Gateway: who may call an API, by its resource policy; and whom an API may call."""

import re
from collections.abc import Mapping
from typing import Any

from ministack.services import apigateway_v1

from local_aws.authorisation import deliveries, rights
from local_aws.authorisation.evaluation import Decision, Policy
from local_aws.authorisation.policies import as_document, resource_policy
from local_aws.services.lambda_.authorisation import arn_of

# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
LOGS = (
    *("CreateLogGroup", "CreateLogStream", "DescribeLogGroups", "DescribeLogStreams", "PutLogEvents"),
    *("GetLogEvents", "FilterLogEvents"),
)
NO_ROLE = "CloudWatch Logs role ARN must be set in account settings to enable logging"
# API Gateway's service-linked role may put records into no other streams.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
STREAMS = "amazon-apigateway-"
NO_STREAM = f"Access logs can only be sent to Firehose streams whose names begin with {STREAMS}"
_DELIVERY_STREAM = re.compile(r"arn:aws[\w-]*:firehose:[^:]+:\d+:deliverystream/(.+)")
_SESSION = "BackplaneAssumeRoleSession"


@resource_policy("execute-api")
def of_api(arn: str) -> tuple[Policy, ...]:
    """The policy of a REST API; other kinds have none.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
    """
    text = (apigateway_v1.rest_api_policy_for_arn(arn) or ("",))[0]
    api = arn.split(":", 5)[5].partition("/")[0]
    return (Policy(f"API {api}: policy", as_document(text)),) if text else ()


def call_denied(function: str, source: str, credentials: str | None) -> Decision | None:
    """The denial of a call of a function by an API; None if it is allowed.

    The function's policy lets API Gateway in for the method, route or authorizer that calls; or the API has a
    role for it. Of the condition keys, API Gateway sends the ARN only.
    https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions
    https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html

    Args:
        function: ARN or name.
        source: ARN of the method, route or authorizer.
        credentials: ARN of a role.
    """
    region, account = source.split(":")[3:5]
    arn = arn_of(function, region, account)
    if not credentials:
        sender = deliveries.Sender.as_itself("apigateway", source, context={"aws:SourceArn": source})
        return deliveries.denied(sender, arn)
    assumed = rights.may_assume("apigateway", credentials)
    return deliveries.denied(as_role(credentials), arn) if assumed.allowed else assumed


def as_role(credentials: str) -> deliveries.Sender:
    """API Gateway with the role that an integration names."""
    return deliveries.Sender.as_role(credentials, _SESSION)


def may_log(role: str) -> bool:
    """Whether API Gateway may write logs with a role, as it asks when the account gets it."""
    session = rights.session(role, _SESSION)
    return rights.may_assume("apigateway", role).allowed and all(
        rights.authorise(session, f"logs:{verb}", "*").allowed for verb in LOGS
    )


def role_of_account() -> str:
    """The role that REST and WebSocket APIs of the account log with, in this region; "" without one."""
    return str((apigateway_v1._account_settings.get("settings") or {}).get("cloudwatchRoleArn") or "")


def delivery_stream(stage: Mapping[str, Any]) -> str:
    """The name of the Firehose stream that a stage's access log goes to; "" for a log group, or for none."""
    return stream_of((stage.get("accessLogSettings") or {}).get("destinationArn") or "")


def stream_of(destination: str) -> str:
    """The name of a Firehose stream by its ARN; "" if it is something else."""
    found = _DELIVERY_STREAM.fullmatch(destination)
    return found[1] if found else ""


def may_write(stage: Mapping[str, Any]) -> bool:
    """Whether a stage's access log may be written now, by the account's role or by API Gateway's own."""
    if stream := delivery_stream(stage):
        return stream.startswith(STREAMS)
    group = ((stage.get("accessLogSettings") or {}).get("destinationArn") or "").removesuffix(":*")
    return bool(group) and may_write_to(f"{group}:log-stream:any")


def may_write_to(log_stream: str) -> bool:
    """Whether the account's role may write to a log stream.

    Args:
        log_stream: ARN.
    """
    role = role_of_account()
    return bool(role) and all(
        rights.authorise(as_role(role).principal, f"logs:{verb}", log_stream).allowed
        for verb in ("CreateLogStream", "PutLogEvents")
    )
