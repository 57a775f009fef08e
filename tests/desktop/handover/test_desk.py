"""What the register hands over earns once, is answered, and never stops the counter."""

import threading
from pathlib import Path
from typing import Any

from desktop.answers import MemberCard, SaleDone
from desktop.handover.desk import HandOver
from desktop.requests import HANDED, EnrolRequest, RefundRequest, SaleRequest
from desktop.store.shop import Category, Item
from desktop.till import Till
from desktop.verbs.shop import keep_goods
from regulars.points.earning import Line
from regulars.refusals import NotAllowed, UnknownSale
from tests.desktop.handover.conftest import Register


def balance(till: Till, member: MemberCard) -> int:
    found = till.member(member.id, "card").result()
    assert found is not None
    return found.balance


def test_a_sale_with_a_member_is_awarded_and_answered(register: Register, ada: MemberCard) -> None:
    answer = register.hand(member=ada.number)
    assert (answer["status"], answer["points"], answer["balance"]) == ("awarded", 128, 128)
    assert answer["why"]["rate"] == [1, "1.00"]
    assert answer["why"]["base"] == "128.50"
    assert answer["member"] == ada.number
    assert register.files("done") == ["1.json"]
    assert register.files("claimed") == []
    assert any(ada.id in note.members for note in register.heard)


def test_the_same_receipt_earns_once_and_is_answered_again(
    register: Register, ada: MemberCard, till: Till
) -> None:
    first = register.hand(member=ada.number)
    again = register.hand("2", member=ada.number)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again | {"repeated": False} == first
    assert balance(till, ada) == 128


def test_a_receipt_with_another_amount_is_refused(
    register: Register, ada: MemberCard, till: Till
) -> None:
    register.hand(member=ada.number)
    answer = register.hand("2", member=ada.number, amount="500.00")
    assert (answer["status"], answer["code"]) == ("refused", "receipt-known")
    assert balance(till, ada) == 128


def test_a_sale_given_back_and_sent_again_does_not_earn_again(
    register: Register, ada: MemberCard, till: Till
) -> None:
    first = register.hand(member=ada.number)
    sale = bytes.fromhex(first["sale"])
    till.give_back(RefundRequest(till.fresh_id(), sale, "refund")).result()  # type: ignore[arg-type]
    again = register.hand("2", member=ada.number)
    assert again["repeated"]
    assert balance(till, ada) == 0


def test_the_same_name_may_be_used_for_every_sale(register: Register, ada: MemberCard) -> None:
    register.hand("sale", member=ada.number)
    answer = register.hand("sale", member=ada.number, receipt="A-2")
    assert answer["balance"] == 256
    assert register.files("done") == ["sale (2).json", "sale.json"]


def test_a_member_may_be_named_by_phone_card_or_another_systems_number(
    register: Register, ada: MemberCard, till: Till
) -> None:
    assert register.hand(member="0912-345-678")["member"] == ada.number
    enrolled: Any = till.enrol(EnrolRequest("Bo", agreed=True, alias="OLD-77")).result()
    assert register.hand("2", receipt="A-2", member=enrolled.card_text)["status"] == "awarded"
    found = register.hand("3", receipt="A-3", member="old-77")
    assert found["member"] == enrolled.member.number


def test_a_phone_of_two_members_is_refused(register: Register, ada: MemberCard, till: Till) -> None:
    twin = EnrolRequest("Bea Byron", "0912345678", agreed=True, shares_phone=True)
    till.enrol(twin).result()
    assert register.hand(member="0912345678")["code"] == "several-members"
    assert ada.balance == 0


def test_an_unknown_card_is_refused_with_a_sentence(register: Register) -> None:
    answer = register.hand(member="2900000000001")
    assert answer["status"] == "refused"
    assert "No points were given" in answer["sentence"]


def test_points_are_spent_only_with_the_card(
    register: Register, till: Till, ada: MemberCard
) -> None:
    enrolled: Any = till.enrol(EnrolRequest("Bo", agreed=True)).result()
    register.hand(member=enrolled.card_text)
    answer = register.hand("2", receipt="A-2", member=enrolled.card_text, redeem=100)
    assert (answer["spent"], answer["to_pay"]) == (100, "127.50")
    register.hand("3", receipt="A-3", member=ada.number)
    answer = register.hand("4", receipt="A-4", member=ada.number, redeem=100)
    assert answer["code"] == "care-needed"


def test_lines_of_a_category_without_points_do_not_earn(
    register: Register, ada: MemberCard, till: Till
) -> None:
    till.change_shop(
        "programme",
        lambda opened: keep_goods(
            opened.book,
            (Category("gift", "Gift cards", earns=False),),
            (Item("G1", "Gift", "gift"),),
        ),
    ).result()
    lines = [{"item": "G1", "amount": "100.00"}, {"category": "tea", "amount": "28.50"}]
    answer = register.hand(member=ada.number, lines=lines)
    assert answer["points"] == 28
    assert answer["why"]["excluded"] == "100.00"


def test_a_sale_of_another_day_is_dated_so_and_a_very_old_one_is_rejected(
    register: Register, ada: MemberCard, till: Till
) -> None:
    register.hand(member=ada.number, at="2026-02-27T14:05:00+08:00")
    assert till.history(ada.id).result()[0].on.isoformat() == "2026-02-27"
    answer = register.hand("2", receipt="A-2", member=ada.number, at="2025-02-27T14:05:00+08:00")
    assert answer["status"] == "rejected"
    assert register.files("rejected") == ["2.json", "2.txt"]


def test_a_sale_without_member_waits_until_the_counter_awards_its_receipt(
    register: Register, ada: MemberCard, till: Till
) -> None:
    assert register.hand() is None
    assert register.heard[-1].handed
    (sale,) = register.desk.waiting()
    assert register.desk.take("A-1") == sale
    assert (sale.receipt, sale.amount_minor, sale.lines) == ("A-1", 12850, (Line(12850),))
    request = SaleRequest(till.fresh_id(), ada.id, sale.lines, sale.receipt, source=HANDED)
    assert isinstance(till.sell(request).result(), SaleDone)
    register.heard.clear()
    register.desk.scan()
    answer = register.answer()
    assert (answer["status"], answer["repeated"], answer["balance"]) == ("awarded", False, 128)
    assert register.desk.waiting() == []
    assert register.heard[-1].handed


def test_a_waiting_sale_survives_a_restart(register: Register, till: Till, ada: MemberCard) -> None:
    register.hand()
    again = HandOver(till)
    again.scan()
    assert [sale.receipt for sale in again.waiting()] == ["A-1"]
    assert ada.balance == 0


def test_a_sale_put_aside_is_answered_so(register: Register, till: Till) -> None:
    register.hand()
    assert register.desk.dismiss("A-1") is None
    assert register.desk.waiting() == []
    register.desk.scan()
    assert register.answer()["status"] == "dismissed"
    assert register.desk.dismiss("A-1") == UnknownSale()
    till.sign_out()
    assert register.desk.dismiss("A-1") == NotAllowed("sell")


def test_a_receipt_that_waits_twice_is_listed_once_and_both_are_answered(
    register: Register, till: Till, ada: MemberCard
) -> None:
    register.hand("1")
    register.hand("2")
    assert len(register.desk.waiting()) == 1
    till.sell(SaleRequest(till.fresh_id(), ada.id, (Line(12850),), "A-1")).result()
    register.desk.scan()
    assert register.answer("1")["status"] == register.answer("2")["status"] == "awarded"
    assert register.desk.waiting() == []


def test_a_file_that_comes_while_the_till_closes_is_dealt_with_at_the_next_start(
    register: Register, till: Till, ada: MemberCard
) -> None:
    till.close()
    assert register.hand(member=ada.number) is None
    assert register.files("claimed") == ["00000001~1.json"]


def test_a_break_between_award_and_answer_earns_once(
    register: Register, till: Till, ada: MemberCard, monkeypatch: Any
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(register.desk.watcher, "_answer", no_room)
    assert register.hand(member=ada.number) is None
    assert "disk is full" in register.desk.problem
    monkeypatch.undo()
    register.desk.scan()
    assert register.desk.problem == ""
    assert register.answer()["balance"] == 128
    assert balance(till, ada) == 128


def test_receipts_that_begin_anew_each_day_earn_each_day(
    register: Register, till: Till, ada: MemberCard
) -> None:
    till.set_setting("receipts_restart", "daily").result()
    register.hand(member=ada.number)
    till.world.clock.pass_days(1)  # type: ignore[attr-defined]
    answer = register.hand("2", member=ada.number)
    assert (answer["repeated"], answer["balance"]) == (False, 256)


def test_the_folder_may_be_set(till: Till, tmp_path: Path) -> None:
    till.set_setting("watched_folder", str(tmp_path / "from the register")).result()
    assert HandOver(till).watcher.root == tmp_path / "from the register"


def test_its_own_thread_looks_until_it_is_told_to_stop(register: Register) -> None:
    looked = threading.Event()

    def pause(seconds: float) -> bool:
        assert seconds == 0.5
        looked.set()
        return register.desk.watcher._stop.wait(5)

    register.desk.watcher._pause = pause
    register.desk.start()
    assert looked.wait(5)
    assert register.desk.stop()
