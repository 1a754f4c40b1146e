"""Imports one handler the way Lambda does: its zip's files and boto3, and nothing else of this machine.

Run as `python -I -S -B handler_probe.py CODE RUNTIME HANDLER RESULT`: without the harness's site-packages,
where a package that the lock forgot may well be. What went wrong is written to RESULT as JSON; nothing is
written when all is well. It may use the standard library only.
"""

import importlib
import json
import sys
import traceback
from pathlib import Path


def probe(code: str, handler: str) -> dict[str, object] | None:
    """What keeps the handler from being imported: error, file and line; None when nothing does."""
    module_name, _, function = handler.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except BaseException as error:  # sys.exit() at import, too, takes the function down
        file, line = _place(error, code, package=module_name.split(".")[0])
        return {"error": f"{type(error).__name__}: {error}", "file": file, "line": line}
    if not callable(getattr(module, function, None)):
        return {"error": f"there is no function {function} in it", "file": module.__file__, "line": 1}
    return None


def _place(error: BaseException, code: str, package: str) -> tuple[str, int]:
    """Where to correct it: the innermost line of the service's own, not that of a dependency it called."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 1
    own = (str(Path(code, package)) + "/", str(Path(code, package)) + ".py")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(own)]
    return (frames[-1].filename, frames[-1].lineno or 1) if frames else ("", 0)


if __name__ == "__main__":
    code, runtime, handler, result = sys.argv[1:]
    sys.path.insert(0, code)
    sys.path.append(runtime)
    if fault := probe(code, handler):
        Path(result).write_text(json.dumps(fault))
