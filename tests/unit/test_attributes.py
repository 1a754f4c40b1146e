"""Attributes that a type does not know are seen wherever they are written, and nothing else is."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tooling import attributes, check, paths
from tooling.attributes import unknown
from tooling.errors import PlatformError
from tooling.policy import attribute, sources

TYPES = """
variable "name" { type = string }
variable "functions" {
  type = map(object({
    handler         = string
    timeout_seconds = optional(number, 3) # seconds
    batch_size      = optional(number)
    grants          = optional(list(string), [])
    events          = optional(map(object({ api = optional(string), queue = optional(string) })), {})
  }))
  default = {}
}
variable "rules" {
  type    = list(object({ port = number }))
  default = []
}
"""
Make = Callable[[], str]
OURS = "git::https://github.com/your-org/microservices-platform.git//modules/messaging/sqs-queue?ref=v1.2.0"


def seen(tmp_path: Path, arguments: str, types: str = TYPES, more: str = "") -> list[tuple[int, str, str]]:
    """Line, word and advice of what is unknown in a call, whose arguments begin on line 3."""
    (tmp_path / "orders").mkdir(exist_ok=True)
    (tmp_path / "orders" / "variables.tf").write_text(types)
    (tmp_path / "main.tf").write_text(f'module "orders" {{\n  source = "./orders"\n{arguments}\n}}\n{more}')
    return [(each.line, each.word, each.advice) for each in unknown(tmp_path)]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("functions = { a = { timeout = 5 } }", [(3, "timeout", "write timeout_seconds")]),
        ("functions = { a = {\n  batchsize = 5,\n  grant = []\n} }", [
            (4, "batchsize", "write batch_size"),
            (5, "grant", "write grants"),
        ]),
        ('functions = { "a" : { "timeout" : 5 } }', [(3, "timeout", "write timeout_seconds")]),
        ("functions = { (var.x) = { queue = 1 } }", [(3, "queue", "write it in events[…]")]),
        ("functions = { a = { events = { b = { topic = 1 } } } }", [(3, "topic", "write one of api, queue")]),
        ("functions = { for k, v in var.x : k => { timeout = v } if v > 1 }", [
            (3, "timeout", "write timeout_seconds"),
        ]),
        ("functions = var.big ? { a = { timeout = 1 } } : { b = { grant = 1 } }", [
            (3, "grant", "write grants"),
            (3, "timeout", "write timeout_seconds"),
        ]),
        ("functions = merge(var.x, { a = { timeout = 5 } }, [for k in [1] : { (k) = { grant = 1 } }]...)", [
            (3, "grant", "write grants"),
            (3, "timeout", "write timeout_seconds"),
        ]),
        ("rules = concat([{ ports = 1 }], [for p in var.x : { port = p, proto = 6 }])", [
            (3, "ports", "write port"),
            (3, "proto", "write one of port"),
        ]),
        ("rules = [\n # a\n {\n port = 1 /* { */\n prot = <<E\n}\nE\n }]", [(7, "prot", "write port")]),
    ],
)  # fmt: skip
def test_an_unknown_attribute_is_seen_with_its_line_and_the_nearest_known_word(
    tmp_path: Path, arguments: str, found: list[tuple[int, str, str]]
) -> None:
    assert sorted(seen(tmp_path, arguments)) == sorted(found)


@pytest.mark.parametrize(
    "arguments",
    [
        'functions = { a = { handler = "a", timeout_seconds = 5, events = { b = { api = "GET /" } } } }',
        "functions = module.functions",
        "functions = { a = module.b, c = merge(var.d, local.e) }",
        "functions = { for k, v in var.x : k => v }",
        "functions = { for k, v in var.x : k => { handler = { timeout = 1 }.timeout } }",
        "functions = jsondecode({ a = { timeout = 1 } })",
        "functions = { a = { (var.word) = 1 } }",
        "functions = { for k, v in { a = { timeout = 1 } } : k => { handler = v.timeout } }",
        "functions = lookup({ a = { timeout = 1 } }, var.x)",
        "functions = { a = { handler = var.x ? \"timeout = 1\" : \"}\" } }",
        "nothing = { timeout = 1 }",
    ],
)  # fmt: skip
def test_what_is_known_or_cannot_be_seen_says_nothing(tmp_path: Path, arguments: str) -> None:
    assert seen(tmp_path, arguments) == []


def test_a_local_value_is_seen_when_it_is_used_once(tmp_path: Path) -> None:
    local = "locals {\n  all = { a = { timeout = 1 } }\n}\n"
    assert seen(tmp_path, "functions = local.all", more=local) == [(6, "timeout", "write timeout_seconds")]
    twice = local + "output x { value = local.all.a.timeout }"
    assert seen(tmp_path, "functions = local.all", more=twice) == []


def test_defaults_and_files_of_variables_are_seen(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'variable "a" {\n  type = object({ b = optional(object({ c = string }), { d = 1 }) })\n'
        "  default = { e = 1 }\n}\n"
    )
    (tmp_path / "x.auto.tfvars").write_text("a = {\n  b = { c = 1, f = 2 }\n}\n")
    (tmp_path / "other.tfvars").write_text("a = { g = 1 }\n")
    found = [(each.file.name, each.line, each.word) for each in unknown(tmp_path)]
    assert found == [("main.tf", 2, "d"), ("main.tf", 3, "e"), ("x.auto.tfvars", 2, "f")]


def test_json_is_seen_at_its_block(tmp_path: Path) -> None:
    call = {"source": "./orders", "functions": {"a": {"handler": "x", "timeout": 1}}}
    seen(tmp_path, "")
    (tmp_path / "more.tf.json").write_text(json.dumps({"module": {"orders": call}}, indent=1))
    assert [(each.line, each.word) for each in unknown(tmp_path)] == [(3, "timeout")]


def test_a_module_of_this_platform_is_known_by_its_git_source(tmp_path: Path) -> None:
    call = 'module "q" {\n  source = "%s"\n  name = "a"\n  dead_letter = { max_recieves = 3 }\n%s}\n'
    (tmp_path / "main.tf").write_text(call % (OURS, ""))
    (found,) = unknown(tmp_path)
    assert (found.line, found.advice) == (4, "write max_receives")
    # A module of this name that takes what ours does not is another one.
    (tmp_path / "main.tf").write_text(call % (OURS, "  colour = 1\n"))
    assert unknown(tmp_path) == []


def test_types_of_the_version_that_init_has_found_come_first(tmp_path: Path) -> None:
    head = f'module "q" {{\n  source = "{OURS}"\n  name = "a"\n'
    call = head + "  dead_letter = { tries = 3, max_receives = 1 }\n}\n"
    (tmp_path / "main.tf").write_text(call)
    data = tmp_path / ".terraform"
    there = data / "modules" / "q" / "modules" / "messaging" / "sqs-queue"
    there.mkdir(parents=True)
    (there / "variables.tf").write_text('variable "dead_letter" { type = object({ tries = number }) }')
    listed = [{"Key": "q", "Source": OURS, "Dir": str(there.relative_to(tmp_path))}]
    (data / "modules" / "modules.json").write_text(json.dumps({"Modules": listed}))
    assert [each.word for each in attributes.of_root(tmp_path, data)] == ["max_receives"]
    # Not of another version.
    (tmp_path / "main.tf").write_text(call.replace("v1.2.0", "v1.3.0"))
    assert [each.word for each in attributes.of_root(tmp_path, data)] == ["tries"]


def test_validate_names_file_line_and_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    seen(tmp_path, 'name = "a"\nfunctions = { a = { handler = "x", timeout = 1 } }')
    with pytest.raises(PlatformError, match=r'main\.tf:4: module\.orders: functions\["a"\] .* timeout'):
        check.validate(tmp_path)


def test_the_policy_finds_it_unless_a_comment_in_the_call_accepts_it(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    seen(root, "functions = { a = { timeout = 1 } }")
    (finding,), _ = attribute.ignored(sources.read(root), root)
    assert (finding.file, finding.line, finding.rule) == ("main.tf", 3, attribute.RULE)
    assert finding.fix == 'module.orders: functions["a"] has no timeout: write timeout_seconds.'
    seen(root, f"# checkov:skip={attribute.RULE}: for later\nfunctions = {{ a = {{ timeout = 1 }} }}")
    none, (accepted,) = attribute.ignored(sources.read(root), root)
    assert (none, accepted.reason) == ([], "for later")


@pytest.mark.parametrize("number", range(60))
def test_exactly_what_was_put_in_is_found_in_any_form(tmp_path: Path, number: int) -> None:
    """Types and values of any shape, with unknown words at some places."""
    written = _Written(random.Random(number))
    type_, make = written.any_type(3)
    value = make()
    found = seen(tmp_path, f"input = {value}", f'variable "input" {{\n  type = {type_}\n}}\n')
    assert sorted(word for _, word, _ in found) == sorted(written.words), (type_, value)
    lines = (tmp_path / "main.tf").read_text().splitlines()
    assert all(word in lines[line - 1] for line, word, _ in found)


class _Written:
    """A type, and a value of it that may have unknown attributes, each of another name: `words`."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.words: list[str] = []

    def any_type(self, depth: int) -> tuple[str, Make]:
        kind = self.dice.choice(["object"] if depth == 3 else ["object", "map", "list", "string"])
        if not depth or kind == "string":
            return "string", lambda: self.dice.choice(
                ['"a = 1 } ${b["c"]}"', "var.x", "<<EOF\n{ no = 1 }\nEOF\n"]
            )
        if kind == "object":
            parts = {f"known_{at}": self.any_type(depth - 1) for at in range(self.dice.randint(1, 4))}
            body = ", ".join(
                f"{name} = optional({part})" if self.dice.random() < 0.5 else f"{name} = {part}"
                for name, (part, _) in parts.items()
            )
            return f"object({{ {body} }})", lambda: self._hidden(self._object(parts))
        part, make = self.any_type(depth - 1)
        return f"{kind}({part})", lambda: self._hidden(self._map(make) if kind == "map" else self._list(make))

    def _object(self, parts: dict[str, tuple[str, Make]]) -> str:
        entries = {name: make() for name, (_, make) in parts.items()}
        for _ in range(self.dice.choice([0, 0, 0, 1, 2])):
            self.words.append(f"wrong_{len(self.words)}_")
            entries[self.words[-1]] = "1"
        names = list(entries)
        self.dice.shuffle(names)
        return self._braces([f"{name} {self.dice.choice('=:')} {entries[name]}" for name in names])

    def _map(self, make: Make) -> str:
        if self.dice.random() < 0.3:
            return f"{{ for k, v in var.x : k => {make()} }}"
        keys = self.dice.sample(["a", '"b c"', "(var.d)", "e"], 2)
        return self._braces([f"{key} = {make()}" for key in keys])

    def _list(self, make: Make) -> str:
        if self.dice.random() < 0.3:
            return f"[for v in var.x : {make()} if v != null]"
        return f"[{', '.join(make() for _ in range(2))}]"

    def _braces(self, entries: list[str]) -> str:
        comment = self.dice.choice(["", "# } not = 1\n", "/* = */ "])
        separator = self.dice.choice(["\n", ",\n"])
        return f"{{\n{comment}{separator.join(entries)}\n}}"

    def _hidden(self, value: str) -> str:
        forms = ["{0}", "({0})", "var.y ? {0} : null", "try({0}, null)", "var.y ? var.z ? null : {0} : null"]
        form = self.dice.choice(forms)
        return form.format(value) if form == "{0}" else f"({form.format(value)})"
