"""Apply Terraform as others write it, plan it again and destroy it, on the local AWS. See README.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from campaigns.others import campaign, report


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m campaigns.others", description=__doc__)
    parser.add_argument("roots", nargs="*", help="of roots/, without .tf; all of them by default")
    parser.add_argument("--at-once", type=int, default=20, help="how many in one Terraform root")
    parser.add_argument("--keep", type=Path, help="keep Terraform's logs in this folder")
    options = parser.parse_args()
    whole = campaign.Outcome([])
    with TemporaryDirectory() as folder:
        names = options.roots or campaign.names()
        for start in range(0, len(names), options.at_once):
            roots = names[start : start + options.at_once]
            outcome = campaign.run((options.keep or Path(folder)) / str(start), roots)
            print(report.lines(outcome), flush=True)
            whole.configurations += outcome.configurations
            whole.failed |= outcome.failed
    print(report.summary(whole))
    return 1 if whole.failed else 0


if __name__ == "__main__":
    sys.exit(main())
