"""The smoke tier: the gallery of all examples, applied to a local AWS and driven.

PLATFORM_ENDPOINT names another LocalStack-compatible endpoint for the gallery; without it the tests start a
local AWS of their own, which ends with them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from tests.order import arrange
from tests.smoke.changing import Changes, apply_changes, destroy_changes
from tests.smoke.chapters import Gallery, forget_states
from tests.smoke.kept import kept_or_applied
from tests.smoke.local import Local
from tests.smoke.restoring import Restored, destroy_restored, restore
from tests.smoke.roots import destroy
from tooling import emulator, packages

# An apply is mostly waiting: a chapter is driven while the next ones are applied.
DRIVEN_LAST = "test_alarms.py"  # the metrics that it puts stay
LAST = ("test_gallery_ends.py", "test_footprint.py")
WHOLE = "test_gallery_applies.py"  # waits for all chapters


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    arrange(items, Path(__file__).parent, last=(WHOLE, DRIVEN_LAST, *LAST))


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


@pytest.fixture(scope="session", autouse=True)
def _is_whole(request: pytest.FixtureRequest) -> bool:
    """Whether all smoke tests run: then the applies begin before the first of them."""
    whole = any("destroyed" in item.fixturenames for item in request.session.items)
    if whole:
        for begun in ("_changing", "_restoring"):
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
        if gallery.applied():
            forget_states(local)


@pytest.fixture(scope="session")
def _changing(local: Local, gallery: Gallery, _background: Executor) -> Future[Changes]:
    return _background.submit(apply_changes, local)


@pytest.fixture(scope="session")
def changes(_changing: Future[Changes]) -> Changes:
    """What was applied, and then changed."""
    return _changing.result()


@pytest.fixture(scope="session")
def _restoring(local: Local, gallery: Gallery, _background: Executor) -> Future[Restored]:
    return _background.submit(restore, local)


@pytest.fixture(scope="session")
def restored(_restoring: Future[Restored]) -> Restored:
    """Stores, and what was made from what was kept of them."""
    return _restoring.result()


@pytest.fixture(scope="session")
def _destroying(
    local: Local, gallery: Gallery, changes: Changes, restored: Restored, _background: Executor
) -> list[Future[None]]:
    return [
        _background.submit(destroy_changes, local, changes),
        _background.submit(destroy_restored, local, restored),
        *(_background.submit(destroy, chapter.terraform) for chapter in gallery.chapters()),
    ]


@pytest.fixture
def destroyed(gallery: Gallery, _destroying: list[Future[None]]) -> Gallery:
    """The gallery, after its end and that of the other roots."""
    for each in _destroying:
        each.result()
    return gallery


@pytest.fixture(autouse=True)
def _phases(request: pytest.FixtureRequest, _is_whole: bool) -> None:
    """What was driven is destroyed, chapter by chapter, at the same time."""
    if _is_whole and request.path.name in LAST:
        request.getfixturevalue("_destroying")
