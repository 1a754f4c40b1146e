"""The campaign: which mutants, what became of them, and what is known of those that survived."""

from __future__ import annotations

import hashlib
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import HTTPServer
from itertools import chain
from pathlib import Path
from threading import Thread

from campaigns.mutants import batch, judge, python, refusals
from campaigns.mutants.mutations import Mutant, mutants
from tests.plan.conftest import REGION, WhoAmI
from tests.plan.examples import planned
from tooling import packages, reference
from tooling.aws import Target
from tooling.paths import CACHE, MODULES, ROOT

FOLDER = CACHE / "mutants"
RESULTS = FOLDER / "results.jsonl"
EXPLAINED = Path(__file__).with_name("explained.toml")
STILLBORN = "stillborn: "
REFERENCE = "only the generated reference in the README shows it"
UNPLANNED = ("default", "validation")  # no plan shows more of them than the text does
_AT_ONCE = 16  # the graph of a plan grows faster than its resources
Say = Callable[[str], None]
# What Terraform says when a module itself refuses: the examples then fail, as they do in the smoke tests.
_BY_ITSELF = re.compile(r"Invalid value for variable|precondition failed|Check block assertion failed")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: `noticed`, `survived`, or `stillborn`, which is no valid Terraform."""

    mutant: Mutant
    status: str
    by: str

    def as_json(self) -> str:
        return json.dumps({**self.mutant.as_json(), "status": self.status, "by": self.by})

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        values = json.loads(text)
        values.pop("id")
        status, by = values.pop("status"), values.pop("by")
        return cls(Mutant(**values), status, by)


def of_module(module: str) -> list[Mutant]:
    """Every mutant of a module; parsing is slow, so it is kept as long as the module is the same."""
    if module == python.PACK:
        return [
            one for file in _pack() for one in python.mutants(str(file.relative_to(ROOT)), file.read_text())
        ]
    files = sorted((MODULES / module).glob("*.tf"))
    texts = {str(file.relative_to(ROOT)): file.read_text() for file in files}
    rules = (Path(__file__).with_name(name).read_text() for name in ("mutations.py", "tree.py"))
    digest = hashlib.sha256("\0".join([*texts, *texts.values(), *rules]).encode()).hexdigest()[:16]
    kept = FOLDER / "found" / f"{module.replace('/', '-')}-{digest}.json"
    if not kept.is_file():
        found = [mutant for file, text in texts.items() for mutant in mutants(module, file, text)]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([mutant.as_json() for mutant in found]))
    values = json.loads(kept.read_text())
    return [Mutant(**{name: each for name, each in one.items() if name != "id"}) for one in values]


def _pack() -> list[Path]:
    """The files of the policy pack that decide something."""
    pack = ROOT / python.PACK
    names = ("rule.py", "statements.py", "suppressions.py")
    return [*(pack / name for name in names), *sorted((pack / "checks").glob("[a-z]*.py"))]


def sample(found: Iterable[Mutant], each: int, seed: int, kinds: set[str]) -> list[Mutant]:
    """So many of each kind, the same ones for the same seed; 0 takes all."""
    chosen: list[Mutant] = []
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in sorted(found, key=lambda one: one.id):
        # Of the policy pack, each file is as large as a module.
        by_kind.setdefault(mutant.file if mutant.module == python.PACK else mutant.kind, []).append(mutant)
    for kind, ones in sorted(by_kind.items()):
        if not kinds or ones[0].kind in kinds:
            random.Random(f"{seed}{kind}{ones[0].module}").shuffle(ones)
            chosen += ones[:each] if each else ones
    return chosen


def run(modules: Iterable[str], each: int, seed: int, kinds: set[str], again: bool, say: Say) -> None:
    """Try mutants out, and write down what becomes of each. What is written down is not tried again.

    Args:
        each: how many of each kind of a module; 0 is all of them.
        kinds: only these; empty is all of them.
        again: try out what survived, and nothing else.
    """
    packages.build_all()
    known = {one.mutant.id: one.status for one in outcomes()}
    wanted = [
        mutant
        for module in modules
        for mutant in sample(of_module(module), 0 if again else each, seed, kinds)
        if known.get(mutant.id) == ("survived" if again else None)
    ]
    of_pack = [mutant for mutant in wanted if mutant.module == python.PACK]
    of_modules = [mutant for mutant in wanted if mutant.module != python.PACK]
    quick = [mutant for mutant in of_modules if mutant.kind in UNPLANNED]
    slow = [mutant for mutant in of_modules if mutant.kind not in UNPLANNED]
    done = 0
    with _aws() as target:
        parts = [*_parts(quick, 16 * _AT_ONCE), *_parts(slow, _AT_ONCE)]
        for outcome in chain.from_iterable(try_out(part, target) for part in parts):
            done += 1
            _write(outcome, say, f"{done}/{len(wanted)}")
    for mutant in of_pack:
        done += 1
        _write(_outcome(mutant, judge.run(mutant)), say, f"{done}/{len(wanted)}")


def _parts(mutants: list[Mutant], size: int) -> list[list[Mutant]]:
    return [mutants[start : start + size] for start in range(0, len(mutants), size)]


def try_out(wanted: Sequence[Mutant], target: Target) -> Iterator[Outcome]:
    """What becomes of some mutants, as soon as it is known, the cheapest tests first."""
    folder = judge.WORK / "batch"
    originals = {mutant.module: _original(mutant) for mutant in wanted}
    batch.copy([*originals.values(), *wanted], folder)
    copies = {mutant: batch.copy_of(mutant, folder) for mutant in [*originals.values(), *wanted]}
    left = list(wanted)
    for look in (_read, _refused, _planned, _scanned):
        by = look(left, originals, copies, target)
        yield from (_outcome(mutant, by[mutant]) for mutant in left if mutant in by)
        left = [mutant for mutant in left if mutant not in by]
    for mutant in left:
        yield _outcome(mutant, judge.run(mutant), copies[mutant])


Originals = Mapping[str, Mutant]
Copies = Mapping[Mutant, Path]


def _read(left: list[Mutant], _: Originals, copies: Copies, __: Target) -> dict[Mutant, str]:
    return {mutant: by for mutant in left if (by := judge.read(copies[mutant]))}


def _refused(left: list[Mutant], _: Originals, copies: Copies, target: Target) -> dict[Mutant, str]:
    validations = [mutant for mutant in left if mutant.kind == "validation"]
    if not validations:
        return {}
    return refusals.noticed(validations, judge.WORK / "batch", judge.WORK / "refusals", target)


def _planned(left: list[Mutant], originals: Originals, _: Copies, target: Target) -> dict[Mutant, str]:
    mutants = [mutant for mutant in left if mutant.kind not in UNPLANNED]
    if not mutants:
        return {}
    first = [originals[module] for module in sorted({mutant.module for mutant in mutants})]
    plans = batch.plans([*first, *mutants], judge.WORK / "batch", target)
    by = {
        mutant: found
        for mutant, plan in plans.made.items()
        if (found := judge.looked_at(planned(mutant.module, plan)))
    }
    for original in first:
        if original in by:
            raise RuntimeError(f"{by[original]} fails for {original.module} as it is")
    for mutant, message in plans.refused.items():
        # The module itself refuses its examples; or this is no Terraform.
        by[mutant] = message[:200] if _BY_ITSELF.search(message) else STILLBORN + message[:200]
    return by


def _scanned(left: list[Mutant], originals: Originals, copies: Copies, _: Target) -> dict[Mutant, str]:
    mutants = [mutant for mutant in left if mutant.kind != "validation"]
    if not mutants:
        return {}
    first = [originals[module] for module in sorted({mutant.module for mutant in mutants})]
    return judge.scanned({mutant: copies[mutant] for mutant in [*first, *mutants]}, originals)


def _original(mutant: Mutant) -> Mutant:
    """The module as it is, as a mutant that changes nothing."""
    return Mutant(mutant.module, mutant.file, 0, "none", "as it is", 0, 0, "")


def _outcome(mutant: Mutant, by: str, copy: Path | None = None) -> Outcome:
    if by.startswith(STILLBORN):
        return Outcome(mutant, "stillborn", by.removeprefix(STILLBORN))
    if not by and copy and reference.stale([copy], copy.parents[1]):
        return Outcome(mutant, "survived", REFERENCE)
    return Outcome(mutant, "noticed" if by else "survived", by)


def outcomes() -> list[Outcome]:
    """The last of each mutant."""
    if not RESULTS.is_file():
        return []
    found = map(Outcome.from_json, RESULTS.read_text().splitlines())
    return list({one.mutant.id: one for one in found}.values())


def _write(outcome: Outcome, say: Say, where: str) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    with RESULTS.open("a") as file:
        file.write(outcome.as_json() + "\n")
    mutant = outcome.mutant
    say(f"{where} {outcome.status:<9} {mutant.module}:{mutant.line} {mutant.what}: {outcome.by[:100]}")


def explained() -> dict[str, str]:
    """Why a survivor may live, by its id."""
    return {
        identifier: entry["reason"]
        for entry in tomllib.loads(EXPLAINED.read_text())["survivor"]
        for identifier in entry["ids"]
    }


@contextmanager
def _aws() -> Iterator[Target]:
    server = HTTPServer(("127.0.0.1", 0), WhoAmI)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Target("endpoint", f"http://127.0.0.1:{server.server_port}", REGION)
    server.shutdown()
    server.server_close()
