"""A root module in a test: what Terraform did, or would do."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.smoke.local import Local
from tooling.paths import CACHE
from tooling.terraform import Terraform, provider

Actions = dict[str, str]  # create, update, replace or delete


def fresh(path: Path, local: Local, **variables: str) -> Terraform:
    """A root of which there is nothing yet."""
    shutil.rmtree(CACHE / path.name, ignore_errors=True)
    for leftover in path.glob("terraform.tfstate*"):
        leftover.unlink()
    return root_of(path, local, CACHE / path.name, **variables)


def root_of(path: Path, local: Local, folder: Path, **variables: str) -> Terraform:
    """A root as it is, with its state; runs and data lie in `folder`."""
    terraform = Terraform(path, local.target.variables() | variables, runs=folder, data=folder / "terraform")
    terraform.init()
    return terraform


def applied(terraform: Terraform) -> Actions:
    """Apply, and say what was done."""
    with provider.shared(terraform):
        actions = _planned(terraform)
        terraform.apply(terraform.journal.folder / "plan")
    return actions


def planned(terraform: Terraform, **more: Any) -> Actions:
    """What Terraform would do now, by address; the plan is in the journal's folder.

    Args:
        more: arguments of `terraform plan`.
    """
    with provider.shared(terraform):
        return _planned(terraform, **more)


def _planned(terraform: Terraform, **more: Any) -> Actions:
    actions = {}

    def note(event: dict[str, Any]) -> None:
        if event["type"] == "planned_change" and event["change"]["action"] not in ("noop", "read"):
            actions[event["change"]["resource"]["addr"]] = event["change"]["action"]

    terraform.plan(terraform.journal.folder / "plan", on_event=note, **more)
    return actions


def destroy(terraform: Terraform) -> None:
    plan = terraform.journal.folder / "destroy"
    with provider.shared(terraform):
        terraform.plan(plan, destroy=True)
        terraform.apply(plan)
