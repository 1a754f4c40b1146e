"""What the unit tests share: roots that need no provider, and a local AWS of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.typed import MAIN
from tooling import emulator
from tooling.aws import Target
from tooling.environments import Backend, Environment
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


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Environment]:
    """Makes an environment of one resource, which needs no AWS."""
    monkeypatch.setattr("tooling.paths.CACHE", tmp_path / "cache")
    monkeypatch.setattr("tooling.paths.ROOT", tmp_path)
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: SIM115, PTH123

    def make(name: str = "dev", protected: bool = False) -> Environment:
        root = tmp_path / name
        root.mkdir()
        (root / "main.tf").write_text(MAIN)
        return made_ready(monkeypatch, root, protected)

    return make


def made_ready(patch: pytest.MonkeyPatch, root: Path, protected: bool = False) -> Environment:
    """The folder is the one environment there is, and its AWS is somewhere else."""
    found = Environment(root.name, root, Backend("b", "k", "eu-west-1"), protected)
    place = Target("endpoint", "http://127.0.0.1:1", "eu-west-1")
    patch.setattr("tooling.environments.get", lambda _: found)
    patch.setattr("tooling.deploy.target", lambda *_, **__: place)
    patch.setattr("tooling.state.exists", lambda *_: True)
    patch.setattr("tooling.state.bootstrap", lambda *_, **__: False)
    patch.setattr("tooling.recovery.recover", lambda *_, **__: None)
    for built in ("packages", "packages.images"):
        patch.setattr(f"tooling.{built}.build_all", list)
    return found
