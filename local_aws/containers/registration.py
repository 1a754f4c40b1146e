"""Where others find a task: in target groups, and in Cloud Map.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from moto.elbv2.models import FakeTargetGroup, elbv2_backends
from moto.servicediscovery.models import servicediscovery_backends

from local_aws.services.elbv2.health import checks


@dataclass
class Registration:
    """The registrations of one task. All but `health` and `drained` change what moto holds.

    Args:
        attributes: what Cloud Map keeps in addition to address and port.
    """

    task: str
    account: str
    region: str
    load_balancers: list[dict[str, Any]] = field(default_factory=list)
    registries: list[dict[str, Any]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def add(self, address: str) -> None:
        """Make the task known."""
        for each in self.load_balancers:
            if group := self._group(each):
                group.register([{"Id": address, "Port": int(each["containerPort"])}])
        for registry in self.registries:
            known = {**self.attributes, "AWS_INSTANCE_IPV4": address}
            if port := registry.get("port") or registry.get("containerPort"):
                known["AWS_INSTANCE_PORT"] = str(port)
            self._cloud_map.register_instance(_id(registry), self.task, "", known)

    def remove(self, address: str) -> None:
        """Remove the task from service discovery and load balancing."""
        for each in self.load_balancers:
            group = self._group(each)
            if group and address in group.targets:
                group.deregister([{"Id": address}])
        for registry in self.registries:
            with suppress(Exception):  # it is gone, or the whole service is
                self._cloud_map.deregister_instance(_id(registry), self.task)

    def health(self, address: str) -> set[str]:
        """HEALTHY, UNHEALTHY or WAITING, of each target group."""
        found = set()
        for each in self.load_balancers:
            group = self._group(each)
            state = checks.state(group, address) if group else None
            found.add(
                {"healthy": "HEALTHY", "unhealthy": "UNHEALTHY"}.get(state[0] if state else "", "WAITING")
            )
        return found

    def of_cloud_map(self, healthy: bool) -> None:
        """Tell Cloud Map the task's health, where the service lets ECS do so."""
        for registry in self.registries:
            with suppress(Exception):
                for instance in self._cloud_map.get_service(_id(registry)).instances:
                    if instance.instance_id == self.task:
                        instance.health_status = "HEALTHY" if healthy else "UNHEALTHY"

    async def drained(self, address: str) -> None:
        """Wait until the requests that were under way have been answered, or the target group's time is over.

        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
        """
        for each in self.load_balancers:
            group = self._group(each)
            if group is None:
                continue
            over = time.monotonic() + float(group.attributes.get("deregistration_delay.timeout_seconds", 300))
            while checks.under_way(group.arn, address) and time.monotonic() < over:
                await asyncio.sleep(0.05)

    def _group(self, balancer: dict[str, Any]) -> FakeTargetGroup | None:
        found: FakeTargetGroup | None = elbv2_backends[self.account][self.region].target_groups.get(
            balancer.get("targetGroupArn")
        )
        return found

    @property
    def _cloud_map(self) -> Any:
        return servicediscovery_backends[self.account][self.region]


def _id(registry: dict[str, Any]) -> str:
    return str(registry["registryArn"]).rpartition("/")[2]
