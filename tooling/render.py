"""What people read: a plan's review as terminal text, markdown or JSON; tables, outputs, service URLs."""

from __future__ import annotations

import json
import shlex
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from tooling.plan import Change, Counts, Review
from tooling.plan.finding import Finding
from tooling.plan.risk import GOES, Action, Risk
from tooling.progress import without_index

if TYPE_CHECKING:
    from tooling.aws import Target
    from tooling.terraform import Output

WIDTH = 100  # columns
MOST = 5  # reasons shown of several instances together
COMMENT = 60_000  # characters; GitHub takes comments of up to 65,536

REFUSED = "AWS will refuse"
TITLES: dict[Risk, str] = {
    Risk.LOSS_OF_DATA: "Loss of data",
    Risk.ACCESS: "Access",
    Risk.NETWORK: "Network",
    Risk.INTERRUPTION: "Interruption",
    Risk.ROUTINE: "Routine",
}
STYLES: dict[Risk, str] = {
    Risk.LOSS_OF_DATA: "bold red",
    Risk.ACCESS: "yellow",
    Risk.NETWORK: "yellow",
    Risk.INTERRUPTION: "magenta",
    Risk.ROUTINE: "dim",
}
SIGNS: dict[Action, str] = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.REPLACE: "-/+",
    Action.DESTROY: "-",
    Action.FORGET: ".",
    Action.NONE: "=",
}


def summary(name: str, counts: Counts) -> str:
    """`local: 42 to add, 0 to change, 0 to destroy`; what is rare is shown when there is any."""
    parts = [f"{counts.add} to add", f"{counts.change} to change"]
    if counts.replace:
        parts.append(f"{counts.replace} to replace")
    parts.append(f"{counts.destroy} to destroy")
    for number, what in (
        (counts.imported, "to import"),
        (counts.moved, "to move"),
        (counts.forgotten, "to forget"),
    ):
        if number:
            parts.append(f"{number} {what}")
    return f"{name}: {', '.join(parts)}"


def headline(name: str, review: Review) -> str:
    """The first line of a review."""
    limits = f" (with {' '.join(review.limits)})" if review.limits else ""
    if review.empty:
        return f"{name}: nothing to {'refresh' if review.refreshes else 'change'}{limits}"
    if review.refreshes and _relevant(review):
        what = f"{len(_relevant(review))} changed outside Terraform, which the state is to follow"
        return f"{name}: {what}; nothing else is changed{limits}"
    if not review.changes:
        return f"{name}: no resource to change, new outputs: {', '.join(review.outputs)}{limits}"
    return summary(name, review.counts) + limits


def text(name: str, review: Review, *, full: bool = False) -> str:
    """The review as plain lines, whatever their length. `full` lists routine creations one by one."""
    return "\n".join(line for _, line in lines(name, review, full=full))


def show(name: str, review: Review, *, full: bool = False, stream: TextIO | None = None) -> None:
    """Print the review: in colour and wrapped at 100 columns on a terminal, as plain lines elsewhere."""
    stream = stream or sys.stdout
    if not stream.isatty():
        print(text(name, review, full=full), file=stream)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    for style, line in lines(name, review, full=full):
        # What goes on in the next line is further in than what begins there.
        further = " " * (len(line) - len(line.lstrip()) + 6)
        width = min(console.width, WIDTH)
        parts = textwrap.wrap(line, width, subsequent_indent=further, break_on_hyphens=False)
        for part in parts or [""]:
            console.print(Text(part, style=style), soft_wrap=True)


def markdown(name: str, review: Review) -> str:
    """The review for a pull request: what AWS will refuse, what needs eyes open, the routine folded.

    At most `COMMENT` characters: what does not fit is counted, the routine first.
    """
    out = [f"### Plan for {headline(name, review)}", ""]
    if review.preflight:
        out += [f"**{REFUSED}** ({len(review.preflight)})", ""]
        out += [
            f"- `{each.name}`: {each.cause}. AWS: {each.error}. **Instead**: {each.cure}"
            for each in review.preflight
        ]
        out.append("")
    for risk, changes in review.by_risk().items():
        if risk is Risk.ROUTINE:
            out += [f"<details><summary>{TITLES[risk]} ({len(changes)})</summary>", ""]
            out += [f"- `{_sign(change)}` `{_address(change)}`{_why(change)}" for change in changes]
            out += ["", "</details>", ""]
        else:
            out += [f"**{TITLES[risk]}** ({len(changes)})", ""]
            out += [f"- `{_sign(change)}` `{_address(change)}`{_why(change)}" for change in changes]
            out.append("")
    if review.outputs and review.changes:
        out += [f"Outputs that change: {', '.join(f'`{output}`' for output in review.outputs)}", ""]
    drift = [
        f"- `{drift.address}` {_drifted(drift.deleted, drift.attributes)}" for drift in _relevant(review)
    ]
    if drift:
        out += ["**Changed outside Terraform**", "", *drift, ""]
    notes = [*_notes(review, full=False)]
    out += [*notes, ""] if notes else []
    if review.warnings:
        out += ["**Warnings**", "", *(f"- {warning}" for warning in review.warnings), ""]
    return "\n".join(_within(out, COMMENT)).rstrip() + "\n"


def _within(lines: Sequence[str], most: int) -> list[str]:
    """The lines in so many characters: entries of lists are left out and counted, the folded ones first."""
    lines = [line if len(line) <= most // 20 else f"{line[: most // 20 - 1]}…" for line in lines]
    size = sum(len(line) + 1 for line in lines)
    fold = next((at for at, line in enumerate(lines) if line.startswith("<details>")), len(lines))
    unfold = lines.index("</details>") if "</details>" in lines else len(lines)
    entries = [at for at, line in reversed(list(enumerate(lines))) if line.startswith("- ")]
    left: set[int] = set()
    for at in sorted(entries, key=lambda at: not fold < at < unfold):
        if size <= most - 40 * len(TITLES):  # room for the counts
            break
        left.add(at)
        size -= len(lines[at]) + 1
    out: list[str] = []
    for at, line in enumerate(lines):
        if at not in left:
            out.append(line)
        elif at - 1 not in left:
            run = next(each for each in range(at, len(lines) + 1) if each not in left) - at
            out.append(f"- … and {run} more")
    return out


def as_json(name: str, review: Review) -> str:
    """The review for machines."""
    return json.dumps({"environment": name, **review.to_json()}, indent=2)


def findings(found: Sequence[Finding]) -> str:
    """What preflight found, one a line."""
    return "\n".join(map(str, found)) or "preflight found nothing that AWS will refuse"


def table(rows: Iterable[tuple[str, ...]], *, indent: str = "") -> str:
    """Columns padded to their widest cell, without lines around them."""
    rows = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def faults(values: Iterable[Mapping[str, Any]]) -> str:
    """One a line: which calls, how many of them, and what becomes of them."""
    rows = [("CALLS", "RATE", "SEED", "FAULT", "AFFECTED")]
    for fault in values:
        what = f"latency of {fault['ms']} ms" if fault["kind"] == "latency" else fault["kind"]
        which = f"{fault['service'] or 'all'} {fault['operation']}".strip()
        share = f"{fault['done']} of {fault['seen']}"
        rows.append((which, f"{fault['rate']:g}", str(fault["seed"]), what, share))
    return table(rows)


def engines(found: Mapping[str, Sequence[str]]) -> str:
    """What a trial of other engines found: a line for each correction that is needed no more, or broke."""
    rows = [(what, name) for what in ("broke", "needed no more") for name in found[what]]
    summary = f"{len(found['needed'])} corrections work and are needed"
    return f"{table([('CORRECTION', 'NAME'), *rows])}\n{summary}" if rows else summary


def record(found: Mapping[str, Any]) -> str:
    """The calls, one a line, and what is not known of them."""
    rows = [
        (str(call["count"]), call["by"], call["service"], call["operation"], " ".join(call["resources"]))
        for call in found["calls"]
    ]
    lines = ["recording" if found["recording"] else "not recording"]
    if rows:
        lines += ["", table([("COUNT", "BY", "SERVICE", "OPERATION", "RESOURCES"), *rows])]
    if found["unknown"]:
        lines += ["", f"What IAM calls these is not known: {', '.join(found['unknown'])}"]
    return "\n".join(lines)


def outputs(values: Mapping[str, Output]) -> str:
    """One `name = value` each; sensitive ones are only named."""
    lines = []
    for name, output in sorted(values.items()):
        shown = "(sensitive)" if output.sensitive else json.dumps(output.value, indent=2)
        lines.append(f"{name} = {shown}")
    return "\n".join(lines)


def services(values: Mapping[str, Any], target: Target) -> str:
    """Each service's URL where this AWS serves it, with `curl` lines ready to paste.

    The first request of a service may be one that makes something: later ones say `{id}` for its id.
    """
    lines: list[str] = []
    for name, service in sorted(values.items()):
        url = target.local_url(service["url"]).rstrip("/")
        lines += [f"{name}  {url}", ""]
        calls = service.get("try") or []
        named = any("{id}" in (call.get("path") or "") for call in calls)
        for at, call in enumerate(calls):
            curl = _curl(url, call, _signature(target) if service.get("authorization") == "AWS_IAM" else "")
            lines += [f"  # {call['what']}", f"  {_naming(curl) if named and at == 0 else curl}", ""]
    return "\n".join(lines).rstrip()


def _curl(url: str, call: Mapping[str, Any], signature: str) -> str:
    words = ["curl -sS", signature] if signature else ["curl -sS"]
    if (method := call.get("method") or "GET") != "GET":
        words.append(f"-X {method}")
    if body := call.get("body"):
        text = body if isinstance(body, str) else json.dumps(body)
        words.append(f"-H 'content-type: application/json' -d {shlex.quote(text)}")
    path = call.get("path") or ""
    address = url + (path if path.startswith(("/", "?")) or not path else f"/{path}")
    words.append(f'"{address.replace("{id}", "$ID")}"' if "{id}" in path else shlex.quote(address))
    return " ".join([*words, r"-w ' %{http_code}\n'"])


def _naming(curl: str) -> str:
    """Show the answer, and keep the id in it as $ID."""
    return rf"""ID=$({curl} | tee /dev/stderr | sed -nE 's/.*"id": *"([^"]+)".*/\1/p')"""


def _signature(target: Target) -> str:
    """How curl signs a request as AWS wants it: https://curl.se/docs/manpage.html#--aws-sigv4"""
    scope = f"--aws-sigv4 aws:amz:{target.region}:execute-api"
    if target.url is not None:
        return f"{scope} --user test:test"
    token = '-H "x-amz-security-token: $AWS_SESSION_TOKEN"'
    return f'{scope} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" {token}'


def lines(name: str, review: Review, *, full: bool = False) -> Iterator[tuple[str, str]]:
    """Style and text of each line of a review."""
    yield "bold", headline(name, review)
    if review.preflight:
        yield "", ""
        yield "bold red", f"{REFUSED} ({len(review.preflight)})"
        yield from (("", f"  {each}") for each in review.preflight)
    for risk, changes in review.by_risk().items():
        yield "", ""
        yield STYLES[risk], f"{TITLES[risk]} ({len(changes)})"
        one_by_one = full or risk is Risk.LOSS_OF_DATA
        listed = [c for c in changes if full or not _plain(c)]
        for same in [(each,) for each in listed] if one_by_one else _instances(listed):
            yield "", f"  {_sign(same[0]):<3} {_addresses(same)}{_why(*same)}"
        if not full:
            yield from _grouped([change for change in changes if _plain(change)])
    if review.outputs and review.changes:
        yield "", ""
        yield "dim", f"Outputs that change: {', '.join(review.outputs)}"
    drift = list(review.drift) if full else _relevant(review)
    if drift:
        yield "", ""
        yield "yellow", f"Changed outside Terraform ({len(drift)})"
        for entry in drift:
            yield "", f"  {entry.address} {_drifted(entry.deleted, entry.attributes)}"
    for note in _notes(review, full=full):
        yield "", ""
        yield "dim", note
    if review.warnings:
        yield "", ""
        yield "yellow", f"Warnings ({len(review.warnings)})"
        for warning in review.warnings:
            yield "", f"  {warning}"


def _plain(change: Change) -> bool:
    """A routine creation or removal, about which there is nothing more to say."""
    shown = (
        change.reasons in ((), (GOES,))
        and not change.cause
        and not change.moved_from
        and not change.imported
        and not change.deposed
    )
    return shown and change.action in (Action.CREATE, Action.DESTROY)


def _grouped(changes: list[Change]) -> Iterator[tuple[str, str]]:
    """One line a module: how many of each type."""
    modules: dict[tuple[str, Action], Counter[str]] = {}
    for change in changes:
        modules.setdefault((without_index(change.module), change.action), Counter())[change.type] += 1
    for (module, action), types in modules.items():
        what = ", ".join(f"{count} {kind}" if count > 1 else kind for kind, count in sorted(types.items()))
        yield "", f"  {SIGNS[action]:<3} {module or '(root)'}: {what}"


def _sign(change: Change) -> str:
    if change.action is Action.NONE:
        return "mv" if change.moved_from else "imp"
    return SIGNS[change.action]


def _instances(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Instances of one resource that meet the same fate, together."""
    groups: dict[tuple[str, Action, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((without_index(change.address), change.action, change.deposed), []).append(change)
    return [tuple(group) for group in groups.values()]


def _address(change: Change) -> str:
    return f"{change.address} (deposed object {change.deposed})" if change.deposed else change.address


def _addresses(same: tuple[Change, ...]) -> str:
    return (
        _address(same[0]) if len(same) == 1 else f"{without_index(same[0].address)} ({len(same)} instances)"
    )


def _why(change: Change, *others: Change) -> str:
    parts = list(dict.fromkeys(reason for each in (change, *others) for reason in each.reasons))
    if others and len(parts) > MOST:
        parts[MOST:] = [f"and {len(parts) - MOST} more"]
    if change.forced_by:
        parts.append(f"replaced because {_listed(change.forced_by)} changes")
    elif change.action is Action.UPDATE and change.attributes and not change.reasons:
        parts.append(f"changes {_listed(change.attributes)}")
    if change.action is Action.REPLACE and not change.reasons and not change.forced_by and not change.cause:
        parts.append("replaced")
    if change.cause:
        parts.append(change.cause)
    if change.moved_from:
        parts.append(f"moved from {change.moved_from}")
    if change.imported:
        parts.append("imported")
    if change.action is Action.FORGET:
        parts.append("left in place, forgotten by Terraform")
    return f": {'; '.join(parts)}" if parts else ""


def _listed(names: tuple[str, ...], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _drifted(deleted: bool, attributes: tuple[str, ...]) -> str:
    if deleted:
        return "was deleted"
    return f"differs in {_listed(attributes)}" if attributes else "differs"


def _notes(review: Review, *, full: bool) -> Iterator[str]:
    """What else a reviewer must know of it."""
    others = len(review.drift) - len(_relevant(review))
    if others and not full:
        objects = "1 other object" if others == 1 else f"{others} other objects"
        yield f"{objects} changed outside Terraform, which this plan does not touch (--full lists them)"
    if not review.complete:
        yield "Part of it is left for another plan and apply after this one"


def _relevant(review: Review) -> list[Any]:
    return [drift for drift in review.drift if drift.relevant and (drift.deleted or drift.attributes)]
