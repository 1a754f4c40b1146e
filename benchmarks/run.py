"""The benchmarks, in the order in which they need each other: one local AWS, made and stopped for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import Cost, Figure, cost, least
from tooling import aws, emulator, environments, paths, progress, render, saved, state
from tooling.terraform import Terraform

Say = Callable[[str], None]
ROUNDS = 3


@dataclass(frozen=True)
class Bench:
    """The environment `local` on a local AWS of its own, and how to run tasks and Terraform on it."""

    terraform: Terraform
    server: emulator.Server

    def invokew(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> Cost:
        command = [sys.executable, str(paths.ROOT / "tooling" / "__main__.py"), *arguments]
        return cost(command, paths.ROOT, os.environ, codes=codes)

    def on_local(self, task: str, codes: tuple[int, ...] = (0,)) -> Cost:
        return self.invokew(task, "--env", "local", "--endpoint", self.server.url, codes=codes)

    def bare(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> Cost:
        command = [self.terraform.terraform_bin_path, *arguments]
        return cost(command, self.terraform.directory, self.terraform.environment, codes=codes)


def everything(say: Say, *, quick: bool = False) -> list[Figure]:
    """Measure. `quick` leaves out the policy, which needs its own environment.

    Args:
        say: gets what is being measured.
    """
    with _bench(say) as bench:
        figures = [listing(bench)]
        say("Planning everything, with and without the harness")
        figures.append(overhead(bench, "plan that makes everything", (2,)))
        say("Applying")
        figures.append(chain(bench))
        say("Planning and applying what is applied")
        figures.append(overhead(bench, "plan that changes nothing", (0,)))
        figures.append(unchanged(bench))
        figures.append(memory(bench))
    say("Starting the local AWS, and calling it")
    figures += [start(), *edge()]
    if not quick:
        say("Checking the policy")
        figures.append(policy())
    return figures


def listing(bench: Bench) -> Figure:
    """How long the list of tasks takes."""
    found = least([bench.invokew("--list") for _ in range(ROUNDS)])
    return Figure("invokew --list", found.wall, "s", 0.3, f"{found.cpu:.2f} s CPU")


def overhead(bench: Bench, name: str, codes: tuple[int, ...]) -> Figure:
    """CPU of our plan over that of a bare one with the same environment variables, in turns."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(bench.on_local("plan", codes))
        theirs.append(bench.bare("plan", "-input=false", "-lock=true"))
    harness, bare = least(ours), least(theirs)
    detail = f"{harness.cpu:.2f} s CPU with the harness, {bare.cpu:.2f} s without"
    return Figure(f"{name}: harness over bare", harness.cpu / bare.cpu, "times", 1.15, detail)


def chain(bench: Bench) -> Figure:
    """Wall time of an apply over the longest chain of waits in it, which none could undercut."""
    took = bench.on_local("apply")
    environment = environments.get("local")
    events = [
        json.loads(line) for line in (environment.runs / "events.jsonl").read_text().splitlines() if line
    ]
    graph = subprocess.run(
        [bench.terraform.terraform_bin_path, "graph"],
        cwd=bench.terraform.directory,
        env=bench.terraform.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    longest = progress.longest_chain(events, progress.dependencies(graph))
    applying = progress.span(events)
    steps = " → ".join(f"{name} {took:.0f} s" for name, took in longest.steps if took >= 1)
    detail = (
        f"terraform apply {applying:.0f} s, chain {longest.seconds:.0f} s ({steps}); "
        f"{took.wall:.0f} s with planning, packages and outputs"
    )
    return Figure("apply over its longest chain of waits", applying / longest.seconds, "times", 1.2, detail)


def unchanged(bench: Bench) -> Figure:
    """How long an apply takes that has nothing to change."""
    costs = []
    for _ in range(ROUNDS):
        saved.discard(environments.get("local"))  # it has to plan
        costs.append(bench.on_local("apply"))
    found = least(costs)
    return Figure("apply with nothing to change", found.wall, "s", 15, f"{found.cpu:.2f} s CPU")


def memory(bench: Bench) -> Figure:
    """What the local AWS's own process holds after all that, functions not counted."""
    command = ["ps", "-o", "rss=", "-p", str(bench.server.pid)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Figure("local AWS: memory of its process", int(said) / 1024, "MB", 400, "after these applies")


def start() -> Figure:
    """How long the local AWS takes until it answers."""
    took = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            began = time.monotonic()
            emulator.start(Path(folder), port=0, owner=os.getpid())
            took.append(time.monotonic() - began)
            emulator.stop(Path(folder))
    return Figure("local AWS: start", min(took), "s", 4, f"{max(took):.1f} s at most")


def edge() -> list[Figure]:
    """What our edge adds to an engine, by the clock at the median; see `benchmarks.edge`."""
    from tooling.venvs import python_of

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = [str(python_of("local-aws")), "-m", "benchmarks.edge", folder]
        done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=True)
    return [
        Figure(
            f"local AWS: what its edge adds to a call of {service}",
            took["through"] - took["alone"],
            "ms",
            1,
            f"{took['alone']:.2f} ms the engine alone, {took['through']:.2f} ms through the edge",
        )
        for service, took in json.loads(done.stdout.splitlines()[-1]).items()
    ]


def policy() -> Figure:
    """CPU of a scan of all the code when none of it has changed since the last one."""
    scan = [sys.executable, str(paths.ROOT / "tooling" / "__main__.py"), "policy"]
    cost(scan, paths.ROOT, os.environ, codes=(0, 1))
    again = least([cost(scan, paths.ROOT, os.environ, codes=(0, 1)) for _ in range(ROUNDS)])
    return Figure("policy over the whole tree, nothing changed", again.cpu, "s", 2, "CPU of the second scan")


def as_table(figures: list[Figure]) -> str:
    """For people."""
    rows = [("", "measured", "target", "")]
    rows += [
        (
            f"{'' if figure.met else '! '}{figure.name}",
            f"{figure.value:.2f} {figure.unit}",
            f"≤ {figure.target} {figure.unit}",
            figure.detail,
        )
        for figure in figures
    ]
    return render.table(rows)


def as_json(figures: list[Figure]) -> str:
    """For machines."""
    return json.dumps([{**asdict(figure), "met": figure.met} for figure in figures], indent=2)


@contextmanager
def _bench(say: Say) -> Iterator[Bench]:
    environment = environments.get("local")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        server = emulator.start(Path(folder), owner=os.getpid(), say=say)
        place = aws.target(environment, server.url)
        saved.discard(environment)
        state.bootstrap(environment, place)  # a bare plan needs it
        try:
            yield Bench(Terraform.of(environment, place), server)
        finally:
            emulator.stop(Path(folder))
            saved.discard(environment)
