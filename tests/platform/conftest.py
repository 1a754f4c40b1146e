"""The platform as its users have it: the commands of the README, typed in copies of the repository, and its
environments on the local AWS of their copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import Checkout, copied
from tests.order import arrange
from tests.platform.disturbing import Bereft, Disturbed, disturb, lose_the_local_aws
from tests.platform.environments import AGREED, Applied, apply_environments
from tests.smoke.local import Local

# An apply is mostly waiting. So environments are applied while the local one is tried.
FIRST = ("test_shop.py", "test_platform.py")
LAST = ("test_environments.py", "test_consumer.py", "test_readme.py")
# Commands of the README that need no environment.
QUICK = ("./invokew --list", "./invokew policy", "./invokew fmt --check", "./invokew doctor")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    arrange(items, Path(__file__).parent, FIRST, LAST)


@pytest.fixture(scope="session", autouse=True)
def _is_whole(request: pytest.FixtureRequest) -> bool:
    """Whether all tests of the platform run: then what takes long begins before it is asked for."""
    names = {item.path.name for item in request.session.items if item.path.parent == Path(__file__).parent}
    whole = {*FIRST, *LAST} <= names
    if whole:
        for begun in ("_environments", "_losing", "_disturbing"):
            request.getfixturevalue(begun)
    return whole


@pytest.fixture(autouse=True)
def _phases(request: pytest.FixtureRequest, _is_whole: bool) -> None:
    """More commands are typed while the environments are looked at."""
    if _is_whole and request.path.name in LAST:
        request.getfixturevalue("quick")


@pytest.fixture(scope="session")
def _losing(new_checkout: Callable[[], Checkout], _background: Executor) -> Future[Bereft]:
    return _background.submit(lose_the_local_aws, new_checkout())


@pytest.fixture(scope="session")
def bereft(_losing: Future[Bereft]) -> Bereft:
    """An apply whose local AWS was killed, and the commands after it."""
    return _losing.result()


@pytest.fixture(scope="session")
def _disturbing(new_checkout: Callable[[], Checkout], _background: Executor) -> Future[Disturbed]:
    return _background.submit(disturb, new_checkout(), new_checkout())


@pytest.fixture(scope="session")
def disturbed(_disturbing: Future[Disturbed]) -> Disturbed:
    """An apply that was killed half-way, two others while it ran, and the commands after it."""
    return _disturbing.result()


@pytest.fixture(scope="session")
def quick(checkout: Checkout, _background: Executor) -> Mapping[str, Future[Any]]:
    """The commands of the README that need no environment, each typed in the background."""
    return {each: _background.submit(checkout.invokew, *each.split()[1:]) for each in QUICK}


@pytest.fixture(scope="session")
def _environments(new_checkout: Callable[[], Checkout], _background: Executor) -> Future[dict[str, Applied]]:
    return _background.submit(apply_environments, {name: new_checkout() for name in AGREED})


@pytest.fixture(scope="session")
def environments(_environments: Future[dict[str, Applied]]) -> dict[str, Applied]:
    """dev, staging and prod."""
    return _environments.result()


@pytest.fixture(scope="session")
def new_checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Checkout]]:
    """Makes further copies of the repository, each with a local AWS of its own that ends with the tests."""
    copies: list[Checkout] = []

    def make() -> Checkout:
        copies.append(copied(tmp_path_factory.mktemp("checkout")))
        return copies[-1]

    yield make
    for copy in copies:
        copy.invokew("local.stop", check=False)


@pytest.fixture(scope="session")
def checkout(new_checkout: Callable[[], Checkout]) -> Checkout:
    """A copy of the repository, as a newcomer has it."""
    return new_checkout()


@pytest.fixture(scope="session")
def applied_local(checkout: Checkout) -> str:
    """The local environment in that copy, applied: what the apply printed."""
    return checkout.invokew("apply", "--env", "local").stdout


@pytest.fixture(scope="session")
def local(checkout: Checkout) -> Local:
    """The local AWS of that copy."""
    checkout.invokew("local.start")
    url = json.loads(checkout.invokew("local.status", "--json").stdout)["url"]
    return Local(url, checkout.path / ".cache/local")
