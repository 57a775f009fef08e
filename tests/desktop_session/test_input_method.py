"""A Chinese input method is on, and scans arrive whole; and Chinese names can be typed."""

import pytest

from tests.desktop_session.pictures import keep
from tests.desktop_session.running import Program, started
from tests.desktop_session.screen import Screen
from tests.desktop_session.shop_home import MEMBER, Home

pytestmark = pytest.mark.x11
SPEEDS_MS = (1, 5, 20, 40)


def enrol_as_far_as_the_name(till: Program) -> None:
    till.press("F2")
    till.wait_for("phone")
    till.type("0987654321")
    till.press("Return")
    till.wait_for("name")


def back_to_the_name(till: Program) -> None:
    till.press("F2")
    till.wait(lambda view: view.shows("enrol"), "the new member")
    till.click("name")
    till.wait_for("name")


def test_a_field_of_qts_own_gets_garbage_so_the_input_method_is_really_there(
    chinese: Screen, home: Home
) -> None:
    with started(chinese, "plain") as program:
        program.wait_for("plain")
        program.scan(home.card)
        got = program.wait(lambda view: len(view.text("plain")) > 9, "letters").text("plain")
        keep(chinese, "input_method_plain")
    assert home.card[:3] not in got, "its digits chose candidates"


def test_a_scan_is_exact_at_the_counter_and_over_a_half_typed_amount(
    chinese_till: Program, home: Home
) -> None:
    for at, each_ms in enumerate(SPEEDS_MS, start=1):
        chinese_till.scan(home.card, each_ms)
        view = chinese_till.wait_for("amount")
        assert view.text("member_name") == MEMBER
        chinese_till.type(f"{at}2")
        chinese_till.scan(home.card, each_ms)
        view = chinese_till.wait(lambda view: not view.text("scan"), "the scan to be over")
        assert (view.focus, view.text("amount")) == ("amount", f"{at}2")
        chinese_till.press("Return")
        chinese_till.wait_for("scan")
    assert chinese_till.close() == 0
    assert home.look().sales == [1200, 2200, 3200, 4200]


@pytest.mark.parametrize("prefix", ["F9", "ctrl+b"])
def test_a_scan_behind_a_prefix_key_leaves_a_half_typed_name_alone(
    chinese_till: Program, home: Home, prefix: str
) -> None:
    enrol_as_far_as_the_name(chinese_till)
    chinese_till.type("nihao ")
    chinese_till.wait(lambda view: view.text("name") == "你好", "a Chinese name")
    for each_ms in SPEEDS_MS:
        chinese_till.scan(home.card, each_ms, prefix)
        view = chinese_till.wait_for("amount")
        assert view.text("member_name") == MEMBER
        assert (view.text("scan"), view.text("amount")) == ("", "")
        back_to_the_name(chinese_till)
        assert chinese_till.view().text("name") == "你好"


@pytest.mark.parametrize("prefix", ["F9", "ctrl+b"])
def test_a_scan_that_waits_for_a_busy_program_is_exact_too(
    chinese_till: Program, home: Home, prefix: str
) -> None:
    enrol_as_far_as_the_name(chinese_till)
    with chinese_till.busy():
        chinese_till.scan(home.card, 5, prefix)
    assert chinese_till.wait_for("amount").text("member_name") == MEMBER
    back_to_the_name(chinese_till)
    assert chinese_till.view().text("name") == ""


def test_a_prefix_key_that_is_a_person_s_leaves_the_input_method_on(
    chinese_till: Program,
) -> None:
    enrol_as_far_as_the_name(chinese_till)
    chinese_till.hold("F9")
    chinese_till.wait_for("scan")  # it finds a member
    back_to_the_name(chinese_till)
    chinese_till.type("nihao ")
    chinese_till.wait(lambda view: view.text("name") == "你好", "a Chinese name")


def test_a_chinese_name_is_typed_and_kept(chinese_till: Program, home: Home) -> None:
    enrol_as_far_as_the_name(chinese_till)
    chinese_till.type("nihao")
    keep(chinese_till.screen, "input_method_composing")
    chinese_till.press("space")
    chinese_till.wait(lambda view: view.text("name") == "你好", "a Chinese name")
    chinese_till.go_to("agreed")
    chinese_till.press("space", "Return")
    chinese_till.wait(lambda view: view.window != "window", "the card, to be printed")
    keep(chinese_till.screen, "input_method_enrolled")
    chinese_till.press("Escape")
    view = chinese_till.wait_for("amount")
    assert view.text("member_name") == "你好"
    assert chinese_till.close() == 0
    book = home.look()
    assert book.names == {MEMBER, "你好"}
    assert book.faults == []
