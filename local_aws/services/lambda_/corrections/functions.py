"""Lambda: where the engine differs from AWS."""

import functools
import json
import ssl
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime
from ministack.core.responses import error_response_json
from ministack.services import elasticache, lambda_svc

from local_aws.corrections import correction

_LONGEST_POLICY = 20_480


@correction
def function_errors() -> None:
    """AWS: a failed invocation carries the exception's class, message and trace, and keeps its environment.

    MiniStack: every failure is `Runtime.HandlerError`, and costs a cold start.
    https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
    """
    _edit_worker(
        '{"status": "error", "error": str(e), "trace": traceback.format_exc()}',
        '{"status": "ok", "failure": {"errorMessage": str(e), "errorType": type(e).__name__,'
        ' "requestId": context.aws_request_id, "stackTrace": traceback.format_tb(e.__traceback__)},'
        ' "trace": "[ERROR] " + traceback.format_exc()}',
    )
    _edit_worker(
        '_real_stdout.write(json.dumps({"status": "error", "error": str(e)})',
        "if isinstance(e, SyntaxError):\n"
        '            _kind, _text = "Runtime.UserCodeSyntaxError", "Syntax error in module \'%s\': %s"\n'
        "        elif isinstance(e, ImportError):\n"
        '            _kind, _text = "Runtime.ImportModuleError", "Unable to import module \'%s\': %s"\n'
        "        elif isinstance(e, AttributeError) and module_name in sys.modules:\n"
        '            _kind, _text = "Runtime.HandlerNotFound", "Handler \'%s\' missing on module: %s"\n'
        "        else:\n"
        '            _kind, _text = type(e).__name__, "%.0s%s"\n'
        "        _real_stdout.write(json.dumps("
        '{"status": "error", "error": _kind + "\\t" + _text % (module_name, e)})',
    )
    seen = threading.local()
    invoke, execute = lambda_runtime.Worker.invoke, lambda_svc._execute_function_warm

    def invoke_noting_failures(self: Any, *args: Any, **kwargs: Any) -> Any:
        seen.response = response = invoke(self, *args, **kwargs)
        return response

    def execute_with_class(func: Any, event: Any, request_id: str) -> Any:
        seen.response = {}
        result = execute(func, event, request_id)
        if failure := seen.response.get("failure"):
            log = "\n".join(filter(None, [result.get("log"), seen.response["trace"]]))
            return {"body": failure, "error": True, "log": log}
        if result.get("error"):
            _, _, told = result["body"]["errorMessage"].partition("Worker init failed: ")
            kind, tab, message = told.partition("\t")
            if tab:
                result["body"] = {"errorMessage": message, "errorType": kind, "requestId": request_id}
                result["log"] = f"[ERROR] {kind}: {message}"
        return result

    lambda_runtime.Worker.invoke = invoke_noting_failures
    lambda_svc._execute_function_warm = execute_with_class


@correction
def functions_end_with_the_server() -> None:
    """MiniStack: a function that is busy outlives a server that was killed."""
    _edit_worker(
        "\ndef run():",
        """
def _follow(server):
    import os, select, signal, time
    try:
        select.select([os.pidfd_open(server)], [], [])
    except (AttributeError, OSError):
        while os.getppid() == server:
            time.sleep(1)
    if os.getpgrp() == server:
        os.killpg(server, signal.SIGKILL)
    os._exit(1)

import os as _os, threading as _threading
_threading.Thread(target=_follow, args=(_os.getppid(),), daemon=True).start()

def run():""",
    )


@correction
def function_environment() -> None:
    """AWS: a function sees its own variables and Lambda's, and a clock in UTC. MiniStack: the server's too.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    kept = ("AWS_", "LAMBDA_", "_LAMBDA_", "LANG", "NODE_PATH", "PATH", "SSL_CERT_FILE", "TMPDIR", "_X_AMZN_")
    real = lambda_runtime.subprocess

    def popen(*args: Any, env: dict[str, str], **kwargs: Any) -> Any:
        own = {name: value for name, value in env.items() if name.startswith(kept)}
        return real.Popen(*args, env={**own, "TZ": ":UTC"}, **kwargs)

    lambda_runtime.subprocess = SimpleNamespace(**{**vars(real), "Popen": popen})
    _edit_worker(  # the worker sets the function's own variables itself
        "    os.environ.update(env)\n",
        "    os.environ.update(env)\n"
        '    os.environ["_HANDLER"] = module_name + "." + handler_name\n'
        '    os.environ["AWS_EXECUTION_ENV"] = "AWS_Lambda_python%d.%d" % sys.version_info[:2]\n'
        '    os.environ.setdefault("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + init["function_name"])\n',
    )


@correction
def authorities_that_functions_trust() -> None:
    """AWS: a function trusts who signs ElastiCache's certificates. MiniStack: signs by one of its own.

    AWS's is Amazon Trust Services, which every machine knows.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
    """
    real = lambda_runtime.subprocess

    def popen(*args: Any, env: dict[str, str], **kwargs: Any) -> Any:
        return real.Popen(*args, env={**env, "SSL_CERT_FILE": _authorities()}, **kwargs)

    lambda_runtime.subprocess = SimpleNamespace(**{**vars(real), "Popen": popen})


@functools.cache
def _authorities() -> str:
    """A file of those that this machine trusts, and of that of the local caches."""
    file = Path(tempfile.mkdtemp()) / "authorities.pem"
    known = ssl.get_default_verify_paths().cafile
    machine = Path(known).read_text() if known else ""
    file.write_text(f"{machine}\n{elasticache._ensure_serverless_ca()[0]}")
    return str(file)


def _edit_worker(old: str, new: str) -> None:
    """Change the program that functions run in."""
    script: str = lambda_runtime._PYTHON_WORKER_SCRIPT
    if script.count(old) != 1:
        raise RuntimeError(f"The function runner changed upstream, look at this correction again: {old}")
    lambda_runtime._PYTHON_WORKER_SCRIPT = script.replace(old, new)


@correction
def length_of_a_functions_policy() -> None:
    """AWS: the policy of a function, alias or version has 20,480 bytes at most. MiniStack: takes any.

    https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    """
    add = lambda_svc._add_permission

    def add_if_it_fits(name: str, *request: Any, **options: Any) -> Any:
        added = add(name, *request, **options)
        if added[0] >= 300:
            return added
        statements = lambda_svc._functions[name]["policy"]["Statement"]
        of_same = [each for each in statements if each["Resource"] == statements[-1]["Resource"]]
        document = {"Version": "2012-10-17", "Id": "default", "Statement": of_same}
        size = len(json.dumps(document, separators=(",", ":")))
        if size <= _LONGEST_POLICY:
            return added
        statements.pop()
        return error_response_json(
            "PolicyLengthExceededException",
            f"The final policy size ({size}) is bigger than the limit ({_LONGEST_POLICY}).",
            400,
        )

    lambda_svc._add_permission = add_if_it_fits
