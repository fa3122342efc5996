"""Processes are started when there is much to do, once, and end with what they were started for."""

from __future__ import annotations

import os

import pytest

from registry.index.pool import MANY, Pool


def test_little_work_starts_no_process() -> None:
    with Pool() as pool:
        assert pool.of(MANY - 1) is None


def test_what_follows_is_done_by_the_processes_that_are_there() -> None:
    with Pool() as pool:
        first = pool.of(MANY)
        assert first is not None
        assert pool.of(2 * MANY) is first
        numbers = {first.submit(os.getpid).result() for _ in range(4 * pool.size)}
    assert os.getpid() not in numbers
    assert len(numbers) <= pool.size


def test_they_end_with_it() -> None:
    with Pool() as pool:
        workers = pool.of(MANY)
        assert workers is not None
    with pytest.raises(RuntimeError, match="shut down"):
        workers.submit(os.getpid)
