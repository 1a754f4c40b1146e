"""What is in use is not deleted: AWS's own error, and no error once nothing refers to it any more."""

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.conftest import start
from tests.local_aws.references import KINDS, Account, apis, compute, data, edge, identity, networks  # noqa: F401
from tooling import emulator


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    directory = tmp_path_factory.mktemp("references")
    yield Account(start(directory))
    emulator.stop(directory)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_as_long_as_something_refers_to_it(account, kind):
    expected = KINDS[kind]
    delete, free = expected.make(account)
    with pytest.raises(ClientError) as refused:
        delete()
    error = refused.value.response["Error"]
    assert error["Code"] == expected.code and expected.words in error["Message"]
    free()
    delete()
