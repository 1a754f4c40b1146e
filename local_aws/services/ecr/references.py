"""ECR. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html"""

from collections.abc import Iterator

from ministack.services import ecr

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule


def _images(parameters: Parameters) -> Iterator[str]:
    if not parameters.get("force"):
        yield from map(str, ecr._images.get(parameters["repositoryName"]) or ())


MISSING = (
    Rule(
        "SetRepositoryPolicy",
        lambda parameters: existing.missing_in_policy(parameters.get("policyText")),
        "InvalidParameterException",
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    ),
)

IN_USE = (
    Rule(
        "DeleteRepository",
        _images,
        "RepositoryNotEmptyException",
        "The repository with name '{repositoryName}' in registry with id '{account}' cannot be deleted"
        " because it still contains images",
    ),
)
