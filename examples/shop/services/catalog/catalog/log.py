"""One JSON object a line on standard output, which the platform delivers to CloudWatch Logs."""

import json
import sys
import time
from typing import Any


def info(message: str, **fields: Any) -> None:
    """Write a line."""
    _write("INFO", message, fields)


def error(message: str, **fields: Any) -> None:
    """Write a line about a problem that a person should look at."""
    _write("ERROR", message, fields)


def _write(level: str, message: str, fields: dict[str, Any]) -> None:
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
    line = {"timestamp": stamp, "level": level, "service": "catalog", "message": message, **fields}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
