"""EventBridge Scheduler: the customer's own key of a schedule."""

from local_aws.authorisation import keys
from local_aws.authorisation.evaluation import Decision, Principal


def key_denied(principal: Principal, key: str, schedule: str, *operations: str) -> Decision | None:
    """The denial of a schedule's key to who schedules, or to the role that delivers; None if it is allowed.

    Args:
        key: ARN.
        schedule: ARN, which is the encryption context.
        operations: of KMS. Who schedules encrypts the payload, the execution role decrypts it.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/security_iam_id-based-policy-examples.html
    """
    via = f"scheduler.{schedule.split(':')[3]}.amazonaws.com"
    context = {"aws:scheduler:schedule:arn": schedule}
    return keys.may_use(principal, key, *operations, via=via, encryption_context=context)
