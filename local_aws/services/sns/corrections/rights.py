"""What SNS asks of who publishes: the topic's policy, and its key."""

from typing import Any

from ministack.services import sns

from local_aws.authorisation import callers
from local_aws.authorisation.deliveries import Sender, denied
from local_aws.authorisation.rights import authorise, source
from local_aws.corrections import correction


@correction
def rights_to_topics() -> None:
    """AWS: services and the account's root are bound by a topic's policy, and all by its key.

    MiniStack: has an evaluation of its own for both, and knows no keys.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    callers.mark_calls(sns)

    def topic_policy_allows(topic: str, service: str, source_arn: str, account: str) -> bool:
        sent = source(source_arn, account)
        return denied(Sender.as_itself(service, source_arn, context=sent), topic) is None

    def enforce(topic: dict[str, Any], action: str) -> Any:
        principal = callers.caller(sns)
        if principal is None:
            return None  # another service, which has been asked by what it does
        arn = topic["arn"]
        # Everybody else has been asked before the call was read.
        if principal.kind == "root" and not authorise(principal, action, arn, callers.connection()).allowed:
            message = f"User: {principal.arn} is not authorized to perform: {action} on resource: {arn}"
            return sns._error("AuthorizationError", message, 403)
        failure = callers.writer_denied(principal, arn) if action == "sns:Publish" else None
        if failure is None:
            return None
        # https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
        message = callers.message_of(failure, principal, arn)
        return sns._error(f"KMS{callers.failure_of(failure)}", message, 400)

    sns.topic_policy_allows, sns._enforce_topic_policy = topic_policy_allows, enforce
