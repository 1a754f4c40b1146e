"""The groups of the gallery, as Auto Scaling and EC2 describe them.

No engine here starts a machine: what an instance is started with is read, not driven.
"""

import base64

import pytest

pytestmark = pytest.mark.capability("compute.ec2-autoscaling", "apply")


@pytest.fixture
def autoscaling(local):
    return local.client("autoscaling")


@pytest.fixture
def search(gallery):
    return gallery["ec2_autoscaling_complete"]["search"]


@pytest.fixture
def workers(gallery):
    return gallery["ec2_autoscaling_complete"]["workers"]


def described(autoscaling, made):
    return autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[made["name"]])[
        "AutoScalingGroups"
    ][0]


def template(local, made):
    versions = local.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=made["launch_template_id"], Versions=["$Latest"]
    )
    return versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]


def zones(local, group):
    subnets = local.client("ec2").describe_subnets(SubnetIds=group["VPCZoneIdentifier"].split(","))
    return {subnet["AvailabilityZone"] for subnet in subnets["Subnets"]}


def test_an_instance_is_encrypted_private_and_keeps_its_role_to_itself(local, gallery, search):
    found = template(local, search)
    assert found["MetadataOptions"] == {
        "HttpEndpoint": "enabled",
        "HttpPutResponseHopLimit": 1,
        "HttpTokens": "required",
    }
    disk = found["BlockDeviceMappings"][0]["Ebs"]
    assert (disk["Encrypted"], disk["VolumeType"], disk["VolumeSize"]) == (True, "gp3", 100)
    assert disk["KmsKeyId"] == gallery["ec2_autoscaling_complete"]["key"]["arn"]
    (interface,) = found["NetworkInterfaces"]
    assert interface["AssociatePublicIpAddress"] is False
    assert interface["Groups"] == [search["security_group_id"]]
    assert base64.b64decode(found["UserData"]).startswith(b"#!/bin/sh\nsystemctl")
    assert found["Monitoring"]["Enabled"]


def test_auto_scaling_may_make_volumes_with_the_key(local, gallery):
    key = gallery["ec2_autoscaling_complete"]["key"]["arn"]
    (grant,) = local.client("kms").list_grants(KeyId=key)["Grants"]
    assert grant["GranteePrincipal"].endswith("/AWSServiceRoleForAutoScaling")
    assert "CreateGrant" in grant["Operations"]


@pytest.mark.parametrize(
    ("example", "of", "image"),
    [
        ("ec2_autoscaling_minimal", "instances", "arm64"),
        ("ec2_autoscaling_complete", "workers", "x86_64"),
    ],
)
def test_without_an_image_it_is_the_newest_amazon_linux(local, gallery, example, of, image):
    parameter = f"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{image}"
    assert template(local, gallery[example][of])["ImageId"] == f"resolve:ssm:{parameter}"


def test_instances_stand_in_all_zones_and_answer_to_the_load_balancer(local, autoscaling, gallery, search):
    group = described(autoscaling, search)
    assert zones(local, group) == {"eu-west-1a", "eu-west-1b", "eu-west-1c"}
    assert (group["HealthCheckType"], group["HealthCheckGracePeriod"]) == ("ELB", 120)
    assert group["TargetGroupARNs"] == [search["target_group_arn"]]
    registered = local.client("elbv2").describe_target_health(TargetGroupArn=search["target_group_arn"])
    targets = {each["Target"]["Id"] for each in registered["TargetHealthDescriptions"]}
    assert targets == {instance["InstanceId"] for instance in group["Instances"]}
    assert len(targets) == 3


def test_only_the_load_balancer_and_the_named_clients_connect(local, gallery, search):
    of_group = [{"Name": "group-id", "Values": [search["security_group_id"]]}]
    rules = local.client("ec2").describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    callers = {
        rule["ReferencedGroupInfo"]["GroupId"]: rule["FromPort"] for rule in rules if not rule["IsEgress"]
    }
    example = gallery["ec2_autoscaling_complete"]
    assert callers == {
        example["alb"]["security_group_id"]: 8080,
        example["workers"]["security_group_id"]: 8080,
    }


def test_three_of_four_workers_beyond_the_first_are_spot_of_any_type_that_fits(autoscaling, workers):
    group = described(autoscaling, workers)
    mix = group["MixedInstancesPolicy"]
    assert mix["InstancesDistribution"]["OnDemandBaseCapacity"] == 1
    assert mix["InstancesDistribution"]["OnDemandPercentageAboveBaseCapacity"] == 25
    assert mix["InstancesDistribution"]["SpotAllocationStrategy"] == "price-capacity-optimized"
    (override,) = mix["LaunchTemplate"]["Overrides"]
    assert override["InstanceRequirements"]["VCpuCount"] == {"Min": 2, "Max": 4}
    assert override["InstanceRequirements"]["CpuManufacturers"] == ["amd", "intel"]
    assert group["CapacityRebalance"]


def test_instances_stand_apart(local, autoscaling, search, workers):
    names = [described(autoscaling, made)["PlacementGroup"] for made in (search, workers)]
    groups = local.client("ec2").describe_placement_groups(GroupNames=names)["PlacementGroups"]
    assert {group["Strategy"]: group.get("PartitionCount") for group in groups} == {
        "partition": 2,
        "spread": None,
    }


def test_instances_wait_warm_are_warned_and_grow_no_older_than_a_month(autoscaling, search):
    pool = autoscaling.describe_warm_pool(AutoScalingGroupName=search["name"])["WarmPoolConfiguration"]
    assert (pool["MinSize"], pool["PoolState"]) == (2, "Stopped")
    assert pool["InstanceReusePolicy"] == {"ReuseOnScaleIn": True}
    hooks = autoscaling.describe_lifecycle_hooks(AutoScalingGroupName=search["name"])["LifecycleHooks"]
    assert {
        hook["LifecycleHookName"]: (
            hook["LifecycleTransition"],
            hook["DefaultResult"],
            hook["HeartbeatTimeout"],
        )
        for hook in hooks
    } == {
        "drain": ("autoscaling:EC2_INSTANCE_TERMINATING", "CONTINUE", 600),
        "index": ("autoscaling:EC2_INSTANCE_LAUNCHING", "ABANDON", 900),
    }
    group = described(autoscaling, search)
    assert (group["MaxInstanceLifetime"], group["DefaultInstanceWarmup"]) == (30 * 86400, 60)
    assert group["TerminationPolicies"] == ["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"]


def test_the_number_follows_use_requests_forecast_and_the_clock(autoscaling, gallery, search):
    found = autoscaling.describe_policies(AutoScalingGroupName=search["name"])["ScalingPolicies"]
    targets = {
        policy["TargetTrackingConfiguration"]["PredefinedMetricSpecification"]["PredefinedMetricType"]: policy
        for policy in found
        if policy["PolicyType"] == "TargetTrackingScaling"
    }
    assert {
        metric: policy["TargetTrackingConfiguration"]["TargetValue"] for metric, policy in targets.items()
    } == {"ALBRequestCountPerTarget": 1200, "ASGAverageCPUUtilization": 50}
    requests = targets["ALBRequestCountPerTarget"]["TargetTrackingConfiguration"]
    label = requests["PredefinedMetricSpecification"]["ResourceLabel"]
    assert label.startswith(gallery["ec2_autoscaling_complete"]["alb"]["arn_suffix"])
    (forecast,) = [
        policy["PredictiveScalingConfiguration"]
        for policy in found
        if policy["PolicyType"] == "PredictiveScaling"
    ]
    assert (forecast["Mode"], forecast["SchedulingBufferTime"]) == ("ForecastAndScale", 600)
    (monday,) = autoscaling.describe_scheduled_actions(AutoScalingGroupName=search["name"])[
        "ScheduledUpdateGroupActions"
    ]
    assert (monday["Recurrence"], monday["TimeZone"]) == ("30 7 * * 1", "Europe/Berlin")
    assert monday["DesiredCapacity"] == 6
    assert not {"MinSize", "MaxSize"} & set(monday)


def test_instances_carry_the_tags_of_the_group_and_of_the_provider(autoscaling, local, search):
    ids = [instance["InstanceId"] for instance in described(autoscaling, search)["Instances"]]
    reservations = local.client("ec2").describe_instances(InstanceIds=ids)["Reservations"]
    for instance in (each for reservation in reservations for each in reservation["Instances"]):
        tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
        assert (tags["Service"], tags["CostCenter"]) == ("search", "gallery")


def test_the_role_is_for_sessions_and_what_was_granted(local, workers):
    iam = local.client("iam")
    policy = iam.get_role_policy(RoleName=workers["role_name"], PolicyName="instances")["PolicyDocument"]
    actions = {
        action
        for statement in policy["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert {"ssm:UpdateInstanceInformation", "ssmmessages:OpenDataChannel", "sqs:ReceiveMessage"} <= actions
    assert not {"ssm:GetParameter", "ssm:GetParameters"} & actions
    assert iam.list_attached_role_policies(RoleName=workers["role_name"])["AttachedPolicies"] == []
    profile = iam.get_instance_profile(InstanceProfileName=workers["role_name"])["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == [workers["role_name"]]


def test_people_enter_instances_of_the_group_only_and_end_its_waits_only(search):
    grants = search["grants"]
    (on_instances,) = [
        statement for statement in grants["start_session"] if "instance/*" in statement["resources"][0]
    ]
    assert on_instances["conditions"] == [
        {
            "test": "StringEquals",
            "variable": "ssm:resourceTag/aws:autoscaling:groupName",
            "values": [search["name"]],
        }
    ]
    (ending,) = grants["complete_lifecycle"]
    assert ending["resources"] == [search["arn"]]


def test_alarms_tell_of_busy_and_of_missing_instances(local, search):
    alarms = local.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{search['name']}-instances-")
    assert {alarm["AlarmName"]: alarm["Threshold"] for alarm in alarms["MetricAlarms"]} == {
        f"{search['name']}-instances-cpu": 85,
        f"{search['name']}-instances-missing": 3,
    }


def test_scaling_is_not_taken_back(autoscaling, gallery, search):
    autoscaling.set_desired_capacity(AutoScalingGroupName=search["name"], DesiredCapacity=5)
    assert gallery.chapter("ec2_autoscaling_complete").plan("ec2_autoscaling_complete") == {}
    assert described(autoscaling, search)["DesiredCapacity"] == 5
