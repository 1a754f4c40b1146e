"""The plan that a question is about: the one kept of an environment, or a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tooling import deploy, environments
from tooling.errors import PlatformError


def of(env: str, file: str = "") -> dict[str, Any]:
    """The JSON of a plan, as `terraform show -json` writes it.

    Args:
        env: the environment whose kept plan it is.
        file: instead of the kept one.

    Raises:
        PlatformError: none is kept, or the file holds no plan.
    """
    path = Path(file) if file else deploy.plan_json(environments.get(env))
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PlatformError(
            f"{path} holds no plan: {error}", "make one: terraform show -json PLAN > FILE"
        ) from error
    if not isinstance(content, dict) or "resource_changes" not in content:
        raise PlatformError(f"{path} holds no plan", "make one: terraform show -json PLAN > FILE")
    return content
