"""One till's engine before a centre in memory, in virtual time, one question after another.

`meddle` may answer in the centre's place. Nothing here loses or delays anything by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from regulars.agreement import till as till_side
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Source
from regulars.agreement.till import TillSide
from sync import trouble
from sync.engine import Engine
from sync.ports import Signer
from sync.steps import Answer, Ask, HungUp, Lane, Moment, Wait, put
from sync.trouble import SyncTrouble
from sync.wire_problem import Problem
from sync.wire_pull import PullRequest
from sync.wire_push import Push
from sync.wishes import Wished
from tests.simulation.world import named
from tests.sync import memory_words as words
from tests.sync.engine_world import sign, vouches
from tests.sync.memory_centre import MemoryCentre
from tests.sync.memory_store import MemoryStore

START_MS = 1_772_416_800_000
TRIP_MS = 20
MINUTE_MS = 60_000
BEGIN = date(2026, 3, 2)
WALLET = named("wallet")
Said = Answer | Problem | SyncTrouble | HungUp
Meddle = Callable[[Ask], Said | None]


def nobody_meddles(_ask: Ask) -> None:
    """Let every question reach the centre."""


@dataclass(slots=True)
class Shop:
    """The centre all tills of a test meet, and the time."""

    now_ms: int = 0
    centre: Centre = field(default_factory=Centre)
    names: int = 0
    service: MemoryCentre = field(init=False)

    def __post_init__(self) -> None:
        self.centre.day = BEGIN
        self.service = MemoryCentre(
            rules=lambda: self.centre, now_ms=lambda: START_MS + self.now_ms, vouches=vouches
        )

    def name(self) -> str:
        """Make a name up."""
        self.names += 1
        return named(f"name {self.names}")


@dataclass(slots=True)
class Rig:
    """A till at work: its engine, and all that was asked and said."""

    shop: Shop
    name: str = "front"
    signer: Signer = sign
    meddle: Meddle = nobody_meddles
    skew_ms: int = 0
    till: TillSide = field(init=False)
    store: MemoryStore = field(init=False)
    engine: Engine = field(init=False)
    asked: list[tuple[int, Ask, Said]] = field(default_factory=list)
    ends: list[tuple[int, Wished]] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        self.till = TillSide(named(self.name))
        self.store = MemoryStore(self.till, self.at, self.shop.name)
        self.start()

    def start(self) -> None:
        """Start the program: the store is there, the engine knows nothing yet."""
        self.engine = Engine(self.store, self.signer, Random(self.name).randbytes)

    def at(self) -> tuple[date, int]:
        """Give the till's day and wall clock."""
        wall = START_MS + self.shop.now_ms + self.skew_ms
        return BEGIN + timedelta(days=self.shop.now_ms // 86_400_000), wall

    def moment(self) -> Moment:
        """Give the time here."""
        return Moment(self.shop.now_ms, self.at()[1])

    def write(self, kind: str, data: dict[str, Any], private: dict[str, str] | None = None) -> None:
        """Write an operation."""
        before = len(self.till.log)
        till_side.write(
            self.till, kind, data, identity=self.shop.name(), at=self.at(), private=private
        )
        words.chain(self.till, before)

    def give(self, points: int = 100, *, wallet: str = WALLET, reason: str = "goodwill") -> None:
        """Give or take points by hand."""
        data = {
            "member": named("member"),
            "wallet": wallet,
            "on": self.at()[0].isoformat(),
            "points": points,
            "repaid": 0,
            "expires": "",
            "reason": reason,
            "approver": "00" * 16,
        }
        self.write("adjust", data)

    def step(self) -> None:
        """Do what the engine says: ask, and let time pass; or wait."""
        self.steps += 1
        step = self.engine.next(self.moment())
        self._note_ends()
        if isinstance(step, Wait):
            assert step.until_ms > self.shop.now_ms, "the engine does not wait"
            self.shop.now_ms = step.until_ms
            return
        begun = self.shop.now_ms
        said = self.meddle(step)
        if said is None:
            said = self._served(step)
        else:
            self.shop.now_ms += TRIP_MS
        self.asked.append((begun, step, said))
        self.engine.answered(step, said, self.moment())
        self._note_ends()

    def _note_ends(self) -> None:
        self.ends += [(self.shop.now_ms, one) for one in self.engine.ended()]

    def _served(self, ask: Ask) -> Said:
        question = ask.question
        if isinstance(question, PullRequest) and question.wait_s:
            self.shop.now_ms += TRIP_MS
            is_in = self.shop.service.lets_in(ask.token)
            if is_in and not self.shop.service.has_news(ask.token, question):
                self.shop.now_ms += ask.wait_ms
                self.shop.service.prolong(ask.token)
            return put(self.shop.service, ask)
        self.shop.now_ms += TRIP_MS
        return put(self.shop.service, ask)

    def run(self, most_ms: int) -> None:
        """Let time pass."""
        until = self.shop.now_ms + most_ms
        while self.shop.now_ms < until:
            self.step()

    def settle(self) -> None:
        """Let the engine do all there is to do now, until it listens or waits."""
        for _ in range(10_000):
            step = len(self.asked)
            self.step()
            if len(self.asked) == step or self.asked[-1][1].is_patient:
                return
        raise AssertionError("the engine never comes to rest")

    def lanes(self, since: int = 0) -> list[str]:
        """Name what was asked, in order; a question that listens as "listen"."""
        asks = [ask for _, ask, _ in self.asked[since:]]
        return ["listen" if ask.is_patient else ask.lane.value for ask in asks]

    def pushes(self, since: int = 0) -> list[Push]:
        """Give what was pushed."""
        found = [ask.question for _, ask, _ in self.asked[since:]]
        return [one for one in found if isinstance(one, Push)]

    def per_minute(self, since_ms: int) -> float:
        """Give how many questions a minute were asked since."""
        count = sum(begun >= since_ms for begun, _, _ in self.asked)
        return count * MINUTE_MS / (self.shop.now_ms - since_ms)

    @property
    def source(self) -> Source:
        """Give who this till is to the rules."""
        return self.till.source

    def posted(self) -> list[bytes]:
        """Give the hashes of what the centre has of this till's present life."""
        chain = self.shop.centre.chains.get(self.source)
        return [] if chain is None else list(chain.hashes)

    def is_agreed(self) -> bool:
        """Tell whether the centre has the whole log and the till all news."""
        logged = [op.hash for op in self.till.log if op.source == self.source]
        is_read = self.till.cursor == self.shop.centre.seq
        return self.posted() == logged and self.store.backlog().count == 0 and is_read


def silent(_ask: Ask) -> SyncTrouble:
    """Let no answer come."""
    return trouble.AnswerLost("silence")


def only(lane: Lane, said: Said) -> Meddle:
    """Answer one kind of question so, and let the others through."""
    return lambda ask: said if ask.lane is lane else None
