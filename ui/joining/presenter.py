"""Leads from an address and a code to a till of a centre. No Qt; every failure is a value.

Nothing is asked of a centre before a person has compared who it is.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from desktop.joining import Joined, Names, Nearby, NotJoined, Offer, Why
from desktop.joining_new import MadeTill
from desktop.snapshots import Progress
from desktop.trouble import Trouble
from regulars.codes import read_enrolment
from regulars.refusals import Refusal
from ui.doing import WhenDone


class Step(StrEnum):
    """Where a person is."""

    FORM = "form"
    LOOKING = "looking"
    COMPARE = "compare"
    ASKING = "asking"


class Doors(Protocol):
    """What is done off this thread."""

    def around(self) -> Future[Sequence[Nearby]]:
        """Look which centres are on the network."""

    def look(self, address: str) -> Future[Offer | NotJoined]:
        """Look who answers at an address."""

    def join(
        self, offer: Offer, code: str, names: Names
    ) -> Future[Joined | MadeTill | NotJoined | Refusal]:
        """Ask to be let in; `names` are what till and store are called."""

    def progress(self) -> Progress | None:
        """Give how far the shop's members have come; None before."""

    def skip(self) -> None:
        """Go on without them: they come bit by bit."""


class View(Protocol):
    """What is shown."""

    def show_step(self, step: Step) -> None:
        """Show the form, what is to be compared, or that something is on its way."""

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show what a person compares."""

    def say_not(self, why: NotJoined) -> None:
        """Say why the till has not joined."""

    def say_other(self) -> None:
        """Say what it means that the fingerprint is another one."""

    def say_refusal(self, why: Refusal) -> None:
        """Say why this person may not."""

    def say_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way here."""

    def done(self, result: Joined | MadeTill) -> None:
        """The till has joined."""


class JoinPresenter:
    """One way in. Without a code only the address or the certificate of a known centre changes."""

    def __init__(
        self, view: View, doors: Doors, when_done: WhenDone, *, needs_code: bool = True
    ) -> None:
        self._view, self._doors, self._when_done = view, doors, when_done
        self.needs_code = needs_code
        self.step = Step.FORM
        self._code, self._names = "", Names()
        self._offer: Offer | None = None

    def look(self, address: str, code: str, names: Names | None = None) -> None:
        """Look who answers at an address; a code that was misread is said before."""
        if self.step is not Step.FORM:
            return
        self._code, self._names = code.strip(), names or Names()
        if not address.strip():
            self._view.say_not(NotJoined(Why.ADDRESS))
            return
        if (self._code or self.needs_code) and read_enrolment(self._code) is None:
            self._view.say_not(NotJoined(Why.MISTYPED))
            return
        self._turn_to(Step.LOOKING)
        self._when_done(self._doors.look(address), self._looked, self._failed)

    def same(self) -> None:
        """The fingerprint is the one the centre printed: ask to be let in."""
        if self.step is Step.COMPARE and self._offer is not None:
            self._ask(self._offer)

    def other(self) -> None:
        """The fingerprint is another one: nothing is asked."""
        if self.step is Step.COMPARE:
            self._turn_to(Step.FORM)
            self._view.say_other()

    def progress(self) -> Progress | None:
        """Give how far the shop's members have come while the centre is asked; None before."""
        return self._doors.progress() if self.step is Step.ASKING else None

    def skip(self) -> None:
        """Go on without the shop's members: they come bit by bit."""
        if self.step is Step.ASKING:
            self._doors.skip()

    def back(self) -> bool:
        """Step back from comparing; False where there is nothing to step back from."""
        if self.step is not Step.COMPARE:
            return False
        self._turn_to(Step.FORM)
        return True

    def _looked(self, found: Offer | NotJoined) -> None:
        if isinstance(found, NotJoined):
            self._turn_to(Step.FORM)
            self._view.say_not(found)
            return
        self._offer = found
        if found.fingerprint:
            self._turn_to(Step.COMPARE)
            self._view.show_fingerprint(found.fingerprint)
        else:  # on this computer, where nobody stands between
            self._ask(found)

    def _ask(self, offer: Offer) -> None:
        self._turn_to(Step.ASKING)
        answer = self._doors.join(offer, self._code, self._names)
        self._when_done(answer, self._answered, self._failed)

    def _answered(self, answer: Joined | MadeTill | NotJoined | Refusal) -> None:
        match answer:
            case Joined() | MadeTill():
                self._code = ""
                self._view.done(answer)
            case NotJoined():
                self._turn_to(Step.FORM)
                self._view.say_not(answer)
            case _:
                self._turn_to(Step.FORM)
                self._view.say_refusal(answer)

    def _failed(self, trouble: Trouble) -> None:
        self._turn_to(Step.FORM)
        self._view.say_trouble(trouble)

    def _turn_to(self, step: Step) -> None:
        self.step = step
        self._view.show_step(step)
