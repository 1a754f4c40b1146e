"""IAM: who may assume a role, by its trust policy."""

from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy
from local_aws.authorisation.rights import role


@resource_policy("sts")
def of_role(arn: str) -> tuple[Policy, ...]:
    """The trust policy; none if the role does not exist.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html
    """
    found = role(arn)
    if found is None:
        return ()
    name = f"role {arn.rpartition('/')[2]}: trust policy"
    return (Policy(name, as_document(found["AssumeRolePolicyDocument"])),)
