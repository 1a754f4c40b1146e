"""Experiments that do what they say: they stop tasks and throttle calls, and alarms end them."""

import re
import threading
from contextvars import copy_context
from dataclasses import dataclass
from math import ceil
from typing import Any

from ministack.app import extract_access_key_id
from ministack.core import iam_evaluator
from ministack.core.responses import request_scope
from ministack.services import cloudwatch
from moto.ecs.models import ecs_backends
from moto.fis import models

from local_aws import faults
from local_aws.authorisation import deliveries, rights
from local_aws.authorisation.credentials import principal_of
from local_aws.corrections import correction
from local_aws.edge.calls import Call
from local_aws.faults import Fault

_LOOK = 0.3  # seconds between looks at the alarms
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")


@dataclass
class _OfRoles(Fault):
    """A fault of the calls that some roles make."""

    account: str = ""
    roles: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()

    def strikes(self, call: Call) -> bool:
        if self.operations and call.operation.name not in self.operations:
            return False
        with request_scope(self.account, call.region):
            found = iam_evaluator.resolve_principal(
                extract_access_key_id(call.headers, call.query), self.account
            )
            role = "" if isinstance(found, iam_evaluator.AuthError) else principal_of(found).role_arn
        return role in self.roles and super().strikes(call)


class _ImpossibleError(Exception):
    """Why an action cannot be done, in AWS's words."""


@correction
def experiments_that_act() -> None:
    """AWS: an experiment does what its template says, as its role may, until its duration or a stop condition
    ends it; with an alarm that is on it does not start.

    moto: says of each that it ran. Here tasks stop and calls are throttled; other actions are without effect.
    https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html
    https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
    """
    start, stop = models.FISBackend.start_experiment, models.FISBackend.stop_experiment
    state = models.Experiment._sync_state

    def start_experiment(self: Any, *asked: Any, **more: Any) -> Any:
        content = start(self, *asked, **more)
        experiment = self.experiments[content["id"]]
        if not hasattr(experiment, "acts"):
            experiment.acts = []
            _begin(experiment)
        return {**content, **experiment.to_dict(tags=content.get("tags"))}

    def stop_experiment(self: Any, id: str) -> Any:
        if id in self.experiments:
            _end(self.experiments[id], "stopped", "Experiment was stopped by the user.")
        return stop(self, id) if id not in self.experiments else self.experiments[id].to_dict()

    def sync_state(self: Any) -> Any:
        if not hasattr(self, "acted"):
            return state(self)
        for action in self.actions.values():
            action.setdefault("startTime", self.start_time)
            action["state"] = {"status": self.acted, "reason": self.why}
            if self.end_time is not None:
                action["endTime"] = self.end_time
        self.STATUS_REASONS = {**models.Experiment.STATUS_REASONS, self.acted: self.why}
        return self.acted

    models.FISBackend.start_experiment = start_experiment
    models.FISBackend.stop_experiment = stop_experiment
    models.Experiment._sync_state = sync_state


def _begin(experiment: Any) -> None:
    experiment.acted, experiment.why = "running", "Experiment is running."
    trusted = rights.may_assume("fis", experiment.role_arn, rights.source(experiment.arn))
    if not trusted.allowed:
        _end(experiment, "failed", f"Unable to assume role {experiment.role_arn}")
    elif alarm := _raised(experiment):
        _end(experiment, "stopped", f"Experiment halted by stop condition: {alarm}")
    else:
        try:
            seconds = max((_act(experiment, action) for action in experiment.actions.values()), default=0.0)
        except _ImpossibleError as error:
            _end(experiment, "failed", str(error))
        else:
            _go_on(experiment, seconds)


def _go_on(experiment: Any, left: float) -> None:
    """Wait for the end, or for an alarm."""
    if experiment.end_time is not None:
        return

    def look() -> None:
        if alarm := _raised(experiment):
            _end(experiment, "stopped", f"Experiment halted by stop condition: {alarm}")
        elif left <= _LOOK:
            _end(experiment, "completed", "Experiment completed.")
        else:
            _go_on(experiment, left - _LOOK)

    timer = threading.Timer(min(_LOOK, max(left, 0)), copy_context().run, (look,))
    timer.daemon = True
    timer.start()


def _end(experiment: Any, status: str, why: str) -> None:
    if experiment.end_time is None:
        experiment.acted, experiment.why, experiment.end_time = status, why, models.unix_time()
    for fault in experiment.acts:
        if fault in faults.INJECTED:
            faults.INJECTED.remove(fault)


def _raised(experiment: Any) -> str | None:
    """The ARN of an alarm that is on and ends the experiment."""
    with request_scope(experiment.account_id, experiment.region_name):
        for condition in experiment.stop_conditions:
            arn = condition.get("value") or ""
            name = cloudwatch._alarm_name_from_local_arn(arn) if arn else None
            alarm = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name)
            if alarm and alarm["StateValue"] == "ALARM":
                return str(arn)
    return None


def _act(experiment: Any, action: dict[str, Any]) -> float:
    """Do an action; for how many seconds it goes on.

    Raises:
        _ImpossibleError: the role may not, or there is nothing to do it to.
    """
    given, targets = action.get("parameters") or {}, (action.get("targets") or {}).values()
    target = experiment.targets[next(iter(targets))] if targets else {}
    if action["actionId"] == "aws:ecs:stop-task":
        _stop_tasks(experiment, target)
    if action["actionId"] == "aws:fis:inject-api-throttle-error":
        _need(experiment, "fis:InjectApiThrottleError", experiment.arn)
        fault = _OfRoles(
            "throttle",
            given["service"],
            rate=float(given.get("percentage", 100)) / 100,
            account=experiment.account_id,
            roles=tuple(target.get("resourceArns") or ()),
            operations=tuple(each.strip() for each in given.get("operations", "").split(",") if each.strip()),
        )
        experiment.acts.append(fault)
        faults.INJECTED.append(fault)
    found = _DURATION.fullmatch(given.get("duration", ""))
    hours, minutes, seconds = (int(each or 0) for each in found.groups()) if found else (0, 0, 0)
    return float(hours * 3600 + minutes * 60 + seconds)


def _stop_tasks(experiment: Any, target: dict[str, Any]) -> None:
    where = target.get("parameters") or {}
    backend = ecs_backends[experiment.account_id][experiment.region_name]
    arns = set(target.get("resourceArns") or ())
    tasks = [
        task
        for of_cluster in backend.tasks.values()
        for task in of_cluster.values()
        if task.last_status == "RUNNING"
        and (
            task.task_arn in arns
            or (
                where
                and task.cluster_arn.rpartition("/")[2] == where.get("cluster")
                and getattr(task, "group", None) == f"service:{where.get('service')}"
            )
        )
    ]
    if not tasks:
        raise _ImpossibleError("Target resolution returned empty set")
    share = re.fullmatch(r"(PERCENT|COUNT)\((\d+)\)", target.get("selectionMode", "ALL"))
    count = len(tasks)
    if share:
        count = ceil(len(tasks) * int(share[2]) / 100) if share[1] == "PERCENT" else int(share[2])
    for task in tasks[:count]:
        _need(experiment, "ecs:StopTask", task.task_arn)
        cluster = task.cluster_arn.rpartition("/")[2]
        backend.stop_task(cluster, task.task_arn, f"FIS experiment {experiment.id}")


def _need(experiment: Any, action: str, resource: str) -> None:
    sender = deliveries.Sender.as_role(experiment.role_arn, "fis")
    if not rights.authorise(sender.principal, action, resource, sender.context).allowed:
        raise _ImpossibleError(f"{action} is not allowed to role {experiment.role_arn} on {resource}")
