"""Redeeming with the centre's help: rights are asked for, then points are spent at the till."""

import asyncio
import time
from dataclasses import dataclass, field

from bench.centre.files import Pair
from bench.centre.light import Light, Member, let_in, lights
from bench.centre.push import send_all
from bench.centre.town import Town
from regulars.ids import spell
from sync.wire import pack
from sync.wire_rights import RightsAnswer, RightsRequest, read_rights_answer

_POINTS, _SALE = 1_000, 100_000
_NUMBERS = 3_000_000


@dataclass(slots=True)
class Asked:
    """How long each question took from the moment it was due, in seconds; what was not granted."""

    took: list[float] = field(default_factory=list)
    refused: int = 0


async def pool(
    town: Town, pair: Pair, tills: int, members: int
) -> tuple[list[Light], list[Member]]:
    """Let further tills in, and put points of new members into the pool."""
    crowd = lights(town, pair.shop, pair.store, tills, first=900)
    await let_in(town, crowd)
    giver = crowd[0]
    people = [giver.enrol(_NUMBERS + number) for number in range(members)]
    for one in people:
        giver.sell(one, _SALE)
    for one in people:
        giver.write(
            "rights.return",
            {"wallet": spell(one.wallet), "points": _POINTS, "why": "recalled"},
        )
    await send_all(giver)
    for till in crowd:
        await till.pull()  # whoever has not asked for news is granted nothing
        await till.close()
    return crowd[1:], people


async def ask(crowd: list[Light], people: list[Member], a_second: float, seconds: float) -> Asked:
    """Ask for rights so often a second, whatever earlier questions take."""
    asked, begun = Asked(), time.perf_counter()
    gates = {till.number: asyncio.Lock() for till in crowd}
    tasks: list[asyncio.Task[None]] = []
    for number in range(int(a_second * seconds)):
        due = begun + number / a_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        till, one = crowd[number % len(crowd)], people[number * 7 % len(people)]
        tasks.append(asyncio.create_task(_one(till, one, due, gates[till.number], asked)))
    await asyncio.gather(*tasks)
    for till in crowd:
        await till.close()
    return asked


async def _one(till: Light, one: Member, due: float, gate: asyncio.Lock, asked: Asked) -> None:
    async with gate:  # a till has one connection
        want = till.granted.get(one.wallet, 0) + 1
        wish = RightsRequest(till.device, till.epoch, till.feed, one.wallet, want)
        said = await till.line.ask("POST", "/v1/rights", pack(wish.spelled()), token=till.token)
        answer = read_rights_answer(said.body) if said.status == 200 else None
        if isinstance(answer, RightsAnswer):
            till.granted[one.wallet] = answer.wallet.granted
        asked.refused += not isinstance(answer, RightsAnswer) or answer.wallet.granted < want
    asked.took.append(time.perf_counter() - due)
