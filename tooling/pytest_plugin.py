"""Fixtures for tests of Terraform roots on the local AWS, in any repository that has the harness installed.

    def test_an_order_is_kept(local_aws, applied, driven, eventually):
        orders = applied("environments/dev")
        answer = driven("POST", orders.outputs["url"], "/orders", json={"item": "pen"})
        assert answer.status == 201
        table = local_aws.client("dynamodb")
        assert eventually(lambda: table.scan(TableName="orders")["Items"])

`local_aws` is one local AWS for all tests of a run, apart from that of `invoke local.start`; it ends with
them.
"""

from __future__ import annotations

import json as _json
import os
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class LocalAws:
    """A running local AWS.

    Attributes:
        url: where it answers: the endpoint of every service.
        directory: where it keeps its log and its snapshots.
        region: the Region of clients and of Terraform, unless they say otherwise.
    """

    url: str
    directory: Path
    region: str = "eu-west-1"

    def client(self, service: str, region: str = "") -> Any:
        """A client of a service, as boto3 makes it."""
        return self._target().client(service, region or None)

    def variables(self) -> dict[str, str]:
        """The process environment of a program that is to talk to it, such as Terraform or the AWS CLI."""
        return dict(self._target().variables())

    def denials(self) -> list[str]:
        """What it denied, each with the statement that was missing."""
        from tooling import emulator

        return [each["text"] for each in emulator.denials(self.directory)]

    def inventory(self) -> list[str]:
        """Everything that exists in it, as `service/kind/name`."""
        from tooling import emulator

        return emulator.inventory(self.directory)

    def _target(self) -> Any:
        from tooling.aws import Target

        return Target("local", self.url, self.region)


@dataclass(frozen=True)
class Applied:
    """A root that is applied.

    Attributes:
        root: its folder.
        outputs: its outputs by name, sensitive ones too.
        terraform: runs Terraform on it, as `tooling.terraform.Terraform` describes.
    """

    root: Path
    outputs: Mapping[str, Any]
    terraform: Any

    def plans_empty(self) -> bool:
        """Whether another plan would change nothing."""
        return not self.terraform.plan(self.terraform.journal.folder / "again")


@dataclass(frozen=True)
class Answer:
    """What an HTTP request was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body read as JSON."""
        return _json.loads(self.body)


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A local AWS of the run's own: `url`, `client(service)`, `variables()`, `denials()`, `inventory()`."""
    from tooling import emulator

    directory = tmp_path_factory.mktemp("local-aws")
    server = emulator.start(directory, port=0, owner=os.getpid())
    yield LocalAws(server.url, directory)
    emulator.stop(directory)


@pytest.fixture(scope="session")
def applied(
    local_aws: LocalAws, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Callable[..., Applied]]:
    """Apply a root on the local AWS, once in a run: `applied("environments/dev")`, `applied(path, size=2)`.

    Names are relative to pytest's root folder; further arguments are variables of the root. Its backend is
    served by the local AWS. What AWS would refuse, preflight refuses here, too. At the end of the run it is
    destroyed, and what does not let itself be destroyed is an error.
    """
    known: dict[str, Applied] = {}

    def apply(root: str | Path, **variables: Any) -> Applied:
        folder = (pytestconfig.rootpath / root).resolve()
        key = f"{folder}{sorted(variables.items())}"
        if key not in known:
            known[key] = _apply(local_aws, folder, tmp_path_factory.mktemp("root"), variables)
        return known[key]

    yield apply
    for each in reversed(known.values()):
        _destroy(each)


@pytest.fixture
def driven(local_aws: LocalAws) -> Callable[..., Answer]:
    """Call what was applied by HTTP: `driven("POST", url, "/orders", json={...}, headers={...})`.

    The URL is the one that AWS gives, as an output has it: it is called where the local AWS serves it.
    """

    def call(
        method: str,
        url: str,
        path: str = "",
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] = {},
    ) -> Answer:
        data = _json.dumps(json).encode() if json is not None else body
        kind = {"content-type": "application/json"} if json is not None else {}
        plain = re.sub(r"^(https?://[\w-]+\.execute-api\.[\w.-]+):\d+", r"\1", url)
        address = local_aws._target().local_url(plain).rstrip("/") + path
        request = urllib.request.Request(address, data, {**kind, **headers}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, dict(refused.headers), refused.read())

    return call


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """Wait until a function gives something true, and return that: `eventually(look, seconds=30)`."""

    def wait(look: Callable[[], Any], seconds: float = 30) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := look()):
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds:.0f} s")
            time.sleep(0.2)
        return found

    return wait


def _apply(local_aws: LocalAws, folder: Path, scratch: Path, variables: Mapping[str, Any]) -> Applied:
    from tooling import preflight
    from tooling.saved import kept_late
    from tooling.terraform import Terraform

    _state_bucket(local_aws, folder)
    given = {
        f"TF_VAR_{name}": value if isinstance(value, str) else _json.dumps(value)
        for name, value in variables.items()
    }
    terraform = Terraform(folder, local_aws.variables() | given, runs=scratch, data=scratch / "terraform")
    terraform.init()
    plan = scratch / "plan"
    if terraform.plan(plan):
        found = preflight.check(terraform.show(plan), kept_late(plan))
        if found:
            pytest.fail("AWS would refuse to apply this:\n" + "\n".join(map(str, found)))
        terraform.apply(plan)
    outputs = {name: output.value for name, output in terraform.outputs().items()}
    return Applied(folder, outputs, terraform)


def _state_bucket(local_aws: LocalAws, folder: Path) -> None:
    """Make the bucket that the root's `backend "s3"` names, if it names one, in the local AWS."""
    from tooling import hcl

    s3 = local_aws.client("s3")
    for file in hcl.files(folder):
        for block in hcl.settings(file, "terraform", "backend", "s3"):
            bucket = block["bucket"].value if "bucket" in block else None
            held = {each["Name"] for each in s3.list_buckets()["Buckets"]}
            if isinstance(bucket, str) and bucket not in held:
                place = {"LocationConstraint": local_aws.region}
                s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)


def _destroy(each: Applied) -> None:
    plan = each.terraform.journal.folder / "destroy"
    if each.terraform.plan(plan, destroy=True):
        each.terraform.apply(plan)
    shutil.rmtree(each.terraform.data, ignore_errors=True)
