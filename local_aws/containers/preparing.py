"""What ECS does as the execution role before a task starts: signs in to ECR, gets secrets, makes log streams.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

import json
import time
from collections.abc import Iterable
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs, ecr, secretsmanager, ssm

from local_aws.authorisation import denials, keys, rights
from local_aws.authorisation.evaluation import Decision, Principal
from local_aws.containers.images import Image

_INITIALISING = (
    "ResourceInitializationError: unable to pull secrets or registry auth: "
    "execution resource retrieval failed: "
)
_NO_STREAM = (
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
    "failed to create Cloudwatch log stream: "
)


class StartError(Exception):
    """A task cannot be started; the message is its reason as ECS words it."""


class Preparation:
    """Prepares one task.

    Args:
        task: its ARN.
        role: the execution role's ARN; None without one.
    """

    def __init__(self, task: str, role: str | None) -> None:
        self._region, self._account = task.split(":")[3:5]
        self._task, self._id = task, task.rpartition("/")[2]
        self._role = role
        self._session: Principal | None = None

    def assume(self, role: str | None) -> None:
        """See that ECS may assume a role for the task, if there is one.

        Raises:
            StartError: the role is not there, or does not trust ECS.
        """
        if role is None:
            return
        context = {"aws:SourceArn": self._task, "aws:SourceAccount": self._account}
        if not (rights.role(role) and rights.may_assume("ecs-tasks", role, context).allowed):
            raise StartError(
                f"ECS was unable to assume the role '{role}' that was provided for this task. Please verify "
                "that the role being passed has the proper trust relationship and permissions and that your "
                "IAM user has permissions to pass this role."
            )

    def pull(self, images: Iterable[Image]) -> None:
        """See that the images may be pulled.

        Raises:
            StartError: a repository is not there, or the execution role may not read it.
        """
        for image in images:
            if not image.repository:
                continue
            self._need("ecr:GetAuthorizationToken", "*", "unable to retrieve ecr registry auth: ")
            _, _, _, region, account, name = image.repository.split(":")
            with request_scope(account, region):
                if name.removeprefix("repository/") not in ecr._repositories:
                    raise StartError(
                        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to "
                        f"resolve ref {name.removeprefix('repository/')}: not found"
                    )
            for action in ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
                decision = self._may(action, image.repository)
                if not decision.allowed:
                    raise StartError(f"CannotPullContainerError: {self._denial(action, image.repository)}")

    def secrets(self, container: dict[str, Any]) -> dict[str, str]:
        """The values of a container's secrets, by the names of their variables.

        Raises:
            StartError: one is not there, or the execution role may not read it.
        """
        return {each["name"]: self._secret(each["valueFrom"]) for each in container.get("secrets") or ()}

    def _secret(self, source: str) -> str:
        if ":secretsmanager:" in source:
            return self._of_secrets_manager(source)
        return self._of_ssm(source)

    def _of_secrets_manager(self, source: str) -> str:
        parts = [*source.split(":"), "", "", ""]  # arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME:KEY:…
        arn, (key, stage, version) = ":".join(parts[:7]), parts[7:10]
        failed = (
            "unable to retrieve secret from asm: service call has been retried 1 time(s): "
            f"failed to fetch secret {arn} from secrets manager: "
        )
        absent = f"{_INITIALISING}{failed}ResourceNotFoundException: Secrets Manager can't find the secret"
        with request_scope(self._account, parts[3]):
            _, found = secretsmanager._resolve(arn, use_arn_scope=True)
            owned = found["ARN"] if found else arn
            self._need("secretsmanager:GetSecretValue", owned, failed)
            if found is None:
                raise StartError(absent)
            if encrypted := found.get("KmsKeyId"):
                self._decrypt(encrypted, "secretsmanager", {"SecretARN": owned}, failed)
            value = secretsmanager.resolve_secret_string(arn, stage or "AWSCURRENT", version or None)
        if value is None:
            raise StartError(f"{absent} value for staging label: {stage or 'AWSCURRENT'}")
        if not key:
            return str(value)
        try:
            chosen = json.loads(value)[key]
        except (ValueError, KeyError, TypeError):
            raise StartError(
                f"{_INITIALISING}unable to retrieve secret from asm: "
                f"retrieved secret from Secrets Manager did not contain json key {key}"
            ) from None
        return chosen if isinstance(chosen, str) else json.dumps(chosen)

    def _of_ssm(self, source: str) -> str:
        failed = "unable to retrieve secrets from ssm: service call has been retried 1 time(s): "
        arn = source
        if not source.startswith("arn:"):
            arn = f"arn:aws:ssm:{self._region}:{self._account}:parameter/{source.lstrip('/')}"
        with request_scope(self._account, arn.split(":")[3]):
            _, found = ssm._lookup_parameter(source, allow_arn_region=True, flexible_name=True)
            self._need("ssm:GetParameters", arn, failed)
            if found is None:
                raise StartError(f"{_INITIALISING}{failed}invalid parameters: {source}")
            if found["Type"] == "SecureString" and found.get("KeyId"):
                self._decrypt(found["KeyId"], "ssm", {"PARAMETER_ARN": arn}, failed)
            return str(ssm._param_out(found, True)["Value"])

    def _decrypt(self, key: str, service: str, encryption_context: dict[str, str], failed: str) -> None:
        assert self._session
        via = f"{service}.{self._region}.amazonaws.com"
        denied = keys.may_use(self._session, key, "Decrypt", via=via, encryption_context=encryption_context)
        if denied:
            raise StartError(f"{_INITIALISING}{failed}AccessDeniedException: Access to KMS is not allowed")

    def stream(self, container: dict[str, Any]) -> "LogStream | None":
        """The log stream of a container, made now; None for one without `awslogs`.

        Raises:
            StartError: the group is not there, or the execution role may not make the stream.
        """
        said = container.get("logConfiguration") or {}
        if said.get("logDriver") != "awslogs":
            return None
        options = said["options"]
        group, region = options["awslogs-group"], options["awslogs-region"]
        prefix = options.get("awslogs-stream-prefix")
        name = f"{prefix}/{container['name']}/{self._id}" if prefix else self._id
        arn = f"arn:aws:logs:{region}:{self._account}:log-group:{group}"
        with request_scope(self._account, region):
            if options.get("awslogs-create-group") == "true" and group not in cloudwatch_logs._log_groups:
                self._need_for_logs("logs:CreateLogGroup", arn)
                cloudwatch_logs._create_log_group({"logGroupName": group})
            self._need_for_logs("logs:CreateLogStream", f"{arn}:log-stream:{name}")
            if group not in cloudwatch_logs._log_groups:
                absent = "ResourceNotFoundException: The specified log group does not exist."
                raise StartError(f"{_NO_STREAM}{absent} : exit status 1")
            cloudwatch_logs._create_log_stream({"logGroupName": group, "logStreamName": name})
        assert self._session
        return LogStream(self._session, self._account, region, group, name)

    def _need_for_logs(self, action: str, arn: str) -> None:
        if not self._may(action, arn).allowed:
            denial = f"AccessDeniedException: {self._denial(action, arn)}"
            raise StartError(f"{_NO_STREAM}{denial} : exit status 1")

    def _need(self, action: str, resource: str, failed: str) -> None:
        if not self._may(action, resource).allowed:
            raise StartError(
                f"{_INITIALISING}{failed}AccessDeniedException: {self._denial(action, resource)}"
            )

    def _may(self, action: str, resource: str) -> Decision:
        if self._role is None:
            raise StartError(f"{_INITIALISING}the task definition has no execution role")
        self._session = rights.session(self._role, self._id)
        return rights.authorise(self._session, action, resource)

    def _denial(self, action: str, resource: str) -> str:
        assert self._session
        return denials.message(self._session.arn, action, resource, explicit=False)


class LogStream:
    """Delivers what a container writes, in batches, by the execution role's rights."""

    def __init__(self, session: Principal, account: str, region: str, group: str, name: str) -> None:
        self._session, self._account, self._region = session, account, region
        self._group, self._name = group, name
        self._rest = b""
        self._lines: list[dict[str, Any]] = []

    def add(self, some: bytes) -> None:
        """Note what it wrote, line by line."""
        *lines, self._rest = (self._rest + some).split(b"\n")
        now = int(time.time() * 1000)
        self._lines += [
            {"timestamp": now, "message": line.decode(errors="replace")} for line in lines if line
        ]

    def deliver(self, last: bool = False) -> None:
        """Deliver what was noted. What may not be delivered is lost, as on AWS."""
        if last and self._rest:
            self.add(b"\n")
        lines, self._lines = self._lines, []
        if not lines:
            return
        arn = f"arn:aws:logs:{self._region}:{self._account}:log-group:{self._group}:log-stream:{self._name}"
        if rights.authorise(self._session, "logs:PutLogEvents", arn).allowed:
            with request_scope(self._account, self._region):
                cloudwatch_logs._put_log_events(
                    {"logGroupName": self._group, "logStreamName": self._name, "logEvents": lines}
                )
