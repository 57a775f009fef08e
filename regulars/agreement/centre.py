"""The centre as a value: every source's chain, accounts, cells, ledger, feed and what is pending.

It holds state and the few ways in which it changes by itself; what operations do is in `effects`,
what the centre decides in `authority`. The rules look things up by their key and ask for lists only
through the methods of `Centre`, so that a centre on a database reads no more than they need.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from regulars.agreement.chains import Chain
from regulars.agreement.copies import copied
from regulars.agreement.messages import NOWHERE, Logged, Place, Source
from regulars.agreement.people import People
from regulars.agreement.places import Places, lead_tills
from regulars.agreement.sales import Sale
from regulars.canonical import encode
from regulars.operations.hlc import tick
from regulars.points.entries import Entry, EntryKind, Order
from regulars.points.ledger import Posting, postings
from regulars.points.left import Left, left_in
from regulars.points.lots import GRACE, Settlement, settle
from regulars.rights.cells import NOTHING, Cells
from regulars.rights.funding import Funding
from regulars.rights.posting import EMPTY, Account, post_own

CENTRE = hashlib.sha256(b"regulars-centre-1").hexdigest()[:32]
"""The device that the authority's own operations are written by, at every centre."""
Holding = tuple[str, Source]
_NEVER = date.max.isoformat()


@dataclass(frozen=True, slots=True)
class Review:
    """Something a person should look at: what, about whom or what, how many points.

    `member` is whose points or name it is about, `devices` are the tills it comes from, if any.
    """

    code: str
    about: str
    points: int = 0
    member: str = ""
    devices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give the id by which it is known: the same again after a restore."""
        spelled = f"regulars-review-1 {self.code} {self.about}".encode()
        return hashlib.sha256(spelled).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Funded:
    """Where the points came from that an operation took out of a wallet."""

    op: Logged
    wallet: str
    funding: Funding


@dataclass(slots=True)
class Centre:
    """Everything the centre knows. `healing`: restored, and not all live sources have reported.

    `acts` are the ids of all operations that count; `written` is how many of its own the authority
    has written in this life of the feed. `answered` says what devices were told of their
    requests for refunds by earlier lives of the centre: as which one of its sale each was carried
    out, 0 where it was refused. `now_ms` is the centre's clock, by which others' are bounded;
    whoever has one sets it. `moved` are the wallets that tills used in what is being taken in.
    """

    feed_epoch: int = 1
    seq: int = 0
    hlc: int = 0
    now_ms: int = 1 << 46
    day: date = date(2026, 1, 1)
    healing: bool = False
    chains: dict[Source, Chain] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    cells: dict[Holding, Cells] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    changed: dict[tuple[str, str], int] = field(default_factory=dict)
    facts: dict[tuple[str, str], str] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    closed: dict[str, Place] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    requests: dict[str, Logged] = field(default_factory=dict)
    answered: dict[tuple[str, str], int] = field(default_factory=dict)
    wanted: dict[str, tuple[Source, int]] = field(default_factory=dict)
    people: People = field(default_factory=People)
    own: list[Logged] = field(default_factory=list)
    written: int = 0
    acts: set[str] = field(default_factory=set)
    funded: list[Funded] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    parked: list[Logged] = field(default_factory=list)
    kept: dict[bytes, Logged] = field(default_factory=dict)
    restless: set[str] = field(default_factory=set)
    places: Places = field(default_factory=Places)
    moved: set[str] = field(default_factory=set)
    loss: int = 0
    reclaimed: int = 0
    lots: dict[str, tuple[int, Settlement]] = field(default_factory=dict)

    def copy(self) -> "Centre":
        """Give a copy that changes by itself: what a backup holds."""
        return Centre(**{name: copied(getattr(self, name)) for name in self.__slots__})

    # What the rules need lists of, each in an order that follows from what is in it

    def sources(self) -> list[Source]:
        """List all sources."""
        return sorted(self.chains)

    def lives(self, device: str) -> list[Source]:
        """List the lives of a device's log."""
        return sorted(source for source in self.chains if source.device == device)

    def held_by(self, source: Source) -> list[str]:
        """List the wallets of which a source has rights."""
        found = (one for (one, of), cells in self.cells.items() if of == source and cells.available)
        return sorted(found)

    def leads(self, stores: Iterable[str]) -> dict[str, Source]:
        """Give the lead till of each store."""
        return lead_tills(self.places, stores, self.usable_life)

    def usable_life(self, device: str) -> Source | None:
        """Give the newest life of a device, where it may be given rights nobody asked for."""
        of = next(reversed(self.lives(device)), None)
        return of if of is not None and self.chains[of].is_usable else None

    def used(self) -> list[str]:
        """List the wallets that tills used in what is taken in."""
        return sorted(self.moved)

    def placeable(self) -> list[str]:
        """List the wallets with points for a reward that were used at some store."""
        least, known = self.places.cheapest, self.places.wallets
        return sorted(one for one in known if account_of(self, one).balance >= least)

    def left(self, wallet: str) -> Left:
        """Give what is left of a wallet's points."""
        return left_in(lots_of(self, wallet), self.day)

    def overdrawn(self) -> list[str]:
        """List the wallets of which more is held than there is, as only a restore can bring."""
        return sorted(name for name, one in self.accounts.items() if one.held > one.balance)

    def ending(self, until: date) -> list[str]:
        """List the wallets with points that end by a day and are not written as ended."""
        return sorted(
            wallet
            for wallet in self.accounts
            if (lots_of(self, wallet).next_end() or date.max) <= until
        )

    def ended(self, wallets: Iterable[str]) -> list[str]:
        """List those of some wallets that have points that have ended and are not written so."""
        until = yesterday(self)
        return [one for one in wallets if (lots_of(self, one).next_end() or date.max) <= until]

    def wishes(self) -> list[str]:
        """List the wallets somebody waits for."""
        return sorted(self.wanted)

    def asked(self, *, sale: str = "", device: str = "") -> list[Logged]:
        """List the refunds asked for: of a sale, of a device's sales, or all."""
        found: list[Logged] = []
        for op in self.requests.values():
            of = self.sales.get(op.data["of"])
            is_wanted = sale in {"", op.data["of"]}
            if is_wanted and (not device or (of is not None and of.device == device)):
                found.append(op)
        return sorted(found, key=lambda op: op.id)

    def told_by(self, device: str) -> int:
        """Count the requests of which a device has said what it was told."""
        return sum(of == device for of, _ in self.answered)

    def newer(self, after: int, most: int) -> list[tuple[int, tuple[str, str]]]:
        """List what the feed has behind a place, at most so much of it."""
        found = sorted((seq, key) for key, seq in self.changed.items() if seq > after)
        return found[:most]

    def settled_until(self, day: date) -> list[str]:
        """List the reviews that were settled by a day and are still told."""
        until = day.isoformat()
        said = {
            name: json.loads(value)
            for (kind, name), value in self.facts.items()
            if kind == "review" and value
        }
        return sorted(name for name, one in said.items() if one.get("on", _NEVER) <= until)

    def waiting_of(self, source: Source) -> list[Logged]:
        """List what a source has sent while the centre heals, in its order."""
        return self.chains[source].waiting

    def next_own(self) -> int:
        """Give the number of the next operation of the authority itself."""
        self.written += 1
        return self.written


def touch(centre: Centre, kind: str, name: str) -> None:
    """Put something at the end of the feed: it stands there once, at its newest."""
    centre.seq += 1
    centre.changed[kind, name] = centre.seq


def say(centre: Centre, kind: str, name: str, value: str) -> None:
    """Tell all tills a fact, unless they were told the same before."""
    if centre.facts.get((kind, name)) != value:
        centre.facts[kind, name] = value
        touch(centre, kind, name)


def account_of(centre: Centre, wallet: str) -> Account:
    """Give a wallet's account; one that nobody has used yet is empty."""
    return centre.accounts.get(wallet, EMPTY)


def cells_of(centre: Centre, wallet: str, source: Source) -> Cells:
    """Give the cells of a wallet at a source."""
    return centre.cells.get((wallet, source), NOTHING)


def keep_account(centre: Centre, wallet: str, account: Account) -> None:
    """Write an account back; it is in the feed and is looked at again by the authority."""
    if not centre.healing:
        assert 0 <= account.held <= account.balance, "no more is held than there is"
    centre.accounts[wallet] = account
    centre.restless.add(wallet)
    touch(centre, "wallet", wallet)


SOLVED = "solved"
"""The choice of what came right by itself; nobody chose it."""


def review(
    centre: Centre,
    code: str,
    about: str,
    points: int = 0,
    *,
    member: str = "",
    devices: tuple[str, ...] = (),
) -> None:
    """Ask a person to look at something, once; who settled it already is not asked again.

    What had come right by itself and is there again is asked anew.
    """
    one = Review(code, about, points, member, devices)
    known = centre.facts.get(("review", one.name))
    said: dict[str, Any] = json.loads(known) if known else {}
    if said.get("choice") == SOLVED:
        said = {}
    if "code" not in said:
        centre.reviews.append(one)
        said |= {"code": code, "about": about, "points": points, "member": member}
        said |= {"devices": list(devices), "opened": centre.day.isoformat()}
        say(centre, "review", one.name, encode(said).decode())


def enter(centre: Centre, op: Logged, lines: list[Posting], *, first: int = 0) -> None:
    """Write postings into the ledger."""
    for number, line in enumerate(lines, first):
        centre.entries.setdefault(line.wallet, []).append(
            Entry(
                Order(line.day, op.hlc, op.source.device.encode(), op.source.epoch, op.seq, number),
                line.kind,
                line.points,
                line.act.encode(),
                line.debt,
                line.expires_on,
            )
        )


def lots_of(centre: Centre, wallet: str) -> Settlement:
    """Work out a wallet's lots, once for every state of its ledger."""
    entries = centre.entries.get(wallet, [])
    known = centre.lots.get(wallet)
    if known is None or known[0] != len(entries):
        known = (len(entries), settle(entries))
        centre.lots[wallet] = known
    return known[1]


def own_id(centre: Centre, cause: str) -> str:
    """Name an operation of the authority by what caused it; no restored centre names one so again.

    A person who restores gives the feed a life it never had.
    """
    spelled = f"regulars-own-1 {centre.feed_epoch} {cause}".encode()
    return hashlib.sha256(spelled).hexdigest()[:32]


def write_own(centre: Centre, kind: str, data: Mapping[str, Any], cause: str = "") -> Logged:
    """Write and post an operation of the authority.

    `cause` names what is decided only once; without it the operation may come again.
    """
    number = centre.next_own()
    identity = own_id(centre, cause or f"number:{number}")
    assert identity not in centre.acts, "the authority decides each thing once"
    centre.hlc = tick(centre.hlc, 0)
    source = Source(CENTRE, centre.feed_epoch)
    op = Logged(kind, identity, source, number, centre.day, centre.hlc, data, b"")
    centre.own.append(op)
    centre.acts.add(identity)
    lines = postings(kind, identity, data)
    enter(centre, op, lines)
    for wallet in dict.fromkeys(line.wallet for line in lines):
        mine = [line for line in lines if line.wallet == wallet]
        keep_account(centre, wallet, post_own(account_of(centre, wallet), mine))
    return op


def cover_loss(centre: Centre, op: Logged, line: Posting, points: int, number: int) -> None:
    """Let the shop carry points that nothing else could: the member's ledger stays whole."""
    centre.loss += points
    covered = Posting(
        line.wallet, EntryKind.ADJUST, points, op.id, line.day, expires_on=line.day + GRACE
    )
    enter(centre, op, [covered], first=number)


def give_excess(centre: Centre, op: Logged, line: Posting, points: int, number: int) -> None:
    """Give back what was repaid of a debt that was gone already, with time to use it."""
    back = Posting(line.wallet, EntryKind.ADJUST, points, op.id, line.day, points, line.day + GRACE)
    enter(centre, op, [back], first=number)


def posted_place(centre: Centre, device: str) -> Place:
    """Give how much of a device's log is in the figures, over all its lives."""
    places = [Place(one.epoch, centre.chains[one].posted) for one in centre.lives(device)]
    return max((place for place in places if place.seq), default=NOWHERE)


def yesterday(centre: Centre) -> date:
    """Give the last day that is over."""
    return centre.day - timedelta(days=1)
