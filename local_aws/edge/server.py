"""The local AWS process: two engines and a double behind one port of the loopback interface.

Started by `local_aws.running`.
"""

import argparse
import asyncio
import json
import os
import resource
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from local_aws import corrections, processes, running
from local_aws.double import SIGNED, Double
from local_aws.edge.retries import Once
from local_aws.servers import installed
from local_aws.services import ROOMS
from local_aws.services.room import MINISTACK, MOTO

if TYPE_CHECKING:
    from local_aws.edge.calls import Call
    from local_aws.edge.errors import Refusal
    from local_aws.edge.workbench import Workbench

# Of these, moto answers, or the double in front of it. Everything else, and every unsigned request (calls of
# APIs and of function URLs), goes to MiniStack, which runs things.
MOTO_SERVICES = frozenset(room.signed_as for room in ROOMS.values() if room.engine == MOTO)
ACCOUNT = "000000000000"
HOST = "127.0.0.1"
_PORTS_TRIED = 100
# Connections that were made and not yet accepted. When there are more, the system drops or resets them.
_BACKLOG = 4096

Scope = dict[str, Any]
RAW_PATH = "x-local-raw-path"  # WSGI has a path decoded only, in which an ARN's slashes divide it
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def main() -> None:
    options = _options()
    os.umask(0o077)  # what is kept here, in files of engines and of functions too, is its owner's only
    _open_files()
    taken = _take_port(options.port)
    port = taken.getsockname()[1]
    scratch = options.directory / "tmp"
    _prepare(port, scratch)
    secret = secrets.token_urlsafe(32)
    without = set(filter(None, options.without_corrections.split(",")))
    edge = _edge(port, options.directory / "snapshots", without, secret, options.images)
    record = options.directory / "server.json"
    born = processes.birth(os.getpid())
    _write(record, {"pid": os.getpid(), "port": port, "born": born, "secret": secret})
    try:
        asyncio.run(_serve(edge, taken, options))
    finally:
        # Threads of the engines may be busy, functions may be running: nothing here is waited for.
        with suppress(FileNotFoundError):
            if json.loads(record.read_text())["pid"] == os.getpid():
                record.unlink()
        shutil.rmtree(scratch, ignore_errors=True)
        sys.stdout.flush()
        if os.getpgrp() == os.getpid():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.killpg(0, signal.SIGTERM)
        os._exit(0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directory", type=Path, required=True, help="log, record and temporary files")
    parser.add_argument("--port", type=int, default=4566, help="first port to try; 0 takes any")
    parser.add_argument(
        "--idle", type=float, default=7200, help="stop after so many seconds without a request"
    )
    parser.add_argument("--owner", type=int, help="stop when the process of this id has ended")
    parser.add_argument("--images", type=Path, help="folder of the container images that were built here")
    parser.add_argument("--without-corrections", default="", help="names of corrections to leave out, or all")
    return parser.parse_args()


def _open_files() -> None:
    """As many as the system lets it: each connection is one, each function three."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS says "infinity" and means less
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _take_port(wanted: int) -> socket.socket:
    """A listening socket on the first free port from `wanted` on."""
    for port in range(wanted, wanted + _PORTS_TRIED):
        taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((HOST, port))
            taken.listen(_BACKLOG)
        except OSError:
            taken.close()
        else:
            return taken
    raise SystemExit(f"No free port on {HOST} from {wanted} to {wanted + _PORTS_TRIED - 1}.")


def _prepare(port: int, scratch: Path) -> None:
    """The settings of both engines, which they read when imported."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    os.environ.update(
        {
            "TMPDIR": str(scratch),
            "STATE_DIR": str(scratch / "state"),
            "S3_DATA_DIR": str(scratch / "s3"),
            "GATEWAY_PORT": str(port),
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "PATH": _path(),
            "AUTH": "true",
            "LOG_LEVEL": "WARNING",
            # One port only: no MQTT listener, no SFTP listener, no containers.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "DOCKER_HOST": f"unix://{scratch / 'no-docker.sock'}",
            "MOTO_ACCOUNT_ID": ACCOUNT,
            # MiniStack answers for IAM. moto would read 40 MB of policies for nothing.
            "MOTO_IAM_LOAD_MANAGED_POLICIES": "false",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
    )
    tempfile.tempdir = None


def _path() -> str:
    """Where the engines look for programs: Node may be a package of this environment."""
    node = installed.node()
    folders = [os.environ.get("PATH", os.defpath), *([str(node.parent)] if node else [])]
    return os.pathsep.join(folders)


def _edge(port: int, snapshots: Path, without: set[str], secret: str, images: Path | None) -> "_Edge":
    from hypercorn.middleware import AsyncioWSGIMiddleware
    from ministack.app import app as ministack
    from ministack.core import hypercorn_compat
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    from local_aws.edge import memory

    memory.spare()  # before anything else imports it

    from local_aws import inventory
    from local_aws.containers.scheduler import scheduler
    from local_aws.edge import confined
    from local_aws.edge.pace import Pace
    from local_aws.edge.workbench import Workbench
    from local_aws.services.vpc_lattice.requests import Forwarding

    confined.install()
    corrections.apply(without)
    inventory.remember_defaults()
    hypercorn_compat.install()
    moto = DomainDispatcherApplication(create_backend_app)
    double, lock = Double(moto, ACCOUNT), Lock()
    scheduler.begin(images, lock)
    in_turn = AsyncioWSGIMiddleware(_one_at_a_time(double, lock), max_body_size=64 * 2**20)
    once, bench = Once(ministack), Workbench(ACCOUNT)
    return _Edge(once, Pace(Forwarding(once)), Once(in_turn), double, bench, port, snapshots, lock, secret)


def _one_at_a_time(app: Any, lock: Lock) -> Any:
    """moto's stores are plain dicts, changed in several steps: one request at a time."""
    from local_aws.edge.unserved import FAILED

    def call(environ: Any, start_response: Any) -> list[bytes]:
        with lock:
            try:
                # hypercorn starts an answer at its first chunk: one without a body needs one, too.
                return list(app(environ, start_response)) or [b""]
            except Exception:
                traceback.print_exc()
                start_response("501 Not Implemented", [("Content-Type", "text/plain")])
                return [FAILED]

    return call


class _Edge:
    """The routing function, and the few addresses of its own."""

    def __init__(
        self,
        ministack: App,
        apis: App,
        in_turn: App,
        double: Double,
        workbench: "Workbench",
        port: int,
        snapshots: Path,
        lock: Lock,
        secret: str,
    ) -> None:
        self._ministack = ministack
        self._apis = apis  # MiniStack's, a few calls at a time
        self._in_turn = in_turn  # the double, and moto behind it
        self._double = double
        self._services = MOTO_SERVICES | SIGNED.keys()
        self._beside: set[str] = set()  # moto's names of the services that have no room, and were called
        self._port = port
        self._snapshots = snapshots
        self._lock = lock  # held by a call of moto
        self._workbench = workbench
        self._secret = secret.encode()
        from local_aws import references, values
        from local_aws.edge import confined, engines, errors, gate, hosts, rights, unserved

        self._plain, self._look, self._confined = hosts.plain, gate.look, confined.to
        self._is_root, self._refused = rights.is_root, rights.refused
        self._checks, self._answer = (values.check, references.check), errors.answer
        self._engine, self._of_moto, self._unserved = engines.of, engines.of_moto, unserved
        self.last_request = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._ministack(scope, receive, send)
        scope = self._plain(scope)
        asked, path = self._look(scope), scope["path"]
        if asked.refused:
            return await _refuse(scope, send, *asked.refused)
        if path == "/_localstack/health":  # asking whether it lives does not keep it alive
            return await _answer(send, 200, self._health())
        self.last_request = time.monotonic()
        self._confined.set(asked.confined_to)
        if asked.confined_to == "deployed" and scope["type"] == "http":
            return await self._apis(scope, receive, send)
        if asked.confined_to or scope["type"] != "http":
            return await self._ministack(scope, receive, send)
        headers, credential = asked.headers, asked.credential
        if path.startswith("/_local/"):
            return await self._control(path.removeprefix("/_local/"), headers, scope, receive, send)
        met = await self._workbench.meet(scope, receive, send, credential)
        if met is None:
            return None
        call, receive = met
        engine = self._engine(call, _service(credential), self._double)
        asks_itself = engine == MINISTACK  # it asks for rights, but after this
        refusal = self._refusal(call) if call else None
        acts = bool(refusal) or not asks_itself
        by_another = not self._is_root(credential)
        if call and by_another and await self._refused(call, scope, ACCOUNT, send, acts=acts):
            return None
        if call and refusal:
            return await self._answer(call, refusal, send)
        if call and engine is None:
            return await self._unserved.answer(call, send)
        send = self._unserved.watch(call, send) if call else send
        if asks_itself:
            return await self._ministack(scope, receive, send)
        if call and call.signed_as not in self._services:
            self._beside |= self._of_moto(call.signed_as)
        if "authorization" not in headers:  # moto looks for the service in this header only
            signed = (b"authorization", f"AWS4-HMAC-SHA256 Credential={credential}, ".encode())
            scope = {**scope, "headers": [*scope["headers"], signed]}
        raw = (RAW_PATH.encode(), scope.get("raw_path", path.encode()))
        return await self._in_turn({**scope, "headers": [*scope["headers"], raw]}, receive, send)

    def _refusal(self, call: "Call") -> "Refusal | None":
        """What is wrong with a call of any principal: its values first, then what they refer to."""
        account = call.account or ACCOUNT
        return next((wrong for check in self._checks if (wrong := check(call, account))), None)

    async def _control(
        self, what: str, headers: dict[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        """What only the owner of the local AWS may ask: who can read the secret."""
        given = headers.get(running.SECRET_HEADER.lower(), "")
        if not secrets.compare_digest(given.encode(), self._secret):
            return await _answer(send, 403, {"message": f"Send the secret in {running.SECRET_HEADER}."})
        if what == "reset" and scope["method"] == "POST":
            await self._reset(scope, receive)
            return await _answer(send, 200, {})
        if what == "inventory":
            from local_aws import inventory

            listed = [*inventory.listing(MOTO_SERVICES | self._beside), *self._double.inventory()]
            return await _answer(send, 200, sorted(listed))
        if what == "denials":
            from local_aws.authorisation import denials

            return await _answer(send, 200, denials.since())
        if what == "doubles":
            return await _answer(send, 200, self._double.answered())
        if what == "not-served":
            return await _answer(send, 200, self._unserved.counts())
        if what.startswith("snapshots/"):
            return await self._snapshot(what.rpartition("/")[2], scope, receive, send)
        status, answer = await self._workbench.control(what, scope["method"], receive)
        return await _answer(send, status, answer)

    def _health(self) -> dict[str, Any]:
        from ministack.app import SERVICE_HANDLERS

        services = dict.fromkeys(sorted({*SERVICE_HANDLERS, *self._services}), "available")
        return {"services": services, "edition": "embedded", "pid": os.getpid(), "port": self._port}

    async def _snapshot(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        """PUT takes one, POST puts it back."""
        from local_aws import snapshots

        path = self._snapshots / f"{name}.snapshot"
        status, answer = 200, {}
        try:
            with self._lock:
                if scope["method"] == "PUT":
                    snapshots.take(path, self._double)
                else:
                    parts = snapshots.read(path)
                    await self._reset(scope, receive)
                    snapshots.put_back(parts, self._double)
                    await _settle()
        except snapshots.SnapshotError as error:
            status, answer = 400, {"message": str(error)}
        await _answer(send, status, answer)

    async def _reset(self, scope: Scope, receive: Receive) -> None:
        from moto.core.base_backend import BackendDict

        from local_aws.authorisation import denials

        BackendDict.reset()
        self._double.reset()
        self._workbench.faults.clear()
        denials.clear()
        self._unserved.clear()
        await self._ministack({**scope, "method": "POST", "path": "/_ministack/reset"}, receive, _into([]))
        await _settle()


def _service(credential: str) -> str | None:
    """The service in `KEY/DATE/REGION/SERVICE/aws4_request`."""
    scope = credential.strip().split("/")
    return scope[-2] if len(scope) >= 5 else None


async def _settle() -> None:
    """What has a server has been put back, or is gone."""
    from local_aws.containers.scheduler import scheduler
    from local_aws.services.elasticache.servers import endpoints as caches
    from local_aws.services.rds.servers import endpoints as databases

    await databases.settle()
    await caches.settle()
    await scheduler.settle()


def _into(answer: list[Any]) -> Send:
    """Keeps an answer instead of sending it."""

    async def keep(part: Any) -> None:
        answer.append(part)

    return keep


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403
    else:
        await _answer(send, status, {"message": why})


async def _answer(send: Send, status: int, body: Any) -> None:
    content = json.dumps(body).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _serve(edge: _Edge, taken: socket.socket, options: argparse.Namespace) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"fd://{taken.fileno()}"]
    # hypercorn at times closes a busy connection when its idle time or number of requests is up. The client
    # sends the request that was under way again, and what would be made twice is refused.
    config.keep_alive_timeout = 24 * 60 * 60
    config.keep_alive_max_requests = sys.maxsize
    config.backlog = _BACKLOG
    config.graceful_timeout = 1
    config.loglevel = "WARNING"
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    from local_aws.containers.scheduler import scheduler
    from local_aws.services.elbv2.health import checks

    more = [
        asyncio.create_task(each) for each in (_watch(edge, stop, options), scheduler.run(), checks.run())
    ]
    await serve(edge, config, shutdown_trigger=stop.wait)
    for each in more:
        each.cancel()


async def _watch(edge: _Edge, stop: asyncio.Event, options: argparse.Namespace) -> None:
    """Stop when nobody uses it, or when the process it was started for has ended."""
    born = processes.birth(options.owner) if options.owner else None
    while True:
        await asyncio.sleep(min(1.0, options.idle))
        if time.monotonic() - edge.last_request > options.idle:
            print(f"Stopping: no request for {options.idle:.0f} s.", flush=True)
            return stop.set()
        if options.owner and processes.birth(options.owner) != born:
            print(f"Stopping: process {options.owner}, which it was started for, has ended.", flush=True)
            return stop.set()


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: readers look at it while it is written."""
    partial = path.with_suffix(".new")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(content))
    partial.rename(path)


if __name__ == "__main__":
    main()
