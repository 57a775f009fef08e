"""What a till spends on a large shop: a page's rows, and a snapshot for a new one."""

from pathlib import Path

from bench.busy_counter import counter_while_reading
from bench.new_till import new_till
from bench.results import Result, judged, spread
from bench.taking_in import taking_in

_SHARES = (0.1, 0.3, 1.0)
_MILLION = 1_000_000
_MEMORY_MB = 300
_BARE = "bare statements that write the same"


def rows_taken(folder: Path, members: int) -> list[Result]:
    """Take in pages of a shop with so many members; no centre and no network is in it."""
    found: list[Result] = []
    for one in taking_in(folder / "taking-in", members):
        name = f"{one.what}, {members:,} members"
        found += [
            judged(
                name,
                one.a_second,
                "row/s",
                better="more",
                floor=one.floor or None,
                floor_name=_BARE,
            ),
            judged("  the till's processor time", one.micro, "us/row"),
            judged("  the longest a sale waits for a slice", one.longest, "ms"),
        ]
    waits = counter_while_reading(folder / "busy-counter", members)
    (middle, _, rare), (sale, _, rare_sale) = spread(waits.look_ups), spread(waits.sales)
    name = "while rows come in, a look-up"
    found += [
        judged(f"{name}, p50", middle, "ms"),
        judged("  p99", rare, "ms"),
        judged("  a sale, p50", sale, "ms"),
        judged("  p99", rare_sale, "ms"),
        judged("  rows meanwhile", waits.rows / waits.seconds, "row/s", better="more"),
    ]
    return found


def new_tills(folder: Path, members: int) -> tuple[list[Result], list[tuple[int, float]]]:
    """Load snapshots up to so many members; gives rows, and milliseconds a member by size."""
    found: list[Result] = []
    points: list[tuple[int, float]] = []
    for share in _SHARES:
        size = max(1, int(members * share))
        one = new_till(folder / "new-till", size)
        points.append((size, one.busy * 1_000 / size))
        limit = 20.0 if size >= _MILLION else None
        found += [
            judged(f"new till, {size:,} members at once, to first look-up", one.seconds, "s",
                   limit=limit, floor=one.floor or None, floor_name=_BARE),
            judged("  its processor time", one.busy, "s"),
            judged("  its peak memory", one.memory, "MB", limit=_MEMORY_MB),
        ]  # fmt: skip
    found.append(
        judged(
            f"a member of a new till's {points[-1][0]:,}",
            points[-1][1],
            "ms",
            floor=points[0][1],
            floor_name=f"the same of {points[0][0]:,}",
        )
    )
    return found, points
