"""What every module has in common, so that who knows one knows the next."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import hcl2
import pytest
from hcl2.utils import SerializationOptions

from tooling.paths import MODULES

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
PARTS = (
    "README.md",
    "examples/complete/main.tf",
    "examples/minimal/main.tf",
    "main.tf",
    "outputs.tf",
    "variables.tf",
    "versions.tf",
)
VERSIONS = {
    "required_version": ">= 1.11",
    "required_providers": [{"aws": {"source": "hashicorp/aws", "version": ">= 5.100, < 7"}}],
}
HEREDOC = re.compile(r"^<<-?(\w+)\n(.*?)\n\s*\1$", re.DOTALL)
ADVICE = re.compile(r"\b(write|leave|build|copy)\b")
EATEN = re.compile(r"\b(ba)?sh\.\d|(?<=\w)  (for|a|an|each|and|to)\b|(?<!\S)0 to 0\b")
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
GONE_IN_VERSION_6 = re.compile(r"data\.aws_region\.\w+\.name\b|^\s*vpc\s*=\s*true\b", re.MULTILINE)

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


def test_there_are_modules() -> None:
    assert ALL


@every_module
def test_it_has_all_its_parts(module: Path) -> None:
    assert [part for part in PARTS if not (module / part).is_file()] == []


@every_module
def test_its_readme_says_what_its_defaults_cost(module: Path) -> None:
    own = (module / "README.md").read_text().partition("<!-- reference -->")[0]
    assert "**What the defaults cost**" in own
    cost = own.partition("**What the defaults cost**")[2].partition("\n\n")[0]
    assert re.search(r"\bnothing\b|\$\d", cost), "no price, and not that there is none"
    assert not EATEN.search(own), "write the price as $0.10: a shell replaced a part of it"


@pytest.mark.parametrize(
    "text", ["an alarm is bash.10 a month", "GuardDuty  for a million calls", "0 to 0 a month"]
)
def test_prices_that_a_shell_replaced_are_seen(text: str) -> None:
    """Between double quotes `$0` is the shell's name, and `$4` is nothing."""
    assert EATEN.search(text)
    assert not EATEN.search("an alarm is $0.10 a month, $4  \nfor a million calls: $10 to $30 a month")


@every_module
def test_it_asks_for_the_same_versions(module: Path) -> None:
    assert _parse(module / "versions.tf") == {"terraform": [VERSIONS]}


@every_module
def test_no_secret_is_the_id_of_a_data_source(module: Path) -> None:
    """Terraform prints ids, in the text of a plain apply and in its events."""
    printed = re.compile(r'^data "aws_secretsmanager_random_password"', re.MULTILINE)
    assert [file.name for file in module.glob("*.tf") if printed.search(file.read_text())] == []


@every_module
def test_its_inputs_are_typed_and_described(module: Path) -> None:
    for name, variable in _blocks(module, "variable"):
        description = HEREDOC.sub(r"\2", variable.get("description", ""))
        assert description.endswith("."), f"{name} has no description in a sentence"
        assert "type" in variable, f"{name} has no type"
        assert not re.search(r"\bany\b", variable["type"]), f"{name} takes anything"


@every_module
def test_its_inputs_are_null_only_where_that_means_something(module: Path) -> None:
    for name, variable in _blocks(module, "variable"):
        if variable.get("nullable") is not False:
            meant = ("default" in variable and variable["default"] is None) or "null" in variable[
                "description"
            ]
            assert meant, f"{name}: write nullable = false, or say what null means"


@every_module
def test_its_inputs_are_in_order(module: Path) -> None:
    names = [name for name, _ in _blocks(module, "variable")]
    tagged = any(re.search(r"^  tags +=", file.read_text(), re.MULTILINE) for file in module.glob("*.tf"))
    first = ["name", "tags"] if tagged else ["name"]
    assert names == [*first, *sorted(set(names) - set(first))]


@every_module
def test_its_refusals_name_the_value_and_say_what_to_write(module: Path) -> None:
    for name, variable in _blocks(module, "variable"):
        for number, rule in enumerate(variable.get("validation", []), start=1):
            message, which = rule["error_message"], f"validation {number} of {name}"
            assert f"var.{name}" in message or name in message, f"{which} does not name the value"
            assert ADVICE.search(message), f"{which} does not say what to write"


@pytest.mark.parametrize("name", ["tags", "alarm_actions", "permissions_boundary"])
def test_what_is_the_same_in_all_modules_is_checked_by_the_same_rule(name: str) -> None:
    rules: dict[str, list[str]] = {}
    for module in ALL:
        for variable, body in _blocks(module, "variable"):
            if variable == name:
                rules.setdefault(str(body.get("validation")), []).append("/".join(module.parts[-2:]))
    assert len(rules) == 1, f"copy the validation of {name} from {max(rules.values(), key=len)[0]}: {rules}"


@every_module
def test_its_outputs_are_told_and_in_order(module: Path) -> None:
    outputs = _blocks(module, "output")
    assert [name for name, _ in outputs] == sorted(name for name, _ in outputs)
    for name, output in outputs:
        description = HEREDOC.sub(r"\2", output.get("description", ""))
        assert description.endswith("."), f"{name} has no description in a sentence"


@every_module
def test_its_inputs_and_outputs_stand_where_they_are_looked_for(module: Path) -> None:
    for file in module.glob("*.tf"):
        kinds = set(re.findall(r'^(variable|output) "', file.read_text(), re.MULTILINE))
        assert kinds <= {file.stem.removesuffix("s")}, f"{file.name} holds {kinds}"


@every_module
def test_it_works_with_both_versions_of_the_provider(module: Path) -> None:
    for file in module.rglob("*.tf"):
        assert not GONE_IN_VERSION_6.search(file.read_text()), file.relative_to(MODULES)


@every_module
def test_its_examples_leave_the_provider_to_their_caller(module: Path) -> None:
    for file in module.glob("examples/*/*.tf"):
        assert not re.search(r'^(provider "|terraform \{)', file.read_text(), re.MULTILINE), file.parent.name


@every_module
def test_its_lines_are_at_most_120_characters_long(module: Path) -> None:
    """Except what cannot be broken: comments for checkov, addresses, patterns and strings without a space."""
    broken = re.compile(r'\s*(#checkov:|# https://|"\^.*\$",?$|(\w+\s*= )?"\S*",?$)')
    for file in module.rglob("*.tf"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            assert len(line) <= 120 or broken.match(line), f"{file.relative_to(MODULES)}:{number}"


def _blocks(module: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and body of each block of a kind, in the file's order."""
    return [
        (name, body) for block in _parse(module / f"{kind}s.tf").get(kind, []) for name, body in block.items()
    ]


@cache
def _parse(file: Path) -> dict[str, Any]:
    options = SerializationOptions(strip_string_quotes=True, explicit_blocks=False, with_comments=False)
    document: dict[str, Any] = hcl2.loads(file.read_text(), serialization_options=options)
    return document
