"""The one error a user sees: what happened, and what to type next."""


class LocalAwsError(Exception):
    """A failure the user can act on.

    Args:
        message: what happened, naming the value at fault.
        next_step: the command to type, or the thing to change, next.
    """

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
