"""Notifications of buckets."""

from typing import Any

from ministack.services import s3

from local_aws.authorisation.deliveries import Sender, denied
from local_aws.authorisation.rights import source
from local_aws.corrections import correction
from local_aws.references.existing import is_there

_BUCKET = "arn:aws:s3:::"


@correction
def notifications_to_functions() -> None:
    """AWS: asks whether S3 may call a function when that is to be notified, and each time it is. (What it
    asks of queues and topics, the engine asks the same way.) MiniStack: calls any function.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
    """
    validate, deliver = s3._validate_notification_configs, s3._deliver_event_to_lambda

    def validate_configs(
        configs: Any, region: str, bucket: str = "", skip_destination_validation: bool = False
    ) -> Any:
        refused = validate(configs, region, bucket, skip_destination_validation)
        if refused or skip_destination_validation:
            return refused
        functions = [each["arn"] for each in configs if each["type"] == "lambda"]
        if cannot := [arn for arn in functions if not _may_call(bucket, arn)]:
            return s3._invalid_notification_config(
                f"Unable to validate the following destination configurations: {', '.join(cannot)}"
            )
        return None

    def deliver_if_allowed(function: str, payload: Any, region: str) -> None:
        if _may_call(payload["Records"][0]["s3"]["bucket"]["name"], function):
            deliver(function, payload, region)

    s3._validate_notification_configs, s3._deliver_event_to_lambda = validate_configs, deliver_if_allowed


def _may_call(bucket: str, function: str) -> bool:
    arn = f"{_BUCKET}{bucket}"
    sent = source(arn, s3._bucket_owner_account(bucket) or "")
    return is_there(function) and not denied(Sender.as_itself("s3", arn, context=sent), function)
