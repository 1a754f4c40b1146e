"""Place many orders in the local environment, with faults set; see README.md."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from campaigns.orders import campaign
from tooling import demo, deploy, emulator

FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "throttle", "service": "dynamodb", "rate": 0.05},
    {"kind": "error", "service": "dynamodb", "rate": 0.03},
    {"kind": "latency", "service": "dynamodb", "rate": 0.1, "ms": 200},
    {"kind": "drop", "service": "dynamodb", "rate": 0.01},
    {"kind": "error", "service": "stepfunctions", "operation": "StartExecution", "rate": 0.05},
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m campaigns.orders", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    deployment = deploy.attach("local", None)
    shop = demo.Shop(deploy.outputs(deployment)["services"].value, deployment.target)
    for fault in FAULTS:
        emulator.set_fault(**fault, seed=options.seed)
    try:
        outcome = campaign.run(shop, options.orders, options.at_once)
    finally:
        emulator.clear_faults()
    print(
        f"{outcome.orders} orders in {outcome.seconds:.0f} s:",
        f"{outcome.confirmed} confirmed, {outcome.refused} refused",
    )
    print(f"undone: {dict(outcome.undone)}")
    print("\n".join(outcome.wrong) or "no order was lost or doubled, and no money")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
