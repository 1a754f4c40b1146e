"""The plan tier: what Terraform says of the modules before anything exists."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.plan import examples
from tooling import packages
from tooling.aws import Target
from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform

ACCOUNT = "000000000000"
REGION = "eu-west-1"


class WhoAmI(BaseHTTPRequestHandler):
    """All that these plans ask: who they are, a password that no state keeps, whether a definition is valid.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
    """

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        identity = (
            "<GetCallerIdentityResponse><GetCallerIdentityResult>"
            f"<Account>{ACCOUNT}</Account><Arn>arn:aws:iam::{ACCOUNT}:root</Arn><UserId>{ACCOUNT}</UserId>"
            "</GetCallerIdentityResult></GetCallerIdentityResponse>"
        )
        answers = {
            "secretsmanager.GetRandomPassword": {"RandomPassword": "aB3dE6gH9j"},
            "AWSStepFunctions.ValidateStateMachineDefinition": {"result": "OK", "diagnostics": []},
        }
        answer = answers.get(self.headers.get("X-Amz-Target", ""))
        known = answer is not None or b"Action=GetCallerIdentity" in question
        body = (json.dumps(answer) if answer else identity).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Length", str(len(body) if known else 0))
        self.end_headers()
        self.wfile.write(body if known else b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def whoami() -> Iterator[Target]:
    """An AWS that knows who asks, and next to nothing else."""
    server = HTTPServer(("127.0.0.1", 0), WhoAmI)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Target("endpoint", f"http://127.0.0.1:{server.server_port}", REGION)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def root(whoami: Target, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Terraform]:
    """A root of this folder, initialized, in a copy that keeps the place of the modules."""
    top = tmp_path_factory.mktemp("plan")
    (top / "modules").symlink_to(MODULES)

    def make(name: str) -> Terraform:
        source = Path(__file__).parent / name
        copy = top / source.relative_to(ROOT)
        shutil.copytree(source, copy)
        terraform = Terraform(copy, whoami.variables(), runs=copy / "runs")
        terraform.init()
        return terraform

    return make


@pytest.fixture(scope="session")
def chapter_plan(whoami: Target, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """What Terraform plans for all examples of a chapter, planned when first asked for."""

    @cache
    def plan(chapter: str) -> dict[str, Any]:
        packages.build_all()  # examples have functions
        return examples.plan(chapter, tmp_path_factory.mktemp(chapter), whoami)

    return plan


@pytest.fixture(scope="session", params=examples.all_modules())
def planned(
    request: pytest.FixtureRequest, chapter_plan: Callable[[str], dict[str, Any]]
) -> examples.Planned:
    """The plan of a module's examples, of each module in turn."""
    module: str = request.param
    return examples.planned(module, chapter_plan(module.partition("/")[0]))
