"""A command that is killed at its question, as when the terminal goes away and nothing can be tidied."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.unit.conftest import made_ready
from tests.unit.typed import run


def destroy(folder: str) -> None:
    """`./invokew destroy --env dev`, killed when it asks."""
    import tasks

    with pytest.MonkeyPatch.context() as patch:
        made_ready(patch, Path(folder))
        patch.setattr("tooling.consent.obtain", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        run(tasks.destroy, env="dev")
