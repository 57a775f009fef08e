"""The measurements of the centre, each a part that gives rows for the table."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bench.centre import crowd, files, newcomers, offline, online, push
from bench.centre.peers import Peer, pouch
from bench.centre.town import Town
from bench.results import Curve, Result, judged, spread

_TOLD_S = 3.0
_DOCUMENTS = 5_000
_OF_A_SHOP = 20
_SHORT_S = 10
_AT_ONCE = 150
"""So many questions the service takes from one till at once, besides those it came in with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How long and how large: the default takes eight minutes, the nightly run an hour."""

    seconds: int = 45
    tills: int = 500
    members: int = 2_000
    live: int = 30
    offline_days: int = 60
    newcomer: int = 100_000
    cache: Path = Path("build/cache")


@dataclass(slots=True)
class Found:
    """What all parts found."""

    rows: list[Result] = field(default_factory=list)
    curves: Curve = field(default_factory=dict)


def pushing(town: Town, settings: Settings, found: Found) -> None:
    """Push by light tills, with the naive way beside it."""
    for name, shops, tills in (
        ("push, an operation a request, one till", 1, 1),
        ("push, an operation a request, 8 tills of one shop", 1, 8),
        ("push, an operation a request, 8 shops", 8, 1),
    ):
        each = min(400 // shops // tills, _AT_ONCE)
        _pushed(found, name, asyncio.run(push.one_by_one(town, shops, tills, each)))
    peer = _pouch(settings.cache)
    for name, tills, are_shared, limit in (
        ("push, one till of a shop", 1, False, None),
        ("push, four tills of a shop at once", 4, False, 5_000.0),
        ("push, four tills, all serve the same people", 4, True, None),
    ):
        each = 10_000 // tills
        said = asyncio.run(push.measure(town, tills, 2_000, each, are_shared=are_shared))
        _pushed(found, name, said, limit=limit, peer=peer.push)


def _pushed(
    found: Found, name: str, said: push.Pushed, *, limit: float | None = None, peer: float = 0.0
) -> None:
    floor_name = "PouchDB to express-pouchdb"
    found.rows.append(
        judged(
            name,
            said.a_second,
            "op/s",
            limit=limit,
            better="more",
            floor=peer or None,
            floor_name=floor_name,
        )
    )
    found.rows.append(judged("  the service's processor time", said.service_ms, "ms/op"))
    found.rows.append(judged("  the database's", said.database_ms, "ms/op"))


@lru_cache(1)
def _pouch(cache: Path) -> Peer:
    peer = pouch(cache / "pouch", _DOCUMENTS)
    if peer.why:
        print(f"PouchDB is not beside it: {peer.why}")
    return peer


def growing(town: Town, settings: Settings, found: Found) -> None:
    """Push to shops of different size: what an operation costs must not depend on it."""
    del settings
    points: list[tuple[int, float]] = []
    for members in (200, 2_000, 20_000):
        said = asyncio.run(push.measure(town, 1, members, 3_000, are_shared=False))
        points.append((members, said.service_ms + said.database_ms))
    found.curves["an operation in a push, ms, against members"] = points
    found.rows.append(
        judged(
            f"an operation, shop of {points[-1][0]:,} members",
            points[-1][1],
            "ms/op",
            floor=points[0][1],
            floor_name=f"the same with {points[0][0]:,}",
        )
    )


def real_files(town: Town, settings: Settings, found: Found) -> None:
    """Push, pull, see and redeem with tills whose files are encrypted and durable."""
    pair = files.pair(town, settings.cache, settings.members, lambda *_: None)
    try:
        _arriving(pair, settings, found)
        _seeing(pair, settings, found)
        _redeeming(town, pair, settings, found)
    finally:
        pair.end()


def _arriving(pair: files.Pair, settings: Settings, found: Found) -> None:
    peer = _pouch(settings.cache)
    a_second = pair.pushed["operations"] / pair.pushed["seconds"]
    name = "push, a real till's file, in the order of its log"
    found.rows.append(
        judged(
            name,
            a_second,
            "op/s",
            better="more",
            floor=peer.push or None,
            floor_name="PouchDB to express-pouchdb",
        )
    )
    found.rows.append(
        judged(
            "pull, applied durably, encrypted",
            pair.rows / pair.read["reading"],
            "row/s",
            better="more",
            limit=50_000,
            floor=peer.pull or None,
            floor_name="PouchDB from express-pouchdb",
        )
    )
    name = f"new till, {settings.members:,} members row by row, to first look-up"
    found.rows.append(judged(name, pair.read["found"], "s"))
    found.rows.append(judged("  its peak memory", pair.read["peak_mb"], "MB", limit=300))


def _seeing(pair: files.Pair, settings: Settings, found: Found) -> None:
    people = [member for member, _ in pair.members[: settings.live]]
    pair.other.ask("told")
    sold = pair.one.ask("sell", members=people, name="live", pause_s=1.1)["sold"]
    time.sleep(_TOLD_S)
    heard = pair.other.ask("told")["heard"]
    lags = [
        (min(at for at in heard[member] if at > asked) - asked) / 1e6
        for member, asked, _ in sold
        if any(at > asked for at in heard.get(member, ()))
    ]
    assert len(lags) == len(sold), f"heard of {len(lags)} of {len(sold)}"
    middle, most, _ = spread(lags)
    wrote = statistics.median((written - asked) / 1e6 for _, asked, written in sold)
    live = _pouch(settings.cache).live_ms
    theirs = spread(live) if live else (None, None, None)
    for part, value, limit, peer in (
        ("p50", middle, 15.0, theirs[0]),
        ("p95", most, 50.0, theirs[1]),
    ):
        name = f"sold at till A, seen on till B, {part}"
        floor_name = "PouchDB live"
        row = judged(name, value, "ms", limit=limit, floor=peer, floor_name=floor_name)
        found.rows.append(row)
    found.rows.append(judged("  of that: written at till A, p50", wrote, "ms"))


def _redeeming(town: Town, pair: files.Pair, settings: Settings, found: Found) -> None:
    seconds = min(settings.seconds, 20)
    crowd_of, people = asyncio.run(online.pool(town, pair, 21, 400))
    ((place,),) = town.rows("select max(next_seq) - 1 from tenant")
    pair.other.ask("read", place=place, members=settings.members)
    own = [one.member.hex() for one in people[:seconds]]
    pair.other.begin("redeem", members=own, points=100, pause_s=0.7)
    asked = asyncio.run(online.ask(crowd_of, people[seconds:], 150, seconds))
    redeemed = pair.other.answer()
    _, most, rare = spread([one * 1_000 for one in asked.took])
    found.rows.append(judged("rights asked for, 150 a second, p95", most, "ms", limit=50))
    found.rows.append(judged("rights asked for, 150 a second, p99", rare, "ms", limit=120))
    found.rows.append(judged("  not granted", float(asked.refused), "", limit=0))
    _, most, rare = spread([one * 1_000 for one in redeemed["took"]])
    name = "redeemed at a real till meanwhile, from asking to written"
    found.rows.append(judged(f"{name}, p95", most, "ms", limit=50))
    found.rows.append(judged(f"{name}, p99", rare, "ms", limit=120))
    found.rows.append(judged("  refused", float(len(redeemed["refused"])), "", limit=0))


def waiting(town: Town, settings: Settings, found: Found) -> None:
    """Let more and more tills wait: what one of them costs, and how late it hears of sales."""
    sales: list[tuple[int, float]] = []
    quiet: list[tuple[int, float]] = []
    for tills in (1, 10, 100, settings.tills):
        shops = max(1, tills // _OF_A_SHOP)
        plays = [crowd.Wanted(0, _SHORT_S), crowd.Wanted(8, _SHORT_S)]
        if tills == settings.tills:
            plays += [crowd.Wanted(25, 2 * _SHORT_S), crowd.Wanted(200, settings.seconds)]
        heard = asyncio.run(crowd.measure(town, shops, tills // shops, *plays))
        rest = sum(heard[0].cpu_ms)
        quiet.append((tills, rest / _SHORT_S / tills))
        sales.append((tills, max(0.0, sum(heard[1].cpu_ms) - rest) / len(heard[1].sent)))
        for play, one in zip(plays[2:], heard[2:], strict=True):
            _crowded(found, tills, play, one)
    found.curves["one sale, pushed and told, ms, against tills"] = sales
    found.curves["one till that waits for a second, ms"] = quiet
    for name, points in (("one sale and its news", sales), ("a till that waits, each s", quiet)):
        found.rows.append(
            judged(
                f"{name}, {points[-1][0]} tills",
                points[-1][1],
                "ms",
                floor=points[2][1],
                floor_name=f"the same with {points[2][0]}",
            )
        )


def _crowded(found: Found, tills: int, play: crowd.Wanted, heard: crowd.Heard) -> None:
    assert heard.lags, "nobody heard of anything"
    _, _, rare = spread([lag for _, lag in heard.lags])
    is_judged = play.a_second >= 200
    name = f"{tills} tills wait, {play.a_second:g} operations a second"
    arrived = len(heard.sent) / play.seconds
    found.rows += [
        judged(f"{name}, lag p99", rare, "s", limit=2.0 if is_judged else None),
        judged("  lag grows by", heard.slope(), "s", limit=0.5 if is_judged else None),
        judged("  arrived", arrived, "op/s", better="more", limit=0.9 * play.a_second),
        judged("  service, peak memory", heard.peak_mb, "MB", limit=400),
        judged("  turned away", float(heard.refused), ""),
    ]


def cut_off(town: Town, settings: Settings, found: Found) -> None:
    """Count how often points could be spent at a shop without a network."""
    del town
    cheapest = ((offline.REWARD, 1),)
    for who, is_planned, rewards in (
        ("lead tills", True, offline.REWARDS),
        ("all want the cheapest reward", True, cheapest),
        ("points stay where they were given", False, offline.REWARDS),
    ):
        days = settings.offline_days
        played = offline.play(200, days, 1, is_planned=is_planned, rewards=rewards)
        limit = 95.0 if is_planned else None
        name = f"offline redemptions met, {who}"
        found.rows += [
            judged(name, played.percent, "%", better="more", limit=limit),
            judged("  of wishes", float(played.wished), ""),
            judged("  met at shops with a network", played.percent_online, "%", better="more"),
            judged("  held by tills", played.percent_held, "%", limit=60.0 if is_planned else None),
            judged("  overdrawn", float(played.loss), "", limit=0),
        ]
        for least, (wished, met) in sorted(played.by_balance.items()):
            name = f"  of members with {least} rewards or more"
            found.rows.append(judged(name, 100 * met / wished, "%", better="more"))


def taking(town: Town, settings: Settings, found: Found) -> None:
    """Measure the till alone: rows of pages, and a snapshot of a large shop."""
    found.rows += newcomers.rows_taken(town.folder, settings.newcomer // 5)
    rows, points = newcomers.new_tills(town.folder, settings.newcomer)
    found.rows += rows
    found.curves["a member for a new till, ms, against members"] = points


Part = Callable[[Town, Settings, Found], None]
PARTS: dict[str, Part] = {
    "push": pushing,
    "members": growing,
    "files": real_files,
    "tills": waiting,
    "offline": cut_off,
    "new": taking,
}
