"""API Gateway: who may call an API, by its resource policy; and whom an API may call."""

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


def may_write(stage: Mapping[str, Any]) -> bool:
    """Whether the account's role may write a stage's access log now."""
    role = role_of_account()
    group = ((stage.get("accessLogSettings") or {}).get("destinationArn") or "").removesuffix(":*")
    return bool(role and group) and all(
        rights.authorise(as_role(role).principal, f"logs:{verb}", f"{group}:log-stream:any").allowed
        for verb in ("CreateLogStream", "PutLogEvents")
    )
