"""What the register hands over earns once, is answered, and never stops the counter."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.answers import MemberCard, SaleDone
from desktop.handover.desk import HandOver
from desktop.requests import HANDED, EnrolRequest, RefundRequest, SaleRequest
from desktop.store.shop import Category, Item
from desktop.till import Till
from desktop.trouble import AlreadyOpen, DiskFull, FolderMissing
from desktop.verbs.shop import keep_goods
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.refusals import NotAllowed, UnknownSale
from tests.desktop.book import make_till
from tests.desktop.handover.conftest import Register, void


def balance(till: Till, member: MemberCard) -> int:
    found = till.member(member.id, "card").result()
    assert found is not None
    return found.balance


def until(happened: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    waited = threading.Event()
    for _ in range(1_000):
        if happened():
            return
        waited.wait(0.01)
    raise AssertionError("it did not happen")


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


def test_goods_brought_back_have_used_their_receipt_up(
    register: Register, ada: MemberCard, till: Till
) -> None:
    void(till, register.hand(member=ada.number), "refund")
    for name, more in (("2", {}), ("3", {"id": "another"})):
        again = register.hand(name, member=ada.number, **more)
        assert (again["status"], again["how"]) == ("reversed", "refund")
    assert balance(till, ada) == 0


@pytest.mark.parametrize("why", ["undo", "void"])
def test_a_sale_that_was_voided_and_is_sent_again_is_said_to_be_voided(
    register: Register, ada: MemberCard, till: Till, why: str
) -> None:
    void(till, register.hand(member=ada.number), why)
    again = register.hand("2", member=ada.number)
    assert (again["status"], again["how"], again["repeated"]) == ("reversed", why, True)
    assert (again["points"], again["balance"]) == (0, 0)
    assert "free for a new hand-over" in again["sentence"]
    assert balance(till, ada) == 0


def test_a_voided_receipt_may_earn_again_under_another_id(
    register: Register, ada: MemberCard, till: Till
) -> None:
    void(till, register.hand(member=ada.number, id="x1"))
    new = register.hand("2", member=ada.number, id="x2")
    assert (new["status"], new["repeated"], new["id"]) == ("awarded", False, "x2")
    assert register.hand("3", member=ada.number, id="x2")["repeated"]
    old = register.hand("4", member=ada.number, id="x1")
    assert (old["status"], old["id"]) == ("reversed", "x1")
    assert balance(till, ada) == 128


def test_a_voided_sale_without_member_waits_again(
    register: Register, ada: MemberCard, till: Till
) -> None:
    register.hand()
    request = SaleRequest(till.fresh_id(), ada.id, (Line(12850),), "A-1")
    till.sell(request).result()
    register.desk.scan()
    void(till, register.answer())
    register.hand("2")
    assert register.answer("2") is None
    assert [sale.receipt for sale in register.desk.waiting()] == ["A-1"]


def test_what_was_given_back_in_part_is_told(
    register: Register, ada: MemberCard, till: Till
) -> None:
    first = register.hand(member=ada.number)
    sale = Id(bytes.fromhex(first["sale"]))
    till.give_back(RefundRequest(till.fresh_id(), sale, "refund", amount_minor=2_850)).result()
    again = register.hand("2", member=ada.number)
    assert (first["given_back"], again["given_back"]) == ("0.00", "28.50")
    assert (again["status"], again["balance"]) == ("awarded", 100)


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
    assert (sale.redeem, sale.at_ms) == (0, None)
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
    register.desk.stop()
    again = HandOver(till)
    again.scan()
    assert [sale.receipt for sale in again.waiting()] == ["A-1"]
    assert ada.balance == 0


def test_a_waiting_sale_keeps_what_it_asks_to_redeem(register: Register) -> None:
    register.hand(redeem=100, at="2026-03-02T09:00:00+08:00")
    (sale,) = register.desk.waiting()
    assert (sale.redeem, sale.at_ms) == (100, 1_772_413_200_000)


def test_a_sale_put_aside_is_answered_so(register: Register, till: Till) -> None:
    register.hand()
    (sale,) = register.desk.waiting()
    assert register.desk.dismiss(sale.key) is None
    assert register.desk.waiting() == []
    register.desk.scan()
    assert register.answer()["status"] == "dismissed"
    assert register.files("aside") == ["1.json"]
    assert register.desk.dismiss(sale.key) == UnknownSale()
    till.sign_out()
    assert register.desk.dismiss(sale.key) == NotAllowed("sell")
    assert register.desk.bring_back(sale.key) == NotAllowed("sell")


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_sale_put_aside_is_brought_back_and_awarded(
    register: Register, till: Till, ada: MemberCard, is_answered: bool
) -> None:
    register.hand()
    (sale,) = register.desk.waiting()
    register.desk.dismiss(sale.key)
    if is_answered:
        register.desk.scan()
    assert register.desk.bring_back(sale.key) is None
    assert register.desk.waiting() == [sale]
    register.desk.scan()
    assert (register.files("aside"), register.files("claimed")) == ([], ["00000001~1.json"])
    till.sell(SaleRequest(till.fresh_id(), ada.id, sale.lines, "A-1", source=HANDED)).result()
    register.desk.scan()
    assert register.answer()["status"] == "awarded"
    assert register.desk.bring_back(sale.key) == UnknownSale()


def test_a_sale_put_aside_and_sent_again_waits_again(register: Register) -> None:
    register.hand()
    register.desk.dismiss(register.desk.waiting()[0].key)
    register.desk.scan()
    register.hand("2")
    assert [sale.receipt for sale in register.desk.waiting()] == ["A-1"]


def test_equal_receipts_of_two_days_wait_apart(register: Register, till: Till) -> None:
    till.set_setting("receipts_restart", "daily").result()
    register.hand("1", at="2026-03-01T09:00:00+08:00")
    register.hand("2", at="2026-03-02T09:00:00+08:00")
    first, second = register.desk.waiting()
    register.desk.dismiss(second.key)
    assert register.desk.waiting() == [first]


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
    assert isinstance(register.desk.trouble, DiskFull)
    assert register.heard[-1].handed
    monkeypatch.undo()
    register.desk.scan()
    assert register.desk.trouble is None
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


def test_another_folder_is_watched_as_soon_as_it_is_chosen(
    register: Register, till: Till, tmp_path: Path, ada: MemberCard
) -> None:
    register.hand("old")
    register.desk.start()
    old, new = register.folder, tmp_path / "from the register"
    till.set_setting("watched_folder", str(new)).result()
    new.mkdir()
    sale = {"v": 1, "receipt": "A-2", "amount": "5.00", "member": ada.number}
    (new / "1.json").write_text(json.dumps(sale))
    answered = new / "answers" / "1.json"
    until(answered.exists)
    assert register.folder == new
    assert register.desk.waiting() == []
    assert (old / "claimed" / "00000001~old.json").exists()
    assert register.desk.stop()


def test_a_chosen_folder_that_cannot_be_used_is_a_trouble(
    register: Register, till: Till, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    till.set_setting("watched_folder", str(tmp_path / "file" / "sales")).result()
    register.heard.clear()
    register.desk.scan()
    assert isinstance(register.desk.trouble, FolderMissing)
    assert register.heard[-1].handed
    register.desk.scan()
    assert [note.handed for note in register.heard] == [True, True]  # moved, and troubled: once
    till.set_setting("watched_folder", "").result()
    register.desk.scan()
    assert register.desk.trouble is None


def test_two_tills_on_one_folder_award_no_sale_twice(register: Register, tmp_path: Path) -> None:
    register.desk.scan()
    other = make_till(tmp_path / "other")
    second = HandOver(other, folder=register.folder)
    try:
        (register.folder / "1.json").write_text('{"v": 1, "receipt": "A-1", "amount": "1.00"}')
        second.scan()
        assert isinstance(second.trouble, AlreadyOpen)
        assert second.waiting() == []
        register.desk.scan()
        assert len(register.desk.waiting()) == 1
        register.desk.stop()
        second.scan()
        assert second.trouble is None
        assert len(second.waiting()) == 1
    finally:
        second.stop()
        other.close()


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
