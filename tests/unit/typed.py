"""Tasks as one types them, on an environment that needs no AWS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit

from tooling import saved
from tooling.environments import Environment

Make = Callable[..., Environment]

MAIN = """
variable "size" { default = 1 }
resource "terraform_data" "a" { input = var.size }
locals { try = [{ what = "list", method = "GET", path = "", body = null }] }
output "services" {
  value = { users = { url = "http://127.0.0.1:1/users", try = local.try } }
}
output "size" { value = terraform_data.a.output }
"""


def kept(environment: Environment) -> bool:
    """Whether a plan is kept; nothing else of a plan is left behind."""
    assert list(environment.runs.glob("scratch-*")) == []
    return saved.load(environment) is not None


def run(task: Any, **options: Any) -> int:
    """A task's exit code."""
    try:
        task(Context(), **options)
    except Exit as end:
        return end.code
    except SystemExit as end:
        return int(end.code or 0)
    return 0
