"""Invocations of schedules: as whom, how often, and where to what could not be delivered."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Timer
from typing import Any
from uuid import uuid4

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import request_scope

from local_aws.authorisation import rights, sessions
from local_aws.authorisation.deliveries import Sender, denied
from local_aws.references.existing import is_there
from local_aws.services.cloudwatch.metrics import count
from local_aws.services.scheduler import targets
from local_aws.services.scheduler.authorisation import key_denied
from local_aws.services.sqs import messages

Schedule = Mapping[str, Any]
_ONCE = Config(
    retries={"total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=30,
    inject_host_prefix=False,
)
_botocore = botocore.session.get_session()
# AWS's own defaults. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
_ATTEMPTS, _AGE_SECONDS = 185, 86400
_LONGEST_WAIT = 900.0


@dataclass(frozen=True)
class Failure:
    """Why a target could not be invoked."""

    code: str
    message: str
    retriable: bool = False


@dataclass(frozen=True)
class Invocation:
    """One invocation of a schedule's target.

    Attributes:
        moment: at which it was due, in seconds since the epoch.
        attempt: the first is 1.
    """

    schedule: Schedule
    moment: float
    attempt: int = 1
    id: str = field(default_factory=lambda: uuid4().hex[:16])

    def make(self) -> None:
        """Invoke the target, and again after a while where that may help."""
        region, account = self.schedule["Arn"].split(":")[3:5]
        with request_scope(account, region):
            self._count("InvocationAttemptCount")
            failure = self._failure()
            if failure is None:
                return
            throttled = failure.retriable and "Thrott" in failure.code
            self._count("TargetErrorThrottledCount" if throttled else "TargetErrorCount")
            exhausted = self._exhausted() if failure.retriable else "NonRetryableError"
            if exhausted:
                self._dead_letter(failure, exhausted)
                return
        again = Timer(min(2.0 ** (self.attempt - 1), _LONGEST_WAIT), self._again)
        again.daemon = True
        again.start()

    def _again(self) -> None:
        replace(self, attempt=self.attempt + 1).make()

    @property
    def _target(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.schedule["Target"]
        return found

    @property
    def _payload(self) -> str:
        given = self._target.get("Input")
        if given is None:
            return self._event()
        for name, value in {
            "schedule-arn": self.schedule["Arn"],
            "scheduled-time": _written(self.moment),
            "execution-id": self.id,
            "attempt-number": str(self.attempt),
        }.items():
            given = given.replace(f"<aws.scheduler.{name}>", value)
        return str(given)

    def _event(self) -> str:
        """What a target gets of a schedule without an input."""
        if self._target["Arn"].split(":")[2] in ("ecs", "events", "scheduler"):
            return "{}"
        region, account = self.schedule["Arn"].split(":")[3:5]
        event = {
            "version": "0",
            "id": str(uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": account,
            "time": _written(self.moment),
            "region": region,
            "resources": [self.schedule["Arn"]],
            "detail": "{}",
        }
        return json.dumps(event)

    def _failure(self) -> Failure | None:
        role, arn = self._target["RoleArn"], self.schedule["Arn"]
        if not may_be_assumed(role, arn):
            return Failure("AccessDeniedException", f"EventBridge Scheduler cannot assume the role {role}")
        session = rights.session(role, self.id)
        if (key := self.schedule.get("KmsKeyArn")) and key_denied(session, key, arn, "Decrypt"):
            return Failure("AccessDeniedException", f"{role} may not decrypt with {key}")
        try:
            call = targets.call_of(self._target, self._payload)
            return self._called(call) if call else None
        except ValueError as error:
            return Failure("ValidationException", f"The input is no JSON: {error}")

    def _called(self, call: targets.Call) -> Failure | None:
        """Call as a session of the role, as any other client does."""
        issued = sessions.issue(self._target["RoleArn"], self.id)
        client = _botocore.create_client(
            call.service,
            region_name=self.schedule["Arn"].split(":")[3],
            endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
            aws_access_key_id=issued["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=issued["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=issued["AWS_SESSION_TOKEN"],
            config=_ONCE,
        )
        try:
            answer = client._make_api_call(call.operation, call.parameters)
        except ClientError as error:
            said, status = error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
            retriable = status >= 500 or status == 429 or "Thrott" in said["Code"]
            return Failure(said["Code"], said.get("Message", ""), retriable)
        except BotoCoreError as error:
            return Failure("ValidationException", str(error))
        finally:
            sessions.forget(issued)
        entries = answer.get("Entries", []) if answer.get("FailedEntryCount") else answer.get("failures", [])
        for entry in entries:
            code = entry.get("ErrorCode") or entry.get("reason")
            if code:
                return Failure(code, entry.get("ErrorMessage") or entry.get("detail") or "")
        return None

    def _exhausted(self) -> str:
        """Which condition of the retry policy ends the attempts; empty while none does."""
        policy = self._target.get("RetryPolicy") or {}
        if self.attempt > policy.get("MaximumRetryAttempts", _ATTEMPTS):
            return "MaximumRetryAttempts"
        too_old = time.time() - self.moment >= policy.get("MaximumEventAgeInSeconds", _AGE_SECONDS)
        return "MaximumEventAgeInSeconds" if too_old else ""

    def _dead_letter(self, failure: Failure, exhausted: str) -> None:
        """https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html"""
        queue = (self._target.get("DeadLetterConfig") or {}).get("Arn")
        if not queue:
            self._count("InvocationDroppedCount")
            return
        if not is_there(queue) or denied(Sender.as_role(self._target["RoleArn"], self.id), queue):
            self._count("InvocationsFailedToBeSentToDeadLetterCount")
            return
        attributes = {
            "ERROR_CODE": failure.code,
            "ERROR_MESSAGE": failure.message or failure.code,
            "EXECUTION_ID": self.id,
            "EXHAUSTED_RETRY_CONDITION": exhausted,
            "IS_PAYLOAD_TRUNCATED": "false",
            "RETRY_ATTEMPTS": str(self.attempt - 1),
            "SCHEDULED_TIME": _written(self.moment),
            "SCHEDULE_ARN": self.schedule["Arn"],
            "TARGET_ARN": self._target["Arn"],
        }
        messages.send(queue, self._payload, attributes)
        self._count("InvocationsSentToDeadLetterCount")

    def _count(self, metric: str) -> None:
        """https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html"""
        count("AWS/Scheduler", metric, ScheduleGroup=self.schedule.get("GroupName", "default"))


def may_be_assumed(role: str, arn: str) -> bool:
    """Whether a schedule may assume a role. It names its group to the role's trust policy.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    group = arn.rpartition("/")[0].replace(":schedule/", ":schedule-group/")
    return rights.may_assume("scheduler", role, rights.source(group)).allowed


def _written(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
