"""What the validations of the modules' inputs say of many values at once, in one plan without a provider.

Of each module only `variables.tf` is taken. Its validations become an output, so that one that refuses stops
nothing, and a call tries a value of each input: a plan of thousands of values takes seconds. What looks at
`local` values that depend on others is left to `refusals`.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged

from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform

Call = Mapping[str, Any]
_VARIABLE = re.compile(r'^variable "(\w+)" \{\n(.*?)^\}\n', re.DOTALL | re.MULTILINE)
_VALIDATION = re.compile(
    r"^  validation \{\n +condition += (?P<condition>.*?)\n +error_message += (?P<message>.*?)\n  \}\n",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"^ *#.*$", re.MULTILINE)
_DEFAULT = re.compile(r"^  default +=(.*?)(?=^  [a-z])", re.DOTALL | re.MULTILINE)
_STEP = re.compile(r"(\w+|\*)|(\[\])|(\{\})")
CRASHED = "the condition or the message cannot be evaluated"


@dataclass(frozen=True)
class Attempt:
    """A value put into a call at a path: `delay_seconds`, `targets.*.arn`, `cors[].origins[]`, or as the key
    of a map, `tags{}`; with other inputs that do not go with it."""

    path: str
    value: Any
    others: Mapping[str, Any] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        """The input that the path begins with."""
        return re.split(r"\W", self.path)[0]

    def within(self, call: Call) -> Any:
        """The input's value in this call, which is left as it is."""
        _, *steps = _STEP.finditer(self.path)
        return _put(copy.deepcopy(call.get(self.variable)), [step[0] for step in steps], self.value)

    def __str__(self) -> str:
        others = "".join(f", {name} = {json.dumps(value)}" for name, value in self.others.items())
        return f"{self.path} = {json.dumps(self.value, ensure_ascii=False)}{others}"


@dataclass(frozen=True)
class Refusal:
    """A validation that refuses: the variable it is of, its place in this repository, its message."""

    variable: str
    rule: str
    message: str


@dataclass(frozen=True)
class Tried:
    """What was said of an attempt, by the validations of its input alone."""

    attempt: Attempt
    refusals: tuple[Refusal, ...]


def results(
    folder: Path,
    tries: Mapping[str, tuple[Call, Sequence[Attempt]]],
    complete: Callable[[str, Call], Call],
) -> dict[str, list[Tried]]:
    """By module, what is said of each attempt to change its call. Arguments left out have their defaults;
    `complete` puts something into attributes that have to be there.
    """
    rounds = {module: list(_rounds(module, attempts)) for module, (_, attempts) in tries.items()}
    root = []
    for module, (call, _) in tries.items():
        _write_module(module, folder / module)
        root.append(_call(module))
        numbered = {
            str(number): complete(
                module,
                {
                    **call,
                    **{
                        name: value
                        for each in together
                        for name, value in {each.variable: each.within(call), **each.others}.items()
                    },
                },
            )
            for number, together in enumerate(rounds[module])
        }
        (folder / f"{_label(module)}.json").write_text(json.dumps(numbered))
    (folder / "main.tf").write_text("\n".join(root))
    outputs = _outputs(folder)
    return {
        module: [
            Tried(
                attempt, tuple(each for each in said if each.variable in (attempt.variable, *attempt.others))
            )
            for number, together in enumerate(rounds[module])
            for said in [_read(outputs[_label(module)]["value"].get(str(number), {}))]
            for attempt in together
        ]
        for module in tries
    }


def _outputs(folder: Path) -> dict[str, Any]:
    terraform = Terraform(folder, {}, runs=folder / "runs")
    terraform.init()
    code, _, errors = terraform.cmd("plan", out="plan", lock="false", refresh="false")
    assert code in (0, 2), errors
    _, plan, _ = terraform.cmd("show", "plan", json=IsFlagged)
    found: dict[str, Any] = json.loads(plan)["planned_values"]["outputs"]
    return found


def _rounds(module: str, attempts: Iterable[Attempt]) -> Iterable[list[Attempt]]:
    """Attempts that do not meet: none is of an input that the validations of another's look at."""
    family = _families(module)
    waiting: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        waiting.setdefault(family[attempt.variable], []).append(attempt)
    while waiting:
        yield [some.pop(0) for some in waiting.values()]
        waiting = {name: some for name, some in waiting.items() if some}


def _families(module: str) -> dict[str, str]:
    """By input, one that stands for all that look at each other."""
    bodies = dict(_VARIABLE.findall((MODULES / module / "variables.tf").read_text()))
    family = {name: name for name in bodies}
    for name, body in bodies.items():
        for other in re.findall(r"\bvar\.(\w+)", body):
            old, new = family[other], family[name]
            family = {each: new if of == old else of for each, of in family.items()}
    return family


def _write_module(module: str, folder: Path) -> None:
    file = MODULES / module / "variables.tf"
    text = file.read_text()
    folder.mkdir(parents=True)
    (folder / "variables.tf").write_text(_VALIDATION.sub("", text))
    constant = _constants(file.parent)
    (folder / "constants.tf").write_text("\n".join(constant.values()))
    rules = [
        f'    "{variable[1]}|{file.relative_to(ROOT)}:{text[: start + rule.start()].count(chr(10)) + 1}" = '
        f"try((\n{rule['condition']}\n) ? null : (\n{rule['message']}\n), {json.dumps(CRASHED)})"
        for variable in _VARIABLE.finditer(text)
        for start in [variable.start(2)]
        for rule in _VALIDATION.finditer(variable[2])
        if set(re.findall(r"\blocal\.(\w+)", rule[0])) <= constant.keys()
    ]
    lines = ['output "refusals" {', "  sensitive = true", "  value = {", *rules, "  }", "}", ""]
    (folder / "outputs.tf").write_text("\n".join(lines))


def _constants(module: Path) -> dict[str, str]:
    """Files of a module that hold one local value that depends on nothing, by its name."""
    texts = {file.stem: file.read_text() for file in module.glob("*.tf")}
    return {
        name: text
        for name, text in texts.items()
        if text.startswith("locals {\n") and re.findall(r"^  (\w+) +=", text, re.MULTILINE) == [name]
        if not re.search(r"\b(var|local|data|module|aws_\w+)\.", text)
    }


def _call(module: str) -> str:
    label = _label(module)
    arguments = [
        f"  {name} = try(each.value.{name}, {_default(body)})"
        for name, body in _VARIABLE.findall((MODULES / module / "variables.tf").read_text())
    ]
    return "\n".join(
        [
            f'module "{label}" {{',
            f'  source   = "./{module}"',
            f'  for_each = jsondecode(file("{label}.json"))',
            *arguments,
            "}",
            f'output "{label}" {{',
            "  sensitive = true",
            f"  value     = {{ for key, call in module.{label} : key =>",
            "    { for rule, message in call.refusals : rule => message if message != null } }",
            "}",
        ]
    )


def _default(body: str) -> str:
    """As the variable says it; null is what a required one gets, which Terraform refuses by itself."""
    found = _DEFAULT.search(f"{body}  end")
    return _COMMENT.sub("", found[1]).strip() if found else "null"


def _label(module: str) -> str:
    return module.replace("/", "_")


def _read(said: Mapping[str, str]) -> list[Refusal]:
    return [
        Refusal(variable, rule, message)
        for place, message in said.items()
        for variable, _, rule in [place.partition("|")]
    ]


def _put(old: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if step == "[]":
        return [_put(old[0] if old else None, rest, value)]
    if step == "{}":
        return {value: next(iter(old.values())) if old else None}
    name = next(iter(old or {}), "a") if step == "*" else step
    kept = old or {}
    return {**kept, name: _put(kept.get(name), rest, value)}
