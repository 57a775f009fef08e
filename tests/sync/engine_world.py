"""The simulation's tills, each with a real engine that speaks real bytes over a worse network.

Plans, acts, faults and checks are those of `tests.simulation`; what asks, retries and waits is the
engine. Time is virtual. Long waits in which nothing can happen are not played tick by tick.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from regulars.agreement.messages import Push, Pushed
from regulars.agreement.till import TillSide
from sync import trouble
from sync.engine import LISTEN_S, Engine
from sync.steps import Answer, Ask, HungUp, Moment, put
from sync.trouble import SyncTrouble
from sync.wire_look import TillsRequest
from sync.wire_pins import Pin
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wishes import WishEnd
from tests.simulation import checks, run
from tests.simulation.acts import play
from tests.simulation.scenario import ACTS, WAITS, Plan, plan
from tests.simulation.world import BEGIN, DAY_MS, Node, World, named
from tests.sync import memory_words as words
from tests.sync.memory_centre import LIMIT, MemoryCentre
from tests.sync.memory_store import MemoryStore

VERIFIER = "$argon2id$made up"

IDLE_FROM = 5
WISH_MS = 5_000
Said = Answer | Problem | SyncTrouble | HungUp


def sign(statement: bytes) -> bytes:
    """Sign cheaply: the real signatures have tests of their own."""
    return hashlib.sha512(b"till" + statement).digest()


def vouches(statement: bytes, signature: bytes) -> bool:
    """Tell whether a till signed."""
    return signature == sign(statement)


@dataclass(slots=True)
class Desk:
    """A till with its engine. `turn` names what is to happen next; older plans are void."""

    node: Node
    store: MemoryStore
    engine: Engine
    life: int
    turn: int = 0
    flight: Ask | None = None
    ahead: Ask | None = None
    fetched: Said | None = None
    is_listening: bool = False
    is_idle: bool = False
    asked: list[tuple[int, Ask]] = field(default_factory=list)
    ends: list[WishEnd] = field(default_factory=list)
    met: set[str] = field(default_factory=set)


class EngineWorld(World):
    """Everything in one seed, with engines."""

    def set_up(self) -> None:
        """Begin with the plan's tills and a network drawn for this seed."""
        self.desks: dict[int, Desk] = {}
        self.bad = self.chance.choice((0, 3, 10))
        self.service = MemoryCentre(
            rules=lambda: self.centre,
            now_ms=lambda: self.now_ms + DAY_MS * 1_000,
            vouches=vouches,
            lives_s=self.chance.choice((20, 900)),
            heard=self._check_push,
            shows_hashes=self.plan.seed % 2 == 0,
            limit=(LIMIT, 3)[self.plan.seed // 2 % 2],
        )
        self.met_ahead = 0

    def _check_push(self, push: Push, answer: Pushed) -> None:
        checks.check_outcomes(self.ghost, push.ops, answer.outcomes, answer.feed_epoch)

    # Desks

    def desk(self, node: Node) -> Desk:
        """Give a till's desk; a till that started again has a new engine."""
        known = self.desks.get(id(node))
        if known is not None and known.life == node.life and known.store.till is node.till:
            return known
        store = MemoryStore(node.till, lambda: self.at(node), self.name)
        if self.plan.seed % 3 == 0:
            store.set_here = [Pin(words.identity(node.till.device), VERIFIER, self.now_ms)]
        engine = Engine(store, sign, self.chance.randbytes)
        desk = Desk(node, store, engine, node.life)
        self.desks[id(node)] = desk
        return desk

    def is_there(self, desk: Desk) -> bool:
        """Tell whether a desk has not been closed, crashed or replaced meanwhile."""
        node = desk.node
        return not node.is_down and self.desks.get(id(node)) is desk and desk.life == node.life

    def moment(self, desk: Desk) -> Moment:
        """Give the time at a desk."""
        return Moment(self.now_ms, self.at(desk.node)[1])

    def doing(self, node: Node, act: Callable[[], None]) -> None:
        """Let a till do something, and let the witness see what it committed."""
        before = len(node.till.log)
        act()
        words.chain(node.till, before)
        for op in node.till.log[before:]:
            self.ghost.committed(op)
            self.digest.update(op.hash)
        checks.check_till(node.till, self.centre, self.ghost)
        if len(node.till.log) > before:
            self.wake(node, 0)

    def look(self) -> None:
        """Check the centre after an event; wake who has something to hear."""
        self.note_reclaimed()
        self.checked = checks.check_centre(self.centre, self.ghost, self.checked)
        for node in self.nodes:
            if node.is_down:
                continue
            desk = self.desk(node)
            if desk.turn == 0:
                self._plan(desk, self.chance.randrange(1_000))
            elif desk.is_listening:
                self._look_at_listener(desk)
            elif desk.is_idle and not (node.is_cut or self.is_down):
                desk.is_idle = False
                self._plan(desk, self.chance.randrange(8_000))

    def _look_at_listener(self, desk: Desk) -> None:
        ask = desk.flight
        assert ask is not None
        assert isinstance(ask.question, PullRequest)
        if desk.node.is_cut or self.is_down:
            desk.is_listening = False
            self._later(desk, ask, self.chance.randrange(20_000), trouble.AnswerLost())
        elif self.service.has_news(ask.token, ask.question):
            desk.is_listening = False
            self.service.prolong(ask.token)  # who was let in is answered
            self._answer(desk, ask)

    def wake(self, node: Node, wait_ms: int) -> None:
        """Knock at a till's engine: something was written, or somebody waits."""
        if node.is_down:
            return
        desk = self.desk(node)
        if node.wish is not None:
            wallet, points = node.wish
            node.wish = None
            now = self.moment(desk)
            desk.engine.want_rights(words.identity(wallet), points, now, WISH_MS)
            if points % 4 == 0:  # somebody else in the shop looks at the tills
                desk.engine.look(TillsRequest(), now, WISH_MS)
            desk.is_idle = False
        if desk.flight is None and not desk.is_idle:
            self._plan(desk, wait_ms)
        elif desk.flight is not None and desk.flight.is_patient:
            self._later(desk, desk.flight, wait_ms, HungUp())

    def mend(self, node: Node) -> None:
        """Plug the cable in again; the engine notices when it next tries."""
        node.is_cut = False

    # One engine's steps

    def _plan(self, desk: Desk, wait_ms: int) -> None:
        desk.turn += 1
        turn = desk.turn
        self.after(wait_ms, lambda: self._go(desk, turn))

    def _go(self, desk: Desk, turn: int) -> None:
        if desk.turn != turn or desk.flight is not None or not self.is_there(desk):
            return
        before = len(desk.node.till.log)
        step = desk.engine.next(self.moment(desk))
        assert len(desk.node.till.log) == before, "asking writes nothing"
        desk.ends += [one.end for one in desk.engine.ended()]
        if isinstance(step, Ask):
            self._put(desk, step)
            return
        is_away = desk.node.is_cut or self.is_down
        if is_away and desk.engine.known.net.failures >= IDLE_FROM:
            desk.is_idle = True
        else:
            checks.must(step.until_ms > self.now_ms, "W: an engine that does not wait")
            self._plan(desk, step.until_ms - self.now_ms)

    def _put(self, desk: Desk, ask: Ask) -> None:
        """Send a question off; the engine's own word for when to give up is kept."""
        checks.must(desk.flight is None, "F: two questions at once")
        desk.flight = ask
        desk.asked.append((self.now_ms, ask))
        if ask.ahead and not self._meets(desk, ask):
            return
        self._set_off(desk, ask)

    def _meets(self, desk: Desk, ask: Ask) -> bool:
        """Let what was asked ahead answer; tells whether it must be asked anew."""
        checks.must(desk.ahead is not None, "F: nothing was asked ahead")
        if isinstance(desk.fetched, SyncTrouble):
            return True
        self.met_ahead += 1
        said = desk.fetched
        if said is not None:
            self._later(desk, ask, 1, said)
        return False

    def _fetch(self, desk: Desk, ask: Ask, said: Said) -> None:
        """Ask for the next page while this one is taken in; mostly, as a line may be missing."""
        ahead = desk.engine.ahead(ask, said, self.moment(desk))
        if ahead is not None:
            desk.ahead, desk.fetched = ahead, None
            self._set_off(desk, ahead)

    def _set_off(self, desk: Desk, ask: Ask) -> None:
        if desk.node.is_cut or self.is_down:
            wait = self.chance.choice((5, ask.silence_ms))
            away = trouble.NoNetworkHere() if desk.node.is_cut else trouble.ServiceAway()
            self._later(desk, ask, wait, away if wait == 5 else trouble.AnswerLost())
        elif not self._is_bad(desk, ask):
            self._travel(desk, ask)

    def _is_bad(self, desk: Desk, ask: Ask) -> bool:
        """Let something on the way answer in the centre's place."""
        if self.is_calm or self.chance.randrange(100) >= self.bad:
            return False
        self.faults += 1
        said: Said = self.chance.choice(
            (
                trouble.NoInternet("a portal"),
                trouble.ServiceBusy("429", 1_000 + self.chance.randrange(2_000)),
                trouble.ServiceAway(),
                trouble.AnswerLost("502"),
                Problem(ProblemKind.OTHER),
                Problem(ProblemKind.BAD_MESSAGE),
                Problem(ProblemKind.AWAY, retry_s=1),
            )
        )
        self._later(desk, ask, 1 + self.chance.randrange(50), said)
        return True

    def _travel(self, desk: Desk, ask: Ask) -> None:
        """Take a question to the centre: perhaps never, perhaps twice, perhaps too late."""
        weather = self.plan.weather
        wait = 1 + int(self.chance.expovariate(1 / weather.delay_ms))
        if self.chance.randrange(100) < weather.twice:
            self.faults += 1
            self.after(wait + self.chance.randrange(2_000), lambda: self._again(desk, ask))
        if not self.is_calm and self.chance.randrange(100) < weather.late:
            self.faults += 1
            wait += self.chance.randrange(2 * ask.timeout_ms)
        if not self.is_calm and self.chance.randrange(100) < weather.lost:
            self.faults += 1
        else:
            self.after(wait, lambda: self._reach(desk, ask))
        if not ask.is_patient:
            self._later(desk, ask, ask.timeout_ms, trouble.AnswerLost("silence"))
        elif wait > ask.timeout_ms or self.is_calm is False:
            self._later(desk, ask, ask.timeout_ms, trouble.AnswerLost("silence"), unheard=True)

    def _again(self, desk: Desk, ask: Ask) -> None:
        """Let a question arrive once more; nobody reads what is answered."""
        if not (self.is_down or desk.node.is_cut):
            self.tick_centre()
            put(self.service, ask)

    def _reach(self, desk: Desk, ask: Ask) -> None:
        if self.is_down or desk.node.is_cut:
            return
        question = ask.question
        is_asked_still = desk.flight is ask
        is_patient = isinstance(question, PullRequest) and question.wait_s > 0
        if is_patient and is_asked_still and self.service.lets_in(ask.token):
            desk.is_listening = True
            self._look_at_listener(desk)
            if ask.wait_ms < LISTEN_S * 1_000:  # the longest is not played to its end
                self.after(ask.wait_ms, lambda: self._tire(desk, ask))
        else:
            self._answer(desk, ask)

    def _tire(self, desk: Desk, ask: Ask) -> None:
        if desk.flight is ask and desk.is_listening:
            desk.is_listening = False
            self._answer(desk, ask)

    def _answer(self, desk: Desk, ask: Ask) -> None:
        """Let the centre answer; the answer may break off or be lost on its way."""
        self.tick_centre()
        said: Said = put(self.service, ask)
        wait = 1 + int(self.chance.expovariate(1 / self.plan.weather.delay_ms))
        if not self.is_calm and self.chance.randrange(100) < self.bad:
            self.faults += 1
            said = trouble.AnswerLost("broken off, or 500 after the fact")
        elif (
            isinstance(said, Page)
            and desk.node.till.feed_epoch == said.feed
            and self.chance.randrange(100) < (0 if self.is_calm else self.bad)
        ):
            said = replace(said, feed=said.feed - 1)  # of a life before, which is not kept
        if not self.is_calm and self.chance.randrange(100) < self.plan.weather.lost:
            self.faults += 1
            wait, said = self.chance.randrange(ask.timeout_ms), trouble.AnswerLost("silence")
        self._later(desk, ask, wait, said)

    def _later(
        self, desk: Desk, ask: Ask, wait_ms: int, said: Said, *, unheard: bool = False
    ) -> None:
        """Let something come of a question, if nothing else has by then."""
        self.after(wait_ms, lambda: self._told(desk, ask, said, unheard=unheard))

    def _told(self, desk: Desk, ask: Ask, said: Said, *, unheard: bool) -> None:
        if desk.ahead is ask and desk.fetched is None and self.is_there(desk):
            desk.fetched = said
            if desk.flight is not None and desk.flight.ahead == ask.number:
                self._told(desk, desk.flight, said, unheard=False)
            return
        if desk.flight is not ask or not self.is_there(desk):
            return
        if unheard and desk.is_listening:
            return  # it reached the centre, which holds it open
        desk.flight, desk.is_listening = None, False
        desk.met.add(said.kind if isinstance(said, Problem) else type(said).__name__)
        now = self.moment(desk)
        self._fetch(desk, ask, said)
        self.doing(desk.node, lambda: desk.engine.answered(ask, said, now))
        till = desk.node.till
        is_fresh = till.feed_epoch == self.centre.feed_epoch and till.cursor == self.centre.seq
        if isinstance(said, Page) and is_fresh and said.feed == till.feed_epoch:
            checks.check_view(till, self.centre, self.ghost)
        self._plan(desk, 0)


def new_world(drawn: Plan) -> EngineWorld:
    """Set a seed's shops up."""
    world = EngineWorld(drawn, Random(f"engine-{drawn.seed}"))
    world.set_up()
    world.centre.day = BEGIN
    world.steps_max = 20_000 + 400 * len(drawn.steps)
    for number in range(drawn.tills):
        till = TillSide(named(f"till {number}"))
        till.is_authority = drawn.is_founded and number == 0
        world.nodes.append(Node(f"till {number}", till, is_cut=till.is_authority))
    return world


def play_seed(seed: int, steps: int) -> EngineWorld:
    """Play a seed to its end; raises Violation (or the engine's own AssertionError)."""
    drawn = plan(seed, steps)
    world = new_world(drawn)
    for step in drawn.steps:
        world.run_until(world.now_ms + step.gap_ms)
        if step.what in WAITS:
            is_night = step.what == "night"
            wait = DAY_MS * (1 + step.which) if is_night else 10_000 + 1_000 * step.amount
            world.run_until(world.now_ms + wait)
        elif step.what in ACTS:
            play(world, step)
        else:
            run.strike(world, step)
        world.look()
    run.calm(world)
    return world
