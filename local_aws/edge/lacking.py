"""Calls that an engine does not have."""

from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from local_aws.corrections import correction


@correction
def calls_that_moto_lacks() -> None:
    """AWS: has every call. moto: answers one that it lacks with 500 and HTML; clients send it again.

    Here it is an error in the service's protocol, and none of AWS's: nobody waits for it to go away.
    https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    """
    call = BaseResponse.call_action

    def call_action(self: Any) -> Any:
        try:
            return call(self)
        except NotImplementedError as error:
            lacking = _LackingError(f"The local AWS has no {self._get_action()}: {error}.")
            status, headers, body = self.serialized(ActionResult(lacking))
            return status, {**headers, "status": status}, body

    BaseResponse.call_action = call_action


class _LackingError(Exception):
    """What moto's serializers make a service's error of."""

    code = "NotImplemented"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
