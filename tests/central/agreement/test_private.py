"""What is personal lies in PostgreSQL only under a key, and is told to whom it concerns."""

import subprocess
from itertools import permutations
from uuid import UUID

import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import uuid
from central.keys import Cipher
from central.private import Seals
from central.resealing import reseal
from central.trouble import KeyWrong
from regulars.operations import hlc
from sync.enrolment import Role
from sync.wire_rows import MemberRow
from tests.central.agreement.chain_of_stores import (
    BIRTHDAY,
    NAME,
    NUMBER,
    PHONE,
    Stores,
)
from tests.central.agreement.mirror import VAULT
from tests.central.agreement.shop import MEMBER, OTHER, OTHER_WALLET, WALLET, Shop

SECRETS = (NAME, PHONE, PHONE[-9:], BIRTHDAY, "Wang Lin", "gluten")


@pytest.fixture
def chain(shop: Shop) -> Stores:
    """A chain with nothing in it."""
    return Stores(shop)


def busy(chain: Stores) -> None:
    """Let everything happen that brings personal data to the centre."""
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.answer(east, given=True)
    chain.change(west, name="Wang Lin")
    note = {"member": MEMBER, "wallet": WALLET, "on": chain.shop.day, "points": 5, "repaid": 0}
    note |= {"expires": "", "reason": "gift", "approver": "00" * 16}
    chain.shop.write(east, "adjust", note, note="no gluten")
    chain.shop.write(west, "of.a.newer.till", {"member": MEMBER}, name=NAME)
    chain.enrol(west, other="1", name=NAME + "二", birthday="")
    assert chain.shop.results(east) == ["posted"] * 3
    assert chain.shop.results(west) == ["posted", "parked", "posted-with-review"]


def dump(cluster: Cluster, database: str, shop: Shop) -> str:
    """Give everything a database holds of a shop as SQL, binary columns as their bytes.

    Every table names the tenant; other tests leave theirs in the same database.
    """
    program = cluster.programs.folder / "pg_dump"
    done = subprocess.run(
        [program, "--data-only", "--inserts", cluster.address(database, ADMINISTRATOR)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    statements = done.stdout.decode("utf-8", "replace").split("\nINSERT INTO ")
    return "\n".join(one for one in statements if str(uuid(shop.tenant)) in one)


def found_in(text: str) -> list[str]:
    """Name what is personal and can be read in a text, as it is or as PostgreSQL spells bytes."""
    return [
        one
        for one in SECRETS
        if one in text or one.encode().hex() in text or one.encode()[::-1].hex() in text
    ]


@pytest.fixture
def sealed_with_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the service would write without its keys."""
    monkeypatch.setattr(Cipher, "seal", lambda _, plain, _about: plain)
    monkeypatch.setattr(Cipher, "unseal", lambda _, sealed, _about: sealed)
    monkeypatch.setattr(Seals, "mark", lambda _, phone: phone.encode().ljust(32, b"."))


def test_nothing_personal_can_be_read_in_a_dump(
    chain: Stores, cluster: Cluster, database_name: str
) -> None:
    busy(chain)
    text = dump(cluster, database_name, chain.shop)
    assert NUMBER in text, "the dump holds this shop"
    assert found_in(text) == []


@pytest.mark.usefixtures("sealed_with_nothing")
def test_without_the_keys_all_of_it_could_be_read(
    chain: Stores, cluster: Cluster, database_name: str
) -> None:
    busy(chain)
    assert found_in(dump(cluster, database_name, chain.shop)) == list(SECRETS)
    chain.shop.change("delete from private")  # other tests read dumps of this database too
    chain.shop.change("update member set name = '', phone = '', birthday = '', language = ''")
    chain.shop.change("delete from contact_claim")


def test_what_is_sealed_opens_nowhere_else(chain: Stores) -> None:
    busy(chain)
    one, other = UUID(hex=MEMBER), UUID(hex=OTHER)
    chain.shop.change(
        "update member set name = (select name from member where member = %(one)s)"
        " where member = %(other)s",
        one=one,
        other=other,
    )
    with pytest.raises(KeyWrong):
        chain.member(chain.till("reader", "east"), Role.OFFICE, OTHER)


def test_the_database_refuses_what_is_not_sealed(chain: Stores) -> None:
    busy(chain)
    with pytest.raises(Exception, match="is_sealed"):
        chain.shop.change(
            "insert into private (tenant, device, place, salt, bytes) select tenant, device,"
            " place + 90, decode(repeat('00', 16), 'hex'), '{}' from private limit 1"
        )


def test_a_new_key_takes_over_and_the_old_one_goes_a_day_later(chain: Stores) -> None:
    busy(chain)
    shop = chain.shop
    reader = chain.till("reader", "east")
    before = chain.member(reader, Role.OFFICE)
    done = reseal(shop.database, VAULT, shop.tenant, shop.now_ms)
    assert (done.rows, done.dropped) == (7, 0)
    assert shop.rows("select distinct key from private union select key from member") == [(2,)]
    assert chain.member(reader, Role.OFFICE) == before
    shop.now_ms += 90_000_000
    assert reseal(shop.database, VAULT, shop.tenant, shop.now_ms).dropped == 1
    assert [key for (key,) in shop.rows("select key from field_key order by key")] == [2, 3]
    assert chain.member(reader, Role.OFFICE).name == "Wang Lin"


def test_a_process_that_knows_only_older_keys_reads_them_anew(chain: Stores) -> None:
    busy(chain)
    shop = chain.shop
    old = VAULT.known(shop.tenant)
    assert old is not None
    reseal(shop.database, VAULT, shop.tenant, shop.now_ms)
    VAULT._known[shop.tenant] = old
    assert chain.member(chain.till("reader", "east"), Role.OFFICE).name == "Wang Lin"
    assert VAULT.known(shop.tenant) is not old


# Who is told what -----------------------------------------------------------------------------


def told(row: MemberRow) -> tuple[str, ...]:
    return (row.name, row.phone, row.tail, row.birthday, row.language)


def test_another_store_is_told_a_name_and_the_end_of_a_phone_number(chain: Stores) -> None:
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    assert chain.shop.results(east) == ["posted"]
    all_of_it = (NAME, PHONE, "", BIRTHDAY, "zh_Hant")
    assert told(chain.member(east)) == all_of_it
    assert told(chain.member(chain.till("east 2", "east"))) == all_of_it
    assert told(chain.member(west)) == (NAME, "", "5678", "", "")
    assert told(chain.member(chain.till("office", "west"), Role.OFFICE)) == all_of_it
    assert chain.member(west).number == NUMBER


def test_whoever_comes_by_is_told_there_in_full_from_then_on(chain: Stores) -> None:
    east, west = chain.till("east"), chain.till("west")
    second = chain.till("west 2", "west")
    chain.enrol(east)
    chain.shop.results(east)
    cursor = chain.pull(second).cursor
    chain.shop.sell(west, 10)
    assert chain.shop.results(west) == ["posted"]
    (row,) = chain.pull(second, cursor).rows["member"]
    assert (row["phone"], row["birthday"]) == (PHONE, BIRTHDAY)
    cursor = chain.pull(second).cursor
    chain.shop.sell(west, 10)
    chain.shop.results(west, first=2)
    assert "member" not in chain.pull(second, cursor).rows, "once is enough"


def test_whoever_was_heard_of_before_they_were_enrolled_is_known_where_that_was(
    chain: Stores,
) -> None:
    east, west = chain.till("east"), chain.till("west")
    chain.shop.sell(west, 10)
    chain.shop.results(west)
    chain.enrol(east)
    chain.shop.results(east)
    assert chain.member(west).phone == PHONE
    assert chain.member(east).phone == PHONE


# Which change holds ---------------------------------------------------------------------------


def at_ms(chain: Stores, ms: int) -> None:
    chain.shop.now_ms += ms


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_each_field_is_as_the_latest_change_has_it_in_whatever_order_they_arrive(
    chain: Stores, order: tuple[int, ...]
) -> None:
    tills = [chain.till(name) for name in ("east", "west", "north")]
    chain.enrol(tills[0])
    at_ms(chain, 1_000)
    chain.change(tills[1], name="Wang Lin", phone="+886900000001")
    at_ms(chain, 1_000)
    chain.change(tills[2], phone="+886900000002")
    for number in order:
        chain.shop.results(tills[number])
    row = chain.member(chain.till("reader", "east"), Role.OFFICE)
    assert told(row) == ("Wang Lin", "+886900000002", "", BIRTHDAY, "zh_Hant")


def name_after_a_wrong_clock(chain: Stores) -> str:
    """Let a till of 2031 say a name, and two minutes later one of today another."""
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.shop.results(east)
    now = chain.shop.now_ms
    at_ms(chain, 5 * 365 * 86_400_000)
    chain.change(west, name="of 2031")
    chain.shop.now_ms = now + 1_000
    assert chain.shop.results(west) == ["posted"]
    at_ms(chain, 120_000)
    chain.change(east, name="of today")
    chain.shop.results(east, first=2)
    return chain.member(east).name


def test_a_till_whose_clock_is_years_ahead_wins_only_until_somebody_else_speaks(
    chain: Stores,
) -> None:
    assert name_after_a_wrong_clock(chain) == "of today"


def test_a_clock_that_is_believed_wins_for_years(
    chain: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(hlc, "AHEAD_MS", 10**12)
    assert name_after_a_wrong_clock(chain) == "of 2031"


def test_whoever_changed_too_late_hears_what_holds(chain: Stores) -> None:
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.shop.results(east)
    chain.change(west, name="early")
    at_ms(chain, 1_000)
    chain.change(east, name="late")
    chain.shop.results(east, first=2)
    cursor = chain.pull(west).cursor
    chain.shop.results(west)
    (row,) = chain.pull(west, cursor).rows["member"]
    assert (row["name"], row["seen"]) == ("late", [1, 1])


@pytest.mark.parametrize("text", ["2026-11", ""])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=str)
def test_a_no_is_overruled_only_by_a_later_yes_to_words_that_are_named(
    chain: Stores, order: tuple[int, int], text: str
) -> None:
    tills = chain.till("east"), chain.till("west")
    chain.enrol(tills[0])
    chain.answer(tills[0], given=False)
    at_ms(chain, 1_000)
    chain.answer(tills[1], given=True, text=text)
    for number in order:
        chain.shop.results(tills[number])
    assert chain.consent(tills[0]).given == bool(text)


# The same person twice ------------------------------------------------------------------------


def twice(chain: Stores, **said: str) -> list[str]:
    east, west = chain.till("east"), chain.till("west")
    chain.enrol(east)
    chain.enrol(west, other="1", **said)
    return [*chain.shop.results(east), *chain.shop.results(west)]


@pytest.mark.parametrize(
    "said", [{"birthday": ""}, {"name": "Wang"}, {"name": " 王 小明", "birthday": ""}], ids=str
)
def test_one_person_enrolled_at_two_tills_becomes_one(chain: Stores, said: dict[str, str]) -> None:
    assert twice(chain, **said) == ["posted", "posted-with-review"]
    aliases = {row["id"]: row["to"] for row in chain.pull(chain.till("r", "east")).rows["alias"]}
    assert aliases == {MEMBER: MEMBER, OTHER: MEMBER}
    assert chain.shop.reviews() == ["enrolled-twice"]
    ((kind,),) = chain.shop.rows("select kind from operation where kind = 'merge'")
    assert kind == "merge"


@pytest.mark.parametrize(
    "said", [{"name": "Wang", "birthday": ""}, {"name": "Wang", "birthday": "1991-01-01"}], ids=str
)
def test_two_people_with_one_phone_number_stay_two_for_a_person_to_look_at(
    chain: Stores, said: dict[str, str]
) -> None:
    assert twice(chain, **said) == ["posted", "posted-with-review"]
    assert "alias" not in chain.pull(chain.till("r", "east")).rows
    assert chain.shop.reviews() == ["same-phone"]


def test_who_was_taken_apart_again_is_not_put_together(chain: Stores) -> None:
    twice(chain)
    ((act,),) = chain.shop.rows("select act from merge")
    pair = {"member": MEMBER, "wallet": WALLET, "other": OTHER, "other_wallet": OTHER_WALLET}
    east = chain.till("east", "east")
    north = chain.till("north")
    more = {"why": "two people", "approver": "00" * 16}
    chain.shop.write(north, "unmerge", {"of": act.hex, **pair, **more})
    chain.change(north, phone=PHONE)
    assert "posted" in chain.shop.results(north)
    aliases = {row["id"]: row["to"] for row in chain.pull(east).rows["alias"]}
    assert aliases == {MEMBER: MEMBER, OTHER: OTHER}
