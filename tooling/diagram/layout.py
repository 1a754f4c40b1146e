"""A picture as text for Mermaid and D2, and as SVG, laid out by D2 in an environment of its own."""

from __future__ import annotations

import math
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tooling import venvs
from tooling.diagram import Picture
from tooling.errors import PlatformError

# https://d2lang.com/tour/shapes and https://mermaid.js.org/syntax/flowchart.html
_SHAPES = {
    "compute": "hexagon",
    "data": "cylinder",
    "door": "rectangle",
    "place": "rectangle",
    "queue": "queue",
}
_FILLS = {"compute": "#FDE8D3", "data": "#DCE6FA", "door": "#E8DDF5", "place": "#F4F4F4", "queue": "#DFF2E1"}
_ALONE = 4
"""With more groups than this that nothing flows to or from, they are set in a grid."""
_MERMAID = {
    "compute": ("{{", "}}"),
    "data": ("[(", ")]"),
    "door": ("[", "]"),
    "place": ("[", "]"),
    "queue": ("([", "])"),
}


def mermaid(picture: Picture) -> str:
    """A flowchart, as GitHub and GitLab show it in Markdown."""
    return "\n".join(_mermaid(picture)) + "\n"


def d2(picture: Picture) -> str:
    """The picture in D2's language."""
    return "\n".join(_d2(picture)) + "\n"


def svg(picture: Picture) -> str:
    """The picture, laid out.

    Raises:
        PlatformError: D2 could not be installed, or refused it.
    """
    program = venvs.python_of("diagram").with_name("d2")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.d2"), Path(folder, "out.svg")
        source.write_text(d2(picture), encoding="utf-8")
        command = [str(program), "--layout=elk", "--pad=20", "--no-xml-tag=false", str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or not target.exists():
            last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
            raise PlatformError(f"the diagram was not laid out: {last[0]}", "try --out FILE.mmd, for Mermaid")
        return target.read_text(encoding="utf-8")


def _mermaid(picture: Picture) -> Iterator[str]:
    ids = {node.id: f"n{index}" for index, node in enumerate(picture.nodes)}
    yield "---"
    yield f"title: {picture.title}"
    yield "---"
    yield "flowchart LR"
    groups: dict[tuple[str, ...], list[str]] = {(): []}
    for node in picture.nodes:
        for depth in range(len(node.groups)):
            groups.setdefault(node.groups[: depth + 1], [])
        opens, closes = _MERMAID[node.kind]
        label = node.label.replace('"', "'").replace("\n", "<br/>")
        groups[node.groups].append(f'{ids[node.id]}{opens}"{label}"{closes}:::{node.kind}')
    yield from _subgraph((), groups, 1)
    for edge in picture.edges:
        label = f"|{edge.label}|" if edge.label else ""
        yield f"  {ids[edge.source]} -->{label} {ids[edge.target]}"
    for kind, fill in _FILLS.items():
        yield f"  classDef {kind} fill:{fill},stroke:#555,color:#111"


def _subgraph(here: tuple[str, ...], groups: dict[tuple[str, ...], list[str]], depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield from (f"{indent}{line}" for line in groups.get(here, []))
    for group in [each for each in groups if len(each) == len(here) + 1 and each[: len(here)] == here]:
        yield f'{indent}subgraph {"_".join(map(_plain, group))}["{group[-1]}"]'
        yield from _subgraph(group, groups, depth + 1)
        yield f"{indent}end"


def _d2(picture: Picture) -> Iterator[str]:
    yield "direction: right"
    linked = {end for edge in picture.edges for end in (edge.source, edge.target)}
    flowing = {node.groups[:1] for node in picture.nodes if node.id in linked}
    alone = {node.groups[:1] for node in picture.nodes} - flowing
    # Side by side, what stands alone would make one tall column.
    columns = math.ceil(math.sqrt(len(alone))) if len(alone) > _ALONE else 0
    if columns:
        yield f'alone: "" {{\n  grid-columns: {columns}\n  style.opacity: 0\n}}'
    paths = {}
    groups = {}
    for index, node in enumerate(picture.nodes):
        start = ["alone"] if columns and node.groups[:1] in alone else []
        boxes = [*start, *(f"g_{_plain(group)}" for group in node.groups)]
        for depth, group in enumerate(node.groups, len(start) + 1):
            groups[".".join(boxes[:depth])] = group
        path = ".".join([*boxes, f"n{index}"])
        paths[node.id] = path
        label = node.label.replace("\\", "\\\\").replace('"', "'").replace("\n", "\\n")
        yield f'{path}: "{label}" {{'
        yield f"  shape: {_SHAPES[node.kind]}"
        yield f'  style.fill: "{_FILLS[node.kind]}"'
        yield '  style.font-color: "#111111"'
        yield "}"
    for path, group in groups.items():
        yield f'{path}.label: "{group}"'
    for edge in picture.edges:
        label = f': "{edge.label}"' if edge.label else ""
        yield f"{paths[edge.source]} -> {paths[edge.target]}{label}"


def _plain(text: str) -> str:
    return re.sub(r"\W", "_", text)
