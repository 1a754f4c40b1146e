"""Secrets Manager: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, deploy, eventually, name


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


# As the templates of AWS do it.
ROTATES = """
import os
import boto3

def handler(event, context):
    secrets, secret, token = boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"]
    stages = secrets.describe_secret(SecretId=secret)["VersionIdsToStages"]
    assert "AWSPENDING" in stages[token]
    pending = {"SecretId": secret, "VersionId": token, "VersionStage": "AWSPENDING"}
    if event["Step"] == "createSecret":
        try:
            secrets.get_secret_value(**pending)
        except secrets.exceptions.ResourceNotFoundException:
            new = secrets.get_secret_value(SecretId=secret)["SecretString"] + "+"
            secrets.put_secret_value(
                SecretId=secret, ClientRequestToken=token, SecretString=new, VersionStages=["AWSPENDING"]
            )
    if event["Step"] == "testSecret":
        assert secrets.get_secret_value(**pending)["SecretString"] != "bad+" or os.environ.get("GOOD")
    if event["Step"] == "finishSecret":
        (current,) = (version for version, names in stages.items() if "AWSCURRENT" in names)
        secrets.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current
        )
"""


@check
def rotation_functions(aws: Any) -> bool:
    secrets = aws.client("secretsmanager")
    function = deploy(aws, ROTATES, "secretsmanager", Timeout=30)
    arn = aws.client("lambda").get_function(FunctionName=function)["Configuration"]["FunctionArn"]

    def rotate(value: str) -> tuple[str, str]:
        secret = secrets.create_secret(Name=name(), SecretString=value)["ARN"]
        rules = {"AutomaticallyAfterDays": 30}
        version = secrets.rotate_secret(SecretId=secret, RotationLambdaARN=arn, RotationRules=rules)
        return secret, version["VersionId"]

    def versions(secret: str) -> Any:
        return secrets.describe_secret(SecretId=secret)["VersionIdsToStages"]

    secret, version = rotate("one")
    rotated = eventually(lambda: versions(secret).get(version) == ["AWSCURRENT"], 10)
    before = secrets.get_secret_value(SecretId=secret, VersionStage="AWSPREVIOUS")["SecretString"]
    new = secrets.get_secret_value(SecretId=secret)["SecretString"]

    bad, failed = rotate("bad")
    log = {"logGroupName": f"/aws/lambda/{function}", "filterPattern": "AssertionError"}
    made = eventually(lambda: bool(aws.client("logs").filter_log_events(**log)["events"]), 10)
    try:
        secrets.rotate_secret(SecretId=bad)
    except secrets.exceptions.InvalidRequestException:
        stopped = versions(bad)[failed] == ["AWSPENDING"]
    else:
        stopped = False
    aws.client("lambda").update_function_configuration(
        FunctionName=function, Environment={"Variables": {"GOOD": "yes"}}
    )
    again = eventually(lambda: versions(bad)[failed] == ["AWSCURRENT"], 20)
    return rotated and (before, new) == ("one", "one+") and made and stopped and again
