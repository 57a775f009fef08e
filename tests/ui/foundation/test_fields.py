"""What fields keep of what is typed, pasted and dropped into them."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.drawing import spoken_name
from ui.widgets.fields import AmountField, NameField, PhoneField, PinField, ScanField
from ui.widgets.keypad import Keypad, PadKind


def typed(qtbot: QtBot, field: QLineEdit, text: str) -> str:
    qtbot.addWidget(field)
    QTest.keyClicks(field, text)
    return field.text()


def pasted(qtbot: QtBot, field: QLineEdit, text: str) -> str:
    qtbot.addWidget(field)
    clipboard = QApplication.clipboard()
    clipboard.setText(text)
    field.paste()
    clipboard.clear()
    return field.text()


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("128.50", "128.50"),
        ("128,50", "128.50"),
        ("128.505", "128.50"),
        ("1.2.3", "1.23"),
        (".5", ".5"),
        ("-12", "12"),
        ("1_000", "1000"),
        ("1e5", "15"),
        ("abc", ""),
    ],
)
def test_an_amount_is_digits_and_one_point(qtbot: QtBot, keys: str, shown: str) -> None:
    assert typed(qtbot, AmountField(2), keys) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1,280.50", "1280.50"),
        ("1,280", "1280"),
        ("１２８。５", "128.5"),
        ("１２８．５０", "128.50"),
        ("٣٤", ""),
        ("²", ""),
        ("¥ 99", "99"),
    ],
)
def test_an_amount_is_cleaned_when_pasted(qtbot: QtBot, text: str, shown: str) -> None:
    assert pasted(qtbot, AmountField(2), text) == shown


def test_minor_digits_are_never_taken_for_whole_ones(qtbot: QtBot) -> None:
    """In a currency without cents, 128.50 must not become 12850."""
    field = AmountField(0)
    assert typed(qtbot, field, "128.50") == "128."
    assert field.plain() == "128"


def test_a_phone_number_keeps_what_people_write(qtbot: QtBot) -> None:
    assert pasted(qtbot, PhoneField(), " ＋８６ (138) 0013-8000 ext") == "+86 (138) 0013-8000 "


def test_a_pin_is_digits_and_shows_none(qtbot: QtBot) -> None:
    field = PinField()
    assert typed(qtbot, field, "12a3") == "123"
    assert not field.is_complete()
    QTest.keyClicks(field, "4567890")
    assert field.text() == "12345678"
    assert field.is_complete()
    assert "1" not in field.displayText()


def test_a_name_is_any_script_on_one_line(qtbot: QtBot) -> None:
    assert pasted(qtbot, NameField(), "王美玲\tAda\x07") == "王美玲Ada"


def test_a_scan_field_reads_full_width_letters(qtbot: QtBot) -> None:
    assert pasted(qtbot, ScanField(), "ＲＧ１ＡＢＣ") == "RG1ABC"


@pytest.mark.parametrize(
    "make", [ScanField, PhoneField, PinField, NameField, lambda: AmountField(2)]
)
def test_ten_megabytes_are_cut_at_once(qtbot: QtBot, make: type[QLineEdit]) -> None:
    field = make()
    began = time.perf_counter()
    text = pasted(qtbot, field, "1é" * 5_000_000)
    assert time.perf_counter() - began < 2
    assert len(text) <= 120


@pytest.mark.parametrize("make", [ScanField, PhoneField, PinField, lambda: AmountField(2)])
def test_number_fields_send_the_input_method_away(qtbot: QtBot, make: type[QLineEdit]) -> None:
    field = make()
    qtbot.addWidget(field)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


def test_a_name_field_welcomes_the_input_method(qtbot: QtBot) -> None:
    field = NameField()
    qtbot.addWidget(field)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True


def test_the_cursor_stays_where_it_was_when_a_character_is_refused(qtbot: QtBot) -> None:
    field = PhoneField()
    qtbot.addWidget(field)
    field.setText("138000")
    field.setCursorPosition(3)
    QTest.keyClicks(field, "x")
    assert field.cursorPosition() == 3


def press(pad: Keypad, *names: str) -> None:
    for name in names:
        button = pad.findChild(QPushButton, f"key_{name}")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_pad_types_into_its_field(qtbot: QtBot) -> None:
    field = AmountField(2)
    pad = Keypad(PadKind.AMOUNT, field)
    qtbot.addWidget(field)
    qtbot.addWidget(pad)
    press(pad, "1", "2", "8", ".", "5", "00")
    assert field.text() == "128.50"
    press(pad, "erase")
    assert field.text() == "128.5"
    entered: list[bool] = []
    field.returnPressed.connect(lambda: entered.append(True))
    press(pad, "enter")
    assert entered == [True]
    press(pad, "clear")
    assert field.text() == ""


def test_the_pad_never_takes_the_focus(qtbot: QtBot) -> None:
    pad = Keypad(PadKind.PIN)
    qtbot.addWidget(pad)
    widgets = pad.findChildren(QWidget)
    assert widgets
    assert all(each.focusPolicy() == Qt.FocusPolicy.NoFocus for each in widgets)


@pytest.mark.parametrize("kind", list(PadKind))
def test_every_key_of_the_pad_is_large_and_has_a_name(qtbot: QtBot, kind: PadKind) -> None:
    pad = Keypad(kind)
    qtbot.addWidget(pad)
    pad.show()
    for key in pad.findChildren(QPushButton):
        assert min(key.width(), key.height()) >= 56
        assert spoken_name(key)
