"""What all tests share: the `capability` marker, and the report of what a run proved."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pytest

from tooling import capabilities, paths

WHOLE = ("smoke", "platform", "plan")  # folders whose tests share what is applied
# Files that take minutes.
DEAR = (
    "test_alarm_limits_plan.py",
    "test_corrections.py",
    "test_iam.py",
    "test_probes.py",
    "test_reachability.py",
    "test_refusals.py",
    "test_scan.py",
    "test_trust.py",
    "test_wrapper.py",
)
collect_ignore = ["consumer"]  # another repository: see smoke/test_consumer.py
_doubles = pytest.StashKey[set[str]]()
_outcomes = pytest.StashKey[list[capabilities.Outcome]]()


def pytest_configure(config: pytest.Config) -> None:
    # Under nohup, tests and the programs they start would ignore the hang-ups that some send.
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    config.addinivalue_line("markers", "capability(id, level): the test proves this level of this capability")
    config.addinivalue_line("markers", "slow: left out of the fast tier")
    config.stash[_doubles] = set()
    config.stash[_outcomes] = []
    config.pluginmanager.register(_Collector(config), "capabilities")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A worker takes a file at a time, or a folder that shares what it applies; the longest come first."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):  # type: ignore[misc]  # the library has no types
        def _split_scope(self, nodeid: str) -> str:
            folder = nodeid.split("/")[1]
            return folder if folder in WHOLE else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return Files(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        tests = paths.ROOT / "tests"
        folder = item.path.relative_to(tests).parts[0] if item.path.is_relative_to(tests) else ""
        return WHOLE.index(folder) if folder in WHOLE else len(WHOLE) + (item.path.name not in DEAR)

    items.sort(key=place)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]
    report = (yield).get_result()
    for mark in item.iter_markers("capability"):
        local = getattr(item, "funcargs", {}).get("local")
        endpoint = "" if local is None or local.embedded else local.url
        report.user_properties.append(("capability", (*mark.args, endpoint)))


def _lack(report: pytest.TestReport) -> str:
    """Why a test was skipped; nothing of one that fails as it is known to."""
    if isinstance(report.longrepr, tuple):  # the file, the line and the reason
        return report.longrepr[2].removeprefix("Skipped: ")
    return ""


class _Collector:
    """Gathers the marks of finished tests, in the process that reports (with -n, the controller)."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            for name, value in report.user_properties:
                if name == "doubles":
                    self.config.stash[_doubles].update(value)
                if name == "capability":
                    identifier, level, endpoint = value
                    outcome = capabilities.Outcome(
                        identifier, level, report.nodeid, report.passed, endpoint, _lack(report)
                    )
                    self.config.stash[_outcomes].append(outcome)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if os.environ.get("PLATFORM_TEST_TIER") != "full" or hasattr(self.config, "workerinput"):
            return
        outcomes, doubles = self.config.stash[_outcomes], self.config.stash[_doubles]
        capabilities.save_run(capabilities.rows(outcomes, doubles))
        self.lacking = capabilities.lacking(outcomes)
        anywhere = capabilities.rows(capabilities.as_on_any_machine(outcomes), doubles)
        self.over = capabilities.overclaims(capabilities.committed(), anywhere)
        if self.over:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if lacking := getattr(self, "lacking", []):
            terminalreporter.section("not shown on this machine", yellow=True)
            for line in lacking:
                terminalreporter.line(line)
        over = getattr(self, "over", [])
        if over:
            terminalreporter.section("docs/capabilities.md claims more than this run showed", red=True)
            for line in over:
                terminalreporter.line(line)
            terminalreporter.line(
                "next: repair the tests above, or take the claims back: ./invokew capabilities --write"
            )


@pytest.fixture(scope="session")
def _background() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=20) as background:  # which wait
        yield background


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Wait until a look gives something true, and return it."""

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
