"""Wallets in a transaction: accounts, rights, the ledger, and who waits for rights.

Whoever reads a wallet here to write it holds its row until the transaction is saved. While the
centre heals, grants that tills report are kept beside and only looked at together with the rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, LiteralString

from central.working.asking import Asking, Row, Rows, key, keys, place_at, place_of, source_at
from central.working.placed import read_placed, spell_shops
from central.working.shelf import Shelf
from regulars.agreement.centre import Centre, Holding, lots_of
from regulars.agreement.messages import Source
from regulars.agreement.places import Placed
from regulars.points.entries import Entry, EntryKind, Order
from regulars.rights.cells import Cells
from regulars.rights.posting import EMPTY, Account

_WALLETS = """
select wallet, balance, debt, held, shops, level, next_end from wallet
where tenant = %(tenant)s and wallet = any(%(wallets)s) order by wallet
"""
_REPORTS = """
select r.wallet, sum(r.granted - coalesce(h.granted, 0))::bigint
from grant_report r left join holding h using (tenant, wallet, device, epoch)
where r.tenant = %(tenant)s and r.wallet = any(%(wallets)s) and r.granted > coalesce(h.granted, 0)
group by r.wallet
"""
_HOLDINGS = """
select wallet, device, epoch, granted, earned, used, returned, reclaimed
from holding join unnest(%(wallets)s::uuid[], %(devices)s::uuid[], %(epochs)s::integer[])
  as asked (wallet, device, epoch) using (wallet, device, epoch)
where tenant = %(tenant)s
"""
_REPORTED = """
select wallet, device, epoch, granted
from grant_report join unnest(%(wallets)s::uuid[], %(devices)s::uuid[], %(epochs)s::integer[])
  as asked (wallet, device, epoch) using (wallet, device, epoch)
where tenant = %(tenant)s
"""
# Ids as the rules spell them: a UUID made for each would cost more than all the rest.
_ENTRIES = """
select encode(uuid_send(wallet), 'hex'), day, hlc, encode(uuid_send(device), 'hex'), place, line,
  kind, points, encode(uuid_send(act), 'hex'), debt, expires_on
from entry where tenant = %(tenant)s and wallet = any(%(wallets)s)
"""
_KINDS = {kind.value: kind for kind in EntryKind}
_WISHES = """
select wallet, device, epoch, points from wish
where tenant = %(tenant)s and (%(all)s or wallet = any(%(wallets)s))
"""
_HELD_BY = """
select wallet from holding
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s and available > 0
union
select wallet from grant_report
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s
"""
_EVERY_REPORT = "select wallet, device, epoch from grant_report where tenant = %(tenant)s"


_BESIDE = (b"", 0, None)
"""What stands beside the figures of a wallet that nobody has used yet."""


class Points:
    """What is known of wallets, and what this transaction does to them."""

    def __init__(self, asking: Asking, *, is_healing: bool) -> None:
        """Begin with nothing read."""
        self.asking = asking
        self.is_healing = is_healing
        self.accounts: Shelf[str, Account] = Shelf(self._read_accounts)
        self.cells: Shelf[Holding, Cells] = Shelf(self._read_cells)
        self.entries: Shelf[str, list[Entry]] = Shelf(self._read_entries)
        self.wanted: Shelf[str, tuple[Source, int]] = Shelf(self._read_wishes)
        self.placed: Shelf[str, Placed] = Shelf(self._read_placed)
        self.rows: dict[str, Account] = {}
        self.beside: dict[str, tuple[bytes, int, date | None]] = {}
        self.held: dict[Holding, Cells] = {}
        self.counts: dict[str, int] = {}
        self.room: set[str] = set()
        self._making: list[Rows] = []
        self.hlc = 0

    def _read_accounts(self, wallets: list[str]) -> Callable[[], Mapping[str, Account]]:
        rows = self.asking.ask_locked(_WALLETS, wallets=keys(wallets))
        reports = self._ask_healing(_REPORTS, wallets=keys(wallets))

        def give() -> Mapping[str, Account]:
            self._take_room()
            found: dict[str, Account] = {}
            for wallet, balance, debt, held, *beside in rows():
                if wallet.hex not in self.room:
                    found[wallet.hex] = Account(balance, debt, held)
                self.beside[wallet.hex] = (beside[0], beside[1], beside[2])
            self.rows.update(found)
            for wallet, more in reports():
                now = found.get(wallet.hex, EMPTY)
                found[wallet.hex] = Account(now.balance, now.debt, now.held + more)
            return found

        return give

    def _ask_healing(self, question: LiteralString, **values: object) -> Rows:
        """Ask for what is kept beside while the centre heals."""
        return self.asking.ask(question, **values) if self.is_healing else list

    def _read_placed(self, wallets: list[str]) -> Mapping[str, Placed]:
        self.accounts.fetch(wallets)
        known = ((wallet, self.beside.get(wallet, _BESIDE)) for wallet in wallets)
        is_read = self.asking.is_reading  # who only tells asks where points should be, if anywhere
        return {
            wallet: read_placed(*row[:2])
            for wallet, row in known
            if row[1] or (row[0] and not is_read)
        }

    def next_end(self, wallet: str) -> date | None:
        """Give the first day on which points of a wallet end, as its row had it."""
        return self.beside.get(wallet, _BESIDE)[2]

    def make_room(self, wallets: list[str]) -> None:
        """Let wallets that are about to get their first points be rows that can be held.

        Tills that meet at a new wallet so wait for each other before the work is done, and not
        behind it for nothing.
        """
        if wallets:
            self._making.append(self.asking.ask(_MAKE_ROOM, wallets=keys(sorted(wallets))))

    def _take_room(self) -> None:
        made, self._making = self._making, []
        for rows in made:
            self.room.update(wallet.hex for (wallet,) in rows())

    def _read_cells(self, holdings: list[Holding]) -> Callable[[], Mapping[Holding, Cells]]:
        self.accounts.expect(wallet for wallet, _ in holdings)  # that row guards its rights
        asked = {
            "wallets": [key(wallet) for wallet, _ in holdings],
            "devices": [key(source.device) for _, source in holdings],
            "epochs": [source.epoch for _, source in holdings],
        }
        rows = self.asking.ask(_HOLDINGS, **asked)
        reported = self._ask_healing(_REPORTED, **asked)

        def give() -> Mapping[Holding, Cells]:
            found = {
                (wallet.hex, source_at(device, epoch)): Cells(*figures)
                for wallet, device, epoch, *figures in rows()
            }
            self.held.update(found)
            for wallet, device, epoch, granted in reported():
                holding = (wallet.hex, source_at(device, epoch))
                found[holding] = found.get(holding, Cells()).knowing(granted)
            return found

        return give

    def _read_entries(self, wallets: list[str]) -> Callable[[], Mapping[str, list[Entry]]]:
        self.accounts.expect(wallets)
        rows = self.asking.ask(_ENTRIES, wallets=keys(wallets))
        return lambda: self._entries(rows())

    def _entries(self, rows: list[tuple[Any, ...]]) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for wallet, day, hlc, device, place, line, kind, points, act, debt, expires_on in rows:
            epoch, seq = place_at(place)
            order = Order(day, hlc, device.encode(), epoch, seq, line)
            entry = Entry(order, _KINDS[kind], points, act.encode(), debt, expires_on)
            found.setdefault(wallet, []).append(entry)
            self.hlc = max(self.hlc, hlc)
        self.counts.update((wallet, len(entries)) for wallet, entries in found.items())
        return found

    def _read_wishes(self, wallets: list[str]) -> Callable[[], Mapping[str, tuple[Source, int]]]:
        return self._wishes(wallets, everything=False)

    def _wishes(
        self, wallets: list[str], *, everything: bool
    ) -> Callable[[], Mapping[str, tuple[Source, int]]]:
        rows = self.asking.ask(_WISHES, wallets=keys(wallets), all=everything)
        return lambda: {
            wallet.hex: (source_at(device, epoch), points)
            for wallet, device, epoch, points in rows()
        }

    def fetch_wishes(self) -> None:
        """Read whoever waits for anything."""
        self.wanted.take(self._wishes([], everything=True)())

    def fetch_held_by(self, source: Source) -> None:
        """Read all rights of a source."""
        values = {"device": key(source.device), "epoch": source.epoch}
        wallets = sorted(wallet.hex for (wallet,) in self.asking.rows(_HELD_BY, **values))
        self.cells.fetch((wallet, source) for wallet in wallets)

    def fetch_reported(self) -> None:
        """Read everything that a till has reported a grant of."""
        rows = self.asking.rows(_EVERY_REPORT)
        self.accounts.fetch(sorted({wallet.hex for wallet, *_ in rows}))
        self.cells.fetch((wallet.hex, source_at(device, epoch)) for wallet, device, epoch in rows)


_MAKE_ROOM = """
insert into wallet (tenant, wallet, balance, held, debt)
select %(tenant)s, wallet, 0, 0, 0 from unnest(%(wallets)s::uuid[]) as new (wallet)
on conflict do nothing
returning wallet
"""
_ADD_WALLETS = """
insert into wallet (tenant, wallet, member, balance, held, debt, next_end, shops, level)
select %(tenant)s, wallet, coalesce((select enrolment.member from enrolment
  where enrolment.tenant = %(tenant)s and enrolment.wallet = new.wallet), member),
  balance, held, debt, next_end, shops, level
from unnest(%(wallet)s::uuid[], %(member)s::uuid[], %(balance)s::bigint[], %(held)s::bigint[],
  %(debt)s::bigint[], %(next_end)s::date[], %(shops)s::bytea[], %(level)s::bigint[])
  as new (wallet, member, balance, held, debt, next_end, shops, level)
on conflict do nothing
"""
_CHANGE_WALLETS = """
update wallet old
set balance = new.balance, held = new.held, debt = new.debt, next_end = new.next_end,
  shops = new.shops, level = new.level,
  member = coalesce(old.member, (select enrolment.member from enrolment
    where enrolment.tenant = %(tenant)s and enrolment.wallet = new.wallet), new.member)
from unnest(%(wallet)s::uuid[], %(member)s::uuid[], %(balance)s::bigint[], %(held)s::bigint[],
  %(debt)s::bigint[], %(next_end)s::date[], %(shops)s::bytea[], %(level)s::bigint[])
  as new (wallet, member, balance, held, debt, next_end, shops, level)
where old.tenant = %(tenant)s and old.wallet = new.wallet
"""
_WALLET_COLUMNS = "wallet member balance held debt next_end shops level"
_ADD_HOLDINGS = """
insert into holding (tenant, wallet, device, epoch, granted, earned, used, returned, reclaimed)
select %(tenant)s, wallet, device, epoch, granted, earned, used, returned, reclaimed
from unnest(%(wallet)s::uuid[], %(device)s::uuid[], %(epoch)s::integer[], %(granted)s::bigint[],
  %(earned)s::bigint[], %(used)s::bigint[], %(returned)s::bigint[], %(reclaimed)s::bigint[])
  as new (wallet, device, epoch, granted, earned, used, returned, reclaimed)
on conflict do nothing
"""
_CHANGE_HOLDINGS = """
update holding old
set granted = new.granted, earned = new.earned, used = new.used, returned = new.returned,
  reclaimed = new.reclaimed
from unnest(%(wallet)s::uuid[], %(device)s::uuid[], %(epoch)s::integer[], %(granted)s::bigint[],
  %(earned)s::bigint[], %(used)s::bigint[], %(returned)s::bigint[], %(reclaimed)s::bigint[])
  as new (wallet, device, epoch, granted, earned, used, returned, reclaimed)
where old.tenant = %(tenant)s
  and (old.wallet, old.device, old.epoch) = (new.wallet, new.device, new.epoch)
"""
_HOLDING_COLUMNS = "wallet device epoch granted earned used returned reclaimed"
_ADD_ENTRIES = """
insert into entry (tenant, wallet, device, place, line, kind, points, debt, day, hlc, act,
  expires_on)
select %(tenant)s, wallet, device, place, line, kind, points, debt, day, hlc, act, expires_on
from unnest(%(wallet)s::uuid[], %(device)s::uuid[], %(place)s::bigint[], %(line)s::integer[],
  %(kind)s::text[], %(points)s::bigint[], %(debt)s::bigint[], %(day)s::date[], %(hlc)s::bigint[],
  %(act)s::uuid[], %(expires_on)s::date[])
  as new (wallet, device, place, line, kind, points, debt, day, hlc, act, expires_on)
"""
_ENTRY_COLUMNS = "wallet device place line kind points debt day hlc act expires_on"


def save_points(points: Points, centre: Centre, owners: Mapping[str, str]) -> None:
    """Write wallets, rights and entries; `owners` names members of wallets where that is known."""
    added: list[Row] = []
    changed: list[Row] = []
    placed, moved = points.placed.known(), points.placed.changed()
    for wallet, account in sorted(points.accounts.known().items(), key=lambda one: one[0]):
        before = points.rows.get(wallet)
        is_read = points.entries.is_read(wallet)
        count = len(points.entries.get(wallet, ())) if is_read else 0
        has_news = is_read and count != points.counts.get(wallet, 0)
        if before != account or has_news or wallet in moved:
            owner = owners.get(wallet)
            where = placed.get(wallet)
            shops, level, next_end = points.beside.get(wallet, _BESIDE)
            row = (
                key(wallet),
                key(owner) if owner else None,
                account.balance,
                account.held,
                account.debt,
                lots_of(centre, wallet).next_end() if is_read else next_end,
                spell_shops(where) if where else bytes(shops),
                where.level if where else level,
            )
            is_new = before is None and wallet not in points.room
            (added if is_new else changed).append(row)
    points.asking.put(_ADD_WALLETS, _WALLET_COLUMNS, added)
    points.asking.put(_CHANGE_WALLETS, _WALLET_COLUMNS, changed)
    _save_holdings(points)
    _save_entries(points)


def _save_holdings(points: Points) -> None:
    added: list[Row] = []
    changed: list[Row] = []
    for (wallet, source), cells in points.cells.known().items():
        before = points.held.get((wallet, source))
        if before != cells:
            figures = (cells.granted, cells.earned, cells.used, cells.returned, cells.reclaimed)
            row = (key(wallet), key(source.device), source.epoch, *figures)
            (added if before is None else changed).append(row)
    points.asking.put(_ADD_HOLDINGS, _HOLDING_COLUMNS, added)
    points.asking.put(_CHANGE_HOLDINGS, _HOLDING_COLUMNS, changed)


def _save_entries(points: Points) -> None:
    points.asking.put(
        _ADD_ENTRIES,
        _ENTRY_COLUMNS,
        (
            _entry_row(wallet, entry)
            for wallet, entries in points.entries.known().items()
            for entry in entries[points.counts.get(wallet, 0) :]
        ),
    )


def _entry_row(wallet: str, entry: Entry) -> tuple[object, ...]:
    order = entry.order
    return (
        key(wallet),
        key(order.device.decode()),
        place_of(order.epoch, order.seq),
        order.line,
        entry.kind.value,
        entry.points,
        entry.debt,
        order.day,
        order.hlc,
        key(entry.act.decode()),
        entry.expires_on,
    )


_ADD_REPORTS = """
insert into grant_report as old (tenant, wallet, device, epoch, granted)
select %(tenant)s, wallet, device, epoch, granted
from unnest(%(wallet)s::uuid[], %(device)s::uuid[], %(epoch)s::integer[], %(granted)s::bigint[])
  as new (wallet, device, epoch, granted)
on conflict (tenant, wallet, device, epoch)
do update set granted = greatest(old.granted, excluded.granted)
"""
_FORGET_REPORTS = "delete from grant_report where tenant = %(tenant)s"
_FORGET_WISHES = "delete from wish where tenant = %(tenant)s and wallet = any(%(wallets)s)"
_ADD_WISHES = """
insert into wish (tenant, wallet, device, epoch, points)
select %(tenant)s, wallet, device, epoch, points
from unnest(%(wallet)s::uuid[], %(device)s::uuid[], %(epoch)s::integer[], %(points)s::bigint[])
  as new (wallet, device, epoch, points)
on conflict (tenant, wallet) do update
set device = excluded.device, epoch = excluded.epoch, points = excluded.points
"""


def save_reports(points: Points) -> None:
    """Keep what tills say they were granted, until all have said so."""
    rows = [
        (key(wallet), key(source.device), source.epoch, cells.granted)
        for (wallet, source), cells in points.cells.changed().items()
    ]
    points.asking.put(_ADD_REPORTS, "wallet device epoch granted", rows)


def forget_reports(points: Points) -> None:
    """Drop reports once they are in the rows."""
    points.asking.run(_FORGET_REPORTS)


def save_wishes(points: Points) -> None:
    """Write who waits for rights."""
    gone = points.wanted.removed()
    if gone:
        points.asking.run(_FORGET_WISHES, wallets=keys(gone))
    rows = [
        (key(wallet), key(source.device), source.epoch, missing)
        for wallet, (source, missing) in points.wanted.changed().items()
    ]
    points.asking.put(_ADD_WISHES, "wallet device epoch points", rows)
