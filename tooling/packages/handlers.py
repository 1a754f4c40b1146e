"""Whether the handlers of a zip can be imported: better known now than from the first failing request."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tooling import files, uv
from tooling.errors import PlatformError

_PROBE = Path(__file__).with_name("handler_probe.py")
_TIMEOUT = 60  # seconds, for a busy machine; Lambda itself gives an import 10
# boto3 and what it needs, as Lambda's Python runtimes have them.
_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")


def check(handlers: Mapping[str, Iterable[str]], content: files.Files, folder: Path) -> None:
    """Import every handler, each in a process of its own that sees the zip's files and boto3 only.

    Args:
        handlers: by `package.module.function`, the environment variables each needs at import.
        content: the files of the zip.
        folder: where the service's own files stand, to point at them.

    Raises:
        PlatformError: one does not import; names the handler, the error, the file and the line.
    """
    with tempfile.TemporaryDirectory() as scratch:
        code, runtime, result = (
            Path(scratch).resolve() / name for name in ("code", "runtime", "result.json")
        )
        files.unpack(content, code)
        _link_runtime(runtime)
        for handler, variables in handlers.items():
            _import(handler, variables, code, runtime, result, folder)


def _import(
    handler: str, variables: Iterable[str], code: Path, runtime: Path, result: Path, folder: Path
) -> None:
    command = [sys.executable, "-I", "-S", "-B", str(_PROBE), str(code), str(runtime), handler, str(result)]
    try:
        run = subprocess.run(
            command, env=_environment(variables), capture_output=True, text=True, timeout=_TIMEOUT
        )
    except subprocess.TimeoutExpired:
        raise PlatformError(
            f"Handler {handler} was not imported within {_TIMEOUT} s.",
            f"Move slow work in {files.shown(folder)} from module level into the handler.",
        ) from None
    if result.exists():
        raise _fault(handler, json.loads(result.read_text()), code, folder)
    if run.returncode:
        raise PlatformError(
            f"Importing handler {handler} ended its process ({run.returncode}):\n{uv.tail(run.stderr)}",
            f"Look at the module-level code in {files.shown(folder)}.",
        )


def _environment(variables: Iterable[str]) -> dict[str, str]:
    """A placeholder for each of the handler's own variables, and what Lambda sets that clients need."""
    lambdas = {
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return {**dict.fromkeys(variables, "placeholder"), **lambdas, "PATH": os.environ.get("PATH", "")}


def _fault(handler: str, fault: dict[str, str], code: Path, folder: Path) -> PlatformError:
    path = Path(fault["file"])
    place = files.shown(folder)
    if path.is_relative_to(code):
        place = f"{files.shown(folder / path.relative_to(code))}:{fault['line']}"
    return PlatformError(
        f"Handler {handler} does not import: {fault['error']} ({place})",
        f"Mend {place}. Packages it needs belong in requirements.in, environment variables in service.toml.",
    )


def _link_runtime(folder: Path) -> None:
    """A folder with what Lambda's runtime brings, taken from the harness environment."""
    folder.mkdir()
    for name in _RUNTIME:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise PlatformError(f"The harness environment lacks {name}.", "rm -rf .venv && ./invokew --list")
        origin = Path(found.origin)
        origin = origin.parent if origin.name == "__init__.py" else origin
        (folder / origin.name).symlink_to(origin)
