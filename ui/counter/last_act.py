"""The last act at the counter: undone until the next one, and printed again. No Qt."""

from collections.abc import Callable

from desktop.answers import RedeemDone, RefundDone, SaleDone
from desktop.requests import RefundRequest
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import NothingLeftToRefund, NothingToUndo, Refusal
from ui.counter.ports import CounterTill, CounterView
from ui.counter.posting import Posting
from ui.doing import WhenDone

GivenBack = Callable[[Posting, RefundDone], None]


class LastAct:
    """Knows what was done last. An undo keeps its name through troubles: it is done once."""

    def __init__(self, till: CounterTill, view: CounterView, when_done: WhenDone) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self._posting: Posting | None = None
        self._undo: Id | None = None
        self._facts: SaleDone | RedeemDone | RefundDone | None = None

    def keep(self, posting: Posting, done: SaleDone | RedeemDone) -> None:
        """Remember an act that is on the disk."""
        self._posting, self._undo, self._facts = posting, None, done

    def allow(self, *, has_aside: bool) -> None:
        """Say whether there is something to undo and something to print."""
        can_undo = self._posting is not None or has_aside
        self._view.allow(undo=can_undo, slip=self._facts is not None)

    def give_back(
        self,
        undone: GivenBack,
        refused: Callable[[Refusal], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Take it back; one of the three is told what came of that."""
        last = self._posting
        if last is None:
            refused(NothingToUndo())
            return
        if self._undo is None:
            self._undo = self._till.fresh_id()

        def answered(done: RefundDone | Refusal) -> None:
            if isinstance(done, RefundDone):
                self._posting, self._facts = None, done
                undone(last, done)
                return
            if isinstance(done, NothingLeftToRefund):
                self._posting = None
            refused(done)

        undoing = self._till.give_back(RefundRequest(self._undo, last.act, "undo"))
        self._when_done(undoing, answered, failed)

    def slip(self) -> None:
        """Print it again."""
        if self._facts is not None:
            self._view.print_slip(self._facts)
