"""The reference in each module's README: what the module needs, takes, gives and makes, read from its code.

Types and defaults are shown as they are written. The code has to be in the form of `terraform fmt`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tooling.errors import PlatformError
from tooling.paths import MODULES

BEGIN = "<!-- reference -->"
END = "<!-- /reference -->"
COMMAND = "./invokew docs"

_BLOCK = re.compile(r'^(\w+)((?: "[^"]*")*) \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
_EMPTY = re.compile(r'^(\w+)((?: "[^"]*")*) \{\}', re.MULTILINE)
_ATTRIBUTE = re.compile(r"^  (\w+)\s+= (.*)")
_HEREDOC = re.compile(r"<<-?(\w+)$")
_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"


@dataclass(frozen=True)
class Block:
    """A top-level block of Terraform code, its attributes as they are written."""

    kind: str
    labels: tuple[str, ...]
    attributes: dict[str, str]

    @property
    def description(self) -> str:
        """The description, in one line."""
        text = self.attributes.get("description", '""')
        if text.startswith("<<"):
            return " ".join(line.strip() for line in text.splitlines()[1:-1])
        return text[1:-1].replace('\\"', '"').replace("$${", "${")


def update(paths: Iterable[Path] | None = None, modules: Path = MODULES) -> list[Path]:
    """Write the reference again where it is stale, and return those READMEs.

    Args:
        paths: only the modules that these files or folders belong to; None is all.
    """
    changed = stale(paths, modules)
    for readme in changed:
        readme.write_text(_renewed(readme), encoding="utf-8")
    return changed


def check(paths: Iterable[Path] | None = None, modules: Path = MODULES) -> None:
    """Refuse READMEs whose reference is not what the code says.

    Raises:
        PlatformError: naming them.
    """
    found = [str(readme.relative_to(modules.parent)) for readme in stale(paths, modules)]
    if found:
        raise PlatformError(f"the reference is out of date in {', '.join(found)}", COMMAND)


def stale(paths: Iterable[Path] | None = None, modules: Path = MODULES) -> list[Path]:
    """The READMEs whose reference is not what the code says."""
    return [
        module / "README.md"
        for module in _modules(paths, modules)
        if _renewed(module / "README.md") != (module / "README.md").read_text(encoding="utf-8")
    ]


def reference(module: Path) -> str:
    """The reference of one module, in Markdown."""
    blocks = [block for file in sorted(module.glob("*.tf")) for block in _blocks(file)]
    by_kind = {kind: [block for block in blocks if block.kind == kind] for kind in _KINDS}
    parts = [
        _needs(module),
        _table("Inputs", ("Name", "Description", "Type", "Default"), _inputs(by_kind["variable"])),
        _table("Outputs", ("Name", "Description"), _outputs(by_kind["output"])),
        _list("Resources", _made(by_kind)),
        _list("Modules", [f"`{block.labels[0]}`: `{_text(block, 'source')}`" for block in by_kind["module"]]),
    ]
    return "\n\n".join(part for part in parts if part)


_KINDS = ("variable", "output", "resource", "data", "module")


def _modules(paths: Iterable[Path] | None, modules: Path) -> list[Path]:
    found = sorted({file.parent for file in modules.glob("*/*/main.tf")})
    if paths is None:
        return found
    asked = {path.resolve() for path in paths}
    return [module for module in found if asked & {module, *module.iterdir(), *module.parents}]


def _renewed(readme: Path) -> str:
    if not readme.is_file():
        raise PlatformError(f"{readme.parent} has no README.md", f"write one, with {BEGIN} and {END} in it")
    text = readme.read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise PlatformError(f"{readme} has no place for the reference", f"add the lines {BEGIN} and {END}")
    return f"{head}{BEGIN}\n{reference(readme.parent)}\n{END}{tail}"


def _blocks(file: Path) -> Iterator[Block]:
    text = file.read_text(encoding="utf-8")
    for match in _EMPTY.finditer(text):
        yield Block(match[1], _labels(match[2]), {})
    for match in _BLOCK.finditer(text):
        yield Block(match[1], _labels(match[2]), dict(_attributes(match[3])))


def _labels(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r'"([^"]*)"', text))


def _attributes(body: str) -> Iterator[tuple[str, str]]:
    """Name and text of the attributes at the first level; a text may go over several lines."""
    name, lines, heredoc = "", [""], ""
    for line in body.splitlines():
        if heredoc:
            lines.append(line)
            heredoc = "" if line.strip() == heredoc else heredoc
            continue
        begins = _ATTRIBUTE.match(line)
        if begins:
            if name:
                yield name, _without_indent(lines)
            name, lines = begins[1], [begins[2]]
        elif name and (line.startswith("    ") or line[2:3] in tuple("})]")):
            lines.append(line)
        elif name:
            yield name, _without_indent(lines)
            name = ""
        opens = _HEREDOC.search(line) if name else None
        heredoc = opens[1] if opens else ""
    if name:
        yield name, _without_indent(lines)


def _without_indent(lines: list[str]) -> str:
    return "\n".join([lines[0], *(line[2:] for line in lines[1:])]).rstrip()


def _text(block: Block, attribute: str) -> str:
    return block.attributes.get(attribute, "").strip('"')


def _needs(module: Path) -> str:
    file = module / "versions.tf"
    versions = file.read_text(encoding="utf-8") if file.is_file() else ""
    terraform = re.search(r'required_version\s*=\s*"([^"]*)"', versions)
    providers = re.findall(r'(\w+) = \{[^}]*?version\s*=\s*"([^"]*)"', versions)
    needs = [f"Terraform {terraform[1]}"] if terraform else []
    needs += [f"provider {name} {version}" for name, version in providers]
    return f"### Requirements\n\n{', '.join(needs)}" if needs else ""


def _inputs(variables: list[Block]) -> Iterator[tuple[str, ...]]:
    # Those the caller has to give come first.
    for block in sorted(variables, key=lambda one: ("default" in one.attributes, one.labels)):
        default = block.attributes.get("default")
        kind = _code(block.attributes.get("type", "any"))
        shown = "required" if default is None else _code(default)
        yield f"`{block.labels[0]}`", _cell(block.description), kind, shown


def _outputs(outputs: list[Block]) -> Iterator[tuple[str, ...]]:
    for block in sorted(outputs, key=lambda one: one.labels):
        yield f"`{block.labels[0]}`", _cell(block.description)


def _made(by_kind: dict[str, list[Block]]) -> list[str]:
    return sorted(
        f"[`{block.labels[0]}.{block.labels[1]}`]({_DOCS}/resources/{block.labels[0].removeprefix('aws_')})"
        for block in by_kind["resource"]
    )


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return "\n".join([f"### {title}", "", *head, *lines])


def _list(title: str, items: list[str]) -> str:
    return "\n".join([f"### {title}", "", *(f"- {item}" for item in items)]) if items else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _code(text: str) -> str:
    """As it is written: in a table, only HTML keeps the lines of a longer text."""
    if "\n" not in text:
        return f"`{_cell(text)}`"
    escaped = html.escape(text, quote=False).replace("|", "&#124;").replace("\n", "<br>")
    return f"<pre>{escaped}</pre>"
