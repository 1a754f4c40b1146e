"""Every example of every module applies in one run, and the next plan has nothing to do."""


def test_all_examples_apply(gallery):
    assert gallery.outputs


def test_the_next_plan_is_empty(gallery):
    assert gallery.second_plan == {}
