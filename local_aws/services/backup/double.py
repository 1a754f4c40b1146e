"""AWS Backup. https://docs.aws.amazon.com/aws-backup/latest/devguide/api-reference.html"""

import secrets
from datetime import UTC, datetime, timedelta

from local_aws.double.hints import Kind, Record, Ref, Service, Values

_ARN = "arn:aws:backup:{region}:{account}"
_VAULT = Ref(
    "BackupVaultName",
    ("BackupVault",),
    {"BackupVaultName": "BackupVaultName", "BackupVaultArn": "BackupVaultArn"},
    within=True,
)
_PLAN = Ref("BackupPlanId", ("BackupPlan",), {"BackupPlanId": "BackupPlanId"})
_TESTS = Ref(
    "RestoreTestingPlanName",
    ("RestoreTestingPlan",),
    {name: name for name in ("RestoreTestingPlanName", "RestoreTestingPlanArn")},
)
_LOCK = ("MinRetentionDays", "MaxRetentionDays", "LockDate")


def _name_version(plan: Record, request: Values) -> None:
    """Each change of a plan is another version; each rule has an id."""
    plan.values["VersionId"] = secrets.token_urlsafe(24)
    for rule in request.get("Rules", ()):
        rule.setdefault("RuleId", secrets.token_hex(16))


def _lock(vault: Record, request: Values) -> Values:
    vault.values.update({name: request[name] for name in _LOCK if name in request}, Locked=True)
    if days := request.get("ChangeableForDays"):
        vault.values["LockDate"] = datetime.now(UTC) + timedelta(days=days)
    return {}


def _unlock(vault: Record, _: Values) -> Values:
    vault.values.update(Locked=False)
    for name in _LOCK:
        vault.values.pop(name, None)
    return {}


def _account_settings(account: Record, _: Values) -> Values:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeGlobalSettings.html"""
    return {"GlobalSettings": {"isCrossAccountBackupEnabled": "false", **account.values["Settings"]}}


def _set_account(account: Record, request: Values) -> Values:
    account.values["Settings"].update(request["GlobalSettings"])
    return {}


SERVICE = Service(
    "backup",
    kinds=(
        Kind(
            "BackupVault",
            members=("BackupVaultName",),
            made={
                "BackupVaultArn": f"{_ARN}:backup-vault:{{BackupVaultName}}",
                "EncryptionKeyArn": "arn:aws:kms:{region}:{account}:key/{new}",
                "Locked": False,
                "NumberOfRecoveryPoints": 0,
                "VaultType": "BACKUP_VAULT",
            },
        ),
        Kind(
            "BackupVaultAccessPolicy",
            refs=(_VAULT,),
            alone=True,
            operations={"PutBackupVaultAccessPolicy": ("put", {})},
        ),
        Kind(
            "BackupVaultNotifications",
            refs=(_VAULT,),
            alone=True,
            operations={"PutBackupVaultNotifications": ("put", {})},
        ),
        Kind(
            "BackupPlan",
            members=("BackupPlanId",),
            made={"BackupPlanId": "{new}", "BackupPlanArn": f"{_ARN}:backup-plan:{{BackupPlanId}}"},
            rules={"create": _name_version, "update": _name_version},
        ),
        Kind("BackupSelection", members=("SelectionId",), refs=(_PLAN,), made={"SelectionId": "{new}"}),
        Kind(
            "RegionSettings",
            theirs=True,
            alone=True,
            made={"ResourceTypeManagementPreference": {}, "ResourceTypeOptInPreference": {}},
        ),
        Kind(
            "Framework",
            members=("FrameworkName",),
            made={
                "FrameworkArn": f"{_ARN}:framework:{{FrameworkName}}-{{new}}",
                "DeploymentStatus": "COMPLETED",
                "FrameworkStatus": "ACTIVE",
            },
        ),
        Kind(
            "ReportPlan",
            members=("ReportPlanName",),
            made={
                "ReportPlanArn": f"{_ARN}:report-plan:{{ReportPlanName}}-{{new}}",
                "DeploymentStatus": "COMPLETED",
            },
        ),
        Kind(
            "RestoreTestingPlan",
            members=("RestoreTestingPlanName",),
            made={"RestoreTestingPlanArn": f"{_ARN}:restore-testing-plan:{{RestoreTestingPlanName}}-{{new}}"},
        ),
        Kind("RestoreTestingSelection", members=("RestoreTestingSelectionName",), refs=(_TESTS,)),
        Kind("Account", theirs=True, alone=True, made={"Settings": {}}),
    ),
    acts={
        "PutBackupVaultLockConfiguration": ("BackupVault", _lock),
        "DeleteBackupVaultLockConfiguration": ("BackupVault", _unlock),
        "DescribeGlobalSettings": ("Account", _account_settings),
        "UpdateGlobalSettings": ("Account", _set_account),
        "ListRecoveryPointsByBackupVault": ("BackupVault", lambda *_: {"RecoveryPoints": []}),
    },
)
