"""What belongs to an open shop, and ends with it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.handover.desk import HandOver
from desktop.till import Till
from ui.context import Context

if TYPE_CHECKING:  # the lock comes first
    from ui.shell import Shell


@dataclass(slots=True)
class Running:
    """An open shop: its till, what its pages stand on, its shell once somebody signed in."""

    till: Till
    context: Context
    hand_over: HandOver
    shell: "Shell | None" = field(default=None)
