"""Notes of what changed, so that a page reads again only what it shows."""

from collections.abc import Callable
from dataclasses import dataclass

from regulars.ids import Id


@dataclass(frozen=True, slots=True)
class Changed:
    """What a verb changed: members (empty with `everything` set means any), or the shop."""

    members: frozenset[Id] = frozenset()
    shop: bool = False
    everything: bool = False
    handed: bool = False
    """Sales handed over by the register came in or went."""
    inbox: bool = False
    """Something wants a person, or no longer does."""
    heard: bool = False
    """Not an act of this till: the centre told of it, so there is nothing to send."""
    refunds: bool = False
    """Something was said of refunds that were asked for."""


Publish = Callable[[Changed], None]


def nobody_listens(note: Changed) -> None:
    """Drop a note."""
