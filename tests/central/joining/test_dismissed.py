"""A dismissed employee and a lost till are shut out: online at once, offline after the lease."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from central import agreement, pulling
from central.database import Database
from central.working import logs
from desktop import till as till_module
from desktop.clock import SystemClock
from desktop.joining import Offer
from desktop.opening import OpenShop
from desktop.requests import SaleRequest
from desktop.store import centre as centre_of_a_till
from desktop.verbs.pins import set_pin
from desktop.verbs.shop import change_staff, hire
from regulars.agreement.messages import Standing
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.refusals import NotAllowed, Refusal
from sync.status import Says
from tests.central.joining.house import WAIT_S, At, code_for, new_till, shut_out
from tests.central.service.standing import Running

CHEN, CHEN_PIN = "Chen", "8264"
LEASE_MS = 14 * 86_400_000
Later = Callable[[int], None]


@pytest.fixture
def second(first: At, tmp_path: Path, centre: Running, offer: Offer) -> Iterator[At]:
    """A second till of the shop, at which nobody acts yet."""
    first.agreed()
    at = new_till(tmp_path / "b", offer, code_for(centre, first)).connect()
    at.agreed()
    yield at
    at.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let time pass at every till of the test."""
    now_ms = SystemClock.now_ms

    def pass_by(gap_ms: int) -> None:
        monkeypatch.setattr(SystemClock, "now_ms", lambda clock: now_ms(clock) + gap_ms)

    return pass_by


def employed(first: At) -> Id:
    """Hire Chen at the first till."""

    def engage(opened: OpenShop) -> Id:
        staff = hire(opened.book, CHEN, "cashier")
        assert isinstance(staff, bytes)
        assert set_pin(opened.book, opened.pins, Id(staff), CHEN_PIN) is None
        return Id(staff)

    staff = first.till.change_shop("staff", engage).result(WAIT_S)
    assert isinstance(staff, bytes)
    first.wrote()
    return Id(staff)


def dismissed(first: At, staff: Id) -> None:
    """Dismiss Chen at the first till, and wait until the centre knows."""
    done = first.till.change_shop(
        "staff", lambda opened: change_staff(opened.book, staff, role="cashier", active=False)
    )
    assert not isinstance(done.result(WAIT_S), Refusal)
    first.agreed()


def sale(at: At, spend: int = 0) -> object:
    """Sell Ada something; gives the refusal, or what was done."""
    ada = at.known("Ada")
    request = SaleRequest(at.till.fresh_id(), ada.id, (Line(2_000),), spend_points=spend)
    return at.till.sell(request).result(WAIT_S)


def may(at: At, spend: int = 0) -> bool:
    """Tell whether who is signed in may sell now."""
    done = sale(at, spend)
    return not isinstance(done, Refusal)


def is_out(at: At, staff: Id) -> bool:
    """Tell whether a till has heard that somebody was dismissed."""
    rows = at.till.staff().result(WAIT_S)
    return not any(row.id == staff and row.is_active for row in rows)


def confirmed(at: At) -> None:
    """Somebody says that the date is right, as after days without a sale."""
    assert not isinstance(at.till.confirm_clock().result(WAIT_S), Refusal)


# A lost till


def test_a_lost_till_that_is_online_spends_nothing_from_its_next_question_on(
    first: At, database: Database
) -> None:
    first.agreed()
    assert may(first, 100), "control: it spends until then"
    first.agreed()
    shut_out(database, first)
    first.wrote()
    assert may(first)
    first.wrote()
    first.says(Says.SHUT_OUT)
    assert not may(first, 100)
    assert may(first), "earning goes on"


def _unlooked(right: Callable[..., Standing], standing: str, *, is_revoked: bool) -> Standing:
    del is_revoked
    return right(standing, is_revoked=False)


def test_control_a_centre_that_does_not_look_lets_a_lost_till_spend(
    first: At, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_rules = logs._in_the_rules
    monkeypatch.setattr(agreement, "shut_out", lambda *_: None)
    monkeypatch.setattr(pulling, "shut_out", lambda *_: None)
    monkeypatch.setattr(logs, "_in_the_rules", partial(_unlooked, in_the_rules))
    first.agreed()
    shut_out(database, first)
    assert may(first)
    first.agreed()
    assert may(first, 100)


def test_a_lost_till_without_a_network_stops_spending_after_the_lease_and_goes_on_earning(
    first: At, database: Database, later: Later
) -> None:
    first.agreed()
    first.rest()
    shut_out(database, first)
    later(LEASE_MS - 60_000)
    confirmed(first)
    assert may(first, 100), "control: within the lease it spends what it holds"
    later(LEASE_MS + 60_000)
    assert not may(first, 100)
    assert may(first)


def test_control_without_a_lease_a_lost_till_would_spend_for_ever(
    first: At, database: Database, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centre_of_a_till.Centre, "has_lease", lambda *_: True)
    first.agreed()
    first.rest()
    shut_out(database, first)
    later(LEASE_MS + 60_000)
    confirmed(first)
    assert may(first, 100)


# A dismissed employee


def test_who_was_dismissed_does_nothing_more_at_a_till_that_is_online(
    first: At, second: At
) -> None:
    staff = employed(first)
    second.sign_in(CHEN, CHEN_PIN)
    assert may(second), "control: she sells until then"
    dismissed(first, staff)
    second.ear.until(lambda: is_out(second, staff))
    assert second.till.person is not None, "she is signed in still"
    assert sale(second) == NotAllowed("sell")
    assert isinstance(second.till.sign_in(staff, CHEN_PIN).result(WAIT_S), Refusal)


def test_control_a_till_that_does_not_ask_again_lets_who_was_dismissed_go_on(
    first: At, second: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(till_module, "no_longer_may", lambda *_: None)
    staff = employed(first)
    second.sign_in(CHEN, CHEN_PIN)
    dismissed(first, staff)
    second.ear.until(lambda: is_out(second, staff))
    assert may(second)


def test_who_was_dismissed_spends_nothing_after_the_lease_at_a_till_without_a_network(
    first: At, second: At, later: Later
) -> None:
    staff = employed(first)
    second.sign_in(CHEN, CHEN_PIN)
    second.agreed()
    assert second.wants(second.known("Ada"), 100)
    second.rest()
    dismissed(first, staff)
    later(LEASE_MS - 60_000)
    confirmed(second)
    assert may(second, 100), "control: within the lease it spends what it holds"
    later(LEASE_MS + 60_000)
    assert not may(second, 100)
    assert may(second), "earning goes on"
    later(0)
    second.connect().ear.until(lambda: is_out(second, staff))
    assert sale(second) == NotAllowed("sell"), "and ends when the till hears of it"
