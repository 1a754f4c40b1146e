"""EC2 Auto Scaling: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


def group(aws: Any, **settings: Any) -> str:
    """A group that has no instance yet."""
    made = name()
    template = {"ImageId": "ami-12c6146b", "InstanceType": "m7g.large"}
    aws.client("ec2").create_launch_template(LaunchTemplateName=made, LaunchTemplateData=template)
    aws.client("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName=made,
        AvailabilityZones=["eu-west-1a"],
        LaunchTemplate={"LaunchTemplateName": made, "Version": "1"},
        MaxSize=2,
        MinSize=0,
        **settings,
    )
    return made


@check
def group_settings(aws: Any) -> bool:
    autoscaling = aws.client("autoscaling")
    made = group(aws, DefaultInstanceWarmup=60, PlacementGroup="a")
    autoscaling.update_auto_scaling_group(
        AutoScalingGroupName=made,
        CapacityRebalance=True,
        MaxInstanceLifetime=86400,
        PlacementGroup="b",
        TerminationPolicies=["OldestInstance"],
    )
    found = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[made])["AutoScalingGroups"][0]
    return (
        found["CapacityRebalance"]
        and found["DefaultInstanceWarmup"] == 60
        and found["MaxInstanceLifetime"] == 86400
        and found["PlacementGroup"] == "b"
        and found["TerminationPolicies"] == ["OldestInstance"]
    )


@check
def instance_refreshes(aws: Any) -> bool:
    autoscaling, made = aws.client("autoscaling"), group(aws)
    started = autoscaling.start_instance_refresh(
        AutoScalingGroupName=made, Preferences={"MinHealthyPercentage": 90}
    )["InstanceRefreshId"]
    found = autoscaling.describe_instance_refreshes(AutoScalingGroupName=made)["InstanceRefreshes"][0]
    return bool(found["InstanceRefreshId"] == started and found["Preferences"]["MinHealthyPercentage"] == 90)


@check
def lifecycle_hooks(aws: Any) -> bool:
    autoscaling, made = aws.client("autoscaling"), group(aws)
    autoscaling.put_lifecycle_hook(
        AutoScalingGroupName=made,
        LifecycleHookName="drain",
        LifecycleTransition="autoscaling:EC2_INSTANCE_TERMINATING",
    )
    hook = autoscaling.describe_lifecycle_hooks(AutoScalingGroupName=made)["LifecycleHooks"][0]
    return "NotificationTargetARN" not in hook and "RoleARN" not in hook


@check
def scaling_policies(aws: Any) -> bool:
    autoscaling, made = aws.client("autoscaling"), group(aws)
    target = {
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
        "TargetValue": 50,
    }
    for enabled in (True, False):
        autoscaling.put_scaling_policy(
            AutoScalingGroupName=made,
            PolicyName=f"{made}-{enabled}",
            PolicyType="TargetTrackingScaling",
            TargetTrackingConfiguration=target,
            Enabled=enabled,
        )
    found = {
        policy["PolicyName"]: policy
        for policy in autoscaling.describe_policies(AutoScalingGroupName=made)["ScalingPolicies"]
    }
    return (
        found[f"{made}-True"]["Enabled"]
        and not found[f"{made}-False"]["Enabled"]
        and "PredictiveScalingConfiguration" not in found[f"{made}-True"]
    )


@check
def traffic_sources(aws: Any) -> bool:
    autoscaling, made = aws.client("autoscaling"), group(aws)
    network = aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    target = aws.client("elbv2").create_target_group(
        Name=name()[:32], Protocol="HTTP", Port=80, VpcId=network
    )["TargetGroups"][0]["TargetGroupArn"]
    which = {"AutoScalingGroupName": made}
    sources = {"TrafficSources": [{"Identifier": target, "Type": "elbv2"}]}
    autoscaling.attach_traffic_sources(**which, **sources)
    found = autoscaling.describe_traffic_sources(**which)["TrafficSources"]
    autoscaling.detach_traffic_sources(**which, **sources)
    left = autoscaling.describe_traffic_sources(**which)["TrafficSources"]
    return [each["Identifier"] for each in found] == [target] and not left
