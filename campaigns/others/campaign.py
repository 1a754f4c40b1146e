"""Roots, each a module of one Terraform root: applied, planned again, destroyed; what came of each block."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tooling import emulator
from tooling.aws import Target
from tooling.terraform import binary, mirror, proxy

ROOTS = Path(__file__).parent / "roots"
REGION = "eu-west-1"
LIMIT = 1500  # seconds for one command: a resource that waits for ever must not hold up the others
_BLOCK = re.compile(r'^(resource|data) "(\w+)" "(\w+)"', re.MULTILINE)

Step = Literal["plan", "apply", "second plan", "destroy"]


@dataclass(frozen=True)
class Configuration:
    """A resource or data block of a root."""

    root: str
    block: str  # its address in the root, such as aws_sqs_queue.this

    @property
    def address(self) -> str:
        return f"module.{self.root}.{self.block}"


@dataclass
class Outcome:
    """What became of the configurations: the first step at which each failed, and why."""

    configurations: list[Configuration]
    failed: dict[Configuration, tuple[Step, str]] = field(default_factory=dict)
    not_served: dict[str, int] = field(default_factory=dict)

    def fail(self, one: Configuration, step: Step, why: str) -> None:
        self.failed.setdefault(one, (step, " ".join(why.split())))

    @property
    def roots(self) -> dict[str, bool]:
        """Whether all of each root passed."""
        bad = {one.root for one in self.failed}
        return {one.root: one.root not in bad for one in self.configurations}


def names() -> list[str]:
    return sorted(path.stem for path in ROOTS.glob("*.tf"))


def configurations(root: str) -> list[Configuration]:
    """The blocks of a root that AWS is asked about."""
    found = _BLOCK.findall((ROOTS / f"{root}.tf").read_text(encoding="utf-8"))
    return [
        Configuration(root, ("data." if sort == "data" else "") + f"{kind}.{name}")
        for sort, kind, name in found
        if kind.startswith("aws_") and kind not in _WITHOUT_A_CALL
    ]


_WITHOUT_A_CALL = ("aws_iam_policy_document", "aws_region", "aws_partition", "aws_arn", "aws_service")


class Group:
    """Some roots in one Terraform root with one local AWS."""

    def __init__(self, folder: Path, url: str, roots: Sequence[str]) -> None:
        self.outcome = Outcome([one for root in roots for one in configurations(root)])
        self._folder = folder
        self._roots = list(roots)
        self._by_address = {one.address: one for one in self.outcome.configurations}
        variables = Target("local", url, REGION).variables()
        self._environment = (
            variables
            | proxy(variables)
            | {
                "TF_CLI_CONFIG_FILE": str(mirror.cli_config()),
                "TF_IN_AUTOMATION": "1",
                "TF_INPUT": "0",
                "GOGC": "400",
            }
        )

    def run(self) -> Outcome:
        self._write()
        self._call("init", "-input=false")
        planned = self._plan()
        self._apply(planned)
        self._plan_again()
        self._destroy()
        return self.outcome

    def _write(self) -> None:
        shutil.rmtree(self._folder / "roots", ignore_errors=True)
        for root in self._roots:
            place = self._folder / "roots" / root
            place.mkdir(parents=True)
            shutil.copy(ROOTS / f"{root}.tf", place / "main.tf")
        calls = {"module": {root: {"source": f"./roots/{root}"} for root in self._roots}}
        (self._folder / "main.tf.json").write_text(json.dumps(calls), encoding="utf-8")

    def _plan(self) -> set[str]:
        """Plan; a root that cannot be planned fails whole, and the others are planned without it."""
        while self._roots:
            events = self._call("plan", "-out=planned")
            errors = list(self._errors(events))
            if not errors:
                return {
                    _address(event["change"]["resource"]["addr"]) for event in _of(events, "planned_change")
                }
            guilty = {root for root, _, _ in errors}
            for root in guilty & set(self._roots):
                self._fail_root(root, errors)
            left = [root for root in self._roots if root not in guilty]
            if len(left) == len(self._roots):
                raise RuntimeError(f"a plan failed that says not why: {errors}")
            self._roots = left
            self._write()
            self._call("init", "-input=false")
        return set()

    def _fail_root(self, root: str, errors: Sequence[tuple[str, str, str]]) -> None:
        mine = [(address, text) for of, address, text in errors if of == root]
        for address, text in mine:
            if one := self._by_address.get(address):
                self.outcome.fail(one, "plan", text)
        for one in self.outcome.configurations:
            if one.root == root:
                self.outcome.fail(one, "plan", f"its root cannot be planned: {mine[0][1]}")

    def _apply(self, planned: set[str]) -> None:
        events = self._call("apply", "planned")
        done = {_address(event["hook"]["resource"]["addr"]) for event in _of(events, "apply_complete")}
        for _, address, text in self._errors(events):
            if one := self._by_address.get(address):
                self.outcome.fail(one, "apply", text)
        for address in planned - done:
            if one := self._by_address.get(address):
                self.outcome.fail(one, "apply", "not made: what it needs was not made, or it took too long")

    def _plan_again(self) -> None:
        for _, address, text in self._errors(self._call("plan", "-out=second")):
            if one := self._by_address.get(address):
                self.outcome.fail(one, "second plan", text)
        for shown in self._call("show", "-json", "second"):
            for resource in shown.get("resource_changes", ()):
                change = resource["change"]
                one = self._by_address.get(_address(resource["address"]))
                if one and change["actions"] not in (["no-op"], ["read"]):
                    why = f"would {' and '.join(change['actions'])} it: {_difference(change)}"
                    self.outcome.fail(one, "second plan", why)

    def _destroy(self) -> None:
        events = self._call("destroy", "-auto-approve", "-refresh=false")
        for _, address, text in self._errors(events):
            if one := self._by_address.get(address):
                self.outcome.fail(one, "destroy", text)
        for left in self._call("state", "list"):
            one = self._by_address.get(_address(left["text"]))
            if one and not one.block.startswith("data."):
                self.outcome.fail(one, "destroy", "left: " + str(left["text"]))

    def _errors(self, events: Iterable[dict[str, Any]]) -> Iterable[tuple[str, str, str]]:
        """The root, the block and the text of each error."""
        for event in _of(events, "diagnostic"):
            found = event["diagnostic"]
            if found["severity"] == "error":
                address = _address(found.get("address") or "")
                file = Path((found.get("range") or {}).get("filename", ""))
                root = address.split(".")[1] if address else file.parent.name
                yield root, address, f"{found['summary']} {found.get('detail', '')}"

    def _call(self, command: str, *arguments: str) -> list[dict[str, Any]]:
        """Run Terraform; its events, or its lines as `text`."""
        as_json = ["-json"] if command in ("plan", "apply", "destroy") else []
        wide = ["-parallelism=30"] if as_json else []
        log = self._folder / f"{command}.log"
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [binary.find(), command, *as_json, *wide, *arguments],
                cwd=self._folder,
                env=self._environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
            timer = threading.Timer(LIMIT, process.send_signal, [signal.SIGINT])
            timer.start()
            process.wait()
            timer.cancel()
        lines = log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) if line.startswith("{") else {"text": line} for line in lines]


def _of(events: Iterable[dict[str, Any]], kind: str) -> Iterable[dict[str, Any]]:
    return (event for event in events if event.get("type") == kind)


def _difference(change: dict[str, Any]) -> str:
    """The attributes that a change is about, before and after, but for those that follow from it."""
    before, after, follows = (change[name] or {} for name in ("before", "after", "after_unknown"))
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    shown = [f"{name} {before.get(name)} -> {after.get(name)}" for name in names if not follows.get(name)]
    forced = [".".join(map(str, path)) for path in change.get("replace_paths", ())]
    return ", ".join(shown) + (f"; replaced for {', '.join(forced)}" if forced else "")


def _address(instance: str) -> str:
    """A block's address, of one of its instances."""
    return re.sub(r"\[[^\]]*\]", "", instance)


def run(folder: Path, roots: Sequence[str]) -> Outcome:
    """Try the roots out on a local AWS of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    server = emulator.start(folder / "local-aws", port=0, owner=os.getpid())
    try:
        outcome = Group(folder, server.url, roots).run()
        outcome.not_served = emulator.not_served(folder / "local-aws")
    finally:
        emulator.stop(folder / "local-aws")
    return outcome
