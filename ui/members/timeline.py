"""A member's acts at every store, asked of the centre when somebody wants to see them. No Qt.

Nothing of it is kept on this till.
"""

from dataclasses import dataclass, replace
from typing import Protocol

from desktop.opening import World
from desktop.trouble import Trouble
from regulars.ids import Id
from sync.looks import Looked, Looker
from sync.wire_look import Act, TimelineAnswer, TimelineRequest
from ui.doing import WhenDone
from ui.looking import MOST_MS, WhyNot, why_not


@dataclass(frozen=True, slots=True)
class Timeline:
    """Acts as the centre had them at `heard_ms` (0: not asked yet), and why there are no more."""

    acts: tuple[Act, ...] = ()
    heard_ms: int = 0
    before: str = ""
    is_asking: bool = False
    why_not: WhyNot | None = None


class TimelineTill(Protocol):
    """What a timeline asks of the till."""

    world: World


class TimelineView(Protocol):
    """What shows it."""

    def show_timeline(self, timeline: Timeline) -> None:
        """Show what there is now."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say that this till has a trouble of its own."""


class TimelinePresenter:
    """One member's timeline at a time; an answer about another one is dropped."""

    def __init__(
        self, till: TimelineTill, view: TimelineView, when_done: WhenDone, look: Looker | None
    ) -> None:
        self._till, self._view, self._when_done, self._look = till, view, when_done, look
        self._member: Id | None = None
        self._timeline = Timeline()
        self._generation = 0

    def forget(self) -> None:
        """Show nothing: another member is shown, or nobody."""
        self._generation += 1
        self._member, self._timeline = None, Timeline()
        self._view.show_timeline(self._timeline)

    def look(self, member: Id) -> None:
        """Ask for the newest acts of a member."""
        self.forget()
        self._member = member
        self._ask("")

    def more(self) -> None:
        """Ask for what was before; only while there is more."""
        if self._timeline.before and not self._timeline.is_asking:
            self._ask(self._timeline.before)

    def _ask(self, before: str) -> None:
        looker, member = self._look, self._member
        assert member is not None, "somebody is looked at"
        if looker is None:
            self._show(replace(self._timeline, why_not=WhyNot.ALONE))
            return
        self._generation += 1
        generation = self._generation
        self._show(replace(self._timeline, is_asking=True, why_not=None))

        def answered(looked: Looked) -> None:
            if generation == self._generation:
                self._take(looked)

        asked = looker(TimelineRequest(member, before), MOST_MS)
        self._when_done(asked, answered, self._view.show_trouble)

    def _take(self, looked: Looked) -> None:
        known, said = self._timeline, looked.answer
        if isinstance(said, TimelineAnswer) and said.member == self._member:
            heard_ms = self._till.world.clock.now_ms()
            self._show(Timeline((*known.acts, *said.acts), heard_ms, said.before))
        else:
            self._show(replace(known, is_asking=False, why_not=why_not(looked)))

    def _show(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._view.show_timeline(timeline)
