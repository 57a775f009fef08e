"""What belongs to an open shop, and ends with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.changes import Changed
from desktop.handover.desk import HandOver
from desktop.link import Link
from desktop.till import Till
from ui.context import Context

if TYPE_CHECKING:  # the lock comes first
    from ui.shell import Shell


@dataclass(slots=True)
class Post:
    """Takes notes of change from the store's thread: to the pages, and what is new to the centre.

    `link` is known only once the till is open.
    """

    pages: Callable[[object], None]
    link: Link | None = None

    def begin(self, link: Link | None) -> None:
        """Let the link run, where there is one: the pages are there to hear of it."""
        if link is not None:
            self.link = link
            link.start()

    def publish(self, note: Changed) -> None:
        """Pass a note on; what the centre itself told needs no sending."""
        self.pages(note)
        if self.link is not None and not note.heard:
            self.link.nudge()


@dataclass(slots=True)
class Running:
    """An open shop: its till, what its pages stand on, its shell once somebody signed in."""

    till: Till
    context: Context
    hand_over: HandOver
    link: Link | None = None
    shell: "Shell | None" = field(default=None)

    def ending(self) -> Callable[[], None]:
        """Give what ends all this, in order; no page goes to the thread on which it is called."""
        till, hand_over, link = self.till, self.hand_over, self.link

        def end() -> None:
            hand_over.stop()
            if link is not None:  # it asks for the file, so it goes before the file
                link.stop()
            till.close()

        return end
