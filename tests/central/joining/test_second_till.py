"""A till of another store, which the centre tells everything: people, PINs, members, names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.answers import CardReplaced, Enrolled, Holder, RedeemDone
from desktop.inbox import Inbox, inbox
from desktop.joining import Offer
from desktop.opening import OpenShop
from desktop.requests import ChangeRequest, EnrolRequest, RedeemRequest
from desktop.verbs.identify import Scanned
from desktop.verbs.pins import set_pin
from desktop.verbs.shop import change_staff, hire, publish_programme, rename_shop, rename_till
from regulars.ids import Id
from regulars.programme.programme import Programme
from regulars.refusals import NotEnoughHere, Refusal
from sync.wishes import WishEnd
from tests.central.joining.house import OWNER, PIN, WAIT_S, At, new_till
from tests.central.service.standing import Running

T = TypeVar("T")
EAST, PHONE, OTHER_PIN = "East Street", "0912345678", "8264"


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop of two stores with a till each, and a member who joined at the first."""

    first: At
    second: At
    wang: Enrolled

    def agreed(self) -> None:
        """Wait until both tills have sent and read all."""
        for at in (self.first, self.second, self.first):
            at.agreed()


@pytest.fixture
def shop(first: At, tmp_path: Path, centre: Running, offer: Offer) -> Iterator[Shop]:
    """A second till in another store, at which nothing was typed but what a person types."""
    first.agreed()
    wang = first.till.enrol(EnrolRequest("Wang Xiaoming", PHONE, agreed=True)).result(WAIT_S)
    assert isinstance(wang, Enrolled), wang
    first.sells(wang.member, 40_000)
    tenant, east = first.till.shop.identity.tenant, first.till.fresh_id()
    centre.parts.enrolling.open_store(tenant, east, EAST)
    code = centre.parts.enrolling.invite(tenant, east)
    assert code is not None
    second = new_till(tmp_path / "b", offer, code).connect()
    yield Shop(first, second, wang)
    for at in (first, second):
        if at.link is not None:
            at.agreed()
        assert at.findings() == []
    second.close()


def changes(at: At, act: str, change: Callable[[OpenShop], T]) -> T:
    """Change the shop as its preferences do."""
    done = at.till.change_shop(act, change).result(WAIT_S)
    assert not isinstance(done, Refusal), done
    at.wrote()
    return done


def scan(at: At, card: str) -> Scanned | Refusal:
    return at.till.scanned(card).result(WAIT_S)


def test_the_owner_signs_in_with_their_pin_and_nobody_with_another(shop: Shop) -> None:
    shop.second.sign_in()
    person = shop.second.till.person
    assert person is not None
    assert (person.name, person.role) == (OWNER, "owner")
    shop.second.till.sign_out()
    assert isinstance(shop.second.till.sign_in(person.id, OTHER_PIN).result(WAIT_S), Refusal)


def test_a_member_of_another_store_is_found_by_name_end_of_phone_and_card(shop: Shop) -> None:
    wang = shop.wang.member
    shop.second.shows(wang.id, 400)
    for typed in ("Wang", "5678", PHONE, wang.number):
        assert [row.id for row in shop.second.till.search(typed).result(WAIT_S)] == [wang.id], typed
    assert shop.second.till.search("0922345678").result(WAIT_S) == [], "another number that ends so"
    same = shop.second.till.same_phone(PHONE).result(WAIT_S)
    assert [one.id for one in same] == [wang.id], "nobody is enrolled twice by mistake"
    row = shop.second.till.search("Wang").result(WAIT_S)[0]
    assert row.phone_masked == "*** *** 678"
    found = scan(shop.second, shop.wang.card_text)
    assert isinstance(found, Scanned)
    assert found.member is not None
    assert (found.member.id, found.member.balance) == (wang.id, 400)


def test_another_system_s_card_is_known_at_a_till_that_came_later(shop: Shop) -> None:
    shop.second.sign_in()
    for at, other in ((shop.first, shop.second), (shop.second, shop.first)):
        number = f"OLD-{at.till.shop.till_name}"
        done = at.till.enrol(EnrolRequest("Bo", agreed=True, alias=number)).result(WAIT_S)
        assert isinstance(done, Enrolled), done
        at.wrote()
        other.ear.until(partial(is_known, other, number, done.member.id))


def is_known(at: At, card: str, member: Id) -> bool:
    found = scan(at, card)
    return isinstance(found, Scanned) and found.member is not None and found.member.id == member


def test_points_earned_in_one_store_are_redeemed_in_another_and_each_says_who_holds_the_rest(
    shop: Shop,
) -> None:
    first, second, wang = shop.first, shop.second, shop.wang.member
    second.shows(wang.id, 400)
    second.sign_in()
    wish = RedeemRequest(second.till.fresh_id(), wang.id, 150, "coffee")
    assert isinstance(second.till.redeem(wish).result(WAIT_S), NotEnoughHere)
    assert second.wants(wang, 300) is WishEnd.MET
    reach = second.known("Wang").reach
    assert reach is not None
    here = first.till.shop.identity.device
    assert (reach.here, reach.holders) == (300, (Holder(here, "街角 A", 100),))
    assert isinstance(second.till.redeem(wish).result(WAIT_S), RedeemDone)
    second.wrote()
    first.shows(wang.id, 250)
    shop.agreed()
    assert first.wants(wang, 200) is WishEnd.MET
    reach = first.known("Wang").reach
    assert reach is not None
    there = second.till.shop.identity.device
    assert (reach.here, reach.holders) == (200, (Holder(there, f"{EAST} B", 50),))


def test_a_sale_in_one_store_is_seen_in_the_other_and_tells_its_counter_who_that_is(
    shop: Shop,
) -> None:
    second, wang = shop.second, shop.wang.member
    second.shows(wang.id, 400)
    second.sign_in()
    assert second.known("Wang").phone_masked == ""
    second.sells(second.known("Wang"), 10_000)
    shop.first.shows(wang.id, 500)
    second.ear.until(lambda: second.known("Wang").phone_masked.endswith("678"))


def test_whom_one_till_enrols_the_other_serves(shop: Shop) -> None:
    first, second = shop.first, shop.second
    second.sign_in()
    done = second.till.enrol(EnrolRequest("Zhou", "0987654321", agreed=True)).result(WAIT_S)
    assert isinstance(done, Enrolled)
    second.sells(done.member, 7_000)
    first.shows(done.member.id, 70)
    assert first.known("4321").name == "Zhou"
    first.sells(first.known("Zhou"), 1_000)
    second.shows(done.member.id, 80)


def test_a_lost_card_is_of_no_use_in_any_store(shop: Shop) -> None:
    first, second, wang = shop.first, shop.second, shop.wang.member
    second.shows(wang.id, 400)
    done = first.till.replace_card(wang.id).result(WAIT_S)
    assert isinstance(done, CardReplaced)
    first.sells(first.known("Wang"), 1_000)  # what comes after it, the other till sees
    second.shows(wang.id, 410)
    second.ear.until(lambda: isinstance(scan(second, shop.wang.card_text), Refusal))
    assert isinstance(scan(second, done.card_text), Scanned)


def test_a_new_name_is_read_everywhere(shop: Shop) -> None:
    first, second, wang = shop.first, shop.second, shop.wang.member
    second.shows(wang.id, 400)
    changed = first.till.change_member(ChangeRequest(wang.id, name="Wang Daming")).result(WAIT_S)
    assert isinstance(changed, Enrolled)
    first.wrote()
    assert second.known("Daming").id == wang.id


def test_who_is_hired_in_one_store_works_in_the_other_until_they_leave(shop: Shop) -> None:
    first, second = shop.first, shop.second

    def engage(opened: OpenShop) -> Id:
        staff = hire(opened.book, "Chen", "manager")
        assert isinstance(staff, bytes)
        assert set_pin(opened.book, opened.pins, Id(staff), OTHER_PIN) is None
        return Id(staff)

    staff = changes(first, "staff", engage)
    second.sign_in("Chen", OTHER_PIN)
    changes(
        first,
        "staff",
        lambda opened: change_staff(opened.book, staff, role="manager", active=False),
    )

    def is_out() -> bool:
        return isinstance(second.till.sign_in(staff, OTHER_PIN).result(WAIT_S), Refusal)

    second.ear.until(is_out)


def test_a_pin_that_was_changed_is_asked_for_at_every_till(shop: Shop) -> None:
    first, second = shop.first, shop.second
    second.sign_in()
    person = first.till.person
    assert person is not None

    def renew(opened: OpenShop) -> None:
        assert set_pin(opened.book, opened.pins, person.id, OTHER_PIN) is None

    changes(first, "staff", renew)
    second.sign_in(OWNER, OTHER_PIN)
    assert isinstance(second.till.sign_in(person.id, PIN).result(WAIT_S), Refusal)


def test_a_pin_that_was_changed_at_another_till_is_shown_to_a_person(shop: Shop) -> None:
    first, second = shop.first, shop.second
    second.sign_in()
    person = second.till.person
    assert person is not None

    def renew(opened: OpenShop) -> None:
        assert set_pin(opened.book, opened.pins, person.id, OTHER_PIN) is None

    changes(second, "staff", renew)

    def shown() -> Inbox:
        here = first.till.shop.identity.device
        return first.till.read(lambda store: inbox(store, here, date(2026, 11, 22))).result(WAIT_S)

    first.ear.until(lambda: bool(shown().open))
    (one,) = shown().open
    assert (one.code, one.who, one.other) == ("pin-changed", OWNER, OWNER)
    assert not one.is_here


def test_what_the_shop_says_of_itself_holds_at_every_till(shop: Shop) -> None:
    first, second, wang = shop.first, shop.second, shop.wang.member
    second.sign_in()
    second.shows(wang.id, 400)
    changes(
        first,
        "programme",
        lambda opened: publish_programme(opened.book, Programme(earn_points=2)),
    )
    changes(first, "settings", lambda opened: rename_shop(opened.book, "街角茶館"))
    changes(first, "settings", lambda opened: rename_till(opened.book, "Front"))
    second.ear.until(lambda: second.till.shop.programme.earn_points == 2)
    done = second.sells(second.known("Wang"), 10_000)
    assert done.why.earned == 200
    first.shows(wang.id, 600)
    shop.agreed()
    assert (second.till.shop.name, second.till.shop.till_name) == (EAST, "B")
    assert second.wants(wang, 500) is WishEnd.MET
    reach = second.known("Wang").reach
    assert reach is not None
    assert reach.holders[0].name == "街角茶館 Front"


def test_a_till_serves_on_without_the_centre_with_all_it_was_told(shop: Shop) -> None:
    first, second, wang = shop.first, shop.second, shop.wang.member
    second.shows(wang.id, 400)
    second.sign_in()
    second.rest()
    second.sells(second.known("Wang"), 5_000)
    first.sells(first.known("Wang"), 3_000)
    assert second.known("Wang").balance == 450
    assert first.known("Wang").balance == 430
    second.connect()
    first.shows(wang.id, 480)
    second.shows(wang.id, 480)
