"""After a run that was cut off: release its lock, and adopt what it made but could not write into the state.

Terraform writes the state into its bucket when a run ends, and now and then (every 20 s at most) before.
What a killed one made since then exists and is in no state: the next apply would fail on its name, or make a
second one. The run's own events say what that is.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tooling import state
from tooling.aws import Target
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.recovery import adoption
from tooling.terraform import Interrupted, Killed, Locked, Terraform, diagnostics, provider, statefile
from tooling.terraform.runs import Journal, Run
from tooling.terraform.statefile import Resource, State

Say = Callable[[str], None]
_CANCELLED = re.compile(r"context canceled|operation was canceled|request canceled")
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
        say: gets, in one line each, what is being recovered, and what has to be looked at by hand.

    Raises:
        PlatformError: that run is still alive, or somebody else holds the state.
    """
    journal = terraform.journal
    with journal.dead() as run:
        if run is None or _forgotten(environment, target, run):
            return None
        cut_off = f"the {run.command} of {run.started[:16].replace('T', ' ')} UTC, which was cut off"
        unlocked = _unlock(environment, target, terraform)
        if unlocked:
            say(f"Released the state lock of {cut_off}")
        _push_back(terraform, run)
        _keep(terraform)
        pending = _unrecorded(terraform)
        if pending:
            say(f"Adopting what was made by {cut_off}")
        adopter = _Adopter(target, terraform, pending)
        adopted: list[str] = []
        if pending:
            with provider.shared(terraform):
                adopted = adopter.adopt()
        left = tuple(f"{address}: {why}" for address, why in adopter.left.items())
        if pending:
            say(f"Adopted {len(adopted)} objects that the state did not know")
        for line in left:
            say(f"Look at this by hand: {line}")
    return Recovery(run, unlocked, tuple(adopted), left)


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
            known = complete and hook.get("id_key") == "id"
            made[address] = Made(address, kind, hook["id_value"] if known else None)
    return list(made.values()), deleted


def cancelled(events: Iterable[Mapping[str, Any]]) -> set[str]:
    """What failed in a run for no other reason than that the run was stopped."""
    errors = (event["diagnostic"] for event in events if event.get("type") == "diagnostic")
    return {
        str(error["address"])
        for error in errors
        if error.get("address") and _CANCELLED.search(f"{error['summary']} {error['detail']}")
    }


def _forgotten(environment: Environment, target: Target, run: Run) -> bool:
    """Whether the local AWS has been started afresh since: what the run made went with the old one."""
    if target.url is None:
        return False
    made = state.made(environment, target)
    forgotten = made is None or made > datetime.fromisoformat(run.started)
    if forgotten:
        (environment.path / _ERRORED).unlink(missing_ok=True)
    return forgotten


def _unlock(environment: Environment, target: Target, terraform: Terraform) -> bool:
    """Release the lock if the run, or an earlier recovery of it, took it: by the lock's own id.

    Raises:
        Locked: it is another run's, which may be alive.
    """
    lock = state.lock(environment, target)
    if lock is None:
        return False
    if lock.id in terraform.journal.locks():
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


def _keep(terraform: Terraform) -> None:
    """Terraform marks for replacement what a Ctrl-C kept it from waiting for. A plan corrects it."""
    addresses = cancelled(terraform.journal.read())
    if addresses:
        state = terraform.read_state()
        kept = statefile.untainted(state, addresses)
        if kept is not state:
            terraform.write_state(kept)


def _unrecorded(terraform: Terraform) -> list[Made]:
    """What the run made, or was making, and the state does not have."""
    made, deleted = begun(terraform.journal.read())
    if not made:
        return []
    known = {
        address: values.get("id") for address, values in statefile.attributes(terraform.read_state()).items()
    }
    pending = []
    for each in made:
        # One that is there with another id is being replaced.
        successor = each.id is not None and each.id != known.get(each.address)
        if successor or each.address not in known or (each.id is None and each.address in deleted):
            pending.append(each)
    return pending


class _Adopter:
    """Puts into the state what Terraform would have put there: first what is known, then what hangs on it.

    Not with `terraform import`: that takes one object at a time, refuses those that the configuration names
    by a key while their siblings are missing, and loses what AWS does not return, which a plan then wants to
    replace. The next plan refreshes what is written here; an object that was never made goes again.
    """

    def __init__(self, target: Target, terraform: Terraform, pending: list[Made]) -> None:
        self.target = target
        self.terraform = terraform
        self.pending = pending
        self.left: dict[str, str] = {}

    def adopt(self) -> list[str]:
        """The addresses of what was adopted; `left` then says why the others were not."""
        original = self.terraform.read_state()
        planned = _applied(self.terraform.journal) or statefile.planned(self.terraform.look())
        found: dict[str, Resource] | None = None
        guessed: list[str] = []
        everything = [made.address for made in self.pending]
        while self.pending:
            if not self._record(planned, guessed) and found is not None:
                break
            try:  # with these in the state, a plan shows what the others hang on
                look = self.terraform.look()
            except (Interrupted, Killed, Locked):
                raise
            except PlatformError as error:
                self._write(original, [])
                self.terraform.look()  # when this fails, too, the code is at fault, and not what was written
                self.left = dict.fromkeys(everything, error.message)
                return []
            found = statefile.refreshed(look)
            planned |= statefile.planned(look)
        self.left |= {made.address: "what it hangs on is not known" for made in self.pending}
        held = found or {}
        for address in guessed:
            if address in held and not _ours(planned[address], held[address]):
                self.left[address] = "an object of that name exists, but its tags are not ours"
        adopted = [address for address in everything if address in held and address not in self.left]
        # At last as they were found to be, and without those that were never made.
        self._write(original, [(held[address], None) for address in adopted])
        return adopted

    def _record(self, planned: Mapping[str, Resource], guessed: list[str]) -> bool:
        """Write into the state what can be, and keep pending what must wait; whether anything was settled."""
        state = self.terraform.read_state()
        taken = {str(values.get("id")) for values in statefile.attributes(state).values()}
        waiting: list[Made] = []
        ready: list[tuple[Resource, str | None]] = []
        for made in self.pending:
            resource = planned.get(made.address)
            if resource is None or not adoption.readable(made.kind, resource.values):
                waiting.append(made)
                continue
            try:
                identifier = made.id or self._guess(made, resource, taken)
            except adoption.Unknown:
                waiting.append(made)
                continue
            if identifier is None:
                continue
            taken.add(identifier)
            ready.append((resource, identifier))
            if made.id is None:
                guessed.append(made.address)
        settled = len(waiting) < len(self.pending)
        self.pending = waiting
        if ready:
            self.terraform.write_state(statefile.recorded(state, ready))
        return settled

    def _guess(self, made: Made, resource: Resource, taken: set[str]) -> str | None:
        """The id of an object whose creation was under way; None when it was not made, or cannot be known."""
        try:
            found = adoption.identify(made.kind, resource.values, self.target, taken)
        except adoption.NotFindable as error:
            self.left[made.address] = str(error)
            return None
        if len(found) > 1:
            self.left[made.address] = f"it may be any of {', '.join(found)}"
        return found[0] if len(found) == 1 else None

    def _write(self, original: State, made: list[tuple[Resource, str | None]]) -> None:
        """Write the state of before with these objects, in place of what was written since."""
        now = self.terraform.read_state()
        if now:
            state = statefile.recorded(original, made)
            self.terraform.write_state(state | {"lineage": now["lineage"], "serial": now["serial"] + 1})


def _ours(planned: Resource, found: Resource) -> bool:
    """Whether an object found by its name is the planned one: it wears the planned tags."""
    tags = planned.values.get("tags_all") or {}
    return bool(tags.items() <= (found.values.get("tags_all") or {}).items())


def _applied(journal: Journal) -> dict[str, Resource]:
    """What the run's plan said of every resource, when its JSON was kept."""
    try:
        return statefile.planned(json.loads(journal.plan.read_text()))
    except (OSError, ValueError):
        return {}
