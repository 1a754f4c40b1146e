"""CloudTrail: where the engine differs from AWS."""

from typing import Any

from moto.cloudtrail.models import CloudTrailBackend

from local_aws.corrections import correction


@correction
def trails_by_arn() -> None:
    """AWS: a trail is deleted by its name or its ARN. moto: by its ARN it is not, and says that it was.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html
    """
    delete = CloudTrailBackend.delete_trail
    CloudTrailBackend.delete_trail = lambda self, name: delete(self, _named(self, name))


def _named(backend: Any, name: str) -> str:
    return str(backend.get_trail(name).trail_name)
