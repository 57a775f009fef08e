"""What the verbs and searches cost on the file itself, beside the bare floor and `LIKE`."""

import json
import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.results import Result, judged, spread
from bench.shop_file import SEED, Cards
from desktop.book import Book, open_book
from desktop.clock import SystemClock
from desktop.housekeeping import CHECKED
from desktop.paths import Folder
from desktop.requests import RedeemRequest, SaleRequest
from desktop.secrets import NAME as KEYS
from desktop.secrets import open_keys
from desktop.store.allocations import settle_behind
from desktop.store.backup import NOTE
from desktop.store.database import Store, open_store
from desktop.store.search import search
from desktop.store.shop import keep_local_fact
from desktop.verbs.sell import redeem, sell
from regulars.ids import Id
from regulars.people.names import initials, pinyin
from regulars.points.earning import Line

TRIES = 1_000
BOTH = "award with points spent"
REGION = "TW"


def scratch_copy(folder: Folder, scratch: Path) -> Folder:
    """Copy a built shop, so that measuring changes nothing that is kept."""
    target = Folder(scratch / folder.root.name / "shop")
    shutil.rmtree(target.root.parent, ignore_errors=True)
    target.root.parent.mkdir(parents=True)
    shutil.copytree(folder.root, target.root)
    # Today's backup is there already: copying gigabytes beside a measurement measures the disk.
    made = target.backups / datetime.now(UTC).strftime("%Y-%m-%d %H-%M-%S")
    made.mkdir(parents=True)
    for name in ("shop.db", KEYS):
        (made / name).write_bytes(b"-")
    (made / NOTE).write_text(json.dumps({"bytes": 1, "place": 0}), encoding="utf-8")
    os.sync()
    _let_rest(target.root)
    return target


def _let_rest(folder: Path) -> None:
    """Wait, two minutes at most, until a sync costs what it costs: copying wears a disk out."""
    end = time.monotonic() + 120
    with (folder / "rest").open("wb", buffering=0) as file:

        def synced() -> None:
            file.write(b"-" * 4096)
            os.fsync(file.fileno())

        while spread([timed_ms(synced) for _ in range(50)])[0] > 1 and time.monotonic() < end:
            time.sleep(2)
    (folder / "rest").unlink()


def timed_ms(work: Callable[[], object]) -> float:
    """Time one call in milliseconds."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6


@dataclass(slots=True)
class StoreSpeed:
    """The measurements on one file."""

    store: Store
    book: Book
    members: int
    chosen: Sequence[int]
    ids: Sequence[Id]

    def floor(self) -> list[float]:
        """Time the bare floor for each chosen member, one after the other."""
        return [self._timed(partial(self._bare, number + 1)) for number in self.chosen]

    def award(self, who: Id) -> None:
        """Do the real verb: a sale of 200.00, nothing spent."""
        self._sell(who, 0)

    def redeem(self, who: Id) -> None:
        """Do the real verb: 100 points spent on a reward."""
        act = self.book.journal.fresh_id()
        done = redeem(self.book, RedeemRequest(act, who, 100))
        assert hasattr(done, "points"), done

    def both(self, who: Id) -> None:
        """Do the real verb: a sale of 200.00 with 100 points spent on it."""
        self._sell(who, 100)

    def alone(self, act: Callable[[Id], None]) -> list[float]:
        """Time an act for each chosen member, one after the other."""
        return [self._timed(partial(act, who)) for who in self.ids]

    def beside_floor(self, act: Callable[[Id], None]) -> tuple[list[float], list[float]]:
        """Time an act for each chosen member, the bare floor after each.

        In turn both meet the same moods of the disk, and a processor that has done the work of a
        till in between; a floor in a row finds everything warm, as no till ever does.
        """
        both = [
            (self._timed(partial(act, who)), self._timed(partial(self._bare, number + 1)))
            for who, number in zip(self.ids, self.chosen, strict=True)
        ]
        return [first for first, _ in both], [second for _, second in both]

    def _bare(self, wallet: int) -> None:
        """Do one insert and one update, durable.

        The update changes something: for one that does not, the engine writes no page.
        """
        run = self.store.connection.execute
        run("begin immediate")
        run("insert into bench_floor (wallet, points) values (?, 5)", (wallet,))
        run("update wallet set visits = visits + 1 where key = ?", (wallet,))
        run("commit")

    def _timed(self, act: Callable[[], object]) -> float:
        """Time an act, then do what the till does behind its answer."""
        spent = timed_ms(act)
        settle_behind(self.store)
        self.store.tidy()
        return spent

    def _sell(self, who: Id, spend: int) -> None:
        act = self.book.journal.fresh_id()
        done = sell(self.book, SaleRequest(act, who, (Line(20_000),), spend_points=spend))
        assert hasattr(done, "why"), done

    def searches(self) -> dict[str, list[float]]:
        """Time each kind of search for names and numbers that exist."""
        cards = Cards(self.members)
        kinds: dict[str, Callable[[int], str]] = {
            "last four digits": lambda number: cards.phone(number)[-4:],
            "whole phone": lambda number: "0" + cards.phone(number)[4:],
            "name": cards.name,
            "surname": lambda number: cards.name(number)[0],
            "pinyin": lambda number: pinyin(cards.name(number)),
            "initials": lambda number: initials(cards.name(number)),
        }
        return {
            kind: [
                timed_ms(partial(search, self.store, text(number), REGION))
                for number in self.chosen
            ]
            for kind, text in kinds.items()
        }

    def like(self, tries: int) -> list[float]:
        """Time the search everybody else does: a substring of every phone."""
        cards = Cards(self.members)

        def scan(number: int) -> None:
            self.store.rows(
                "select key from member where phone like :text limit 20",
                {"text": f"%{cards.phone(number)[5:]}%"},
            )

        return [timed_ms(partial(scan, number)) for number in self.chosen[:tries]]


def opened(folder: Folder, members: int) -> StoreSpeed:
    """Open a scratch copy for measuring."""
    store = open_store(folder.database, open_keys(folder.root).database)
    store.run("create table bench_floor (key integer primary key, wallet integer, points integer)")
    store.tidies_itself = False  # as in a till: after the answer, not before it
    with store.writing():  # and so is this week's look at every page
        keep_local_fact(store, CHECKED, str(SystemClock().now_ms()))
    chance = random.Random(SEED)
    chosen = chance.sample(range(members), min(TRIES, members))
    ids = [
        Id(store.value("select id from member where key = :key", {"key": number + 1}))
        for number in chosen
    ]
    return StoreSpeed(store, open_book(store, SystemClock(), os.urandom), members, chosen, ids)


def measure(folder: Folder, members: int, *, rows: list[Result]) -> dict[str, float]:
    """Measure one size; adds rows for it and gives medians for the picture."""
    speed = opened(folder, members)
    medians: dict[str, float] = {}
    label = f"{members:,} members"
    acts = (("award", speed.award, 3.0), ("redeem", speed.redeem, 3.0), (BOTH, speed.both, None))
    for name, act, most in acts:
        first = spread(speed.alone(act))[0]
        row, warm = spread(speed.alone(act))[0], spread(speed.floor())[0]
        again, floors = (spread(one) for one in speed.beside_floor(act))
        medians[name], medians["floor"] = again[0], floors[0]
        rows.append(judged(f"{name}, first touch, median · {label}", first, "ms"))
        rows.append(
            judged(
                f"{name}, median · {label}",
                again[0],
                "ms",
                floor=floors[0],
                floor_name="one insert and one update, in turn",
                ratio_limit=most,
            )
        )
        in_a_row = f"{name}, median, each in a row · {label}"
        rows.append(judged(in_a_row, row, "ms", floor=warm, floor_name="the same, in a row"))
        rows.append(judged(f"{name}, p99 · {label}", again[2], "ms", limit=5.0))
    _measure_searches(speed, label, rows, medians)
    speed.store.close()
    return medians


def _measure_searches(
    speed: StoreSpeed, label: str, rows: list[Result], medians: dict[str, float]
) -> None:
    peer = spread(speed.like(20))[0]
    medians["LIKE '%x%'"] = peer
    for kind, samples in speed.searches().items():
        found = spread(samples)
        medians[f"search: {kind}"] = found[0]
        rows.append(
            judged(
                f"search by {kind}, p95 · {label}",
                found[1],
                "ms",
                limit=20.0,
                floor=peer,
                floor_name="LIKE '%x%'",
            )
        )
