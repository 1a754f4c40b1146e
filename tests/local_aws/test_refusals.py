"""What the local AWS does not take, it refuses in the words that docs/local-aws.md tells.

The day that it takes one of them, its test fails, and the type becomes a probe.
"""

import re

import pytest

from local_aws import types
from tests.local_aws.conftest import start
from tooling import emulator
from tooling.aws import Target
from tooling.errors import PlatformError
from tooling.paths import CACHE, ROOT
from tooling.terraform import Terraform
from tooling.terraform.diagnostics import Diagnostic

pytestmark = pytest.mark.slow
CODE = ROOT / "tests" / "local_aws" / "refused"


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """Every error of an apply of all of them, by the type of its resource; what is taken, is destroyed."""
    directory = tmp_path_factory.mktemp("refused")
    aws, folder = start(directory), CACHE / "refused"
    before = emulator.inventory(aws.directory)
    root = tmp_path_factory.mktemp("root")
    (root / "main.tf").write_text((CODE / "main.tf").read_text())
    variables = Target("local", aws.url, "eu-west-1").variables()
    terraform = Terraform(root, variables, runs=folder, data=root / ".terraform")
    terraform.init()
    terraform.plan(root / "plan")
    with pytest.raises(PlatformError):
        terraform.apply(root / "plan")
    errors = [
        Diagnostic.of(event["diagnostic"], root)
        for event in terraform.journal.read()
        if event["type"] == "diagnostic" and event["diagnostic"]["severity"] == "error"
    ]
    terraform.plan(root / "destroy", destroy=True)
    terraform.apply(root / "destroy")
    assert emulator.inventory(aws.directory) == before
    emulator.stop(directory)
    return {str(error.address).partition(".")[0]: f"{error.summary} {error.detail}" for error in errors}


@pytest.mark.parametrize(("kind", "words"), types.REFUSED.items())
def test_it_is_refused_in_the_words_that_the_page_tells(refusals, kind, words):
    assert words in re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:4566", refusals[kind])


def test_nothing_else_is_refused(refusals):
    assert refusals.keys() == types.REFUSED.keys()
