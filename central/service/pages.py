"""Questions for news of one shop, answered together: whoever comes while others are answered waits.

One who asks alone is answered at once. When many are woken by one sale, they ask in the same
moment, and share one transaction and one look at the feed.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from central.callers import Caller
from central.service.ports import Agreement
from central.service.work import Workers
from central.trouble import Trouble
from regulars.ids import Id
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest

AT_ONCE = 2
"""So many looks at one shop's feed at a time: one that reads much holds up nobody else."""
MOST = 64
"""Questions that share a look at most."""
_TURNS = 2
"""Turns of the event loop until everybody who was woken has asked."""
_TURNS_TO_ASK = 4 + _TURNS
"""Turns until what they ask is with the database."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, and who waits for its answer."""

    who: Caller
    wish: PullRequest
    told: "asyncio.Future[Page | Problem]"


@dataclass(slots=True, eq=False)
class _Line:
    """The questions of one shop that wait, the looks under way, and the tills that are met."""

    waiting: list[_Asked] = field(default_factory=list)
    looks: set["asyncio.Task[None]"] = field(default_factory=set)
    met: set["asyncio.Task[Page | Problem]"] = field(default_factory=set)
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @property
    def is_idle(self) -> bool:
        """Tell whether nobody of the shop waits for anything here."""
        return not (self.waiting or self.looks or self.met)


@dataclass(slots=True, eq=False)
class Pages:
    """Gathers questions for news; belongs to one event loop."""

    agreement: Agreement
    workers: Workers
    _lines: dict[Id, _Line] = field(default_factory=dict)
    _spoke: dict[Id, Id] = field(default_factory=dict)

    async def begun(self, who: Caller) -> None:
        """Let whoever was just woken ask first; a till that woke the others is answered last.

        Nobody waits for what a till is told of its own acts.
        """
        self._spoke[who.tenant] = who.device
        for _ in range(_TURNS_TO_ASK):
            await asyncio.sleep(0)

    async def page(self, who: Caller, wish: PullRequest) -> Page | Problem:
        """Answer a question at once, or together with others of its shop."""
        line = self._lines.setdefault(who.tenant, _Line())
        asked = _Asked(who, wish, asyncio.get_running_loop().create_future())
        line.waiting.append(asked)
        if len(line.looks) < AT_ONCE and len(line.waiting) == 1:
            self._begin(who.tenant, line)
        return await asked.told

    def _begin(self, shop: Id, line: _Line) -> None:
        task = asyncio.create_task(self._look(shop, line))
        line.looks.add(task)

    async def _look(self, shop: Id, line: _Line) -> None:
        try:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            taken = [one for one in line.waiting[:MOST] if not one.told.done()]
            line.waiting = line.waiting[MOST:]
            spoke = self._spoke.get(shop)
            taken.sort(key=lambda one: one.who.device == spoke)
            if taken:
                await self._answer(shop, taken)
        finally:
            task = asyncio.current_task()
            assert task is not None, "this runs as a task"
            line.looks.discard(task)
            if line.waiting:
                self._begin(shop, line)
            self._leave(shop, line)

    def _leave(self, shop: Id, line: _Line) -> None:
        if line.is_idle:
            self._lines.pop(shop, None)

    async def _answer(self, shop: Id, taken: Sequence[_Asked]) -> None:
        wishes = [(one.who, one.wish) for one in taken]
        work = asyncio.ensure_future(
            self.workers.run(lambda: self.agreement.pulls(shop, wishes), shop)
        )
        await asyncio.wait([work])
        error = None if work.cancelled() else work.exception()
        if len(taken) > 1 and error and not isinstance(error, Trouble):  # it may be one till's
            await asyncio.gather(*(self._answer(shop, [one]) for one in taken))
        elif error or work.cancelled():
            for one in taken:
                _tell(one, work)
        else:
            for one, page in zip(taken, work.result(), strict=True):
                if page is not None:
                    _tell(one, work, page)
                elif not one.told.done():
                    self._meet(shop, one)

    def _meet(self, shop: Id, asked: _Asked) -> None:
        """Answer a question that says something new: it waits for its till's own row, alone.

        After an erasing all tills ask so: a push is not to wait behind all of them.
        """
        line = self._lines[shop]

        async def met() -> Page | Problem:
            async with line.places:
                work = partial(self.agreement.met, asked.who, asked.wish)
                return await self.workers.run(work, shop)

        def done(task: "asyncio.Task[Page | Problem]") -> None:
            line.met.discard(task)
            self._leave(shop, line)
            _tell(asked, task)

        task = asyncio.create_task(met())
        line.met.add(task)
        task.add_done_callback(done)


def _tell(asked: _Asked, work: "asyncio.Future[Any]", page: Page | Problem | None = None) -> None:
    """Say what came of the work, to who still waits; where the service ends, nothing came."""
    if asked.told.done():
        return
    if work.cancelled():
        asked.told.cancel()
    elif (error := work.exception()) is not None:
        asked.told.set_exception(error)
    else:
        asked.told.set_result(work.result() if page is None else page)
