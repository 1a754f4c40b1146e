"""One scan by checkov, in this process: the HCL below a folder, then plans of its roots.

Only the Terraform runners are loaded. Nothing is downloaded and nothing is reported anywhere.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tooling.errors import PlatformError
from tooling.policy import plans, speed
from tooling.policy.findings import Finding, Report, Suppressed
from tooling.policy.memory import Memory
from tooling.policy.sources import Folders, stage
from tooling.policy.suppressions import RULE as SUPPRESSION
from tooling.policy.suppressions import unexplained

# Unknown values of a plan are then there, as unknown, instead of missing.
os.environ["EVAL_TF_PLAN_AFTER_UNKNOWN"] = "true"
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
from checkov.terraform.plan_runner import Runner as PlanRunner  # noqa: E402
from checkov.version import version  # noqa: E402

from tooling.policy import checks  # noqa: E402

_MEMORY = Memory()
speed.after_import(_MEMORY)
# Which of a module's calls show a finding is for the report to say.
terraform_runner.remove_duplicate_results = lambda report: report
# A plan tells of its providers less than the code does.
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
_PLAN = "a plan of "
_INDEX = re.compile(r"\[[^\[\]]*\]")
_DATA = re.compile(r"(?<![^.])data\.(?=\w+\.[\w-]+$)")  # checkov's addresses of code leave it out


@dataclass(frozen=True)
class Place:
    """Where in the code a resource of a plan stands, and which rules are suppressed there."""

    file: str
    line: int
    suppressed: Mapping[str, str]


Places = dict[tuple[str, str], Place]


def scan(
    root: Path, tree: Folders, planned: Sequence[tuple[Path, Path]] = (), memory: Path | None = None
) -> Report:
    """Check the Terraform files of `tree`, and plans against the code they were made from.

    Args:
        root: folder the paths of `tree` are relative to.
        planned: pairs of a root module's folder, relative to `root`, and the JSON of its plan.
        memory: folder in which one scan leaves what the next need not find out again.

    Raises:
        PlatformError: a file cannot be read, or a check failed to run: nothing then counts as passed.
    """
    configuration = tomllib.loads(_CONFIGURATION.read_text(encoding="utf-8"))
    off = list(configuration["off"])
    rules = _filter("terraform", off)
    rules_in_plans = _filter("terraform_plan", off + list(configuration["off_in_plans"]))
    if memory:
        _MEMORY.load(memory, version)
    trouble = _Trouble()
    with trouble, TemporaryDirectory(prefix="policy-") as folder:
        staged = Path(os.path.realpath(folder))
        stage(root, tree, staged)
        code = _Runner(staged)
        hcl = code.run(root_folder=str(staged), runner_filter=rules)
        _refuse_unreadable(root, staged, hcl.parsing_errors)
        places = _places(code, staged)
        found = [_from_code(record, places, configuration["fix"]) for record in hcl.failed_checks]
        accepted = [_accepted(record) for record in hcl.skipped_checks]
        for module, plan in planned:
            mine, also = _plan(module, plan, rules_in_plans, places, configuration["fix"])
            found += mine
            accepted += also
    trouble.raise_if_any()
    if memory:
        _MEMORY.save(memory, version)
    known = known_rules()
    comments = [
        finding
        for files in tree.values()
        for file in files
        if file.suffix == ".tf"
        for finding in unexplained(root, file, known)
    ]
    return Report(
        findings=tuple(sorted([*_merged(found), *comments])),
        suppressed=tuple(sorted(set(accepted))),
        resources=len(hcl.resources),
        roots=len({key for key, _ in places}),
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
        + [SUPPRESSION]
    )


class _Runner(terraform_runner.Runner):  # type: ignore[misc]
    """Notes on each finding the root module whose values it was found with."""

    def __init__(self, staged: Path) -> None:
        super().__init__()
        self.staged = staged

    def run_block(self, entities: Any, context: Any, key: Any, root: Any, report: Any, *rest: Any) -> None:
        before = len(report.failed_checks)
        super().run_block(entities, context, key, root, report, *rest)
        for record in report.failed_checks[before:]:
            record.root = _root_module(key, self.staged)


class _Trouble(logging.Handler):
    """Collects what checkov logs as an error: it goes on after one, as if the check had passed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        reason = record.exc_info[1] if record.exc_info else None
        self.messages.append(record.getMessage() + (f": {reason!r}" if reason else ""))

    def __enter__(self) -> None:
        logging.getLogger().handlers[:] = [self]

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)

    def raise_if_any(self) -> None:
        if self.messages:
            raise PlatformError(
                f"a check did not run: {self.messages[0]}",
                "mend the check, or switch it off in tooling/policy/checkov.toml, with the reason",
            )


def _refuse_unreadable(root: Path, staged: Path, errors: Iterable[str]) -> None:
    files = sorted({os.path.relpath(file, staged) for file in errors})
    if files:
        raise PlatformError(
            f"{', '.join(files)}: cannot be read as Terraform code, so nothing was checked",
            f"terraform fmt {files[0]}  (it names the line)",
        )


def _places(code: _Runner, staged: Path) -> Places:
    """By root module and address: where each resource and data source stands."""
    found: Places = {}
    for key, definition in (code.definitions or {}).items():
        home = _root_module(key, staged)
        context = (code.context or {}).get(key, {})
        for block_type in ("resource", "data"):
            for entity in definition.get(block_type, []):
                for kind, named in entity.items():
                    for name, body in named.items():
                        here = context.get(block_type, {}).get(kind, {}).get(name, {})
                        address = _INDEX.sub("", str(body.get("__address__")))
                        found[home, address] = Place(
                            os.path.relpath(key.file_path, staged),
                            here.get("start_line", 1),
                            {one["id"]: _reason(one) for one in here.get("skipped_checks") or []},
                        )
    return found


def _root_module(key: Any, staged: Path) -> str:
    file, module = key.file_path, key.tf_source_modules
    while module:
        file, module = module.path, module.nested_tf_module
    return os.path.relpath(Path(file).parent, staged)


def _plan(
    module: Path, plan: Path, rules: RunnerFilter, places: Places, fixes: Mapping[str, str]
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
        place = places.get((str(module), address), Place(str(plan), 1, {}))
        if record.check_id in place.suppressed:
            reason = place.suppressed[record.check_id]
            accepted.append(Suppressed(place.file, place.line, record.resource, record.check_id, reason))
        else:
            findings.append(_finding(record, fixes, place.file, place.line, f"{_PLAN}{module}"))
    return findings, accepted


def _from_code(record: Any, places: Places, fixes: Mapping[str, str]) -> Finding:
    file = _file(record)
    root = getattr(record, "root", None)
    if root is None:  # found in the graph, which knows the address only
        address = _INDEX.sub("", record.resource)
        same = (home for (home, one), place in places.items() if one == address and place.file == file)
        root = min(same, default="")
    return _finding(record, fixes, file, record.file_line_range[0], root)


def _finding(record: Any, fixes: Mapping[str, str], file: str, line: int, root: str) -> Finding:
    fix, title = _fix(record, fixes), record.check_name
    broke = record.check_result.get("broke")
    if broke:
        title = f"Not checked, since the check broke ({broke}): {title}"
        fix = f"Look yourself, and write #checkov:skip={record.check_id}: what you saw. Or correct the check."
    return Finding(file, line, record.resource, record.check_id, title, fix, root)


def _file(record: Any) -> str:
    return os.path.normpath(str(record.file_path).lstrip("/"))


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


def _accepted(record: Any) -> Suppressed:
    line = record.file_line_range[0]
    return Suppressed(_file(record), line, record.resource, record.check_id, _reason(record.check_result))


def _reason(skipped: Mapping[str, Any]) -> str:
    return str(skipped.get("suppress_comment") or "").strip()


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for one line, however many calls lead to it."""
    same: dict[tuple[str, int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        same[finding.file, finding.line, finding.rule].append(finding)
    for group in same.values():
        addresses = {(finding.root.removeprefix(_PLAN), finding.resource) for finding in group}
        first = min(group, key=lambda one: (one.root.startswith(_PLAN), len(one.resource), one))
        yield replace(first, others=len(addresses) - 1)
