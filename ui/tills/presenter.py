"""What the page of the tills decides: when the centre is asked, and what giving one up takes.

No Qt, no words. What was heard last stays, with its time, when the centre cannot be asked.
"""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

from desktop.opening import World
from desktop.staff import Person
from desktop.store.shop import Shop
from desktop.trouble import Trouble
from regulars.agreement.places import lead_key
from regulars.ids import Id, spell
from regulars.refusals import Refusal
from sync.enrolment import Role, Standing
from sync.looks import Looked, Looker
from sync.wire_look import RetireAnswer, RetireRequest, TillLine, TillsAnswer, TillsRequest
from ui.doing import WhenDone
from ui.looking import MOST_MS, WhyNot, why_not


@dataclass(frozen=True, slots=True)
class Shown:
    """All tills as they were at `heard_ms` (0: never heard), and why not as they are now.

    `count` is how many there are where these are not all, otherwise 0.
    """

    tills: tuple[TillLine, ...] = ()
    can_retire: bool = False
    heard_ms: int = 0
    is_asking: bool = False
    why_not: WhyNot | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Retired:
    """A till was given up; so many points are in the pool again."""

    points: int


@dataclass(frozen=True, slots=True)
class Leads:
    """A till was chosen to lead its store."""


Outcome = Retired | Leads | WhyNot | Refusal | Trouble


class TillsTill(Protocol):
    """What the page asks of the till."""

    world: World

    @property
    def person(self) -> Person | None:
        """Who is signed in."""

    @property
    def shop(self) -> Shop:
        """The shop as it stands."""

    def set_setting(self, key: str, value: str) -> Future[Refusal | None]:
        """Write a setting."""


class TillsView(Protocol):
    """What the page shows, in values and codes."""

    def show_tills(self, shown: Shown) -> None:
        """Show all tills."""

    def show_hand(
        self, line: TillLine | None, *, can_retire: bool, leads: bool, can_lead: bool
    ) -> None:
        """Show the one in hand, whether it leads its store, and what may be done with it."""

    def say(self, outcome: Outcome) -> None:
        """Say what came of giving one up, or of letting one lead."""

    def hush(self) -> None:
        """Take the last result away."""


def _by_name(line: TillLine) -> tuple[str, bool, str, Id]:
    """Order tills by their stores; in each those that are no more stand last."""
    is_gone = line.standing in {Standing.RETIRED, Standing.REVOKED}
    return line.store_name, is_gone, line.name, line.device


class TillsPresenter:
    """The page without a screen. Lives on the GUI thread; waits for nothing."""

    def __init__(
        self, till: TillsTill, view: TillsView, when_done: WhenDone, look: Looker | None
    ) -> None:
        self._till, self._view, self._when_done, self._look = till, view, when_done, look
        self._shown = Shown()
        self._hand: Id | None = None
        self._is_retiring = False

    def open(self) -> None:
        """Ask for all tills, showing what was heard last meanwhile."""
        self._view.hush()
        self.look()

    def look(self) -> None:
        """Ask the centre now."""
        looker = self._look
        if looker is None:
            self._show(replace(self._shown, why_not=WhyNot.ALONE))
            return
        if self._shown.is_asking:
            return
        self._show(replace(self._shown, is_asking=True, why_not=None))
        self._wait(looker, TillsRequest(), ())

    def pick(self, device: Id) -> None:
        """Take a till in hand."""
        self._hand = device
        self._show_hand()

    def retire(self) -> None:
        """Give up the till in hand, with what it holds as it is shown."""
        line, person, looker = self._line(), self._till.person, self._look
        if line is None or person is None or looker is None or not self.can_retire(line):
            return
        self._is_retiring = True
        self._show_hand()
        request = RetireRequest(line.device, line.epoch, person.id, line.held or 0)

        def answered(looked: Looked) -> None:
            self._is_retiring = False
            if isinstance(looked.answer, RetireAnswer):
                self._view.say(Retired(looked.answer.points))
            else:
                self._view.say(why_not(looked))
            self._show_hand()
            self.look()

        self._when_done(looker(request, MOST_MS), answered, self._failed)

    def lead(self) -> None:
        """Let the till in hand lead its store: it holds its members' points for a cut cable."""
        line = self._line()
        if line is None or line.store is None or not self.can_lead(line):
            return
        key, value = lead_key(spell(line.store)), spell(line.device)

        def written(refusal: Refusal | None) -> None:
            self._view.say(Leads() if refusal is None else refusal)
            self._show_hand()

        self._when_done(self._till.set_setting(key, value), written, self._failed)

    def leads(self, line: TillLine) -> bool:
        """Tell whether a till leads its store: whom a person chose, else the first one in use."""
        there = sorted(spell(one.device) for one in self._counters_beside(line))
        chosen = "" if line.store is None else self._till.shop.setting(lead_key(spell(line.store)))
        first = chosen if chosen in there else next(iter(there), "")
        return first == spell(line.device)

    def can_lead(self, line: TillLine) -> bool:
        """Tell whether the person here may let a till lead its store: where there are others."""
        person = self._till.person
        is_able = person is not None and person.may("settings") and person.may("tills")
        has_others = len(self._counters_beside(line)) > 1
        return is_able and _is_counter(line) and has_others and not self.leads(line)

    def _counters_beside(self, line: TillLine) -> list[TillLine]:
        """List the counters in use of a till's store, with itself."""
        return [one for one in self._shown.tills if one.store == line.store and _is_counter(one)]

    def can_retire(self, line: TillLine) -> bool:
        """Tell whether the person here may give a till up: never this one, and none twice."""
        person = self._till.person
        is_able = self._shown.can_retire and person is not None and person.may("tills")
        is_other = line.device != self._till.shop.identity.device
        is_there = line.standing is not Standing.RETIRED and line.held is not None
        return is_able and is_other and is_there and not self._is_retiring

    def _wait(self, looker: Looker, request: TillsRequest, before: tuple[TillLine, ...]) -> None:
        """Ask page by page; what is shown changes once all of them are here."""

        def answered(looked: Looked) -> None:
            said = looked.answer
            if not isinstance(said, TillsAnswer):
                self._show(replace(self._shown, is_asking=False, why_not=why_not(looked)))
                return
            tills = (*before, *said.tills)
            if said.after > request.after:
                self._wait(looker, TillsRequest(said.after), tills)
                return
            heard_ms = self._till.world.clock.now_ms()
            tills = tuple(sorted(tills, key=_by_name))
            self._show(Shown(tills, said.can_retire, heard_ms, count=said.count))

        self._when_done(looker(request, MOST_MS), answered, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self._is_retiring = False
        self._show(replace(self._shown, is_asking=False))
        self._view.say(trouble)

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        if self._line() is None:
            first = next(iter(shown.tills), None)
            self._hand = None if first is None else first.device
        self._view.show_tills(shown)
        self._show_hand()

    def _show_hand(self) -> None:
        line = self._line()
        is_one_of_some = line is not None and len(self._counters_beside(line)) > 1
        self._view.show_hand(
            line,
            can_retire=line is not None and self.can_retire(line),
            leads=line is not None and is_one_of_some and self.leads(line),
            can_lead=line is not None and self.can_lead(line),
        )

    def _line(self) -> TillLine | None:
        return next((one for one in self._shown.tills if one.device == self._hand), None)


def _is_counter(line: TillLine) -> bool:
    """Tell whether a till stands at a counter of a store and is in use."""
    is_there = line.store is not None and line.standing is Standing.LIVE
    return is_there and line.role is Role.COUNTER
