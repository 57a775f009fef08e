"""People of other tills are served like one's own; who was erased is gone, to the byte."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.answers import MemberCard, RefundAsked
from desktop.requests import ChangeRequest, RefundRequest
from desktop.store.database import Store
from desktop.store.members import members_by_phone
from desktop.store.profile import profile
from desktop.store.rebuild import rebuild
from desktop.store.search import search
from desktop.store.sqlite import engine
from desktop.store.tries import AT_ONCE, EVERY_MS, Tries
from desktop.verbs.asking import ask_refund, hand_over
from desktop.verbs.enrol import change_member, set_consent
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.shop import staff_rows
from regulars.codes import card_text, fingerprint
from regulars.ids import Id, spell
from regulars.operations.operation import NOBODY
from regulars.people.member_number import make
from regulars.people.phone import phone_mark
from regulars.programme.programme import Programme
from regulars.refusals import (
    CardRevoked,
    NothingLeftToRefund,
    RefundAskedAlready,
    RefundNotHeld,
    Refusal,
    UnknownCard,
    UnknownSale,
)
from sync.wire_rows import CardRow, ConsentRow, Dealt, LinkRow, MemberRow, StaffRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.book import KEY, enrolled

LIN, WALLET = Id(b"lin".ljust(16)), Id(b"lin's wallet".ljust(16))
CARD = card_text(bytes(range(13)))
NUMBER = make(42, 17)
PHONE = "+886912345678"
ACT = Id(b"act".ljust(16))


def lin(shop: Joined, seq: int = 10, **told: Any) -> MemberRow:
    about: dict[str, Any] = {
        "name": "林小美",
        "phone": "+886912345678",
        "birthday": "--05-06",
    } | told
    return MemberRow(LIN, seq, WALLET, NUMBER, shop.book.today(), **about)


def scan(shop: Joined, text: str = CARD) -> MemberCard | Refusal:
    found = scanned(shop.book.store, text, shop.book.today(), shop.book.clock.now_ms())
    if isinstance(found, Scanned):
        assert found.member is not None
        return found.member
    return found


def meets(shop: Joined) -> None:
    """Read of Lin and her card, with 700 points of which 500 may be spent here."""
    row = shop.row(12, 700, wallet=WALLET, granted=500)
    card = CardRow(fingerprint(CARD), 11, LIN)
    shop.reads(row, member=(lin(shop).row(),), card=(card.row(),))


def test_somebody_of_another_till_is_found_like_any_other(shop: Joined) -> None:
    meets(shop)
    for typed in ("林小美", "lin", "lxm", "5678", "0912345678", NUMBER):
        assert [row.id for row in search(shop.book.store, typed, "TW")] == [LIN], typed
    card = scan(shop)
    assert isinstance(card, MemberCard)
    assert (card.name, card.balance, card.spendable) == ("林小美", 700, 500)
    shop.sell(10_000, member=LIN, spend_points=500)
    assert shop.card(LIN).balance == 295


def test_a_row_that_comes_before_its_member_waits_for_them(shop: Joined) -> None:
    shop.reads(shop.row(12, 700, wallet=WALLET, granted=500))
    assert shop.file.grants() == [(1, WALLET, 500)]
    card = CardRow(fingerprint(CARD), 13, LIN).row()
    said = ConsentRow(LIN, "marketing", 14, "2026-11", given=True, channel="web", at_ms=7).row()
    shop.reads(card=(card,), consent=(said,))
    assert search(shop.book.store, "林小美", "TW") == []
    shop.reads(member=(lin(shop, 15).row(),))
    assert shop.card(LIN).balance == 700
    assert isinstance(scan(shop), MemberCard)
    known = profile(shop.book.store, LIN)
    assert known is not None
    assert known.has_marketing


def test_only_the_end_of_a_phone_number_may_be_told(shop: Joined) -> None:
    shop.reads(member=(lin(shop, phone="", tail="5678").row(),))
    assert [row.id for row in search(shop.book.store, "5678", "TW")] == [LIN]


def test_a_card_revoked_elsewhere_is_revoked_and_stays_so(shop: Joined) -> None:
    meets(shop)
    gone = CardRow(fingerprint(CARD), 20, LIN, is_revoked=True)
    shop.reads(card=(gone.row(),))
    assert isinstance(scan(shop), CardRevoked)
    shop.reads(card=(replace(gone, seq=21, is_revoked=False).row(),))
    assert isinstance(scan(shop), CardRevoked)


def test_a_change_made_elsewhere_is_shown_and_an_own_one_behind_it(shop: Joined) -> None:
    meets(shop)
    shop.reads(member=(lin(shop, 20, name="Lin Mei").row(),))
    assert shop.card(LIN).name == "Lin Mei"
    assert search(shop.book.store, "林小美", "TW") == []
    change_member(shop.book, ChangeRequest(LIN, name="林美"))
    assert shop.card(LIN).name == "林美"
    shop.reads(member=(lin(shop, 19, name="late").row(),))
    assert shop.card(LIN).name == "林美"


def test_an_own_change_holds_against_a_row_that_has_not_seen_it(shop: Joined) -> None:
    meets(shop)
    before = shop.file.heads()[-1]
    change_member(shop.book, ChangeRequest(LIN, phone="0987654321"))
    set_consent(shop.book, LIN, "marketing", given=True)
    said = ConsentRow(LIN, "marketing", 20, "2026-11", given=False, channel="web", at_ms=7)
    row = lin(shop, 20, name="Lin Mei", seen=before)
    shop.reads(member=(row.row(),), consent=(replace(said, seen=before).row(),))
    assert (shop.card(LIN).name, shop.card(LIN).phone_masked[-3:]) == ("Lin Mei", "321")
    known = profile(shop.book.store, LIN)
    assert known is not None
    assert known.has_marketing
    after = shop.file.heads()[-1]
    row = replace(row, seq=21, seen=after)
    shop.reads(member=(row.row(),), consent=(replace(said, seq=21, seen=after).row(),))
    assert shop.card(LIN).phone_masked[-3:] == "678", "the centre has seen it, and knows better"
    known = profile(shop.book.store, LIN)
    assert known is not None
    assert not known.has_marketing


def test_a_file_built_again_shows_the_same_own_changes(shop: Joined, tmp_path: Path) -> None:
    meets(shop)
    before = shop.file.heads()[-1]
    change_member(shop.book, ChangeRequest(LIN, phone="0987654321"))
    set_consent(shop.book, LIN, "marketing", given=True)
    said = ConsentRow(LIN, "marketing", 20, "v", given=False, channel="web", at_ms=7, seen=before)
    row = lin(shop, 20, name="Lin Mei", seen=before)
    shop.reads(member=(row.row(),), consent=(said.row(),))
    change_member(shop.book, ChangeRequest(LIN, birthday="1990-05-07"))
    built = rebuild(shop.book.store, tmp_path / "built.db", KEY)
    assert rows_of(built) == rows_of(shop.book.store)
    built.close()


def test_an_alias_leads_to_who_stays_and_both_wallets_are_spent(shop: Joined) -> None:
    meets(shop)
    shop.reads(shop.row(14, 300, granted=200))
    shop.reads(alias=(LinkRow("alias", LIN, 20, shop.member).row(),))
    card = scan(shop)
    assert isinstance(card, MemberCard)
    assert (card.id, card.balance, card.spendable) == (shop.member, 1_000, 700)
    assert [row.id for row in search(shop.book.store, "林小美", "TW")] == [shop.member]
    shop.redeem(600)
    assert shop.card().balance == 400
    [(spent,)] = shop.book.store.rows(
        "select cast(body as text) ->> '$.data.spent' from operation where kind = 'redeem'"
    )
    assert spent == f'[["{spell(shop.wallet())}",200],["{spell(WALLET)}",400]]'
    shop.reads(alias=(LinkRow("alias", LIN, 21, LIN).row(),))
    again = scan(shop)
    assert isinstance(again, MemberCard)
    assert (again.id, again.balance, shop.balance) == (LIN, 300, 100)


def test_members_merged_in_a_circle_stop_no_search(shop: Joined) -> None:
    meets(shop)
    there, back = (LIN, shop.member), (shop.member, LIN)
    rows = [LinkRow("alias", one, 20 + n, to).row() for n, (one, to) in enumerate((there, back))]
    shop.reads(alias=tuple(rows))
    assert len(search(shop.book.store, "林小美", "TW")) == 1
    assert isinstance(scan(shop), MemberCard)


def test_who_was_erased_is_gone_to_the_byte_and_the_points_stay(
    shop: Joined, tmp_path: Path
) -> None:
    meets(shop)
    own, card = enrolled(shop.book, "Ottilie Quux", "0987654321", "1990-02-28")
    change_member(shop.book, ChangeRequest(own.id, name="Ottilie Quuux"))
    shop.sell(5_000, member=own.id)
    who = (LinkRow("erased", LIN, 30, ACT).row(), LinkRow("erased", own.id, 31, ACT).row())
    shop.reads(erased=who)
    late = lin(shop, 32)
    shop.reads(member=(late.row(),), card=(CardRow(fingerprint(CARD), 33, LIN).row(),))
    for typed in ("林小美", "5678", NUMBER, "Ottilie", "4321", own.number):
        assert search(shop.book.store, typed, "TW") == [], typed
    assert (scan(shop), scan(shop, card)) == (UnknownCard(), UnknownCard())
    assert (shop.card(LIN).balance, shop.card(own.id).balance) == (700, 50)
    shop.book.store.hand_over()
    target = tmp_path / "plain.db"
    export(shop, target)
    plain = target.read_bytes()
    for said in ("林小美", "912345678", "--05-06", "Ottilie", "987654321", "1990-02-28", "ottilie"):
        assert said.encode() not in plain, said
        assert said[::-1].encode() not in plain, said
    assert b"Mei Chen" in plain, "the control: who was not erased is there"


def export(shop: Joined, target: Path) -> None:
    """Write the file's pages, free ones too, as they are without the key."""
    copy = target.with_suffix(".copy")
    shutil.copyfile(shop.book.store.path, copy)
    connection = engine.connect(str(copy))
    connection.execute(f"pragma key = \"x'{KEY.hex()}'\"")
    connection.execute(f"attach database '{target}' as plain key ''")
    connection.execute("select sqlcipher_export('plain')")
    connection.close()


def test_an_own_erasing_forgets_the_same(shop: Joined) -> None:
    own, _ = enrolled(shop.book, "Ottilie Quux", "0987654321")
    with shop.book.writing():
        data = {"member": spell(own.id), "why": "asked", "approver": spell(NOBODY)}
        shop.book.journal.write("erase", dict(data))
    change_member(shop.book, ChangeRequest(own.id, name="Ottilie again"))
    assert search(shop.book.store, "Ottilie", "TW") == []
    assert b"Ottilie" not in repr(rows_of(shop.book.store)).encode()


def test_who_works_here_comes_with_the_feed(shop: Joined) -> None:
    shop.reads(staff=(StaffRow(Id(b"w" * 16), 5, "Wen", "cashier", is_active=True).row(),))
    assert [row.name for row in staff_rows(shop.book.store)] == ["Lin", "Wen"]


# Refunds -----------------------------------------------------------------------------------------


def test_a_sale_that_is_not_in_this_tills_hands_is_asked_for(shop: Joined) -> None:
    sale = shop.sell(20_000).act
    shop.reads(shop.row(5, 200))
    assert shop.back(sale, amount_minor=5_000).taken == 50
    shop.reads(request=(LinkRow("request", sale, 9, ACT).row(),))
    assert shop.kinds()[-1] == "refund.release"
    assert shop.try_back(sale) == RefundNotHeld(sale)
    act = shop.book.journal.fresh_id()
    assert ask_refund(shop.book, RefundRequest(act, sale, "refund")) == RefundAskedAlready()
    assert shop.kinds()[-1] == "refund.release"
    shop.reads(request=(LinkRow("request", sale, 10, None, Dealt((ACT,))).row(),))
    asked = ask_refund(shop.book, RefundRequest(act, sale, "refund"))
    another = RefundRequest(shop.book.journal.fresh_id(), sale, "refund")
    assert ask_refund(shop.book, another) == RefundAskedAlready(), "the first one waits"
    assert asked == ask_refund(shop.book, RefundRequest(act, sale, "refund"))
    assert isinstance(asked, RefundAsked)
    assert shop.kinds()[-2:] == ["refund.release", "refund.request"]
    [(body,)] = shop.book.store.rows(
        "select cast(body as text) ->> '$.data' from operation where kind = 'refund.request'"
    )
    assert '"amount":15000' in body
    assert '"whole":true' in body


def test_a_sale_of_another_till_is_offered_to_be_asked_for(shop: Joined) -> None:
    sale = Id(b"elsewhere".ljust(16))
    assert shop.try_back(sale) == UnknownSale()
    asked = ask_refund(shop.book, RefundRequest(shop.book.journal.fresh_id(), sale, "refund"))
    assert isinstance(asked, RefundAsked)


def test_after_the_day_was_closed_its_sales_are_not_this_tills_to_give_back(shop: Joined) -> None:
    sale = shop.sell(20_000).act
    with shop.book.writing():
        shop.book.journal.write(
            "day.close",
            {"number": 1, "on": "2026-03-02", "head": "", "signature": "", "totals": {}},
        )
    assert shop.try_back(sale) == RefundNotHeld(sale)
    later = shop.sell(20_000).act
    assert shop.back(later).taken == 200
    act = shop.book.journal.fresh_id()
    gone = ask_refund(shop.book, RefundRequest(act, later, "refund"))
    assert gone == NothingLeftToRefund()


def test_a_lone_shop_ends_what_is_due_and_then_hands_over(tmp_path: Path) -> None:
    shop = Joined(tmp_path, Programme(redeem_min=1, expiry_months=1))
    shop.sell(10_000)
    shop.clock.pass_days(70)
    hand_over(shop.book, centre=ACT, key=bytes(32), lease_days=14)
    assert shop.kinds() == ["sale", "expire", "authority.handed_over"]
    assert shop.balance == 0
    shop.reads(shop.row(3, 0))
    shop.sell(1_000)
    assert shop.balance == 10
    shop.close()


def test_a_whole_number_finds_only_whose_it_is_and_its_end_all_who_have_that(shop: Joined) -> None:
    store = shop.book.store
    store.phone_key = b"k" * 32
    told = lin(shop, phone="", tail="5678", mark=phone_mark(store.phone_key, PHONE).hex())
    shop.reads(member=(told.row(),))

    def found(typed: str) -> list[Id]:
        return [row.id for row in search(store, typed, "TW")]

    assert found("5678") == found("0912345678") == found(PHONE) == [LIN]
    assert found("0922345678") == []
    assert [row.id for row in members_by_phone(store, PHONE)] == [LIN]
    assert members_by_phone(store, "+886922345678") == []
    store.phone_key = b""  # a till without the key knows only the end
    assert found("0922345678") == [LIN]
    assert members_by_phone(store, PHONE) == []


def test_whom_an_older_centre_gives_no_mark_is_found_by_the_end(shop: Joined) -> None:
    shop.book.store.phone_key = b"k" * 32
    shop.reads(member=(lin(shop, phone="", tail="5678").row(),))
    assert [row.id for row in search(shop.book.store, "0922345678", "TW")] == [LIN]


def of_other_stores(shop: Joined) -> Store:
    """Let the till know somebody of another store, and give its file with a clock that stands."""
    store = shop.book.store
    store.phone_key = b"k" * 32
    told = lin(shop, phone="", tail="5678", mark=phone_mark(store.phone_key, PHONE).hex())
    shop.reads(member=(told.row(),))
    return store


def test_whoever_tries_numbers_one_after_the_other_learns_no_more_than_the_end(
    shop: Joined,
) -> None:
    store, now = of_other_stores(shop), [0]
    store.tries = Tries(lambda: now[0])
    wrong = [f"09{number:04}5678" for number in range(AT_ONCE + 3)]
    answers = [[row.id for row in search(store, one, "TW")] for one in wrong]
    assert answers == [[]] * AT_ONCE + [[LIN]] * 3, (
        "then anybody's number says the same as no one's"
    )
    assert [row.id for row in search(store, "0912345678", "TW")] == [LIN]
    assert members_by_phone(store, PHONE) == []
    now[0] += EVERY_MS
    assert [row.id for row in members_by_phone(store, PHONE)] == [LIN]
    assert [row.id for row in members_by_phone(store, PHONE)] == [LIN], "the same again is free"


def test_a_number_whose_end_nobody_has_costs_nothing(shop: Joined) -> None:
    store, now = of_other_stores(shop), [0]
    store.tries = Tries(lambda: now[0])
    for number in range(2 * AT_ONCE):
        assert search(store, f"09{number:04}1111", "TW") == []
    assert search(store, "0900005678", "TW") == []


def test_control_without_counting_the_whole_number_is_found_by_trying(
    shop: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = of_other_stores(shop)
    monkeypatch.setattr(Tries, "may", lambda *_: True)
    guesses = (f"09{number:04}5678" for number in range(1_200, 1_300))
    assert [one for one in guesses if search(store, one, "TW")] == ["0912345678"]
