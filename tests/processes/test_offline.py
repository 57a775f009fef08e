"""A till that was cut off for thirty days and then tells everything at once."""

import os
import time
from collections.abc import Callable
from datetime import timedelta

from tests.processes.town import town
from tests.processes.witness import POINT_MINOR, Act

OPERATIONS = int(os.environ.get("REGULARS_OFFLINE", "2000"))
MONTH_MS = timedelta(days=30) // timedelta(milliseconds=1)
AT_ONCE = 5_000
MEMBERS = max(20, OPERATIONS // 100)


def test_thirty_days_offline_then_one_sync(told: Callable[[str], None]) -> None:
    with town() as shop:
        shop.settle(tills=1, members=MEMBERS, silence_ms=10_000)
        extra = {"shift_ms": -MONTH_MS, "synchronous": "off", "silence_ms": 10_000}
        till = shop.add_till("away", extra=extra, founds=False)
        for one in shop.members:
            shop.introduce(till, one)
        shop.rest()
        till.ask("cut_off")
        said = {
            "members": [one["member"] for one in shop.members],
            "step_ms": MONTH_MS // OPERATIONS,
        }
        while (left := OPERATIONS - till.ask("state")["waiting"]) > 0:
            asked = {**said, "count": min(AT_ONCE, left), "seed": left}
            for act, kind, member, size, answer in till.ask("batch", **asked)["acts"]:
                points = size // POINT_MINOR if kind == "sale" else -size
                shop.heard(answer, Act(act, kind, till.name, member, points))
        waiting = till.ask("state")["waiting"]
        assert waiting == OPERATIONS
        began = time.monotonic()
        till.ask("link")
        shop.rest(seconds=1_200)
        seconds = time.monotonic() - began
        assert shop.judge() == []
        refused = ", ".join(f"{why} {times}" for why, times in shop.witness.refused.items())
        told(f"{waiting} operations of 30 days sent in {seconds:.1f} s, 0 lost; refused: {refused}")
