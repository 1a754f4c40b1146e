"""Calls as Terraform code."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tooling.adopt.calls import Arn, Beside, Call, File

_WORD = re.compile(r"[A-Za-z_][\w-]*\Z")


def written(made: Iterable[Call], modules: str) -> str:
    """Calls, each with the blocks that import what it has; ARNs of another call are its output.

    Args:
        modules: where the modules are, as a source says it.
    """
    listed = list(made)
    outputs = {call.arn: f"module.{call.label}.{call.output}" for call in listed}
    outputs |= {arn: f"module.{call.label}.dead_letter_queue.arn" for call in listed for arn in call.taken}
    return "\n".join(line for call in listed for line in _call(call, modules, outputs)) + "\n"


def _call(call: Call, modules: str, outputs: Mapping[str, str]) -> Iterator[str]:
    for note in call.notes:
        yield from (f"# {line}" for line in textwrap.wrap(f"{note}.", 100, break_long_words=False))
    yield f'module "{call.label}" {{'
    yield f'  source = "{modules}/{call.module}"'
    yield ""
    inputs = dict(call.inputs)
    first = {name: inputs.pop(name) for name in ("name",) if name in inputs}
    own = {arn: to for arn, to in outputs.items() if f"module.{call.label}." not in to}
    yield from _aligned({**first, **dict(sorted(inputs.items()))}, own, "  ", " = ")
    yield "}"
    yield ""
    for address, identifier in sorted(call.imports.items()):
        yield "import {"
        yield f"  to = module.{call.label}.{address}"
        yield f"  id = {_text(identifier)}"
        yield "}"
        yield ""


def _aligned(entries: Mapping[str, Any], outputs: Mapping[str, str], indent: str, sign: str) -> Iterator[str]:
    """Entries as `terraform fmt` aligns them: those of one line that follow each other."""
    texts = {_name(name): value(each, outputs, indent) for name, each in entries.items()}
    group: list[str] = []
    for name, text in [*texts.items(), ("", "\n")]:
        if "\n" in text:
            width = max(map(len, group), default=0)
            yield from (f"{indent}{each.ljust(width)}{sign}{texts[each]}" for each in group)
            group = []
            if name:
                yield f"{indent}{name}{sign}{text}"
        else:
            group.append(name)


def value(given: Any, outputs: Mapping[str, str], indent: str = "") -> str:
    """A value of Terraform's language."""
    if isinstance(given, Arn):
        return outputs.get(given) or _text(given)
    if isinstance(given, Beside):
        return f'"${{path.module}}/{given}"'
    if isinstance(given, File):
        return f'file("${{path.module}}/{given}")'
    if isinstance(given, Mapping):
        if not given:
            return "{}"
        short = ", ".join(f"{_name(name)} = {value(each, outputs)}" for name, each in given.items())
        if len(given) <= 2 and len(short) < 80 and "\n" not in short and "{" not in short:
            return f"{{ {short} }}"
        return "\n".join(["{", *_aligned(given, outputs, f"{indent}  ", " = "), f"{indent}}}"])
    if isinstance(given, list | tuple):
        texts = [value(each, outputs, f"{indent}  ") for each in given]
        line = f"[{', '.join(texts)}]"
        if "\n" not in line and len(indent + line) < 100:
            return line
        if len(texts) == 1:
            return f"[{value(given[0], outputs, indent)}]"
        return "\n".join(["[", *(f"{indent}  {text}," for text in texts), f"{indent}]"])
    return _text(given)


def _name(name: str) -> str:
    return name if _WORD.match(name) else _text(name)


def _text(given: Any) -> str:
    return json.dumps(given, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
