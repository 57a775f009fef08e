"""A tenant's centre as one transaction sees it: the value the rules work on, over the database.

It looks like any `Centre`. What the rules ask for is read when they ask; what they change is
written by `saving`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from central import feed
from central.working.asking import Asking, keys
from central.working.left import lefts
from central.working.log_rows import own_chain
from central.working.logs import Logs
from central.working.persons import Persons, facts
from central.working.placed import Leads
from central.working.points import Points
from central.working.profile_rows import known_at
from central.working.selling import Selling
from regulars.agreement.centre import Centre, lots_of, yesterday
from regulars.agreement.messages import Logged, Source
from regulars.agreement.places import UNKNOWN, Places
from regulars.business_day import Calendar
from regulars.points.left import Left

_HEAD = """
select feed_epoch, next_seq, hlc, day, is_healing, zone, day_start, redeem_min, wishes from tenant
where tenant = %(tenant)s
"""
_ENDING = """
select wallet from wallet
where tenant = %(tenant)s and next_end <= %(until)s and wallet > %(after)s
order by wallet limit %(most)s
"""
_PLACEABLE = """
select wallet from wallet
where tenant = %(tenant)s and balance >= %(least)s and shops <> '' and wallet > %(after)s
order by wallet limit %(most)s
"""
_SETTLED = """
select name, value from fact
where tenant = %(tenant)s and kind = 'review' and value <> ''
  and case kind when 'review' then value::json ->> 'on' end <= %(until)s
"""
_EVERYBODY = 2**31
Lines = list[tuple[int, tuple[str, str]]]
"""Lines of the feed: the place, the kind and the name."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a tenant's own row says. `day` is the authority's business day."""

    feed_epoch: int
    next_seq: int
    hlc: int
    day: date
    is_healing: bool
    zone: str
    day_start: int
    redeem_min: int
    wishes: Sequence[int]

    def today(self, now_ms: int) -> date:
        """Give the business day of a moment."""
        return Calendar(self.zone, self.day_start).day(now_ms)


def read_head(asking: Asking, *, is_locked: bool = False) -> Head:
    """Read a tenant's row; a centre that heals has one transaction at a time."""
    return ask_head(asking, is_locked=is_locked)()


def ask_head(asking: Asking, *, is_locked: bool = False) -> Callable[[], Head]:
    """Ask for a tenant's row, and give what waits for it; see `read_head`."""
    rows = asking.ask_locked(_HEAD) if is_locked else asking.ask(_HEAD)

    def give() -> Head:
        ((*values,),) = rows()
        head = Head(*values)
        if head.is_healing and not is_locked and not asking.is_reading:
            return read_head(asking, is_locked=True)
        return head

    return give


class Working(Centre):
    """The centre of one tenant in one transaction.

    `readers` are whose rights pages show; `part` bounds the wallets of one step of a day's change:
    those behind an id, at most so many.
    """

    def __init__(self, asking: Asking, head: Head, logs: Logs | None = None) -> None:
        """Begin with nothing but the tenant's own row, and what was asked of its logs."""
        self.asking = asking
        self.head = head
        self.logs = Logs(asking) if logs is None else logs
        self.points = Points(asking, is_healing=head.is_healing)
        self.lefts = lefts(asking, self.points, head.day)
        self.selling = Selling(asking, self.logs)
        self.persons = Persons(asking)
        self.told = facts(asking)
        self.known_at = known_at(asking)
        self.readers: list[Source] = []
        self._lives: dict[str, list[Source]] = {}
        self._newer: dict[tuple[int, int], Lines | Callable[[], list[feed.Item]]] = {}
        self.part: tuple[str, int] = ("00" * 16, _EVERYBODY)
        self.lead_tills = Leads(asking, self.logs)
        self.own_before: tuple[int, bytes] | None = None
        super().__init__(
            feed_epoch=head.feed_epoch,
            seq=head.next_seq - 1,
            hlc=head.hlc,
            now_ms=asking.now_ms,
            day=head.day,
            healing=head.is_healing,
            chains=self.logs.chains,
            accounts=self.points.accounts,
            cells=self.points.cells,
            entries=self.points.entries,
            facts=self.told,
            sales=self.selling.sales,
            receipts=self.selling.receipts,
            closed=self.logs.closed,
            released=self.selling.released,
            requests=self.selling.requests,
            answered=self.selling.answered,
            wanted=self.points.wanted,
            people=self.persons,
            acts=self.logs.acts,
            kept=self.logs.kept,
            places=Places(
                self.logs.stores, {}, self.points.placed, head.redeem_min, tuple(head.wishes)
            ),
        )

    def refresh(self) -> None:
        """Read day and clock again, once the rows to be written are held."""
        self.head = read_head(self.asking)
        self.hlc = max(self.hlc, self.head.hlc)
        self.day = max(self.day, self.head.day)

    def sources(self) -> list[Source]:
        """List all sources."""
        self.logs.fetch_all()
        return sorted(self.logs.chains.known())

    def lives(self, device: str) -> list[Source]:
        """List the lives of a device's log."""
        if not self.asking.is_reading:
            return self.logs.lives(device)
        if device not in self._lives:  # every row of a page asks for them
            self._lives[device] = self.logs.lives(device)
        return self._lives[device]

    def held_by(self, source: Source) -> list[str]:
        """List the wallets of which a source has rights."""
        self.points.fetch_held_by(source)
        found = self.points.cells.known().items()
        return sorted(one for (one, of), cells in found if of == source and cells.available)

    def leads(self, stores: Iterable[str]) -> dict[str, Source]:
        """Give the lead till of each store."""
        return self.lead_tills.of(stores, self.places.chosen)

    def placeable(self) -> list[str]:
        """List the wallets with points for a reward that were used at some store."""
        (after,), most = keys([self.part[0]]), self.part[1]
        values = {"least": self.places.cheapest, "after": after, "most": most}
        found = [wallet.hex for (wallet,) in self.asking.rows(_PLACEABLE, **values)]
        self._fetch_places(found)
        return found

    def used(self) -> list[str]:
        """List the wallets that tills used in what is taken in."""
        found = super().used()
        self._fetch_places(found)
        return found

    def _fetch_places(self, wallets: list[str]) -> None:
        """Read at once what placing the points of wallets takes."""
        self.points.accounts.fetch(wallets)
        wanted: list[str] = []
        shops: list[tuple[str, str]] = []
        for wallet in wallets:
            known = self.places.wallets.get(wallet, UNKNOWN)
            if self.accounts[wallet].balance >= self.places.cheapest:
                shops += [(wallet, shop.store) for shop in known.shops]
                wanted.append(wallet)
            elif known.level:
                wanted.append(wallet)
        self.points.wanted.expect(wanted)
        leads = self.leads({store for _, store in shops})
        asked = [(wallet, leads[store]) for wallet, store in shops if store in leads]
        self.points.cells.expect(asked)

    def left(self, wallet: str) -> Left:
        """Give what is left of a wallet's points; who writes looks at every entry."""
        said = self.lefts.get(wallet) if self.asking.is_reading else None
        return super().left(wallet) if said is None else said

    def overdrawn(self) -> list[str]:
        """List the wallets of which more is held than there is."""
        self.points.fetch_reported()
        found = self.points.accounts.known().items()
        return sorted(name for name, one in found if one.held > one.balance)

    def ending(self, until: date) -> list[str]:
        """List the wallets with points that end by a day and are not written as ended."""
        (after,), most = keys([self.part[0]]), self.part[1]
        rows = self.asking.rows(_ENDING, until=until, after=after, most=most)
        found = [wallet.hex for (wallet,) in rows]
        self.points.accounts.fetch(found)
        self.points.entries.fetch(found)
        known = sorted({*found, *self.points.accounts.known()})
        return [one for one in known if (lots_of(self, one).next_end() or date.max) <= until]

    def ended(self, wallets: Iterable[str]) -> list[str]:
        """List those of some wallets that have points that have ended and are not written so."""
        wanted = list(wallets)
        self.points.accounts.fetch(wanted)
        until = yesterday(self)
        found = [one for one in wanted if (self.points.next_end(one) or date.max) <= until]
        self.points.entries.fetch(found)
        return super().ended(found)

    def wishes(self) -> list[str]:
        """List the wallets somebody waits for."""
        self.points.fetch_wishes()
        return sorted(self.points.wanted.known())

    def asked(self, *, sale: str = "", device: str = "") -> list[Logged]:
        """List the refunds asked for: of a sale, of a device's sales, or all."""
        self.selling.fetch_asked(sale=sale, device=device)
        found: list[Logged] = []
        for op in self.selling.requests.known().values():
            of = self.sales.get(op.data["of"])
            is_wanted = sale in {"", op.data["of"]}
            if is_wanted and (not device or (of is not None and of.device == device)):
                found.append(op)
        return sorted(found, key=lambda op: op.id)

    def told_by(self, device: str) -> int:
        """Count the requests of which a device has said what it was told."""
        return self.selling.told_by(device)

    def newer(self, after: int, most: int) -> Lines:
        """List what the feed has behind a place, at most so much of it."""
        found = self._newer.pop((after, most), None)
        if found is None:
            items = feed.page(self.asking.connection, self.asking.tenant, after, most)
            found = self._fetched(items)
        elif callable(found):
            found = self._fetched(found())
        if self.asking.is_reading:
            self._newer[after, most] = found
        return found

    def expect_newer(
        self, after: int, most: int, page: Callable[[], list[feed.Item]] | None = None
    ) -> None:
        """Ask what the feed has behind a place; `newer` waits for it. `page` was asked already."""
        if self.asking.is_reading and (after, most) not in self._newer:
            asking = self.asking
            page = page or feed.ask_page(asking.connection, asking.tenant, after, most)
            self._newer[after, most] = page

    def of_kind(self, kind: str, after: str, most: int) -> Lines:
        """List what the feed has of one kind behind a name, in the order of their names."""
        asking = self.asking
        name = bytes.fromhex(after)
        return self._fetched(feed.of_kind(asking.connection, asking.tenant, kind, name, most))

    def _fetched(self, items: list[feed.Item]) -> Lines:
        """Read at once all that pages are made from."""
        found = [(item.seq, (item.kind, item.entity.hex())) for item in items]
        wallets = [name for _, (kind, name) in found if kind == "wallet"]
        self.points.cells.expect((wallet, one) for one in self.readers for wallet in wallets)
        (self.lefts if self.asking.is_reading else self.points.entries).expect(wallets)
        self.points.wanted.expect(wallets)
        self.told.expect(key for _, key in found if key[0] != "wallet")
        return found

    def settled_until(self, day: date) -> list[str]:
        """List the reviews that were settled by a day and are still told."""
        rows = self.asking.rows(_SETTLED, until=day.isoformat())
        self.told.take({("review", bytes(name).hex()): value for name, value in rows})
        return sorted(bytes(name).hex() for name, _ in rows)

    def waiting_of(self, source: Source) -> list[Logged]:
        """List what a source has sent while the centre heals."""
        waiting = self.logs.waiting_of(source)
        self.persons.fetch_pairs(waiting)
        return waiting

    def next_own(self) -> int:
        """Give the number of the next operation of the authority; nobody else writes one now."""
        if self.own_before is None:
            self.own_before = own_chain(self.asking, self.feed_epoch)
            self.written = self.own_before[0]
        self.hlc = max(self.hlc, self.points.hlc)
        return super().next_own()
