"""The threads in which the screens ask. Who leaves does not wait for them: what they do can be cut off at any time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads(ThreadPoolExecutor):
    """Threads that are known to work or not. One that nobody waits for any more may well do."""

    def __init__(self) -> None:
        super().__init__(thread_name_prefix="asking")
        self._begun: set[Future[object]] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        begun: set[Future[T]] = self._begun  # type: ignore[assignment]
        begun.add(future)
        future.add_done_callback(begun.discard)
        return future

    @property
    def are_at_work(self) -> bool:
        """Whether any of them has not come to its end."""
        return bool(self._begun)
