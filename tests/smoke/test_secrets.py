"""The secrets of the gallery: read by label, rotated by their functions, nowhere but in Secrets Manager."""

import json

import pytest
from botocore.exceptions import ClientError

from tests import sql
from tests.smoke.sessions import Sessions

pytestmark = pytest.mark.capability("security.secrets", "behaves")


@pytest.fixture
def secrets(local):
    return local.client("secretsmanager")


@pytest.fixture
def value(secrets):
    """The value of a secret by its label."""

    def of(secret, stage="AWSCURRENT"):
        return secrets.get_secret_value(SecretId=secret["arn"], VersionStage=stage)["SecretString"]

    return of


@pytest.fixture
def rotated(secrets, eventually):
    """Rotates, and waits until the new version is the current one."""

    def rotate(secret):
        version = secrets.rotate_secret(SecretId=secret["arn"])["VersionId"]
        eventually(lambda: current(secrets, secret) == version)

    return rotate


def current(secrets, secret):
    stages = secrets.describe_secret(SecretId=secret["arn"])["VersionIdsToStages"]
    return next((version for version, names in stages.items() if names == ["AWSCURRENT"]), None)


def test_a_generated_password_is_there_and_can_be_read(gallery, value):
    kept = json.loads(value(gallery["secret_minimal"]["secret"]))
    assert kept["username"] == "reports" and len(kept["password"]) == 40


def test_rotating_calls_the_function_and_both_versions_are_readable_by_label(gallery, value, rotated):
    secret = gallery["secret_complete"]["secret"]
    before = value(secret)
    rotated(secret)
    after = value(secret)
    assert after != before and value(secret, "AWSPREVIOUS") == before
    rotated(secret)
    assert value(secret, "AWSPREVIOUS") == after


def test_without_its_right_to_call_the_function_nothing_rotates(local, secrets, gallery, value, rotated):
    secret, function = gallery["secret_complete"]["secret"], gallery["secret_complete"]["function"]["name"]
    functions, before = local.client("lambda"), value(secret)
    (permission,) = json.loads(functions.get_policy(FunctionName=function)["Policy"])["Statement"]
    assert permission["Condition"]["ArnLike"] == {"AWS:SourceArn": secret["arn"]}
    functions.remove_permission(FunctionName=function, StatementId=permission["Sid"])
    with pytest.raises(ClientError, match="cannot invoke the specified Lambda function"):
        secrets.rotate_secret(SecretId=secret["arn"])
    assert value(secret) == before
    functions.add_permission(
        FunctionName=function,
        StatementId=permission["Sid"],
        Action="lambda:InvokeFunction",
        Principal="secretsmanager.amazonaws.com",
        SourceAccount="000000000000",
        SourceArn=secret["arn"],
    )
    rotated(secret)


def test_readers_of_the_policy_read_and_do_no_more(local, gallery, value):
    example = gallery["secret_complete"]
    sessions = Sessions(local.url)
    reader = sessions.client("secretsmanager", sessions.assumed(example["reader"]["arn"]))
    arn = example["secret"]["arn"]
    assert reader.describe_secret(SecretId=arn)["ARN"] == arn
    for call in (reader.put_secret_value, reader.update_secret):
        with pytest.raises(ClientError, match="AccessDenied"):
            call(SecretId=arn, SecretString="mine")
    with pytest.raises(ClientError, match="AccessDenied"):
        reader.get_secret_value(SecretId=gallery["secret_minimal"]["secret"]["arn"])


def test_the_copy_in_another_region_follows(local, gallery, value, rotated):
    secret = gallery["secret_complete"]["secret"]
    rotated(secret)
    there = local.client("secretsmanager", region="eu-central-1")
    assert there.get_secret_value(SecretId=secret["name"])["SecretString"] == value(secret)


def test_the_rotation_is_what_was_asked_for(secrets, gallery):
    rules = secrets.describe_secret(SecretId=gallery["secret_complete"]["secret"]["arn"])["RotationRules"]
    assert rules == {"Duration": "2h", "ScheduleExpression": "cron(0 4 1 * ? *)"}
    master = secrets.describe_secret(SecretId=gallery["secret_database"]["database"]["secret_arn"])
    assert master["RotationRules"] == {"AutomaticallyAfterDays": 14}
    assert not master.get("RotationLambdaARN")


@pytest.fixture
def login(local, gallery, value):
    """How a user of PostgreSQL logs in with what its secret holds."""
    if local.embedded:
        sql.needed()
    address = gallery["secret_database"]["database"]["address"]

    def of(secret, stage="AWSCURRENT"):
        kept = json.loads(value(secret, stage))
        return {
            "host": address["host"],
            "port": address["port"],
            "dbname": "orders",
            "user": kept["username"],
            "password": kept["password"],
            "sslmode": "require",
        }

    return of


def test_a_user_that_changes_its_own_password_logs_in_with_the_new_one_only(gallery, login, rotated):
    example = gallery["secret_database"]
    master, orders = {"arn": example["database"]["secret_arn"]}, example["orders"]
    before = login(orders)
    sql.run(login(master), f"CREATE ROLE orders LOGIN PASSWORD '{before['password']}'")
    rotated(orders)
    after = login(orders)
    assert sql.run(after, "SELECT current_user") == [["orders"]]
    with pytest.raises(sql.RefusedError, match="authentication failed"):
        sql.run(before, "SELECT 1")
    assert login(orders, "AWSPREVIOUS") == before


def test_users_that_alternate_are_both_let_in(secrets, gallery, login, rotated, eventually):
    reports = gallery["secret_database"]["reports"]
    # It was rotated when it was made: the function made both users.
    eventually(lambda: login(reports)["user"] == "reports_clone", 120)
    clone = login(reports)
    assert sql.run(clone, "SELECT session_user, current_user") == [["reports_clone", "reports"]]
    rotated(reports)
    owner = login(reports)
    assert sql.run(owner, "SELECT session_user") == [["reports"]]
    assert sql.run(clone, "SELECT session_user") == [["reports_clone"]]  # still valid
    rotated(reports)
    with pytest.raises(sql.RefusedError, match="authentication failed"):
        sql.run(clone, "SELECT 1")
