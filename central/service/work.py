"""Where work that waits for the database runs: threads beside the event loop, never more than some.

What would wait behind too many others is turned away at once: an honest "later" is worth more than
an answer nobody waits for any more. One shop has at most half the threads, so that rows locked in
it stop nobody else.
"""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from central import trouble

Answer = TypeVar("Answer")
STRANGERS = "strangers"
"""All who are not known yet: they have a quarter of the threads."""


@dataclass(slots=True, eq=False)
class _Share:
    """The threads of one shop: how many jobs run or wait for one, and the places there are."""

    places: asyncio.Semaphore
    jobs: int = 0


@dataclass(slots=True, eq=False)
class Workers:
    """So many threads, and at most so many jobs that run or wait."""

    threads: int
    most: int
    jobs: int = 0
    _shares: dict[Hashable, _Share] = field(default_factory=dict)
    _pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="centre")

    async def run(self, job: Callable[[], Answer], share: Hashable = None) -> Answer:
        """Do a job on a thread; raises DatabaseBusy where too many wait.

        `share` is the shop (or STRANGERS) it is for; None for what never waits for a database.
        """
        if self.jobs >= self.most:
            raise trouble.DatabaseBusy("Too much is waiting.")
        self.jobs += 1
        try:
            return await self._on_a_thread(job) if share is None else await self._of(share, job)
        finally:
            self.jobs -= 1

    async def _of(self, whose: Hashable, job: Callable[[], Answer]) -> Answer:
        share = self._shares.get(whose)
        if share is None:
            part = 4 if whose == STRANGERS else 2
            places = asyncio.Semaphore(max(1, self.threads // part))
            share = self._shares[whose] = _Share(places)
        if share.jobs >= max(1, self.most // 2):
            raise trouble.DatabaseBusy("Too much of one shop is waiting.")
        share.jobs += 1
        try:
            async with share.places:
                return await self._on_a_thread(job)
        finally:
            share.jobs -= 1
            if not share.jobs:
                del self._shares[whose]

    async def _on_a_thread(self, job: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._pool, job)

    def close(self) -> None:
        """End when what runs is done; what waits is dropped."""
        self._pool.shutdown(cancel_futures=True)
