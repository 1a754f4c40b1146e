"""The report says what was shown by a double."""

from tooling import capabilities
from tooling.emulator.double import SERVICES


def reached(level, doubles=()):
    outcome = capabilities.Outcome("edge.global", level, "tests/smoke/test_gallery_ends.py::test_x", True)
    return next(row for row in capabilities.rows([outcome], doubles) if row.capability.id == outcome.id)


def test_a_row_names_the_double_that_served_it():
    assert reached("apply", ["globalaccelerator", "schemas"]).doubles == ("globalaccelerator",)
    assert reached("apply", ["schemas"]).doubles == ()
    assert reached("plan", ["globalaccelerator"]).doubles == ()


def test_the_page_says_double_and_is_read_back(monkeypatch, tmp_path):
    page = tmp_path / "capabilities.md"
    page.write_text(capabilities.markdown([reached("apply", ["globalaccelerator"])]))
    monkeypatch.setattr(capabilities, "REPORT", page)
    assert "(double: globalaccelerator) | apply | apply |" in page.read_text()
    claimed = {row.capability.id: row.reached for row in capabilities.committed()}
    assert claimed["edge.global"] == "apply"


def test_a_double_exists_of_each_service_that_a_capability_names():
    assert {service for one in capabilities.load() for service in one.services} <= SERVICES.keys()
