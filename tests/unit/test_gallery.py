"""The gallery, which the smoke tests apply, holds every example; the README names every module."""

import re

from tooling.paths import MODULES, ROOT


def test_every_example_is_in_the_gallery() -> None:
    gallery = "".join(file.read_text() for file in (ROOT / "tests/smoke/gallery").glob("*.tf"))
    called = set(re.findall(r'source = "\.\./\.\./\.\./(modules/[^"]+/examples/[^"]+)"', gallery))
    examples = {
        str(example.relative_to(ROOT)) for example in MODULES.glob("*/*/examples/*") if example.is_dir()
    }
    assert called == examples


def test_the_readme_names_every_module_in_its_chapter() -> None:
    table = (ROOT / "README.md").read_text().partition("## Modules")[2].partition("\n## ")[0]
    named = {
        f"{chapter}/{name.split(' ')[0]}"
        for chapter, names in re.findall(r"^\| (\w+) \| (.+) \|$", table, re.MULTILINE)
        for name in names.split(", ")
        if chapter != "chapter"
    }
    assert named == {str(module.parent.relative_to(MODULES)) for module in MODULES.glob("*/*/main.tf")}
