"""The second question where points are spent without the card: a month, or a word. No Qt."""

from collections.abc import Callable

from desktop.requests import Proof
from regulars.refusals import CareNeeded, WrongMonth
from ui.counter.ports import CounterView
from ui.counter.posting import Posting


class SecondQuestion:
    """Asks beside the sale; the answer counts for that sale alone. `again` posts it once more."""

    def __init__(self, view: CounterView, again: Callable[[Posting, Proof], None]) -> None:
        self._view, self._again = view, again
        self._asked: Posting | None = None

    def ask(self, refusal: CareNeeded | WrongMonth, posting: Posting) -> None:
        """Ask what the refusal wants to know."""
        if isinstance(refusal, CareNeeded) and refusal.need != "birthday":
            self.put_away()  # a month is of no more use
            self._view.ask_approval(
                "redeem", lambda person: self._again(posting, Proof(approver=person.id))
            )
        else:
            self._asked = posting
            self._view.ask_month(posting.member.name)

    def answer_month(self, month: int) -> None:
        """Take the month of the birthday and ask again, with the same name."""
        if self._asked is not None:
            self._again(self._asked, Proof(birth_month=month))

    def forget(self) -> bool:
        """Take the question off the screen; tells whether there was one."""
        was_asked, self._asked = self._asked is not None, None
        if was_asked:
            self._view.ask_month("")
        return was_asked

    def put_away(self) -> bool:
        """Leave the question and go back to the sale; tells whether there was one."""
        was_asked = self.forget()
        if was_asked:
            self._view.lead_to("amount")
        return was_asked
