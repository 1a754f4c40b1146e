"""What the local AWS took for the whole smoke tier."""

from pathlib import Path

import pytest

from tooling import emulator


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_the_local_aws_took_less_than_600_mb(destroyed, local):
    if not local.embedded:
        pytest.skip("another endpoint")
    status = Path(f"/proc/{emulator.require(local.directory).pid}/status").read_text()
    peak = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    assert peak < 600, f"{peak:.0f} MB"
