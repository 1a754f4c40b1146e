"""Every command in the README was typed by a test of this run."""

import re

import pytest

from tests.checkout import RAN
from tests.platform.conftest import QUICK
from tooling.paths import ROOT

THE_RUN_ITSELF = {"./invokew test"}
# Its tests are part of this run; to run them once more would prove nothing.
PART_OF_THE_RUN = {"./invokew test --tier fast"}


def commands() -> set[str]:
    fences = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    lines = [line.partition("#")[0].strip() for fence in fences for line in fence.splitlines()]
    return {line for line in lines if line}


@pytest.mark.parametrize("command", QUICK)
def test_a_command_of_the_readme_works(quick, command):
    quick[command].result()


def test_every_command_of_the_readme_was_run(checkout):
    checkout.invokew("destroy", "--env", "local", check=False)
    assert commands() - RAN <= THE_RUN_ITSELF | PART_OF_THE_RUN
