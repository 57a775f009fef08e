"""How rights move between the pool and a till: absolute grants, and what a till should keep.

A grant names the total that a till wants to reach, never an amount to add: asked twice, or
answered late, it gives nothing twice. Nothing here takes rights away from a till; it is asked to
hand them back, and does so in its own log.
"""

from regulars.rights.cells import Cells


def target(cells: Cells, points: int) -> int:
    """Give the `granted` a till must reach to be able to spend so many points."""
    return cells.granted + max(0, points - cells.available)


def grant(cells: Cells, *, want: int, pool: int) -> int:
    """Give the new `granted`: as near to `want` as the pool allows, never less than before."""
    return max(cells.granted, min(want, cells.granted + max(pool, 0)))


def keep(available: int, *, alive: int, wanted: int = 0) -> int:
    """Give how many rights a till should keep.

    Not more than there are points alive, so that what has ended can end in the pool; and fewer by
    what another till is waiting for.
    """
    return max(0, min(available, alive) - wanted)


def surplus(cells: Cells, keep_points: int) -> int:
    """Give the rights a till should hand back to come down to what it is asked to keep."""
    return max(0, cells.available - keep_points)
