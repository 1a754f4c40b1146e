"""CloudTrail: where the engine differs from AWS."""

import json
from typing import Any

from moto.cloudtrail.models import CloudTrailBackend
from moto.cloudtrail.responses import CloudTrailResponse

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


@correction
def trails_as_asked_for() -> None:
    """AWS: describes the trails that are named, by name or ARN. moto: always all of them.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
    """
    describe = CloudTrailResponse.describe_trails

    def describe_trails(self: Any) -> str:
        answer: str = describe(self)
        asked = self._get_param("trailNameList")
        if not asked:
            return answer
        trails = json.loads(answer)["trailList"]
        return json.dumps(
            {"trailList": [each for each in trails if {each["Name"], each["TrailARN"]} & set(asked)]}
        )

    CloudTrailResponse.describe_trails = describe_trails
