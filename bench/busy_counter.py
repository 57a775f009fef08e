"""How long somebody at the counter waits while a large shop comes in, page by page."""

import random
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.new_till import lines
from bench.shop_file import SEED
from desktop.answers import Enrolled, MemberCard
from desktop.clock import SystemClock
from desktop.opening import FirstRun, OpenShop, World, found
from desktop.paths import Folder
from desktop.pins import strong_hasher
from desktop.requests import BY_SEARCH, EnrolRequest, SaleRequest
from desktop.secrets import FileStore
from desktop.store.joining import join
from desktop.till import Till, open_till
from desktop.till_file import TillFile
from regulars.points.earning import Line
from sync.enrolment import Standing
from sync.wire import Row
from sync.wire_pull import Page
from sync.wire_snapshot import for_new_till
from tests.desktop.book import PIN, founding

_PAGE = 500
_PEOPLE = 20
_PAUSE_S = 0.05
_WAIT_S = 60
_FIRST = 100


@dataclass(slots=True)
class Waits:
    """Milliseconds for each look-up and sale, and the rows that came in meanwhile."""

    look_ups: list[float] = field(default_factory=list)
    sales: list[float] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0


def counter_while_reading(folder: Path, members: int) -> Waits:
    """Sell at an open till, some twenty times a second, while it reads a shop of so many."""
    shutil.rmtree(folder, ignore_errors=True)
    till, waits = _joined(folder), Waits()
    people = [_enrolled(till, f"Mei {number}") for number in range(_PEOPLE)]
    file, chance = TillFile(till), random.Random(SEED)

    def read() -> None:
        begun = time.perf_counter()
        for page in _pages(file, members):
            file.apply_page(page)
            waits.rows += _PAGE
        waits.seconds = time.perf_counter() - begun

    reading = threading.Thread(target=read, name="reading")
    reading.start()
    while reading.is_alive():
        member = chance.choice(people).id
        begun = time.perf_counter()
        till.member(member, BY_SEARCH).result(_WAIT_S)
        looked_up = time.perf_counter()
        till.sell(SaleRequest(till.fresh_id(), member, (Line(500),))).result(_WAIT_S)
        waits.look_ups.append((looked_up - begun) * 1_000)
        waits.sales.append((time.perf_counter() - looked_up) * 1_000)
        time.sleep(_PAUSE_S)
    reading.join()
    till.close()
    return waits


def _joined(folder: Path) -> Till:
    """Open a till of a new shop that has joined a centre."""
    world = World(SystemClock(), random.Random(SEED).randbytes, strong_hasher())
    place = Folder(folder / "shop")
    made = found(place, FirstRun(founding(), PIN), world, FileStore(folder / "shop.new"))
    assert isinstance(made, tuple), made
    owner = made[0].book.store.value("select id from staff")
    made[0].close()
    till = open_till(place, world)
    till.ready.result(_WAIT_S)
    till.sign_in(owner, PIN).result(_WAIT_S)

    def joins(opened: OpenShop) -> None:
        with opened.book.store.writing():
            join(opened.book.store, lease_days=14, is_authority=False)

    till.writer.submit(joins).result(_WAIT_S)
    return till


def _enrolled(till: Till, name: str) -> MemberCard:
    done = till.enrol(EnrolRequest(name, agreed=True)).result(_WAIT_S)
    assert isinstance(done, Enrolled), done
    return done.member


def _pages(file: TillFile, members: int) -> Iterator[Page]:
    """Give whole pages of a shop, as large as the centre makes them."""
    here, seq, count, rows = file.who(), _FIRST, 0, dict[str, list[Row]]()
    for line in lines(members):
        for kind, group in line.rows.items():
            for said in group:
                seq, count = seq + 1, count + 1
                row: Row = {**said, "seq": seq}
                if kind == "wallet":
                    row = for_new_till(row, here.tenant, here.device, here.epoch)
                rows.setdefault(kind, []).append(row)
                if count == _PAGE:
                    told = {one: tuple(some) for one, some in rows.items()}
                    yield Page(
                        f"c1.{seq}", False, 0, 1, Standing.LIVE, 1, 0, told, reached=seq
                    )  # fmt: skip
                    count, rows = 0, {}
