"""All examples of all modules, applied chapter by chapter in the background, as that is mostly waiting."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.smoke.local import REGION, Local
from tests.smoke.roots import Actions, applied, planned, root_of
from tooling.paths import CACHE
from tooling.terraform import Terraform

GALLERY = Path(__file__).parent / "gallery"
STATES = "gallery-terraform-state"
# A local state would be written whole after each change: half of an apply's CPU.
_BACKEND = """
terraform {{
  backend "s3" {{
    bucket = "{bucket}"
    key    = "{chapter}.tfstate"
    region = "{region}"
  }}
}}
"""
ACCOUNT_ROLE = "account-of-the-tests"
_MAY_LOG = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"


@dataclass(frozen=True)
class Chapter:
    """The applied examples of a chapter: their outputs, and what the second plan wanted to change."""

    terraform: Terraform
    outputs: dict[str, Any]
    second_plan: Actions

    @classmethod
    def of(cls, local: Local, name: str, second_plan: Actions | None = None) -> Chapter:
        """What is applied; the second plan, where it was not made before, is made now."""
        root = chapter_root(name)
        terraform = root_of(root, local, root)
        outputs = {name: output.value for name, output in terraform.outputs().items()}
        return cls(terraform, outputs, planned(terraform) if second_plan is None else second_plan)

    def plan(self, example: str) -> Actions:
        """What Terraform would do now about one example."""
        return self._planned(example, {}, target=[f"module.{example}"])

    def plan_after_a_change_they_depend_on(self) -> Actions:
        """What Terraform would do when `terraform_data.ready` changes, which every example depends on."""
        return self._planned("ready", {"TF_VAR_ready": "2"}, refresh=False)

    def _planned(self, name: str, variables: dict[str, str], **more: Any) -> Actions:
        whole = self.terraform
        environment = whole.environment | variables
        folder = whole.journal.folder / name
        return planned(Terraform(whole.directory, environment, folder, whole.data), **more)


class Gallery:
    """The outputs of all examples, by name.

    Chapters are applied side by side, and begun at the latest when one of their examples is asked for. What
    is the first that is asked for may have been kept by an earlier run.
    """

    def __init__(self, local: Local, background: Executor, first: Callable[[Local, str], Chapter]) -> None:
        texts = {file.stem: file.read_text() for file in (GALLERY).glob("*.tf")}
        self._chapters = {
            example: chapter
            for chapter, text in sorted(texts.items())
            for example in re.findall(r'^module "(\w+)"', text, re.MULTILINE)
        }
        self._local, self._background, self._first = local, background, first
        self._begun: dict[str, Future[Chapter]] = {}

    def __getitem__(self, example: str) -> Any:
        return self.chapter(example).outputs[example]

    def begin(self) -> None:
        """Begin with every chapter."""
        for chapter in sorted({*self._chapters.values()} - {*self._begun}):
            self._begun[chapter] = self._background.submit(apply_chapter, self._local, chapter)

    def chapter(self, example: str) -> Chapter:
        """The chapter that has an example, once it is applied."""
        chapter = self._chapters[example]
        if chapter not in self._begun:
            how = apply_chapter if self._begun else self._first
            self._begun[chapter] = self._background.submit(how, self._local, chapter)
        return self._begun[chapter].result()

    def chapters(self) -> list[Chapter]:
        """All of them, once they are applied."""
        self.begin()
        return self.applied()

    def applied(self) -> list[Chapter]:
        """Those that were asked for, once they are applied."""
        return [each.result() for each in self._begun.values()]


def chapter_root(name: str) -> Path:
    """The root of a chapter alone: as deep as the gallery, for its relative paths."""
    return CACHE / "gallery" / name


def apply_chapter(local: Local, name: str) -> Chapter:
    """A chapter as a root of its own: Terraform takes more than twice the time for twice the resources."""
    root = chapter_root(name)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for file in ("main.tf", f"{name}.tf", ".terraform.lock.hcl"):
        (root / file).symlink_to(GALLERY / file)
    (root / "backend.tf").write_text(_BACKEND.format(bucket=STATES, chapter=name, region=REGION))
    s3 = local.client("s3")
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):  # another chapter was first
        s3.create_bucket(Bucket=STATES, CreateBucketConfiguration={"LocationConstraint": REGION})
    if local.embedded:
        let_apis_log(local)
    applied(root_of(root, local, root))
    return Chapter.of(local, name)


def forget_states(local: Local) -> None:
    """Delete the bucket of the states of chapters that were destroyed."""
    s3 = local.client("s3")
    for each in s3.list_objects_v2(Bucket=STATES).get("Contents", []):
        s3.delete_object(Bucket=STATES, Key=each["Key"])
    s3.delete_bucket(Bucket=STATES)


def let_apis_log(local: Local) -> None:
    """Give the account what it has before its first REST or WebSocket API that logs: see their READMEs.

    Not by Terraform: the platform's example sets it too, and each root would undo what the other set.
    """
    gateway, iam = local.client("apigateway"), local.client("iam")
    if gateway.get_account().get("cloudwatchRoleArn"):
        return
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    with suppress(iam.exceptions.EntityAlreadyExistsException):  # another chapter was first
        iam.create_role(RoleName=ACCOUNT_ROLE, AssumeRolePolicyDocument=document)
    iam.attach_role_policy(RoleName=ACCOUNT_ROLE, PolicyArn=_MAY_LOG)
    role = iam.get_role(RoleName=ACCOUNT_ROLE)["Role"]["Arn"]
    change = {"op": "replace", "path": "/cloudwatchRoleArn", "value": role}
    gateway.update_account(patchOperations=[change])
