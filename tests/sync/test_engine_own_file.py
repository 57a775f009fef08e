"""The engine over the till's own encrypted file: whatever happened, file and centre agree at rest.

Two tills in memory serve the same members. Answers get lost before and after the centre heard, the
program stops, the centre is put back from a backup, and the till begins a new life of its log.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import pytest

from desktop.answers import RedeemDone
from desktop.requests import RedeemRequest
from desktop.store.centre import known_centre
from desktop.store.journal import open_epoch
from desktop.store.places import place_of
from desktop.store.rights import cells_of
from desktop.store.shop import keep_local_fact
from desktop.store.verify import verify
from desktop.verbs.sell import redeem
from regulars.agreement import healing
from regulars.agreement import till as till_side
from regulars.agreement.authority import retire
from regulars.agreement.centre import Centre, account_of
from regulars.agreement.centre import cells_of as cells_at_centre
from regulars.agreement.messages import FactRow, Source
from regulars.agreement.till import TillSide
from regulars.ids import Id, spell
from sync import trouble
from sync.engine import Engine
from sync.ports import TillStore
from sync.steps import Ask, put
from sync.wire_problem import Problem, ProblemKind
from sync.wishes import WishEnd
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.shadow import asked_row
from tests.desktop.book import add_member, reopen
from tests.regulars.operations.samples import DATA
from tests.simulation.mutants_lives import an_older_life_retired_at_first_pull
from tests.sync import memory_words as words
from tests.sync.rig import BEGIN, MINUTE_MS, START_MS, Rig, Said, Shop, nobody_meddles

SEEDS = 12
STEPS = 60
MEMBERS = 3
WISH_MS = 5_000
CAREFUL = {15: "saved", 30: "restored", 40: "renewed", 50: "restarted"}
"""What happens in every seed, and when; all else is drawn."""


@dataclass(slots=True)
class FileRig(Rig):
    """A till whose store is a real file."""

    counter: Joined = field(kw_only=True)

    def __post_init__(self) -> None:
        """Come to work; the centre then knows how to speak to this till."""
        here = self.counter.file.who()
        self.till = TillSide(words.name_of(here.device))  # only the name of the device is used
        self.shop.service.tenant = here.tenant
        self.shop.service.spell_fact = self.spell_fact
        self.start()

    def start(self) -> None:
        """Start the program with the file as it is on the disk."""
        self.counter.book.store.run("pragma synchronous = off")  # other tests let disks fail
        chance = Random(f"{self.name} {self.steps}").randbytes
        self.engine = Engine(self.file, self.signer, chance)

    @property
    def file(self) -> TillStore:
        """Give the file as the engine sees it."""
        return self.counter.file

    def at(self) -> tuple[date, int]:
        """Give the till's day and wall clock; the file's own clock says the same."""
        self.counter.clock.ms = START_MS + self.shop.now_ms
        return BEGIN, self.counter.clock.ms

    def spell_fact(self, asks: Source, fact: FactRow) -> Mapping[str, object]:
        """Say who waits for a refund as the file reads it; members it knows better itself."""
        if asks.device != self.till.device or fact.kind != "request":
            return words.fact_row(asks, fact)
        return asked_row(fact.value, words.identity(fact.name), fact.seq, words.identity).row()

    def restart(self) -> None:
        """Stop the program and start it again: what was in memory is gone."""
        self.counter.book = reopen(self.counter.book)
        self.start()

    def renew(self) -> None:
        """Begin a new life of the log, as a restore of the till does."""
        book = self.counter.book
        self.at()
        with book.store.writing():
            keep_local_fact(book.store, "epoch", str(book.shop.identity.epoch + 1))
            open_epoch(book.store, bytes(32), clock=book.clock, chance=book.chance)
        self.restart()

    @property
    def here(self) -> Source:
        """Give who this till is to the rules, in its present life."""
        return Source(self.till.device, self.file.who().epoch)


@dataclass(slots=True)
class World:
    """One seed: the file's till, two in memory, one centre."""

    chance: Random
    rig: FileRig
    others: tuple[Rig, ...]
    members: list[Id]
    backup: Centre | None = None
    faults: int = 0
    spent: int = 0
    met: int = 0
    is_bad: bool = True

    @property
    def shop(self) -> Shop:
        """Give the centre and the time."""
        return self.rig.shop

    def meddle(self, ask: Ask) -> Said | None:
        """Lose questions and answers, say them twice, say nonsense."""
        roll = self.chance.randrange(100) if self.is_bad else 100
        self.faults += roll < 25
        if 8 <= roll < 20:
            put(self.shop.service, ask)
        if roll < 16:
            return trouble.AnswerLost("before or after the centre heard")
        return Problem(ProblemKind.OTHER) if 20 <= roll < 25 else None

    # Acts

    def wallet(self) -> Id:
        """Draw a member and give the wallet."""
        return self.rig.counter.wallet(self.chance.choice(self.members))

    def act(self) -> None:
        """Let something happen at one of the tills."""
        self.rig.at()
        here = (self.sell, self.sell, self.spend, self.spend, self.give_back, self.close_day)
        elsewhere = (self.give_elsewhere, self.spend_elsewhere, self.ask_for_refund)
        self.chance.choice((*here, *elsewhere))()

    def sell(self) -> None:
        """Sell something."""
        member = self.chance.choice(self.members)
        counter = self.rig.counter
        before = counter.card(member).balance
        why = counter.sell(self.chance.randrange(1_000, 50_000), member=member).why
        assert counter.card(member).balance == before + why.earned - why.repaid

    def spend(self) -> None:
        """Spend some of what is shown; where rights are missing, ask for them."""
        book, member = self.rig.counter.book, self.chance.choice(self.members)
        card = self.rig.counter.card(member)
        if card.balance:
            points = self.chance.randint(1, card.balance)
            done = redeem(book, RedeemRequest(book.journal.fresh_id(), member, points, "tea"))
            self.spent += isinstance(done, RedeemDone)
            self.rig.engine.want_rights(card.wallet, points, self.rig.moment(), WISH_MS)

    def give_back(self) -> None:
        """Give a sale back that may or may not be in this till's hands."""
        sales = self.sales()
        if sales:
            self.rig.counter.try_back(self.chance.choice(sales))

    def sales(self) -> list[Id]:
        """List the file's sales."""
        rows = self.rig.counter.book.store.rows("select id from operation where kind = 'sale'")
        return [Id(sale) for (sale,) in rows]

    def close_day(self) -> None:
        """Close the day: refunds of what was sold are the centre's from here on."""
        if self.chance.randrange(4) == 0:
            with self.rig.counter.book.writing():
                self.rig.counter.book.journal.write("day.close", DATA["day.close"])

    def give_elsewhere(self) -> None:
        """Give points at another till."""
        wallet = spell(self.wallet())
        self.chance.choice(self.others).give(self.chance.randrange(1, 500), wallet=wallet)

    def spend_elsewhere(self) -> None:
        """Want rights at another till, and spend what is there."""
        other, wallet = self.chance.choice(self.others), self.wallet()
        other.engine.want_rights(wallet, self.chance.randrange(1, 800), other.moment(), WISH_MS)
        most = till_side.may_spend(other.till, spell(wallet), other.at()[1])
        if most:
            spent = [[spell(wallet), self.chance.randint(1, most)]]
            other.write("redeem", {**DATA["redeem"], "spent": spent})

    def ask_for_refund(self) -> None:
        """Take goods back at another till, which can only ask."""
        sales = self.sales()
        if sales:
            common = {**DATA["refund.request"], "of": spell(self.chance.choice(sales))}
            whole = {"lines": [], "amount": 0, "whole": True, "member": ""}
            self.chance.choice(self.others).write("refund.request", common | whole)

    def look(self) -> None:
        """See that nobody spent what was not there, and what came of wishes."""
        assert self.shop.centre.loss == 0
        for _, ended in self.rig.ends:
            self.met += ended.end is WishEnd.MET
        self.rig.ends.clear()

    # What happens to them

    def saved(self) -> None:
        """Make a backup of the centre."""
        self.backup = self.shop.centre.copy()

    def restored(self) -> None:
        """Put the backup back."""
        assert self.backup is not None
        now = self.shop.centre
        self.shop.centre = healing.restore(
            self.backup, feed_epoch=now.feed_epoch + 1, enrolled=now.sources()
        )
        self.rest()
        agreed(self)

    def renewed(self) -> None:
        """Begin a new life of the file's log."""
        self.rig.renew()

    def restarted(self) -> None:
        """Stop the program in the middle of whatever it was doing."""
        self.rig.restart()

    def play(self) -> None:
        """Play all steps, then let everything come to rest."""
        for step in range(STEPS):
            self.act()
            happens: Callable[[], None] | None = getattr(self, CAREFUL.get(step, ""), None)
            if happens is not None:
                happens()
            for rig in (self.rig, *self.others):
                rig.run(self.chance.randrange(1, 4_000))
                self.look()
            if self.chance.randrange(20) == 0:
                self.rig.restart()
        self.rest()

    def rest(self) -> None:
        """Lose nothing any more until nobody has anything left to say."""
        self.is_bad = False
        for _ in range(200):
            for rig in (*self.others, self.rig):
                rig.run(2_000)
            if self.is_at_rest():
                self.is_bad = True
                return
        raise AssertionError("it never comes to rest")

    def is_at_rest(self) -> bool:
        """Tell whether nobody has anything left to say."""
        file, centre = self.rig.file, self.shop.centre
        is_read = file.cursor() == f"c{centre.feed_epoch}.{centre.seq}"
        others = all(other.is_agreed() for other in self.others)
        return is_read and not (centre.healing or file.must_report()) and others and not (
            file.backlog().count
        )  # fmt: skip


@contextmanager
def world(seed: int, folder: Path) -> Iterator[World]:
    """Set a seed's shop up: everybody is known at the till with the file, which has joined."""
    counter = Joined(folder)
    members = [counter.member, *(add_member(counter.book, f"Lin {n}") for n in range(1, MEMBERS))]
    counter.joins()
    rig = FileRig(Shop(), counter=counter)
    others = (Rig(rig.shop, "front"), Rig(rig.shop, "back"))
    one = World(Random(f"file {seed}"), rig, others, members)
    for each in (rig, *others):
        each.meddle = one.meddle
    yield one
    for each in (rig, *others):
        each.meddle = nobody_meddles
    counter.book.store.close()


def agreed(one: World) -> None:
    """Hold the file to what the centre has, operation by operation and wallet by wallet."""
    store, file, centre = one.rig.counter.book.store, one.rig.file, one.shop.centre
    assert known_centre(store).feed == centre.feed_epoch
    for epoch, last in file.heads():
        logged = store.rows(
            "select hash from operation where place between ? and ? order by place",
            (place_of(epoch, 1), place_of(epoch, last)),
        )
        chain = centre.chains[Source(one.rig.till.device, epoch)]
        assert [hash_ for (hash_,) in logged] == list(chain.hashes), f"the log of epoch {epoch}"
    for member in one.members:
        key, identity, balance, debt = store.rows(
            "select wallet.key, wallet.id, balance, debt from wallet"
            " join member on member.key = wallet.member where member.id = ?",
            (member,),
        )[0]
        wallet = spell(Id(identity))
        account = account_of(centre, wallet)
        assert (balance, debt) == (account.balance, account.debt)
        there = cells_at_centre(centre, wallet, one.rig.here)
        assert cells_of(store, key) == there
        assert there.available >= 0
    assert verify(store).findings == ()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_file_and_the_centre_agree_at_rest(seed: int, tmp_path: Path) -> None:
    with world(seed, tmp_path) as one:
        one.play()
        agreed(one)
        assert one.shop.centre.feed_epoch == 2
        assert [epoch for epoch, _ in one.rig.file.heads()] == [1, 2]
        assert one.faults > 20
        assert one.spent > 0
        assert one.met > 0
        assert {"token", "pull", "report", "push", "rights"} <= set(one.rig.lanes())


def test_control_a_life_retired_at_the_first_pull_of_the_next_costs_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_older_life_retired_at_first_pull(monkeypatch)
    with world(4, tmp_path) as one, pytest.raises(AssertionError):
        one.play()


def test_what_tills_ask_of_each_other_is_done_by_the_file(tmp_path: Path) -> None:
    with world(0, tmp_path) as one:
        one.is_bad = False
        sale = one.rig.counter.sell(90_000).act
        wallet = one.rig.counter.wallet()
        one.rig.settle()
        other = one.others[0]
        other.settle()
        other.engine.want_rights(wallet, 700, other.moment(), WISH_MS)
        common = {**DATA["refund.request"], "of": spell(sale), "lines": [], "amount": 0}
        other.write("refund.request", common | {"whole": True, "member": ""})
        for rig in (other, one.rig, other, one.rig):
            rig.run(20_000)
        kinds = one.rig.counter.kinds()
        assert {"rights.return", "refund.release"} <= set(kinds)
        for rig in (*one.others, one.rig):
            rig.run(MINUTE_MS)
        assert one.is_at_rest()
        agreed(one)
        assert one.rig.counter.balance == 0, "the centre has carried the refund out"


def test_rights_that_were_asked_for_are_spent_at_once(tmp_path: Path) -> None:
    with world(0, tmp_path) as one:
        one.is_bad = False
        counter, other = one.rig.counter, one.others[0]
        other.give(500, wallet=spell(counter.wallet()))
        other.settle()
        retire(one.shop.centre, other.source)  # all it held is in the pool
        one.rig.settle()
        assert counter.balance == 500
        one.rig.engine.want_rights(counter.wallet(), 400, one.rig.moment(), WISH_MS)
        while not one.rig.ends:
            one.rig.step()
        assert [ended.end for _, ended in one.rig.ends] == [WishEnd.MET]
        counter.redeem(400)
        assert counter.balance == 100
