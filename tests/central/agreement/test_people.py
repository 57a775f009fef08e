"""Who is who at the centre's door: claims, cards, groups, and what is erased."""

from collections.abc import Mapping
from typing import Any

from tests.central.agreement.shop import MEMBER, NOBODY, OTHER, OTHER_WALLET, WALLET, Shop

CARD = "d4" * 32
PAIR = {"member": MEMBER, "wallet": WALLET, "other": OTHER, "other_wallet": OTHER_WALLET}


def facts(shop: Shop, kind: str) -> Mapping[str, Any]:
    rows = shop.pull(shop.till("reader")).rows.get(kind, ())
    return {str(row["id"]): _value(row) for row in rows}


def _value(row: Mapping[str, Any]) -> Any:
    if "state" in row:
        return row["member"] if row["state"] == "good" else ""
    return row["to"] if "to" in row else row["wallet"]


def test_a_member_is_told_to_all_and_what_is_personal_stands_beside(shop: Shop) -> None:
    east = shop.till("east")
    shop.enrol_member(east)
    assert shop.results(east) == ["posted"]
    assert facts(shop, "member") == {MEMBER: WALLET}
    ((private, member),) = shop.rows("select bytes, member from private")
    assert "王小明".encode() in bytes(private)
    assert member.hex == MEMBER
    ((body,),) = shop.rows("select body from operation")
    assert b"+886" not in bytes(body)


def test_personal_data_of_nobody_who_is_a_member_stands_beside_too(shop: Shop) -> None:
    east = shop.till("east")
    data = {"staff": "5" * 32, "role": "owner", "active": True}
    shop.write(east, "staff", data, name="Lin")
    assert shop.results(east) == ["posted"]
    ((private, member),) = shop.rows("select bytes, member from private")
    assert bytes(private) == b'{"name":"Lin"}'
    assert member is None


def test_personal_data_under_another_seal_is_not_kept(shop: Shop) -> None:
    east = shop.till("east")
    shop.enrol_member(east)
    beside = shop.message(east).beside
    wrong = type(beside[0])(1, beside[0].salt, b'{"name":"somebody else"}')
    shop.push(east, beside=(wrong,))
    assert shop.rows("select 1 from private") == []
    assert shop.results(east) == ["posted"]


def test_the_second_with_a_phone_number_is_taken_in_and_looked_at(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.enrol_member(east)
    shop.results(east)
    shop.enrol_member(west)
    op = west.log.pop()
    other = dict(op.data) | {"member": OTHER, "wallet": OTHER_WALLET}
    shop.write(west, "member.enrolled", other, **op.private)
    assert shop.results(west) == ["posted-with-review"]
    assert shop.reviews() == ["same-phone"]


def test_erasing_is_for_ever_also_for_what_arrives_later(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.enrol_member(east)
    shop.results(east)
    shop.write(west, "erase", {"member": MEMBER, "why": "asked", "approver": NOBODY})
    assert shop.results(west) == ["posted"]
    assert shop.rows("select 1 from private") == []
    assert shop.rows("select 1 from contact_claim") == []
    shop.write(east, "member.changed", {"member": MEMBER}, name="back", phone="+886900000000")
    assert shop.results(east, first=2) == ["refused"]
    assert shop.results(east) == ["posted", "refused"]
    assert shop.rows("select 1 from private") == []
    assert facts(shop, "erased") == {MEMBER: west.log[0].id}
    ((place,),) = shop.rows("select feed_seq from erased")
    assert shop.rows("select seq from entity_version where kind = 'erased'") == [(place,)]


def test_a_card_revoked_before_it_was_issued_stays_revoked(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.write(west, "card.revoked", {"member": MEMBER, "card": CARD, "why": "lost"})
    assert shop.results(west) == ["posted"]
    shop.write(east, "card.issued", {"member": MEMBER, "card": CARD, "form": "token"})
    assert shop.results(east) == ["posted"]
    assert facts(shop, "card") == {CARD: ""}
    assert shop.rows("select state, form from card") == [("revoked", "token")]


def test_a_card_of_two_members_is_the_firsts(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.write(east, "card.issued", {"member": MEMBER, "card": CARD, "form": "alias"})
    shop.write(west, "card.issued", {"member": OTHER, "card": CARD, "form": "alias"})
    assert shop.results(east) == ["posted"]
    assert shop.results(west) == ["posted-with-review"]
    assert facts(shop, "card") == {CARD: MEMBER}
    assert shop.rows("select form from card") == [("alias",)]


def test_merging_groups_and_unmerging_ungroups(shop: Shop) -> None:
    east = shop.till("east")
    shop.enrol_member(east)
    data = {"number": "2900420000189", "language": "en", "source": "counter"}
    shop.write(east, "member.enrolled", {"member": OTHER, "wallet": OTHER_WALLET} | data)
    shop.sell(east, 100, wallet=OTHER_WALLET, member=OTHER)
    act = shop.write(east, "merge", PAIR | {"why": "phone", "approver": NOBODY})
    assert shop.results(east) == ["posted"] * 4
    assert facts(shop, "alias") == {MEMBER: MEMBER, OTHER: MEMBER}
    shop.write(east, "unmerge", {"of": act.id} | PAIR | {"why": "two", "approver": NOBODY})
    assert shop.results(east, first=5) == ["posted"]
    assert facts(shop, "alias") == {MEMBER: MEMBER, OTHER: OTHER}
    assert shop.balance(OTHER_WALLET) == (100, 100, 0)
    assert shop.rows("select undone_by is not null from merge") == [(True,)]


def test_a_member_enrolled_after_the_merge_is_told_with_its_group(shop: Shop) -> None:
    east = shop.till("east")
    shop.enrol_member(east)
    shop.write(east, "merge", PAIR | {"why": "phone", "approver": NOBODY})
    data = {"number": "2900420000189", "language": "en", "source": "counter"}
    shop.write(east, "member.enrolled", {"member": OTHER, "wallet": OTHER_WALLET} | data)
    assert shop.results(east) == ["posted"] * 3
    assert facts(shop, "alias")[OTHER] == MEMBER


def test_pages_go_on_where_the_last_one_ended(shop: Shop) -> None:
    east = shop.till("east")
    for number in range(7):
        shop.sell(east, 10, wallet=f"{number + 1:032x}")
    shop.results(east)
    cursor, seen = "", []
    for _ in range(4):
        page = shop.pull(east, cursor, limit=2)
        seen += [row["id"] for row in page.rows["wallet"]]
        cursor = page.cursor
        assert page.up_to_date == (len(seen) == 7)
    assert seen == [f"{number + 1:032x}" for number in range(7)]
    last = shop.pull(east, cursor)
    assert (last.rows, last.cursor, last.up_to_date) == ({}, cursor, True)
