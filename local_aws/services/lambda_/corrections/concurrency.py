"""How many functions run at once: where the engine differs from AWS.

AWS runs each call in an environment of its own. Here an environment is a process of this machine: there are
as many as its processors and its memory bear, and a call that finds none free waits for one.
"""

import asyncio
import contextvars
import os
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ministack.core import lambda_runtime
from ministack.services import apigateway, apigateway_v1, lambda_svc

from local_aws.corrections import correction
from local_aws.edge import pace

_MIB = 2**20
# What one takes that has the AWS SDK loaded.
_ENVIRONMENT = 56 * _MIB
# All calls of all functions are answered by the one process that the local AWS is: more do not go faster.
_PER_PROCESSOR = 4
# With the local AWS itself, less than 1 GiB.
_MEMORY = 560 * _MIB
_QUOTA = 1000  # AWS's for an account: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_TICK = 0.5  # seconds
_IDLE = 0.1  # processors: functions that take less wait for something
_THROTTLED_PAUSE = 1.0  # seconds

# Whether the call is asynchronous.
_queued: contextvars.ContextVar[bool] = contextvars.ContextVar("queued", default=False)
# Until when a batch of messages is the function's.
_until: contextvars.ContextVar[float] = contextvars.ContextVar("until", default=0.0)


_Stage = Literal["claims", "starts", ""]


@dataclass(eq=False)
class _Call:
    """One call that has a place, or waits for one."""

    function: str
    turn: threading.Event = field(default_factory=threading.Event)
    # Counts on an environment that is idle, has one started, or neither.
    stage: _Stage = ""


class Places:
    """The environments that may run at once.

    Who finds no place waits: the calls of one function in their order, the functions in turn, so that
    a function that is called much does not keep the others from running.
    """

    def __init__(self, usual: int, most: int, starts: int) -> None:
        self._usual = usual
        self._places = usual
        self._most = most
        self._starts = starts  # that may go on at once: more at a time take longer, all of them
        self._starting = 0
        self._claimed: Counter[str] = Counter()
        self._taken = 0
        self._left = 0  # how often a place was left
        self._waiting: OrderedDict[str, deque[_Call]] = OrderedDict()
        self._watched = False
        self._current = threading.local()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, function: str, *, at_once: bool = False) -> Iterator[None]:
        """A place while the block runs, after a wait for it unless it is to be had at once."""
        call = self._current.call = _Call(function)
        with self._lock:
            if at_once:
                self._taken += 1
                call.turn.set()
            else:
                self._waiting.setdefault(function, deque()).append(call)
                self._admit()
                self._watch()
        call.turn.wait()
        try:
            yield
        finally:
            with self._lock:
                self._settle(call, "")
                self._taken -= 1
                self._left += 1
                self._admit()

    def waited_for(self, function: str) -> bool:
        """Whether calls of the function wait."""
        return function in self._waiting

    def leased(self, *, idle: bool) -> None:
        """This thread's call has an environment, which was idle, or which it is to start."""
        self._advance("" if idle else "starts")

    def started(self) -> None:
        """This thread's call has started its environment."""
        self._advance("")

    def _advance(self, stage: _Stage) -> None:
        call = getattr(self._current, "call", None)
        if call is not None:  # else the environment is started ahead of calls
            with self._lock:
                self._settle(call, stage)
                self._admit()

    def _settle(self, call: _Call, stage: _Stage) -> None:
        self._starting += (stage == "starts") - (call.stage == "starts")
        self._claimed[call.function] += (stage == "claims") - (call.stage == "claims")
        call.stage = stage

    def _admit(self) -> None:
        while self._taken < self._places and (function := self._next()):
            calls = self._waiting[function]
            call = calls.popleft()
            self._settle(call, "claims" if self._is_warm(function) else "starts")
            self._taken += 1
            call.turn.set()
            if calls:
                self._waiting.move_to_end(function)
            else:
                del self._waiting[function]
        if not self._waiting:
            self._places = self._usual

    def _next(self) -> str | None:
        """The function whose turn it is."""
        able = (each for each in self._waiting if self._starting < self._starts or self._is_warm(each))
        return next(able, None)

    def _is_warm(self, function: str) -> bool:
        """Whether the function has an idle environment that no waiting call will take."""
        idle = sum(not each.in_use for each in _environments(function))
        return idle > self._claimed[function]

    def _watch(self) -> None:
        if self._waiting and not self._watched:
            self._watched = True
            threading.Thread(target=self._relieve, daemon=True, name="places").start()

    def _relieve(self) -> None:
        """One more place at a time while all that run wait themselves: maybe for one of those that wait here.

        It is a call that came by an API, or a function that sleeps. Those that work are let work.
        """
        before = self._left, _worked()
        while True:
            time.sleep(_TICK)
            now = self._left, _worked()
            stuck = now[0] == before[0] and now[1] - before[1] < _IDLE * _TICK
            before = now
            with self._lock:
                if not self._waiting:
                    self._watched = False
                    return
                if stuck and not self._starting and self._places < self._most:
                    self._places = max(self._places, self._taken) + 1
                    self._admit()


def _environments(function: str = "") -> list[Any]:
    """All, or those of one function's versions."""
    with lambda_runtime._lock:
        pools = lambda_runtime._workers.items()
        return [
            each for key, pool in pools if key.startswith(f"{function}:" if function else "") for each in pool
        ]


def _worked() -> float:
    """Seconds of processors that the running environments have taken; 0 where there is no /proc."""
    ticks = 0
    for each in _environments():
        process = each._proc
        if each.in_use and process is not None:
            with suppress(OSError):
                fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])  # in user mode, in the kernel's
    return ticks / os.sysconf("SC_CLK_TCK")


def _may_not_wait() -> bool:
    """Whether what it waits for would wait for it: a function that called this one, or the server's loop."""
    with suppress(RuntimeError):
        return bool(asyncio.get_running_loop())
    return lambda_svc._invoke_depth.get() > 1 and not _queued.get()


def _bounds() -> tuple[int, int, int]:
    """How many environments run at once, how many are kept, and how many there are at the very most."""
    memory = lambda_svc._memory_budget_bytes() // 4
    kept = max(4, min(_MEMORY, memory) // _ENVIRONMENT)
    usual = max(4, min(_PER_PROCESSOR * (os.cpu_count() or 1), kept - 2))
    return usual, kept, max(kept, min(_QUOTA, memory // _ENVIRONMENT))


@correction
def bounded_concurrency() -> None:
    """AWS: has room for the account's quota of calls at once. MiniStack: starts a process for each of them.

    Here calls wait, and a call beyond the quota, or beyond its function's reserved concurrency, is refused.
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
    """
    usual, kept, most = _bounds()
    places = Places(usual, most, starts=os.cpu_count() or 1)
    run, acquire, release = (
        lambda_svc._execute_function_dispatch,
        lambda_runtime.acquire_worker,
        lambda_runtime.release_worker,
    )
    enqueue, width = lambda_svc.invoke_async_with_retry, lambda_svc._sqs_esm_concurrency

    def run_in_place(func: Any, config: Any, event: Any, request_id: str, _: float) -> Any:
        pace.begun()
        with places.place(lambda_svc._inflight_key(config), at_once=_may_not_wait()):
            return run(func, config, event, request_id, time.time())  # the wait is no part of its duration

    def acquire_within(*args: Any, **kwargs: Any) -> Any:
        leased = acquire(*args, **kwargs)
        places.leased(idle=leased[1] != "spawn")
        if leased[1] == "spawn":
            _end(_surplus(kept))
        return leased

    def starting(start: Any) -> Any:
        def start_and_tell(self: Any, *args: Any, **kwargs: Any) -> None:
            start(self, *args, **kwargs)
            places.started()

        return start_and_tell

    def release_now(worker: Any) -> None:
        if worker is not None:
            worker.last_used = time.time()
        release(worker)

    def lease(name: str, config: Any, code: bytes, qualifier: str = "$LATEST") -> _Leased:
        return _Leased(places, (name, config, code, qualifier))

    def enqueue_for_nobody(func: Any, event: Any) -> None:
        context = contextvars.copy_context()
        context.run(_queued.set, True)
        context.run(enqueue, func, event)

    def width_by_room(mapping: Any, func: Any, config: Any, queue: Any = None) -> int:
        # What waits in the queue may wait for long; what was taken from it is taken again after a while.
        wide: int = width(mapping, func, config, queue)
        return min(wide, 1) if places.waited_for(lambda_svc._inflight_key(config)) else wide

    if not os.environ.get("LAMBDA_ACCOUNT_CONCURRENCY"):
        lambda_svc._ACCOUNT_CONCURRENCY_CAP = _QUOTA
    lambda_svc._execute_function_dispatch = run_in_place
    lambda_svc.acquire_worker = lambda_runtime.acquire_worker = acquire_within
    lambda_svc.release_worker = lambda_runtime.release_worker = release_now
    lambda_runtime.get_or_create_worker = lease
    for kind in (lambda_runtime.Worker, lambda_runtime.ProvidedWorker):
        kind._spawn = starting(kind._spawn)
    lambda_svc.invoke_async_with_retry = enqueue_for_nobody
    lambda_svc._sqs_esm_concurrency = width_by_room
    lambda_svc.reap_idle_workers = lambda: _end(_surplus(kept) + _idle_for(lambda_runtime._LOCAL_WORKER_TTL))


class _Leased:
    """What a message to a WebSocket API is given to: an environment for as long as it takes."""

    def __init__(self, places: Places, wanted: tuple[str, Any, bytes, str]) -> None:
        self._places = places
        self._wanted = wanted

    def invoke(self, *args: Any, **kwargs: Any) -> Any:
        name, config, code, qualifier = self._wanted
        with self._places.place(lambda_svc._inflight_key(config)):
            worker, _ = lambda_svc.acquire_worker(name, config, code, qualifier=qualifier)
            try:
                return worker.invoke(*args, **kwargs)
            finally:
                lambda_svc.release_worker(worker)


def _surplus(kept: int) -> list[Any]:
    """The environments beyond so many that have been idle for longest."""
    every = _environments()
    idle = sorted((each for each in every if not each.in_use), key=lambda each: each.last_used)
    return idle[: max(0, len(every) - kept)]


def _idle_for(seconds: float) -> list[Any]:
    now = time.time()
    return [each for each in _environments() if not each.in_use and now - each.last_used > seconds]


def _end(environments: list[Any]) -> int:
    """End those that are still idle."""
    ended = []
    with lambda_runtime._lock:
        for key, pool in list(lambda_runtime._workers.items()):
            ended += [each for each in pool if each in environments and not each.in_use]
            if left := [each for each in pool if each not in ended]:
                lambda_runtime._workers[key] = left
            else:
                del lambda_runtime._workers[key]
    lambda_runtime.kill_workers(ended)
    return len(ended)


@correction
def throttled_batches() -> None:
    """AWS: a mapping tries a batch again that its function is too busy for. MiniStack: drops it until its
    messages are visible again, which costs each of them one of its receives.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    execute, run_batch = lambda_svc._execute_function, lambda_svc._run_sqs_batch

    def execute_until_taken(func: Any, event: Any) -> Any:
        result = execute(func, event)
        while result.get("throttle") and time.time() + _THROTTLED_PAUSE < _until.get():
            time.sleep(_THROTTLED_PAUSE)
            result = execute(func, event)
        return result

    def run_noting_end(mapping: Any, func: Any, event: Any, batch: Any, *queue: Any) -> None:
        _until.set(min(message["visible_at"] for message in batch))
        run_batch(mapping, func, event, batch, *queue)

    lambda_svc._execute_function = execute_until_taken
    lambda_svc._run_sqs_batch = run_noting_end


@correction
def throttled_integrations() -> None:
    """AWS: an API answers 500 when Lambda refuses the call. MiniStack: passes Lambda's 429 and its words on.

    https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
    """
    respond, run = apigateway_v1._lambda_proxy_response, apigateway.run_reentrant

    def respond_to_rest(result: Any) -> Any:
        return (
            (_refused('{"message": "Internal server error"}'), None)
            if result.get("throttle")
            else respond(result)
        )

    async def run_for_http(function: Any, *args: Any, **named: Any) -> Any:
        result = await run(function, *args, **named)
        if named.get("thread_name") == "ministack-apigw-invoke" and result.get("throttle"):
            return {"body": _refused('{"message":"Internal Server Error"}')}
        return result

    apigateway_v1._lambda_proxy_response = respond_to_rest
    apigateway.run_reentrant = run_for_http


def _refused(body: str) -> dict[str, Any]:
    """What a function would have returned for this answer."""
    headers = {"x-amzn-ErrorType": "InternalServerErrorException"}
    return {"statusCode": 500, "headers": headers, "body": body}
