"""The tasks of ./invokew. Thin: they parse, call tooling, and show what it returns.

Exit codes: 0 nothing to change, or done; 2 a plan found changes; 1 failed.
Imports are inside the tasks, so that `./invokew --list` is quick.
"""

from __future__ import annotations

import functools
import json as _json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.tasks import task

from tooling import invocation, paths
from tooling.errors import PlatformError
from tooling.program import reported, without_empty

if TYPE_CHECKING:
    from tooling.consent import Given
    from tooling.deploy import Absent, Deployment
    from tooling.options import Options
    from tooling.saved import Saved


def command(**options: Any) -> Callable[[Callable[..., None]], Any]:
    """A task whose failures are two lines, without one-letter options to hit by mistake."""

    def made(body: Callable[..., None]) -> Any:
        group, _, rest = body.__name__.partition("_")
        name = f"local.{options.get('name', rest)}" if group == "local" and rest else body.__name__
        return task(invocation.known(name, reported(without_empty(body))), auto_shortflags=False, **options)

    return made


ENV = "environment: a folder of environments/, such as local or dev"
ENDPOINT = "where to find AWS: 'local' for the embedded one, or a URL; by default what the environment means"
JSON = "machine-readable output on stdout; everything else goes to stderr"
YES = "do not ask (for CI); a protected environment wants --confirm instead"
CONFIRM = "the environment's name, which a protected environment wants"
LOSS = "go on although data will be lost"
FULL = "list every routine creation, too"


LIMITS = {
    "target": "only this address, and what it needs; may be given several times",
    "replace": "make this address new; may be given several times",
    "var_file": "a file of variables; may be given several times",
    "refresh_only": "change nothing but the state, to what AWS has",
    "parallelism": "how many operations run side by side",
    "lock_timeout": "how long to wait for the state's lock, such as 30s",
}
SEVERAL = ["target", "replace", "var_file"]
OVERRULE = "go on in spite of this finding of preflight, by its name; may be given several times"
WORDS = {"yes": YES, "confirm": CONFIRM, "allow_data_loss": LOSS, "overrule": OVERRULE}


@command(
    help={
        "env": ENV,
        "endpoint": ENDPOINT,
        "json": JSON,
        "full": FULL,
        "markdown": "for a pull request",
        "out": "write the plan into this file, too, for `apply --plan FILE` elsewhere",
        **LIMITS,
    },
    iterable=SEVERAL,
)
def plan(
    _: Any,
    env: str = "",
    endpoint: str = "",
    json: bool = False,
    full: bool = False,
    markdown: bool = False,
    out: str = "",
    target: Any = None,
    replace: Any = None,
    var_file: Any = None,
    refresh_only: bool = False,
    parallelism: int = 0,
    lock_timeout: str = "",
) -> None:
    """Review what an apply would change, by risk.

    Keeps the plan: the next apply does exactly this, or refuses because something has moved since.
    Exits with 0 when there is nothing to change, with 2 when there is, with 1 when it failed.
    """
    from tooling import deploy, render, saved

    file = _new_file(out)
    deployment, asked = _prepare(
        env,
        endpoint,
        absent="plan",
        target=target,
        replace=replace,
        var_file=var_file,
        refresh_only=refresh_only,
        parallelism=parallelism,
        lock_timeout=lock_timeout,
    )
    deploy.forget(deployment)
    made = _plan(deployment, asked)
    try:
        if json:
            print(render.as_json(env, made.review))
        elif markdown:
            print(render.markdown(env, made.review), end="")
        else:
            render.show(env, made.review, full=full)
        sys.stdout.flush()
        if file:
            saved.export(made, file)
        deploy.keep(deployment, made)  # only now, that all of it was shown
    finally:
        deploy.drop(made)
    if not made.review.empty:
        if not (json or markdown):
            _say(
                f"\nTo apply exactly this: {invocation.command('apply', **({'plan': file} if file else {}))}"
            )
        raise Exit(code=2)


@command(
    help={
        "env": ENV,
        "endpoint": ENDPOINT,
        **WORDS,
        "full": FULL,
        "json": JSON,
        "plan": "the file that `plan --out FILE` wrote where the plan was reviewed",
        **LIMITS,
    },
    iterable=[*SEVERAL, "overrule"],
)
def apply(
    _: Any,
    env: str = "",
    endpoint: str = "",
    yes: bool = False,
    confirm: str = "",
    allow_data_loss: bool = False,
    overrule: Any = None,
    full: bool = False,
    json: bool = False,
    plan: str = "",
    target: Any = None,
    replace: Any = None,
    var_file: Any = None,
    refresh_only: bool = False,
    parallelism: int = 0,
    lock_timeout: str = "",
) -> None:
    """Apply an environment, with a review first.

    Applies exactly the plan reviewed before, if one is kept. Else it plans, shows the review and asks; a
    protected environment is applied only from a plan that was reviewed before.
    What AWS will refuse is not begun: see preflight.
    The local environment never asks, and starts the local AWS by itself.
    """
    from pathlib import Path

    from tooling import deploy, environments
    from tooling.consent import Given

    file = Path(plan) if plan else None
    deploy.refuse_unreviewed(environments.get(_required(env)), file)
    given = Given(yes, confirm, allow_data_loss, tuple(overrule or ()))
    prepare = functools.partial(
        _prepare,
        env,
        endpoint,
        target=target,
        replace=replace,
        var_file=var_file,
        refresh_only=refresh_only,
        parallelism=parallelism,
        lock_timeout=lock_timeout,
    )
    # A first apply that somebody declines must not leave a state bucket.
    will_ask = not (yes or confirm or env == "local")
    deployment, asked = prepare(absent="plan" if will_ask else "make")
    saved = deploy.reviewed(deployment, asked, file) or _plan(deployment, asked)
    agreed = not deployment.applied
    if agreed:
        _agreed(deployment, saved, "apply", given, full=full, json=json)
        deployment, asked = prepare()
    if saved.record.unapplied:
        saved = deploy.confirmed(saved, _plan(deployment, deploy.asked_then(saved, asked)))
    if not agreed:
        _agreed(deployment, saved, "apply", given, full=full, json=json)
    _carry_out(deployment, saved, asked)
    values = deploy.outputs(deployment)
    if json:
        print(_json.dumps({**_result(env, saved), "outputs": _plain(values)}, indent=2))
    else:
        _show_services(deployment, values)


@command(
    help={
        "env": ENV,
        "endpoint": ENDPOINT,
        **WORDS,
        "full": FULL,
        "json": JSON,
        **{name: LIMITS[name] for name in ("target", "var_file", "parallelism", "lock_timeout")},
    },
    iterable=["target", "var_file", "overrule"],
)
def destroy(
    _: Any,
    env: str = "",
    endpoint: str = "",
    yes: bool = False,
    confirm: str = "",
    allow_data_loss: bool = False,
    overrule: Any = None,
    full: bool = False,
    json: bool = False,
    target: Any = None,
    var_file: Any = None,
    parallelism: int = 0,
    lock_timeout: str = "",
) -> None:
    """Destroy an environment, with a review first.

    Wants the same words as an apply. One that AWS would refuse half-way is not begun: see preflight.
    """
    from tooling.consent import Given

    deployment, asked = _prepare(
        env,
        endpoint,
        absent="refuse",
        target=target,
        var_file=var_file,
        parallelism=parallelism,
        lock_timeout=lock_timeout,
    )
    saved = _plan(deployment, asked, destroy=True)
    given = Given(yes, confirm, allow_data_loss, tuple(overrule or ()))
    _agreed(deployment, saved, "destroy", given, full=full, json=json)
    _carry_out(deployment, saved, asked)
    if json:
        print(_json.dumps(_result(env, saved), indent=2))


@command(
    help={
        "env": ENV,
        "endpoint": ENDPOINT,
        "comment": "write the comment into this file; by default to standard output",
        "out": "write the plan into this file, too, for `apply --plan FILE` after the merge",
    }
)
def review(_: Any, env: str = "", endpoint: str = "", comment: str = "", out: str = "") -> None:
    """Check the code and review a plan, for a pull request: all of it in one comment.

    Exits with 0 when nothing is to change, with 2 when something is, with 1 when the code is not formatted,
    not valid or against the policy, when no plan can be made, or when AWS will refuse it.
    """
    from tooling import check, ci, deploy, environments, render, saved
    from tooling import policy as rules

    target, file = _new_file(comment), _new_file(out)
    environment = environments.get(_required(env))

    def unformatted() -> str:
        return "\n".join(f"{check.shown(each)} is not formatted" for each in check.fmt(True))

    def invalid() -> str:
        check.validate(environment.path)
        return ""

    def broken() -> str:
        plans = [rules.Plan(environment.path, deploy.json_of(environment, plan))] if plan else []
        report = rules.run(plans=plans)
        return rules.render_text(report) if report.exit_code else ""

    checks = [ci.checked("fmt", unformatted), ci.checked("validate", invalid)]
    plan: Saved | None = None
    try:
        try:
            deployment, asked = _prepare(env, endpoint, absent="plan")
            deploy.forget(deployment)
            plan = _plan(deployment, asked)
            text = render.markdown(env, plan.review)
        except PlatformError as error:
            text = f"### No plan for {env}\n\n```\n{error.message}\n```\n"
            checks.append(ci.Check("plan", invocation.explained(error)))
        checks.append(ci.checked("policy", broken))
        whole = ci.comment(env, text, checks, _cost_of(env, plan) if plan else "")
        if target:
            target.write_text(whole)
        else:
            print(whole, end="")
            sys.stdout.flush()
        if plan:  # only now, that all of it was shown
            if file:
                saved.export(plan, file)
            deploy.keep(deployment, plan)
    finally:
        if plan:
            deploy.drop(plan)
    if any(each.text for each in checks) or plan is None or plan.review.preflight:
        raise Exit(code=1)
    if not plan.review.empty:
        raise Exit(code=2)


@command(
    help={
        "env": "the environment whose plan is kept",
        "file": "the JSON of any plan, as `terraform show -json PLAN` writes it; - is standard input",
        "json": JSON,
    }
)
def preflight(_: Any, env: str = "", file: str = "", json: bool = False) -> None:
    """Name what AWS will refuse when a plan is applied, with the cause, AWS's error and the cure.

    Every plan and apply does it. Exits with 1 when there is something.
    """
    from tooling import preflight as tooling_preflight
    from tooling import render

    if bool(env) == bool(file):
        raise PlatformError("one plan is needed", "give --env NAME or --file PLAN.json, one of both")
    if file:
        found = tooling_preflight.check_file(file)
    else:
        from tooling import environments, saved

        kept = saved.load(environments.get(env))
        if kept is None:
            raise PlatformError(f"no plan of '{env}' is kept", f"./invokew plan --env {env}")
        found = kept.review.preflight
    print(_json.dumps([each.to_json() for each in found], indent=2) if json else render.findings(found))
    if found:
        raise Exit(code=1)


@command(
    help={
        "env": ENV,
        "endpoint": ENDPOINT,
        "name": "only this output, as its plain value; the only way to print a sensitive one",
        "json": JSON,
    }
)
def output(_: Any, env: str = "", endpoint: str = "", name: str = "", json: bool = False) -> None:
    """Show an environment's outputs and its services' URLs."""
    from tooling import deploy, render

    deployment = deploy.attach(_required(env), endpoint or None, _say)
    values = deploy.outputs(deployment)
    if name:
        if name not in values:
            known = ", ".join(sorted(values)) or "none; it is not applied yet"
            raise PlatformError(f"'{env}' has no output '{name}'", f"use one of: {known}")
        value = values[name].value
        print(value if isinstance(value, str) and not json else _json.dumps(value, indent=2))
    elif json:
        print(_json.dumps(_plain(values), indent=2))
    elif not values:
        raise PlatformError(f"'{env}' has no outputs: it is not applied", f"./invokew apply --env {env}")
    else:
        rest = {key: value for key, value in values.items() if key != "services" or not _services(values)}
        if rest:
            print(render.outputs(rest))
        _show_services(deployment, values)


@command(help={"env": f"{ENV}; local by default", "endpoint": ENDPOINT, "json": JSON})
def demo(_: Any, env: str = "local", endpoint: str = "", json: bool = False) -> None:
    """Place orders in the shop, and show the path each takes, with what is undone when a step fails."""
    from tooling import demo as orders
    from tooling import deploy

    try:
        deployment = deploy.attach(env, endpoint or None, _say)
    except PlatformError as error:
        if not error.next_step.startswith("./invokew local.start"):
            raise
        raise PlatformError(error.message, f"./invokew apply --env {env}") from error
    values = deploy.outputs(deployment)
    if "services" not in values:
        raise PlatformError(f"'{env}' has no outputs: it is not applied", f"./invokew apply --env {env}")
    _say("Placing orders; functions that were not called before take a moment")
    outcomes = orders.run(orders.Shop(values["services"].value, deployment.target))
    print(orders.as_json(outcomes) if json else orders.as_text(outcomes))


@command(help={"env": "only this environment; by default all of them, and every module and example"})
def validate(_: Any, env: str = "") -> None:
    """Check that the Terraform code is valid; needs no AWS."""
    from tooling import check, environments

    for root in [environments.get(env).path] if env else check.roots():
        check.validate(root)
        print(f"{check.shown(root)} is valid")


@command(help={"check": "change nothing; fail when something is not formatted"})
def fmt(_: Any, check: bool = False) -> None:
    """Format the Terraform code and the Python code."""
    from tooling import check as checks

    found = checks.fmt(check)
    for file in found:
        print(f"{checks.shown(file)} {'is not formatted' if check else 'formatted'}")
    if check and found:
        raise PlatformError(f"{len(found)} files are not formatted", "./invokew fmt")


@command(help={"check": "change nothing; fail when a page is not up to date"})
def docs(_: Any, check: bool = False) -> None:
    """Write the pages that are generated from the code: references of modules, policy, local AWS.

    docs/capabilities.md comes from a test run: see `capabilities`.
    """
    from tooling import hooks

    for write in hooks.PAGES:
        write((), not check)


@command()
def packages(_: Any) -> None:
    """Build the Lambda packages and the folders of container images that changed."""
    from tooling import packages as tooling_packages
    from tooling import render
    from tooling.packages import images

    zips = [(item.name, item.changed, item.sha256) for item in tooling_packages.build_all()]
    folders = [(item.name, item.changed, item.digest) for item in images.build_all()]
    rows = [
        (name, "built" if changed else "unchanged", digest[:12]) for name, changed, digest in zips + folders
    ]
    print(render.table(rows))


@command(
    help={
        "env": "also check the plan kept by `plan --env NAME`",
        "changed": "only what differs from the last commit, and what that affects",
        "json": JSON,
    }
)
def policy(_: Any, env: str = "", changed: bool = False, json: bool = False) -> None:
    """Check the Terraform code, and a plan of it, against the rules.

    The rules are checkov's and the platform's own. Exits with 1 when one is broken.
    """
    from tooling import policy as rules

    plans = []
    if env:
        from tooling import deploy, environments

        environment = environments.get(env)
        plans.append(rules.Plan(environment.path, deploy.plan_json(environment)))
    report = rules.run(plans=plans, changed_only=changed)
    print(_json.dumps(report.as_json(), indent=2) if json else rules.render_text(report))
    if report.exit_code:
        raise Exit(code=report.exit_code)


@command(
    help={
        "env": "list what this environment has, from its state; by default the whole table",
        "endpoint": ENDPOINT,
        "json": JSON,
    }
)
def lifecycle(_: Any, env: str = "", endpoint: str = "", json: bool = False) -> None:
    """List which versions end when, and what an environment will have to move, by date.

    Exits with 2 when a version in use has ended or ends within half a year.
    """
    from datetime import date

    from tooling import lifecycle as ends
    from tooling import render

    today = date.today()
    if env:
        from tooling import deploy

        found = ends.of_state(deploy.attach(env, endpoint or None, _say).terraform.read_state())
    else:
        found = ends.whole_table()
    if json:
        print(_json.dumps([move.as_json(today) for move in found], indent=2))
    elif found:
        print(render.table(ends.row(move, today) for move in found))
    else:
        print(f"no version in '{env}' has an announced end")
    if env and any(move.state(today) != "later" for move in found):
        raise Exit(code=2)


@command(help={"id": "the lock's id, as the refusal named it", "env": ENV, "endpoint": ENDPOINT})
def unlock(_: Any, id: str, env: str = "", endpoint: str = "") -> None:
    """Release the state lock of a run that died elsewhere."""
    from tooling import deploy

    deploy.attach(_required(env), endpoint or None, _say).terraform.force_unlock(id)
    print(f"released the lock of '{env}'")


@command(
    help={
        "tier": "'full' for everything, 'fast' for what needs no local AWS and is over in a minute, "
        "'localstack' for a second opinion on five services",
        "args": "more arguments for pytest, such as --args='-k lambda -x'",
        "report": "write docs/capabilities.md from what a full run showed",
    }
)
def test(_: Any, tier: str = "full", args: str = "", report: bool = False) -> None:
    """Run the tests."""
    import shlex

    from tooling import check, paths
    from tooling.errors import PlatformError

    run = "part" if args else tier  # a part need not show all that docs/capabilities.md claims
    if report and run != "full":
        raise PlatformError("a part of the tests is no report", "./invokew test --report")
    try:
        more = shlex.split(args)
    except ValueError as error:
        raise PlatformError(
            f"--args is {args}: {str(error).lower()}", "close the quote: --args=\"-k 'one or two'\""
        ) from None
    command = [sys.executable, "-m", "pytest", *check.tests(tier), *more]
    code = subprocess.call(command, cwd=paths.ROOT, env=os.environ | {"PLATFORM_TEST_TIER": run})
    if report:
        _write_capabilities()
    if code:
        raise Exit(code=1)


@command(
    positional=["topic"],
    help={
        "topic": "compute, serverless, data or messaging",
        "workload": "a file with answers, TOML or JSON, instead of questions",
        "region": "whose prices count",
        "json": JSON,
    },
)
def choose(
    _: Any, topic: str = "", workload: str = "", region: str = "eu-west-1", json: bool = False
) -> None:
    """Find the service that fits a workload, with reasons, price and the module call."""
    from pathlib import Path

    from tooling import choose as choices
    from tooling.choose import asking, text
    from tooling.cost import prices

    asked = choices.load(topic)
    ask = _asker()
    if workload:
        given: dict[str, Any] = asking.from_file(Path(workload))
    elif ask is not None:
        given = asking.at_terminal(asked, ask, _say)
    else:
        raise PlatformError(
            "there is no terminal to ask at", f"write the answers into a file: choose {topic} --workload FILE"
        )
    found = choices.advise(asked, given, prices.load(), region)
    print(_json.dumps(found.to_json(), indent=2) if json else text.shown(found))


PLAN = "a plan as `terraform show -json` writes it, instead of the one that is kept of the environment"


@command(
    help={
        "env": ENV,
        "plan": PLAN,
        "who_can": "an action, such as s3:DeleteObject: who can do it on what --on names",
        "on": "the ARN, or a resource's address in the plan",
        "change": "only what the change gives and takes away",
        "full": "also who cannot, and why",
        "json": JSON,
    }
)
def access(
    _: Any,
    env: str = "",
    plan: str = "",
    who_can: str = "",
    on: str = "",
    change: bool = False,
    full: bool = False,
    json: bool = False,
) -> None:
    """Show who may do what, on what, under which condition, by which statement.

    From the plan that is kept (`plan --env NAME`). Questions are decided by the local AWS's own function.
    """
    from tooling import access as rights
    from tooling import emulator, environments, planned
    from tooling.access import asking, text

    root = environments.get(_required(env)).path
    content = planned.of(env, plan)
    after = rights.read(content, root)
    if bool(who_can) != bool(on):
        raise PlatformError("a question needs both", "--who-can s3:DeleteObject --on ARN")
    if who_can:
        answers = asking.who_can(after, who_can, on, lambda questions: emulator.evaluate(questions, _say))
        found: Any = {"answers": [each.to_json() for each in answers], "unread": after.unread()}
        shown = text.answered(who_can, on, answers, after.unread(), full=full)
    elif change:
        before = rights.read(content, root, before=True)
        came, went = rights.added(before, after), rights.taken(before, after)
        found = {"added": [each.to_json() for each in came], "taken": [each.to_json() for each in went]}
        shown = text.changed(came, went)
    else:
        found = {"rights": [each.to_json() for each in after.rights()], "unread": after.unread()}
        shown = text.shown(after)
    print(_json.dumps(found, indent=2) if json else shown)


@command(
    help={
        "env": ENV,
        "plan": PLAN,
        "region": "another region than the plan's",
        "tag": "the tag to sum by; by default Service",
        "compare": "what it would cost reserved, by savings plans, on Spot",
        "full": "each charge",
        "json": JSON,
    }
)
def cost(
    _: Any,
    env: str = "",
    plan: str = "",
    region: str = "",
    tag: str = "Service",
    compare: bool = False,
    full: bool = False,
    json: bool = False,
) -> None:
    """Estimate what an environment costs in a month, and what a change adds.

    Offline, from the plan that is kept (`plan --env NAME`), the price table and environments/NAME/usage.toml.
    What is not known is listed, never counted as zero.
    """
    from tooling import cost as costs
    from tooling import environments, planned
    from tooling.cost import compare as models
    from tooling.cost import prices, text, usage
    from tooling.plan import resources

    place = environments.get(_required(env)).path
    found = costs.estimate(
        resources.read(planned.of(env, plan)), prices.load(), usage.load(place / usage.FILE), region
    )
    if compare:
        options = models.compare(found.after)
        if json:
            print(_json.dumps([each.to_json() for each in options], indent=2))
        else:
            print(text.compared(options, models.without_models(found.after)))
    elif json:
        print(_json.dumps({"environment": env, **found.to_json(tag)}, indent=2))
    else:
        print(text.shown(env, found, tag, full=full))


@command(
    help={
        "env": ENV,
        "plan": PLAN,
        "zoom": "environment, service or network",
        "of": "of a service: its tag Service, or the module that it is in",
        "out": "a file to write: FILE.svg laid out, FILE.mmd for Mermaid; without it, Mermaid is printed",
        "json": JSON,
    }
)
def diagram(
    _: Any,
    env: str = "",
    plan: str = "",
    zoom: str = "environment",
    of: str = "",
    out: str = "",
    json: bool = False,
) -> None:
    """Draw the architecture of an environment, with where data flows.

    From the plan that is kept (`plan --env NAME`); one that changes nothing shows what is applied.
    """
    from typing import cast

    from tooling import diagram as drawing
    from tooling import environments, planned
    from tooling.diagram import layout

    file = _new_file(out)
    if file and file.suffix not in (".svg", ".mmd"):
        raise PlatformError(f"--out {out} is of no kind that is known", "name a file FILE.svg or FILE.mmd")
    root = environments.get(_required(env)).path
    picture = drawing.draw(planned.of(env, plan), root, env, cast(drawing.Zoom, zoom), of)
    if file:
        text = layout.svg(picture) if file.suffix == ".svg" else layout.mermaid(picture)
        file.write_text(text, encoding="utf-8")
        _say(f"drew {len(picture.nodes)} things and {len(picture.edges)} flows into {out}")
    if json:
        print(_json.dumps(picture.to_json(), indent=2))
    elif not file:
        print(layout.mermaid(picture), end="")


@command(
    help={
        "env": ENV,
        "plan": PLAN,
        "out": "the file to write, such as review.html",
    }
)
def page(_: Any, env: str = "", plan: str = "", out: str = "") -> None:
    """Write one HTML page about a plan for its reviewers: preflight, risk, access, cost and diagram.

    From the plan that is kept (`plan --env NAME`). The page loads nothing from elsewhere and runs nothing.
    """
    from dataclasses import replace

    from tooling import access as rights
    from tooling import diagram as drawing
    from tooling import environments, html_page, planned, render
    from tooling import plan as plans
    from tooling import preflight as tooling_preflight
    from tooling.access import text as access_text
    from tooling.diagram import layout

    file = _new_file(out)
    if file is None:
        raise PlatformError("the page needs a file", "--out review.html")
    root = environments.get(_required(env)).path
    content = planned.of(env, plan)
    review = replace(plans.read(content), preflight=tooling_preflight.check(content))
    before, after = rights.read(content, root, before=True), rights.read(content, root)
    came, went = rights.added(before, after), rights.taken(before, after)
    _say("drawing the diagram")
    file.write_text(
        html_page.page(
            render.headline(env, review),
            f"Terraform {content.get('terraform_version', '')}, planned {content.get('timestamp', '')}",
            [
                html_page.Section(
                    "Preflight",
                    f"{len(review.preflight)} that AWS will refuse" if review.preflight else "nothing found",
                    html_page.plain(render.findings(review.preflight)),
                ),
                html_page.Section("Risk", "", [*render.lines(env, replace(review, preflight=()))][1:]),
                html_page.Section(
                    "Access",
                    f"{len(came)} rights given, {len(went)} taken away",
                    html_page.plain(access_text.changed(came, went)),
                    folded=True,
                ),
                html_page.Section("Cost", "", html_page.plain(_cost_of(env, plan)), folded=True),
                html_page.Section(
                    "Diagram", "", picture=layout.svg(drawing.draw(content, root, env, "environment", ""))
                ),
            ],
        ),
        encoding="utf-8",
    )
    _say(f"wrote {out}")


@command(
    help={
        "env": ENV,
        "endpoint": ENDPOINT,
        "only_code": "do not look for what exists beside it",
        "json": JSON,
    }
)
def drift(_: Any, env: str = "", endpoint: str = "", only_code: bool = False, json: bool = False) -> None:
    """Find what differs between AWS and the code, whose it is, and how to take it over or back.

    For a schedule: exits with 0 when nothing differs, with 2 when something does, with 1 when it failed.
    """
    from tooling import deploy
    from tooling import drift as differing
    from tooling.drift import beside, text, trail

    deployment, asked = _prepare(env, endpoint, absent="refuse")
    made = _plan(deployment, asked)
    try:
        plan = deploy.content(deployment, made)
    finally:
        deploy.drop(made)
    target, environment = deployment.target, deployment.environment
    found = differing.differences(plan, environment.path, env, trail.last(target))
    state = frozenset({environment.backend.bucket})
    others, unlisted = ([], []) if only_code else beside.unmanaged(plan, target, state, env)
    if json:
        answer = {
            "environment": env,
            "differences": [each.to_json() for each in found],
            "unmanaged": [each.to_json() for each in others],
            "not_looked_for": unlisted,
        }
        print(_json.dumps(answer, indent=2))
    else:
        print(text.shown(env, found, others, unlisted))
    if code := differing.code(found, others):
        raise Exit(code=code)


@command(
    positional=["what", "name"],
    help={
        "what": "service or module",
        "name": "of a service, such as orders; of a module its chapter, too, such as messaging/inbox",
        "compute": "of a service: lambda or fargate",
        "json": JSON,
    },
)
def new(_: Any, what: str = "", name: str = "", compute: str = "lambda", json: bool = False) -> None:
    """Make a service or a module, which plans, applies and passes its tests as made.

    `new service orders`, or `new module messaging/inbox`.
    """
    from tooling import paths, scaffold

    if what not in ("service", "module"):
        raise PlatformError(
            f"there is no new '{what}'" if what else "it does not say what to make",
            "write `new service NAME` or `new module CHAPTER/NAME`",
        )
    made = scaffold.service(name, compute) if what == "service" else scaffold.module(name)
    files = [str(file.relative_to(paths.ROOT)) for file in made.files]
    if json:
        print(_json.dumps({"files": files, "call": made.call, "next": list(made.next_steps)}, indent=2))
    else:
        print("\n".join(f"made {file}" for file in files))
        print(f"\n{made.call}")
        print("\n".join(f"next: {step}" for step in made.next_steps))


@command(
    help={
        "env": "the environment whose AWS it is in, and whose code it becomes",
        "endpoint": ENDPOINT,
        "template": "a template of CloudFormation or SAM",
        "stack": "the stack that was made of the template; without it, what the template names is found",
        "parameter": "a parameter of the template: Name=value; may be given several times",
        "arn": "the ARN of something that exists; may be given several times",
        "out": "a folder that gets adopted.tf and its files; without it, the code is printed",
        "no_check": "do not plan the code",
        "json": JSON,
    },
    iterable=["arn", "parameter"],
)
def adopt(
    _: Any,
    env: str = "",
    endpoint: str = "",
    template: str = "",
    stack: str = "",
    parameter: Any = None,
    arn: Any = None,
    out: str = "",
    no_check: bool = False,
    json: bool = False,
) -> None:
    """Make calls of the modules, with import blocks, of what a template or ARNs name.

    Plans the code, and says what it adds or changes all the same, and what cannot be adopted and why.
    Changes nothing in AWS. Exits with 1 when the plan would replace or destroy something.
    """
    from pathlib import Path

    from tooling import adopt as adopting
    from tooling import environments, progress
    from tooling.adopt import checking, live, text
    from tooling.aws import target

    if bool(template) == bool(arn):
        raise PlatformError("nothing to adopt is named", "give either --template FILE or --arn ARN")
    folder = adopting.place(out)
    place = target(environments.get(_required(env)), endpoint or None, say=_say)
    account = live.Account(place)
    named = (
        adopting.of_template(Path(template), account, stack, parameter or [])
        if template
        else adopting.of_arns(arn)
    )
    with progress.working(f"Reading {len(named)} resources"):
        found = adopting.adopt(named, account)
    checked = None
    if found.calls and not no_check:
        with progress.working("Planning what was adopted"):
            checked = checking.plan(found, place)
    files = [str(file) for file in adopting.write(found, folder)] if folder else []
    if json:
        answer = {**found.to_json(), "plan": checked.to_json() if checked else None, "files": files}
        print(_json.dumps(answer if folder else {**answer, "code": found.text()}, indent=2, default=str))
    else:
        if not folder:
            print(found.text())
        _say(text.shown(found, checked))
        _say("\n".join(f"made {file}" for file in files))
    if checked and checked.lost:
        raise Exit(code=1)


@command(
    help={
        "write": "write changelog and upgrade guide, commit them, and make the tag",
        "quick": "leave out the upgrade run",
        "json": JSON,
    }
)
def release(_: Any, write: bool = False, quick: bool = False, json: bool = False) -> None:
    """Compute the next version from what changed for callers, and from an upgrade of the last one.

    Examples of the last tag are applied to a local AWS and planned with the code as it is: what is replaced
    or destroyed makes a major version. Without --write, it is only shown.
    """
    from datetime import date

    from tooling import release as releasing
    from tooling.release.repository import Repository

    repository = Repository(paths.ROOT)
    run = None if quick else releasing.on_a_local_aws(paths.MODULES, _say)
    found = releasing.compute(repository, run)
    files = releasing.write(repository, found, date.today()) if write else []
    if json:
        written = [str(file.relative_to(paths.ROOT)) for file in files]
        print(_json.dumps({**found.to_json(), "written": written}, indent=2))
    else:
        print(found.text())
        if write:
            _say(f"\ntagged {found.version}; to publish it: git push --follow-tags")
        else:
            _say(f"\nTo make it: {invocation.command('release', write=True)}")


@command(help={"renew": "download the current prices from the AWS price list", "json": JSON})
def prices(_: Any, renew: bool = False, json: bool = False) -> None:
    """Show the price table that estimates use, or renew it."""
    import datetime

    from tooling import render
    from tooling.cost import prices as table
    from tooling.cost import renewal

    known = table.load()
    if renew:
        found = renewal.renewed(known, renewal.download, datetime.date.today())
        table.TABLE.write_text(table.written(found.table), encoding="utf-8")
        for (item, region), (old, new) in found.changed.items():
            _say(f"{item} in {region}: {old if old is not None else 'unknown'} -> {new}")
        _say(f"{len(found.changed)} changed, {len(found.missing)} not found in the price list")
        known = found.table
    rows = [
        (each.item, each.unit, *(str(each.prices.get(region, "?")) for region in known.regions),
         each.dated.isoformat(), " ".join(sorted(each.verified)) or "unverified", each.source)
        for each in known.prices.values()
    ]  # fmt: skip
    names = ("item", "unit", *known.regions, "dated", "verified", "source")
    if json:
        print(_json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2))
    else:
        print(render.table([names, *rows]))


@command(
    help={
        "install_terraform": "put the pinned Terraform into .cache/bin, its checksum verified",
        "json": JSON,
    }
)
def doctor(_: Any, install_terraform: bool = False, json: bool = False) -> None:
    """Tell what this machine has, and how to get what it lacks."""
    from dataclasses import asdict

    from tooling import doctor as looks
    from tooling import render
    from tooling.terraform import binary

    if install_terraform:
        _say(f"installed {binary.install()}")
    found = looks.checks()
    if json:
        print(_json.dumps([asdict(check) for check in found], indent=2))
    else:
        print(render.table([("ok" if check.ok else "MISSING", check.name, check.found) for check in found]))
        for check in found:
            if not check.ok:
                print(f"\n{check.name}: {invocation.completed(check.next_step)}")
    if not all(check.ok for check in found):
        raise Exit(code=1)


@command(
    help={
        "json": "a list of {id, clause, required, reached, tests}",
        "write": "write docs/capabilities.md from the last full run",
    }
)
def capabilities(_: Any, json: bool = False, write: bool = False) -> None:
    """Show what the platform is proven to do."""
    from tooling import capabilities as proven
    from tooling import render

    if write:
        _write_capabilities()
    claims = proven.committed()
    rows = [
        (it.id, each.name, it.required, claims.get((it.id, each.name), proven.Claim()))
        for it in proven.load()
        for each in it.clauses
    ]
    if json:
        names = ("id", "clause", "required", "reached", "tests")
        print(
            _json.dumps(
                [dict(zip(names, (*row[:3], row[3].reached, row[3].tests), strict=True)) for row in rows],
                indent=2,
            )
        )
    else:
        print(render.table([(*row[:3], row[3].reached) for row in rows]))


@command(help={"json": JSON, "quick": "leave out the policy"})
def bench(_: Any, json: bool = False, quick: bool = False) -> None:
    """Measure the harness against bare Terraform.

    Applies the environment local to a local AWS of its own; a plan kept of it is dropped. Takes some minutes.
    """
    from benchmarks import run

    figures = run.everything(say=_say, quick=quick)
    print(run.as_json(figures) if json else run.as_table(figures))


@command(
    help={
        "module": "only this one, such as messaging/sqs-queue, or tooling/policy; by default all",
        "kind": "only this kind of mistake, such as trust; see campaigns/mutants/README.md",
        "sample": "how many of each kind of a module; 0 is all",
        "seed": "which of them: the same seed, the same mutants",
        "again": "try out what survived, and nothing else",
        "show": "only show what would be tried out",
        "report": "only show what became of all that were tried out",
    }
)
def mutants(
    _: Any,
    module: str = "",
    kind: str = "",
    sample: int = 1,
    seed: int = 1,
    again: bool = False,
    show: bool = False,
    report: bool = False,
) -> None:
    """Break modules and the policy on purpose, to see which mistakes no test notices.

    Takes an hour for one mistake of each kind in each module; an interrupted run goes on where it was.
    """
    from campaigns.mutants import __main__ as campaign

    named = [("--module", module), ("--kind", kind), ("--sample", str(sample)), ("--seed", str(seed))]
    flags = [("--again", again), ("--show", show), ("--report", report)]
    arguments = [word for name, value in named if value for word in (name, value)]
    campaign.main([*arguments, *(name for name, given in flags if given)])


@command(name="start")
def local_start(_: Any) -> None:
    """Start the local AWS, unless it runs."""
    from tooling import emulator

    server = emulator.start(say=_say)
    print(f"the local AWS answers at {server.url}")


@command(name="stop")
def local_stop(_: Any) -> None:
    """Stop the local AWS; what it held is gone."""
    from tooling import emulator

    print("stopped the local AWS" if emulator.stop() else "the local AWS was not running")


@command(name="status", help={"json": JSON})
def local_status(_: Any, json: bool = False) -> None:
    """Tell whether the local AWS runs, where, and what it was asked for and does not serve."""
    from tooling import emulator

    if json:
        server = emulator.status()
        lacking = emulator.not_served() if server else {}
        url = server.url if server else None
        print(_json.dumps({"running": server is not None, "url": url, "not_served": lacking}))
    else:
        print(emulator.summary())


@command(name="denials", help={"json": JSON})
def local_denials(_: Any, json: bool = False) -> None:
    """List what the local AWS denied, with the statement that was missing."""
    from tooling import emulator

    found = emulator.denials()
    text = "\n\n".join(each["text"] for each in found) or "nothing was denied"
    print(_json.dumps(found, indent=2) if json else text)


@command(
    name="engines",
    help={
        "ministack": "the version of MiniStack to try, such as 1.6.0; by default the pinned one",
        "moto": "the version of moto to try; by default the pinned one",
        "json": JSON,
    },
)
def local_engines(_: Any, ministack: str = "", moto: str = "", json: bool = False) -> None:
    """Try other versions of the engines: which corrections they need no more, and which broke.

    Exits with 2 when a correction is needed no more, with 1 when one broke.
    """
    from tooling import engines, render

    found = engines.try_out(ministack=ministack, moto=moto, say=_say)
    print(_json.dumps(found, indent=2) if json else render.engines(found))
    if code := engines.exit_code(found):
        raise Exit(code=code)


@command(name="reset")
def local_reset(_: Any) -> None:
    """Empty the local AWS without a restart."""
    from tooling import emulator

    emulator.reset()
    print("the local AWS is empty")


@command(
    name="fault",
    help={
        "kind": "throttle, error, latency or drop; without it, the faults that are set are listed",
        "service": "only calls of this service, by the AWS CLI's name: sqs, dynamodb; by default of all",
        "operation": "only calls of this operation: SendMessage",
        "rate": "the share of these calls, above 0 and up to 1",
        "seed": "which of them: the same seed and the same calls, the same outcome",
        "ms": "how late a latency makes an answer, in milliseconds",
        "clear": "take all faults back",
        "json": JSON,
    },
)
def local_fault(
    _: Any,
    kind: str = "",
    service: str = "",
    operation: str = "",
    rate: float = 1.0,
    seed: int = 0,
    ms: int = 0,
    clear: bool = False,
    json: bool = False,
) -> None:
    """Make the local AWS throttle, fail, delay or drop calls.

    Terraform's calls and the functions' own are calls, too. Faults last until they are cleared.
    """
    from tooling import emulator, render

    if clear:
        emulator.clear_faults()
    if kind:
        emulator.set_fault(kind=kind, service=service, operation=operation, rate=rate, seed=seed, ms=ms)
    elif service or operation:
        raise PlatformError("no kind of fault is named", "add --kind throttle, error, latency or drop")
    found = emulator.faults()
    if json:
        print(_json.dumps(found, indent=2))
    else:
        print(render.faults(found) if found else "no fault is set")


@command(
    name="record",
    help={
        "start": "begin again",
        "stop": "go on no further; what was recorded stays until the next start",
        "policy": "the policy that would allow these calls, as JSON",
        "json": JSON,
    },
)
def local_record(
    _: Any, start: bool = False, stop: bool = False, policy: bool = False, json: bool = False
) -> None:
    """Record the calls to the local AWS, and draft the policy they need.

    The policy leaves out what functions call: their roles have grants. It is a draft to read before use.
    """
    from tooling import emulator, render

    if start and stop:
        raise PlatformError("it cannot start and stop at once", "give one of --start and --stop")
    found = emulator.record(start=start, stop=stop)
    if policy or json:
        print(_json.dumps(found["policy"] if policy else found, indent=2))
    else:
        print(render.record(found))


@command(name="snapshot", help={"name": "what to call it"})
def local_snapshot(_: Any, name: str) -> None:
    """Keep all that the local AWS holds, Terraform's state too."""
    from tooling import emulator

    emulator.snapshot(name)
    print(f"kept as '{name}'; back to it: ./invokew local.restore {name}")


@command(name="restore", help={"name": "what it was called"})
def local_restore(_: Any, name: str) -> None:
    """Put back what a snapshot kept; what the local AWS holds now is gone."""
    from tooling import emulator

    emulator.restore(name)
    print(f"the local AWS holds what '{name}' kept")


@command(
    name="logs", help={"lines": "how many of the last lines", "follow": "go on as it grows, until Ctrl-C"}
)
def local_logs(_: Any, lines: int = 100, follow: bool = False) -> None:
    """Show the local AWS's log, its functions' included."""
    from tooling import emulator

    if lines < 0:
        raise PlatformError(f"--lines is {lines}", "give --lines a count of lines, such as 100")
    log = emulator.log_path()
    if not log.exists():
        raise PlatformError("the local AWS has no log: it was never started", "./invokew local.start")
    subprocess.call(["tail", "-n", str(lines), *(["-f"] if follow else []), str(log)])


def _required(env: str) -> str:
    if not env:
        from tooling import environments

        known = environments.names()
        raise PlatformError("no environment is named", f"add --env NAME, one of: {', '.join(known)}")
    return env


def _prepare(
    env: str, endpoint: str, *, absent: Absent = "make", **options: Any
) -> tuple[Deployment, Options]:
    """The environment, ready, and what is asked for besides."""
    from tooling import deploy, environments
    from tooling import options as tooling_options

    path = environments.get(_required(env)).path
    asked = tooling_options.of(os.environ, path, **options)
    return deploy.prepare(env, endpoint or None, _say, asked, absent=absent), asked


def _plan(deployment: Deployment, asked: Options, *, destroy: bool = False) -> Saved:
    from tooling import deploy, progress

    with progress.working(f"Planning {deployment.environment.name}"):
        return deploy.plan(deployment, asked, destroy=destroy)


def _new_file(out: str) -> Any:
    """Where `--out` goes; its folder is there."""
    from pathlib import Path

    if out and (not Path(out).parent.is_dir() or Path(out).is_dir()):
        raise PlatformError(f"--out {out} is no file that can be made", "name a file in a folder that exists")
    return Path(out) if out else None


def _agreed(deployment: Deployment, saved: Saved, verb: str, given: Given, *, full: bool, json: bool) -> None:
    """Show the review, and get the words it needs."""
    from tooling import consent, deploy, render

    environment, review = deployment.environment, saved.review
    try:
        render.show(environment.name, review, full=full, stream=sys.stderr if json else None)
        if not review.empty:
            consent.obtain(environment, review, given, verb, _asker())
    except BaseException:
        deploy.drop(saved)
        raise


def _carry_out(deployment: Deployment, saved: Saved, asked: Options) -> None:
    """Apply what was agreed to, with live progress."""
    import time

    from tooling import deploy, progress

    environment, review = deployment.environment, saved.review
    try:
        if review.empty:
            deploy.forget(deployment)
            return
        began = time.monotonic()
        with progress.reporter(progress.operations(review.counts)) as reporter:
            warnings = deploy.apply(deployment, saved, asked, on_event=reporter)
    finally:
        deploy.drop(saved)
    for warning in warnings:
        if warning not in review.warnings:
            _say(f"warning: {warning}")
    _say(f"\n{environment.name}: done in {progress.duration(time.monotonic() - began)}")


def _asker() -> Callable[[str], str] | None:
    if not sys.stdin.isatty():
        return None

    def ask(question: str) -> str:
        print(f"\n{question}", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline()

    return ask


def _result(env: str, saved: Saved) -> dict[str, Any]:
    return {"environment": env, "changed": not saved.review.empty, "review": saved.review.to_json()}


def _show_services(deployment: Deployment, values: Any) -> None:
    from tooling import render

    if found := _services(values):
        print("\n" + render.services(found, deployment.target))


def _services(values: Any) -> dict[str, Any]:
    """The URLs of services, where an output has them and may be shown."""
    output = values.get("services")
    if output is None or output.sensitive or not isinstance(output.value, dict):
        return {}
    each = output.value.values()
    return output.value if all(isinstance(one, dict) and "url" in one for one in each) else {}


def _plain(values: Any) -> dict[str, Any]:
    """All outputs, for what CI keeps: a sensitive value is printed only by `output --name`."""
    return {
        name: {"value": "(sensitive)" if each.sensitive else each.value, "sensitive": each.sensitive}
        for name, each in values.items()
    }


def _cost_of(env: str, plan: Saved | str) -> str:
    """What a plan costs in a month, and what it adds; or why that cannot be said."""
    from tooling import cost as costs
    from tooling import deploy, environments, planned
    from tooling.cost import prices, text, usage
    from tooling.plan import resources

    try:
        environment = environments.get(env)
        place = environment.path
        file = plan if isinstance(plan, str) else str(deploy.json_of(environment, plan))
        found = resources.read(planned.of(env, file))
        return text.shown(
            env, costs.estimate(found, prices.load(), usage.load(place / usage.FILE), ""), "Service"
        )
    except PlatformError as error:
        return f"not estimated: {error.message}\nnext: {error.next_step}"


def _write_capabilities() -> None:
    from tooling import capabilities as proven

    proven.REPORT.parent.mkdir(exist_ok=True)
    proven.REPORT.write_text(proven.markdown(proven.last_run()))
    _say("wrote docs/capabilities.md")


def _say(line: str) -> None:
    print(invocation.typed(line), file=sys.stderr, flush=True)


GROUPS: dict[str, tuple[Any, ...]] = {
    "An environment": (plan, preflight, review, apply, destroy, output, lifecycle, unlock, demo),
    "The code": (fmt, validate, policy, packages, docs, test),
    "Questions": (choose, cost, prices, access, diagram, page, drift),
    "The next one": (new, adopt),
    "The local AWS": (
        local_start,
        local_stop,
        local_status,
        local_reset,
        local_snapshot,
        local_restore,
        local_fault,
        local_record,
        local_denials,
        local_engines,
        local_logs,
    ),
    "The platform": (doctor, capabilities, release, bench, mutants),
}
if paths.INSTALLED:  # in another repository, which has tests and benchmarks of its own
    GROUPS["An environment"] = (plan, preflight, review, apply, destroy, output, lifecycle, unlock)
    GROUPS["The code"] = (fmt, validate, policy, packages)
    GROUPS["The local AWS"] = tuple(each for each in GROUPS["The local AWS"] if each is not local_engines)
    del GROUPS["The next one"]
    GROUPS["The platform"] = (doctor,)
_local = GROUPS["The local AWS"]
_others = [each for group in GROUPS.values() for each in group if each not in _local]
namespace = Collection(*_others, local=Collection(*_local))
