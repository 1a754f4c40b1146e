"""CodeDeploy: the service role."""

from local_aws.references.named_roles import not_assumed
from local_aws.references.rules import Rule

# https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
MISSING = (
    Rule(
        "CreateDeploymentGroup",
        not_assumed("codedeploy", "serviceRoleArn"),
        "InvalidRoleException",
        "AWS CodeDeploy does not have the permissions required to assume the role {found}.",
    ),
)
