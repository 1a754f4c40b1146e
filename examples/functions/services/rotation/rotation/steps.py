"""The four steps in which Secrets Manager rotates a secret, whatever the secret is.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

from typing import Any, Protocol

import boto3


class Rotation(Protocol):
    """What differs between secrets. No method may print or return to a log what is secret."""

    def create(self, current: str, new_password: str) -> str:
        """The new version's value, made of the current one."""

    def set(self, pending: str, current: str, previous: str | None) -> None:
        """Make the new value valid where it is used. Called again after a failure."""

    def test(self, pending: str) -> None:
        """Use the new value. Raises when it does not work."""


def run(event: dict[str, str], rotation: Rotation) -> None:
    """Carry out the step that the event names. Every step may be called again."""
    secrets = boto3.client("secretsmanager")
    secret, version, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    described = secrets.describe_secret(SecretId=secret)
    stages = described["VersionIdsToStages"]
    if "AWSCURRENT" in stages.get(version, ()):
        return
    if "AWSPENDING" not in stages.get(version, ()):
        raise ValueError(f"version {version} of {secret} is not the pending one")
    if step == "createSecret":
        _create(secrets, secret, version, rotation)
    elif step == "setSecret":
        current = _value(secrets, secret, "AWSCURRENT")
        assert current is not None
        rotation.set(_pending(secrets, secret, version), current, _value(secrets, secret, "AWSPREVIOUS"))
    elif step == "testSecret":
        rotation.test(_pending(secrets, secret, version))
    elif step == "finishSecret":
        (current,) = (each for each, names in stages.items() if "AWSCURRENT" in names)
        secrets.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=version, RemoveFromVersionId=current
        )
    else:
        raise ValueError(f"unknown step {step}")


def _create(secrets: Any, secret: str, version: str, rotation: Rotation) -> None:
    if _value(secrets, secret, "AWSPENDING", version) is not None:
        return  # it was made by an earlier try
    current = _value(secrets, secret, "AWSCURRENT")
    assert current is not None
    password = secrets.get_random_password(PasswordLength=40, ExcludePunctuation=True)["RandomPassword"]
    secrets.put_secret_value(
        SecretId=secret,
        ClientRequestToken=version,
        SecretString=rotation.create(current, password),
        VersionStages=["AWSPENDING"],
    )


def _pending(secrets: Any, secret: str, version: str) -> str:
    value = _value(secrets, secret, "AWSPENDING", version)
    if value is None:
        raise ValueError(f"version {version} of {secret} has no value yet")
    return value


def _value(secrets: Any, secret: str, stage: str, version: str | None = None) -> str | None:
    named = {"VersionId": version} if version else {}
    try:
        found = secrets.get_secret_value(SecretId=secret, VersionStage=stage, **named)
    except secrets.exceptions.ResourceNotFoundException:
        return None
    value: str = found["SecretString"]
    return value
