"""ECR. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html"""

from collections.abc import Iterator

from ministack.services import ecr

from local_aws.references.rules import Parameters, Rule


def _images(parameters: Parameters) -> Iterator[str]:
    if not parameters.get("force"):
        yield from map(str, ecr._images.get(parameters["repositoryName"]) or ())


IN_USE = (
    Rule(
        "DeleteRepository",
        _images,
        "RepositoryNotEmptyException",
        "The repository with name '{repositoryName}' in registry with id '{account}' cannot be deleted"
        " because it still contains images",
    ),
)
