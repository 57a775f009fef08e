"""Tills of one shop on a real centre: founding, a second till, sales seen, rights asked for."""

from pathlib import Path

from central.database import Database
from central.shops import shops
from desktop.answers import RedeemDone
from desktop.joining import Joined, Names, NotJoined, Offer, Why, bring_shop
from desktop.link import open_link
from desktop.requests import RedeemRequest
from desktop.restoring import restore
from desktop.store.backup import make_backup
from desktop.store.database import Store
from regulars.ids import spell
from regulars.refusals import NotEnoughHere
from sync.status import Says
from sync.wishes import WishEnd
from tests.central.joining.house import (
    WAIT_S,
    At,
    code_for,
    lone,
    new_till,
    open_at,
    shut_out,
    world,
)
from tests.central.service.standing import Running


def test_a_lone_shop_brings_its_whole_log_and_loses_nothing(first: At, database: Database) -> None:
    first.agreed()
    here = first.till.shop.identity
    shop = next(one for one in shops(database) if one.tenant == here.tenant)
    assert (shop.name, shop.currency, shop.points) == ("街角", "TWD", 200)
    assert first.known("Ada").balance == 200
    assert first.findings() == []


def test_a_lone_till_has_no_link(tmp_path: Path) -> None:
    at = lone(tmp_path)
    assert open_link(at.till) is None
    at.close()


def test_what_happens_at_one_till_is_seen_at_the_other(
    first: At, tmp_path: Path, centre: Running, offer: Offer
) -> None:
    first.agreed()
    second = new_till(tmp_path / "b", offer, code_for(centre, first)).connect()
    second.shows(first.known("Ada").id, 200)
    assert second.till.shop.currency.sign == first.till.shop.currency.sign
    assert second.till.shop.calendar == first.till.shop.calendar
    first.sells(first.known("Ada"), 5_000)
    second.shows(first.known("Ada").id, 250)
    second.sign_in()
    second.sells(second.known("Ada"), 10_000)
    first.shows(first.known("Ada").id, 350)
    for at in (first, second):
        at.agreed()
        assert at.findings() == []
    second.close()


def test_points_are_redeemed_where_they_were_not_earned_once_rights_were_asked_for(
    first: At, tmp_path: Path, centre: Running, offer: Offer
) -> None:
    first.agreed()
    second = new_till(tmp_path / "b", offer, code_for(centre, first)).connect()
    card = second.shows(first.known("Ada").id, 200)
    second.sign_in()
    act = second.till.fresh_id()
    wish = RedeemRequest(act, card.id, 150, "coffee")
    refused = second.till.redeem(wish).result(WAIT_S)
    assert isinstance(refused, NotEnoughHere)
    assert second.wants(card, 150) is WishEnd.MET
    done = second.till.redeem(wish).result(WAIT_S)
    assert isinstance(done, RedeemDone)
    second.wrote()
    first.shows(card.id, 50)
    for at in (first, second):
        at.agreed()
        assert at.findings() == []
    second.close()


def test_a_till_that_was_shut_out_says_so_and_comes_again_with_a_code_of_its_own(
    first: At, centre: Running, offer: Offer, database: Database
) -> None:
    first.agreed()
    shut_out(database, first)
    first.sells(first.known("Ada"), 1_000)
    assert first.says(Says.SHUT_OUT).waiting > 0
    first.rest()
    plain = bring_shop(first.till, offer, code_for(centre, first))
    assert plain == NotJoined(Why.NOT_THIS_ONE, "known here: it needs a code of its own")
    named = code_for(centre, first, first.till.shop.identity.device)
    again = bring_shop(first.till, offer, named)
    assert again == Joined(first.till.shop.identity.device, 2)
    assert first.till.shop.identity.epoch == 2
    first.sells(first.known("Ada"), 1_000)
    assert first.known("Ada").spendable == 0, "what an earlier life held is the centre's to give"
    first.connect()
    first.agreed()
    assert first.shows(first.known("Ada").id, 220).spendable >= 10, "it may have brought some back"
    assert first.findings() == []


def test_a_till_that_was_closed_goes_on_where_it_was(first: At, tmp_path: Path) -> None:
    first.agreed()
    member = first.known("Ada")
    first.rest()
    first.sells(member, 3_000)
    first.close()
    again = open_at(tmp_path / "a")
    again.connect()
    again.agreed()
    again.shows(member.id, 230)
    again.sign_in()
    again.close()
    reopened = open_at(tmp_path / "a")
    first.till, first.link = reopened.till, None


def test_a_lone_shop_that_was_restored_before_begins_a_new_life_of_its_log(
    tmp_path: Path, centre: Running, offer: Offer
) -> None:
    at = lone(tmp_path)
    member = at.member("Ada")
    at.sells(member, 20_000)
    made = at.till.read_long(
        lambda _: make_backup(at.till.folder, at.till.database_key(), 1_700_000_000_000)
    ).result(WAIT_S)
    folder = at.till.folder
    at.close()
    restore(made.path, folder, world())
    at = open_at(tmp_path)
    at.sign_in()
    at.sells(member, 10_000)
    done = bring_shop(at.till, offer, centre.parts.enrolling.invite_founder())
    assert isinstance(done, Joined)
    assert done.epoch == 3
    at.connect().agreed()
    card = at.shows(member.id, 300)
    assert card.spendable == 0  # what earlier lives earned is in the centre's pool
    assert at.wants(card, 100) is WishEnd.MET
    at.sells(member, 10_000, 100)
    at.agreed()
    assert at.findings() == []
    at.close()


def test_a_lone_shop_is_called_what_the_person_who_lets_it_join_says(
    tmp_path: Path, centre: Running, offer: Offer
) -> None:
    at = lone(tmp_path)
    code = centre.parts.enrolling.invite_founder()
    assert isinstance(bring_shop(at.till, offer, code, Names("Front", "East Street")), Joined)
    assert (at.till.shop.name, at.till.shop.till_name) == ("East Street", "Front")
    at.connect().agreed()
    here = at.till.shop.identity

    def told(store: Store) -> tuple[object, ...]:
        said = "select body ->> '$.name' from (select cast(body as text) as body from feed_row"
        return tuple(
            store.value(f"{said} where kind = ? and id = ?)", (kind, spell(one)))
            for kind, one in (("till", here.device), ("store", here.store))
        )

    at.ear.until(lambda: at.till.read_long(told).result(WAIT_S) == ("Front", "East Street") or None)
    assert at.findings() == []
    at.close()
