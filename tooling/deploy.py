"""Plan, apply and destroy an environment, from a plain checkout to the outputs."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from tooling import environments, inputs, invocation, options, paths, saved, unapplied
from tooling.aws import Target, target
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.options import Options
from tooling.plan import Said
from tooling.saved import Saved
from tooling.terraform import Interrupted, OnEvent, Output, Terraform, provider
from tooling.terraform.diagnostics import Diagnostic
from tooling.terraform.runs import kill_group

Say = Callable[[str], None]
Absent = Literal["make", "plan", "refuse"]
"""What a command does when there is no state bucket: make it, plan as for a new environment, or refuse."""


@dataclass(frozen=True)
class Deployment:
    """An environment ready for Terraform: its AWS answers and its state can be reached."""

    environment: Environment
    target: Target
    terraform: Terraform
    applied: bool = True
    """False when there is no state bucket: then Terraform is not initialized yet."""


def prepare(
    name: str,
    endpoint: str | None,
    say: Say,
    asked: Options | None = None,
    *,
    build: bool = True,
    absent: Absent = "make",
) -> Deployment:
    """Make everything ready for a plan or an apply of an environment, and recover what a killed run left.

    Args:
        endpoint: as for `aws.target`.
        say: gets, in one line each, what slow thing starts.
        asked: what the command is asked to do otherwise.
        build: whether Lambda packages and images are needed.
        absent: what to do when there is no state bucket.
    """
    from tooling import recovery, state

    environment = environments.get(name)
    environments.refuse_unclear(environment)
    _written_state(environment)
    place = target(environment, endpoint, start=True, say=say)
    if absent == "refuse":
        _refuse_unapplied(environment, place)
    if build:
        _build(say)
    if absent == "plan" and not state.exists(environment, place):
        say(
            f"'{name}' was never applied (there is no state bucket {environment.backend.bucket}): "
            "planned as new"
        )
        deployment = Deployment(environment, place, Terraform.of(environment, place), applied=False)
        deployment.terraform.init_arguments = (asked or Options()).init
        if deployment.terraform.initialized():
            _refuse_other_state(deployment)
    else:
        state.bootstrap(environment, place, say=say)
        deployment = Deployment(environment, place, Terraform.of(environment, place))
        _initialized(deployment, asked or Options())
        recovery.recover(environment, place, deployment.terraform, say=say)
    for left in saved.sweep(environment):
        say(f"Discarded {left}: its command was cut off")
    return deployment


def attach(name: str, endpoint: str | None, say: Say = lambda _: None) -> Deployment:
    """An environment as it is, to read from; starts, builds and repairs nothing.

    Raises:
        PlatformError: it is not applied, or that cannot be found out.
    """
    environment = environments.get(name)
    _written_state(environment)
    place = target(environment, endpoint, say=say)
    deployment = Deployment(environment, place, Terraform.of(environment, place))
    _refuse_unapplied(environment, place)
    _initialized(deployment, options.of(os.environ, environment.path))
    return deployment


def plan(
    deployment: Deployment,
    asked: Options | None = None,
    *,
    destroy: bool = False,
    on_event: OnEvent | None = None,
) -> Saved:
    """Make a plan, in a scratch folder: `keep` or `drop` it.

    Args:
        asked: what it is to be limited to or changed by.
        destroy: a plan to destroy everything.
        on_event: gets each event of Terraform's.
    """
    environment, terraform, asked = deployment.environment, deployment.terraform, asked or Options()
    heard = _Heard(environment.path, on_event)
    place = saved.scratch(environment)
    options = asked.for_plan() | ({} if deployment.applied else {"lock": False})
    try:
        with nullcontext() if deployment.applied else unapplied.initialized(terraform):
            # Taken before, so that an edit made while Terraform plans counts as made afterwards.
            large: list[Path] = []
            before = _fingerprint(deployment, asked.var_file, state="", large=large)
            with provider.shared(terraform):
                changes = terraform.plan(place.file, destroy=destroy, on_event=heard, **options)
                # `show` loads the provider's schema; a plan without changes has nothing to show.
                content: Mapping[str, Any] = terraform.show(place.file) if changes else {}
        written = [environment.path / file for file in inputs.written(content)]
        code = {inputs.shown(file): inputs.hash_of(file) for file in written}
        state, said = saved.state_of_plan(place.file), heard.said()
        record = saved.Record(
            environment=environment.name,
            purpose="destroy" if destroy else "apply",
            command=invocation.command(),
            options=asked.partial,
            var_files=tuple(map(inputs.shown, asked.var_file)),
            made=time.time(),
            fingerprint=replace(before, code={**before.code, **code}, state=state),
            said=replace(said, warnings=(*said.warnings, *map(_UNWATCHED.format, large))),
            digest=saved.digest(place.file),
            shown=saved.digest_of(content),
            unapplied=not deployment.applied,
        )
        return saved.save(place, content, record)
    except BaseException:
        saved.drop(place)
        raise


def refuse_unreviewed(environment: Environment, file: Path | None = None) -> None:
    """What is protected is applied only from a plan that was reviewed.

    Args:
        file: the plan that was reviewed elsewhere, if one is named.

    Raises:
        PlatformError: it is protected, and no plan is named or kept; or it does not say whether it is.
    """
    environments.refuse_unclear(environment)
    if environment.protected and file is None and saved.load(environment) is None:
        name = environment.name
        raise PlatformError(
            f"{environment.guard}, and it is applied only from a plan that was reviewed: none is kept",
            f"{invocation.command('plan', env=name)}   and then   "
            f"{invocation.command('apply', env=name, yes=None, confirm=name)}",
        )


def reviewed(deployment: Deployment, asked: Options | None = None, file: Path | None = None) -> Saved | None:
    """The plan reviewed before: the one kept, if there is one, or the one in a file.

    Raises:
        PlatformError: it is damaged, or what it was made from has moved, or other options are asked for.
    """
    environment, asked = deployment.environment, asked or Options()
    found = saved.unpack(environment, file) if file else saved.load(environment)
    if found is None:
        refuse_unreviewed(environment)
        return None
    if found.review.empty and not file and not environment.protected:
        return None  # it has nothing to apply; what has come since has
    try:
        if asked.partial and asked.partial != found.record.options:
            made = " ".join(found.record.options) or "none of these"
            raise PlatformError(
                f"the plan reviewed for '{environment.name}' was made with {made}, not with "
                f"{' '.join(asked.partial)}; nothing was changed",
                f"review a new one: ./invokew plan --env {environment.name}",
            )
        if deployment.applied:
            version = deployment.terraform.state_version()
            state = saved.state_name(version.lineage, version.serial)
        else:  # still none, if the plan was made without one
            state = found.record.fingerprint.state if found.record.unapplied else ""
        files = [paths.ROOT / name for name in found.record.var_files]
        now = _fingerprint(deployment, files, state=state, beside=file)
        saved.check(environment, found, now)
    except BaseException:
        if file:
            saved.drop(found)
        raise
    return found


def asked_then(plan: Saved, asked: Options) -> Options:
    """What the command that made a plan was asked for, so that another plan can be made like it."""

    def values(option: str) -> tuple[str, ...]:
        given = [word.split(" ", 1) for word in plan.record.options]
        return tuple(value for name, *rest in given for value in rest if name == f"--{option}")

    return replace(
        asked,
        target=values("target"),
        replace=values("replace"),
        var_file=tuple(paths.ROOT / name for name in plan.record.var_files),
        refresh_only="--refresh-only" in plan.record.options,
    )


def confirmed(plan: Saved, again: Saved) -> Saved:
    """What is applied in place of a plan reviewed before there was a state bucket: one of the same changes.

    Raises:
        PlatformError: it would not do the same.
    """
    found = saved.differing(plan, again)
    drop(plan)
    if found:
        drop(again)
        name, shown = plan.record.environment, ", ".join(found[:4])
        raise PlatformError(
            f"what would be done now is not what was reviewed for '{name}': {shown}"
            f"{f' and {len(found) - 4} more' if len(found) > 4 else ''}; nothing of it was done",
            f"review a new one: ./invokew plan --env {name}",
        )
    return again


def keep(deployment: Deployment, plan: Saved) -> Saved:
    """Keep a plan whose whole review has been shown, for the next apply."""
    return saved.keep(deployment.environment, plan)


def drop(plan: Saved) -> None:
    """End a plan that was made for one command only; one that is kept stays."""
    if plan.lock is not None:
        saved.drop(plan)


def plan_json(environment: Environment) -> Path:
    """The kept plan as JSON, whole even when it changes nothing.

    Raises:
        PlatformError: no plan is kept.
    """
    found = saved.load(environment)
    if found is None:
        raise PlatformError(
            f"no plan of '{environment.name}' is kept", f"./invokew plan --env {environment.name}"
        )
    return json_of(environment, found)


def json_of(environment: Environment, found: Saved) -> Path:
    """A plan as JSON, whole even when it changes nothing."""
    if found.review.empty:
        # Showing a plan needs no AWS, so whichever the plan was made for does not matter.
        terraform = Terraform(environment.path, os.environ, environment.runs)
        saved.complete(found, terraform.show(found.file))
    return found.json


def content(deployment: Deployment, plan: Saved) -> dict[str, Any]:
    """The JSON of a plan, whole even when it changes nothing."""
    found: dict[str, Any] = json.loads(plan.json.read_text(encoding="utf-8"))
    return found or deployment.terraform.show(plan.file)


def apply(
    deployment: Deployment, plan: Saved, asked: Options | None = None, on_event: OnEvent | None = None
) -> tuple[str, ...]:
    """Apply exactly this plan; what Terraform warned of. Afterwards the plan is used up, however it ended.

    Raises:
        PlatformError: also when the local AWS died meanwhile, with that as the one reason.
    """
    environment, place, asked = deployment.environment, deployment.target, asked or Options()
    heard = _Heard(environment.path, on_event)
    if plan.lock is None:
        plan = saved.take(environment, plan)
    try:
        if not plan.review.empty:
            with _watched(deployment):
                deployment.terraform.apply(plan.file, on_event=heard, **asked.for_apply())
    except Interrupted:
        raise
    except PlatformError as error:
        if place.kind == "local" and _died(place):
            raise PlatformError(
                "the local AWS died during the apply, and with it all it held",
                f"start afresh: ./invokew apply --env {environment.name} (see why: ./invokew local.logs)",
            ) from error
        raise
    finally:
        saved.drop(plan)
        saved.discard(environment)
    return heard.said().warnings


def forget(deployment: Deployment) -> None:
    """Forget the kept plan, if there still is one."""
    saved.discard(deployment.environment)


def outputs(deployment: Deployment) -> dict[str, Output]:
    """The outputs of the environment."""
    return deployment.terraform.outputs()


class _Heard:
    """Keeps what Terraform says beside the plan, and hands its events on."""

    def __init__(self, root: Path, on_event: OnEvent | None) -> None:
        self._root, self._on_event = root, on_event
        self._warnings: dict[str, None] = {}
        self._drifted: dict[str, str] = {}

    def __call__(self, event: dict[str, Any]) -> None:
        if event.get("type") == "diagnostic" and event["diagnostic"]["severity"] == "warning":
            if event["diagnostic"].get("summary") not in _SAID_OTHERWISE:
                self._warnings[str(Diagnostic.of(event["diagnostic"], self._root))] = None
        elif event.get("type") == "resource_drift":
            self._drifted[event["change"]["resource"]["addr"]] = event["change"]["action"]
        if self._on_event is not None:
            self._on_event(event)

    def said(self) -> Said:
        return Said(tuple(self._warnings), tuple(self._drifted.items()))


_UNWATCHED = (
    f"{{}} holds more than {inputs.MOST:,} files, and the code names it: what changes there after the "
    "review is not noticed"
)
# By the review itself, in fewer words.
_SAID_OTHERWISE = ("Resource targeting is in effect", "Applied changes may be incomplete")


def _written_state(environment: Environment) -> None:
    """Refuse another state than the one that the root's code names, before anything is done.

    Raises:
        PlatformError: a workspace is chosen.
    """
    workspace = os.environ.get("TF_WORKSPACE") or "default"  # Terraform takes an empty one as unset, too
    chosen = environment.path / ".terraform" / "environment"
    if workspace != "default":
        raise PlatformError(
            f"TF_WORKSPACE is '{workspace}', whose state is another one than "
            f"environments/{environment.name} writes; nothing was changed",
            "unset TF_WORKSPACE; for another state, make another folder of environments/",
        )
    if chosen.is_file() and chosen.read_text().strip() not in ("", "default"):
        root = f"environments/{environment.name}"
        raise PlatformError(
            f"the workspace '{chosen.read_text().strip()}' is selected in {root}, whose state is another "
            "one than the code names; nothing was changed",
            f"terraform -chdir={root} workspace select default   (for another state, make another folder "
            "of environments/)",
        )


def _initialized(deployment: Deployment, asked: Options) -> None:
    """Initialize the root.

    Raises:
        PlatformError: by hand, it was initialized for another state than the one that the code names.
    """
    deployment.terraform.init_arguments = asked.init
    deployment.terraform.init()
    _refuse_other_state(deployment)


def _refuse_other_state(deployment: Deployment) -> None:
    """Refuse a backend recorded with other settings than the code has: another state, or no lock."""
    environment, terraform = deployment.environment, deployment.terraform
    try:
        recorded = json.loads((terraform.data / "terraform.tfstate").read_text())["backend"]["config"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return  # none is recorded, so none but the code's can be meant
    backend = environment.backend
    written = {name: json.dumps(getattr(backend, name)) for name in ("bucket", "key", "region")}
    written |= backend.settings
    found = {name: text for name, value in recorded if (text := _as_json(value))}
    other = [
        f"{name} {found[name].strip(_QUOTE)}"
        if name in found and name not in _SECRET
        else f"{name} {'another' if name in found else 'none'}"
        for name in sorted({*found, *written})
        if _said(found.get(name, "")) != _said(written.get(name, ""))
    ]
    if other:
        root = f"environments/{environment.name}"
        raise PlatformError(
            f"{root} is initialized for another state than its code names, or with other settings "
            f"({', '.join(other)}); nothing was changed",
            f"if that is meant, write it in the `backend` block; if not: "
            f"terraform -chdir={root} init -reconfigure",
        )


_QUOTE = '"'
_SECRET = ("access_key", "secret_key", "token", "sse_customer_key")


def _as_json(value: Any) -> str:
    """What Terraform recorded of a setting, without what is null in it; empty when nothing is left."""
    if isinstance(value, dict):
        value = {name: each for name, each in value.items() if each is not None}
    return "" if value in (None, {}) else json.dumps(value)


def _said(text: str) -> list[str]:
    """The names and values in a setting, in HCL or in JSON, whatever their order."""
    return sorted(re.findall(r"""[^\s"=:,{}\[\]()]+""", text.replace("null", "")))


def _fingerprint(
    deployment: Deployment,
    var_files: Iterable[Path],
    state: str,
    beside: Path | None = None,
    large: list[Path] | None = None,
) -> saved.Fingerprint:
    """What a plan made now would follow from; `beside` is a file that is no part of it.

    For `large` see `inputs.hashes`.
    """
    from tooling.terraform import binary

    terraform = deployment.terraform
    values = saved.values(terraform.environment)
    code = inputs.hashes(terraform.directory, terraform.data, values, var_files, large)
    if beside is not None:
        code.pop(inputs.shown(beside.resolve()), None)
    return saved.fingerprint(
        code=code,
        variables=terraform.environment,
        target=_named(deployment.target),
        terraform=binary.version(terraform.terraform_bin_path) or "",
        state=state,
    )


def _named(place: Target) -> str:
    """Endpoint or account, as a person would name it."""
    if place.url is not None:
        return place.url
    account = place.client("sts").get_caller_identity()["Account"]
    return f"AWS account {account} in {place.region}"


def _build(say: Say) -> None:
    from tooling import packages
    from tooling.packages import images

    changed = [package.name for package in packages.build_all() if package.changed]
    changed += [image.name for image in images.build_all() if image.changed]
    for service in changed:
        say(f"Built the package of {service}")


def _refuse_unapplied(environment: Environment, place: Target) -> None:
    from tooling import state

    if not state.exists(environment, place):
        name, bucket = environment.name, environment.backend.bucket
        raise PlatformError(
            f"'{name}' is not applied: there is no state bucket {bucket}", f"./invokew apply --env {name}"
        )


@contextmanager
def _watched(deployment: Deployment) -> Iterator[None]:
    """End Terraform once the local AWS has died: it would try for minutes to save a state that is lost."""
    terraform, place, over = deployment.terraform, deployment.target, threading.Event()

    def watch() -> None:
        while not over.wait(1):
            if _refuses(place) and not over.wait(1) and _refuses(place):
                run = terraform.journal.last()
                if run is not None and run.pid:
                    kill_group(run.pid)
                return

    watcher = threading.Thread(target=watch, daemon=True)
    if place.kind == "local":
        watcher.start()
    try:
        yield
    finally:
        over.set()


def _refuses(place: Target) -> bool:
    """Whether nothing listens any more; one that is only busy still does."""
    url = urlsplit(place.url or "")
    try:
        socket.create_connection((url.hostname or "", url.port or 80), timeout=5).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def _died(place: Target) -> bool:
    from tooling import emulator

    server = emulator.status()
    return server is None or server.url != place.url
