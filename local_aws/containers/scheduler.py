"""ECS's service scheduler: keeps as many tasks as are desired, and rolls new releases out, or back.

It looks at what moto holds, starts and stops tasks, and writes into moto what became of it. Only services and
tasks whose image was built on this machine are run; all others are described only.
"""

import asyncio
import copy
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskDefinition, ecs_backends
from moto.moto_api._internal import mock_random
from moto.servicediscovery.models import servicediscovery_backends

from local_aws.containers import images, rollouts
from local_aws.containers.images import Image
from local_aws.containers.names import Alias, Endpoint, Names
from local_aws.containers.registration import Registration
from local_aws.containers.tasks import Running, TaskRecord

Record = dict[str, Any]
_LOOKS = 0.25  # seconds between two looks at the services that run
_KEPT_EVENTS = 100
# A deployment that failed is shown for so long, at the least. On AWS a roll-back takes minutes.
_SEEN_SECONDS = 3.0
_LONGEST_PAUSE = 10.0  # seconds between tasks that fail to start
# What a deployment is made of. A change of one of these is a new deployment.
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
_OF_A_DEPLOYMENT = (
    "task_definition",
    "network_configuration",
    "load_balancers",
    "service_registries",
    "service_connect_configuration",
    "capacity_provider_strategy",
    "platform_version",
)


class Scheduler:
    """The tasks of all services, and those that were started alone."""

    def __init__(self) -> None:
        self._images: Path | None = None
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._running: dict[str, Running] = {}
        self._new: list[TaskRecord] = []
        self._number = 0
        self._names: Names | None = None

    def begin(self, folder: Path | None, lock: Lock) -> None:
        """Take the folder of built images, and the lock that is held by a call of moto."""
        self._images, self._lock = folder, lock
        self._names = Names(Path(tempfile.gettempdir()) / "names")

    async def run(self) -> None:
        """Keep the services, as long as the local AWS runs."""
        self._loop = asyncio.get_running_loop()
        while True:
            services = [service for service in _services() if is_run(service)]
            waits = _LOOKS if services or self._running or self._new else None
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), waits)
            self._woken.clear()
            try:
                await self._look()
            except Exception as error:  # one service must not end the others
                print(f"The service scheduler failed: {error!r}", flush=True)

    def wake(self) -> None:
        """Look now; from any thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._woken.set)

    def running(self, arn: str) -> Running | None:
        """What runs of a task."""
        return self._running.get(arn)

    def built(self, definition: TaskDefinition) -> dict[str, Image]:
        """The images of a definition's containers that were built here; none unless all essential ones were.

        Only tasks with a network interface of their own run.
        """
        found = {
            each["name"]: image
            for each in definition.container_definitions
            if (image := images.find(self._images, each["image"]))
        }
        missing = [
            each
            for each in definition.container_definitions
            if each["name"] not in found and each.get("essential", True)
        ]
        return found if found and not missing and definition.network_mode == "awsvpc" else {}

    async def settle(self) -> None:
        """End what runs of tasks that are gone, and forget tasks of which nothing runs: after a reset."""
        held = {
            task.task_arn: (tasks, task)
            for backend in _backends()
            for tasks in list(backend.tasks.values())
            for task in list(tasks.values())
            if isinstance(task, TaskRecord)
        }
        gone = [
            each for arn, each in self._running.items() if held.get(arn, (None, None))[1] is not each.record
        ]
        for each in gone:
            each.kill()
        if gone:
            await asyncio.wait([each.life for each in gone], timeout=2)
        for arn, (tasks, task) in held.items():
            if arn not in self._running and task.last_status != "STOPPED":
                del tasks[arn]
        self.wake()

    def start(self, record: TaskRecord) -> None:
        """Start a task that moto holds; from any thread."""
        self._new.append(record)
        self.wake()

    def stop(self, record: TaskRecord, reason: str) -> None:
        """Stop a task on request; from any thread."""
        record.desired_status = "STOPPED"

        def now() -> None:
            if running := self._running.get(record.task_arn):
                running.stop(reason, "UserInitiated")

        if self._loop:
            self._loop.call_soon_threadsafe(now)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """While no request is in moto."""
        while not self._lock.acquire(blocking=False):
            await asyncio.sleep(0.002)
        try:
            yield
        finally:
            self._lock.release()

    async def _look(self) -> None:
        assert self._names
        async with self.alone():
            new, self._new = self._new, []
            for record in new:
                self._begin(record, Registration(record.id, record._account_id, record.region_name), "")
            self._collect()
            for service in _services():
                if is_run(service) or (service.deployments and service.status == "DRAINING"):
                    self._step(service)
            aliases = self._aliases()
        await self._names.settle(aliases)

    def _aliases(self) -> dict[Alias, list[Endpoint]]:
        """Where the names of Service Connect lead."""
        found: dict[Alias, list[Endpoint]] = {}
        for service in filter(is_run, _services()):
            said = _connected(service)
            for offered in said.get("services") or ():
                endpoints = [
                    (each.address, port)
                    for each in self._running.values()
                    if _service_of(each.record) is service
                    and each.was_healthy
                    and not each.is_asked_to_stop
                    and (port := each.port(offered["portName"]))
                ]
                for alias in offered.get("clientAliases") or ():
                    name = alias.get("dnsName") or offered.get("discoveryName") or offered["portName"]
                    found[_namespace(service), name, int(alias["port"])] = endpoints
        return found

    def _begin(self, record: TaskRecord, registration: Registration, namespace: str) -> None:
        assert self._names
        definition = record._backend.describe_task_definition(record.task_definition_arn)
        self._number += 1
        self._running[record.task_arn] = Running(
            record,
            definition,
            registration,
            self.alone,
            self._woken.set,
            self._number,
            self._names.files(namespace),
        )

    def _collect(self) -> None:
        """Take leave of tasks that have ended."""
        for arn, each in list(self._running.items()):
            if not each.life.done():
                continue
            del self._running[arn]
            if not each.life.cancelled() and (error := each.life.exception()):
                print(f"A task failed: {error!r}", flush=True)
            if service := _service_of(each.record):
                self._ended(service, each)

    def _ended(self, service: Service, task: Running) -> None:
        record = task.record
        deployment = next((each for each in service.deployments if each["id"] == record.started_by), None)
        failed = record.stop_code == "TaskFailedToStart" or not task.was_healthy
        if record.stop_code == "TaskFailedToStart" and "unable to assume" in str(record.stopped_reason):
            _note(service, f"failed to launch a task with (error {record.stopped_reason}).")
        if deployment and failed and record.stop_code != "ServiceSchedulerInitiated":
            _count_failure(deployment)

    def _step(self, service: Service) -> None:
        tasks = [each for each in self._running.values() if _service_of(each.record) is service]
        live = [each for each in tasks if not each.is_asked_to_stop and not each.record.stopping_at]
        if service.status == "DRAINING":
            for each in live:
                each.stop(f"Task stopped by service {service.name} deletion", "ServiceSchedulerInitiated")
            service.running_count = len(tasks)
            if not tasks:
                service.status, service.deployments, service.running_count = "INACTIVE", [], 0
            return
        primary = _primary(service)
        grace = float(getattr(service, "health_check_grace_period_seconds", None) or 0)
        states = {each.record.task_arn: each.state(grace) for each in live}
        for each in live:
            each._registration.of_cloud_map(states[each.record.task_arn] == "healthy")
        self._judge(service, primary, live, states)
        primary = _primary(service)
        settings = getattr(service, "deployment_configuration", None) or {}
        step = rollouts.decide(
            service.desired_count,
            int(settings.get("minimumHealthyPercent", 100)),
            int(settings.get("maximumPercent", 200)),
            primary["id"],
            [
                rollouts.Member(arn, self._running[arn].record.started_by, state)  # type: ignore[arg-type]
                for arn, state in states.items()
            ],
        )
        for arn in step.stop:
            self._stop(service, self._running[arn], states[arn])
        if step.start and time.monotonic() >= primary.get("_NotBefore", 0.0):
            self._start(service, primary, step.start)
        _write_counts(
            service, [each for each in self._running.values() if _service_of(each.record) is service]
        )

    def _stop(self, service: Service, task: Running, state: str) -> None:
        if state == "failing":
            reason = "Task failed container health checks"
            if task.record.health_status != "UNHEALTHY":
                group = service.load_balancers[0]["targetGroupArn"]
                reason = f"Task failed ELB health checks in (target-group {group})"
            _note(service, f"(task {task.record.id}) is unhealthy: {reason}.")
            deployment = next(
                (each for each in service.deployments if each["id"] == task.record.started_by), None
            )
            if deployment:
                _count_failure(deployment)
        else:
            reason = f"Scaling activity initiated by (deployment {_primary(service)['id']})"
        _note(service, f"has stopped 1 running tasks: (task {task.record.id}).")
        task.stop(reason, "ServiceSchedulerInitiated")

    def _start(self, service: Service, deployment: Record, count: int) -> None:
        backend = service._backend
        definition = backend.describe_task_definition(deployment["taskDefinition"])
        cluster = backend.clusters[service.cluster_name]
        strategy = getattr(service, "capacity_provider_strategy", None) or [{}]
        started = []
        for _ in range(count):
            record = TaskRecord(
                backend,
                cluster,
                definition,
                images=deployment["_Images"],
                group=f"service:{service.name}",
                started_by=deployment["id"],
                network_configuration=deployment["networkConfiguration"],
                launch_type=service.launch_type or "FARGATE",
                capacity_provider_name=strategy[0].get("capacityProvider"),
                tags=service.tags if service.propagate_tags == "SERVICE" else [],
            )
            backend.tasks.setdefault(cluster.name, {})[record.task_arn] = record
            registration = Registration(
                record.id,
                service._account_id,
                service.region_name,
                list(service.load_balancers or ()),
                list(service.service_registries or ()),
                {
                    "AVAILABILITY_ZONE": f"{service.region_name}a",
                    "ECS_CLUSTER_NAME": cluster.name,
                    "ECS_SERVICE_NAME": service.name,
                    "ECS_TASK_DEFINITION_FAMILY": definition.family,
                    "REGION": service.region_name,
                },
            )
            self._begin(record, registration, _namespace(service))
            started.append(record.id)
        shown = " ".join(f"(task {id})" for id in started)
        _note(service, f"has started {count} tasks: {shown}.")

    def _judge(self, service: Service, primary: Record, live: list[Running], states: dict[str, str]) -> None:
        """See whether a deployment is complete, or has failed."""
        if primary["rolloutState"] != "IN_PROGRESS":
            return
        of_primary = [each for each in live if each.record.started_by == primary["id"]]
        healthy = sum(states[each.record.task_arn] == "healthy" for each in of_primary)
        others = [each for each in self._running.values() if _service_of(each.record) is service]
        is_seen = time.monotonic() - primary.get("_Since", 0.0) > _SEEN_SECONDS
        if is_seen and healthy == len(of_primary) == len(others) == service.desired_count:
            _finish(primary, "COMPLETED", f"ECS deployment {primary['id']} completed.")
            primary["failedTasks"] = 0
            service.deployments = [primary]
            service.last_completed = copy.copy(primary)
            _note(service, f"(deployment {primary['id']}) deployment completed.")
            _note(service, "has reached a steady state.")
            return
        breaker = (getattr(service, "deployment_configuration", None) or {}).get(
            "deploymentCircuitBreaker"
        ) or {}
        if breaker.get("enable") and primary["failedTasks"] >= rollouts.breaks_at(service.desired_count):
            _finish(primary, "FAILED", "ECS deployment circuit breaker: tasks failed to start.")
            _note(service, f"(deployment {primary['id']}) deployment failed: tasks failed to start.")
            before = getattr(service, "last_completed", None)
            if breaker.get("rollback") and before:
                self._roll_back(service, primary, before)

    def _roll_back(self, service: Service, failed: Record, before: Record) -> None:
        """Make the deployment that was completed last the primary one again: its tasks may still run."""
        failed |= {"status": "ACTIVE", "desiredCount": 0}
        back = next((each for each in service.deployments if each["id"] == before["id"]), copy.copy(before))
        reason = f"ECS deployment circuit breaker: rolling back to deploymentId {back['id']}."
        back |= {"status": "PRIMARY", "failedTasks": 0, "_NotBefore": 0.0, "_Since": time.monotonic()}
        _finish(back, "IN_PROGRESS", reason)
        others = [each for each in service.deployments if each is not back and each is not failed]
        service.deployments = [back, failed, *others]
        service.task_definition = back["taskDefinition"]
        _note(service, f"rolling back to (deployment {back['id']}).")

    def created(self, service: Service) -> None:
        """A service has been created, or has come to be one that runs."""
        built = self._built(service)
        if not built:
            return self._describe_only(service)
        service.deployments = [_new_deployment(service, service.task_definition, built)]
        service.running_count = service.pending_count = 0
        service.runs_here = True
        return self.wake()

    def updated(self, service: Service, before: Record, forced: bool) -> None:
        """A service has been updated.

        Args:
            before: what it was, by the names of its attributes.
            forced: whether a new deployment was asked for.
        """
        if service.task_definition:  # of an external deployment its task sets have one
            service.task_definition = service._backend.describe_task_definition(service.task_definition).arn
        if not is_run(service):
            return self.created(service)
        service.deployments, service.running_count = before["deployments"], before["running_count"]
        if forced or any(before.get(name) != getattr(service, name, None) for name in _OF_A_DEPLOYMENT):
            built = self._built(service)
            if not built:
                service.runs_here = False
                return self._describe_only(service)
            fresh = _new_deployment(service, service.task_definition, built)
            for each in service.deployments:
                if each["status"] == "PRIMARY":
                    each["status"] = "ACTIVE"
                    if said := each.get("serviceConnectConfiguration"):
                        fresh["serviceConnectConfiguration"] = said
            service.deployments = [fresh, *service.deployments]
        return self.wake()

    def _built(self, service: Service) -> dict[str, Image]:
        if not service.task_definition or service.deployment_controller["type"] != "ECS":
            return {}
        return self.built(service._backend.describe_task_definition(service.task_definition))

    def _describe_only(self, service: Service) -> None:
        if not service.task_definition:
            return
        definition = service._backend.describe_task_definition(service.task_definition)
        for each in definition.container_definitions:
            if images.find(self._images, each["image"]) is None:
                _note(
                    service,
                    f"image {each['image']} is not built on this machine; its tasks are described only",
                )


def is_run(service: Service) -> bool:
    """Whether a service's tasks are processes."""
    return service.status == "ACTIVE" and getattr(service, "runs_here", False)


def remembered(service: Service) -> Record:
    """What `updated` compares with."""
    names = ("deployments", "running_count", *_OF_A_DEPLOYMENT)
    return {name: copy.deepcopy(getattr(service, name, None)) for name in names}


def _backends() -> Iterator[EC2ContainerServiceBackend]:
    for regions in list(ecs_backends.values()):
        yield from list(regions.values())


def _services() -> list[Service]:
    return [service for backend in _backends() for service in list(backend.services.values())]


def _service_of(record: TaskRecord) -> Service | None:
    kind, _, name = record.group.partition(":")
    return record._backend.services.get(f"{record.cluster_name}:{name}") if kind == "service" else None


def _primary(service: Service) -> Record:
    found: Record = next(each for each in service.deployments if each["status"] == "PRIMARY")
    return found


def _connected(service: Service) -> Record:
    """The configuration of Service Connect; empty without it."""
    said: Record = _primary(service).get("serviceConnectConfiguration") or {}
    return said if said.get("enabled") else {}


def _namespace(service: Service) -> str:
    """The namespace of Service Connect, by its ARN where Cloud Map knows it; "" without one."""
    named = str(_connected(service).get("namespace") or "")
    known = servicediscovery_backends[service._account_id][service.region_name].namespaces.values()
    return next((each.arn for each in known if named in (each.arn, each.name)), named)


def _new_deployment(service: Service, definition: str, built: dict[str, Image]) -> Record:
    id = f"ecs-svc/{mock_random.randint(10**18, 10**19 - 1)}"
    return {
        "id": id,
        "status": "PRIMARY",
        "taskDefinition": definition,
        "desiredCount": service.desired_count,
        "pendingCount": 0,
        "runningCount": 0,
        "failedTasks": 0,
        "createdAt": utcnow(),
        "updatedAt": utcnow(),
        "launchType": service.launch_type,
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "networkConfiguration": service.network_configuration,
        "rolloutState": "IN_PROGRESS",
        "rolloutStateReason": f"ECS deployment {id} in progress.",
        "_Images": built,
    }


def _finish(deployment: Record, state: str, reason: str) -> None:
    deployment |= {"rolloutState": state, "rolloutStateReason": reason, "updatedAt": utcnow()}


def _count_failure(deployment: Record) -> None:
    deployment["failedTasks"] += 1
    pause = min(0.25 * 2 ** deployment["failedTasks"], _LONGEST_PAUSE)
    deployment["_NotBefore"] = time.monotonic() + pause


def _write_counts(service: Service, tasks: list[Running]) -> None:
    live = [each for each in tasks if not each.is_asked_to_stop and not each.record.stopping_at]
    for deployment in service.deployments:
        own = [each for each in live if each.record.started_by == deployment["id"]]
        running = sum(each.record.last_status == "RUNNING" for each in own)
        deployment |= {"runningCount": running, "pendingCount": len(own) - running}
        if deployment["status"] == "PRIMARY":
            deployment["desiredCount"] = service.desired_count
    service.running_count = sum(each["runningCount"] for each in service.deployments)
    service.pending_count = sum(each["pendingCount"] for each in service.deployments)
    gone = {each.record.started_by for each in tasks}
    service.deployments = [
        each
        for each in service.deployments
        if each["status"] == "PRIMARY"
        or each["id"] in gone
        or (each["rolloutState"] == "FAILED" and service.deployments[0]["rolloutState"] == "IN_PROGRESS")
    ]
    cluster = service._backend.clusters[service.cluster_name]
    all_ = [each for each in service._backend.services.values() if each.cluster_name == service.cluster_name]
    cluster.running_tasks_count = sum(each.running_count for each in all_)
    cluster.pending_tasks_count = sum(each.pending_count for each in all_)


def _note(service: Service, text: str) -> None:
    event = {
        "id": str(mock_random.uuid4()),
        "createdAt": utcnow(),
        "message": f"(service {service.name}) {text}",
    }
    service.events = [event, *service.events][:_KEPT_EVENTS]


scheduler = Scheduler()
