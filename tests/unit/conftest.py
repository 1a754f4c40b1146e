"""What the unit tests share: roots that need no provider, and a local AWS of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tooling import emulator
from tooling.aws import Target
from tooling.terraform import Terraform

Root = Callable[[str], Terraform]


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """Makes a root of the given HCL."""

    def make(hcl: str) -> Terraform:
        folder = tmp_path / "shop"
        folder.mkdir(exist_ok=True)
        (folder / "main.tf").write_text(hcl)
        return Terraform(folder, os.environ, tmp_path / "runs" / "shop")

    return make


@pytest.fixture(scope="session")
def local_aws_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the local AWS of the tests has its files."""
    return tmp_path_factory.mktemp("local-aws")


@pytest.fixture(scope="session")
def local_aws(local_aws_directory: Path) -> Iterator[Target]:
    """A local AWS that ends with the tests."""
    folder = local_aws_directory
    port = 14200 + 10 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    server = emulator.start(folder, port=port, owner=os.getpid())
    yield Target("local", server.url, "eu-west-1")
    emulator.stop(folder)
