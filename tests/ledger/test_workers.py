"""Worker processes answer as one would oneself, and are gone when their work is, however that ends."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from ledger.errors import FormatError, StoreError
from ledger.workers import Workers

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import os, sys
from ledger.workers import Workers
with Workers(2) as pool:
    print(*{pool.submit(os.getpid).result() for _ in range(100)}, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def pool() -> Iterator[Workers]:
    with Workers(2) as workers:
        yield workers


def ended(pid: int) -> bool:
    """Say whether a process has ended; one that nobody has waited for yet is a zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def refuse(why: str) -> None:
    raise FormatError("thing", why)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def give_a_function() -> Callable[[], None]:
    return lambda: None


def chatter(number: int) -> int:
    print("said on the way", flush=True)
    os.write(1, b"and below Python\n")
    return number


def test_results_belong_to_what_was_asked_and_come_from_other_processes(pool: Workers) -> None:
    futures = [pool.submit(pow, number, 2) for number in range(200)]
    assert [future.result() for future in futures] == [number**2 for number in range(200)]
    assert pool.submit(os.getpid).result() != os.getpid()


def test_large_values_go_both_ways(pool: Workers) -> None:
    assert pool.submit(bytes.upper, b"a" * 5_000_000).result() == b"A" * 5_000_000


def test_an_error_comes_back_whole_and_the_worker_goes_on(pool: Workers) -> None:
    for why in ("one", "two", "three"):
        with pytest.raises(FormatError, match=why) as caught:
            pool.submit(refuse, why).result()
        assert caught.value.why == why
    assert pool.submit(abs, -1).result() == 1


def test_what_cannot_be_sent_or_sent_back_is_told_and_the_worker_goes_on(pool: Workers) -> None:
    with pytest.raises(Exception, match="pickle"):
        pool.submit(lambda: None).result()
    with pytest.raises(Exception, match="pickle"):
        pool.submit(give_a_function).result()
    assert pool.submit(abs, -1).result() == 1


def test_what_a_worker_prints_does_not_stand_between_the_answers(
    pool: Workers, capfd: pytest.CaptureFixture[str]
) -> None:
    assert [pool.submit(chatter, number).result() for number in range(3)] == [0, 1, 2]
    assert capfd.readouterr().out == ""


def test_a_worker_that_dies_fails_all_that_it_should_have_done() -> None:
    with Workers(1) as workers:
        died, never = workers.submit(die), [workers.submit(os.getpid) for _ in range(10)]
        for error in (died.exception(), *(future.exception() for future in never)):
            assert isinstance(error, StoreError)
            assert str(error) == "worker process: killed by signal 9"


def test_when_one_worker_dies_nothing_waits_for_ever() -> None:
    with Workers(2) as workers:
        died, others = workers.submit(die), [workers.submit(os.getpid) for _ in range(10)]
        assert isinstance(died.exception(), StoreError)
        assert all(future.exception() is None or isinstance(future.exception(), StoreError) for future in others)


def test_a_worker_that_ends_by_itself_is_told_with_its_code() -> None:
    with Workers(1) as workers, pytest.raises(StoreError, match="worker process: ended with exit code 3"):
        workers.submit(os._exit, 3).result()


def test_shutdown_finishes_what_was_submitted_and_ends_the_workers() -> None:
    workers = Workers(2)
    pids = {workers.submit(os.getpid).result() for _ in range(20)}
    futures = [workers.submit(pow, 2, number) for number in range(50)]

    workers.shutdown()

    assert [future.result() for future in futures] == [2**number for number in range(50)]
    assert all(map(ended, pids))
    with pytest.raises(RuntimeError, match="shut down"):
        workers.submit(abs, 1)


def test_leaving_with_an_error_waits_for_nothing() -> None:
    futures: list[Future[None]] = []

    def interrupted() -> None:
        with Workers(2) as workers:
            futures.extend(workers.submit(signal.pause) for _ in range(10))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    done, waiting = wait(futures, timeout=0)
    assert (len(done), len(waiting)) == (10, 0)
    assert all(isinstance(future.exception(), StoreError) for future in done)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_the_process_that_started_it(number: signal.Signals) -> None:
    command = [sys.executable, "-c", HOLDER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as holder:
        assert holder.stdout is not None
        workers = [os.pidfd_open(int(pid)) for pid in holder.stdout.readline().split()]
        holder.send_signal(number)
        holder.wait()
    assert workers
    for one in workers:
        ready, _, _ = select.select([one], [], [], 60)
        assert ready, "a worker is still there"
        os.close(one)


def test_a_worker_imports_nothing_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pickle", "ledger", "nacl"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*filter(None, sys.path), str(ROOT)])
    with Workers(1) as workers:
        assert workers.submit(abs, -1).result() == 1
