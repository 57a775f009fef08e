"""What happens in a simulated chain of shops: one seeded plan, played by every level.

A plan says who does what and which fault strikes, never what must come of it. Every seed draws its
own rates, so that some seeds are all refunds and some all partitions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

ACTS = {
    "sell": 30,
    "spend": 30,
    "reward": 15,
    "scan": 16,
    "give-back": 8,
    "ask-refund": 5,
    "adjust": 5,
    "close-day": 3,
    "enrol": 3,
    "card": 2,
    "revoke": 1,
    "merge": 2,
    "unmerge": 1,
    "erase": 1,
    "change": 1,
    "carried": 3,
    "unknown-kind": 1,
    "same-receipt": 3,
}
WAITS = {"dawdle": 4, "night": 3}
FAULTS = {
    "cut": 6,
    "mend": 5,
    "crash": 5,
    "start": 6,
    "clock": 2,
    "retire": 2,
    "renew-till": 2,
    "back-up-till": 2,
    "lose-disk": 1,
    "copy-till": 1,
    "back-up-centre": 4,
    "restore-centre": 4,
    "stop-centre": 2,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens after `gap_ms`; numbers are drawn here and read by whoever plays."""

    gap_ms: int
    what: str
    till: int
    member: int
    amount: int
    percent: int
    which: int


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad the network of a seed is: chances in percent, delays in milliseconds."""

    lost: int
    twice: int
    delay_ms: int
    late: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything drawn for one seed."""

    seed: int
    tills: int
    members: int
    expiry_days: int
    is_founded: bool
    weather: Weather
    steps: tuple[Step, ...]


def plan(seed: int, steps: int) -> Plan:
    """Draw the plan of a seed."""
    chance = Random(f"plan-{seed}")
    weather = Weather(
        lost=chance.choice((0, 5, 15, 30)),
        twice=chance.choice((0, 10, 30, 50)),
        delay_ms=chance.choice((5, 50, 400)),
        late=chance.choice((0, 2, 10)),
    )
    weights = _swarm(chance)
    tills, members = chance.randint(2, 4), chance.randint(1, 4)
    gap = chance.choice((50, 400, 3_000))
    return Plan(
        seed=seed,
        tills=tills,
        members=members,
        expiry_days=chance.choice((0, 2, 5, 30)),
        is_founded=chance.random() < 0.3,
        weather=weather,
        steps=tuple(_steps(chance, weights, steps, gap)),
    )


def _swarm(chance: Random) -> dict[str, float]:
    """Switch some things off and others up, so that rare meetings become common in some seed."""
    weights = {name: rate * chance.choice((0, 1, 1, 3)) for name, rate in (ACTS | WAITS).items()}
    weights["sell"] = max(weights["sell"], 10)
    bad = chance.choice((0, 0.5, 1, 2))
    faults = {name: rate * bad * chance.choice((0, 1, 1, 2)) for name, rate in FAULTS.items()}
    # What is lost twice is lost: a till's disk and the centre's newest days, in one seed, would
    # leave nobody who could know.
    for name in ("lose-disk", "copy-till") if chance.random() < 0.5 else ("restore-centre",):
        faults[name] = 0
    return weights | faults


def _steps(chance: Random, weights: dict[str, float], count: int, gap: int) -> Iterator[Step]:
    names = chance.choices(list(weights), list(weights.values()), k=count)
    for what in names:
        yield Step(
            gap_ms=int(chance.expovariate(1 / gap)),
            what=what,
            till=chance.randrange(12),
            member=chance.randrange(12),
            amount=chance.choice((0, 30, 200, 1_000, 5_000)) + chance.randrange(100),
            percent=chance.choice((10, 50, 100, 100)),
            which=chance.randrange(6),
        )
