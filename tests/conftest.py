"""What all tests share: the `capability` marker, and the report of what a run proved."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from tooling import capabilities

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
    """A worker takes a file at a time, and one of them the smoke tier, which shares what it applies."""
    from xdist.scheduler import LoadScopeScheduling

    class Files(LoadScopeScheduling):  # type: ignore[misc]  # the library has no types
        def _split_scope(self, nodeid: str) -> str:
            return "smoke" if nodeid.startswith("tests/smoke/") else nodeid.partition("::")[0]

    return Files(config, log)


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
