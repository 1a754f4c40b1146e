"""Break the modules on purpose, and see whether a test notices. See README.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from campaigns.mutants import campaign, report
from campaigns.mutants.mutations import RULES
from campaigns.mutants.python import PACK
from tests.plan.examples import all_modules


def main(arguments: Sequence[str] | None = None) -> int:
    everything = [*all_modules(), PACK]
    parser = argparse.ArgumentParser(prog="python -m campaigns.mutants", description=__doc__)
    parser.add_argument("--module", action="append", choices=everything, metavar="CHAPTER/NAME")
    parser.add_argument("--kind", action="append", default=[], choices=[*RULES, "policy"])
    parser.add_argument(
        "--sample", type=int, default=1, help="of each kind of a module; 0 is all (default: 1)"
    )
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--again", action="store_true", help="try out what survived, and nothing else")
    parser.add_argument("--show", action="store_true", help="only show what would be tried out")
    parser.add_argument("--report", action="store_true", help="only show what became of those tried out")
    options = parser.parse_args(arguments)
    modules = options.module or everything
    if options.show:
        for module in modules:
            found = campaign.of_module(module)
            for mutant in campaign.sample(found, options.sample, options.seed, set(options.kind)):
                print(f"{mutant.id}  {mutant.kind:<10}  {mutant.file}:{mutant.line}  {mutant.what}")
        return 0
    if not options.report:
        campaign.run(modules, options.sample, options.seed, set(options.kind), options.again, _say)
    print(report.markdown([one for one in campaign.outcomes() if one.mutant.module in modules]))
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
