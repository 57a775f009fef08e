"""What a row of a page costs a till that takes it in: read, its signature compared, and written.

Pages are made up as the centre spells them and taken by an encrypted file as an open till does it,
durably, slice by slice: first all of a shop, then news of wallets and of people.
"""

import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.bare_rows import CARDS, PEOPLE, WALLETS, page_by_page
from bench.new_till import WHOSE, lines
from bench.shop_file import SEED
from desktop.clock import SystemClock
from desktop.store.database import Store, open_store
from desktop.store.joining import join
from desktop.store.journal import Journal
from desktop.store.migrations import migrate
from desktop.store.slices import WORK_FIRST, Slices, paced
from desktop.store.till_store import OwnFile
from regulars.business_day import Calendar
from regulars.people.names import initials
from sync.enrolment import Standing
from sync.signing import public_key, sign, vouches
from sync.wire import ROWS_MAX, Row
from sync.wire_pull import Page, read_page
from sync.wire_snapshot import for_new_till

_KEY = bytes(range(32))
_CENTRE = bytes(reversed(range(32)))
_PROGRAMME = bytes(32)
_FIRST = {"member": 0, "wallet": 1 << 32, "card": 2 << 32}
_NEWS_FIRST, _NEWS = 3 << 32, 5_000
_AT_MS = 1_772_416_800_123
_BARE = ((PEOPLE, ROWS_MAX // 2), (WALLETS, ROWS_MAX), (CARDS, ROWS_MAX))
"""As many rows in a transaction as of a page: one of people has half of it for what they said."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What rows of a kind cost: seconds, the processor's seconds, the longest slice in ms."""

    what: str
    rows: int
    seconds: float
    busy: float
    longest: float
    floor: float = 0.0
    """Rows a second of bare statements that write the same; 0 where there are none."""

    @property
    def a_second(self) -> float:
        """Give how many rows were taken in a second."""
        return self.rows / self.seconds

    @property
    def micro(self) -> float:
        """Give the processor's time for a row, in millionths of a second."""
        return self.busy / self.rows * 1e6


def taking_in(folder: Path, members: int) -> list[Taken]:
    """Take in a shop of so many members, and then news of some."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    store = _new_file(folder / "shop.db")
    calendar, chance = Calendar("Asia/Taipei"), random.Random(SEED)
    file = OwnFile(
        Journal(store, WHOSE, calendar, SystemClock(), chance.randbytes, _PROGRAMME)
    )  # fmt: skip
    initials("王")  # loads its tables
    found = [
        _taken("members and what they agreed to", file, _pages(members, ("member", "consent"))),
        _taken("wallets", file, _pages(members, ("wallet",))),
        _taken("cards", file, _pages(members, ("card",))),
        _taken("news of wallets", file, _news(members, "wallet", {"balance": 7})),
        _taken("news of people", file, _news(members, "member", {"birthday": "04-05"})),
    ]
    bare = page_by_page(store, folder / "bare.db", _BARE)
    store.close()
    for number, floor in enumerate(bare):
        found[number] = replace(found[number], floor=found[number].rows / floor.seconds)
    return found


def _new_file(path: Path) -> Store:
    store = open_store(path, _KEY, create=True)
    migrate(store, lambda _: None)
    with store.writing():
        join(store, lease_days=14, is_authority=False)
    return store


def _taken(what: str, file: OwnFile, pages: Sequence[bytes]) -> Taken:
    rows, longest, work = 0, 0.0, WORK_FIRST
    begun, busy = time.perf_counter(), time.process_time()
    for raw in pages:
        page = read_page(raw)
        assert isinstance(page, Page), page
        statement = page.statement(WHOSE.tenant, WHOSE.device, WHOSE.epoch)
        assert vouches(public_key(_CENTRE), statement, page.signature)
        rows += sum(len(group) for group in page.rows.values())
        slices = Slices(page)
        while slices.is_more:
            before = time.perf_counter()
            file.apply_page(slices.next(work))
            took = (time.perf_counter() - before) * 1_000
            work, longest = paced(work, int(took)), max(longest, took)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    return Taken(what, rows, seconds, busy, longest)


def _pages(members: int, kinds: Sequence[str]) -> list[bytes]:
    """Give the pages of a shop's rows of some kinds."""
    seq = _FIRST[kinds[0]]
    pages, rows = list[bytes](), dict[str, list[Row]]()
    for kind, row in _rows(members, kinds):
        seq += 1
        rows.setdefault(kind, []).append({**row, "seq": seq})
        if sum(len(group) for group in rows.values()) == ROWS_MAX:
            pages.append(_page(rows, seq))
            rows = {}
    return [*pages, _page(rows, seq)] if rows else pages


def _rows(members: int, kinds: Sequence[str]) -> Iterator[tuple[str, Row]]:
    whose = (WHOSE.tenant, WHOSE.device, WHOSE.epoch)
    for line in lines(members):
        for kind in kinds:
            for row in line.rows.get(kind, ()):
                yield kind, for_new_till(row, *whose) if kind == "wallet" else row


def _news(members: int, kind: str, change: Row) -> list[bytes]:
    """Give a page that tells some of a kind anew, changed."""
    rows = [row for _, row in _rows(members, (kind,))]
    chosen = random.Random(SEED).sample(rows, min(_NEWS, members))
    seq = _NEWS_FIRST + (members if kind == "member" else 0)
    told = [{**row, **change, "seq": seq + number} for number, row in enumerate(chosen)]
    return [_page({kind: told}, seq + members)]


def _page(rows: Mapping[str, Sequence[Row]], seq: int) -> bytes:
    told = {kind: tuple(group) for kind, group in rows.items()}
    page = Page(f"c1.{seq}", False, 0, 1, Standing.LIVE, 1, _AT_MS, told, reached=seq)
    statement = page.statement(WHOSE.tenant, WHOSE.device, WHOSE.epoch)
    return replace(page, signature=sign(_CENTRE, statement)).spelled()
