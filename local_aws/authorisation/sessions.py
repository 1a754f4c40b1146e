"""Credentials of a role's session, for what acts as the role through an AWS API."""

import secrets

from ministack.services import sts

from local_aws.authorisation import rights


def issue(role: str, name: str) -> dict[str, str]:
    """Credentials of a new session of a role, by the names that they have as variables of an environment.

    Whether the role may be assumed is `rights.may_assume`'s to say.

    Args:
        role: ARN.
        name: of the session.
    """
    key, secret, token = f"ASIA{secrets.token_hex(8).upper()}", secrets.token_hex(20), secrets.token_hex(32)
    sts.register_session(
        key,
        {
            "Arn": rights.session(role, name).arn,
            "UserId": f"{role.rpartition('/')[2]}:{name}",
            "SecretAccessKey": secret,
            "SessionToken": token,
        },
    )
    return {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}


def forget(issued: dict[str, str]) -> None:
    """End the session of these credentials."""
    sts._sessions.pop(issued.get("AWS_ACCESS_KEY_ID"), None)
