"""Who is erased is gone here and at every till, and every device says so; who stays away is."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from central.erasing import Receipt, erase, receipts
from central.export import export
from central.finding_people import find
from central.retention import NOTICE_DAYS, away, retain
from regulars.business_day import month_end
from regulars.ids import unspell
from sync.enrolment import Role
from tests.central.agreement.chain_of_stores import (
    BIRTHDAY,
    NAME,
    NUMBER,
    OTHER_NUMBER,
    PHONE,
    Stores,
)
from tests.central.agreement.mirror import VAULT
from tests.central.agreement.shop import MEMBER, OTHER, OTHER_WALLET, WALLET, Shop

DAY_MS = 86_400_000


@pytest.fixture
def chain(shop: Shop) -> Stores:
    """A chain with nothing in it."""
    return Stores(shop)


def only(chain: Stores) -> Receipt:
    (found,) = receipts(chain.shop.database, chain.shop.tenant)
    return found


def test_a_person_is_erased_at_the_centre_and_nothing_of_them_is_left(chain: Stores) -> None:
    shop = chain.shop
    east = chain.till("east")
    chain.enrol(east)
    chain.answer(east, given=True)
    shop.sell(east, 10)
    shop.results(east)
    assert erase(shop.agreement, shop.tenant, unspell(MEMBER), "asked")
    assert not erase(shop.agreement, shop.tenant, unspell(MEMBER), "asked"), "once is enough"
    for table in ("private", "contact_claim", "consent", "visit"):
        assert shop.rows(f"select 1 from {table}") == [], table
    empty = shop.rows("select number, name, phone, birthday, language, key from member")
    assert empty == [("", b"", b"", b"", b"", None)]
    assert shop.balance() == (10, 10, 0)
    row = chain.member(chain.till("office", "east"), Role.OFFICE)
    assert (row.name, row.phone, row.birthday, row.number) == ("", "", "", "")
    (told,) = chain.pull(east).rows["erased"]
    assert told["id"] == MEMBER


def test_whoever_was_merged_with_them_is_the_same_person_and_goes_too(chain: Stores) -> None:
    shop = chain.shop
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.enrol(west, other="1")
    shop.results(east)
    assert shop.results(west) == ["posted-with-review"]
    chain.erase(west)
    assert shop.results(west, first=2) == ["posted"]
    assert {row["id"] for row in chain.pull(east).rows["erased"]} == {MEMBER, OTHER}
    assert shop.rows("select 1 from private") == []
    assert shop.rows("select 1 from member where key is not null") == []


def test_every_device_says_that_it_has_erased_them_by_reading_on(chain: Stores) -> None:
    shop = chain.shop
    tills = {name: chain.till(name) for name in ("east", "north", "west")}
    chain.enrol(tills["east"])
    shop.results(tills["east"])
    before = {name: chain.pull(till).cursor for name, till in tills.items()}
    erase(shop.agreement, shop.tenant, unspell(MEMBER), "asked")
    assert (only(chain).done, only(chain).devices) == (0, 3)
    for name in ("east", "west"):
        cursor = chain.pull(tills[name], before[name]).cursor
        assert only(chain).done < 3, "what was sent may not have arrived"
        chain.pull(tills[name], cursor)
    said = only(chain)
    assert (said.done, said.devices) == (2, 3)
    assert [device.hex() for device, _ in said.missing] == [tills["north"].device]
    chain.pull(tills["north"], chain.pull(tills["north"], before["north"]).cursor)
    assert (only(chain).done, only(chain).missing) == (3, ())


def test_who_comes_again_is_somebody_new(chain: Stores) -> None:
    shop = chain.shop
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    shop.results(east)
    erase(shop.agreement, shop.tenant, unspell(MEMBER), "asked")
    chain.enrol(west, other="1")
    assert shop.results(west) == ["posted"], "the number is free again"
    assert chain.member(west, member=OTHER).name == NAME


# Retention ------------------------------------------------------------------------------------


def day_of(chain: Stores) -> date:
    ((day,),) = chain.shop.rows("select day from tenant")
    assert isinstance(day, date)
    return day


def pass_days(chain: Stores, days: int) -> tuple[int, int]:
    """Let days pass, the job running on each; gives how many got notice and were erased."""
    shop = chain.shop
    done = (0, 0)
    for _ in range(days):
        shop.now_ms += DAY_MS
        shop.change("update tenant set day = %(day)s", day=day_of(chain) + timedelta(days=1))
        noticed, erased = retain(shop.database, shop.agreement, shop.tenant)
        done = done[0] + noticed, done[1] + erased
    return done


def go_to(chain: Stores, day: date) -> None:
    chain.shop.now_ms += (day - day_of(chain)).days * DAY_MS
    chain.shop.change("update tenant set day = %(day)s", day=day)


def test_who_stays_away_for_two_years_gets_notice_and_is_erased(chain: Stores) -> None:
    shop = chain.shop
    east = chain.till("east")
    chain.enrol(east)
    shop.results(east)
    joined = day_of(chain)
    over = month_end(joined, 24)
    go_to(chain, over - timedelta(days=NOTICE_DAYS + 1))
    assert retain(shop.database, shop.agreement, shop.tenant) == (0, 0)
    assert away(shop.database, shop.tenant) == []
    assert pass_days(chain, 1) == (1, 0)
    (one,) = away(shop.database, shop.tenant)
    assert (one.number, one.last, one.has_notice) == (NUMBER, joined, True)
    assert one.on == over + timedelta(days=1)
    assert pass_days(chain, NOTICE_DAYS) == (0, 0)
    assert pass_days(chain, 1) == (0, 1)
    assert shop.rows("select 1 from member where name <> ''") == []
    assert away(shop.database, shop.tenant) == []


def test_who_comes_by_after_the_notice_stays(chain: Stores) -> None:
    shop = chain.shop
    east = chain.till("east")
    chain.enrol(east)
    shop.results(east)
    go_to(chain, month_end(day_of(chain), 24) - timedelta(days=9))
    assert pass_days(chain, 1) == (1, 0)
    shop.sell(east, 10)
    shop.results(east, first=2)
    assert pass_days(chain, NOTICE_DAYS + 5) == (0, 0)
    assert shop.rows("select 1 from notice") == []
    assert chain.member(east).name == NAME


def test_a_visit_of_whom_they_were_merged_with_is_theirs(chain: Stores) -> None:
    shop = chain.shop
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.enrol(west, other="1")
    shop.results(east)
    shop.results(west)
    go_to(chain, month_end(day_of(chain), 24))
    shop.sell(west, 10, wallet=OTHER_WALLET, member=OTHER)
    shop.results(west, first=2)
    assert pass_days(chain, NOTICE_DAYS * 2) == (0, 0)


def test_of_many_processes_one_looks_on_a_day(chain: Stores) -> None:
    shop = chain.shop
    east = chain.till("east")
    chain.enrol(east)
    shop.results(east)
    go_to(chain, month_end(day_of(chain), 25))
    assert retain(shop.database, shop.agreement, shop.tenant) == (1, 0)
    shop.change("delete from notice")
    assert retain(shop.database, shop.agreement, shop.tenant) == (0, 0)


def test_thirty_six_months_later_nobody_is_overdue(chain: Stores) -> None:
    """P4: also where nobody looked for years, all get their notice before they go."""
    shop = chain.shop
    east = chain.till("east")
    chain.enrol(east)
    chain.enrol(east, other="1", name="Chen", phone="+886900000009")
    shop.results(east)
    go_to(chain, month_end(day_of(chain), 36))
    assert pass_days(chain, NOTICE_DAYS + 2) == (2, 2)
    assert away(shop.database, shop.tenant) == []
    assert shop.rows("select 1 from private") == []


# Looking up and export ------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [NUMBER, PHONE, "0912 345 678", MEMBER, MEMBER[:9]])
def test_a_person_is_found_by_whatever_names_them(chain: Stores, wanted: str) -> None:
    shop = chain.shop
    shop.change("update tenant set region = 'TW'")
    east = chain.till("east")
    chain.enrol(east)
    shop.results(east)
    found = find(shop.database, VAULT, shop.tenant, wanted, shop.now_ms)
    assert [one.hex() for one in found] == [MEMBER]
    assert find(shop.database, VAULT, shop.tenant, "0999 999 999", shop.now_ms) == []


def test_an_export_holds_all_there_is_of_a_person_and_nothing_of_others(chain: Stores) -> None:
    shop = chain.shop
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.answer(east, given=False)
    sale = shop.sell(east, 100)
    shop.results(east)
    chain.enrol(west, other="1", name=NAME, birthday="")
    shop.sell(west, 30, wallet=OTHER_WALLET, member=OTHER)
    shop.write(west, "member.enrolled", somebody_else(), name="Chen Mei", phone="+886911")
    shop.results(west)
    text = export(shop.database, VAULT, shop.tenant, unspell(MEMBER), shop.now_ms)
    said = json.loads(text)
    assert {one["number"] for one in said["person"]} == {NUMBER, OTHER_NUMBER}, "merged with"
    (first,) = (one for one in said["person"] if one["id"] == MEMBER)
    assert (first["name"], first["phone"], first["birthday"]) == (NAME, PHONE, BIRTHDAY)
    assert [(one["purpose"], one["given"]) for one in said["consents"]] == [("marketing", False)]
    wallets = {one["id"]: one for one in said["wallets"]}
    assert (wallets[WALLET]["balance"], wallets[OTHER_WALLET]["balance"]) == (100, 30)
    assert [entry["act"] for entry in wallets[WALLET]["entries"]] == [sale.id]
    kinds = [act["what"] for act in said["acts"]]
    assert sorted(set(kinds)) == ["consent.given", "member.enrolled", "merge", "sale"]
    named = {row[0].hex for row in shop.rows(_NAMED, member=UUID(hex=MEMBER))}
    assert len(named) == 4 == len([act for act in said["acts"] if MEMBER in json.dumps(act)])
    assert "Chen" not in text
    assert NAME in text, "readable, not escaped"


_NAMED = """
select id from operation
where convert_from(body, 'UTF8') like '%%' || replace(%(member)s::text, '-', '') || '%%'
"""


def somebody_else() -> dict[str, str]:
    ids = {"member": "0e" * 16, "wallet": "0f" * 16, "number": "2900420000196"}
    return ids | {"language": "en", "source": "counter"}
