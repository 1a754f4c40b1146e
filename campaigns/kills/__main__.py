"""Kill runs at random moments; the next plain apply must repair everything. See README.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from campaigns.kills import campaign


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m campaigns.kills", description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for outcome in campaign.run(Path(folder) / "checkout", options.cycles, options.seed):
            outcomes.append(outcome)
            print(json.dumps(outcome), flush=True)
    wrong = [outcome for outcome in outcomes if outcome["wrong"]]
    kinds = Counter(f"{outcome['command']}, {outcome['killed']}" for outcome in outcomes)
    print(f"{len(outcomes) - len(wrong)} of {len(outcomes)} converged: {dict(sorted(kinds.items()))}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
