"""Cognito user pools: where the engine differs from AWS."""

from collections.abc import Callable
from typing import Any

from ministack.services import cognito

from local_aws.authorisation import deliveries
from local_aws.corrections import correction
from local_aws.services.lambda_.authorisation import call_denied

# The engine's functions, by the trigger in a pool's settings.
_TRIGGERS = {
    "_apply_custom_message_trigger": "CustomMessage",
    "_apply_inbound_federation_trigger": "InboundFederation",
    "_apply_presignup_trigger": "PreSignUp",
    "_apply_pretoken_trigger": "PreTokenGeneration",
    "_invoke_create_auth_challenge_trigger": "CreateAuthChallenge",
    "_invoke_define_auth_challenge_trigger": "DefineAuthChallenge",
    "_invoke_verify_auth_challenge_trigger": "VerifyAuthChallengeResponse",
}


class _DeniedError(Exception):
    """A trigger's function does not let the user pool in."""


@correction
def rights_of_user_pools() -> None:
    """AWS: the policy of a trigger's function must let the user pool in. MiniStack: calls every function.

    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
    """
    run = cognito._run_idp_handler

    def answer(handler: Any, action: str, data: Any) -> Any:
        try:
            return run(handler, action, data)
        except _DeniedError as denied:
            return cognito.error_response_json("UnexpectedLambdaException", str(denied), 400)

    cognito._run_idp_handler = answer
    for function, trigger in _TRIGGERS.items():
        setattr(cognito, function, _permitted(getattr(cognito, function), trigger))


def _permitted(call: Callable[..., Any], trigger: str) -> Callable[..., Any]:
    def call_if_permitted(*args: Any, **named: Any) -> Any:
        pool = args[0] if args else named.get("pool_id") or named.get("pool")
        settings = pool if isinstance(pool, dict) else cognito._user_pools.get(pool) or {}
        functions = settings.get("LambdaConfig") or {}
        with_version = functions.get(f"{trigger}Config") or {}
        function = with_version.get("LambdaArn") or functions.get(trigger)
        if function:
            sender = deliveries.Sender.as_itself("cognito-idp", settings["Arn"])
            if call_denied(sender, function):
                raise _DeniedError(f"{trigger} invocation failed due to error AccessDeniedException.")
        return call(*args, **named)

    return call_if_permitted
