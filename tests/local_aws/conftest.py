"""Two local AWS: one as users have it, one with the engines as they come."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.local_aws import starting
from tests.local_aws.checks import make_role
from tooling import emulator

_AT_AN_ADDRESS = Config(inject_host_prefix=False)  # which has no subdomains


@dataclass(frozen=True)
class LocalAws:
    """Clients of one local AWS, and its address for calls that no client makes."""

    url: str
    directory: Path | None = None

    def client(self, service: str, region: str = "eu-west-1", config: Config | None = None) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=_AT_AN_ADDRESS.merge(config or Config()),
        )

    def denials(self) -> list[dict[str, Any]]:
        """What was denied since it started."""
        assert self.directory
        return emulator.denials(self.directory)


def start(directory: Path, *without: str) -> LocalAws:
    """A local AWS that has the role of the checks."""
    server = starting.start(directory, port=0, owner=os.getpid(), without_corrections=without)
    aws = LocalAws(server.url, directory)
    make_role(aws)
    return aws


@pytest.fixture
def connect():
    """Makes a `LocalAws` of an address."""
    return LocalAws


@pytest.fixture(scope="session")
def corrected(tmp_path_factory):
    directory = tmp_path_factory.mktemp("corrected")
    yield start(directory)
    emulator.stop(directory)


@pytest.fixture(scope="session")
def as_it_comes(tmp_path_factory):
    directory = tmp_path_factory.mktemp("as-it-comes")
    yield start(directory, "all")
    emulator.stop(directory)
