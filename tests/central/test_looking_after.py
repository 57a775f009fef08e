"""What giving a till up from an office leaves behind: in the folder, and where a shop heals."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from central.database import Database, uuid
from central.erasing import erase
from central.founding import CENTRE_ITSELF
from central.happened import ERASED, GIVEN_UP, Happened, Journal, on_given_up
from central.looking import Looking
from central.shops import look_at
from central.trouble import DatabaseBusy, FolderUnfit
from regulars.agreement.till import TillSide
from regulars.ids import Id, spell, unspell
from sync.enrolment import Role
from sync.wire_look import RetireAnswer, RetireRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_rights import ReportAnswer
from tests.central.agreement.mirror import VAULT
from tests.central.agreement.shop import MEMBER, Shop
from tests.central.house import hire

BOSS = Id(b"\xb0" * 16)


@pytest.fixture
def shop(database: Database) -> Shop:
    """A shop with nothing in it but its owner."""
    shop = Shop(database).open()
    database.write(shop.tenant, lambda one: hire(one, shop.tenant, BOSS))
    return shop


def office(shop: Shop, journal: Journal | None = None) -> Looking:
    """Give what answers an office, as `serve` puts it together."""
    if journal is None:
        return Looking(shop.database, lambda: shop.now_ms, VAULT)
    noted = on_given_up(journal, lambda: shop.now_ms)
    return Looking(shop.database, lambda: shop.now_ms, VAULT, noted, journal.add)


def test_who_was_given_up_from_an_office_is_remembered_for_a_restore(
    shop: Shop, tmp_path: Path
) -> None:
    boss, lost = shop.till("office"), shop.till("lost")
    who = replace(shop.caller(boss), role=Role.OFFICE)
    journal = Journal(tmp_path / "centre")
    wish = RetireRequest(unspell(lost.device), 1, BOSS, 0)
    assert isinstance(office(shop, journal).retire(who, wish), RetireAnswer)
    said = Happened(GIVEN_UP, spell(shop.tenant), lost.device, 1, shop.now_ms)
    assert journal.all() == [said]
    refused = RetireRequest(who.device, 1, BOSS, 0)
    assert isinstance(office(shop, journal).retire(who, refused), Problem)
    assert journal.all() == [said]


def held_still(shop: Shop, till: TillSide) -> bool:
    """Tell whether nobody else may change now what a till holds."""
    question = """
        select 1 from device_epoch where tenant = %s and device = %s for no key update nowait
    """
    values = (uuid(shop.tenant), UUID(hex=till.device))
    try:
        shop.database.write(shop.tenant, lambda connection: connection.execute(question, values))
    except DatabaseBusy:
        return True
    return False


def test_what_a_till_holds_cannot_grow_between_looking_and_giving_it_up(shop: Shop) -> None:
    boss, lost = shop.till("office"), shop.till("lost")
    seen: list[bool] = []
    looking = Looking(
        shop.database, lambda: shop.now_ms, VAULT, lambda *_: seen.append(held_still(shop, lost))
    )
    assert not held_still(shop, lost), "control: otherwise anybody may"
    who = replace(shop.caller(boss), role=Role.OFFICE)
    wish = RetireRequest(unspell(lost.device), 1, BOSS, 0)
    assert isinstance(looking.retire(who, wish), RetireAnswer)
    assert seen == [True]


def test_a_till_is_not_given_up_where_that_cannot_be_written_down(
    shop: Shop, tmp_path: Path
) -> None:
    boss, lost = shop.till("office"), shop.till("lost")
    folder = tmp_path / "centre"
    folder.write_text("no folder")
    who = replace(shop.caller(boss), role=Role.OFFICE)
    wish = RetireRequest(unspell(lost.device), 1, BOSS, 0)
    with pytest.raises(FolderUnfit):
        office(shop, Journal(folder)).retire(who, wish)
    assert shop.rows("select 1 from till_act") == []
    standing = "select standing from device_epoch where device = %(device)s"
    assert shop.rows(standing, device=UUID(hex=lost.device)) == [("live",)]


def test_nobody_gives_the_centre_itself_up(shop: Shop) -> None:
    till = shop.till("office")
    shop.enrol_member(till)
    shop.results(till)
    assert erase(shop.agreement, shop.tenant, unspell(MEMBER), "so that it has a log")
    who = replace(shop.caller(till), role=Role.OFFICE)
    answer = office(shop).retire(who, RetireRequest(CENTRE_ITSELF, 1, BOSS, 0))
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.FORBIDDEN
    assert shop.rows("select 1 from till_act") == []


def test_the_last_till_that_is_waited_for_can_be_given_up_from_an_office(shop: Shop) -> None:
    boss, lost = shop.till("office"), shop.till("lost")
    for till in (boss, lost):
        shop.pull(till)
    shop.agreement.restore(shop.tenant, 2)
    shop.enrol_member(boss)
    assert isinstance(shop.tell(boss, 0, feed=2), ReportAnswer)
    shop.push(boss)
    assert look_at(shop.database, shop.tenant).is_healing
    who = replace(shop.caller(boss), role=Role.OFFICE)
    wish = RetireRequest(unspell(lost.device), 1, BOSS, 0)
    assert isinstance(office(shop).retire(who, wish), RetireAnswer)
    assert not look_at(shop.database, shop.tenant).is_healing
    assert shop.rows("select member from member") == [(UUID(hex=MEMBER),)]


def test_who_is_erased_because_a_shop_has_healed_is_remembered(shop: Shop, tmp_path: Path) -> None:
    boss, lost = shop.till("office"), shop.till("lost")
    for till in (boss, lost):
        shop.pull(till)
    shop.agreement.restore(shop.tenant, 2)
    shop.enrol_member(boss)
    shop.write(boss, "erase", {"member": MEMBER, "why": "asked", "approver": "00" * 16})
    assert isinstance(shop.tell(boss, 0, feed=2), ReportAnswer)
    shop.push(boss)
    journal = Journal(tmp_path / "centre")
    who = replace(shop.caller(boss), role=Role.OFFICE)
    wish = RetireRequest(unspell(lost.device), 1, BOSS, 0)
    assert isinstance(office(shop, journal).retire(who, wish), RetireAnswer)
    assert shop.rows("select member from erased") == [(UUID(hex=MEMBER),)]
    assert [one.device for one in journal.all() if one.what == ERASED] == [MEMBER]
