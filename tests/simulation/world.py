"""Level 1: tills and centre in memory, a bad network, virtual time, one thread, one seed.

Time is a heap of events. A till's engine has one request in flight; what it has committed survives
every crash, what it was waiting for does not. The same seed gives the same digest.
"""

import hashlib
import heapq
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from regulars.agreement import authority, exchange, feed, healing, intake, planner
from regulars.agreement import till as till_side
from regulars.agreement.centre import Centre
from regulars.agreement.messages import (
    Answer,
    GrantReport,
    Logged,
    Page,
    Pull,
    Push,
    Pushed,
    Request,
    RightsRequest,
    Source,
    Standing,
)
from regulars.agreement.papers import LEEWAY_MS
from regulars.agreement.till import TillSide
from tests.simulation import checks
from tests.simulation.ghost import Ghost
from tests.simulation.scenario import Plan

BEGIN = date(2026, 1, 5)
DAY_MS = 86_400_000
TIMEOUT_MS = 2_000
RETRY_FIRST_MS = 500
RETRY_MAX_MS = 8_000
HEALS_IN_MS = 30_000
CHEAPEST = 40
"""Points of the cheapest reward, until somebody publishes a programme."""
_TILLS_OF_A_STORE = 2


@lru_cache(4_096)
def named(what: str) -> str:
    """Name something by an id as operations spell it."""
    return hashlib.sha256(what.encode()).hexdigest()[:32]


def store_of(number: int) -> str:
    """Name the store that a till stands in."""
    return named(f"store {number // _TILLS_OF_A_STORE}")


@dataclass(slots=True)
class Node:
    """A computer at a counter: its till, its engine, its clock and its cable."""

    name: str
    till: TillSide
    skew_ms: int = 0
    is_cut: bool = False
    is_down: bool = False
    is_gone: bool = False
    life: int = 0
    flight: int = 0
    asked: int = 0
    tries: int = 0
    is_awake: bool = False
    wish: tuple[str, int] | None = None
    saved: TillSide | None = None


@dataclass(slots=True)
class World:
    """Everything in one seed."""

    plan: Plan
    chance: Random
    centre: Centre = field(default_factory=Centre)
    ghost: Ghost = field(default_factory=Ghost)
    nodes: list[Node] = field(default_factory=list)
    backups: list[Centre] = field(default_factory=list)
    heap: list[tuple[int, int, Callable[[], None]]] = field(default_factory=list)
    now_ms: int = 0
    is_down: bool = False
    is_calm: bool = False
    events: int = 0
    steps: int = 0
    steps_max: int = 0
    faults: int = 0
    names: int = 0
    checked: int = 0
    reclaimed: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def name(self) -> str:
        """Give a new name for something."""
        self.names += 1
        return named(f"act {self.names} of seed {self.plan.seed}")

    def after(self, wait_ms: int, act: Callable[[], None]) -> None:
        """Let something happen later."""
        self.events += 1
        heapq.heappush(self.heap, (self.now_ms + wait_ms, self.events, act))

    def run_until(self, at_ms: int) -> None:
        """Let time pass, and check what changed after each event."""
        while self.heap and self.heap[0][0] <= at_ms:
            self.now_ms, _, act = heapq.heappop(self.heap)
            self.steps += 1
            checks.must(self.steps < self.steps_max, "W: messages go round for ever")
            act()
            self.look()
        self.now_ms = max(self.now_ms, at_ms)

    def look(self) -> None:
        """Check the centre after an event, and wake tills that have something to hear."""
        self.note_reclaimed()
        self.checked = checks.check_centre(self.centre, self.ghost, self.checked)
        for node in self.nodes:
            if not node.is_awake and self.has_news(node):
                self.wake(node, self.chance.randrange(1_000))

    def note_reclaimed(self) -> None:
        """Remember what was ever reclaimed, also what a restored centre has forgotten."""
        if self.centre.reclaimed > self.reclaimed:
            self.ghost.reclaimed += self.centre.reclaimed - self.reclaimed
        self.reclaimed = self.centre.reclaimed

    def has_news(self, node: Node) -> bool:
        """Tell whether a till has anything to send or to hear."""
        till = node.till
        return (
            till.cursor != self.centre.seq
            or till.feed_epoch != self.centre.feed_epoch
            or till.must_report
            or exchange.unsent(till) > 0
            or self._has_more_to_say(till)
        )

    def _has_more_to_say(self, till: TillSide) -> bool:
        """Tell whether the centre was not told that an earlier life is over; it asks on anyway."""
        chains = self.centre.chains
        lives = (chains.get(Source(till.device, epoch)) for epoch in till.first)
        return any(
            one is not None and one.ends is None and one.standing is not Standing.RETIRED
            for one in [*lives][:-1]
        )

    # Time as each sees it

    def today(self) -> date:
        """Give the centre's day."""
        return BEGIN + timedelta(days=self.now_ms // DAY_MS)

    def at(self, node: Node) -> tuple[date, int]:
        """Give day and wall clock as a till sees them."""
        wall = self.now_ms + node.skew_ms
        return BEGIN + timedelta(days=wall // DAY_MS), max(0, wall + DAY_MS * 1_000)

    def wall_ms(self) -> int:
        """Give the centre's wall clock, which is right."""
        return self.now_ms + DAY_MS * 1_000

    # A till and its engine

    def doing(self, node: Node, act: Callable[[], None]) -> None:
        """Let a till do something, and let the witness see what it committed."""
        before = len(node.till.log)
        act()
        for op in node.till.log[before:]:
            self.ghost.committed(op)
            if op.hlc >> 16 <= self.now_ms + DAY_MS * 1_000 + LEEWAY_MS:
                self.ghost.on_time.add(op.id)
            self.digest.update(op.hash)
        checks.check_till(node.till, self.centre, self.ghost)
        if len(node.till.log) > before and not node.is_awake:
            self.wake(node, 0)

    def wake(self, node: Node, wait_ms: int) -> None:
        """Let a till's engine look for work."""
        if not (node.is_awake or node.is_down or node.is_gone or node.is_cut or self.is_down):
            node.is_awake = True
            life = node.life
            self.after(wait_ms, lambda: self._send(node, life))

    def _send(self, node: Node, life: int) -> None:
        if node.life != life or node.is_down:
            return
        if node.is_cut or self.is_down:
            node.is_awake = False
            return
        if not self.has_news(node) and node.wish is None:
            node.is_awake = False
            return
        node.asked += 1
        node.flight = node.asked
        before = len(node.till.log)
        request = self._request(node)
        assert len(node.till.log) == before, "asking writes nothing"
        self._carry(lambda: self._arrive(node, life, node.asked, request), node)
        flight = node.asked
        self.after(TIMEOUT_MS, lambda: self._late(node, life, flight))

    def _request(self, node: Node) -> Request:
        if node.wish is not None and not node.till.must_pull:
            wallet, points = node.wish
            node.wish = None
            return exchange.ask_rights(node.till, wallet, points)
        return exchange.next_request(node.till)

    def _late(self, node: Node, life: int, flight: int) -> None:
        """Nothing is known about a request without an answer: ask again, later each time."""
        if node.life == life and node.flight == flight:
            node.flight = 0
            most = min(RETRY_MAX_MS, RETRY_FIRST_MS << node.tries)
            node.tries = min(node.tries + 1, 8)
            self.after(self.chance.randrange(most), lambda: self._send(node, life))

    def _carry(self, deliver: Callable[[], None], node: Node) -> None:
        """Take a message over the network: perhaps never, perhaps twice, perhaps late."""
        weather = self.plan.weather
        lost, twice, late = weather.lost, weather.twice, weather.late
        if self.is_calm:
            lost = late = 0
        if self.chance.randrange(100) < lost:
            self.faults += 1
            return
        copies = 1
        if self.chance.randrange(100) < twice:
            copies += 1
            self.faults += 1
        for _ in range(copies):
            wait = 1 + int(self.chance.expovariate(1 / weather.delay_ms))
            if self.chance.randrange(100) < late:
                wait += self.chance.randrange(20_000)
                self.faults += 1
            self.after(wait, lambda: None if node.is_cut else deliver())

    def _arrive(self, node: Node, life: int, flight: int, request: Request) -> None:
        """A request reaches the centre; the answer sets out on its way back."""
        if self.is_down:
            return
        answer = self.serve(request)
        self._carry(lambda: self._hear(node, life, flight, request, answer), node)

    def serve(self, request: Request) -> Answer:
        """Let the centre answer."""
        self.tick_centre()
        match request:
            case Push():
                return intake.push(self.centre, request)
            case Pull():
                page = feed.pull(self.centre, request)
                if isinstance(page, Page):
                    checks.check_kept(self.centre, page)
                return page
            case RightsRequest():
                return feed.request_rights(self.centre, request)
            case GrantReport():
                return healing.report(self.centre, request)

    def tick_centre(self) -> None:
        """Begin a new day at the centre when it has come."""
        self.centre.now_ms = self.wall_ms()
        today = self.today()
        if today != self.centre.day:
            self.centre.day = today
            authority.begin_day(self.centre)
            self.place()

    def place(self) -> None:
        """Let the centre look at night where points should be, and first again at what has ended:
        the day's look at it may have been broken off."""
        if not self.centre.healing:
            authority.settle_ending(self.centre)
            planner.begin_night(self.centre)
            planner.place_at_night(self.centre)

    def _hear(self, node: Node, life: int, flight: int, request: Request, answer: Answer) -> None:
        if node.is_gone or node.is_down or node.life != life:
            return
        if isinstance(answer, Pushed) and isinstance(request, Push):
            epoch = answer.feed_epoch
            checks.check_outcomes(self.ghost, request.ops, answer.outcomes, epoch)
        name = self.name()
        self.doing(node, lambda: exchange.heard(node.till, answer, self.at(node), name))
        is_of_now = isinstance(answer, Page) and answer.feed_epoch == node.till.feed_epoch
        for fact in answer.facts if is_of_now and isinstance(answer, Page) else ():
            if fact.kind == "request":
                self.ghost.heard(node.till.asked, fact.value)
        is_fresh = answer.feed_epoch == node.till.feed_epoch == self.centre.feed_epoch
        if is_fresh and isinstance(answer, Page) and node.till.cursor == self.centre.seq:
            checks.check_view(node.till, self.centre, self.ghost)
        if node.flight == flight:
            node.flight = 0
            node.tries = 0
            self.after(1, lambda: self._send(node, life))

    # What happens to machines

    def crash(self, node: Node) -> None:
        """Stop a till between any two steps; its log survives, its engine does not."""
        node.life += 1
        node.is_down, node.is_awake, node.wish, node.flight = True, False, None, 0
        checks.check_relived(node.till)

    def start(self, node: Node) -> None:
        """Start a till again."""
        if node.is_down and not node.is_gone:
            node.is_down = False
            node.tries = 0
            self.wake(node, 0)

    def mend(self, node: Node) -> None:
        """Plug the cable in again; the engine notices when it next tries."""
        node.is_cut = False
        self.wake(node, self.chance.randrange(RETRY_MAX_MS))

    def renew(self, node: Node) -> None:
        """Let a person begin a new life of a till's log."""
        self.ghost.ended.add(node.till.source)
        self.doing(node, lambda: till_side.begin_epoch(node.till))

    def saved_of(self, till: TillSide) -> TillSide:
        """Give a copy of a till's file."""
        return deepcopy(till)

    def op_count(self) -> int:
        """Count what was committed anywhere."""
        return len(self.ghost.ops)

    # What people do with the centre

    def retire(self, source: Source) -> None:
        """Declare a till gone."""
        if self.centre.healing:
            healing.give_up_waiting(self.centre, source)
        else:
            authority.retire(self.centre, source)

    def back_up(self) -> None:
        """Put a copy of the centre's database by."""
        self.backups.append(self.centre.copy())

    def restore(self) -> None:
        """Lose the centre's database, and put the newest copy back."""
        enrolled = list(self.centre.chains)
        backup = self.backups[-1]
        backup.now_ms = self.wall_ms()
        self.centre = healing.restore(
            backup, feed_epoch=self.centre.feed_epoch + 1, enrolled=enrolled
        )


def new_world(plan: Plan, kind: type[World] = World) -> World:
    """Set a seed's shops up."""
    world = kind(plan, Random(f"world-{plan.seed}"))
    world.centre.day = BEGIN
    world.centre.places.cheapest = CHEAPEST
    world.steps_max = 10_000 + 80 * len(plan.steps)
    for number in range(plan.tills):
        till = TillSide(named(f"till {number}"))
        till.is_authority = plan.is_founded and number == 0
        world.centre.places.stores[till.device] = store_of(number)
        world.nodes.append(Node(f"till {number}", till, is_cut=plan.is_founded and number == 0))
    return world


__all__ = ["DAY_MS", "HEALS_IN_MS", "Logged", "Node", "World", "new_world"]
