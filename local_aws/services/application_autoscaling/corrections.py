"""Application Auto Scaling: where the engine differs from AWS."""

import json
from typing import Any

from ministack.services import dynamodb
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from local_aws.corrections import correction


@correction
def scalable_target_tags() -> None:
    """AWS: scalable targets have tags. moto: knows no call about them, and every client waits for the answer.

    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
    """
    register = ApplicationAutoScalingResponse.register_scalable_target

    def target(self: ApplicationAutoScalingResponse, arn: str) -> Any:
        targets = self.applicationautoscaling_backend.targets.values()
        return next(found for by_id in targets for found in by_id.values() if found.arn == arn)

    def register_with_tags(self: ApplicationAutoScalingResponse) -> Any:
        answer = register(self)
        tags = self._get_param("Tags")
        if tags:
            target(self, json.loads(answer)["ScalableTargetARN"]).tags = tags
        return answer

    def list_tags(self: ApplicationAutoScalingResponse) -> str:
        return json.dumps({"Tags": getattr(target(self, self._get_param("ResourceARN")), "tags", {})})

    def tag(self: ApplicationAutoScalingResponse) -> str:
        found = target(self, self._get_param("ResourceARN"))
        found.tags = getattr(found, "tags", {}) | self._get_param("Tags")
        return "{}"

    def untag(self: ApplicationAutoScalingResponse) -> str:
        found = target(self, self._get_param("ResourceARN"))
        gone = self._get_param("TagKeys")
        found.tags = {key: value for key, value in getattr(found, "tags", {}).items() if key not in gone}
        return "{}"

    ApplicationAutoScalingResponse.register_scalable_target = register_with_tags
    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags
    ApplicationAutoScalingResponse.tag_resource = tag
    ApplicationAutoScalingResponse.untag_resource = untag


@correction
def tables_within_their_bounds() -> None:
    """AWS: registering a target changes its capacity to a value inside the bounds. moto: keeps the bounds.

    Here, of the capacity of DynamoDB's tables.
    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
    """
    register = ApplicationAutoScalingResponse.register_scalable_target

    def register_within_bounds(self: ApplicationAutoScalingResponse) -> Any:
        answer = register(self)
        kind, _, units = str(self._get_param("ScalableDimension")).rpartition(":")
        _, _, name = str(self._get_param("ResourceId")).partition("/")
        if kind != "dynamodb:table":
            return answer
        table = dynamodb._tables.get_scoped(self.current_account, self.region, name)
        throughput = (table or {}).get("ProvisionedThroughput") or {}
        found = next(
            each
            for by_id in self.applicationautoscaling_backend.targets.values()
            for each in by_id.values()
            if each.arn == json.loads(answer)["ScalableTargetARN"]
        )
        if throughput.get(units):  # an on-demand table has none
            throughput[units] = min(max(throughput[units], found.min_capacity), found.max_capacity)
        return answer

    ApplicationAutoScalingResponse.register_scalable_target = register_within_bounds
