"""Elastic Container Registry: who may use a repository, by its policy."""

from ministack.services import ecr

from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy


@resource_policy("ecr")
def of_repository(arn: str) -> tuple[Policy, ...]:
    """The policy of a repository.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
    """
    name = arn.partition(":repository/")[2]
    text = ecr._repo_policies.get(name)
    return (Policy(f"repository {name}: policy", as_document(text)),) if text else ()
