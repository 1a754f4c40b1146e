"""ECS services and tasks whose image was built here run as processes of this machine."""

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.exceptions import ClientError

from local_aws import processes
from tests.local_aws import checks
from tests.local_aws.checks import ACCOUNT, eventually, name
from tests.local_aws.checks.apigatewayv2_http_apis import Http
from tooling import emulator
from tooling.packages import images

REGION = "eu-west-1"
# Answers with its environment; each of its faults is a variable of it.
PROGRAM = """
import json, os, signal, sys, threading, time, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAULT = os.environ.get("FAULT")
if FAULT == "exits":
    sys.exit("no database")

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(float(os.environ.get("SECONDS", 0)))
        sick = FAULT == "sick" or os.path.exists(os.environ.get("SICK_IF", "/nowhere"))
        status = 503 if sick and self.path == "/health" else 200
        found = {**os.environ, "PID": str(os.getpid())}
        if self.path.startswith("/get/"):
            found = urllib.request.urlopen("http://" + self.path[5:]).read().decode()
        body = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, text, *rest):
        print("got", self.path, flush=True)

class Server(ThreadingHTTPServer):
    daemon_threads = False

server = Server(("0.0.0.0", 8080), Handler)
if FAULT != "stubborn":
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
else:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("serving", flush=True)
server.serve_forever(0.05)
server.server_close()
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder of images with one, `probe`."""
    folder = tmp_path_factory.mktemp("services") / "probe"
    (folder / "probe").mkdir(parents=True)
    (folder / "probe" / "__init__.py").touch()
    (folder / "probe" / "__main__.py").write_text(PROGRAM)
    (folder / "requirements.txt").touch()
    (folder / "image.toml").write_text(
        'python = "3.13"\ncommand = ["python", "-m", "probe"]\nport = 8080\n'
        '[environment]\nFROM_IMAGE = "yes"\nNAME = "image"\n'
    )
    target = tmp_path_factory.mktemp("images")
    images.build(folder, target, tmp_path_factory.mktemp("cache"))
    return target


@pytest.fixture(scope="module")
def aws(tmp_path_factory, built, connect_to):
    directory = tmp_path_factory.mktemp("local-aws")
    server = emulator.start(directory, port=0, owner=os.getpid(), images=built)
    connected = connect_to(server.url, directory)
    checks.make_role(connected)
    yield connected
    emulator.stop(directory)


@pytest.fixture(scope="module")
def connect_to():
    from tests.local_aws.conftest import LocalAws

    return LocalAws


def role(aws, service, *statements):
    """The ARN of a new role that a service may assume."""
    called = name()
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    iam = aws.client("iam")
    made = iam.create_role(RoleName=called, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=called, PolicyName="own", PolicyDocument=policy(*statements))
    return made


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(*actions, resource="*"):
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


LOGS = allow("logs:CreateLogStream", "logs:PutLogEvents")


class World:
    """A network with a load balancer, a cluster and a log group; and services in it."""

    def __init__(self, aws):
        self.aws, self.ecs, self.elb = aws, aws.client("ecs"), aws.client("elbv2")
        ec2 = aws.client("ec2")
        subnets = ec2.describe_subnets()["Subnets"]
        self.subnets, self.vpc = [each["SubnetId"] for each in subnets[:2]], subnets[0]["VpcId"]
        self.other_subnet = subnets[2]["SubnetId"]
        self.door, self.group = (
            ec2.create_security_group(GroupName=name(), Description="a", VpcId=self.vpc)["GroupId"]
            for _ in range(2)
        )
        self.lets_in = {
            "GroupId": self.group,
            "IpPermissions": [
                {
                    "IpProtocol": "tcp",
                    "FromPort": 8080,
                    "ToPort": 8080,
                    "UserIdGroupPairs": [{"GroupId": self.door}],
                }
            ],
        }
        ec2.authorize_security_group_ingress(**self.lets_in)
        self.cluster, self.logs, self.balancer = name(), name(), name()
        self.ecs.create_cluster(clusterName=self.cluster)
        aws.client("logs").create_log_group(logGroupName=self.logs)
        self.execution_role = role(aws, "ecs-tasks.amazonaws.com", LOGS)
        made = self.elb.create_load_balancer(
            Name=self.balancer, Subnets=self.subnets, SecurityGroups=[self.door]
        )
        self.balancer_arn = made["LoadBalancers"][0]["LoadBalancerArn"]

    def network(self):
        return {"awsvpcConfiguration": {"subnets": self.subnets, "securityGroups": [self.group]}}

    def define(self, family, image="probe", **settings):
        """A revision of a task definition; settings other than environment and roles are its container's."""
        environment = settings.pop("environment", {})
        roles = {"executionRoleArn": settings.pop("execution_role", self.execution_role)}
        if "task_role" in settings:
            roles["taskRoleArn"] = settings.pop("task_role")
        options = {"awslogs-group": self.logs, "awslogs-region": REGION, "awslogs-stream-prefix": "a"}
        container = {
            "name": "main",
            "image": image,
            "portMappings": [{"containerPort": 8080, "name": "main"}],
            "environment": [{"name": key, "value": value} for key, value in environment.items()],
            "logConfiguration": {"logDriver": "awslogs", "options": options},
            "stopTimeout": 2,
            **settings,
        }
        return self.ecs.register_task_definition(
            family=family,
            containerDefinitions=[container],
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            **roles,
        )["taskDefinition"]["taskDefinitionArn"]

    def serve(self, count=1, behind=None, definition=None, **settings):
        """The name of a new service; `behind` is the ARN of a target group."""
        service = name()
        names = ("environment", "execution_role", "healthCheck", "image", "secrets", "task_role")
        of_container = {key: settings.pop(key) for key in names if key in settings}
        if behind:
            settings["loadBalancers"] = [
                {"targetGroupArn": behind, "containerName": "main", "containerPort": 8080}
            ]
        self.ecs.create_service(
            cluster=self.cluster,
            serviceName=service,
            taskDefinition=definition or self.define(service, **of_container),
            desiredCount=count,
            launchType="FARGATE",
            networkConfiguration=self.network(),
            **settings,
        )
        return service

    def target_group(self, port=80):
        """A target group behind a new listener."""
        group = self.elb.create_target_group(
            Name=name(),
            Protocol="HTTP",
            Port=8080,
            VpcId=self.vpc,
            TargetType="ip",
            HealthCheckPath="/health",
            HealthCheckIntervalSeconds=5,
            HealthCheckTimeoutSeconds=2,
            HealthyThresholdCount=2,
            UnhealthyThresholdCount=2,
        )["TargetGroups"][0]["TargetGroupArn"]
        action = {"Type": "forward", "TargetGroupArn": group}
        self.elb.create_listener(
            LoadBalancerArn=self.balancer_arn, Port=port, Protocol="HTTP", DefaultActions=[action]
        )
        return group

    def described(self, service):
        return self.ecs.describe_services(cluster=self.cluster, services=[service])["services"][0]

    def tasks(self, service, status="RUNNING"):
        arns = self.ecs.list_tasks(cluster=self.cluster, serviceName=service, desiredStatus=status)[
            "taskArns"
        ]
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=arns)["tasks"] if arns else []

    def address(self, task):
        return task["containers"][0]["networkInterfaces"][0]["privateIpv4Address"]

    def is_steady(self, service):
        found = self.described(service)
        return found["deployments"][0]["rolloutState"] == "COMPLETED" and len(found["deployments"]) == 1

    def steady(self, service, seconds=20):
        assert eventually(lambda: self.is_steady(service), seconds), self.story(service)

    def story(self, service):
        stopped = [self.end_of(each) for each in self.tasks(service, "STOPPED")]
        return json.dumps([self.described(service), stopped], default=str, indent=1)

    def end_of(self, task):
        return task.get("stoppedReason"), task["containers"][0].get("exitCode")

    def events(self, service):
        return [each["message"] for each in self.described(service)["events"]]

    def written(self):
        found = self.aws.client("logs").filter_log_events(logGroupName=self.logs)["events"]
        return [each["message"] for each in found]

    def end(self, service):
        self.ecs.delete_service(cluster=self.cluster, service=service, force=True)


@pytest.fixture(autouse=True)
def _on_a_busy_machine(monkeypatch):
    monkeypatch.setattr(checks, "slowness", 4.0)


@pytest.fixture
def world(aws):
    return World(aws)


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
        return json.loads(answer.read())


class Load:
    """Requests in two threads until it is left; `failed` is what was not answered with 200."""

    def __init__(self, url):
        self.url, self.failed, self.answered, self.over = url, [], 0, threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=self.ask) for _ in range(2)]
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for each in self.threads:
            each.join()

    def ask(self):
        while not self.over.is_set():
            try:
                get(self.url)
                self.answered += 1
            except Exception as error:
                self.failed.append(repr(error))


def pids(answers):
    return {int(each["PID"]) for each in answers}


def pid_of(world, task):
    return int(get(f"http://{world.address(task)}:8080/")["PID"])


def is_alive(pid):
    return processes.birth(pid) is not None


def test_a_service_answers_behind_its_load_balancer(aws, world):
    group = world.target_group()
    service = world.serve(count=2, behind=group, environment={"NAME": "definition"})
    world.steady(service)
    answer = get(f"{aws.url}/_alb/{world.balancer}/")
    assert (answer["FROM_IMAGE"], answer["NAME"]) == ("yes", "definition")
    health = world.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert [each["TargetHealth"]["State"] for each in health] == ["healthy", "healthy"]
    assert {each["Target"]["Id"] for each in health} == {world.address(each) for each in world.tasks(service)}
    assert world.described(service)["runningCount"] == 2
    world.end(service)
    assert eventually(lambda: world.described(service)["status"] == "INACTIVE", 10)
    assert world.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"] == []


def test_lattice_forwards_to_tasks_that_it_reaches(aws, world):
    service = world.serve(environment={"NAME": "meshed"})
    world.steady(service)
    lattice, ec2 = aws.client("vpc-lattice"), aws.client("ec2")
    own_network = lattice.create_service_network(name=name())["id"]
    made = lattice.create_service(name=name())
    lattice.create_service_network_service_association(
        serviceIdentifier=made["id"], serviceNetworkIdentifier=own_network
    )
    lattice.create_service_network_vpc_association(
        serviceNetworkIdentifier=own_network, vpcIdentifier=world.vpc
    )
    config = {"port": 8080, "protocol": "HTTP", "vpcIdentifier": world.vpc}
    group = lattice.create_target_group(name=name(), type="IP", config=config)["id"]
    [task] = world.tasks(service)
    lattice.register_targets(targetGroupIdentifier=group, targets=[{"id": world.address(task)}])
    lattice.create_listener(
        serviceIdentifier=made["id"],
        name=name(),
        protocol="HTTP",
        defaultAction={"forward": {"targetGroups": [{"targetGroupIdentifier": group}]}},
    )

    def answer():
        return get(aws.url, Host=made["dnsEntry"]["domainName"])

    with pytest.raises(urllib.error.HTTPError, match="504"):
        answer()
    [listed] = ec2.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{REGION}.vpc-lattice"]}]
    )["PrefixLists"]
    rule = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}
    rule["PrefixListIds"] = [{"PrefixListId": listed["PrefixListId"]}]
    ec2.authorize_security_group_ingress(GroupId=world.group, IpPermissions=[rule])
    assert answer()["NAME"] == "meshed"
    world.end(service)


def without_the_rule_of_the_tasks_group(world, ec2):
    ec2.revoke_security_group_ingress(**world.lets_in)
    return lambda: ec2.authorize_security_group_ingress(**world.lets_in)


def without_the_rule_of_the_load_balancers_group(world, ec2):
    out = {
        "GroupId": world.door,
        "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
    }
    ec2.revoke_security_group_egress(**out)
    return lambda: ec2.authorize_security_group_egress(**out)


def with_a_network_acl_that_denies(world, ec2):
    of_subnet = [{"Name": "association.subnet-id", "Values": [world.other_subnet]}]
    [acl] = ec2.describe_network_acls(Filters=of_subnet)["NetworkAcls"]
    entry = {"NetworkAclId": acl["NetworkAclId"], "RuleNumber": 1, "Egress": False}
    ec2.create_network_acl_entry(
        **entry,
        RuleAction="deny",
        Protocol="6",
        CidrBlock="0.0.0.0/0",
        PortRange={"From": 8080, "To": 8080},
    )
    return lambda: ec2.delete_network_acl_entry(**entry)


@pytest.mark.parametrize(
    "close",
    [
        without_the_rule_of_the_tasks_group,
        without_the_rule_of_the_load_balancers_group,
        with_a_network_acl_that_denies,
    ],
)
def test_a_load_balancer_reaches_its_task_as_long_as_the_network_lets_it(aws, world, close):
    group, url = world.target_group(), f"{aws.url}/_alb/{world.balancer}/"
    world.subnets = [world.other_subnet]  # no network ACL is between what is in one subnet
    service = world.serve(behind=group, healthCheckGracePeriodSeconds=600)  # it is not replaced
    world.steady(service)

    def health():
        [found] = world.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return found["TargetHealth"]["State"], found["TargetHealth"].get("Reason")

    assert (status(url), health()) == (200, ("healthy", None))
    open_again = close(world, aws.client("ec2"))
    assert eventually(lambda: status(url) == 504, 3)
    assert eventually(lambda: health() == ("unhealthy", "Target.Timeout"), 15)
    open_again()
    assert eventually(lambda: status(url) == 200, 3)
    assert eventually(lambda: health() == ("healthy", None), 15)
    world.end(service)


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.fixture
def linked(aws, world):
    """Makes the address of an HTTP API with a VPC link, in this security group, to this ARN."""
    api = Http(aws)

    def link(arn, group):
        made = api.gateway.create_vpc_link(Name=name(), SubnetIds=world.subnets, SecurityGroupIds=[group])
        api.integrate(
            "GET /probe",
            IntegrationType="HTTP_PROXY",
            IntegrationMethod="ANY",
            IntegrationUri=arn,
            ConnectionType="VPC_LINK",
            ConnectionId=made["VpcLinkId"],
        )
        return f"{api.url}/probe"

    return link


def test_a_vpc_link_reaches_a_task_as_long_as_its_security_group_lets_it(aws, world, linked):
    cloud_map, namespace = aws.client("servicediscovery"), name()
    cloud_map.create_http_namespace(Name=namespace)
    [id] = [each["Id"] for each in cloud_map.list_namespaces()["Namespaces"] if each["Name"] == namespace]
    registry = cloud_map.create_service(Name="probe", NamespaceId=id)["Service"]["Arn"]
    service = world.serve(serviceRegistries=[{"registryArn": registry, "port": 8080}])
    world.steady(service)
    url = linked(registry, world.door)
    assert status(url) == 200
    open_again = without_the_rule_of_the_tasks_group(world, aws.client("ec2"))
    assert eventually(lambda: status(url) == 503, 3)
    open_again()
    assert eventually(lambda: status(url) == 200, 3)
    world.end(service)


def test_a_vpc_link_reaches_a_load_balancer_as_long_as_its_security_group_lets_it(aws, world, linked):
    group, ec2 = world.target_group(), aws.client("ec2")
    service = world.serve(behind=group)
    world.steady(service)
    [listener] = world.elb.describe_listeners(LoadBalancerArn=world.balancer_arn)["Listeners"]
    outside = ec2.create_security_group(GroupName=name(), Description="a", VpcId=world.vpc)["GroupId"]
    url = linked(listener["ListenerArn"], outside)
    assert status(url) == 503
    http = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": outside}]}
    ec2.authorize_security_group_ingress(GroupId=world.door, IpPermissions=[http])
    assert status(url) == 200
    assert get(url)["FROM_IMAGE"] == "yes"
    world.end(service)


def test_what_it_writes_is_delivered_to_its_log_group(world):
    service = world.serve()
    world.steady(service)
    [task] = world.tasks(service)
    assert eventually(lambda: "serving" in world.written(), 5)
    [stream] = world.aws.client("logs").describe_log_streams(logGroupName=world.logs)["logStreams"]
    assert stream["logStreamName"] == f"a/main/{task['taskArn'].rpartition('/')[2]}"
    world.end(service)


def test_a_task_calls_aws_with_its_role_until_it_ends(aws, world):
    reader = role(aws, "ecs-tasks.amazonaws.com", allow("sqs:ListQueues"))
    service = world.serve(task_role=reader)
    world.steady(service)
    found = get(f"http://{world.address(world.tasks(service)[0])}:8080/")
    assert (found["AWS_ENDPOINT_URL"], found["AWS_REGION"]) == (aws.url, REGION)
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
    keys = {each: found[each.upper()] for each in names}

    def client(service):
        return boto3.client(service, endpoint_url=aws.url, region_name=REGION, **keys)

    assert f":assumed-role/{reader.rpartition('/')[2]}/" in client("sts").get_caller_identity()["Arn"]
    client("sqs").list_queues()
    with pytest.raises(ClientError, match="AccessDenied"):
        client("sqs").create_queue(QueueName=name())
    world.end(service)
    assert eventually(lambda: world.described(service)["status"] == "INACTIVE", 10)
    with pytest.raises(ClientError, match=r"InvalidClientTokenId|security token"):
        client("sqs").list_queues()


@pytest.fixture
def secrets(aws):
    """What a definition says of a secret and of a parameter, each with a key; and what reading them needs."""
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    secret = aws.client("secretsmanager").create_secret(
        Name=name(), SecretString='{"password": "guess", "port": 5432}', KmsKeyId=key
    )["ARN"]
    parameter = f"/{name()}/flag"
    aws.client("ssm").put_parameter(Name=parameter, Value="on", Type="SecureString", KeyId=key)
    wanted = [
        {"name": "PASSWORD", "valueFrom": f"{secret}:password::"},
        {"name": "ALL", "valueFrom": secret},
        {"name": "FLAG", "valueFrom": parameter},
    ]
    rights = {
        "secret": allow("secretsmanager:GetSecretValue", resource=secret),
        "parameter": allow(
            "ssm:GetParameters", resource=f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{parameter}"
        ),
        "key": allow("kms:Decrypt", resource=key),
    }
    return wanted, rights


def test_secrets_come_as_variables(aws, world, secrets):
    wanted, rights = secrets
    reader = role(aws, "ecs-tasks.amazonaws.com", LOGS, *rights.values())
    service = world.serve(secrets=wanted, execution_role=reader)
    world.steady(service)
    found = get(f"http://{world.address(world.tasks(service)[0])}:8080/")
    assert (found["PASSWORD"], found["FLAG"]) == ("guess", "on")
    assert json.loads(found["ALL"])["port"] == 5432
    world.end(service)


@pytest.mark.parametrize(
    ("taken", "says"),
    [
        ("secret", "secretsmanager:GetSecretValue"),
        ("parameter", "ssm:GetParameters"),
        ("key", "Access to KMS is not allowed"),
    ],
)
def test_without_the_right_to_a_secret_no_task_starts(aws, world, secrets, taken, says):
    wanted, rights = secrets
    left = [right for called, right in rights.items() if called != taken]
    reader = role(aws, "ecs-tasks.amazonaws.com", LOGS, *left)
    service = world.serve(secrets=wanted, execution_role=reader)
    fails(world, service, "ResourceInitializationError", "AccessDeniedException", says)
    assert world.described(service)["runningCount"] == 0
    world.end(service)


def fails(world, service, *words):
    """See that a service's tasks fail to start, and that their reason has these words."""
    assert eventually(lambda: world.tasks(service, "STOPPED"), 10)
    task = world.tasks(service, "STOPPED")[0]
    assert task["stopCode"] == "TaskFailedToStart"
    for word in words:
        assert word in task["stoppedReason"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"execution": []}, ("ResourceInitializationError", "logs:CreateLogStream", "AccessDeniedException")),
        ({"group": "absent"}, ("ResourceInitializationError", "log group does not exist")),
        ({"trusts": "ec2.amazonaws.com"}, ("unable to assume the role",)),
        ({"secrets": [{"name": "A", "valueFrom": "absent"}]}, ("ResourceInitializationError", "absent")),
        ({"image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/probe:1"}, ("ecr:GetAuthorizationToken",)),
        ({"command": ["absent"]}, ("CannotStartContainerError", "not found in $PATH")),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_a_task_that_cannot_start_says_why(aws, world, change, words):
    statements = change.pop("execution", [LOGS, allow("ssm:GetParameters")])
    world.logs = change.pop("group", world.logs)
    reader = role(aws, change.pop("trusts", "ecs-tasks.amazonaws.com"), *statements)
    definition = world.define(name(), execution_role=reader, **change)
    service = world.serve(definition=definition)
    fails(world, service, *words)
    world.end(service)


def test_an_image_in_ecr_is_pulled_by_the_execution_role(aws, world):
    repository = f"{name()}/probe"
    made = aws.client("ecr").create_repository(repositoryName=repository)["repository"]
    pull = [
        allow("ecr:GetAuthorizationToken"),
        allow("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", resource=made["repositoryArn"]),
    ]
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{repository}:1.0.0"
    denied = role(aws, "ecs-tasks.amazonaws.com", LOGS, pull[0])
    service = world.serve(image=image, execution_role=denied)
    fails(world, service, "CannotPullContainerError", "ecr:BatchGetImage")
    world.end(service)
    service = world.serve(image=image, execution_role=role(aws, "ecs-tasks.amazonaws.com", LOGS, *pull))
    world.steady(service)
    world.end(service)


def test_an_image_that_was_not_built_is_described_only(world):
    service = world.serve(image="public.ecr.aws/docker/library/busybox:1.37.0")
    [event] = world.events(service)
    assert "busybox:1.37.0 is not built on this machine; its tasks are described only" in event
    world.end(service)


def test_a_killed_process_is_replaced(world):
    service = world.serve(count=2)
    world.steady(service)
    tasks = world.tasks(service)
    os.kill(pid_of(world, tasks[0]), signal.SIGKILL)
    assert eventually(
        lambda: (
            {each["taskArn"] for each in world.tasks(service)} != {each["taskArn"] for each in tasks}
            and len(world.tasks(service)) == 2
        ),
        10,
    )
    [gone] = world.tasks(service, "STOPPED")
    assert (gone["stopCode"], gone["stoppedReason"]) == (
        "EssentialContainerExited",
        "Essential container in task exited",
    )
    assert gone["containers"][0]["exitCode"] == 137
    world.end(service)


def test_a_service_is_scaled(world):
    service = world.serve()
    world.steady(service)
    for count in (3, 1):
        world.ecs.update_service(cluster=world.cluster, service=service, desiredCount=count)
        assert eventually(lambda: len(world.tasks(service)) == count, 10)  # noqa: B023
        assert eventually(lambda: world.described(service)["runningCount"] == count, 10)  # noqa: B023
    assert len(world.described(service)["deployments"]) == 1
    world.end(service)


def test_cloud_map_leads_to_the_tasks_that_run(aws, world):
    cloud_map, namespace = aws.client("servicediscovery"), name()
    cloud_map.create_http_namespace(Name=namespace)
    [id] = [each["Id"] for each in cloud_map.list_namespaces()["Namespaces"] if each["Name"] == namespace]
    registry = cloud_map.create_service(Name="probe", NamespaceId=id)["Service"]["Arn"]
    service = world.serve(count=2, serviceRegistries=[{"registryArn": registry, "port": 8080}])
    world.steady(service)
    found = cloud_map.discover_instances(NamespaceName=namespace, ServiceName="probe")["Instances"]
    answers = [
        get("http://{AWS_INSTANCE_IPV4}:{AWS_INSTANCE_PORT}/".format(**each["Attributes"])) for each in found
    ]
    assert len(pids(answers)) == 2
    assert {each["Attributes"]["ECS_SERVICE_NAME"] for each in found} == {service}
    world.ecs.update_service(cluster=world.cluster, service=service, desiredCount=0)
    assert eventually(
        lambda: cloud_map.list_instances(ServiceId=registry.rpartition("/")[2])["Instances"] == [], 10
    )
    world.end(service)


def test_service_connect_leads_to_a_service_by_its_name(world):
    connect = {"enabled": True, "namespace": name()}
    offered = {"portName": "main", "clientAliases": [{"port": 80, "dnsName": "orders"}]}
    server = world.serve(count=2, serviceConnectConfiguration={**connect, "services": [offered]})
    client = world.serve(serviceConnectConfiguration=connect)
    stranger = world.serve()
    for each in (server, client, stranger):
        world.steady(each)
    asking, other = (world.address(world.tasks(each)[0]) for each in (client, stranger))
    answers = {get(f"http://{asking}:8080/get/orders:80/") for _ in range(20)}
    assert pids(map(json.loads, answers)) == {pid_of(world, each) for each in world.tasks(server)}
    with pytest.raises(OSError):
        get(f"http://{other}:8080/get/orders:80/")
    for each in (server, client, stranger):
        world.end(each)


def test_a_private_dns_namespace_leads_to_a_service_by_its_name(aws, world):
    cloud_map, namespace = aws.client("servicediscovery"), f"{name()}.internal"
    vpc = aws.client("ec2").create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    cloud_map.create_private_dns_namespace(Name=namespace, Vpc=vpc)
    [id] = [each["Id"] for each in cloud_map.list_namespaces()["Namespaces"] if each["Name"] == namespace]
    records = {"DnsRecords": [{"Type": "A", "TTL": 10}]}
    registry = cloud_map.create_service(Name="orders", NamespaceId=id, DnsConfig=records)["Service"]["Arn"]
    server, client = world.serve(serviceRegistries=[{"registryArn": registry}]), world.serve()
    for each in (server, client):
        world.steady(each)
    asking = world.address(world.tasks(client)[0])
    answer = json.loads(get(f"http://{asking}:8080/get/orders.{namespace}:8080/"))
    assert int(answer["PID"]) == pid_of(world, world.tasks(server)[0])
    for each in (server, client):
        world.end(each)


def release(world, service, **settings):
    """Release a new revision of the task definition."""
    revision = world.define(service, **settings)
    world.ecs.update_service(cluster=world.cluster, service=service, taskDefinition=revision)
    return revision


BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


def test_a_release_is_rolled_out_and_no_request_fails(aws, world):
    service = world.serve(count=2, behind=world.target_group(), environment={"NAME": "1"})
    world.steady(service)
    url = f"{aws.url}/_alb/{world.balancer}/"
    assert get(url)["NAME"] == "1"
    with Load(url) as load:
        revision = release(world, service, environment={"NAME": "2"})
        assert len(world.described(service)["deployments"]) == 2
        world.steady(service)
    assert (load.failed, load.answered > 20) == ([], True)
    assert get(url)["NAME"] == "2"
    assert world.described(service)["taskDefinition"] == revision
    assert {each["taskDefinitionArn"] for each in world.tasks(service)} == {revision}
    world.end(service)


def test_a_deployment_can_be_forced(world):
    service = world.serve()
    world.steady(service)
    before = world.tasks(service)[0]["taskArn"]
    world.ecs.update_service(cluster=world.cluster, service=service, forceNewDeployment=True)
    world.steady(service)
    [task] = world.tasks(service)
    assert task["taskArn"] != before
    world.end(service)


@pytest.mark.parametrize("fault", ["exits", "sick"])
def test_a_bad_release_is_rolled_back_and_no_request_fails(aws, world, fault):
    good = {"environment": {"NAME": "good"}}
    service = world.serve(behind=world.target_group(), deploymentConfiguration=BREAKER, **good)
    world.steady(service)
    before = world.described(service)["taskDefinition"]
    url = f"{aws.url}/_alb/{world.balancer}/"
    seen = {}

    def is_over():
        for each in world.described(service)["deployments"]:
            seen[each["id"]] = each
        return any(each["rolloutState"] == "FAILED" for each in seen.values()) and world.is_steady(service)

    with Load(url) as load:
        bad = release(world, service, environment={"NAME": "bad", "FAULT": fault})
        assert eventually(is_over, 60), world.story(service)
    assert (load.failed, load.answered > 20) == ([], True)
    failed = next(each for each in seen.values() if each["rolloutState"] == "FAILED")
    assert (failed["taskDefinition"], failed["failedTasks"]) == (bad, 3)
    assert "circuit breaker" in failed["rolloutStateReason"]
    now = world.described(service)
    assert now["taskDefinition"] == before
    assert "rolling back to deploymentId" not in now["deployments"][0]["rolloutStateReason"]
    assert any("deployment failed: tasks failed to start" in each for each in world.events(service))
    assert any("rolling back to" in each for each in world.events(service))
    assert get(url)["NAME"] == "good"
    world.end(service)


def test_without_a_circuit_breaker_a_bad_release_goes_on_trying(aws, world):
    service = world.serve(behind=world.target_group(), environment={"NAME": "good"})
    world.steady(service)
    release(world, service, environment={"FAULT": "exits"})
    assert eventually(lambda: world.described(service)["deployments"][0].get("failedTasks", 0) > 3, 30)
    assert world.described(service)["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    assert get(f"{aws.url}/_alb/{world.balancer}/")["NAME"] == "good"
    world.end(service)


def test_a_task_that_fails_its_container_health_check_is_replaced(world, tmp_path):
    """One that is sick from its second check on; the next task is well."""

    def now(task):
        return world.ecs.describe_tasks(cluster=world.cluster, tasks=[task["taskArn"]])["tasks"][0]

    sick = tmp_path / "sick"
    check = {
        "command": ["CMD", "python", "-c", f"import os, sys; sys.exit(os.path.exists({str(sick)!r}))"],
        "interval": 5,
        "retries": 1,
        "timeout": 5,
    }
    service = world.serve(healthCheck=check)
    world.steady(service)
    [first] = world.tasks(service)
    assert first["healthStatus"] == "HEALTHY"
    sick.touch()
    assert eventually(lambda: now(first)["healthStatus"] == "UNHEALTHY", 10)
    sick.unlink()
    assert eventually(lambda: world.tasks(service, "STOPPED"), 10)
    gone = {each["taskArn"]: each["stoppedReason"] for each in world.tasks(service, "STOPPED")}
    assert "health checks" in gone[first["taskArn"]]
    assert eventually(lambda: [each["healthStatus"] for each in world.tasks(service)] == ["HEALTHY"], 10)
    world.end(service)


def test_a_request_under_way_is_answered_before_its_task_ends(aws, world):
    service = world.serve(behind=world.target_group(), environment={"SECONDS": "1.5"})
    world.steady(service)
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(get, f"{aws.url}/_alb/{world.balancer}/")
        time.sleep(0.5)
        world.ecs.update_service(cluster=world.cluster, service=service, desiredCount=0)
        assert asked.result(timeout=10)["FROM_IMAGE"] == "yes"
    world.end(service)


def test_a_task_runs_alone_and_is_stopped(world):
    family = name()
    world.define(family)
    run = {"cluster": world.cluster, "taskDefinition": family, "networkConfiguration": world.network()}
    [task] = world.ecs.run_task(**run, launchType="FARGATE")["tasks"]

    def now():
        return world.ecs.describe_tasks(cluster=world.cluster, tasks=[task["taskArn"]])["tasks"][0]

    assert eventually(lambda: now()["lastStatus"] == "RUNNING" and "serving" in world.written(), 10)
    pid = pid_of(world, now())
    world.ecs.stop_task(cluster=world.cluster, task=task["taskArn"], reason="enough")
    assert eventually(lambda: now()["lastStatus"] == "STOPPED", 10)
    ended = now()
    assert (ended["stoppedReason"], ended["stopCode"], ended["containers"][0]["exitCode"]) == (
        "enough",
        "UserInitiated",
        0,
    )
    assert not is_alive(pid)


def test_a_command_of_ones_own_runs_once(world):
    family = name()
    world.define(family)
    overrides = {
        "containerOverrides": [{"name": "main", "command": ["python", "-c", "print('once'); exit(3)"]}]
    }
    run = {"cluster": world.cluster, "taskDefinition": family, "networkConfiguration": world.network()}
    [task] = world.ecs.run_task(**run, launchType="FARGATE", overrides=overrides)["tasks"]
    arn = [task["taskArn"]]
    assert eventually(
        lambda: (
            world.ecs.describe_tasks(cluster=world.cluster, tasks=arn)["tasks"][0]["lastStatus"] == "STOPPED"
        ),
        10,
    )
    ended = world.ecs.describe_tasks(cluster=world.cluster, tasks=arn)["tasks"][0]
    assert (ended["containers"][0]["exitCode"], ended["stopCode"]) == (3, "EssentialContainerExited")
    assert "once" in world.written()


def test_a_process_that_does_not_end_is_killed_when_its_time_is_over(world):
    service = world.serve(environment={"FAULT": "stubborn"})
    world.steady(service)
    pid = pid_of(world, world.tasks(service)[0])
    world.ecs.update_service(cluster=world.cluster, service=service, desiredCount=0)
    time.sleep(1)
    assert is_alive(pid)
    assert eventually(lambda: world.tasks(service, "STOPPED") and not is_alive(pid), 5)
    assert world.tasks(service, "STOPPED")[0]["containers"][0]["exitCode"] == 137
    world.end(service)


def test_a_task_has_an_interface_in_its_subnet_while_it_runs(aws, world):
    service, ec2 = world.serve(), aws.client("ec2")
    world.steady(service)

    def interfaces():
        of_group = [{"Name": "group-id", "Values": [world.group]}]
        return ec2.describe_network_interfaces(Filters=of_group)["NetworkInterfaces"]

    [found] = interfaces()
    assert found["SubnetId"] in world.subnets
    world.end(service)
    assert eventually(lambda: interfaces() == [], 10)


@pytest.mark.parametrize("how", ["stopped", "killed", "reset"])
def test_nothing_is_left_of_a_local_aws_that_ends(tmp_path, connect, built, how):
    server = emulator.start(tmp_path, port=0, owner=os.getpid(), images=built)
    world = World(connect(server.url))
    service = world.serve(count=2)
    world.steady(service)
    running = [pid_of(world, each) for each in world.tasks(service)]
    if how == "stopped":
        emulator.stop(tmp_path)
    elif how == "killed":
        os.kill(server.pid, signal.SIGKILL)
    else:
        emulator.reset(tmp_path)
    assert eventually(lambda: not any(map(is_alive, running)), 5)
    emulator.stop(tmp_path)


def test_a_snapshot_keeps_services_which_start_again(tmp_path, connect, built):
    server = emulator.start(tmp_path, port=0, owner=os.getpid(), images=built)
    world = World(connect(server.url))
    service = world.serve(count=2)
    world.steady(service)
    emulator.snapshot("one", tmp_path)
    before = {each["taskArn"] for each in world.tasks(service)}
    emulator.reset(tmp_path)
    emulator.restore("one", tmp_path)
    assert eventually(
        lambda: len(world.tasks(service)) == 2 and world.described(service)["runningCount"] == 2, 10
    )
    assert not before & {each["taskArn"] for each in world.tasks(service)}
    emulator.stop(tmp_path)
