"""The till on a real screen: keys, scans, focus, closing, a second copy, a small screen."""

import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from tests.desktop_session.pictures import changed, keep, picture
from tests.desktop_session.running import REPOSITORY, Program, View, started
from tests.desktop_session.screen import Screen, until
from tests.desktop_session.shop_home import MEMBER, Home

pytestmark = pytest.mark.x11


def test_a_scan_and_an_amount_are_a_sale_in_the_file_at_every_scanner_s_speed(
    till: Program, home: Home
) -> None:
    for at, each_ms in enumerate((1, 5, 20, 40), start=1):
        till.scan(home.card, each_ms)
        view = till.wait_for("amount")
        assert (view.text("member_name"), view.text("scan"), view.text("amount")) == (
            MEMBER,
            "",
            "",
        )
        keep(till.screen, "counter_member")
        till.type(f"{at}2.50")
        till.press("Return")
        till.wait_for("scan")
    keep(till.screen, "counter_sold")
    assert till.close() == 0
    book = home.look()
    assert book.sales == [1250, 2250, 3250, 4250]
    assert (book.member.visits, book.faults) == (4, [])


def test_a_member_number_is_scanned_over_a_half_typed_amount(till: Program, home: Home) -> None:
    till.scan(home.card)
    till.wait_for("amount")
    till.type("12")
    till.press("Escape", "Escape")
    till.wait(lambda view: view.shows("ready"), "an empty counter")
    till.go_to("amount")
    till.scan(home.number)
    view = till.wait(lambda view: view.text("member_name") == MEMBER, "the member")
    assert (view.focus, view.text("amount"), view.text("scan")) == ("amount", "12", "")


def test_a_scan_that_waited_for_a_busy_program_is_still_a_scan(till: Program, home: Home) -> None:
    with till.busy():
        till.scan(home.card)
        till.scan(home.number)
    view = till.wait_for("amount")
    assert (view.text("member_name"), view.text("scan"), view.text("amount")) == (MEMBER, "", "")


def test_keys_of_a_scanner_are_no_commands_and_keys_of_a_person_are(
    till: Program, home: Home
) -> None:
    till.press("F2")
    till.wait_for("phone")
    for prefix in ("F9", "ctrl+b"):
        till.press("ctrl+2")  # the members' page, where F9 would lead away
        till.wait(lambda view: view.shows("members"), "the members")
        till.scan(home.card, 5, prefix)
        assert till.wait_for("amount").text("amount") == ""
    till.press("ctrl+b")
    assert till.view().text("amount") == ""
    till.press("F9")
    till.wait_for("scan")
    till.press("F2")
    till.wait_for("phone")
    till.hold("F9")
    view = till.wait_for("scan")
    assert view.text("result_text") == "", "a key held down is no scan"
    assert till.close() == 0
    assert home.look().sales == []


def test_the_place_of_the_keys_is_seen_wherever_tab_leads(till: Program, home: Home) -> None:
    till.scan(home.card)
    places = [till.wait_for("amount").focus]
    unseen = []
    for _ in range(12):
        before = picture(till.screen)
        till.press("Tab")
        view = till.wait(lambda view: view.focus != places[-1], "the next place")
        places.append(view.focus)
        if not is_ringed(till, before, view):
            unseen.append(view.focus)
    assert unseen == []
    assert len(set(places)) > 5


def is_ringed(till: Program, before: QImage, view: View) -> bool:
    """Tell whether more than half the rim of what has the keys now looks different."""
    room = view.room(view.focus)
    rim = room[2] + room[3]
    try:
        return until(lambda: changed(before, picture(till.screen), room) > rim, "a ring", 2)
    except AssertionError:
        keep(till.screen, f"no_ring_{view.focus}")
        return False


def test_the_window_manager_closes_it_cleanly(screen: Screen, home: Home) -> None:
    for way in (["key", "alt+F4"], None):
        with started(screen, "--home", str(home.root)) as till:
            till.sign_in()
            till.scan(home.card)
            till.wait_for("amount")
            till.type("5")
            till.press("Return")
            till.wait_for("scan")
            screen.run("xdotool", *(way or close_button(till.view())))
            assert till.process.wait(15) == 0
            assert till.said() == ""
    book = home.look()
    assert book.sales == [500, 500]
    assert book.faults == []
    assert book.places[0] == book.places[1], "the head is remembered beside the file"
    admin = [sys.executable, "-m", "desktop.admin", "--home", str(home.root), "verify"]
    subprocess.run(admin, cwd=REPOSITORY, check=True, capture_output=True)


def close_button(view: View) -> list[str]:
    """Press the cross at the right end of the frame that openbox draws."""
    left, top, width, _ = view.room("window")
    return ["mousemove", str(left + width - 10), str(top - 10), "click", "1"]


def test_the_program_as_people_start_it_opens_and_closes(screen: Screen, home: Home) -> None:
    with started(screen, "--home", str(home.root), module="ui") as till:
        screen.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Regulars")
        lock = home.root / "shop" / "till.lock"
        until(lock.exists, "the shop to be opened")
        blank = picture(screen)
        until(lambda: len(colours(screen)) > 1, "something drawn")
        till.press("Return")
        until(lambda: picture(screen) != blank, "an answer to a key")
        keep(screen, "as_started")
        assert till.close() == 0
        assert till.said() == ""
    assert home.look().faults == []


def colours(screen: Screen) -> set[int]:
    image = picture(screen)
    return {image.pixel(x, image.height() // 4) for x in range(image.width())}


def test_a_second_copy_says_that_the_shop_is_open_and_waits_its_turn(
    screen: Screen, home: Home
) -> None:
    with started(screen, "--home", str(home.root)) as first:
        first.sign_in()
        with started(screen, "--home", str(home.root)) as second:
            view = second.wait(lambda view: view.shows("trouble"), "the trouble")
            assert "already open" in view.text("title")
            first.process.terminate()
            first.process.wait(15)
            second.go_to("retry")
            keep(screen, "second_copy")
            second.press("Return")
            second.wait(lambda view: view.focus in {"pin", "person_0"}, "the lock")
            assert second.close() == 0
    assert home.look().faults == []


def test_the_trouble_page_waits_with_the_keys_on_what_goes_on(screen: Screen, home: Home) -> None:
    with started(screen, "--home", str(home.root)) as first:
        first.wait(lambda view: view.focus in {"pin", "person_0"}, "the lock")
        with started(screen, "--home", str(home.root)) as second:
            view = second.wait(lambda view: view.shows("trouble"), "the trouble")
            assert first.process.poll() is None
            assert view.focus == "retry"
