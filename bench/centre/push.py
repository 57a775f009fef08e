"""How many operations a second one shop's tills can hand over; what is confirmed is durable."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.centre.light import Light, Member, chances, let_in, lights
from bench.centre.town import Town


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of a run: operations a second, and processor time for each, in ms."""

    a_second: float
    service_ms: float
    database_ms: float


async def fill(till: Light, members: int, first: int = 0) -> list[Member]:
    """Enrol people at a till and send that."""
    found = [till.enrol(first + number) for number in range(members)]
    await send_all(till)
    return found


async def send_all(till: Light) -> None:
    """Send what a till has written."""
    while till.waiting:
        said = await till.push(till.batch()[0])
        assert said.status == 200, said


def sales(till: Light, members: Sequence[Member], count: int) -> list[tuple[bytes, int]]:
    """Let a till sell without sending; gives the pushes, ready to travel."""
    chance = chances(till.number)
    for _ in range(count):
        till.sell(chance.choice(members), chance.randrange(100, 100_000))
    found = []
    while till.waiting:
        found.append(till.batch())
    return found


async def one_by_one(town: Town, shops: int, tills: int, each: int) -> Pushed:
    """Let tills send each sale by itself and wait for it, as at a counter; no people are shared."""
    crowd: list[Light] = []
    for _ in range(shops):
        shop, store = town.found()
        crowd += lights(town, shop, store, tills, len(crowd))
    await let_in(town, crowd)
    ready = []
    for till in crowd:
        people = await fill(till, 50, till.number * 50)
        ready.append([_sold(till, people[number % len(people)]) for number in range(each)])
    before, begun = town.cpu_s(), time.perf_counter()
    await asyncio.gather(*(_send(till, one) for till, one in zip(crowd, ready, strict=True)))
    took, after = time.perf_counter() - begun, town.cpu_s()
    for till in crowd:
        await till.close()
    return _pushed(each * len(crowd), took, before, after)


def _sold(till: Light, one: Member) -> tuple[bytes, int]:
    till.sell(one, 5_000)
    return till.batch()


def _pushed(
    count: int, took: float, before: tuple[float, float], after: tuple[float, float]
) -> Pushed:
    service, database = (1_000 * (b - a) / count for a, b in zip(before, after, strict=True))
    return Pushed(count / took, service, database)


async def measure(town: Town, tills: int, members: int, each: int, *, are_shared: bool) -> Pushed:
    """Let tills of one shop send sales at once, each to `members` regulars of its own store.

    `are_shared`: all tills serve the same people instead, so that each holds up the others.
    """
    shop, store = town.found()
    crowd = lights(town, shop, store, tills)
    await let_in(town, crowd)
    people = [await fill(till, members, till.number * members) for till in crowd]
    if are_shared:
        people = [people[0]] * tills
    ready = [sales(till, own, each) for till, own in zip(crowd, people, strict=True)]
    town.settle()
    before, begun = town.cpu_s(), time.perf_counter()
    await asyncio.gather(*(_send(till, one) for till, one in zip(crowd, ready, strict=True)))
    took, after = time.perf_counter() - begun, town.cpu_s()
    for till in crowd:
        await till.close()
    return _pushed(tills * each, took, before, after)


async def _send(till: Light, ready: list[tuple[bytes, int]]) -> None:
    for body, _ in ready:
        said = await till.push(body)
        assert said.status == 200, said
