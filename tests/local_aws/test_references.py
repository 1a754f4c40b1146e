"""What is in use stays, and what is not there is not taken: AWS's own errors, and their allowed twins."""

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.conftest import start
from tests.local_aws.references import (  # noqa: F401
    KINDS,
    MISSING,
    Account,
    apis,
    compute,
    data,
    edge,
    identity,
    named,
    networks,
)
from tooling import emulator

pytestmark = pytest.mark.capability("use.strict", "behaves")


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    directory = tmp_path_factory.mktemp("references")
    yield Account(start(directory))
    emulator.stop(directory)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_as_long_as_something_refers_to_it(account, kind):
    delete, free = KINDS[kind].make(account)
    assert_refused(delete, KINDS[kind])
    free()
    delete()


@pytest.mark.parametrize("kind", MISSING)
def test_what_a_call_names_has_to_be_there(account, kind):
    name_what_is_gone, name_what_is_there = MISSING[kind].make(account)
    assert_refused(name_what_is_gone, MISSING[kind])
    name_what_is_there()


def assert_refused(call, expected):
    with pytest.raises(ClientError) as refused:
        call()
    error = refused.value.response["Error"]
    assert error["Code"] == expected.code and expected.words in error["Message"]
