"""When a till asks the centre what: a machine without any I/O, told the time and what came of it.

One question at a time. The order is that of `regulars.agreement.exchange`: news first where the
centre may be another one, then the report that is due, then every life of the log in order, then
news; rights that somebody waits for jump the queue. Whatever goes wrong is asked again later, and
where only one kind of question has no luck, the others go on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from regulars.ids import Id
from sync.hearing import Hearing
from sync.looks import Look, Looked
from sync.outgoing import ended_lives, next_push, reports, signed
from sync.ports import Here, Signer, TillStore
from sync.status import Facts, SyncState, state_of
from sync.steps import Answer, Ask, HungUp, Lane, Moment, Question, Step, Wait
from sync.tokens import Pass
from sync.trouble import SyncTrouble, is_clock_wrong
from sync.wire import ROWS_MAX, SCHEMA
from sync.wire_enrol import Nonce, Token
from sync.wire_look import LookRequest, RetireAnswer, TillsAnswer, TimelineAnswer
from sync.wire_pins import Pin, PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Push, PushAnswer
from sync.wire_rights import GrantReport, ReportAnswer, RightsAnswer, RightsRequest
from sync.wishes import Wish, Wished

SILENCE_MS = 10_000
"""So long an answer may say nothing; with the longest pause, tills still agree within 30 s."""
LISTEN_S = 15
LISTEN_SILENCE_MS = 5_000
"""How long the centre is asked to wait for news, and how late it may be with that."""
KEY_EVERY_MS = 1_000
"""So often at most a person's key makes the next try come at once."""

_ERASED = "erased"
_QUIET = frozenset({Lane.RIGHTS, Lane.PINS, Lane.LOOK})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question that could be asked now; it is only made when it is its turn."""

    lane: Lane
    make: Callable[[], Question]
    wish: Wish | Look | None = None


@dataclass(slots=True)
class Engine:
    """One till's side of every exchange. One thread at a time uses it.

    `chance` gives so many random bytes. With `centre_key`, the one this till was welcomed with,
    what the centre has not signed is not believed. After `next` has given an Ask, `answered` comes
    before `next` again.
    """

    store: TillStore
    signer: Signer
    chance: Callable[[int], bytes]
    centre_key: bytes = b""
    known: Hearing = field(init=False)
    _flight: Ask | None = None
    _left: Ask | None = None
    _ahead: Ask | None = None
    _asked: int = 0
    _heard_ms: int = 0
    _is_clock_wrong: bool = False
    _key_ms: int = -KEY_EVERY_MS

    def __post_init__(self) -> None:
        """Begin without a token, knowing nothing of the centre."""
        self.known = Hearing(self.store, Pass(self.signer), self.chance, self.centre_key)

    # What to do next

    def next(self, now: Moment) -> Step:
        """Give what to ask now, or until when to wait."""
        assert self._flight is None, "one question at a time"
        known = self.known
        known.wishes.expire(now.steady_ms)
        known.looks.expire(now.steady_ms, known.trouble if known.net.failures else None)
        if known.net.holds(now.steady_ms):
            ends = (known.wishes.end_ms(), known.looks.end_ms())
            return self._wait(now, known.net.until_ms, *(end for end in ends if end is not None))
        here = self.store.who()
        held: list[int] = []
        for wanted in self._wanted(here, now, held):
            pause = self.known.lanes[wanted.lane]
            if not pause.holds(now.steady_ms):
                return self._ask(here, now, wanted)
            held.append(pause.until_ms)
            if wanted.lane is Lane.TOKEN:
                break  # without one, nothing else can be asked
        return self._wait(now, *held, *self._wish_times(now))

    def _wanted(self, here: Here, now: Moment, held: list[int]) -> Iterator[_Wanted]:
        """Go through what there is to ask, in order; `held` is until when lanes are left alone."""
        known = self.known
        opening = known.token.question(here, now.steady_ms)
        if opening is not None:
            yield _Wanted(Lane.TOKEN, lambda: opening)
        if known.must_pull:
            yield _Wanted(Lane.PULL, lambda: self._pull(0))
        wish = known.wishes.ready(now.steady_ms)
        if wish is not None:
            yield _Wanted(Lane.RIGHTS, lambda: self._rights(here, wish), wish)
        if known.looks.open:
            look = known.looks.open[0]
            yield _Wanted(Lane.LOOK, lambda: look.request, look)
        if self.store.must_report():
            yield _Wanted(Lane.REPORT, lambda: self._report(here))
        push = next_push(self.store, here, known.most, known.hints)
        if push is not None:
            yield _Wanted(Lane.PUSH, lambda: signed(push, self.signer))
        if self.store.feed() and (pins := known.untold(self.store.pins())):
            yield _Wanted(Lane.PINS, lambda: self._pins(here, pins))
        yield from self._news(now, held)

    def _news(self, now: Moment, held: list[int]) -> Iterator[_Wanted]:
        """Ask for news: at once where there is more to read, else to wait for some."""
        known = self.known
        has_failed = known.lanes[Lane.PULL].failures or known.lanes[Lane.TOKEN].failures
        if known.is_reading or has_failed:
            yield _Wanted(Lane.PULL, lambda: self._pull(0))  # an answer at once, not only news
            return
        longest = now.steady_ms + LISTEN_S * 1_000
        wait_s = (min([*held, *self._wish_times(now), longest]) - now.steady_ms) // 1_000
        free = known.pace.free_ms(now.steady_ms)
        if free > now.steady_ms and self._left_open(self._pull(wait_s), now) is None:
            held.append(free)
            return
        if wait_s > 0:  # otherwise something else is to be done before anybody could answer
            yield _Wanted(Lane.PULL, lambda: self._pull(wait_s))

    def _wish_times(self, now: Moment) -> list[int]:
        """Give when something is to be done about a wish."""
        wishes = self.known.wishes
        times = (wishes.again_ms(now.steady_ms), wishes.end_ms(), self.known.looks.end_ms())
        return [time for time in times if time is not None]

    def _ask(self, here: Here, now: Moment, wanted: _Wanted) -> Ask:
        question, silence, asked = wanted.make(), SILENCE_MS, now
        if isinstance(question, PullRequest) and question.wait_s:
            left = self._left_open(question, now)
            if left is None:
                self.known.pace.take(now.steady_ms)
            else:
                question, asked = left.question, left.asked
            self._left = None
            silence = LISTEN_SILENCE_MS
        ahead = self._ahead_of(question, here)
        if ahead is not None:
            asked, self._ahead = ahead.asked, None
        if wanted.wish is not None:
            silence = min(silence, wanted.wish.until_ms - now.steady_ms)
        number = 0 if wanted.wish is None else wanted.wish.number
        self._asked += 1
        token = self.known.token.text
        self._flight = Ask(
            self._asked, wanted.lane, question, token, here, asked, silence, number,
            0 if ahead is None else ahead.number,
        )  # fmt: skip
        return self._flight

    def _left_open(self, question: PullRequest, now: Moment) -> Ask | None:
        """Give what is still open and can be listened to instead: the same, and over in time."""
        left = self._left
        if left is None or not isinstance(left.question, PullRequest):
            return None
        ends_ms = left.asked.steady_ms + left.wait_ms
        is_same = replace(left.question, wait_s=question.wait_s) == question
        until_ms = now.steady_ms + question.wait_s * 1_000
        return left if is_same and now.steady_ms < ends_ms <= until_ms else None

    def ahead(self, ask: Ask, answer: object, now: Moment) -> Ask | None:
        """Give what can be asked while an answer is taken in: what stands behind its page.

        Nothing is decided by it, and anybody may forget it. Only where `next` asks the same
        afterwards, as the page was kept, does it name this question in `ahead`. Asking from behind
        an erased row says that it was kept, so that comes first.
        """
        question = ask.question
        if not isinstance(answer, Page) or not isinstance(question, PullRequest):
            return None
        if answer.up_to_date or (not question.cursor and answer.feed != self.store.feed()):
            return None  # a centre that is new here is met by beginning anew
        if answer.rows.get(_ERASED):  # asking from behind it says that they are erased here
            return None
        self._asked += 1
        behind = replace(question, cursor=answer.cursor, wait_s=0)
        self._ahead = Ask(self._asked, Lane.PULL, behind, ask.token, ask.here, now, SILENCE_MS)
        return self._ahead

    def _ahead_of(self, question: Question, here: Here) -> Ask | None:
        """Give what was asked ahead, if it is the very same question of the same till."""
        known = self._ahead
        if known is None or (known.question, known.token) != (question, self.known.token.text):
            return None
        return known if known.here == here else None

    def _wait(self, now: Moment, *until: int) -> Wait:
        """Wait for the first of these; not so long that what is said of the age would be old."""
        longest = now.steady_ms + LISTEN_S * 1_000
        return Wait(max(now.steady_ms + 1, min([*until, longest])))

    # The questions

    def _pull(self, wait_s: int) -> PullRequest:
        ended = ended_lives(self.store, self.store.who())
        cursor = self.store.cursor()
        is_first = not cursor and not self.store.feed()  # it only says which centre this is
        most = 1 if is_first else ROWS_MAX
        return PullRequest(cursor, most, wait_s=wait_s, schema=SCHEMA, ended=ended, hears=True)

    def _rights(self, here: Here, wish: Wish) -> RightsRequest:
        want = self.store.rights_target(wish.wallet, wish.points)
        return RightsRequest(here.device, here.epoch, self.store.feed(), wish.wallet, want)

    def _pins(self, here: Here, pins: tuple[Pin, ...]) -> PinsRequest:
        return PinsRequest(here.device, here.epoch, self.store.feed(), pins)

    def _report(self, here: Here) -> GrantReport:
        parts = self.known.parts
        if not parts or (parts[0].feed, parts[0].epoch) != (self.store.feed(), here.epoch):
            self.known.parts = reports(self.store, here)
        return self.known.parts[0]

    # What came of it

    def answered(
        self, ask: Ask, answer: Answer | Problem | SyncTrouble | HungUp, now: Moment
    ) -> None:
        """Take in what came of a question."""
        assert self._flight is not None, "nothing was asked"
        assert ask.number == self._flight.number, "this was not asked last"
        self._flight = None
        if isinstance(answer, HungUp):
            self._left = ask if answer.is_open else None
            return
        if isinstance(answer, SyncTrouble):
            self.known.lost(ask, answer, now)
            return
        self.known.net.end()
        if not isinstance(answer, Problem):
            self._look_at_clock(ask, answer, now)
        if ask.here != self.store.who() and not isinstance(answer, PushAnswer):
            return  # a new epoch has begun here meanwhile: what was said is not for it
        self._take(ask, answer, now)

    def _look_at_clock(self, ask: Ask, answer: Answer, now: Moment) -> None:
        """Compare clocks: the centre answered at some moment between asking and hearing."""
        self._heard_ms = now.wall_ms
        low, high = sorted((ask.asked.wall_ms, now.wall_ms))
        nearest = min(max(answer.server_ms, low), high)
        self._is_clock_wrong = is_clock_wrong(nearest, answer.server_ms)

    def _take(self, ask: Ask, answer: Answer | Problem, now: Moment) -> None:
        is_in = not (isinstance(answer, Problem) and answer.kind is ProblemKind.TOKEN)
        if is_in and ask.lane is not Lane.TOKEN:
            self.known.lanes[Lane.TOKEN].end()  # it opened the door
        match answer:
            case Problem():
                self.known.take_problem(ask, answer, now)
            case Nonce() | Token():
                self.known.token.heard(answer, ask.asked)
            case Page():
                self.known.take_page(ask, answer, now)
            case PushAnswer():
                assert isinstance(ask.question, Push)
                self.known.take_push(ask.question, answer, now)
            case ReportAnswer():
                assert isinstance(ask.question, GrantReport)
                self.known.take_report(ask.question, answer, now)
            case TillsAnswer() | TimelineAnswer() | RetireAnswer():
                self.known.lanes[Lane.LOOK].end()
                self.known.looks.end(ask.wish, answer)
            case RightsAnswer():
                assert isinstance(ask.question, RightsRequest)
                self.known.take_rights(ask, ask.question, answer, now)
            case PinsAnswer():
                assert isinstance(ask.question, PinsRequest)
                self.known.take_pins(ask.question, answer, now)

    # What a person does

    def want_rights(self, wallet: Id, points: int, now: Moment, most_ms: int) -> int:
        """Ask for rights to spend so many points before all else, for at most so long.

        Gives the number under which `ended` says what came of it.
        """
        self._asked += 1
        wish = Wish(self._asked, wallet, points, now.steady_ms + most_ms)
        self.known.wishes.add(wish)
        self.try_now(now)
        return wish.number

    def look(self, request: LookRequest, now: Moment, most_ms: int) -> int:
        """Ask for something that a person wants to see; gives its number, as `want_rights` does."""
        self._asked += 1
        self.known.looks.add(Look(self._asked, request, now.steady_ms + most_ms))
        self.known.lanes[Lane.LOOK].end()
        self.try_now(now)
        return self._asked

    def ended(self) -> list[Wished]:
        """Give the wishes that have ended, each once."""
        return self.known.wishes.take_ended()

    def looked(self) -> list[Looked]:
        """Give the looks that have ended, each once."""
        return self.known.looks.take_ended()

    def try_now(self, now: Moment) -> None:
        """End waiting because a person wants it, unless the service asked for the wait."""
        if now.steady_ms - self._key_ms >= KEY_EVERY_MS:
            self._key_ms = now.steady_ms
            self.known.net.cut_short()
            for pause in self.known.lanes.values():
                pause.cut_short()

    def state(self, now: Moment) -> SyncState:
        """Give what is to be said about how this till and the centre stand."""
        known, backlog = self.known, self.store.backlog()
        trouble = known.trouble
        # Whoever wishes or looks is told; a PIN that waits keeps nobody. The rest is said.
        noes = [one.failures for lane, one in known.lanes.items() if lane not in _QUIET]
        return state_of(
            Facts(
                now_ms=now.wall_ms,
                waiting=backlog.count,
                oldest_ms=backlog.oldest_ms,
                heard_ms=self._heard_ms,
                failures=known.net.failures,
                cause=None if trouble is None else trouble.cause,
                trouble="" if trouble is None else trouble.code,
                problem="" if known.problem is None else known.problem.kind.value,
                problems=max(noes),
                is_clock_wrong=self._is_clock_wrong,
                is_old=known.is_old,
                is_reading=known.is_reading or known.must_pull,
                standing=self.store.standing(),
                lease_until_ms=self.store.lease_until_ms(),
            )
        )
