"""What ECS's scheduler does next for a service: which tasks it starts and which it stops. It only decides.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["starting", "healthy", "failing"]


@dataclass(frozen=True)
class Member:
    """A task of a service that is not being stopped.

    Args:
        deployment: the deployment that started it.
        state: starting until it has passed its first health checks, failing once it does not pass them.
    """

    id: str
    deployment: str
    state: State


@dataclass(frozen=True)
class Step:
    """How many tasks of the primary deployment to start, and the tasks to stop."""

    start: int
    stop: tuple[str, ...]


def decide(
    desired: int, minimum_percent: int, maximum_percent: int, primary: str, tasks: Sequence[Member]
) -> Step:
    """The next step towards `desired` healthy tasks of the primary deployment.

    There are never fewer healthy tasks than the minimum (rounded up) if there were as many, and never more
    tasks than the maximum (rounded down).
    """
    least = math.ceil(desired * minimum_percent / 100)
    most = desired * maximum_percent // 100
    of_primary = [task for task in tasks if task.deployment == primary]
    good = sorted((task for task in of_primary if task.state != "failing"), key=_healthy_first)
    failing = [task for task in of_primary if task.state == "failing"]
    old = [task for task in tasks if task.deployment != primary]
    healthy = sum(task.state == "healthy" for task in tasks)
    missing = max(desired - len(good), 0)

    stop = good[desired:]
    healthy -= sum(task.state == "healthy" for task in stop)
    if len(tasks) >= most or sum(task.state == "healthy" for task in good) >= desired:
        stop += failing  # else each stays until another has taken its place
    stop += [task for task in old if task.state != "healthy"]
    lacking = missing - (most - (len(tasks) - len(stop)))
    spare = min(max(healthy - desired, lacking, 0), max(healthy - least, 0))
    stop += [task for task in old if task.state == "healthy"][:spare]
    room = most - (len(tasks) - len(stop))
    return Step(max(min(missing, room), 0), tuple(task.id for task in stop))


def _healthy_first(task: Member) -> bool:
    return task.state != "healthy"


def breaks_at(desired: int) -> int:
    """The number of failed tasks at which the circuit breaker ends a deployment.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
    """
    return min(max(math.ceil(desired / 2), 3), 200)
