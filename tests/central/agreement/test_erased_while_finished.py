"""What happens while a snapshot is finished: nobody who is being erased stays in it."""

import threading
from typing import Any

import pytest

from central import deciding
from central import snapshots as making
from central.erasing import erase
from central.snapshots import Snapshots
from central.working import centre
from regulars.ids import unspell
from sync.enrolment import Role
from sync.wire_snapshot import SnapshotHead
from tests.central.agreement.chain_of_stores import NAME, Stores
from tests.central.agreement.shop import MEMBER, Shop
from tests.central.agreement.test_snapshots import audience, made, newcomer, snapshots

_WAITS = """
select count(*) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock'
"""


@pytest.fixture
def chain(shop: Shop) -> Stores:
    """A chain with a member of the east store."""
    stores = Stores(shop)
    east = stores.till("east")
    stores.enrol(east)
    assert shop.results(east) == ["posted"]
    return stores


def kept(chain: Stores, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Finish one between the last word of an erasing and its end; gives what is kept of it."""
    found, shop, threads = snapshots(chain), chain.shop, list[threading.Thread]()
    whom, note = audience(newcomer(chain, "east")), deciding.note_erased

    def late(*args: Any) -> None:
        note(*args)
        monkeypatch.setattr(deciding, "note_erased", note)
        threads.append(threading.Thread(target=found.make, args=(whom,)))
        threads[0].start()
        while threads[0].is_alive() and not shop.rows(_WAITS)[0][0]:
            threads[0].join(0.01)

    monkeypatch.setattr(deciding, "note_erased", late)
    assert erase(shop.agreement, shop.tenant, unspell(MEMBER), "asked")
    threads[0].join()
    return shop.rows("select 1 from snapshot")


def test_whoever_is_being_erased_while_it_is_finished_is_in_none(
    chain: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept(chain, monkeypatch) == []
    _, rows = made(chain, newcomer(chain, "east"))
    assert NAME not in str(rows)


def test_control_without_waiting_they_would_be_kept(
    chain: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "read_head", lambda asking, **_: centre.read_head(asking))
    assert kept(chain, monkeypatch) == [(1,)]


def test_of_two_that_are_made_at_once_both_count(
    chain: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, office = newcomer(chain, "east"), newcomer(chain, "west", Role.OFFICE)
    found, keep, others = snapshots(chain), Snapshots._keep, list[bool]()

    def between(self: Snapshots, *args: Any, **more: Any) -> None:
        keep(self, *args, **more)
        if not others:
            others.append(True)
            chain.shop.now_ms += 1
            others.append(found.make(audience(office)))

    monkeypatch.setattr(Snapshots, "_keep", between)
    monkeypatch.setattr(making, "PART_BYTES", 16)
    assert found.make(audience(counter))
    assert others == [True, True]
    assert len(chain.shop.rows("select 1 from snapshot")) == 2
    for who in (counter, office):
        assert isinstance(found.head(who), SnapshotHead)
    left = "select 1 from snapshot_part left join snapshot using (tenant, making)"
    assert chain.shop.rows(left + " where snapshot.making is null") == []
    found.make(audience(counter))
    assert chain.shop.rows(left + " where snapshot.making is null") == [], "nor of the one before"
