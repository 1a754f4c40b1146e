"""What Terraform plans for the examples of the modules, before anything exists, as tests read it.

What is known only after an apply is None in `values`, and says in `expressions` what it comes from.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tooling.aws import Target
from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform, provider

GALLERY = ROOT / "tests" / "smoke" / "gallery"
_CALL = re.compile(r'^module "(\w+)" \{\n  source = "([^"]+)"', re.MULTILINE)
# Modules that read of AWS what `WhoAmI` does not know.
_READS = re.compile(
    r"modules/(compute/eks|discovery/service-lookup|edge/cdn|network/vpc|blueprints/platform)"
)
_KEY = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class Resource:
    """One resource or data source of a plan."""

    address: str
    module: str  # messaging/sqs-queue; of an example itself "messaging/sqs-queue/examples/complete"
    type: str
    name: str
    is_data: bool
    values: Mapping[str, Any]
    unknown: Mapping[str, Any]
    configured: Mapping[str, Any]  # its part of the configuration: `expressions`, `depends_on`

    @property
    def call(self) -> str:
        """The module call that it is of: module.sqs_queue_complete.module.queue."""
        of_module, _, _ = _KEY.sub("", self.address).rpartition("data." if self.is_data else self.type)
        return of_module.rstrip(".")

    @property
    def label(self) -> str:
        return f"{self.type}.{self.name}"

    @property
    def references(self) -> set[str]:
        """Everything that its configuration names: `aws_iam_role.this`, `var.alarm_actions`."""
        return set(references(self.configured.get("expressions", {})))


@dataclass(frozen=True)
class Planned:
    """The examples of one module."""

    module: str
    resources: list[Resource]
    calls: Mapping[str, Any]  # configurations of module calls, by address
    sources: Mapping[str, str]  # the modules that they call, by address
    outputs: Mapping[str, Any]  # changes of outputs, by example

    @cached_property
    def own(self) -> list[Resource]:
        """What the module itself makes, in all its examples."""
        return [each for each in self.resources if each.module == self.module]

    @cached_property
    def beside(self) -> set[str]:
        """The other modules that its examples call."""
        examples = {call for call, source in self.sources.items() if source.startswith(f"{self.module}/")}
        called = {
            source for call, source in self.sources.items() if ".".join(call.split(".")[:2]) in examples
        }
        return {source for source in called if source.count("/") == 1} - {self.module}

    def of_type(self, *types: str) -> list[Resource]:
        return [each for each in self.own if each.type in types and not each.is_data]

    def inputs(self, call: str) -> dict[str, Any]:
        """What a call of the module gives it, as far as that is written down, and its defaults."""
        called = self.calls[call]
        defaults = {
            name: each["default"] for name, each in called["module"]["variables"].items() if "default" in each
        }
        given = {name: each.get("constant_value") for name, each in called.get("expressions", {}).items()}
        return defaults | given


def all_modules() -> list[str]:
    return sorted(str(path.parent.relative_to(MODULES)) for path in MODULES.glob("*/*/main.tf"))


def examples_of(chapter: str) -> dict[str, str]:
    """The places of the examples that the gallery calls for a chapter, by their names in it."""
    calls = _CALL.findall((GALLERY / f"{chapter}.tf").read_text())
    return {name: source.removeprefix("../../../") for name, source in calls}


def write_root(folder: Path, examples: Mapping[str, str]) -> None:
    """A root that calls examples, by their names, at places as seen from the root."""
    shutil.copy(GALLERY / "main.tf", folder)
    shutil.copy(GALLERY / ".terraform.lock.hcl", folder)
    calls = ['resource "terraform_data" "later" {}\n']
    for name, source in examples.items():
        # What is read of AWS is then read after the plan, as it depends on what is not there yet.
        later = "\n  depends_on = [terraform_data.later]" if _READS.search(source) else ""
        calls.append(f'module "{name}" {{\n  source = "{source}"{later}\n}}\n')
        calls.append(f'output "{name}" {{\n  value     = module.{name}\n  sensitive = true\n}}\n')
    (folder / "calls.tf").write_text("\n".join(calls))


def plan(chapter: str, top: Path, target: Target) -> dict[str, Any]:
    """Plan the gallery's examples of a chapter, in a copy that keeps the places of what they name."""
    folder = top / GALLERY.relative_to(ROOT)
    folder.mkdir(parents=True)
    for entry in ROOT.iterdir():
        if entry.name != "tests":
            (top / entry.name).symlink_to(entry)
    write_root(folder, {name: f"../../../{source}" for name, source in examples_of(chapter).items()})
    terraform = Terraform(folder, target.variables(), runs=folder / "runs")
    terraform.init()
    with provider.shared(terraform):
        terraform.plan(folder / "plan")
        found: dict[str, Any] = terraform.show(folder / "plan")
    return found


def planned(module: str, plan: Mapping[str, Any]) -> Planned:
    """The examples of a module out of a plan that has more."""
    calls, sources = {}, {}
    for address, source, body in _calls(plan["configuration"]["root_module"], "", "tests/smoke/gallery"):
        calls[address], sources[address] = body, source.removeprefix("modules/")
    examples = {
        address for address, source in sources.items() if re.fullmatch(rf"{module}/examples/\w+", source)
    }
    found = []
    for each in _resources(plan):
        start, _, _ = _KEY.sub("", each["address"]).rpartition(f"{each['type']}.{each['name']}")
        call = start.removesuffix("data.").rstrip(".")
        if ".".join(call.split(".")[:2]) not in examples:
            continue
        configured = next(
            resource
            for resource in calls[call]["module"].get("resources", [])
            if (resource["mode"], resource["type"], resource["name"])
            == (each["mode"], each["type"], each["name"])
        )
        found.append(
            Resource(
                each["address"],
                sources[call],
                each["type"],
                each["name"],
                each["mode"] == "data",
                each["values"],
                each["unknown"],
                configured,
            )
        )
    return Planned(module, found, calls, sources, plan.get("output_changes", {}))


def _calls(
    module: Mapping[str, Any], prefix: str, folder: str
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for name, call in module.get("module_calls", {}).items():
        source = posixpath.normpath(posixpath.join(folder, call["source"]))
        address = f"{prefix}module.{name}"
        yield address, source, call
        yield from _calls(call["module"], f"{address}.", source)


def _resources(plan: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is planned, and what was read already."""
    for change in plan["resource_changes"]:
        details = change["change"]
        yield change | {"values": details["after"] or {}, "unknown": details["after_unknown"] or {}}
    seen = {change["address"] for change in plan["resource_changes"]}
    for read in _read(plan.get("prior_state", {}).get("values", {}).get("root_module", {})):
        if read["address"] not in seen:
            yield read | {"unknown": {}}


def _read(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _read(child)


def references(expressions: Any) -> Iterator[str]:
    if isinstance(expressions, dict):
        yield from (
            expressions.get("references", []) if isinstance(expressions.get("references"), list) else []
        )
        for each in expressions.values():
            yield from references(each)
    if isinstance(expressions, list):
        for each in expressions:
            yield from references(each)
