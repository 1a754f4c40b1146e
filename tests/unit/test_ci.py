"""One comment for a pull request, within what the platforms take."""

from __future__ import annotations

import ast
import sys
import tomllib

import pytest

from tooling import ci
from tooling.errors import PlatformError
from tooling.paths import ROOT


@pytest.mark.capability("use.ci", "behaves")
def test_what_is_wrong_comes_first_then_the_plan() -> None:
    checks = [ci.Check("fmt"), ci.Check("validate", "a.tf:1 is wrong"), ci.Check("policy")]
    text = ci.comment("dev", "### Plan for dev: 1 to add\n", checks)
    assert text.startswith(ci.marker("dev"))
    wrong, passed, plan = (
        text.index(part) for part in ("a.tf:1 is wrong", "Passed: fmt, policy.", "### Plan")
    )
    assert wrong < passed < plan


@pytest.mark.capability("use.ci", "behaves")
@pytest.mark.parametrize("size", [10, 60_000])
def test_it_is_never_longer_than_github_takes(size: int) -> None:
    text = ci.comment(
        "dev", "p" * size, [ci.Check("policy", "finding\n" * 30_000), ci.Check("a", "b" * 90_000)]
    )
    assert len(text) < 65_536
    assert text.endswith("p" * 10)


@pytest.mark.capability("use.ci", "behaves")
def test_the_cost_comes_last_where_there_is_room() -> None:
    assert ci.comment("dev", "### Plan", [], "3.20 USD").endswith("3.20 USD\n```\n\n</details>\n")
    full = ci.comment("dev", "p" * 64_990, [], "3.20 USD")
    assert "3.20" not in full and full.endswith("`./invokew cost --env dev` shows it.\n")
    assert len(full) <= ci.MOST


def test_a_fence_in_what_is_wrong_does_not_end_the_comment_s_own() -> None:
    assert ci.comment("dev", "", [ci.Check("policy", "a ``` b")]).count("```") == 2


def test_a_check_that_breaks_says_what_to_type_next() -> None:
    def look() -> str:
        raise PlatformError("the plan is damaged", "./invokew plan --env dev")

    assert ci.checked("policy", look).text == "the plan is damaged\nnext: ./invokew plan --env dev"


@pytest.mark.capability("use.consume", "behaves")
def test_the_dependencies_of_the_package_are_what_it_imports() -> None:
    """checkov and what it brings are imported in its own environment only."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {"python-terraform": "python_terraform", "pyyaml": "yaml", "uv": None}  # uv is a program
    wanted = {named.get(each, each) for each in project["dependencies"]} - {None}
    others = {"checkov", "bc_jsonpath_ng", "asteval", "hcl2", "policy_sentry"}
    found = set()
    for file in [*(ROOT / "tooling").rglob("*.py"), ROOT / "tasks.py"]:
        for node in ast.walk(ast.parse(file.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found |= {name.split(".")[0] for name in names}
    inside = {"tooling", "tasks", "benchmarks", "campaigns", *project["optional-dependencies"]["test"]}
    assert found - set(sys.stdlib_module_names) - inside - others == wanted
