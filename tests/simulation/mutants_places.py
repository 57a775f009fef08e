"""Bugs in bringing points to where members shop (see `mutants`)."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from regulars.agreement.centre import account_of
from regulars.agreement.chains import Chain

planner: Any = import_module("regulars.agreement.planner")
intake: Any = import_module("regulars.agreement.intake")
placing: Any = import_module("regulars.rights.placing")
posting: Any = import_module("regulars.rights.posting")

Patch = pytest.MonkeyPatch


def points_are_placed_that_others_hold(patch: Patch) -> None:
    """Give a lead till what it should hold, whatever the pool has."""
    right = placing.fit

    def wrong(available: int, points: int, pool: int, cheapest: int) -> int:
        return int(right(available, points, max(pool, 0) + points, cheapest))

    patch.setattr(placing, "fit", wrong)


def a_lead_till_with_too_much_gets_a_smaller_grant(patch: Patch) -> None:
    """Lower the grants of a lead till that has more than it should hold."""
    right = planner.targets

    def wrong(centre: Any, wallet: str) -> Any:
        found = right(centre, wallet)
        for source, points in found.items():
            cells = planner.cells_of(centre, wallet, source)
            less = min(cells.granted, max(0, cells.available - points))
            if less:
                account = account_of(centre, wallet)
                centre.cells[wallet, source] = replace(cells, granted=cells.granted - less)
                centre.accounts[wallet] = replace(account, held=account.held - less)
        return found

    patch.setattr(planner, "targets", wrong)


def points_are_taken_from_tills_to_place_them(patch: Patch) -> None:
    """Reclaim what other tills hold instead of asking them to hand it back."""
    right = planner._place

    def wrong(centre: Any, wallet: str, **when: Any) -> None:
        mine = planner.targets(centre, wallet)
        others = [(of, one) for (name, of), one in centre.cells.items() if name == wallet]
        for source, cells in others if mine else ():
            if source not in mine and cells.available:
                account, after, _ = posting.reclaim(account_of(centre, wallet), cells)
                centre.cells[wallet, source], centre.accounts[wallet] = after, account
        right(centre, wallet, **when)

    patch.setattr(planner, "_place", wrong)


def what_has_ended_is_placed(patch: Patch) -> None:
    """Give tills rights before what has ended was written as ended."""
    right = intake.settle_all

    def wrong(centre: Any) -> None:
        planner.place_moved(centre)
        right(centre)

    patch.setattr(intake, "settle_all", wrong)


def tills_given_up_or_copied_are_lead_tills_too(patch: Patch) -> None:
    """Give points to a till that was given up, or whose log two tills write."""
    patch.setattr(Chain, "is_usable", property(lambda _: True))


def whoever_waits_comes_after_the_lead_till(patch: Patch) -> None:
    """Give a lead till what came back for somebody who waits at another till."""
    right = planner._place

    def wrong(centre: Any, wallet: str, **when: Any) -> None:
        waiting = dict(centre.wanted)
        centre.wanted.clear()
        right(centre, wallet, **when)
        centre.wanted.update(waiting)

    patch.setattr(planner, "_place", wrong)


def lead_tills_hand_each_other_points(patch: Patch) -> None:
    """Ask a lead till for what it should hold itself, because another lacks it."""
    right = planner.asked_back

    def wrong(centre: Any, source: Any, wallet: str) -> int:
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(planner, "targets", lambda *_: {})
            return int(right(centre, source, wallet))

    feed: Any = import_module("regulars.agreement.feed")
    patch.setattr(feed, "asked_back", wrong)
