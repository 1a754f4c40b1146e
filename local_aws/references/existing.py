"""What events and messages are delivered to."""

from ministack.services import lambda_svc, sns, sqs


def is_there(arn: str) -> bool:
    """Whether a queue, topic or function exists; of others it is taken for granted."""
    service = arn.split(":")[2]
    if service == "sqs":
        return sqs._queue_by_arn(arn) is not None
    if service == "sns":
        return sns._topic_by_arn_any_scope(arn) is not None
    return service != "lambda" or lambda_svc._get_func_record_for_ref(arn)[0] is not None
