"""EC2 Auto Scaling.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
"""

from collections.abc import Iterator

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule, all_of, moto


def _instances(parameters: Parameters) -> Iterator[str]:
    group = moto("autoscaling").autoscaling_groups.get(parameters["AutoScalingGroupName"])
    if group and not parameters.get("ForceDelete"):
        yield from (state.instance.id for state in group.instance_states)


def _groups(parameters: Parameters) -> Iterator[str]:
    for group in all_of(moto("autoscaling").autoscaling_groups):
        if group.launch_config_name == parameters["LaunchConfigurationName"]:
            yield group.name


def _subnets(parameters: Parameters) -> Iterator[str]:
    return existing.missing_subnets(filter(None, (parameters.get("VPCZoneIdentifier") or "").split(",")))


def _targets(parameters: Parameters) -> Iterator[str]:
    known = moto("elbv2").target_groups
    yield from (arn for arn in parameters.get("TargetGroupARNs") or () if arn not in known)


MISSING = (
    Rule(
        "CreateAutoScalingGroup UpdateAutoScalingGroup",
        _subnets,
        "ValidationError",
        "The subnet ID '{found}' does not exist",
    ),
    Rule(
        "CreateAutoScalingGroup AttachLoadBalancerTargetGroups",
        _targets,
        "ValidationError",
        "Provided Target Groups may not be valid. Please ensure they exist and try again.",
    ),
)

IN_USE = (
    Rule(
        "DeleteAutoScalingGroup",
        _instances,
        "ResourceInUse",
        "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s)"
        " still in the group.",
    ),
    Rule(
        "DeleteLaunchConfiguration",
        _groups,
        "ResourceInUse",
        "Cannot delete launch configuration {LaunchConfigurationName} because it is attached to"
        " AutoScalingGroup {found}",
    ),
)
