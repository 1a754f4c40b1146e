"""A scan of one root by checkov, in this process: its code, then plans of it.

Only the Terraform runners are loaded. Nothing is downloaded and nothing is reported anywhere.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tooling.errors import PlatformError
from tooling.policy import plans, sources, speed
from tooling.policy.attribute import RULE as ATTRIBUTE
from tooling.policy.attribute import ignored
from tooling.policy.findings import PLAN, Finding, Suppressed, Unit
from tooling.policy.sources import Tree
from tooling.policy.stage import RULE as READABLE
from tooling.policy.stage import TITLE, Stage
from tooling.policy.suppressions import RULE as SUPPRESSION
from tooling.policy.suppressions import unexplained

# Unknown values of a plan are then there, as unknown, instead of missing.
os.environ["EVAL_TF_PLAN_AFTER_UNKNOWN"] = "true"
# What decides is in the files, not in who asks.
for _name in [name for name in os.environ if name.startswith("TF_VAR_")]:
    del os.environ[_name]
# A check that fails is a finding: see `_run_check`.
os.environ["CHECKOV_CHECK_FAIL_LEVEL"] = "WARNING"
speed.before_import()

from checkov.common.checks.base_check_registry import BaseCheckRegistry  # noqa: E402
from checkov.common.checks_infra.registry import get_graph_checks_registry  # noqa: E402
from checkov.common.models.enums import CheckResult  # noqa: E402
from checkov.runner_filter import RunnerFilter  # noqa: E402
from checkov.terraform import runner as terraform_runner  # noqa: E402
from checkov.terraform.checks.data.registry import data_registry  # noqa: E402
from checkov.terraform.checks.module.registry import module_registry  # noqa: E402
from checkov.terraform.checks.provider.registry import provider_registry  # noqa: E402
from checkov.terraform.checks.resource.registry import resource_registry  # noqa: E402
from checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner import (  # noqa: E402
    BaseTerraformCloudsplainingIAMScanner,
)
from checkov.terraform.plan_runner import Runner as PlanRunner  # noqa: E402

from tooling.policy import checks  # noqa: E402

speed.after_import()
# Which of a module's calls show a finding is for the report to say.
terraform_runner.remove_duplicate_results = lambda report: report
# A plan has less about its providers than the code has.
PlanRunner.block_type_registries = {"resource": resource_registry, "data": data_registry}


def _run_check(
    registry: BaseCheckRegistry, check: Any, conf: Any, name: str, kind: str, file: str, skip: Any
) -> dict[str, Any]:
    """A check's result for one block. A check that breaks has found something: checkov calls it unknown."""
    check.graph = registry.graph
    try:
        return dict(check.run(file, conf, name, kind, skip))
    except Exception as error:
        return {
            "result": CheckResult.FAILED,
            "evaluated_keys": [],
            "broke": f"{type(error).__name__}: {error}",
        }


BaseCheckRegistry.run_check = _run_check

_CONFIGURATION = Path(__file__).with_name("checkov.toml")
_INDEX = re.compile(r"\[[^\[\]]*\]")
_DATA = re.compile(r"(?<![^.])data\.(?=\w+\.[\w-]+$)")  # checkov's addresses of code leave it out


@dataclass(frozen=True)
class Place:
    """Where in the code a resource of a plan is, and which rules are suppressed there."""

    file: str
    line: int
    suppressed: Mapping[str, str]


Places = dict[str, Place]


@dataclass(frozen=True)
class Planned:
    """A plan to check, and the folder of the root that it was made of, a real path."""

    root: Path
    json: Path


def scan_all(
    tree: Tree, roots: Sequence[Path], planned: Sequence[Planned] = (), *, more: bool = True
) -> Iterator[Unit]:
    """Check each of the roots, and with `more` what then turns out to be called by unreadable files only."""
    done: dict[Path, Unit] = {}
    todo = sorted({*roots, *(plan.root for plan in planned)})
    while todo:
        for root in todo:
            done[root] = scan(tree, root, [plan for plan in planned if plan.root == root])
            yield done[root]
            speed.between_roots()
        unread = {tree.path(file) for unit in done.values() for file in unit.unread}
        before, after = sources.roots(tree), sources.roots(tree, unread)
        todo = [root for root in after if more and root not in before and root not in done]


def scan(tree: Tree, root: Path, planned: Sequence[Planned] = ()) -> Unit:
    """Check one root with the modules that it calls, and plans of it.

    Args:
        root: the real path of its folder, one of the tree's.

    Raises:
        PlatformError: a plan cannot be read. Nothing then counts as passed.
    """
    configuration = tomllib.loads(_CONFIGURATION.read_text(encoding="utf-8"))
    off = list(configuration["off"])
    fixes = configuration["fix"]
    trouble = _Trouble()
    BaseTerraformCloudsplainingIAMScanner.policy_document_cache.clear()  # by names of the copy
    name = tree.name(root)
    if sources.circle(tree, root):
        fix = "Call no module from within itself: Terraform refuses that, and nothing here is checked."
        return Unit(name, remarks=(Finding(name, 1, "root", READABLE, TITLE, fix),))
    with trouble, TemporaryDirectory(prefix="policy-") as folder:
        stage = Stage(tree, Path(os.path.realpath(folder)))
        for one in sources.closure(tree, root):
            stage.add(one, speed.parse, values=one.path == root)
        code = terraform_runner.Runner()
        hcl = code.run(root_folder=str(stage.target), runner_filter=_filter("terraform", off))
        places = _places(code, stage)
        for file in hcl.parsing_errors:
            stage.refuse(file, "this file is not checked")
        found = [_from_code(record, stage, fixes, name) for record in hcl.failed_checks]
        accepted = [_accepted(record, stage) for record in hcl.skipped_checks]
        rules_in_plans = _filter("terraform_plan", off + list(configuration["off_in_plans"]))
        for plan in planned:
            mine, also = _plan(name, plan.json, rules_in_plans, places, fixes)
            found += mine
            accepted += also
    broke = [
        Finding(name, 1, "root", READABLE, TITLE, f"Correct what checkov stumbles over: {message}")
        for message in trouble.messages
    ]
    known = known_rules()
    comments = [
        finding
        for one in sources.closure(tree, root)
        for file in one.code
        for finding in unexplained(tree.root, Path(tree.name(one.path / file)), known)
    ]
    mistaken, meant = ignored(tree, root)
    return Unit(
        root=name,
        findings=tuple(sorted(set(found))),
        remarks=tuple(sorted({*comments, *stage.unread, *broke, *mistaken})),
        suppressed=tuple(sorted({*accepted, *stage.accepted, *meant})),
        unread=tuple(sorted(map(tree.name, stage.unread_files))),
        resources=len(hcl.resources),
    )


def _filter(framework: str, off: list[str]) -> RunnerFilter:
    return RunnerFilter(
        framework=[framework], skip_checks=off, show_progress_bar=False, download_external_modules=False
    )


def known_rules() -> frozenset[str]:
    """The ids of all rules, those that are off included."""
    registries = (resource_registry, data_registry, provider_registry, module_registry)
    graph = get_graph_checks_registry("terraform")
    graph.load_checks()
    return frozenset(
        [check.id for registry in registries for _, check in registry.all_checks()]
        + [check.id for check in graph.checks]
        + [SUPPRESSION, READABLE, ATTRIBUTE]
    )


class _Trouble(logging.Handler):
    """Collects what checkov logs and goes on after, as if all were well."""

    _SKIPPED = ("Unable to load module", "Failed to add block", "Failed to get module name")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno >= logging.ERROR or message.startswith(self._SKIPPED):
            reason = record.exc_info[1] if record.exc_info else None
            self.messages.append(message + (f": {reason!r}" if reason else ""))

    def __enter__(self) -> None:
        logging.getLogger().handlers[:] = [self]

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


def _places(code: Any, stage: Stage) -> Places:
    """By address: the place of each resource and data source."""
    found: Places = {}
    for key, definition in (code.definitions or {}).items():
        context = (code.context or {}).get(key, {})
        for block_type in ("resource", "data"):
            for entity in definition.get(block_type, []):
                for kind, named in entity.items():
                    for name, body in named.items():
                        here = context.get(block_type, {}).get(kind, {}).get(name, {})
                        address = _INDEX.sub("", str(body.get("__address__")))
                        found[address] = Place(
                            *stage.place(key.file_path, here.get("start_line", 1)),
                            {one["id"]: _reason(one) for one in here.get("skipped_checks") or []},
                        )
    return found


def _plan(
    module: str, plan: Path, rules: RunnerFilter, places: Places, fixes: Mapping[str, str]
) -> tuple[list[Finding], list[Suppressed]]:
    content = plans.read(plan)
    with TemporaryDirectory(prefix="policy-") as folder:
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        runner = PlanRunner()
        report = runner.run(files=[str(file)], runner_filter=rules)
    if report.parsing_errors or not runner.definitions:
        raise PlatformError(f"{plan}: checkov cannot read this plan", "plan again")
    findings, accepted = [], []
    for record in report.failed_checks:
        address = _DATA.sub("", _INDEX.sub("", record.resource))
        place = places.get(address, Place(str(plan), 1, {}))
        if record.check_id in place.suppressed:
            reason = place.suppressed[record.check_id]
            accepted.append(Suppressed(place.file, place.line, record.resource, record.check_id, reason))
        else:
            findings.append(_finding(record, fixes, place.file, place.line, f"{PLAN}{module}"))
    return findings, accepted


def _from_code(record: Any, stage: Stage, fixes: Mapping[str, str], root: str) -> Finding:
    return _finding(record, fixes, *_place(record, stage), root)


def _finding(record: Any, fixes: Mapping[str, str], file: str, line: int, root: str) -> Finding:
    fix, title = _fix(record, fixes), record.check_name
    broke = record.check_result.get("broke")
    if broke:
        title = f"Not checked, since the check broke ({broke}): {title}"
        fix = f"Look yourself, and write #checkov:skip={record.check_id}: what you saw. Or correct the check."
    return Finding(file, line, record.resource, record.check_id, title, fix, root)


def _place(record: Any, stage: Stage) -> tuple[str, int]:
    return stage.place(os.path.realpath(record.file_abs_path), record.file_line_range[0])


def _fix(record: Any, fixes: Mapping[str, str]) -> str:
    ours: str | None = checks.fix(record.check_id, _kind(record.resource))
    if ours:
        return ours
    if record.check_id in fixes:
        return str(fixes[record.check_id])
    demand = re.sub(r"^(Ensure|Make sure)( that)? ", "", str(record.check_name))
    return f"See to it: {demand}. Where that is not wanted: #checkov:skip={record.check_id}: the reason."


def _kind(address: str) -> str:
    """`aws_sqs_queue` of `module.queue["sales"].aws_sqs_queue.this[0]`."""
    parts = _INDEX.sub("", address).split(".")
    return parts[-2] if len(parts) > 1 else parts[0]


def _accepted(record: Any, stage: Stage) -> Suppressed:
    reason = _reason(record.check_result)
    return Suppressed(*_place(record, stage), record.resource, record.check_id, reason)


def _reason(skipped: Mapping[str, Any]) -> str:
    return str(skipped.get("suppress_comment") or "").strip()
