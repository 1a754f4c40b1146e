"""What services may do: each kind works with its right, and without it does what AWS makes of it."""

import json
import time
from uuid import uuid4

import pytest

from tests.local_aws import checks
from tests.local_aws.checks import name
from tests.local_aws.checks.service_rights import CASES, DONE, PLACE, attempt, role
from tests.local_aws.checks.service_rights_of_others import PASSING

pytestmark = pytest.mark.capability("use.strict", "behaves")

# Of calls that name a key.
TABLE = {
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
SSE = {"Enabled": True, "SSEType": "KMS"}
STREAM = f"arn:aws:kinesis:{PLACE}:stream/keys"
DATABASE = {
    "DBInstanceClass": "db.t4g.medium",
    "Engine": "postgres",
    "AllocatedStorage": 20,
    "StorageEncrypted": True,
    "MasterUsername": "administrator",
    "MasterUserPassword": "a-password",
}
# Of calls that name a role.
SELECTION = {
    "BackupPlanId": "PLAN",
    "BackupSelection": {"SelectionName": "NAME", "IamRoleArn": "ROLE", "Resources": ["*"]},
}
GROUP = {"applicationName": "roles", "deploymentGroupName": "NAME", "serviceRoleArn": "ROLE"}
CLUSTER = {
    "ClusterName": "NAME",
    "NodeType": "dax.t3.small",
    "ReplicationFactor": 1,
    "IamRoleArn": "ROLE",
}
APPLICATION = {
    "ApplicationName": "NAME",
    "RuntimeEnvironment": "FLINK-1_20",
    "ServiceExecutionRole": "ROLE",
}
NAMES = {
    "dynamodb": {"TableName": "NAME"},
    "rds": {"DBInstanceIdentifier": "NAME"},
    "secretsmanager": {"Name": "NAME"},
    "ssm": {"Name": "NAME"},
}


@pytest.mark.parametrize("case", CASES)
def test_with_the_right_it_works(corrected, case, monkeypatch):
    monkeypatch.setattr(checks, "slowness", 10.0)  # of a busy machine
    assert CASES[case].run(corrected, True) == DONE


@pytest.mark.parametrize("case", CASES)
def test_without_the_right_it_does_not_and_is_in_the_list_of_denials(corrected, case):
    began = time.time()
    outcome = CASES[case].run(corrected, False)
    assert CASES[case].refused in outcome
    denied = {each["action"] for each in corrected.denials() if each["time"] >= began}
    assert not CASES[case].denied or CASES[case].denied in denied


@pytest.mark.parametrize("passing", PASSING)
def test_who_hands_over_a_role_must_be_allowed_to_pass_it_to_that_service(corrected, passing):
    assert passing(corrected, True) == DONE
    outcome = passing(corrected, False)
    assert "AccessDenied" in outcome
    assert "iam:PassRole" in outcome


@pytest.mark.parametrize(
    ("service", "call", "arguments", "refused"),
    [
        (
            "dynamodb",
            "create_table",
            {**TABLE, "SSESpecification": {**SSE, "KMSMasterKeyId": "KEY"}},
            "Validation",
        ),
        (
            "kinesis",
            "start_stream_encryption",
            {"StreamARN": STREAM, "EncryptionType": "KMS", "KeyId": "KEY"},
            "KMS",
        ),
        ("rds", "create_db_instance", {**DATABASE, "KmsKeyId": "KEY"}, "KMSKeyNotAccessibleFault"),
        ("secretsmanager", "create_secret", {"SecretString": "s", "KmsKeyId": "KEY"}, "EncryptionFailure"),
        ("ssm", "put_parameter", {"Value": "v", "Type": "SecureString", "KeyId": "KEY"}, "InvalidKeyId"),
    ],
)
def test_a_key_that_is_named_is_there_and_enabled(corrected, service, call, arguments, refused):
    kms = corrected.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    if service == "kinesis":
        stream = {"StreamName": "keys", "ShardCount": 1}
        attempt(corrected.client("kinesis").create_stream, **stream)

    def outcome(key: str) -> str:
        named = {**arguments, **NAMES.get(service, {})}
        for member, prefix in named.items():
            if prefix == "NAME":
                named[member] = name()
        return attempt(
            getattr(corrected.client(service), call), **json.loads(json.dumps(named).replace("KEY", key))
        )

    missing = f"arn:aws:kms:{PLACE}:key/{uuid4()}"
    assert outcome(missing).startswith(refused)
    assert outcome(key) == DONE
    kms.disable_key(KeyId=key)
    assert outcome(key).startswith(refused)


@pytest.mark.parametrize(
    ("service", "principal", "call", "arguments", "refused"),
    [
        ("backup", "backup", "create_backup_selection", SELECTION, "cannot be assumed by AWS Backup"),
        ("codedeploy", "codedeploy", "create_deployment_group", GROUP, "InvalidRoleException"),
        ("dax", "dax", "create_cluster", CLUSTER, "No permission to assume role"),
        (
            "kinesisanalyticsv2",
            "kinesisanalytics",
            "create_application",
            APPLICATION,
            "sufficient privileges",
        ),
    ],
)
def test_a_role_that_is_named_trusts_the_service(corrected, service, principal, call, arguments, refused):
    client = corrected.client(service)
    if service == "codedeploy":
        attempt(client.create_application, applicationName="roles", computePlatform="Server")

    def outcome(trusted: str) -> str:
        arn = role(corrected, trusted)
        written = json.dumps(arguments).replace("ROLE", arn).replace("NAME", name())
        if "PLAN" in written:
            rules = [{"RuleName": "r", "TargetBackupVaultName": "Default"}]
            plan = client.create_backup_plan(BackupPlan={"BackupPlanName": name(), "Rules": rules})
            written = written.replace("PLAN", plan["BackupPlanId"])
        return attempt(getattr(client, call), **json.loads(written))

    assert outcome(principal) == DONE
    assert refused in outcome("ec2")
