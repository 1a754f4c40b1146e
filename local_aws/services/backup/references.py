"""AWS Backup. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupPlan.html

No vault has recovery points: the double makes no backups.
"""

from collections.abc import Iterator

from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Parameters, Rule, doubled


def _selections(parameters: Parameters) -> Iterator[str]:
    for selection in doubled("backup", "BackupSelection"):
        if selection.values["BackupPlanId"] == parameters["BackupPlanId"]:
            yield selection.name


MISSING = (
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
    Rule(
        "CreateBackupSelection",
        not_assumed("backup", "BackupSelection.IamRoleArn"),
        "InvalidParameterValueException",
        "IAM Role {found} cannot be assumed by AWS Backup",
    ),
)

IN_USE = (
    Rule(
        "DeleteBackupPlan",
        _selections,
        "InvalidRequestException",
        "Related backup plan selections must be deleted prior to backup plan deletion",
    ),
)
