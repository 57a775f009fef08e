"""Many tills that wait for news while some of them sell: how late each hears, at what cost."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from bench.centre.light import Light, Member, let_in, lights
from bench.centre.push import fill
from bench.centre.town import Town
from bench.results import spread
from sync.pauses import Pace

WAIT_S = 20
_CALM_S = 1.0
_MEMBERS = 200
_SOON_S = 0.02


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many sales a second in all shops together, and how long."""

    a_second: float
    seconds: float


@dataclass(slots=True)
class Heard:
    """What came of it. Times in seconds; `lags` is from a sale to each till that read of it."""

    lags: list[tuple[float, float]] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    refused: int = 0
    pulls: int = 0
    cpu_ms: tuple[float, float] = (0.0, 0.0)
    memory: list[tuple[float, float]] = field(default_factory=list)
    peak_mb: float = 0.0

    def slope(self) -> float:
        """Give by how much the lag of the last third is larger than that of the first, in s."""
        if not self.lags:
            return 0.0
        ordered = [lag for _, lag in sorted(self.lags)]
        third = max(len(ordered) // 3, 1)
        return spread(ordered[-third:])[0] - spread(ordered[:third])[0]


@dataclass(slots=True)
class _Shop:
    """A shop's tills and people, and when which wallet was last sold to."""

    tills: list[Light]
    people: list[Member]
    sold: dict[str, tuple[float, int]] = field(default_factory=dict)
    knocks: dict[int, asyncio.Event] = field(default_factory=dict)
    paces: dict[int, Pace] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.knocks = {till.number: asyncio.Event() for till in self.tills}
        self.paces = {till.number: Pace() for till in self.tills}


@dataclass(slots=True)
class Crowd:
    """All that takes part."""

    town: Town
    shops: list[_Shop] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)
    _begun: float = 0.0

    async def gather(self, shops: int, each: int) -> None:
        """Found shops, let so many tills into each, and let each read what there is."""
        for number in range(shops):
            shop, store = self.town.found()
            first = number * each
            tills = lights(self.town, shop, store, each, first)
            await let_in(self.town, tills)
            people = await fill(tills[0], _MEMBERS, first * 1_000)
            for till in tills:
                await self._catch_up(till)
            self.shops.append(_Shop(tills, people))
        self.town.settle()

    async def _catch_up(self, till: Light) -> None:
        while True:
            page = await self._page(till, 0)
            if page.get("up_to_date", False):
                return

    async def play(self, wanted: Wanted) -> Heard:
        """Let tills wait and sell for as long as is wanted."""
        heard = self.heard = Heard()
        self._begun = time.perf_counter()
        before = self.town.cpu_s()
        tasks = [
            asyncio.create_task(self._live(shop, till))
            for shop in self.shops
            for till in shop.tills
        ]
        await asyncio.sleep(_CALM_S)
        watching = asyncio.create_task(self._watch())
        await self._sell(wanted)
        await asyncio.sleep(max(0.0, self._begun + wanted.seconds - time.perf_counter()))
        after = self.town.cpu_s()
        heard.peak_mb = self.town.peak_mb()
        watching.cancel()
        await asyncio.sleep(_CALM_S)
        for task in tasks:
            assert not task.done(), task.exception()
            task.cancel()
        await asyncio.gather(*tasks, watching, return_exceptions=True)
        service, database = (1_000 * (b - a) for a, b in zip(before, after, strict=True))
        heard.cpu_ms = (service, database)
        for shop in self.shops:
            for till in shop.tills:
                await till.close()
        return heard

    async def _watch(self) -> None:
        while True:
            now = time.perf_counter() - self._begun
            self.heard.memory.append((now, self.town.memory_mb()))
            await asyncio.sleep(_CALM_S)

    async def _sell(self, wanted: Wanted) -> None:
        """Let sales happen at their time, however long those before them take to arrive."""
        flat = [(shop, till) for shop in self.shops for till in shop.tills]
        for number in range(int(wanted.a_second * wanted.seconds)):
            due = self._begun + _CALM_S + number / wanted.a_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            shop, till = flat[number * 7919 % len(flat)]
            one = shop.people[number % len(shop.people)]
            till.sell(one, 1_000)
            shop.sold[one.wallet.hex()] = (due, till.number)
            shop.knocks[till.number].set()

    async def _live(self, shop: _Shop, till: Light) -> None:
        """Be a till: wait for news on one line, and send on the other what is sold meanwhile."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen(shop, till))
            both.create_task(self._speak(shop, till))

    async def _speak(self, shop: _Shop, till: Light) -> None:
        knock = shop.knocks[till.number]
        while True:
            knock.clear()
            while till.waiting:
                await self._send(till)
            await knock.wait()

    async def _send(self, till: Light) -> None:
        begun = time.perf_counter()
        body, count = till.batch()
        said = await till.push(body)
        while said.status != 200:
            self.heard.refused += 1
            await asyncio.sleep(1)
            said = await till.push(body)
        self.heard.sent += [time.perf_counter() - begun] * count

    async def _listen(self, shop: _Shop, till: Light) -> None:
        pace = shop.paces[till.number]
        while True:
            await _until_free(pace)
            page = await self._page(till, WAIT_S)
            now = time.perf_counter()
            for row in page.get("rows", {}).get("wallet", ()):
                sold = shop.sold.get(row["id"])
                if sold is not None and sold[1] != till.number:
                    self.heard.lags.append((sold[0], now - sold[0]))

    async def _page(self, till: Light, wait_s: int) -> dict[str, Any]:
        said = await till.pull(wait_s)
        self.heard.pulls += 1
        if said.status != 200:
            self.heard.refused += 1
            await asyncio.sleep(1)
            return {}
        page: dict[str, Any] = json.loads(said.body)
        till.cursor = page["cursor"] or till.cursor
        return page


async def _until_free(pace: Pace) -> None:
    now_ms = int(time.perf_counter() * 1_000)
    while pace.free_ms(now_ms) > now_ms:
        await asyncio.sleep(_SOON_S)
        now_ms = int(time.perf_counter() * 1_000)
    pace.take(now_ms)


async def measure(town: Town, shops: int, each: int, *plays: Wanted) -> list[Heard]:
    """Gather a crowd and play with it, once or several times."""
    crowd = Crowd(town)
    await crowd.gather(shops, each)
    return [await crowd.play(wanted) for wanted in plays]
