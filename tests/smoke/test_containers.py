"""The clusters and services of the gallery, as ECS and Application Auto Scaling describe them, and a release.

No engine here runs a container: what a task is started with is read, not driven.
"""

import pytest

pytestmark = [
    pytest.mark.capability(identifier, "apply")
    for identifier in ("compute.ecs-cluster", "compute.ecs-service", "compute.fargate")
]


@pytest.fixture
def ecs(local):
    return local.client("ecs")


@pytest.fixture
def orders(gallery):
    return gallery["ecs_service_complete"]["orders"]


@pytest.fixture
def worker(gallery):
    return gallery["ecs_service_complete"]["worker"]


def described(ecs, gallery, service):
    cluster = gallery["ecs_service_complete"]["cluster"]["name"]
    return ecs.describe_services(cluster=cluster, services=[service["name"]])["services"][0]


def task(ecs, service):
    return ecs.describe_task_definition(taskDefinition=service["name"])["taskDefinition"]


def container(ecs, service, name=None):
    wanted = name or service["name"]
    return next(each for each in task(ecs, service)["containerDefinitions"] if each["name"] == wanted)


def statements(local, role):
    """Actions to resources of a role's policies."""
    iam = local.client("iam")
    policies = [
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
    ]
    found = {}
    for statement in (each for policy in policies for each in policy["Statement"]):
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            found.setdefault(action, []).append(statement["Resource"])
    return found


def test_a_cluster_runs_tasks_on_fargate_spot_and_instances(ecs, gallery):
    arn = gallery["ecs_cluster_complete"]["cluster"]["arn"]
    cluster = ecs.describe_clusters(clusters=[arn], include=["SETTINGS", "CONFIGURATIONS"])["clusters"][0]
    providers = ["FARGATE", "FARGATE_SPOT", "example-cluster-complete-graviton"]
    assert sorted(cluster["capacityProviders"]) == sorted(providers)
    strategy = {each["capacityProvider"]: each for each in cluster["defaultCapacityProviderStrategy"]}
    assert (strategy["FARGATE"]["base"], strategy["FARGATE"]["weight"]) == (1, 3)
    assert {"name": "containerInsights", "value": "enabled"} in cluster["settings"]


def test_instances_of_a_cluster_run_its_tasks_and_no_others(local, gallery):
    example = gallery["ecs_cluster_complete"]
    cluster, allowed = example["cluster"]["arn"], statements(local, example["instances"]["role_name"])
    assert allowed["ecs:RegisterContainerInstance"] == [cluster]
    assert allowed["ecs:Poll"] == [f"{cluster.replace(':cluster/', ':container-instance/')}/*"]


def test_sessions_in_containers_are_encrypted_and_logged(local, ecs, gallery):
    arn = gallery["ecs_cluster_complete"]["cluster"]["arn"]
    cluster = ecs.describe_clusters(clusters=[arn], include=["CONFIGURATIONS"])["clusters"][0]
    sessions = cluster["configuration"]["executeCommandConfiguration"]
    group = sessions["logConfiguration"]["cloudWatchLogGroupName"]
    assert sessions["logConfiguration"]["cloudWatchEncryptionEnabled"]
    found = local.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]
    assert found["kmsKeyId"] == sessions["kmsKeyId"]
    assert found["retentionInDays"] == 400


def test_a_failed_release_is_taken_back(ecs, gallery, orders):
    deployment = described(ecs, gallery, orders)["deploymentConfiguration"]
    assert deployment["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    assert deployment["alarms"]["rollback"]
    assert deployment["minimumHealthyPercent"] == 100


def test_a_service_is_registered_with_its_listener_and_let_through(local, ecs, gallery, orders):
    service = described(ecs, gallery, orders)
    assert service["loadBalancers"] == [
        {
            "targetGroupArn": orders["target_group_arn"],
            "containerName": orders["name"],
            "containerPort": 8080,
        }
    ]
    of_group = [{"Name": "group-id", "Values": [orders["security_group_id"]]}]
    rules = local.client("ec2").describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    callers = {
        rule["ReferencedGroupInfo"]["GroupId"]: rule["FromPort"] for rule in rules if not rule["IsEgress"]
    }
    example = gallery["ecs_service_complete"]
    assert callers == {
        example["alb"]["security_group_id"]: 8080,
        example["worker"]["security_group_id"]: 8080,
    }


def test_callers_find_it_by_name(ecs, gallery, orders, worker):
    namespace = gallery["ecs_service_complete"]["cluster"]["namespace"]["arn"]
    found = [
        described(ecs, gallery, service)["deployments"][0]["serviceConnectConfiguration"]
        for service in (orders, worker)
    ]
    assert [connect["namespace"] for connect in found] == [namespace, namespace]
    assert found[0]["services"][0]["clientAliases"] == [{"port": 8080, "dnsName": "orders"}]
    assert found[0]["services"][0]["timeout"] == {
        "idleTimeoutSeconds": 300,
        "perRequestTimeoutSeconds": 5,
    }
    assert not found[1].get("services")
    assert orders["address"]["url"] == "https://service-complete.example.com"
    assert orders["connect_address"]["url"] == "http://orders:8080"
    assert worker["address"] is None and worker["connect_address"] is None


def test_three_of_four_tasks_beyond_the_first_run_on_spot(ecs, gallery, worker):
    strategy = described(ecs, gallery, worker)["capacityProviderStrategy"]
    assert {each["capacityProvider"]: (each.get("base", 0), each["weight"]) for each in strategy} == {
        "FARGATE": (1, 1),
        "FARGATE_SPOT": (0, 3),
    }


def test_a_task_has_a_size_of_fargate_and_a_read_only_root(ecs, orders):
    found, main = task(ecs, orders), container(ecs, orders)
    assert (found["cpu"], found["memory"], found["requiresCompatibilities"]) == ("512", "1024", ["FARGATE"])
    assert found["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    assert all(each["readonlyRootFilesystem"] for each in found["containerDefinitions"])
    assert [mount["containerPath"] for mount in main["mountPoints"]] == ["/tmp", "/var/cache/orders"]
    assert main["user"] == "1000:1000"


def test_the_main_container_waits_for_the_sidecar_and_both_log(local, ecs, orders):
    main, sidecar = container(ecs, orders), container(ecs, orders, "collector")
    assert main["dependsOn"] == [{"containerName": "collector", "condition": "HEALTHY"}]
    assert sidecar["healthCheck"]["command"] == ["CMD", "/healthcheck"]
    streams = {
        each["logConfiguration"]["options"]["awslogs-stream-prefix"]: each["logConfiguration"]["options"]
        for each in (main, sidecar)
    }
    assert set(streams) == {orders["name"], "collector"}
    assert {options["awslogs-group"] for options in streams.values()} == {orders["log_group_name"]}


def test_only_containers_that_can_be_entered_can_write_their_root(local, ecs, orders, worker):
    for service, entered in ((orders, False), (worker, True)):
        allowed = "ssmmessages:CreateControlChannel" in statements(local, service["task_role_name"])
        assert allowed is entered
        assert container(ecs, service)["readonlyRootFilesystem"] is not entered


def test_secrets_come_by_address_and_only_ecs_reads_them(local, ecs, gallery, orders):
    secrets = {each["name"]: each["valueFrom"] for each in container(ecs, orders)["secrets"]}
    assert secrets["DATABASE_PASSWORD"].endswith(":password::")
    role = task(ecs, orders)["executionRoleArn"].rpartition("/")[2]
    preparing = statements(local, role)
    running = statements(local, orders["task_role_name"])
    assert preparing["secretsmanager:GetSecretValue"] == [secrets["DATABASE_PASSWORD"].rsplit(":", 3)[0]]
    assert preparing["ssm:GetParameters"] == [secrets["FLAGS"]]
    assert preparing["ecr:BatchGetImage"] == [
        "arn:aws:ecr:eu-west-1:000000000000:repository/example-service-complete/orders"
    ]
    assert "sqs:SendMessage" in running
    assert not {"secretsmanager:GetSecretValue", "ssm:GetParameters"} & set(running)
    assert "sqs:SendMessage" not in preparing


def test_the_number_of_tasks_follows_use_requests_backlog_and_the_clock(local, gallery, orders, worker):
    scaling = local.client("application-autoscaling")
    cluster = gallery["ecs_service_complete"]["cluster"]["name"]

    def policies(service):
        found = scaling.describe_scaling_policies(
            ServiceNamespace="ecs", ResourceId=f"service/{cluster}/{service['name']}"
        )["ScalingPolicies"]
        return [policy["TargetTrackingScalingPolicyConfiguration"] for policy in found]

    predefined = {
        policy["PredefinedMetricSpecification"]["PredefinedMetricType"]: policy for policy in policies(orders)
    }
    assert {metric: policy["TargetValue"] for metric, policy in predefined.items()} == {
        "ALBRequestCountPerTarget": 600,
        "ECSServiceAverageCPUUtilization": 50,
        "ECSServiceAverageMemoryUtilization": 70,
    }
    label = predefined["ALBRequestCountPerTarget"]["PredefinedMetricSpecification"]["ResourceLabel"]
    balancer, group = label.split("/targetgroup/")
    assert balancer == gallery["ecs_service_complete"]["alb"]["arn_suffix"]
    assert orders["target_group_arn"].endswith(f"targetgroup/{group}")

    (backlog,) = policies(worker)
    metrics = {metric["Id"]: metric for metric in backlog["CustomizedMetricSpecification"]["Metrics"]}
    assert metrics["per_task"]["Expression"] == "waiting / IF(tasks > 0, tasks, 1)"

    actions = scaling.describe_scheduled_actions(
        ServiceNamespace="ecs", ResourceId=f"service/{cluster}/{orders['name']}"
    )["ScheduledActions"]
    bounds = {
        action["Schedule"]: (
            action["ScalableTargetAction"]["MinCapacity"],
            action["ScalableTargetAction"]["MaxCapacity"],
        )
        for action in actions
    }
    assert bounds == {"cron(0 7 * * ? *)": (6, 24), "cron(0 22 * * ? *)": (3, 12)}


def test_a_pipeline_releases_and_a_schedule_scales_without_terraform_taking_it_back(
    local, ecs, gallery, orders
):
    cluster = gallery["ecs_service_complete"]["cluster"]["name"]
    found = ecs.describe_task_definition(taskDefinition=orders["name"], include=["TAGS"])
    last = found["taskDefinition"]
    image = container(ecs, orders)["image"].replace(":1.4.2", ":1.5.0")
    containers = [
        each | ({"image": image} if each["name"] == orders["name"] else {})
        for each in last["containerDefinitions"]
    ]
    kept = (
        "family taskRoleArn executionRoleArn networkMode volumes requiresCompatibilities cpu memory"
        " runtimePlatform ephemeralStorage"
    )
    local.client("ssm").put_parameter(Name=orders["image_parameter"]["name"], Value=image, Overwrite=True)
    released = ecs.register_task_definition(
        containerDefinitions=containers, tags=found["tags"], **{name: last[name] for name in kept.split()}
    )["taskDefinition"]["taskDefinitionArn"]
    ecs.update_service(cluster=cluster, service=orders["name"], taskDefinition=released, desiredCount=7)
    local.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId=f"service/{cluster}/{orders['name']}",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=6,
        MaxCapacity=24,
    )

    plan = gallery.chapter("ecs_service_complete").plan("ecs_service_complete")
    # A pipeline forgets revisions that nothing will go back to, and Terraform the one it took as its own.
    ecs.deregister_task_definition(taskDefinition=last["taskDefinitionArn"])
    assert plan == {}
    assert described(ecs, gallery, orders)["taskDefinition"] == released
