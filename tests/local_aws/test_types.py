"""docs/local-aws.md: the resource types there are, and what answers for them in the local AWS."""

import pytest

from local_aws import types
from local_aws.errors import LocalAwsError
from tooling import emulator
from tooling.paths import ROOT

TYPES = types.used([ROOT / "modules", ROOT / "tests" / "local_aws", ROOT / "tests" / "smoke"])


def test_the_page_tells_what_there_is():
    assert (ROOT / "docs" / "local-aws.md").read_text() == emulator.types_page()


@pytest.mark.parametrize(
    ("kind", "engine"),
    [
        ("aws_route", "moto"),
        ("aws_route53_record", "moto"),
        ("aws_kinesis_firehose_delivery_stream", "MiniStack"),
        ("aws_sqs_queue", "MiniStack"),
        ("aws_vpclattice_service", "the double"),
        ("aws_config_conformance_pack", "the double"),
        ("aws_config_config_rule", "moto"),
        ("aws_xray_sampling_rule", "the double"),
    ],
)
def test_a_type_belongs_to_the_service_whose_name_fits_longest(kind, engine):
    assert types.engine(kind) == engine


def test_a_type_of_no_known_service_is_refused():
    with pytest.raises(LocalAwsError, match="aws_router_x is of no known service"):
        types.service("aws_router_x")


def test_a_refusal_is_told_in_its_words(monkeypatch):
    monkeypatch.setitem(types.REFUSED, "aws_sqs_queue", "NotFoundException: no queues")
    assert "| `aws_sqs_queue` | sqs | MiniStack | `NotFoundException: no queues` |" in types.page(TYPES)


def test_only_what_is_tried_is_told_to_be_refused():
    assert set(types.REFUSED) <= set(TYPES)
