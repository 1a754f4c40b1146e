"""Checks of the corrections in `corrections/rotations.py`."""

from typing import Any

from tests.emulator.checks import check, name


@check
def schedules_of_managed_secrets(aws: Any) -> bool:
    secrets, secret = aws.client("secretsmanager"), name()
    secrets.create_secret(Name=secret, SecretString="one")
    before = secrets.get_secret_value(SecretId=secret)["VersionId"]
    secrets.rotate_secret(
        SecretId=secret, RotateImmediately=False, RotationRules={"AutomaticallyAfterDays": 30}
    )
    described = secrets.describe_secret(SecretId=secret)
    kept = secrets.get_secret_value(SecretId=secret)["VersionId"] == before
    secrets.cancel_rotate_secret(SecretId=secret)
    cancelled = not secrets.describe_secret(SecretId=secret).get("RotationEnabled")
    return kept and cancelled and described["RotationRules"] == {"AutomaticallyAfterDays": 30}
