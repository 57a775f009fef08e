"""One look for all who ask within a moment: what anybody may ask must not be work each time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Shared:
    """Looks at most once in so many seconds, and gives all the same answer, a trouble too."""

    look: Callable[[], Awaitable[None]]
    keep_s: float
    seconds: Callable[[], float]
    _task: asyncio.Task[None] | None = None
    _at: float = 0.0

    async def __call__(self) -> None:
        """Look, or take the last look; raises what that raised."""
        now = self.seconds()
        task = self._task
        if task is None or (task.done() and now - self._at >= self.keep_s):
            task = self._task = asyncio.ensure_future(self._look())
            self._at = now
        await asyncio.shield(task)

    async def _look(self) -> None:
        await self.look()
