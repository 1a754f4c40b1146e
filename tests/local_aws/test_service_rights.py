"""What services may do: each kind works with its right, and without it does what AWS makes of it."""

import time

import pytest

from tests.local_aws import checks
from tests.local_aws.checks.service_rights import CASES, DONE


@pytest.mark.parametrize("case", CASES)
def test_with_the_right_it_works(corrected, case, monkeypatch):
    monkeypatch.setattr(checks, "slowness", 10.0)  # of a busy machine
    assert CASES[case].run(corrected, True) == DONE


@pytest.mark.parametrize("case", CASES)
def test_without_the_right_it_does_not_and_is_in_the_list_of_denials(corrected, case):
    began = time.time()
    told = CASES[case].run(corrected, False)
    assert CASES[case].refused in told
    denied = {each["action"] for each in corrected.denials() if each["time"] >= began}
    assert not CASES[case].denied or CASES[case].denied in denied
