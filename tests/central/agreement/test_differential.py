"""The centre on PostgreSQL and the rules in memory, asked the same: every answer and row is alike.

REGULARS_MIRROR_SEEDS sets how many seeds, REGULARS_MIRROR_STEPS how long each plan is.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from central import feed
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, Database, connected
from central.trouble import Trouble
from central.working import log_rows, person_rows, points, saving, selling
from regulars.agreement import authority, healing
from regulars.agreement.places import UNKNOWN
from regulars.ids import Id
from tests.central.agreement.mirror import DifferentError, Mirror, Second, nobody_comes_by
from tests.simulation.run import run_plan
from tests.simulation.scenario import Plan, Weather, plan
from tests.simulation.world import World, new_world

SEEDS = int(os.environ.get("REGULARS_MIRROR_SEEDS", "30"))
STEPS = int(os.environ.get("REGULARS_MIRROR_STEPS", "30"))
PART = 5
RESTORING = 40


@pytest.fixture(scope="module")
def administrator(cluster: Cluster, database_name: str) -> Iterator[Connection]:
    with connected(cluster.address(database_name, ADMINISTRATOR)) as connection:
        yield connection


def play(database: Database, administrator: Connection, drawn: Plan) -> int:
    """Play a plan with both centres; gives how many questions they were asked."""
    second = Second(database, administrator, Id(uuid4().bytes))
    second.found()

    def new(of: Plan) -> World:
        world = new_world(of, Mirror)
        assert isinstance(world, Mirror)
        world.second = second
        second.stores.update(world.centre.places.stores)
        return world

    with nobody_comes_by():
        run_plan(drawn, new)
    return second.exchanges


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_both_centres_answer_alike_and_hold_the_same(
    database: Database, administrator: Connection, first: int
) -> None:
    plans = [plan(seed, STEPS) for seed in range(first, first + PART)]
    asked = [play(database, administrator, drawn) for drawn in plans]
    assert sum(asked) > 100, "what nobody asks shows nothing"


MANY = {
    "sell": 20,
    "spend": 20,
    "scan": 25,
    "same-receipt": 3,
    "ask-refund": 4,
    "give-back": 4,
    "close-day": 3,
    "enrol": 2,
    "night": 2,
    "retire": 1,
    "back-up-centre": 5,
    "restore-centre": 6,
}


REFUNDS = {"sell": 10, "ask-refund": 25, "close-day": 8, "enrol": 2, "dawdle": 4}
REFUNDS |= {"back-up-centre": 3, "restore-centre": 6}


def restored_often(seed: int, often: Mapping[str, int] = MANY) -> Plan:
    """Draw a plan in which the centre is put back again and again while rights are moved about."""
    chance = Random(f"restored-{seed}")
    drawn = plan(seed, RESTORING)
    names = chance.choices(list(often), list(often.values()), k=RESTORING)
    weather = Weather(lost=5, twice=20, delay_ms=20, late=0)
    steps = tuple(
        replace(step, what=name, gap_ms=1_500)
        for step, name in zip(drawn.steps, names, strict=True)
    )
    return replace(drawn, tills=2, members=1, is_founded=False, weather=weather, steps=steps)


LEARNING = (0, 3, 33, 38)
"""Seeds in which tills know of grants that the backup does not."""


@pytest.mark.parametrize("seed", LEARNING)
def test_both_learn_the_same_after_a_restore(
    database: Database, administrator: Connection, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: Counter[str] = Counter()
    right = healing._learn

    def noting(centre: Any, source: Any, wallet: str, granted: int) -> None:
        before = centre.cells.get((wallet, source))
        right(centre, source, wallet, granted)
        learned[type(centre).__name__] += centre.cells.get((wallet, source)) != before

    monkeypatch.setattr(healing, "_learn", noting)
    play(database, administrator, restored_often(seed))
    assert learned["Centre"] == learned["Working"] > 0


ANSWERED = (0, 9)
"""Seeds in which tills were told of refunds that the backup does not know of."""


@pytest.mark.parametrize("seed", ANSWERED)
def test_both_learn_what_tills_were_told_of_refunds(
    database: Database, administrator: Connection, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: Counter[str] = Counter()
    right = authority._figures

    def noting(centre: Any, sale: Any, asked: Any) -> Any:
        kept[type(centre).__name__] += (asked.source.device, asked.id) in centre.answered
        return right(centre, sale, asked)

    monkeypatch.setattr(authority, "_figures", noting)
    play(database, administrator, restored_often(seed, REFUNDS))
    assert kept["Centre"] == kept["Working"] > 0


# --- controls: what is left out is noticed --------------------------------------------------------


def _nothing(*_: object, **__: object) -> None:
    """Do not do it."""


def _forgotten(module: object, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(module, name, _nothing)


def _entries_are_never_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(points.Points, "_read_entries", lambda *_: {})


def _places_are_never_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(points, "read_placed", lambda *_: UNKNOWN)


def _rights_are_never_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(points.Points, "_read_cells", lambda *_: {})


def _refunds_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(selling, "_after", lambda sale, *_: sale)


def _receipts_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(selling.Selling, "_read_receipts", lambda *_: {})


def _requests_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(selling.Selling, "fetch_asked", _nothing)


def _the_feed_is_upside_down(patch: pytest.MonkeyPatch) -> None:
    right = feed.publish
    patch.setattr(
        saving,
        "publish",
        lambda connection, tenant, changes: right(connection, tenant, [*changes][::-1]),
    )


Breaking = Callable[[pytest.MonkeyPatch], None]
LEFT_OUT: dict[str, tuple[Breaking, Plan]] = {
    "rights are not saved": (_forgotten(points, "_save_holdings"), restored_often(0)),
    "entries are not saved": (_forgotten(points, "_save_entries"), plan(0, 60)),
    "wishes are not saved": (_forgotten(saving, "save_wishes"), restored_often(0)),
    "facts are not saved": (_forgotten(saving, "save_facts"), plan(1, 30)),
    "reviews are not saved": (_forgotten(saving, "_save_reviews"), plan(0, 30)),
    "reports are not saved": (_forgotten(saving, "save_reports"), restored_often(3)),
    "what tills were told is not saved": (
        _forgotten(saving, "save_answered"),
        restored_often(0, REFUNDS),
    ),
    "receipts are not read": (_receipts_are_forgotten, restored_often(10)),
    "what goes back is not saved": (_forgotten(saving, "save_selling"), plan(0, 60)),
    "closed days are not saved": (_forgotten(log_rows, "_save_closed"), restored_often(3)),
    "what is kept is not saved": (_forgotten(log_rows, "_save_kept"), plan(4, 30)),
    "phones are not saved": (_forgotten(person_rows, "_save_phones"), plan(0, 30)),
    "cards are not saved": (_forgotten(person_rows, "_save_cards"), plan(3, 30)),
    "merges are not saved": (_forgotten(person_rows, "_save_merges"), plan(4, 30)),
    "refunds asked for are not read": (_requests_are_forgotten, plan(0, 60)),
    "entries are not read": (_entries_are_never_read, restored_often(0)),
    "where members shop is not read": (_places_are_never_read, plan(0, 60)),
    "rights are not read": (_rights_are_never_read, restored_often(0)),
    "what went back is not read": (_refunds_are_forgotten, plan(9, 30)),
    "the feed is upside down": (_the_feed_is_upside_down, plan(0, 60)),
}


@pytest.mark.parametrize(("leave_out", "drawn"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_is_noticed(
    database: Database,
    administrator: Connection,
    monkeypatch: pytest.MonkeyPatch,
    leave_out: Breaking,
    drawn: Plan,
) -> None:
    leave_out(monkeypatch)
    with pytest.raises((DifferentError, AssertionError, psycopg.Error, Trouble)):
        play(database, administrator, drawn)
