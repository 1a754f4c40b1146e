"""The smoke tier: the gallery of all examples, and the platform itself, applied to a local AWS and driven.

PLATFORM_ENDPOINT names another LocalStack-compatible endpoint for the gallery; without it the tests start a
local AWS of their own, which ends with them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import Checkout, copied
from tests.smoke.calls import QUICK
from tests.smoke.changing import Changes, apply_changes, destroy_changes
from tests.smoke.chapters import Gallery
from tests.smoke.disturbing import Bereft, Disturbed, disturb, lose_the_local_aws
from tests.smoke.environments import AGREED, Applied, apply_environments
from tests.smoke.kept import kept_or_applied
from tests.smoke.local import Local
from tests.smoke.roots import destroy
from tooling import emulator, packages

# An apply is mostly waiting. So the gallery is applied while the platform is tried.
FIRST = ("test_shop.py", "test_platform.py", "test_gallery_applies.py")
DRIVEN_LAST = "test_alarms.py"  # the metrics that it puts stay
LAST = (
    "test_environments.py",
    "test_consumer.py",
    "test_readme.py",
    "test_gallery_ends.py",
    "test_footprint.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        name = item.path.name
        if name in FIRST:
            return FIRST.index(name)
        return 10 + LAST.index(name) if name in LAST else 9 if name == DRIVEN_LAST else 5

    smoke = [item for item in items if item.path.parent == Path(__file__).parent]
    others = [item for item in items if item not in smoke]
    for item in smoke:
        item.add_marker(pytest.mark.slow)
    items[:] = others + sorted(smoke, key=place)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A test that fails shows what the local AWS denied while it ran."""
    report = (yield).get_result()  # type: ignore[misc, attr-defined]
    local: Local | None = getattr(item, "funcargs", {}).get("local")
    if report.failed and local is not None and local.directory is not None:
        denied = [each["text"] for each in emulator.denials(local.directory) if each["time"] >= call.start]
        if denied:
            report.sections.append(("denied by the local AWS meanwhile", "\n\n".join(denied)))


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    if named := os.environ.get("PLATFORM_ENDPOINT"):
        yield Local(named.rstrip("/"))
        return
    directory = tmp_path_factory.mktemp("local-aws")
    emulator.install_node()
    server = emulator.start(directory, port=14566, owner=os.getpid())
    yield Local(server.url, directory)
    emulator.stop(directory)


@pytest.fixture(scope="session")
def _background() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=20) as background:  # which wait
        yield background


@pytest.fixture(scope="session", autouse=True)
def _is_whole(request: pytest.FixtureRequest) -> bool:
    """Whether all smoke tests run: then the applies begin before the first of them."""
    whole = any("destroyed" in item.fixturenames for item in request.session.items)
    if whole:
        for begun in ("_changing", "_losing", "_disturbing"):
            request.getfixturevalue(begun)
        request.getfixturevalue("gallery").begin()
    return whole


@pytest.fixture(scope="session")
def gallery(local: Local, _background: Executor) -> Iterator[Gallery]:
    """Every example, applied once. An endpoint of somebody else's is left as it was."""
    packages.build_all()
    gallery = Gallery(local, _background, kept_or_applied)
    yield gallery
    if not local.embedded:
        for chapter in gallery.applied():
            destroy(chapter.terraform)


@pytest.fixture(scope="session")
def _changing(local: Local, gallery: Gallery, _background: Executor) -> Future[Changes]:
    return _background.submit(apply_changes, local)


@pytest.fixture(scope="session")
def changes(_changing: Future[Changes]) -> Changes:
    """What was applied, and then changed."""
    return _changing.result()


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
def _destroying(
    local: Local, gallery: Gallery, changes: Changes, _background: Executor
) -> list[Future[None]]:
    return [
        _background.submit(destroy_changes, local, changes),
        *(_background.submit(destroy, chapter.terraform) for chapter in gallery.chapters()),
    ]


@pytest.fixture
def destroyed(gallery: Gallery, _destroying: list[Future[None]]) -> Gallery:
    """The gallery, after its end and that of the changes."""
    for each in _destroying:
        each.result()
    return gallery


@pytest.fixture(scope="session")
def _environments(new_checkout: Callable[[], Checkout], _background: Executor) -> Future[dict[str, Applied]]:
    return _background.submit(apply_environments, {name: new_checkout() for name in AGREED})


@pytest.fixture(scope="session")
def environments(_environments: Future[dict[str, Applied]]) -> dict[str, Applied]:
    """dev, staging and prod."""
    return _environments.result()


@pytest.fixture(autouse=True)
def _phases(request: pytest.FixtureRequest, _is_whole: bool) -> None:
    """The environments are applied while the gallery is driven. What was driven is destroyed, and more
    commands are typed, while the environments are looked at."""
    if _is_whole and request.path.name not in FIRST:
        request.getfixturevalue("_environments")
    if _is_whole and request.path.name in LAST:
        request.getfixturevalue("_destroying")
        request.getfixturevalue("quick")


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


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Wait until a look gives something true, and return it."""
    import time

    def wait(look: Callable[[], Any], seconds: float = 30) -> Any:
        deadline = time.monotonic() + seconds
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds:.0f} s")
            time.sleep(0.2)

    return wait
