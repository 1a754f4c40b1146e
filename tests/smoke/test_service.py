"""A service of this repository runs, with the image that was built of it; it is released well and badly."""

import json
import threading
from pathlib import Path

import pytest

from tests.calls import call
from tests.smoke.roots import Terraform, applied, destroy, planned, root_of
from tooling.packages import images
from tooling.paths import CACHE

pytestmark = pytest.mark.capability("compute.ecs-service", "behaves")
ROOT = Path(__file__).parent / "service"
deployments = pytest.mark.capability("compute.ecs-deployments", "behaves")


class Service:
    """The root, and what it made. `apply` takes a release."""

    def __init__(self, local, folder):
        self.local, self.folder = local, folder
        self.ecs = local.client("ecs")

    def root(self, **release) -> Terraform:
        return root_of(ROOT, self.local, self.folder, TF_VAR_release=json.dumps(release))

    def apply(self, **release):
        root = self.root(**release)
        actions = applied(root)
        self.outputs = {name: output.value for name, output in root.outputs().items()}
        return actions

    def ask(self, path):
        return call(
            "GET",
            f"{self.local.url}/_alb/service{path}",
            signed=False,
            headers={"host": "catalog.example.com:443"},
        )

    def described(self, name="catalog"):
        cluster, service = self.outputs["cluster"]["name"], self.outputs[name]["name"]
        return self.ecs.describe_services(cluster=cluster, services=[service])["services"][0]

    def events(self):
        return [each["message"] for each in self.described()["events"]]

    def tasks(self, status="RUNNING"):
        cluster, service = self.outputs["cluster"]["name"], self.outputs["catalog"]["name"]
        arns = self.ecs.list_tasks(cluster=cluster, serviceName=service, desiredStatus=status)["taskArns"]
        return self.ecs.describe_tasks(cluster=cluster, tasks=arns)["tasks"] if arns else []

    def written(self, name="catalog"):
        group = self.outputs[name]["log_group_name"]
        found = self.local.client("logs").filter_log_events(logGroupName=group)["events"]
        return [each["message"] for each in found]


class Asking:
    """Asks all the time until it is left; `failed` has every answer that is not a 200."""

    def __init__(self, service):
        self.service, self.failed, self.answered = service, [], 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.ask)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def ask(self):
        while not self.over.is_set():
            answer = self.service.ask("/products")
            self.answered += answer.status == 200
            if answer.status != 200:
                self.failed.append((answer.status, answer.body))


@pytest.fixture(scope="module")
def service(local):
    if not local.embedded:
        pytest.skip("the images of this repository run on its own local AWS")
    images.build_all()
    for leftover in ROOT.glob("terraform.tfstate*"):
        leftover.unlink()
    made = Service(local, CACHE / "service")
    made.apply(name="1")
    yield made
    destroy(made.root(name="1"))


def test_a_task_answers_through_the_load_balancer(service):
    assert service.ask("/products/tea").body == {"id": "tea", "name": "Tea", "price_cents": 280}
    assert service.ask("/products/nothing").status == 404
    health = service.local.client("elbv2").describe_target_health(
        TargetGroupArn=service.outputs["catalog"]["target_group_arn"]
    )["TargetHealthDescriptions"]
    assert [each["TargetHealth"]["State"] for each in health] == ["healthy", "healthy"]


def test_its_secret_is_resolved_and_its_lines_are_delivered(service, eventually):
    assert service.ask("/health").body == {"status": "ok", "release": "release 1"}
    lines = eventually(lambda: [json.loads(line) for line in service.written() if "products/tea" in line])
    assert (lines[0]["status"], lines[0]["level"]) == (200, "INFO")


def test_another_service_calls_it_by_its_name(service, eventually):
    assert eventually(lambda: any('"Tea"' in line for line in service.written("client")))


def test_nothing_is_to_be_done_while_it_runs(service):
    assert planned(service.root(name="1")) == {}


@deployments
def test_a_release_replaces_all_tasks_and_no_request_fails(service):
    before = {each["taskArn"] for each in service.tasks()}
    with Asking(service) as asking:
        service.apply(name="2")
    assert (asking.failed, asking.answered > 10) == ([], True)
    assert service.ask("/health").body["release"] == "release 2"
    assert not before & {each["taskArn"] for each in service.tasks()}


@deployments
def test_a_bad_release_is_rolled_back_and_no_request_fails(service, eventually):
    before = service.described()["taskDefinition"]
    with Asking(service) as asking:
        service.apply(name="3", command=["python", "-c", "raise SystemExit('no')"], wait=False)
        eventually(lambda: any("deployment failed" in each for each in service.events()), 60)
        eventually(lambda: service.described()["deployments"][0]["rolloutState"] == "COMPLETED", 60)
    assert (asking.failed, asking.answered > 10) == ([], True)
    assert service.described()["taskDefinition"] == before
    assert {each["taskDefinitionArn"] for each in service.tasks()} == {before}


def test_it_is_scaled_by_its_count(service, eventually):
    cluster, name = service.outputs["cluster"]["name"], service.outputs["catalog"]["name"]
    for count in (3, 2):
        service.ecs.update_service(cluster=cluster, service=name, desiredCount=count)
        assert eventually(lambda: service.described()["runningCount"] == count)  # noqa: B023
