"""DynamoDB Accelerator: the roles that calls name."""

from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html
ROLES = (
    Rule(
        "CreateCluster",
        not_assumed("dax", "IamRoleArn"),
        "InvalidParameterValueException",
        "No permission to assume role: {found}",
    ),
)
