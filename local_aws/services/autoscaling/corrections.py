"""EC2 Auto Scaling: where the engine differs from AWS."""

from typing import Any

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.moto_api._internal import mock_random as random

from local_aws.corrections import correction


@correction
def group_settings() -> None:
    """AWS: a group is described with all it was made with and updated to. moto: forgets these settings.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html
    """
    kept = {
        "CapacityRebalance": "capacity_rebalance",
        "DefaultInstanceWarmup": "default_instance_warmup",
        "MaxInstanceLifetime": "max_instance_lifetime",
        "PlacementGroup": "placement_group",
        "TerminationPolicies": "termination_policies",
    }
    create, update = (
        AutoScalingResponse.create_auto_scaling_group,
        AutoScalingResponse.update_auto_scaling_group,
    )

    def keep(self: Any) -> None:
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        for parameter, attribute in kept.items():
            value = self._get_param(parameter)
            if value is not None:
                setattr(group, attribute, value)

    def create_and_keep(self: Any) -> Any:
        answer = create(self)
        keep(self)
        return answer

    def update_and_keep(self: Any) -> Any:
        answer = update(self)
        keep(self)
        return answer

    AutoScalingResponse.create_auto_scaling_group = create_and_keep
    AutoScalingResponse.update_auto_scaling_group = update_and_keep


@correction
def instance_refreshes() -> None:
    """AWS: a refresh replaces instances. moto: knows no call about it, and Terraform waits for the answer.

    No machine runs here: a refresh is noted with what it was asked for, and has ended.
    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
    """

    def refreshes(self: Any) -> list[dict[str, Any]]:
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        found: list[dict[str, Any]] = vars(group).setdefault("refreshes", [])
        return found

    def start(self: Any) -> ActionResult:
        made = {
            "AutoScalingGroupName": self._get_param("AutoScalingGroupName"),
            "DesiredConfiguration": self._get_param("DesiredConfiguration"),
            "InstanceRefreshId": str(random.uuid4()),
            "PercentageComplete": 100,
            "Preferences": self._get_param("Preferences"),
            "Status": "Successful",
        }
        refreshes(self).insert(0, {key: value for key, value in made.items() if value is not None})
        return ActionResult({"InstanceRefreshId": made["InstanceRefreshId"]})

    def describe(self: Any) -> ActionResult:
        return ActionResult({"InstanceRefreshes": refreshes(self)})

    AutoScalingResponse.start_instance_refresh = start
    AutoScalingResponse.describe_instance_refreshes = describe


@correction
def lifecycle_hooks() -> None:
    """AWS: a hook without a target of its own tells EventBridge only. moto: gives each the same two ARNs.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHook.html
    """
    put = AutoScalingResponse.put_lifecycle_hook

    def put_as_asked(self: Any) -> Any:
        answer = put(self)
        group, name = self._get_param("AutoScalingGroupName"), self._get_param("LifecycleHookName")
        hook = self.autoscaling_backend.lifecycle_hooks[f"{group}_{name}"]
        hook.notification_target_arn = self._get_param("NotificationTargetARN")
        hook.role_arn = self._get_param("RoleARN")
        return answer

    AutoScalingResponse.put_lifecycle_hook = put_as_asked


@correction
def scaling_policies() -> None:
    """AWS: a policy is on unless turned off, and forecasts if told to. moto: is off, and says it forecasts.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html
    """
    put = AutoScalingResponse.put_scaling_policy

    def put_as_asked(self: Any) -> Any:
        answer = put(self)
        policy = self.autoscaling_backend.policies[self._get_param("PolicyName")]
        policy.enabled = self._get_bool_param("Enabled", True)
        policy.predictive_scaling_configuration = policy.predictive_scaling_configuration or None
        return answer

    AutoScalingResponse.put_scaling_policy = put_as_asked


@correction
def traffic_sources() -> None:
    """AWS: target groups are attached as traffic sources, too. moto: lacks the calls.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachTrafficSources.html
    """

    def groups(self: AutoScalingResponse) -> list[str]:
        given = self._get_param("TrafficSources", [])
        return [each["Identifier"] for each in given if ":targetgroup/" in each["Identifier"]]

    def attach(self: AutoScalingResponse) -> Any:
        name = self._get_param("AutoScalingGroupName")
        self.autoscaling_backend.attach_load_balancer_target_groups(name, groups(self))
        return EmptyResult()

    def detach(self: AutoScalingResponse) -> Any:
        name = self._get_param("AutoScalingGroupName")
        self.autoscaling_backend.detach_load_balancer_target_groups(name, groups(self))
        return EmptyResult()

    def describe(self: AutoScalingResponse) -> Any:
        name = self._get_param("AutoScalingGroupName")
        arns = self.autoscaling_backend.describe_load_balancer_target_groups(name)
        kind = self._get_param("TrafficSourceType") or "elbv2"
        sources = [{"Identifier": arn, "State": "InService", "Type": "elbv2"} for arn in arns]
        return ActionResult({"TrafficSources": sources if kind == "elbv2" else []})

    AutoScalingResponse.attach_traffic_sources = attach
    AutoScalingResponse.detach_traffic_sources = detach
    AutoScalingResponse.describe_traffic_sources = describe
