"""What the engine knows and what an answer changes: never more than the answer can vouch for.

Every answer may be old, wrong or nonsense of a newer centre; what it says only ever moves the till
forward, and what brings nothing forward makes the next question of its kind wait.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from regulars.canonical import NotCanonicalError
from regulars.ids import spell
from sync.backoff import ROLL_BYTES
from sync.enrolment import Standing
from sync.looks import Looks
from sync.outgoing import believed, is_kept
from sync.pauses import Pace, Pause
from sync.ports import TillStore
from sync.signing import vouches
from sync.steps import Ask, Lane, Moment
from sync.tokens import Pass
from sync.trouble import ServiceBusy, SyncTrouble
from sync.wire import OPERATIONS_MAX, SCHEMA
from sync.wire_pins import PINS_MAX, Pin, PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page
from sync.wire_push import Push, PushAnswer
from sync.wire_rights import GrantReport, ReportAnswer, RightsAnswer, RightsRequest, WalletRow
from sync.wishes import Wishes

_NOT_SIGNED = Problem(ProblemKind.BAD_MESSAGE, "the centre has not signed this")
_NOT_THE_LOOK_S = frozenset({ProblemKind.TOKEN, ProblemKind.TOO_MANY, ProblemKind.AWAY})
"""What stands in the way of every question; all else is an answer to whoever looks."""
_NO_RIGHTS = frozenset({ProblemKind.GRANTS_WAIT, ProblemKind.FORBIDDEN})


@dataclass(slots=True)
class Hearing:
    """Everything between two questions that need not survive the program's end.

    `must_pull`: the centre may be another one, so news comes first; so it is at every start.
    `most` operations go into the next push. `hints`: see `sync.outgoing`. `parts` of the report are
    still to be sent. `net` is left alone when nothing gets through, a lane when one kind of
    question has no luck.
    """

    store: TillStore
    token: Pass
    chance: Callable[[int], bytes]
    centre_key: bytes = b""
    wishes: Wishes = field(default_factory=Wishes)
    looks: Looks = field(default_factory=Looks)
    net: Pause = field(default_factory=Pause)
    lanes: dict[Lane, Pause] = field(default_factory=lambda: {lane: Pause() for lane in Lane})
    pace: Pace = field(default_factory=Pace)
    must_pull: bool = True
    is_reading: bool = False
    is_old: bool = False
    most: int = OPERATIONS_MAX
    hints: dict[int, int] = field(default_factory=dict)
    parts: list[GrantReport] = field(default_factory=list)
    told_pins: tuple[int, frozenset[Pin]] = (0, frozenset())
    trouble: SyncTrouble | None = None
    problem: Problem | None = None

    # Failures

    def lost(self, ask: Ask, trouble: SyncTrouble, now: Moment) -> None:
        """Nothing is known of what was asked: ask again, later each time; long pushes shorter."""
        self.trouble = trouble
        self.looks.end(ask.wish, trouble)
        self.net.fail(now.steady_ms, self._roll(), trouble.retry_after_ms)
        if trouble.is_unknown:
            self.lanes[ask.lane].fail(now.steady_ms, self._roll())
            if ask.lane is Lane.PUSH:
                self._push_less()

    def _roll(self) -> bytes:
        return self.chance(ROLL_BYTES)

    def _fail(self, lane: Lane, now: Moment, problem: Problem | None = None) -> None:
        """Leave one kind of question alone for a while; the others go on."""
        self.problem = problem
        retry_ms = 0 if problem is None else problem.retry_s * 1_000
        self.lanes[lane].fail(now.steady_ms, self._roll(), retry_ms)

    def _stumble(self, lane: Lane, now: Moment) -> None:
        self.lanes[lane].stumble(now.steady_ms, self._roll())

    def _push_less(self) -> None:
        """The line may be too slow for so much at once, or one operation trips somebody."""
        self.most = max(1, self.most // 2)

    def _is_of_this_life(self, lane: Lane, feed: int, now: Moment) -> bool:
        """Tell whether an answer is from the life of the centre that is known here.

        From a newer one: ask for news before anything else. From an older one: it is no more.
        """
        known = self.store.feed()
        if feed > known:
            self.must_pull = True
            self._stumble(lane, now)
        elif feed < known:
            self._fail(lane, now)
        return feed == known

    # Answers

    def take_page(self, ask: Ask, page: Page, now: Moment) -> None:
        """Take news in. A page of another life of the centre only says that there is one."""
        if not self._is_signed(ask, page):
            self._fail(Lane.PULL, now, _NOT_SIGNED)
            return
        known = self.store.feed()
        if page.feed > known:
            self._begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=page.feed), now)
            return
        if page.feed < known:
            self._fail(Lane.PULL, now)
            return
        before = self.store.cursor()
        self.store.apply_page(page)
        self.must_pull, self.is_reading = False, not page.up_to_date
        self.is_old = page.min_schema > SCHEMA
        if self.is_reading and page.cursor == before:
            self._fail(Lane.PULL, now)  # there is more, it says, and gives nothing
        else:
            self.lanes[Lane.PULL].end()
        waited_ms = now.steady_ms - ask.asked.steady_ms
        if page.cursor == before and waited_ms < ask.wait_ms // 2:
            self.pace.slow_down(now.steady_ms)
        changed = {row["id"] for row in page.rows.get("wallet", ())}
        for wish in self.wishes.open:
            if spell(wish.wallet) in changed:
                wish.look_again(now.steady_ms)

    def _is_signed(self, ask: Ask, said: Page | WalletRow) -> bool:
        """Tell whether the centre that welcomed this till said this, and to it."""
        if not self.centre_key:
            return True
        here = ask.here
        try:
            if isinstance(said, Page):
                statement = said.statement(here.tenant, here.device, here.epoch)
            else:
                statement = said.statement()
        except NotCanonicalError:
            return False  # nobody signs what has no one spelling
        return vouches(self.centre_key, statement, said.signature)

    def _begin_anew(self, problem: Problem, now: Moment) -> None:
        """Read from the beginning; where the centre is another one, report and send again too."""
        is_other = problem.feed != self.store.feed()
        self.store.begin_anew(problem)
        self.must_pull, self.is_reading = False, True
        if is_other:
            # What the store believed by its hash needs no hint.
            believed = {epoch: self.store.acked(epoch) for epoch, _ in problem.acked}
            self.hints = {one: seq for one, seq in problem.acked if believed[one] < seq}
            self.parts = []
        self._stumble(Lane.PULL, now)

    def take_push(self, push: Push, answer: PushAnswer, now: Moment) -> None:
        """Take in how far the centre has the log."""
        if not self._is_of_this_life(Lane.PUSH, answer.feed, now):
            return
        is_guess = self.hints.pop(push.epoch, 0) > 0
        fit = believed(push, answer)
        if fit is None:
            self._fail(Lane.PUSH, now)
            return
        if is_guess and is_kept(fit):
            # What the centre has under these numbers is a copy's: it gets all of this log.
            self.store.note_gap(push.epoch, 1)
            self._stumble(Lane.PUSH, now)
            return
        before = self.store.acked(push.epoch)
        self.store.note_answer(push.epoch, fit)
        if self.store.acked(push.epoch) > before:
            self.lanes[Lane.PUSH].end()
            self.most = min(OPERATIONS_MAX, self.most * 2)
        else:
            self._fail(Lane.PUSH, now)

    def take_report(self, report: GrantReport, answer: ReportAnswer, now: Moment) -> None:
        """Take in that a part of the report has arrived.

        The centre heard nothing from a report for a life of it that is over: another is due.
        """
        if not self._is_of_this_life(Lane.REPORT, answer.feed, now):
            return
        if report.feed != answer.feed:
            self._stumble(Lane.REPORT, now)
            return
        self.parts = self.parts[1:]
        if not self.parts:
            self.store.note_reported(report.feed)
        self.lanes[Lane.REPORT].end()

    def take_rights(
        self, ask: Ask, question: RightsRequest, answer: RightsAnswer, now: Moment
    ) -> None:
        """Take rights in, if they are the ones that were asked for."""
        if not self._is_of_this_life(Lane.RIGHTS, answer.feed, now):
            return
        row = answer.wallet
        asked = (question.device, question.epoch, question.wallet)
        if (row.device, row.epoch, row.wallet) != asked or not self._is_signed(ask, row):
            self._fail(Lane.RIGHTS, now)
            return
        self.store.apply_rights(answer)
        self.lanes[Lane.RIGHTS].end()
        self.wishes.heard(ask.wish, answer, question.want, now.steady_ms)

    def untold(self, pins: Sequence[Pin]) -> tuple[Pin, ...]:
        """Give what the centre has not been told of PINs since this program began."""
        feed, told = self.told_pins
        known = told if feed == self.store.feed() else frozenset()
        return tuple(one for one in pins if one not in known)[:PINS_MAX]

    def take_pins(self, question: PinsRequest, answer: PinsAnswer, now: Moment) -> None:
        """Take in that the centre has heard of PINs; of people it does not know it will later."""
        if not self._is_of_this_life(Lane.PINS, answer.feed, now):
            return
        feed, told = self.told_pins
        heard = frozenset(one for one in question.pins if one.staff not in answer.unknown)
        self.told_pins = (answer.feed, heard | told if feed == answer.feed else heard)
        if answer.unknown:
            self.lanes[Lane.PINS].rest(now.steady_ms, self._roll())
        else:
            self.lanes[Lane.PINS].end()

    # Problems

    def take_problem(self, ask: Ask, problem: Problem, now: Moment) -> None:
        """Do what a problem asks for; one that nobody knows, or that is our own, waits."""
        lane = ask.lane
        if lane is Lane.LOOK and problem.kind not in _NOT_THE_LOOK_S:
            self.looks.end(ask.wish, problem)  # whoever looks is told, and looks again or not
            return
        match problem.kind:
            case ProblemKind.TOKEN:
                self.token.drop()
                self._stumble(lane, now)
                if lane is not Lane.TOKEN:  # signing anew does not help for ever
                    self._stumble(Lane.TOKEN, now)
            case ProblemKind.RESNAPSHOT:
                self._resnapshot(lane, problem, now)
            case ProblemKind.SEQ_GAP if isinstance(ask.question, Push):
                self._gap(ask.question, problem, now)
            case ProblemKind.UPGRADE_REQUIRED:
                self.is_old = True
                self.lanes[lane].rest(now.steady_ms, self._roll())
            case ProblemKind.REVOKED:
                self.store.note_standing(Standing.REVOKED)
                self.token.drop()
                self.net.rest(now.steady_ms, self._roll())
            case ProblemKind.TOO_MANY | ProblemKind.AWAY:
                self.lost(ask, ServiceBusy(problem.detail, problem.retry_s * 1_000), now)
            case _ if lane is Lane.RIGHTS and problem.kind in _NO_RIGHTS:
                self.wishes.refuse(ask.wish, problem.kind)
            case _:
                self._no(lane, problem, now)

    def _no(self, lane: Lane, problem: Problem, now: Moment) -> None:
        """Ask again later, whatever it is; where only a person can change it, much later."""
        if problem.kind is ProblemKind.FORBIDDEN:
            self.problem = problem
            self.lanes[lane].rest(now.steady_ms, self._roll())
            return
        self._fail(lane, now, problem)
        if lane is Lane.PUSH:
            self._push_less()

    def _resnapshot(self, lane: Lane, problem: Problem, now: Moment) -> None:
        known = self.store.feed()
        feed = problem.feed or known
        if lane is not Lane.PULL:
            self.must_pull = True
            self._stumble(lane, now)
        elif feed < known:
            self._fail(lane, now, problem)
        else:
            self._begin_anew(replace(problem, feed=feed), now)

    def _gap(self, push: Push, problem: Problem, now: Moment) -> None:
        """Send again from where the centre is; its last is sent too, so that its hash is seen."""
        if problem.feed and not self._is_of_this_life(Lane.PUSH, problem.feed, now):
            return
        self.hints.pop(push.epoch, None)
        if not 1 <= problem.expected < push.first:
            self._fail(Lane.PUSH, now, problem)
            return
        has = problem.expected - 1
        self.store.note_gap(push.epoch, max(1, has))
        if has:
            self.hints[push.epoch] = has
        self._stumble(Lane.PUSH, now)
