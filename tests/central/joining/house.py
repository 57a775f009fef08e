"""Real tills on real files, and an ear that waits for what they hear from a real centre."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from central.certificate import Certificate
from central.database import Database
from central.shops import revoke
from desktop.answers import Enrolled, MemberCard, SaleDone
from desktop.changes import Changed
from desktop.clock import SystemClock
from desktop.joining import Joined, Offer, bring_shop, look
from desktop.joining_new import MadeTill, NewTill, join_new
from desktop.link import Link, open_link
from desktop.opening import FirstRun, World, found
from desktop.paths import Folder
from desktop.pins import Hasher
from desktop.requests import EnrolRequest, SaleRequest
from desktop.secrets import FileStore
from desktop.snapshots import Watch
from desktop.staff import Person
from desktop.store.centre import backlog_of
from desktop.store.verify import verify
from desktop.till import Till, open_till
from desktop.verbs.shop import Founding
from regulars.ids import Id
from regulars.money import CURRENCIES
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from sync.status import Says, SyncState
from sync.wishes import WishEnd
from tests.central.service.standing import Running

T = TypeVar("T")
WAIT_S = 10.0
OWNER, PIN = "Lin Xiaoyu", "7391"


def world() -> World:
    """Give the machine's own clock, and PINs that are quick to check."""
    return World(SystemClock(), os.urandom, Hasher(time_cost=1, memory_cost=8, parallelism=1))


@dataclass(slots=True)
class Ear:
    """Hears states and notes on whatever thread; `until` waits for something to be so."""

    state: SyncState | None = None
    _heard: threading.Condition = field(default_factory=threading.Condition)

    def stands(self, state: SyncState) -> None:
        with self._heard:
            self.state = state
            self._heard.notify_all()

    def note(self, _: Changed) -> None:
        with self._heard:
            self._heard.notify_all()

    def until(self, is_so: Callable[[], T]) -> T:
        """Wait until something is so; looks whenever something was heard."""
        with self._heard:
            found = self._heard.wait_for(is_so, WAIT_S)
        assert found, self.state
        return found


@dataclass(slots=True)
class At:
    """An open till, its link and its ear."""

    till: Till
    ear: Ear
    link: Link | None = None

    def connect(self) -> "At":
        """Run its link, as the program does once the till is open."""
        self.link = open_link(self.till, self.ear.stands)
        assert self.link is not None
        self.link.start()
        return self

    def agreed(self) -> None:
        """Wait until all is sent and all is read."""
        link = self.link
        assert link is not None
        link.try_now()

        def is_so() -> bool:
            state = link.state()
            unsent = self.till.read(backlog_of).result(WAIT_S).count
            return state is not None and state.says is Says.AGREED and not unsent

        self.ear.until(is_so)

    def says(self, says: Says) -> SyncState:
        """Wait until till and centre stand so."""
        self.ear.until(lambda: self.ear.state is not None and self.ear.state.says is says)
        assert self.ear.state is not None
        return self.ear.state

    def sign_in(self, name: str = OWNER, pin: str = PIN) -> None:
        """Let somebody act from now on, once this till knows them and their PIN."""

        def is_in() -> bool:
            staff = [row.id for row in self.till.staff().result(WAIT_S) if row.name == name]
            return any(
                isinstance(self.till.sign_in(one, pin).result(WAIT_S), Person) for one in staff
            )

        self.ear.until(is_in)

    def member(self, name: str, phone: str = "") -> MemberCard:
        done = self.till.enrol(EnrolRequest(name, phone, agreed=True)).result(WAIT_S)
        assert isinstance(done, Enrolled), done
        self.wrote()
        return done.member

    def sells(self, member: MemberCard, minor: int, spend: int = 0) -> SaleDone:
        request = SaleRequest(self.till.fresh_id(), member.id, (Line(minor),), spend_points=spend)
        done = self.till.sell(request).result(WAIT_S)
        assert isinstance(done, SaleDone), done
        self.wrote()
        return done

    def wrote(self) -> None:
        """Do what the program does when something was written."""
        if self.link is not None:
            self.link.nudge()

    def card(self, member: Id) -> MemberCard | None:
        return self.till.member(member, "name").result(WAIT_S)

    def known(self, typed: str) -> MemberCard:
        """Give whom a name or the end of a phone number finds here, once somebody is found."""
        found = self.ear.until(lambda: self.till.search(typed).result(WAIT_S))
        card = self.card(found[0].id)
        assert card is not None
        return card

    def rest(self) -> None:
        """Stop the link: the network is away."""
        if self.link is not None:
            assert self.link.stop()
        self.link = None

    def wants(self, card: MemberCard, points: int) -> WishEnd:
        """Ask for rights and wait for what comes of it."""
        assert self.link is not None
        return self.link.want_rights(card.wallet, points, 20_000).result(WAIT_S).end

    def shows(self, member: Id, balance: int) -> MemberCard:
        """Wait until a member's balance is shown here."""

        def found() -> MemberCard | None:
            card = self.card(member)
            return card if card is not None and card.balance == balance else None

        card = self.ear.until(found)
        assert card is not None
        return card

    def findings(self) -> list[str]:
        return [
            f"{one.where}: {one.what}"
            for one in self.till.read_long(lambda store: verify(store).findings).result(WAIT_S)
        ]

    def close(self) -> None:
        self.rest()
        assert self.till.close()


OPEN: list[At] = []
"""Every till of the test that runs: what one that failed has left running is ended all the same."""


def open_at(root: Path) -> At:
    """Open the till of a folder."""
    ear = Ear()
    at = At(open_till(Folder(root / "shop"), world(), ear.note), ear)
    OPEN.append(at)
    at.till.ready.result(WAIT_S)
    return at


def lone(root: Path, currency: str = "TWD", name: str = "街角") -> At:
    """Found a shop that runs alone, open it and sign its owner in."""
    folder = Folder(root / "shop")
    making = folder.root.with_name(folder.root.name + ".new")
    founding = Founding(
        shop_name=name,
        currency=CURRENCIES[currency],
        zone="Asia/Taipei",
        region="TW",
        programme=Programme(),
        owner_name=OWNER,
        till_name="A",
    )
    made = found(folder, FirstRun(founding, PIN), world(), FileStore(making))
    assert isinstance(made, tuple), made
    made[0].close()
    at = open_at(root)
    at.sign_in()
    return at


def offer_of(centre: Running, certificate: Certificate) -> Offer:
    """Look who answers, and compare the fingerprint as a person does."""
    offer = look(centre.address)
    assert isinstance(offer, Offer), offer
    assert offer.fingerprint == certificate.fingerprint
    return offer


def founded(root: Path, centre: Running, offer: Offer) -> At:
    """A lone shop with one member, which has founded at the centre and runs its link."""
    at = lone(root)
    at.sells(at.member("Ada"), 20_000)
    done = bring_shop(at.till, offer, centre.parts.enrolling.invite_founder())
    assert isinstance(done, Joined), done
    return at.connect()


def code_for(centre: Running, at: At, device: Id | None = None) -> str:
    """Make a code for a further till of a shop, or for one that is known."""
    here = at.till.shop.identity
    code = centre.parts.enrolling.invite(here.tenant, here.store, device=device)
    assert code is not None
    return code


def new_till(
    root: Path, offer: Offer, code: str, name: str = "B", watch: Watch | None = None
) -> At:
    """Make a new till of a shop, open it, let the owner act there, and run its link."""
    folder = Folder(root / "shop")
    said = NewTill(name, "zh_Hant")
    made = join_new(folder, world(), offer, code, said, FileStore(folder.making), watch)
    assert isinstance(made, MadeTill), made
    return open_at(root)


def shut_out(database: Database, at: At) -> None:
    """Shut a till out at the centre."""
    here = at.till.shop.identity
    assert revoke(database, here.tenant, here.device)
