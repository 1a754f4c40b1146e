"""Every example of every module applies in one run, and the next plan has nothing to do."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from local_aws import types
from tests.smoke.chapters import Chapter
from tooling.paths import ROOT

ROOTS = [
    *ROOT.glob("tests/local_aws/probes/*/main.tf"),
    ROOT / "tests/local_aws/reachability/main.tf",
    *ROOT.glob("tests/smoke/*/main.tf"),
]


def test_all_examples_apply(gallery):
    assert all(chapter.outputs for chapter in gallery.chapters())


def test_the_next_plan_is_empty(gallery):
    assert [chapter.second_plan for chapter in gallery.chapters() if chapter.second_plan] == []


def test_a_change_of_what_a_module_depends_on_replaces_nothing(gallery):
    """Terraform then defers a module's data sources: no argument that forces replacement may use one."""
    with ThreadPoolExecutor(4) as pool:
        plans = list(pool.map(Chapter.plan_after_a_change_they_depend_on, gallery.chapters()))
    assert all(plan["terraform_data.ready"] == "update" for plan in plans)
    changes = {address: action for plan in plans for address, action in plan.items()}
    assert {address: action for address, action in changes.items() if action != "update"} == {}


def test_every_type_that_is_told_to_apply_is_applied(gallery):
    addresses = "\n".join(chain(*(each.terraform.state_list() for each in gallery.chapters())))
    shown = set(re.findall(r"^(?:module\..+\.)?(?<!data\.)(aws_\w+)\.", addresses, re.MULTILINE))
    for root in ROOTS:
        shown |= set(re.findall(r'^resource "(aws_\w+)"', root.read_text(), re.MULTILINE))
    assert set(
        types.used([ROOT / "modules", ROOT / "tests" / "local_aws", ROOT / "tests" / "smoke"])
    ) - shown == set(types.REFUSED)
