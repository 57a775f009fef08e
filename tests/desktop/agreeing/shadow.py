"""A till's real encrypted file that does and hears the same as a till of the simulation.

Answers are put on the wire's values on their way to the file; nothing else is decided here.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.book import Book, open_book
from desktop.store.centre import centre_of, has_joined, known_centre
from desktop.store.database import open_store
from desktop.store.joining import join
from desktop.store.journal import open_epoch
from desktop.store.people import key_of
from desktop.store.rights import account_of, cells_of, may_spend
from desktop.store.shop import keep_local_fact
from desktop.store.till_store import OwnFile
from regulars.agreement import exchange
from regulars.agreement import messages as said
from regulars.agreement import till as till_side
from regulars.agreement.asked import UNKNOWN, read_asked
from regulars.agreement.till import TillSide
from regulars.canonical import Json
from regulars.ids import Id, spell, unspell
from regulars.operations.kinds import KINDS
from regulars.rights.cells import Cells
from sync.enrolment import Standing
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import RightsAnswer, WalletRow
from sync.wire_rows import CardRow, Dealt, LinkRow, MemberRow, StaffRow
from sync.wire_shop import DocumentRow, StoreRow, TillRow
from tests.desktop.book import KEY, FixedClock, make_book, seeded
from tests.regulars.operations.samples import DATA
from tests.simulation.world import BEGIN, DAY_MS, named

MIDNIGHT = datetime(BEGIN.year, BEGIN.month, BEGIN.day, tzinfo=UTC) - timedelta(hours=8)
OFFSET_MS = int(MIDNIGHT.timestamp()) * 1000 - 1_000 * DAY_MS
LEASE_DAYS = 14
FORM = {"print": "token"}


class Apart(AssertionError):
    """The file and the rules do not say the same."""


def same(what: str, file: object, rules: object) -> None:
    """Hold the file to what the rules say."""
    if file != rules:
        raise Apart(f"{what}: the file says {file}, the rules {rules}")


def identity(name: str) -> Id:
    """Give the id that a name spells."""
    return unspell(name)


def said_here(data: Mapping[str, Any]) -> dict[str, Json]:
    """Give the data of an operation as the file's own kinds have it."""
    found: dict[str, Json] = dict(data)
    if "form" in data:
        found["form"] = FORM.get(data["form"], data["form"])
    return found


def fingerprint(card: str) -> bytes:
    """Give the fingerprint of a card of the simulation."""
    return bytes.fromhex(card)


class Shadow:
    """The file beside a till of the simulation."""

    def __init__(self, folder: Path, till: TillSide) -> None:
        """Found the shop; the till of the simulation writes as many operations by itself."""
        self.folder, self.till, self.files = folder, till, 0
        self.starts = 7
        self.holders: Mapping[str, str] = {}
        self.saved: dict[int, tuple[TillSide, Path]] = {}
        self.clock = FixedClock(OFFSET_MS + 1_000 * DAY_MS)
        self._open(make_book(folder, clock=self.clock))

    def _open(self, book: Book) -> None:
        self.book, self.file = book, OwnFile(book.journal)
        book.store.run("pragma synchronous = off")  # disks that fail have tests of their own

    @property
    def store(self) -> Any:
        """Give the open file."""
        return self.book.store

    def founding(self) -> list[str]:
        """Give the kinds that founding wrote."""
        return [kind for (kind,) in self.store.rows("select kind from operation order by place")]

    def at(self, at_ms: int) -> None:
        """Set the clock to what the till of the simulation has."""
        self.clock.ms = at_ms + OFFSET_MS

    def reopen(self) -> None:
        """Stop and start again: what was in memory is gone."""
        path = self.store.path
        self.store.close()
        self._start(path)

    def _start(self, path: Path) -> None:
        self.starts += 1  # no two lives of the program draw the same names
        chance = seeded(100 * self.files + self.starts).randbytes
        self._open(open_book(open_store(path, KEY), self.clock, chance))

    def save(self, till: TillSide) -> None:
        """Copy the file, as a backup; `till` is the copy of the till it belongs to."""
        self.files += 1
        path = self.folder / f"saved {self.files}.db"
        self.store.hand_over()
        shutil.copyfile(self.store.path, path)
        self.saved[id(till)] = (till, path)

    def follow(self, till: TillSide) -> None:
        """Go on from the copy that belongs to a till, if it is another one."""
        if till is not self.till:
            self.till, path = self.saved.pop(id(till))
            self.store.close()
            self._start(path)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    # What it does ------------------------------------------------------------------------------

    def joins(self, *, is_authority: bool) -> None:
        """Become a till of the centre."""
        with self.store.writing():
            join(self.store, lease_days=LEASE_DAYS, is_authority=is_authority)

    def renew(self) -> None:
        """Begin a new epoch, as a restore does."""
        with self.store.writing():
            keep_local_fact(self.store, "epoch", str(self.book.shop.identity.epoch + 1))
            open_epoch(self.store, bytes(32), clock=self.clock, chance=self.book.chance)
        self.reopen()

    def knows(self, member: str) -> bool:
        """Tell whether a member can be served here."""
        key = key_of(self.store, identity(member))
        return bool(self.store.value("select count(*) from wallet where member = ?", (key,)))

    def write(self, ops: Iterable[said.Logged]) -> None:
        """Write the same acts."""
        for op in ops:
            kind, data = op.kind, said_here(op.data)
            if kind not in KINDS or kind == "shop.opened":
                kind, data = "seen.phone", {"member": spell(identity(named("nobody")))}
            if kind == "authority.handed_over" and not has_joined(self.store):
                self.joins(is_authority=True)
            with self.book.writing():
                if self._is_known(data.get("receipt_key")):
                    data["receipt_key"] = ""  # the till itself would have refused it
                self.book.journal.write(kind, data, dict(op.private), identity=identity(op.id))

    def _is_known(self, key: object) -> bool:
        return bool(key) and bool(self.store.row("select 1 from receipt where key = ?", (key,)))

    # What it hears -----------------------------------------------------------------------------

    def hears(self, answer: said.Answer) -> None:
        """Take an answer in, as the engine would hand it over."""
        is_ours = answer.feed_epoch == self.file.feed()
        match answer:
            case said.Pushed() if is_ours:
                self.file.note_answer(answer.source.epoch, self._pushed(answer))
            case said.Gap() if is_ours:
                self.file.note_gap(answer.source.epoch, answer.expected)
            case said.RightsAnswer() if answer.source == self.till.source:
                self.file.apply_rights(self._rights(answer))
            case said.Resnapshot() if not is_ours:  # the same life again is read from the beginning
                known = tuple((epoch, seq) for epoch, seq, _ in answer.acked)
                problem = Problem(ProblemKind.RESNAPSHOT, feed=answer.feed_epoch, acked=known)
                self.file.begin_anew(problem)
            case said.Reported() if is_ours:
                self.file.note_reported(answer.report_feed)
            case said.Page() if answer.source == self.till.source:
                self.file.apply_page(self._page(answer))
            case _:
                pass

    def _pushed(self, answer: said.Pushed) -> PushAnswer:
        first = answer.acked - len(answer.outcomes) + 1
        results = tuple(
            Result(first + number, Outcome(outcome.value))
            for number, outcome in enumerate(answer.outcomes)
        )
        head = self.file.hash_at(answer.source.epoch, answer.acked)
        standing = Standing(answer.standing.value)
        return PushAnswer(answer.acked, head, results, answer.feed_epoch, standing, 0)

    def _rights(self, answer: said.RightsAnswer) -> RightsAnswer:
        """Put a total on the wire in a row that is older than any that is known."""
        wallet = identity(answer.wallet)
        seq = -2 if account_of(self.store, wallet).place or self._has_row(wallet) else 0
        row = said.WalletRow(answer.wallet, seq, 0, 0, said.NOWHERE, answer.granted, 10**12, ())
        return RightsAnswer(self._row(row, answer.source.epoch), 0, (), answer.feed_epoch, 0)

    def _has_row(self, wallet: Id) -> bool:
        return self.store.row("select 1 from account where wallet = ?", (wallet,)) is not None

    def _row(self, row: said.WalletRow, epoch: int) -> WalletRow:
        here = self.file.who()
        return WalletRow(
            tenant=here.tenant,
            device=here.device,
            epoch=epoch,
            wallet=identity(row.wallet),
            seq=row.seq,
            balance=row.balance,
            debt=row.debt,
            seen=(row.place.epoch, row.place.seq),
            granted=row.granted,
            keep=row.keep,
            backed=row.backed,
        )

    def _page(self, page: said.Page) -> Page:
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for wallet in page.wallets:
            rows.setdefault("wallet", []).append(self._row(wallet, page.source.epoch).row())
        for fact in page.facts:
            last = exchange._last(self.till, page.source.epoch)
            seen = (page.source.epoch, min(page.acked, last))
            rows.setdefault(fact.kind, []).append(fact_row(fact, self.holders, seen))
        return Page(
            cursor=f"c{page.feed_epoch}.{page.cursor}",
            up_to_date=page.is_last,
            acked=page.acked,
            feed=page.feed_epoch,
            standing=Standing(page.standing.value),
            min_schema=1,
            server_ms=max(0, page.now_ms + OFFSET_MS),
            rows={kind: tuple(found) for kind, found in rows.items()},
            hlc=page.hlc + (OFFSET_MS << 16) if page.hlc else 0,
        )

    # What it says ------------------------------------------------------------------------------

    def compare(self, wallets: Iterable[str], now_ms: int) -> None:
        """Hold everything the till of the simulation knows against the file."""
        if not has_joined(self.store):
            return
        till, known = self.till, known_centre(self.store)
        heads = [(epoch, exchange._last(till, epoch)) for epoch in till.first]
        same("heads", list(self.file.heads()), heads)
        acked = {epoch: self.file.acked(epoch) for epoch, _ in heads}
        same("acked", acked, {epoch: till.acked.get(epoch, 0) for epoch, _ in heads})
        same("feed", known.feed, till.feed_epoch)
        same("cursor", self.place_in_feed(known.cursor), till.cursor)
        same("frozen", known.is_frozen, till.is_frozen)
        same("must report", known.must_report, till.must_report)
        same("authority", known.is_authority, till.is_authority)
        lease = till.lease_until_ms and till.lease_until_ms + OFFSET_MS
        same("lease", known.lease_until_ms, lease)
        report = exchange.grant_report(till).grants
        grants = [(epoch, identity(wallet), n) for epoch, wallet, n in report if n]
        same("grants", sorted(self.file.grants()), sorted(grants))
        told = [(identity(one), number) for one, number in exchange.grant_report(till).told]
        same("told", self.file.told(), sorted(told))
        for wallet in wallets:
            self._compare_wallet(wallet, now_ms)

    def place_in_feed(self, cursor: str) -> int:
        """Give the place in the feed that a cursor means."""
        return int((cursor or "c.0").split(".")[1])

    def _compare_wallet(self, wallet: str, now_ms: int) -> None:
        found = self.store.row(
            "select key, balance, debt from wallet where id = ?", (identity(wallet),)
        )
        cells = till_side.rights(self.till, wallet)
        if found is None:  # whose it is was not told yet: nothing can be done with it here
            same(f"cells of {wallet}", (), () if cells == Cells(cells.granted) else cells)
            return
        key, *figures = found
        same(f"cells of {wallet}", cells_of(self.store, key), cells)
        balance, debt = till_side.shown(self.till, wallet)
        same(f"what {wallet} shows", figures, [max(0, balance), debt])
        mine = may_spend(self.store, key, identity(wallet), self.till.day, now_ms + OFFSET_MS)
        same(f"what {wallet} may spend", mine, till_side.may_spend(self.till, wallet, now_ms))

    def is_lone(self) -> bool:
        """Tell whether it has not joined yet."""
        return centre_of(self.store) is None


def fact_row(
    fact: said.FactRow, holders: Mapping[str, str], seen: tuple[int, int] = (0, 0)
) -> dict[str, Json]:
    """Put a fact on the wire; the wire also says whose a card was that is revoked."""
    if fact.kind in _PAPERS:
        return _paper_row(fact, seen)
    if fact.kind == "review":
        row: dict[str, Json] = json.loads(fact.value)
        return row | {"id": fact.name, "seq": fact.seq}
    if fact.kind == "request":
        return asked_row(fact.value, identity(fact.name), fact.seq, identity).row()
    value = identity(fact.value) if fact.value else None
    if fact.kind == "member":
        assert value is not None
        return MemberRow(identity(fact.name), fact.seq, value, "2900000000001", BEGIN).row()
    if fact.kind == "card":
        holder = holders.get(fact.name)
        member = value or (identity(holder) if holder else None)
        is_revoked = value is None
        return CardRow(fingerprint(fact.name), fact.seq, member, is_revoked=is_revoked).row()
    return LinkRow(fact.kind, identity(fact.name), fact.seq, value).row()


def asked_row(value: str, sale: Id, seq: int, identity: Callable[[str], Id]) -> LinkRow:
    """Put what came of requests for the refund of a sale on the wire."""
    asked = read_asked(value)
    cash = tuple(one.cash_minor for one in asked.dones)
    dealt = Dealt(
        tuple(identity(one) for one in asked.done),
        () if UNKNOWN in cash else cash,
        tuple(identity(one) for one in asked.refused),
        asked.back,
        identity(asked.at) if asked.at else None,
        asked.is_gone,
    )
    return LinkRow("request", sale, seq, identity(asked.to) if asked.to else None, dealt)


_PAPERS = ("store", "till", "staff", "document")


def _paper_row(fact: said.FactRow, seen: tuple[int, int]) -> dict[str, Json]:
    """Put what the shop says of itself on the wire: what the simulation's operations say."""
    if fact.kind == "document":
        kind, name = bytes.fromhex(fact.name).decode().split(" ", 1)
        body = DATA[kind] | ({"key": name, "value": "yes"} if kind == "setting" else {})
        return DocumentRow(kind, name, fact.seq, body, seen).row()
    one = identity(fact.name)
    if fact.kind == "store":
        return StoreRow(one, fact.seq, DATA["store"]["name"], seen).row()
    if fact.kind == "till":
        return TillRow(one, fact.seq, None, DATA["till"]["name"], "live", seen=seen).row()
    return StaffRow(one, fact.seq, "", "owner", is_active=True).row()
