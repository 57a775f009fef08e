"""What a keyboard does to a scan: CapsLock, and a layout the scanner was not set up for.

A scanner is a keyboard: it presses places, and the computer's layout says what they type. Set to
the computer's layout, it types any text right. Set to another, it types our cards right only where
the layouts agree; then the till must say that it cannot read the card, and do nothing else.
"""

import pytest

from tests.desktop_session.pictures import keep
from tests.desktop_session.running import Program
from tests.desktop_session.shop_home import MEMBER, Home

pytestmark = pytest.mark.x11
_ROWS = ((10, "1234567890"), (24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
PLACES = {letter: first + at for first, row in _ROWS for at, letter in enumerate(row)}
"""The key codes of an American keyboard, as X numbers them."""


def as_american_keys(text: str) -> list[str]:
    return [f"{'shift+' if c.isalpha() else ''}{PLACES[c]}" for c in text]


def test_capslock_makes_no_difference_to_a_card(till: Program, home: Home) -> None:
    till.press("Caps_Lock")
    for each_ms in (1, 20):
        till.scan(home.card, each_ms)
        view = till.wait_for("amount")
        assert view.text("member_name") == MEMBER
        till.type("7")
        till.press("Return")
        till.wait_for("scan")
    assert till.close() == 0
    assert home.look().sales == [700, 700]


@pytest.mark.parametrize("layout", ["fr", "de", "us -variant dvorak"])
def test_a_scanner_set_to_the_computer_s_layout_is_read(
    till: Program, home: Home, layout: str
) -> None:
    till.screen.run("setxkbmap", *layout.split())
    till.scan(home.card)
    view = till.wait_for("amount")
    assert view.text("member_name") == MEMBER
    till.type("7")
    till.press("Return")
    till.wait_for("scan")
    assert till.close() == 0
    assert home.look().sales == [700]


def test_the_key_places_are_right(till: Program, home: Home) -> None:
    till.scan_keys(as_american_keys(home.card))
    assert till.wait_for("amount").text("member_name") == MEMBER


@pytest.mark.parametrize("prefix", [[], ["F9"]])
def test_a_scanner_set_to_another_layout_is_refused_and_nothing_is_typed(
    till: Program, home: Home, prefix: list[str]
) -> None:
    till.screen.run("setxkbmap", "fr")
    till.scan_keys([*prefix, *as_american_keys(home.card)])
    view = till.wait(lambda view: view.text("result_text") != "", "words")
    keep(till.screen, "layout_french")
    assert "not one of this shop's cards" in view.text("result_text")
    assert (view.focus, view.text("scan"), view.text("amount")) == ("scan", "", "")
    assert not view.shows("member_name")
