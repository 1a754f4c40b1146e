"""After a run that died: release its lock, and adopt what it made but could not write into the state.

Terraform writes the state into its bucket when a run ends, and now and then (every 20 s at most) before.
What a killed one made since then exists and nobody knows it: the next apply would fail on its name, or make a
second one. The run's own events say what that is.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tooling import adoption, diagnostics, state
from tooling.aws import Target
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.runs import Journal, Run
from tooling.terraform import Interrupted, Killed, Locked, Terraform, planned_values

Say = Callable[[str], None]
_SLACK = timedelta(seconds=60)
_ERRORED = "errored.tfstate"  # where Terraform leaves a state that it could not save


@dataclass(frozen=True)
class Recovery:
    """What was done about a run that died."""

    run: Run
    unlocked: bool
    adopted: tuple[str, ...]
    left: tuple[str, ...]
    """What may exist and could not be adopted, each with the reason."""


@dataclass(frozen=True)
class Made:
    """A creation that had begun; `id` once it was complete."""

    address: str
    kind: str
    id: str | None


def recover(
    environment: Environment, target: Target, terraform: Terraform, say: Say = lambda _: None
) -> Recovery | None:
    """Recover the environment's last run, if it died; None when it ended in order. The root is initialized.

    Args:
        say: told, in one line, what is being recovered, and what has to be looked at by hand.

    Raises:
        PlatformError: that run is still alive, or somebody else holds the state.
    """
    journal = terraform.journal
    with journal.dead() as run:
        if run is None or _forgotten(environment, target, run):
            return None
        cut_off = f"the {run.command} of {run.started[:16].replace('T', ' ')} UTC, which was cut off"
        unlocked = _unlock(environment, target, terraform, run)
        if unlocked:
            say(f"Released the state lock of {cut_off}")
        _push_back(terraform, run)
        pending = _unrecorded(terraform)
        if pending:
            say(f"Looking for {len(pending)} objects of {cut_off} (some seconds each)")
        adopter = _Adopter(target, terraform)
        adopter.adopt(pending)
        adopted = tuple(made.address for made in adopter.adopted)
        left = tuple(f"{address}: {why}" for address, why in adopter.left.items())
        if adopted:
            say(f"Adopted {', '.join(adopted)}")
        for line in left:
            say(f"Look at this by hand: {line}")
    return Recovery(run, unlocked, adopted, left)


def begun(events: Iterable[Mapping[str, Any]]) -> tuple[list[Made], set[str]]:
    """What a run began to create, in order, and the addresses whose old objects it had deleted."""
    made: dict[str, Made] = {}
    deleted: set[str] = set()
    for event in events:
        hook = event.get("hook", {})
        if event.get("type") not in ("apply_start", "apply_complete"):
            continue
        complete = event["type"] == "apply_complete"
        address, kind = hook["resource"]["addr"], hook["resource"]["resource_type"]
        if hook["action"] == "delete" and complete:
            deleted.add(address)
        if hook["action"] == "create" and kind.startswith("aws_"):
            made[address] = Made(address, kind, hook.get("id_value") if complete else None)
    return list(made.values()), deleted


def _forgotten(environment: Environment, target: Target, run: Run) -> bool:
    """Whether the local AWS has been started afresh since: what the run made went with the old one."""
    if target.url is None:
        return False
    made = state.made(environment, target)
    forgotten = made is None or made > datetime.fromisoformat(run.started)
    if forgotten:
        (environment.path / _ERRORED).unlink(missing_ok=True)
    return forgotten


def _unlock(environment: Environment, target: Target, terraform: Terraform, run: Run) -> bool:
    """Release the lock if it is that run's, or an earlier recovery's of it."""
    lock = state.lock(environment, target)
    if lock is None:
        return False
    last_sign = max(terraform.journal.marker.stat().st_mtime, terraform.journal.events.stat().st_mtime)
    until = datetime.fromtimestamp(last_sign, UTC) + _SLACK
    if lock.who == run.who and datetime.fromisoformat(run.started) <= lock.created <= until:
        terraform.force_unlock(lock.id)
        return True
    since = f"{lock.created:%Y-%m-%d %H:%M:%S} UTC"
    raise Locked(*diagnostics.locked(environment.name, lock.who, lock.operation, since, lock.id))


def _push_back(terraform: Terraform, run: Run) -> None:
    """Save what Terraform could not."""
    saved = terraform.directory / _ERRORED
    if saved.is_file():
        if saved.stat().st_mtime >= datetime.fromisoformat(run.started).timestamp():
            terraform.push_state(saved)
        saved.unlink()


def _unrecorded(terraform: Terraform) -> list[Made]:
    """What the run made, or was making, and the state does not have."""
    made, deleted = begun(terraform.journal.read())
    if not made:
        return []
    known = {address: values.get("id") for address, values in terraform.state_resources().items()}
    pending = []
    for each in made:
        if each.address in known and each.id != known[each.address] and (each.id or each.address in deleted):
            terraform.forget_resource(each.address)  # the object that this one replaces
            pending.append(each)
        elif each.address not in known:
            pending.append(each)
    return pending


class _Adopter:
    """Imports what exists: first what can be told at once, then what needs the ids of the former."""

    def __init__(self, target: Target, terraform: Terraform) -> None:
        self.target = target
        self.terraform = terraform
        self.values: dict[str, dict[str, Any]] = _applied(terraform.journal)
        self.taken = {str(held.get("id")) for held in terraform.state_resources().values()}
        self.adopted: list[Made] = []
        self.left: dict[str, str] = {}

    def adopt(self, pending: list[Made]) -> None:
        """Fill `adopted`, and `left` with the reason of each that was not."""
        fresh = False
        while pending:
            waiting = [made for made in pending if not self._settled(made)]
            if fresh and len(waiting) == len(pending):
                break
            # With the others in the state, a new plan knows their ids.
            if waiting:
                self.values, fresh = self.terraform.planned(), True
            pending = waiting
        self.left |= {made.address: "the id to import it by could not be told" for made in pending}
        self._part_with_strangers()

    def _settled(self, made: Made) -> bool:
        """Whether it was imported, or never will be; False while something about it is not known yet."""
        values = self.values.get(made.address, {})
        try:
            identifier = adoption.import_id(made.kind, made.id, values)
            if identifier is None:
                found = adoption.find(made.kind, values, self.target, self.taken)
                if len(found) > 1:
                    self.left[made.address] = f"it may be any of {', '.join(found)}"
                if len(found) != 1:
                    return True
                identifier = found[0]
        except adoption.Unknown:
            return False
        except adoption.NotFindable as error:
            self.left[made.address] = str(error)
            return True
        self._import(made, identifier)
        return True

    def _import(self, made: Made, identifier: str) -> None:
        self.terraform.journal.touch()
        try:
            self.terraform.import_resource(made.address, identifier)
        except (Interrupted, Killed, Locked):
            raise
        except PlatformError as error:
            if "non-existent remote object" not in error.message:
                self.left[made.address] = error.message
            return
        self.adopted.append(made)
        self.taken.add(identifier)

    def _part_with_strangers(self) -> None:
        """An object found by its name may be somebody else's: ours wears the tags that were planned."""
        guessed = [made for made in self.adopted if made.id is None]
        held = self.terraform.state_resources() if guessed else {}
        for made in guessed:
            planned = self.values.get(made.address, {}).get("tags_all") or {}
            worn = held.get(made.address, {}).get("tags_all") or {}
            if planned.items() <= worn.items():
                continue
            self.terraform.forget_resource(made.address)
            self.adopted.remove(made)
            self.left[made.address] = "an object of that name exists, but its tags are not ours"


def _applied(journal: Journal) -> dict[str, dict[str, Any]]:
    """What the run's plan said of every resource, when its JSON was kept."""
    try:
        return planned_values(json.loads(journal.plan.read_text()))
    except (OSError, ValueError):
        return {}
