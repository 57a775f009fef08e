"""A person at one keyboard with a scanner: what is typed arrives, all of it and in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.scanner.wedge import Pass, Wedge
from regulars import codes
from tests.desktop.scanner.desk import ENTER, Desk, Key, keys

CARD = codes.card_text(bytes(range(50, 63)))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("text", ["Rg1", "Roger", "RG1ABCDEF", "rs1", "]Q1", "]", "RRRR", CARD])
@pytest.mark.parametrize("gap_ms", [60, 80, 100, 101, 250])
def test_a_person_typing_what_looks_like_a_code_goes_through(
    desk: Desk, text: str, gap_ms: int
) -> None:
    desk.wait().type([*keys(text), ENTER], gap_ms=gap_ms).wait()
    assert desk.shown == text
    assert desk.obeyed == [ENTER]
    assert desk.scans == []


def test_a_fast_typist_who_types_roger_sees_roger(desk: Desk) -> None:
    desk.wait().type(keys("Roger"), gap_ms=35).wait()
    assert desk.shown == "Roger"


def test_a_held_letter_comes_back_when_nothing_follows(desk: Desk) -> None:
    desk.wait().press(("R", ""), after_ms=500)
    assert (desk.shown, desk.wedge.patience_ms) == ("", 100)
    desk.wait(ms=50)
    assert desk.shown == ""
    desk.wait(ms=50)
    assert (desk.shown, desk.wedge.patience_ms) == ("R", None)


def test_a_held_letter_comes_back_before_the_enter_that_follows_it(desk: Desk) -> None:
    desk.wait().type([("R", ""), ENTER], gap_ms=20)
    assert desk.shown == "R"
    assert desk.obeyed == [ENTER]


def test_a_key_held_down_is_not_a_scan(desk: Desk) -> None:
    desk.wait().type([*keys("0" * 40), ENTER], gap_ms=33)
    assert desk.shown == "0" * 40
    assert desk.scans == []


def test_seven_quick_digits_are_a_persons(desk: Desk) -> None:
    desk.wait().type([*keys("1234567"), ENTER], gap_ms=10)
    assert desk.shown == "1234567"


def test_an_enter_alone_is_an_enter(desk: Desk) -> None:
    desk.wait().type([ENTER, ("\n", "")], gap_ms=300)
    assert desk.obeyed == [ENTER, ("\n", "")]


def test_idle_with_nothing_held_is_nothing() -> None:
    assert Wedge().idle(5) == Pass()


typed = st.lists(
    st.tuples(
        st.sampled_from("RrGgSs1]Q AaＲ１9é张").map(lambda c: (c, ""))
        | st.sampled_from([ENTER, ("\t", "Tab"), ("\x08", "Backspace"), ("", "F2")]),
        st.integers(60, 400),
    ),
    max_size=40,
)


@given(typed, st.booleans())
@settings(max_examples=200)
def test_whatever_a_person_types_arrives_complete_and_in_order(
    pressed: list[tuple[Key, int]], is_timer_late: bool
) -> None:
    desk = Desk().wait()
    for key, gap_ms in pressed:
        desk.press(key, after_ms=gap_ms, is_timer_late=is_timer_late)
    desk.wait()
    assert desk.scans == []
    assert desk.shown == "".join(text for (text, _), _ in pressed if text.isprintable())
    assert desk.obeyed == [key for key, _ in pressed if not key[0].isprintable() or not key[0]]


@given(
    st.binary(min_size=13, max_size=13),
    st.lists(st.integers(0, 55), min_size=26, max_size=26),
    st.text("abr1]", max_size=5),
)
@settings(max_examples=200)
def test_a_card_scanned_after_any_typing_is_read_and_leaves_no_trace(
    random_bytes: bytes, gaps: list[int], before: str
) -> None:
    card = codes.card_text(random_bytes)
    desk = Desk().wait().type(keys(before), gap_ms=150)
    desk.now_ms += 150
    desk.wait()
    for key, gap_ms in zip([*keys(card), ENTER], gaps, strict=True):
        desk.press(key, after_ms=gap_ms)
    assert desk.scans == [card]
    assert desk.shown == before
    assert desk.obeyed == []


any_key = st.one_of(
    st.characters().map(lambda c: (c, "")),
    st.sampled_from("RGS1]Q\x02\r\n\t0").map(lambda c: (c, "")),
    st.sampled_from(["Shift", "F9", "Ctrl+B", "Return", "Alt+F4", "Left"]).map(lambda n: ("", n)),
)
any_gap = st.sampled_from([0, 1, 5, 40, 70, 100, 101, 399, 401, 6_000])


@given(st.lists(st.tuples(any_key, any_gap, st.booleans()), max_size=80))
@settings(max_examples=200)
def test_no_sequence_of_keys_breaks_it_or_leaves_a_key_held(
    pressed: list[tuple[Key, int, bool]],
) -> None:
    desk = Desk(Wedge(prefixes=frozenset({"F9", "Ctrl+B"})))
    for key, gap_ms, is_timer_late in pressed:
        desk.press(key, after_ms=gap_ms, is_timer_late=is_timer_late)
    desk.wait()
    assert desk.held == []
    assert desk.wedge.patience_ms is None


def test_a_clock_that_steps_back_loses_no_key() -> None:
    desk = Desk().wait()
    desk.type(keys("Ro"), gap_ms=90)
    desk.now_ms -= 5_000
    desk.type(keys("ger"), gap_ms=90).wait(20_000)
    assert desk.shown == "Roger"
    assert desk.scans == []
