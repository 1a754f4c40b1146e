"""ECS tasks that run: how each starts, lives and ends.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from moto.core.utils import utcnow
from moto.ecs.models import Cluster, EC2ContainerServiceBackend, Task, TaskDefinition
from moto.moto_api._internal import mock_random

from local_aws.authorisation import sessions
from local_aws.containers import network, processes
from local_aws.containers.images import Image
from local_aws.containers.preparing import LogStream, Preparation, StartError
from local_aws.containers.processes import Process
from local_aws.containers.registration import Registration

_STOP_SECONDS = 30  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
_DELIVER_SECONDS = 0.2
# A container without a health check counts as started when it has run for this long.
_STARTED_SECONDS = 1.0


class TaskRecord(Task):  # type: ignore[misc]
    """A task as ECS describes it. What runs of it is a `Running`."""

    last_status = "PROVISIONING"

    def __init__(
        self,
        backend: EC2ContainerServiceBackend,
        cluster: Cluster,
        definition: TaskDefinition,
        *,
        images: dict[str, Image],
        group: str,
        network_configuration: dict[str, Any],
        started_by: str = "",
        launch_type: str | None = "FARGATE",
        capacity_provider_name: str | None = None,
        overrides: dict[str, Any] | None = None,
        tags: list[dict[str, str]] | None = None,
    ) -> None:
        self.id = mock_random.uuid4().hex
        self.cluster_name, self.cluster_arn = cluster.name, cluster.arn
        self.region_name, self._account_id, self._backend = cluster.region_name, backend.account_id, backend
        self.task_definition_arn = definition.arn
        self.container_instance_arn = None
        self.resource_requirements = None
        self.desired_status = "RUNNING"
        self.overrides = overrides or {}
        self.started_by, self.group, self.tags = started_by, group, tags or []
        self.launch_type, self.capacity_provider_name = launch_type, capacity_provider_name
        self.platform_version, self.platform_family = "1.4.0", "Linux"
        self.stopped_reason: str | None = None
        self.stop_code: str | None = None
        self.health_status = "UNKNOWN"
        self.connectivity = "CONNECTED"
        self.cpu, self.memory = definition.cpu, definition.memory
        self.network_configuration = network_configuration
        self.attachments: list[dict[str, Any]] = []
        self.created_at, self.started_at, self.stopping_at, self.stopped_at = utcnow(), None, None, None
        self.images = images
        container_arn = f"{cluster.arn.replace(':cluster/', ':container/')}/{self.id}"
        self.containers = [
            {
                "containerArn": f"{container_arn}/{mock_random.uuid4()}",
                "taskArn": self.task_arn,
                "name": each["name"],
                "image": each["image"],
                "imageDigest": f"sha256:{images[each['name']].digest}",
                "lastStatus": "PENDING",
                "healthStatus": "UNKNOWN",
                "networkInterfaces": [],
            }
            for each in definition.container_definitions
            if each["name"] in images
        ]

    def advance(self) -> None:
        """It goes on by itself, not by being looked at."""


class Running:
    """A task that runs.

    Args:
        alone: enter it to change what moto holds.
        names: the files with the names that its containers find.
        changed: called when there is something new about it.
    """

    def __init__(
        self,
        record: TaskRecord,
        definition: TaskDefinition,
        registration: Registration,
        alone: Callable[[], Any],
        changed: Callable[[], None],
        number: int,
        names: list[Path],
    ) -> None:
        self.record = record
        self._definition = definition
        self._registration = registration
        self._alone, self._changed = alone, changed
        self._number, self._names = number, names
        self._stop = asyncio.Event()
        self._place: network.Place | None = None
        self._processes: dict[str, Process] = {}
        self._streams: list[LogStream] = []
        self._helpers: list[asyncio.Task[None]] = []
        self._issued: dict[str, str] = {}
        self._scratch = Path(tempfile.mkdtemp(prefix="task-"))
        self._since = 0.0
        self.was_healthy = False
        self.is_asked_to_stop = False
        self.life = asyncio.ensure_future(self._live())

    @property
    def address(self) -> str:
        """Its address; "" before it has one."""
        return self._place.address if self._place else ""

    @property
    def interface(self) -> str:
        """The id of its network interface; "" without one."""
        return self._place.interface if self._place else ""

    def port(self, name: str) -> int | None:
        """The port of a container's port mapping, by its name."""
        mapped = (each for container in self._containers for each in container.get("portMappings") or ())
        return next((int(each["containerPort"]) for each in mapped if each.get("name") == name), None)

    def stop(self, reason: str, code: str) -> None:
        """Have it end: it leaves its load balancers, is sent TERM, and later KILL."""
        if not self.is_asked_to_stop:
            self.is_asked_to_stop = True
            self.record.desired_status = "STOPPED"
            self.record.stopped_reason, self.record.stop_code = reason, code
            self._stop.set()

    def kill(self) -> None:
        """End it now: what it belonged to is gone."""
        self.stop("", "UserInitiated")
        for process in self._processes.values():
            process.send(signal.SIGKILL)
        self.life.cancel()

    def state(self, grace: float) -> str:
        """`starting`, `healthy` or `failing`, by its containers' health checks and its target groups.

        Args:
            grace: seconds after its start in which it may fail.
        """
        if self.record.last_status != "RUNNING":
            return "starting"
        found = {self.record.health_status, *self._registration.health(self.address)}
        age = time.monotonic() - self._since
        if "UNHEALTHY" in found:
            return "failing" if age >= grace else "starting"
        if "WAITING" in found or (self._has_checks and "HEALTHY" not in found):
            return "starting"
        if found == {"UNKNOWN"} and age < _STARTED_SECONDS:
            return "starting"
        self.was_healthy = True
        return "healthy"

    @property
    def _has_checks(self) -> bool:
        return any(
            each.get("healthCheck") and each["name"] in self.record.images for each in self._containers
        )

    @property
    def _containers(self) -> list[dict[str, Any]]:
        """The containers that run here, with what the task overrides."""
        overrides = {each["name"]: each for each in self.record.overrides.get("containerOverrides") or ()}
        found = []
        for each in self._definition.container_definitions:
            if each["name"] in self.record.images:
                own = overrides.get(each["name"], {})
                environment = [*(each.get("environment") or ()), *(own.get("environment") or ())]
                command = {"command": own["command"]} if own.get("command") else {}
                found.append({**each, **command, "environment": environment})
        return found

    async def _live(self) -> None:
        record = self.record
        try:
            await self._begin()
            record.last_status, record.started_at = "RUNNING", utcnow()
            self._since = time.monotonic()
            async with self._alone():
                self._registration.add(self.address)
            self._changed()
            await self._until_it_ends()
        except StartError as error:
            self._fail(str(error))
        except OSError as error:
            self._fail(f"CannotStartContainerError: {error}")
        finally:
            await self._end()

    def _fail(self, reason: str) -> None:
        if not self.is_asked_to_stop:
            self.record.stopped_reason, self.record.stop_code = reason, "TaskFailedToStart"

    async def _begin(self) -> None:
        record, definition = self.record, self._definition
        containers = self._containers
        ports = [mapped["containerPort"] for each in containers for mapped in each.get("portMappings") or ()]
        self._place = network.place(ports)
        async with self._alone():
            interface = network.add_interface(
                record._account_id, record.region_name, record.network_configuration, self._number
            )
        self._place.interface = interface.id
        attached = network.Interface(record._account_id, record.region_name, interface.id)
        network.answers_for(attached, self._place.address)
        record.attachments = [_attachment(interface)]
        record.last_status = "PENDING"
        preparation = Preparation(record.task_arn, getattr(definition, "execution_role_arn", None))
        role = record.overrides.get("taskRoleArn") or getattr(definition, "task_role_arn", None)
        preparation.assume(getattr(definition, "execution_role_arn", None))
        preparation.assume(role)
        preparation.pull(record.images[each["name"]] for each in containers)
        secrets = {each["name"]: preparation.secrets(each) for each in containers}
        streams = {each["name"]: preparation.stream(each) for each in containers}
        self._streams = [stream for stream in streams.values() if stream]
        self._issued = sessions.issue(role, record.task_arn.rpartition("/")[2]) if role else {}
        self._helpers.append(asyncio.ensure_future(self._deliver()))
        network_environment = processes.environment(self.address, ports, self._names, self._scratch)
        for each in _in_order(containers):
            await self._dependencies(each)
            image = record.images[each["name"]]
            environment = {
                **network_environment,
                **image.environment,
                **{pair["name"]: pair["value"] for pair in each["environment"]},
                **secrets[each["name"]],
                **self._of_aws(),
            }
            stream = streams[each["name"]]
            self._processes[each["name"]] = await Process.start(
                image.words(each),
                image.place(each.get("workingDirectory")),
                environment,
                stream.add if stream else _nowhere,
            )
            shown = self._shown(each["name"])
            shown["lastStatus"] = "RUNNING"
            shown["networkInterfaces"] = [
                {"attachmentId": record.attachments[0]["id"], "privateIpv4Address": self.address}
            ]
            if each.get("healthCheck"):
                check = self._check(each, image.place(each.get("workingDirectory")), environment)
                self._helpers.append(asyncio.ensure_future(check))

    def _of_aws(self) -> dict[str, str]:
        """What AWS adds to the environment: the role's credentials and the region; and where AWS is here."""
        return {
            "AWS_DEFAULT_REGION": self.record.region_name,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
            "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE",
            "AWS_REGION": self.record.region_name,
            **self._issued,
        }

    async def _dependencies(self, container: dict[str, Any]) -> None:
        """Wait until those that a container depends on are as it wants them."""
        for each in container.get("dependsOn") or ():
            name = each["containerName"]
            if name not in self._processes:
                continue  # nothing of it runs here
            shown, condition = self._shown(name), each["condition"]
            if condition in ("COMPLETE", "SUCCESS"):
                code = await self._processes[name].wait()
                shown["lastStatus"], shown["exitCode"] = "STOPPED", code
                if condition == "SUCCESS" and code:
                    raise StartError(f"Container dependency {name} did not succeed: it ended with {code}")
            while condition == "HEALTHY" and shown["healthStatus"] != "HEALTHY":
                if shown["healthStatus"] == "UNHEALTHY" or self._stop.is_set():
                    raise StartError(f"Container dependency {name} did not become healthy")
                await asyncio.sleep(0.1)

    async def _until_it_ends(self) -> None:
        """Return when it is to stop, or an essential container has ended."""
        waiting = {asyncio.ensure_future(process.wait()): name for name, process in self._processes.items()}
        stop = asyncio.ensure_future(self._stop.wait())
        essential = {each["name"] for each in self._containers if each.get("essential", True)}
        try:
            while waiting:
                done, _ = await asyncio.wait({*waiting, stop}, return_when=asyncio.FIRST_COMPLETED)
                if stop in done:
                    return
                for ended in done:
                    name = waiting.pop(ended)
                    shown = self._shown(name)
                    shown["lastStatus"], shown["exitCode"] = "STOPPED", ended.result()
                    if name in essential or not waiting:
                        self.record.stopped_reason = "Essential container in task exited"
                        self.record.stop_code = "EssentialContainerExited"
                        return
        finally:
            for each in (*waiting, stop):
                each.cancel()

    async def _end(self) -> None:
        record = self.record
        record.desired_status, record.stopping_at = "STOPPED", utcnow()
        record.last_status = "DEACTIVATING"
        self._changed()
        with suppress(asyncio.CancelledError):
            async with self._alone():
                self._registration.remove(self.address)
            if any(process.is_running for process in self._processes.values()):
                await self._registration.drained(self.address)
            record.last_status = "STOPPING"
            await asyncio.gather(*(self._end_container(each) for each in self._containers))
        for helper in self._helpers:
            helper.cancel()
        for stream in self._streams:
            stream.deliver(last=True)
        sessions.forget(self._issued)
        if self._place:
            async with self._alone():
                network.remove_interface(record._account_id, record.region_name, self._place.interface)
            self._place.release()
        shutil.rmtree(self._scratch, ignore_errors=True)
        for shown in record.containers:
            shown["lastStatus"] = "STOPPED"
        record.connectivity = "DISCONNECTED"
        record.last_status, record.stopped_at = "STOPPED", utcnow()
        self._changed()

    async def _end_container(self, container: dict[str, Any]) -> None:
        process = self._processes.get(container["name"])
        if process is None:
            return
        process.send(signal.SIGTERM)
        try:
            async with asyncio.timeout(container.get("stopTimeout") or _STOP_SECONDS):
                code = await process.wait()
        except TimeoutError:
            process.send(signal.SIGKILL)
            code = await process.wait()
        self._shown(container["name"])["exitCode"] = code

    async def _deliver(self) -> None:
        while True:
            await asyncio.sleep(_DELIVER_SECONDS)
            for stream in self._streams:
                await asyncio.to_thread(stream.deliver)

    async def _check(self, container: dict[str, Any], folder: Path, environment: dict[str, str]) -> None:
        """The health check of a container.

        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
        """
        said, shown, failed = container["healthCheck"], self._shown(container["name"]), 0
        kind, *words = said["command"]
        command = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        began, soon = time.monotonic(), 0.5
        while True:
            interval = said.get("interval") or 30
            # The first that passes makes it healthy: it is not waited for any longer than needed.
            await asyncio.sleep(interval if shown["healthStatus"] != "UNKNOWN" else min(soon, interval))
            soon *= 1.5
            if await _passes(command, folder, environment, said.get("timeout") or 5):
                failed, shown["healthStatus"] = 0, "HEALTHY"
            elif time.monotonic() - began > (said.get("startPeriod") or 0):
                failed += 1
                if failed >= (said.get("retries") or 3):
                    shown["healthStatus"] = "UNHEALTHY"
            self._sum_up()

    def _sum_up(self) -> None:
        """A task is as healthy as its essential containers.

        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
        """
        found = {
            self._shown(each["name"])["healthStatus"]
            for each in self._containers
            if each.get("healthCheck") and each.get("essential", True)
        }
        now = next((each for each in ("UNHEALTHY", "UNKNOWN", "HEALTHY") if each in found), "UNKNOWN")
        if now != self.record.health_status:
            self.record.health_status = now
            self._changed()

    def _shown(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(each for each in self.record.containers if each["name"] == name)
        return found


def _nowhere(_: bytes) -> None:
    """For what a container without a log driver writes."""


def _in_order(containers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those first that others depend on."""
    left, found = list(containers), []
    while left:
        names = {each["name"] for each in left}
        ready = [
            each
            for each in left
            if not names & {other["containerName"] for other in each.get("dependsOn") or ()}
        ]
        found += ready or left
        left = [each for each in left if each not in found]
    return found


async def _passes(command: list[str], folder: Path, environment: dict[str, str], limit: float) -> bool:
    try:
        asked = await Process.start(command, folder, environment, _nowhere)
    except OSError:
        return False
    try:
        async with asyncio.timeout(limit):
            return await asked.wait() == 0
    except TimeoutError:
        return False
    finally:
        asked.send(signal.SIGKILL)


def _attachment(interface: Any) -> dict[str, Any]:
    details = {
        "subnetId": interface.subnet.id,
        "networkInterfaceId": interface.id,
        "macAddress": interface.mac_address,
        "privateIPv4Address": interface.private_ip_address,
    }
    return {
        "id": str(mock_random.uuid4()),
        "type": "ElasticNetworkInterface",
        "status": "ATTACHED",
        "details": [{"name": name, "value": value} for name, value in details.items()],
    }
