"""`platform-policy`: the scan as a command, in any environment that has checkov.

platform-policy                       everything below the current folder
platform-policy FILE…                 what a change of these files can affect (pre-commit)
platform-policy --plan DIR=plan.json  a plan too, against the code in DIR it was made from
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tooling.errors import PlatformError
from tooling.policy.findings import Report, render_text
from tooling.policy.sources import affected, folders


def main(arguments: Sequence[str] | None = None) -> int:
    """Scan and print. Returns 0 when the policy holds, 1 when it does not or nothing could be said."""
    options = _parser().parse_args(arguments)
    if options.rules:
        print(json.dumps(_rules(), indent=2))
        return 0
    try:
        report = _scan(options)
    except PlatformError as error:
        if options.json:
            print(json.dumps({"error": {"message": error.message, "next_step": error.next_step}}))
        else:
            print(f"error: {error.message}\nnext: {error.next_step}", file=sys.stderr)
        return 1
    print(json.dumps(report.as_json()) if options.json else render_text(report))
    return report.exit_code


def _scan(options: argparse.Namespace) -> Report:
    root = options.root.resolve()
    tree = folders(root)
    if options.folder:
        asked = {_below(root, path) for path in options.folder}
        tree = {folder: files for folder, files in tree.items() if folder in asked}
    if options.paths:
        tree = affected(root, tree, [_below(root, path) for path in options.paths])
    if not tree:
        return Report()
    # Imported late: checkov costs seconds, and an empty scan or a wrong option none.
    from tooling.policy.scan import scan

    plans = [(_below(root, module), plan.resolve()) for module, plan in options.plan]
    return scan(root, tree, plans, options.memory)


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


def _below(root: Path, path: Path) -> Path:
    try:
        return (root / path).resolve().relative_to(root)
    except ValueError:
        raise PlatformError(f"{path} is not below {root}", "give a path below the scanned folder") from None


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
        "--folder", type=Path, action="append", default=[], help="only this folder of it, not below"
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
        "--memory", type=Path, metavar="DIR", help="where the next scan finds what this one found out"
    )
    parser.add_argument(
        "--rules", action="store_true", help="print the platform's own rules as JSON and stop"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
