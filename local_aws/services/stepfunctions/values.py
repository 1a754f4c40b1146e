"""Step Functions: values that it refuses and that its model allows."""

import re

from local_aws.edge.errors import Refusal
from local_aws.services.stepfunctions import definitions
from local_aws.values import Request, values

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
_NAME = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")
_ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")


@values("CreateStateMachine", "UpdateStateMachine")
def definition(request: Request) -> Refusal | None:
    """A definition whose states are there, lead somewhere, and are led to."""
    text = request.parameters.get("definition")
    if text is None:
        return None
    if wrong := definitions.diagnostics(text):
        listed = ", ".join(map(str, wrong))
        return Refusal("InvalidDefinition", f"Invalid State Machine Definition: '{listed}'")
    return None


@values("CreateStateMachine", "CreateActivity")
def name(request: Request) -> Refusal | None:
    """Up to 80 characters, none of them special."""
    asked = request.parameters["name"]
    return None if _NAME.fullmatch(asked) else Refusal("InvalidName", f"Invalid Name: '{asked}'")


@values("CreateStateMachine", "UpdateStateMachine")
def role(request: Request) -> Refusal | None:
    """The ARN of a role."""
    arn = request.parameters.get("roleArn")
    if arn is None or _ROLE.fullmatch(arn):
        return None
    return Refusal("InvalidArn", f"Invalid Role Arn: '{arn}'")
