"""Who waits for news of a shop, and what wakes them: pushes here at once, others within a second.

Everybody who waits for one shop shares one look at its feed a second, however many they are. A
device waits twice at most: a third wait of it ends the first.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from central.trouble import Trouble
from regulars.ids import Id

FLOOR_S = 1.0
"""How often the feed is looked at for what another process, or a person, has changed."""
WAITS_MAX = 2
"""How often one device may wait at once: one wait may be of a connection that is gone."""


@dataclass(slots=True, eq=False)
class _Room:
    """All who wait for one shop. `turn` counts what happened, so that nobody misses anything."""

    watchers: int = 0
    turn: int = 0
    newest: int = -1
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    watches: dict[Hashable, list["Watch"]] = field(default_factory=dict)

    def ring(self) -> None:
        """Wake everybody: there is something."""
        self.turn += 1
        self.nudge()

    def nudge(self) -> None:
        """Let everybody look whether they still wait."""
        self.bell.set()
        self.bell = asyncio.Event()


@dataclass(slots=True, eq=False)
class Watch:
    """One who waits. What happens from its making on is noticed, also between two waits."""

    _news: "News"
    _room: _Room
    _turn: int
    is_sent_away: bool = False

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is waited for any more: the service ends, or others took over."""
        return self.is_sent_away or self._news.is_over

    def catch_up(self) -> None:
        """Take what has happened until now as known."""
        self._turn = self._room.turn

    async def changed(self, most_s: float) -> bool:
        """Wait for news, at most so long; False where there was none, or it is over."""
        if self._turn == self._room.turn and not self.is_over:
            bell = self._room.bell
            try:
                async with asyncio.timeout(most_s):
                    await bell.wait()
            except TimeoutError:
                return False
        is_news = self._turn != self._room.turn
        self._turn = self._room.turn
        return is_news and not self.is_over


@dataclass(slots=True, eq=False)
class News:
    """The waiting rooms of all shops; belongs to one event loop."""

    newest: Callable[[Id], Awaitable[int]]
    floor_s: float = FLOOR_S
    on_bug: Callable[[BaseException], None] = lambda _: None
    is_over: bool = False
    _rooms: dict[Id, _Room] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Tell how many wait."""
        return sum(room.watchers for room in self._rooms.values())

    def tell(self, shop: Id) -> bool:
        """Say that something of a shop has changed; tells whether anybody waits for that."""
        room = self._rooms.get(shop)
        if room is not None:
            room.ring()
        return room is not None

    def look(self, shop: Id) -> None:
        """Look soon whether something of a shop has changed, instead of within a second."""
        room = self._rooms.get(shop)
        if room is not None:
            room.hurry.set()

    def end(self) -> None:
        """Let everybody go: the service ends."""
        self.is_over = True
        for room in self._rooms.values():
            room.ring()

    @asynccontextmanager
    async def watching(
        self, shop: Id, who: Hashable = None, most_s: float = 30.0
    ) -> AsyncIterator[Watch]:
        """Watch a shop while the block lasts, as one of the waits of a device (None: of nobody).

        What is read inside is not older than the watch, unless the first look takes too long.
        """
        room = self._rooms.setdefault(shop, _Room())
        room.watchers += 1
        watch = Watch(self, room, room.turn)
        try:
            self._come(room, who, watch)
            if room.task is None:
                room.task = asyncio.create_task(self._look(shop, room))
                room.task.add_done_callback(partial(self._looked, room))
            with suppress(TimeoutError):
                async with asyncio.timeout(most_s):
                    await room.begun.wait()
            watch.catch_up()
            yield watch
        finally:
            self._go(room, who, watch)
            room.watchers -= 1
            if room.watchers == 0:
                del self._rooms[shop]
                if room.task is not None:
                    room.task.cancel()

    @staticmethod
    def _come(room: _Room, who: Hashable, watch: Watch) -> None:
        if who is None:
            return
        mine = room.watches.setdefault(who, [])
        mine.append(watch)
        if len(mine) > WAITS_MAX:
            mine.pop(0).is_sent_away = True
            room.nudge()

    @staticmethod
    def _go(room: _Room, who: Hashable, watch: Watch) -> None:
        mine = room.watches.get(who, [])
        if watch in mine:
            mine.remove(watch)
        if not mine:
            room.watches.pop(who, None)

    def _looked(self, room: _Room, task: asyncio.Task[None]) -> None:
        """Let nobody wait for looks that a bug has ended; whoever comes next begins again."""
        room.task = None
        room.begun.set()
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.on_bug(error)

    async def _look(self, shop: Id, room: _Room) -> None:
        while True:
            room.hurry.clear()
            try:
                newest = await self.newest(shop)
            except Trouble:  # whoever asks hears of it; the next look may pass
                newest = room.newest
            if newest != room.newest:
                room.newest = newest
                if room.begun.is_set():
                    room.ring()
            room.begun.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(self.floor_s):
                    await room.hurry.wait()
