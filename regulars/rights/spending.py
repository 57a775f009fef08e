"""What a till may spend here and now, without asking anybody."""

from collections.abc import Iterable
from datetime import date

from regulars.rights.cells import Cells


def alive_points(backed: Iterable[tuple[date | None, int]], today: date) -> int:
    """Add up the points that can still be used today (last day included; None never ends)."""
    return sum(points for ends, points in backed if ends is None or ends >= today)


def spendable(
    cells: Cells, *, alive: int, reserved: int = 0, is_frozen: bool = False, lease: bool = True
) -> int:
    """Give the points this till may spend now.

    `alive` is what the lots it knows still hold today, its own later acts counted. A lease that ran
    out or rights that are frozen stop spending only; earning goes on.
    """
    if is_frozen or not lease:
        return 0
    return max(0, min(cells.available, alive) - reserved)
