"""Processes that work for this one: what many entries are checked on, because Python runs on one core a process.

They are fresh interpreters and not forks, so they share no lock, pipe or thread with whoever starts them, and run no module
of the caller's but those that the work names. A worker reads until its input ends: it does not outlive this process, however
that ends. An interrupt from the terminal does not reach it; this process decides what it means.

    to a worker: (function, arguments, names)      from it: (result, None) or (None, error)

each as a length of 8 bytes and a pickle.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from types import TracebackType
from typing import IO, Any, ParamSpec, TypeVar

from ledger.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")
# The caller's search path and nothing else: an interpreter would add the folder it is started in, which anyone may have filled.
_START = "import sys; sys.path[:] = sys.argv[1:]; from ledger import workers; workers.serve()"
_BLOCK_BYTES = 1 << 16
_LENGTH_BYTES = 8
_PIPE_BYTES = 1 << 20
_PATIENCE_S = 5
ALLOCATIONS = 200_000
"""Objects that are made before the collector of cycles looks among them, where much is read that holds none."""


class Workers(Executor):
    """So many worker processes, started at once and ended by `shutdown`; what is submitted must be picklable."""

    def __init__(self, count: int) -> None:
        """Start them; raises StoreError when the system does not."""
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[threading.Thread] = []
        self._open = True
        try:
            for _ in range(count):
                process = _start()
                self._processes.append(process)
                thread = threading.Thread(target=_drive, args=(process, self._tasks), daemon=True)
                self._threads.append(thread)
                thread.start()
        except BaseException:
            self.shutdown(cancel_futures=True)
            raise

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if not self._open:
            raise RuntimeError("submitted to workers that were shut down")
        future: Future[T] = Future()
        self._tasks.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor has it
        """End the workers after what was submitted, or at once and without it."""
        self._open = False
        if cancel_futures:
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads if wait or cancel_futures else ():
            thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Whoever leaves with an error, such as an interrupt, waits for nothing.
        self.shutdown(cancel_futures=error is not None)


_Task = tuple[Future[Any], tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]


def _start() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=_BLOCK_BYTES,
            # As large as what is sent, so that neither side waits for the other in between.
            pipesize=_PIPE_BYTES,
            process_group=0,
        )
    except OSError as error:
        raise StoreError(f"worker process: cannot be started: {error.strerror}") from error


def _drive(process: subprocess.Popen[bytes], tasks: queue.SimpleQueue[_Task | None]) -> None:
    """Hand tasks to one worker, one at a time, until there are none; once it has died, fail them."""
    while (task := tasks.get()) is not None:
        future, call = task
        if not future.set_running_or_notify_cancel():
            continue
        try:
            result, error = _ask(process, pickle.dumps(call, pickle.HIGHEST_PROTOCOL))
        except Exception as broken:  # noqa: BLE001 - whatever it is, whoever waits for the result is told
            result, error = None, broken
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
    _close(process)


def _ask(process: subprocess.Popen[bytes], call: bytes) -> tuple[Any, Exception | None]:
    """Return the answer of a worker; raises StoreError when it has died."""
    pipe_in, pipe_out = _pipes(process)
    try:
        _send(pipe_in, call)
        answer = _receive(pipe_out)
    except (OSError, EOFError) as error:
        raise StoreError(f"worker process: {_end_of(process)}") from error
    said: tuple[Any, Exception | None] = pickle.loads(answer)  # noqa: S301 - from a process of our own
    return said


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(_LENGTH_BYTES, "big"))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """Return the next message; raises EOFError when there is none, or not all of it."""
    length = int.from_bytes(pipe.read(_LENGTH_BYTES), "big")
    message = pipe.read(length)
    if not length or len(message) != length:
        raise EOFError
    return message


def _end_of(process: subprocess.Popen[bytes]) -> str:
    """Say how a process ended whose pipes broke."""
    try:
        code = process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    return f"killed by signal {-code}" if code < 0 else f"ended with exit code {code}"


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None, "a worker is started with pipes"
    assert process.stdout is not None, "a worker is started with pipes"
    return process.stdin, process.stdout


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in _pipes(process):
        try:
            pipe.close()
        except OSError:
            # Closing flushes; the worker is gone, and what it was still to be asked has failed already.
            continue
    process.wait()


def serve() -> None:
    """Answer in a worker process until its input ends."""
    pipe_in, pipe_out = os.fdopen(os.dup(0), "rb", _BLOCK_BYTES), os.fdopen(os.dup(1), "wb", _BLOCK_BYTES)
    # What is printed on the way must not stand between the answers.
    os.dup2(2, 1)
    gc.set_threshold(ALLOCATIONS)
    while True:
        try:
            message = _receive(pipe_in)
        except EOFError:
            return
        try:
            _send(pipe_out, _answer(message))
        except BrokenPipeError:
            # Nobody waits any more. Leaving by a return would flush once again.
            os._exit(1)


def _answer(message: bytes) -> bytes:
    try:
        function, args, names = pickle.loads(message)  # noqa: S301 - from the process that started this one
        return pickle.dumps((function(*args, **names), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is told
        return pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
