"""The gallery, which the smoke tests apply, holds every example of every module."""

import re

from tooling.paths import MODULES, ROOT


def test_every_example_is_in_the_gallery() -> None:
    gallery = "".join(file.read_text() for file in (ROOT / "tests/smoke/gallery").glob("*.tf"))
    called = set(re.findall(r'source = "\.\./\.\./\.\./(modules/[^"]+)"', gallery))
    examples = {
        str(example.relative_to(ROOT)) for example in MODULES.glob("*/*/examples/*") if example.is_dir()
    }
    assert called == examples
