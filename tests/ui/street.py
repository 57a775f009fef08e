"""A till whose pages are on the screen, another till and a centre, in virtual time.

The engine, the file and the rules are the real ones; only the network is left out.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date

from desktop.opening import OpenShop
from desktop.store.joining import join
from desktop.till import Till
from desktop.till_file import TillFile
from regulars.agreement.messages import FactRow, Source
from regulars.agreement.till import TillSide
from regulars.ids import Id, spell
from sync.engine import Engine
from sync.wishes import Wished
from tests.desktop.agreeing.shadow import asked_row
from tests.sync import memory_words as words
from tests.sync.rig import Rig, Shop
from tests.ui.shop import NOW_MS, add_member, result

TODAY = date(2026, 11, 22)
MOST_MS = 2_500


@dataclass(slots=True)
class Side(Rig):
    """A till in memory, at the time of the shop."""

    def at(self) -> tuple[date, int]:
        return TODAY, NOW_MS + self.shop.now_ms


@dataclass(slots=True, repr=False)
class Open(Side):
    """The open till whose counter is on the screen."""

    shop_till: Till = field(kw_only=True)
    asked_by: dict[int, Future[Wished]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        def job(opened: OpenShop) -> None:
            with opened.book.store.writing():
                join(opened.book.store, lease_days=14, is_authority=False)

        result(self.shop_till.writer.submit(job))
        here = self.file.who()
        self.till = TillSide(words.name_of(here.device))  # only the name of the device is used
        self.shop.service.tenant = here.tenant
        self.shop.service.now_ms = lambda: NOW_MS + self.shop.now_ms
        self.shop.service.spell_fact = self.spell_fact
        self.shop.centre.day = TODAY
        self.engine = Engine(self.file, self.signer, bytes)

    @property
    def file(self) -> TillFile:
        return TillFile(self.shop_till)

    def spell_fact(self, asks: Source, fact: FactRow) -> Mapping[str, object]:
        if asks.device != self.till.device or fact.kind != "request":
            return words.fact_row(asks, fact)
        return asked_row(fact.value, words.identity(fact.name), fact.seq, words.identity).row()

    def want_rights(self, wallet: Id, points: int) -> Future[Wished]:
        """Ask as the courier does; `deliver` gives the answer."""
        told: Future[Wished] = Future()
        number = self.engine.want_rights(wallet, points, self.moment(), MOST_MS)
        self.asked_by[number] = told
        return told

    def deliver(self) -> None:
        """Tell whoever asked what came of it."""
        ends, self.ends = self.ends, []
        for _, wished in ends:
            self.asked_by.pop(wished.number).set_result(wished)


@dataclass
class Street:
    """Two tills and a centre; Ada has points at both."""

    here: Open
    east: Side
    wallet: Id

    def meet(self) -> None:
        """Let everybody hear everything there is."""
        for rig in (self.east, self.here, self.east, self.here):
            rig.settle()

    def hands_back(self) -> None:
        """Let the other till hear that somebody waits, and hand back what it need not keep."""
        pushed = len(self.east.pushes())
        while len(self.east.pushes()) == pushed:
            self.east.step()

    def ends(self) -> None:
        """Go on until whoever waits at this till is told."""
        while not self.here.ends:
            self.here.step()
        self.here.deliver()


def two_tills(till: Till, name: str = "王美玲") -> Street:
    """Let this till and another meet at one centre; a member has 300 points at the other."""
    member = add_member(till, name)
    shop = Shop()
    one = Street(Open(shop, "here", shop_till=till), Side(shop, "east"), member.wallet)
    one.here.settle()
    one.east.give(300, wallet=spell(member.wallet))
    return one
