"""How a presenter waits for an answer without knowing a thread or Qt."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from desktop.trouble import Trouble

T = TypeVar("T")


class WhenDone(Protocol):
    """Calls back where the presenter lives, once a future has its result or its trouble."""

    def __call__(
        self,
        future: Future[T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Call `then` with the result or `failed` with a trouble; a bug goes to the crash door."""


def at_once(
    future: Future[T], then: Callable[[T], None], failed: Callable[[Trouble], None]
) -> None:
    """Wait here and call back here: what tests of presenters use."""
    try:
        result = future.result(timeout=30)
    except Trouble as trouble:
        failed(trouble)
        return
    then(result)
