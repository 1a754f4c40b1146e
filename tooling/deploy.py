"""Plan, apply and destroy an environment, from a plain checkout to the outputs."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tooling import environments, saved
from tooling.aws import Target, target
from tooling.environments import Environment
from tooling.errors import PlatformError
from tooling.saved import Saved
from tooling.terraform import Interrupted, OnEvent, Output, Terraform, provider
from tooling.terraform.runs import kill_group

Say = Callable[[str], None]


@dataclass(frozen=True)
class Deployment:
    """An environment ready for Terraform: its AWS answers and its state can be reached."""

    environment: Environment
    target: Target
    terraform: Terraform


def prepare(
    name: str, endpoint: str | None, say: Say, *, build: bool = True, make: bool = True
) -> Deployment:
    """Make everything ready for a plan or an apply of an environment, and recover what a killed run left.

    Args:
        endpoint: as for `aws.target`.
        say: told, in one line, when something slow starts.
        build: whether Lambda packages and images are needed.
        make: make the state bucket when there is none; else that is an error, and nothing is made.
    """
    from tooling import recovery, state

    environment = environments.get(name)
    place = target(environment, endpoint, start=True, say=say)
    if not make:
        _refuse_unapplied(environment, place)
    if build:
        _build(say)
    state.bootstrap(environment, place, say=say)
    deployment = Deployment(environment, place, Terraform.of(environment, place))
    deployment.terraform.init()
    recovery.recover(environment, place, deployment.terraform, say=say)
    return deployment


def attach(name: str, endpoint: str | None, say: Say = lambda _: None) -> Deployment:
    """An environment as it stands, to read from; starts, builds and repairs nothing.

    Raises:
        PlatformError: it is not applied, or that cannot be found out.
    """
    environment = environments.get(name)
    place = target(environment, endpoint, say=say)
    deployment = Deployment(environment, place, Terraform.of(environment, place))
    _refuse_unapplied(environment, place)
    deployment.terraform.init()
    return deployment


def plan(deployment: Deployment, on_event: OnEvent | None = None, *, destroy: bool = False) -> Saved:
    """Make a plan and keep it in place of the one kept before."""
    environment, terraform = deployment.environment, deployment.terraform
    saved.discard(environment)
    file = saved.plan_file(environment)
    # Taken before, so that an edit made while Terraform plans counts as made afterwards.
    before = _fingerprint(deployment, state="")
    with provider.shared(terraform):
        changes = terraform.plan(file, destroy=destroy, on_event=on_event)
        # `show` loads the provider's schema; a plan without changes has nothing to show.
        content: Mapping[str, Any] = terraform.show(file) if changes else {}
    fingerprint = saved.Fingerprint(
        before.code, before.variables, before.target, before.terraform, saved.state_of_plan(file)
    )
    return saved.save(environment, content, fingerprint)


def reviewed(deployment: Deployment) -> Saved | None:
    """The plan reviewed before, if there is one.

    Raises:
        PlatformError: it is damaged, or what it was made from has moved.
    """
    found = saved.load(deployment.environment)
    if found is None:
        return None
    version = deployment.terraform.state_version()
    now = _fingerprint(deployment, saved.state_name(version.lineage, version.serial))
    saved.check(deployment.environment, found, now)
    return found


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
    if found.review.empty:
        # Showing a plan needs no AWS, so whichever the plan was made for does not matter.
        terraform = Terraform(environment.path, os.environ, environment.runs)
        saved.save(environment, terraform.show(found.file), found.fingerprint)
    return saved.json_file(environment)


def apply(deployment: Deployment, plan: Saved, on_event: OnEvent | None = None) -> None:
    """Apply exactly this plan. Afterwards it is used up, whether or not all of it worked.

    Raises:
        PlatformError: also when the local AWS died meanwhile, with that as the one reason.
    """
    environment, place = deployment.environment, deployment.target
    try:
        if not plan.review.empty:
            with _watched(deployment):
                deployment.terraform.apply(plan.file, on_event=on_event)
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
        saved.discard(environment)


def forget(deployment: Deployment) -> None:
    """Forget the kept plan, if there still is one."""
    saved.discard(deployment.environment)


def outputs(deployment: Deployment) -> dict[str, Output]:
    """The outputs of the environment."""
    return deployment.terraform.outputs()


def _fingerprint(deployment: Deployment, state: str) -> saved.Fingerprint:
    from tooling.terraform import binary

    terraform = deployment.terraform
    return saved.fingerprint(
        root=deployment.environment.path,
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
    """Whether nobody listens any more; one that is only busy still does."""
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
