"""What trips the centre stops nobody; what it did not know is taken up once it does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from central.agreement import Agreement
from central.folder import Folder
from central.proving import prove
from central.starting import Listening, Start, _take_up
from regulars.agreement import effects
from regulars.agreement.centre import SOLVED
from regulars.agreement.messages import Logged
from regulars.agreement.till import TillSide
from regulars.operations.kinds import KINDS
from sync.wire_look import ReviewRow, read_review_row
from sync.wire_push import PushAnswer
from tests.central.agreement.shop import MEMBER, MIDNIGHT_MS, Shop
from tests.simulation.world import BEGIN, DAY_MS

CARD = {"member": MEMBER, "card": "ab" * 32, "form": "token"}


def trips(centre: Any, op: Logged) -> None:
    """Be a rule with a bug in it."""
    assert not op, f"{centre} cannot follow {op.kind}"


def parked(shop: Shop) -> list[tuple[Any, ...]]:
    """Give what is put by, why, and what became of it."""
    return shop.rows("select why, outcome from parked order by place")


def test_an_operation_that_trips_the_centre_is_put_by_alone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = shop.till("one")
    shop.sell(till, 10)
    shop.write(till, "card.issued", CARD)
    shop.sell(till, 20)
    with monkeypatch.context() as bug:
        bug.setitem(effects._RULES, "card.issued", trips)
        assert shop.results(till) == ["posted", "parked", "posted"]
        assert shop.balance() == (30, 30, 0)
        assert shop.results(till) == ["posted", "parked", "posted"], "the same whenever it asks"
        shop.sell(till, 5)
        assert shop.results(till, 4) == ["posted"], "the queue goes on"
        assert shop.agreement.take_up(shop.tenant) == 0, "it still trips"
    assert shop.reviews() == ["trips-the-centre"]
    assert parked(shop) == [("trips", None)]
    assert prove(shop.database, shop.tenant).findings == []


def test_what_tripped_is_taken_up_by_a_centre_without_the_bug(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = shop.till("one")
    shop.write(till, "card.issued", CARD)
    with monkeypatch.context() as bug:
        bug.setitem(effects._RULES, "card.issued", trips)
        shop.push(till)
    assert wants(shop) == ["trips-the-centre"]
    assert shop.agreement.take_up(shop.tenant) == 1
    assert wants(shop) == [], "nobody has to look any more"
    assert parked(shop) == [("trips", "posted")]
    assert shop.results(till) == ["parked"], "what was said once is said again"
    ((state,),) = shop.rows("select state from card")
    assert state == "good"
    assert shop.agreement.take_up(shop.tenant) == 0


def test_what_breaks_a_rule_of_the_tables_is_put_by_as_well(shop: Shop) -> None:
    till = shop.till("one")
    shop.sell(till, 10)
    shop.push(till)
    shop.change("update wallet set balance = 999999999999")
    shop.sell(till, 10)
    shop.write(till, "clock.confirmed", {"from": "2026-01-01", "to": "2026-01-02"})
    assert shop.results(till, 2) == ["parked", "posted"]
    shop.change("update wallet set balance = 10")
    assert shop.agreement.take_up(shop.tenant) == 1
    assert shop.balance() == (20, 20, 0)
    assert prove(shop.database, shop.tenant).findings == []


def test_a_bug_that_no_operation_brings_stays_a_bug(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = shop.till("one")
    shop.sell(till, 10)
    monkeypatch.setattr("regulars.agreement.intake.settle_all", trips)
    with pytest.raises(TypeError):
        shop.push(till)


def forget(older: pytest.MonkeyPatch, *names: str) -> None:
    """Be a centre that does not know some kinds yet."""
    rest = {name: kind for name, kind in KINDS.items() if name not in names}
    older.setattr("regulars.agreement.effects.KINDS", rest)
    for part in ("reading", "fetching"):
        older.setattr(f"central.working.{part}.KINDS", rest)
    older.setattr("central.parked.KINDS", rest)


def wants(shop: Shop) -> list[str]:
    """Name what waits for a person."""
    return [kind for (kind,) in shop.rows("select kind from review where closed is null")]


def told(shop: Shop, till: TillSide) -> ReviewRow:
    """Give what a till of the shop is told of the only thing that wants a person."""
    (row,) = shop.pull(till).rows["review"]
    said = read_review_row(row)
    assert isinstance(said, ReviewRow)
    return said


def test_what_a_person_was_told_closes_by_itself_with_the_last_that_waited(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = shop.till("one")
    with monkeypatch.context() as older:
        forget(older, "sale", "card.issued")
        shop.sell(till, 40)
        shop.write(till, "card.issued", CARD)
        shop.push(till)
    with monkeypatch.context() as newer:
        forget(newer, "card.issued")
        assert shop.agreement.take_up(shop.tenant) == 1
        assert wants(shop) == ["parked"], "one still waits"
        assert told(shop, till).choice == ""
    assert shop.agreement.take_up(shop.tenant) == 1
    assert wants(shop) == []
    assert told(shop, till).choice == SOLVED


def test_the_same_again_is_asked_anew_also_when_it_is_told_no_more(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = shop.till("one")
    for day in (0, 1, 20, 140):
        shop.now_ms = MIDNIGHT_MS + day * DAY_MS
        shop.agreement.begin_day(shop.tenant, BEGIN + timedelta(days=day))
        with monkeypatch.context() as older:
            forget(older, "sale")
            shop.sell(till, 10)
            assert shop.results(till, len(till.log)) == ["parked"]
            assert wants(shop) == ["parked"]
            assert told(shop, till).choice == ""
        assert shop.agreement.take_up(shop.tenant) == 1
        assert wants(shop) == []


def test_a_kind_that_was_not_known_is_taken_up_once_it_is(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = shop.till("one")
    with monkeypatch.context() as older:
        forget(older, "sale")
        shop.sell(till, 40)
        answer = shop.push(till)
        assert isinstance(answer, PushAnswer)
        assert [one.outcome.value for one in answer.results] == ["parked"]
        assert shop.agreement.take_up(shop.tenant) == 0
        assert shop.reviews() == ["parked"], "a person is told to update the centre"
    assert shop.agreement.take_up(shop.tenant) == 1
    assert shop.balance() == (40, 40, 0)
    assert shop.wallet(till).balance == 40
    assert parked(shop) == [("unknown", "posted")]
    assert prove(shop.database, shop.tenant).findings == []


def test_a_shortage_that_the_shop_carries_is_no_fault(shop: Shop) -> None:
    till = shop.till("one")
    shop.sell(till, 10)
    shop.push(till)
    shop.agreement.restore(shop.tenant, 2)
    shop.tell(till, 25)
    assert shop.reviews() == ["short-after-restore"]
    assert shop.balance()[0] == 35
    assert prove(shop.database, shop.tenant).findings == []
    shop.change("update wallet set balance = balance + 1")
    assert len(prove(shop.database, shop.tenant).findings) == 1


def test_what_is_personal_is_taken_up_when_the_service_starts(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    till = shop.till("one")
    with monkeypatch.context() as bug:
        bug.setitem(effects._RULES, "member.enrolled", trips)
        shop.enrol_member(till)
        assert shop.results(till) == ["parked"]
    assert Agreement(shop.database, lambda: shop.now_ms).take_up(shop.tenant) == 0, "without a key"
    start = Start("", Folder(tmp_path), Listening("localhost", 0))
    _take_up(start, shop.database, shop.agreement)
    assert parked(shop) == [("trips", "posted")]
