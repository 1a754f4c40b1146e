"""AWS Backup: the roles that calls name."""

from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
ROLES = (
    Rule(
        "CreateBackupSelection",
        not_assumed("backup", "BackupSelection.IamRoleArn"),
        "InvalidParameterValueException",
        "IAM Role {found} cannot be assumed by AWS Backup",
    ),
)
