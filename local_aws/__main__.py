"""The command line: `python -m local_aws start`."""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from local_aws import running
from local_aws.errors import LocalAwsError


def main() -> None:
    options = _parser().parse_args()
    try:
        answer = options.run(options)
    except LocalAwsError as error:
        _fail(error, as_json=options.json)
    except KeyboardInterrupt:
        _fail(LocalAwsError("stopped", "run the same command again"), as_json=options.json)
    except BrokenPipeError:  # the reader of the output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    if options.json:
        print(json.dumps(answer.json, indent=2))
    elif answer.text:
        print(answer.text)


class _Answer:
    """What a command says: to machines, and to people."""

    def __init__(self, as_json: Any, text: str) -> None:
        self.json, self.text = as_json, text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_aws", description="The local AWS.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--directory",
        type=Path,
        default=running.DIRECTORY,
        help="where its log and files are; one local AWS per directory (default: %(default)s)",
    )
    shared.add_argument("--json", action="store_true", help="machine-readable output")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[shared], help=text, description=text)
        made.set_defaults(run=run)
        return made

    start = command("start", _start, "Start the local AWS, unless it runs.")
    start.add_argument("--port", type=int, default=running.PORT, help="first port to try; 0 takes any")
    start.add_argument(
        "--idle",
        type=float,
        default=running.IDLE_SECONDS,
        help="seconds without a request, then it stops",
    )
    start.add_argument("--owner", type=int, help="stop when the process of this id has ended")
    start.add_argument("--images", type=Path, help="folder of the container images that were built here")
    start.add_argument("--without-corrections", default="", help="names of corrections to leave out, or all")
    command("stop", _stop, "Stop the local AWS. What it held is gone.")
    command("status", _status, "Show whether the local AWS runs, and where.")
    command("reset", _reset, "Delete everything in the local AWS, without a restart.")
    command("inventory", _inventory, "List every resource in the local AWS.")
    command("doubles", _doubles, "List the services that a double has answered for.")
    command("denials", _denials, "List what was denied, and the statement that was missing.")
    fault = command("fault", _fault, "Make the local AWS throttle, fail, delay or drop calls.")
    fault.add_argument("--kind", default="", help="throttle, error, latency or drop")
    fault.add_argument("--service", default="", help="only calls of this service, by the AWS CLI's name")
    fault.add_argument("--operation", default="", help="only calls of this operation, such as SendMessage")
    fault.add_argument("--rate", type=float, default=1.0, help="share of these calls, above 0 and up to 1")
    fault.add_argument("--seed", type=int, default=0, help="the same seed and calls give the same outcome")
    fault.add_argument("--ms", type=int, default=0, help="delay of a latency, in milliseconds")
    fault.add_argument("--clear", action="store_true", help="remove all faults")
    command(
        "evaluate", _evaluate, "Decide on requests: questions as JSON in, decisions out. Nothing need run."
    )
    record = command("record", _record, "Record calls, and draft the policy that they need.")
    record.add_argument("--start", action="store_true", help="start a new recording")
    record.add_argument("--stop", action="store_true", help="stop recording")
    for name, run, text in (
        ("snapshot", _snapshot, "Save everything that the local AWS holds under a name."),
        ("restore", _restore, "Replace everything with a snapshot."),
    ):
        command(name, run, text).add_argument("name", help="the name of the snapshot")
    logs = command("logs", _logs, "Show the log of the local AWS and of its functions.")
    logs.add_argument("--lines", type=int, default=100, help="how many of the last lines")
    logs.add_argument("--follow", action="store_true", help="go on as it grows, until Ctrl-C")
    return parser


def _start(options: argparse.Namespace) -> _Answer:
    server = running.start(
        options.directory,
        port=options.port,
        idle_seconds=options.idle,
        owner=options.owner,
        images=options.images,
        without_corrections=filter(None, options.without_corrections.split(",")),
        say=lambda line: print(line, file=sys.stderr, flush=True),
    )
    return _Answer(asdict(server), f"The local AWS answers at {server.url}")


def _stop(options: argparse.Namespace) -> _Answer:
    stopped = running.stop(options.directory)
    return _Answer({"stopped": stopped}, "stopped" if stopped else "The local AWS was not running.")


def _status(options: argparse.Namespace) -> _Answer:
    server = running.require(options.directory)
    lacking = running.not_served(options.directory)
    return _Answer({**asdict(server), "not_served": lacking}, _where(server, lacking))


def _where(server: running.Server, lacking: dict[str, int]) -> str:
    """Where it answers, and what it was asked for and does not serve."""
    lines = [f"The local AWS answers at {server.url}"]
    if lacking:
        calls = ", ".join(f"{name} ({count})" for name, count in lacking.items())
        lines.append(f"It was asked for what it does not serve: {calls}")
    return "\n".join(lines)


def _reset(options: argparse.Namespace) -> _Answer:
    running.reset(options.directory)
    return _Answer({}, "The local AWS is empty.")


def _inventory(options: argparse.Namespace) -> _Answer:
    found = running.inventory(options.directory)
    return _Answer(found, "\n".join(found))


def _doubles(options: argparse.Namespace) -> _Answer:
    found = running.doubles(options.directory)
    return _Answer(found, "\n".join(found))


def _denials(options: argparse.Namespace) -> _Answer:
    found = running.denials(options.directory)
    return _Answer(found, "\n\n".join(each["text"] for each in found) or "Nothing was denied.")


def _fault(options: argparse.Namespace) -> _Answer:
    if options.clear:
        running.clear_faults(options.directory)
    names = ("kind", "service", "operation", "rate", "seed", "ms")
    if options.kind:
        running.set_fault(options.directory, **{name: getattr(options, name) for name in names})
    elif options.service or options.operation:
        raise LocalAwsError("no kind of fault is named", "add --kind throttle, error, latency or drop")
    found = running.faults(options.directory)
    return _Answer(found, json.dumps(found, indent=2) if found else "No fault is set.")


def _evaluate(_: argparse.Namespace) -> _Answer:
    from local_aws.authorisation import asked

    try:
        questions = json.load(sys.stdin)
    except ValueError as error:
        raise LocalAwsError(f"this is no JSON: {error}", "give a list of questions on stdin") from error
    if not isinstance(questions, list):
        raise LocalAwsError("this is no list of questions", "give a list of questions on stdin")
    found = [asked.decide(question) for question in questions]
    return _Answer(found, json.dumps(found, indent=2))


def _record(options: argparse.Namespace) -> _Answer:
    if options.start and options.stop:
        raise LocalAwsError("it cannot start and stop at once", "give one of --start and --stop")
    found = running.record(options.directory, start=options.start, stop=options.stop)
    return _Answer(found, json.dumps(found, indent=2))


def _snapshot(options: argparse.Namespace) -> _Answer:
    running.snapshot(options.name, options.directory)
    return _Answer({}, f"Saved. To restore it: python -m local_aws restore {options.name}")


def _restore(options: argparse.Namespace) -> _Answer:
    running.restore(options.name, options.directory)
    return _Answer({}, f"Restored the snapshot '{options.name}'.")


def _logs(options: argparse.Namespace) -> _Answer:
    log = running.log_path(options.directory)
    if not log.exists():
        raise LocalAwsError("The local AWS has no log: it was never started.", "python -m local_aws start")
    lines = [*("tail", "-n", str(options.lines)), *(["-f"] if options.follow else []), str(log)]
    subprocess.call(lines)
    return _Answer({"log": str(log)}, "")


def _fail(error: LocalAwsError, *, as_json: bool) -> NoReturn:
    if as_json:
        print(json.dumps({"error": error.message, "next": error.next_step}))
    else:
        print(f"error: {error.message}\nnext: {error.next_step}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
