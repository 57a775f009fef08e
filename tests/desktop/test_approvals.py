"""Who may do what, asked at the till's own door and not only on a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.answers import AdjustDone, SaleDone
from desktop.housekeeping import expire_some
from desktop.requests import AdjustRequest, RefundRequest, SaleRequest
from desktop.staff import Person
from desktop.till import Till
from desktop.verbs.shop import change_staff, hire
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.refusals import BadSetting, ClockJumped, NotAllowed, ReceiptKnown
from tests.desktop.book import PIN, FixedClock, enrolled, make_till

CASHIER_PIN = "8305"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    till = make_till(tmp_path)
    yield till
    till.close()


@pytest.fixture
def owner(till: Till) -> Id:
    assert till.person is not None
    return till.person.id


@pytest.fixture
def member(till: Till) -> Id:
    made = till.writer.submit(lambda opened: enrolled(opened.book, "Ada Byron")[0]).result()
    return made.id


@pytest.fixture
def cashier(till: Till, owner: Id, member: Id) -> Id:
    """Hire a cashier and let that person work; the owner has gone home."""
    assert owner != member, "both are there before the owner goes home"
    staff = till.change_shop("staff", lambda opened: hire(opened.book, "Lin", "cashier")).result()
    assert isinstance(staff, bytes)
    till.change_shop("staff", lambda opened: opened.pins.set(Id(staff), CASHIER_PIN, 0)).result()
    till.sign_out()
    assert isinstance(till.sign_in(Id(staff), CASHIER_PIN).result(), Person)
    return Id(staff)


def _adjust(till: Till, member: Id, points: int, approver: Id | None = None) -> object:
    request = AdjustRequest(till.fresh_id(), member, points, "goodwill", approver=approver)
    return till.adjust(request).result()


def test_naming_an_approver_who_has_not_approved_is_refused(
    till: Till, owner: Id, member: Id, cashier: Id
) -> None:
    assert _adjust(till, member, 1_000, approver=owner) == NotAllowed("adjust")
    assert _adjust(till, member, 1_000, approver=cashier) == NotAllowed("adjust")
    assert _adjust(till, member, 1_000, approver=Id(b"x" * 16)) == NotAllowed("adjust")


def test_an_approval_is_good_for_one_act(till: Till, owner: Id, member: Id, cashier: Id) -> None:
    assert cashier != owner
    assert isinstance(till.approve(owner, PIN, "adjust").result(), Person)
    assert isinstance(_adjust(till, member, 1_000, approver=owner), AdjustDone)
    assert _adjust(till, member, 1_000, approver=owner) == NotAllowed("adjust")


def test_many_small_adjustments_are_one_large_one(till: Till, member: Id, cashier: Id) -> None:
    assert till.person is not None
    assert till.person.id == cashier
    assert isinstance(_adjust(till, member, 150), AdjustDone)
    assert isinstance(_adjust(till, member, 50), AdjustDone)
    assert _adjust(till, member, 1) == NotAllowed("adjust")


def test_an_owner_approves_what_an_owner_does(till: Till, member: Id) -> None:
    assert isinstance(_adjust(till, member, 5_000), AdjustDone)


def test_somebody_who_has_left_does_nothing_more(till: Till, member: Id, cashier: Id) -> None:
    def leave(opened: object) -> None:
        change_staff(opened.book, cashier, role="cashier", active=False)  # type: ignore[attr-defined]

    till.writer.submit(leave).result()
    sale = SaleRequest(till.fresh_id(), member, (Line(1_000),))
    assert till.sell(sale).result() == NotAllowed("sell")


def test_locking_wins_over_a_pin_that_is_still_being_checked(till: Till, owner: Id) -> None:
    till.sign_out()
    checking = till.sign_in(owner, PIN)
    till.sign_out()
    checking.result()
    assert till.person is None


def test_no_act_moves_the_date_before_somebody_confirmed_it(till: Till, member: Id) -> None:
    """Any act would have moved the log's day, and the next expiry have ended everything."""
    sold = till.sell(SaleRequest(till.fresh_id(), member, (Line(10_000),))).result()
    assert isinstance(sold, SaleDone)
    clock = till.world.clock
    assert isinstance(clock, FixedClock)
    clock.pass_days(800)
    undo = till.give_back(RefundRequest(till.fresh_id(), sold.act, "undo")).result()
    assert isinstance(undo, ClockJumped)
    assert isinstance(till.show_phone(member).result(), ClockJumped)
    assert isinstance(till.set_setting("sound", "no").result(), ClockJumped)
    assert expire_some(till).result() == 0
    assert till.confirm_clock().result() is None
    assert till.set_setting("sound", "no").result() is None


def test_goods_brought_back_do_not_free_the_receipt(till: Till, member: Id) -> None:
    sale = SaleRequest(till.fresh_id(), member, (Line(10_000),), receipt="A-1")
    sold = till.sell(sale).result()
    assert isinstance(sold, SaleDone)
    till.give_back(RefundRequest(till.fresh_id(), sold.act, "refund")).result()
    again = SaleRequest(till.fresh_id(), member, (Line(10_000),), receipt="a-1")
    assert isinstance(till.sell(again).result(), ReceiptKnown)


def test_a_sale_that_should_not_have_been_frees_its_receipt(till: Till, member: Id) -> None:
    sale = SaleRequest(till.fresh_id(), member, (Line(10_000),), receipt="A-1")
    sold = till.sell(sale).result()
    assert isinstance(sold, SaleDone)
    till.give_back(RefundRequest(till.fresh_id(), sold.act, "void")).result()
    again = SaleRequest(till.fresh_id(), member, (Line(1_000),), receipt="A-1")
    assert isinstance(till.sell(again).result(), SaleDone)


def test_the_shops_own_folder_is_never_watched(till: Till) -> None:
    for folder in (till.folder.root, till.folder.root.parent, till.folder.root / "backups"):
        refused = till.set_setting("watched_folder", str(folder)).result()
        assert refused == BadSetting("watched_folder")
