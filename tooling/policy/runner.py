"""`platform-policy`: the scan as a command, in any environment that has checkov.

platform-policy                       everything below the current folder
platform-policy FILE…                 what a change of these files can affect
platform-policy --changed             what differs from the last commit, deletions included (pre-commit)
platform-policy --plan DIR=plan.json  a plan too, against the code in DIR it was made from
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tooling.errors import PlatformError
from tooling.policy import sources
from tooling.policy.changes import changed
from tooling.policy.findings import Unit, render_text, report_of
from tooling.policy.sources import Tree


def main(arguments: Sequence[str] | None = None) -> int:
    """Scan and print. Returns 0 when the policy holds, 1 when it does not or nothing could be said."""
    options = _parser().parse_args(arguments)
    if options.rules:
        print(json.dumps(_rules(), indent=2))
        return 0
    try:
        units = []
        for unit in _scan(options):
            units.append(unit)
            if options.units:
                print(json.dumps(unit.as_json()), flush=True)
    except PlatformError as error:
        if options.json or options.units:
            print(json.dumps({"error": {"message": error.message, "next_step": error.next_step}}))
        else:
            print(f"error: {error.message}\nnext: {error.next_step}", file=sys.stderr)
        return 1
    if options.units:
        return 0
    report = report_of(units)
    print(json.dumps(report.as_json()) if options.json else render_text(report))
    return report.exit_code


def _scan(options: argparse.Namespace) -> Iterable[Unit]:
    tree = sources.read(options.root, options.within)
    chosen = [tree.path(only) for only in options.only]
    if not chosen:
        chosen = sources.roots(tree)
        if options.paths or options.changed:
            paths = [_below(tree, path) for path in options.paths]
            touched = {*sources.affected(tree, chosen, paths)}
            if options.changed:
                touched |= {*changed(tree, options.within)}
            chosen = [root for root in chosen if root in touched]
    if not chosen and not options.plan:
        return []
    # Imported late: checkov costs seconds, and an empty scan or a wrong option none.
    from tooling.policy.scan import Planned, scan_all

    planned = [Planned(tree.root / module, plan.resolve()) for module, plan in options.plan]
    return scan_all(tree, chosen, planned, more=not options.only)


def _rules() -> list[dict[str, str]]:
    """The platform's own rules, one entry for each kind of block."""
    from tooling.policy.checks import registered

    return [
        {
            "rule": check.id,
            "title": check.name,
            "kind": kind,
            "fix": check.fix,
            "source": check.guideline,
        }
        for check in registered()
        for kind in check.supported_entities
    ]


def _below(tree: Tree, path: Path) -> Path:
    ways = (os.path.normpath(tree.root / path), os.path.realpath(tree.root / path))
    if not any(Path(way).is_relative_to(tree.root) for way in ways):
        raise PlatformError(f"{path} is not below {tree.root}", "give a path below the scanned folder")
    return path


def _pair(text: str) -> tuple[Path, Path]:
    module, separator, plan = text.partition("=")
    if not separator or not Path(plan).is_file():
        raise argparse.ArgumentTypeError(
            f"{text!r}: write FOLDER=PLAN.json, with the file that `terraform show -json` wrote"
        )
    return Path(module), Path(plan)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="platform-policy", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "paths", nargs="*", type=Path, help="changed files or folders; without any, everything"
    )
    parser.add_argument("--root", type=Path, default=Path(), help="folder to scan (default: the current one)")
    parser.add_argument(
        "--within", type=Path, action="append", default=[], help="only code below this folder of it"
    )
    parser.add_argument(
        "--only", type=Path, action="append", default=[], help="only this root of it, and what it calls"
    )
    parser.add_argument(
        "--changed", action="store_true", help="only what differs from the last commit, and what that affects"
    )
    parser.add_argument(
        "--plan",
        type=_pair,
        action="append",
        default=[],
        metavar="DIR=JSON",
        help="a plan as JSON, and its root",
    )
    parser.add_argument(
        "--rules", action="store_true", help="print the platform's own rules as JSON and stop"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--units", action="store_true", help="print what each root shows, a line of JSON each"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
