"""The preferences as an owner and as a cashier meet them: keys pressed, words read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from regulars.codes import card_text
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.preferences.hands import (
    USB,
    child,
    click,
    focused,
    goods_file,
    looked_at,
    open_page,
    page,
    press,
    said,
    write,
)
from tests.ui.shop import CASHIER_NAME, OWNER, SHOP, Voice, context, till
from ui.language import OWN_NAMES
from ui.preferences.page import PreferencesPage
from ui.preferences.words import SectionId, section_name, setting_hint, setting_name, value_name
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

__all__ = ["context", "goods_file", "looked_at", "open_page", "page", "till"]


def test_the_arrows_turn_the_sections_and_tab_goes_into_one(page: PreferencesPage) -> None:
    assert focused().objectName() == "sections"
    press(Qt.Key.Key_Down)
    assert child(page, PlainLabel, "title").text() == section_name(SectionId.PROGRAMME)
    press(Qt.Key.Key_Tab)
    assert focused().objectName() == "earn_amount"


def test_esc_leaves(page: PreferencesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.left):
        press(Qt.Key.Key_Escape)


def test_the_shop_gets_another_name_with_enter(page: PreferencesPage, qtbot: QtBot) -> None:
    write(page, "shop_name", "Corner Tea")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    assert page._context.till.shop.name == "Corner Tea"
    voice = page._context.announce
    assert isinstance(voice, Voice)
    assert voice.said[-1] == (said(page).text(), True)


def test_currency_and_zone_are_shown_and_cannot_be_typed(page: PreferencesPage) -> None:
    assert child(page, PlainLabel, "currency").text().startswith("USD")
    assert child(page, PlainLabel, "zone").text() == "Asia/Taipei"


def test_the_rate_is_worked_through_and_used_from_now_on(
    page: PreferencesPage, qtbot: QtBot
) -> None:
    page.go_to(SectionId.PROGRAMME)
    write(page, "earn_amount", "2.00")
    assert "64" in child(page, PlainLabel, "example").text()
    click(page, "expiry_12")
    click(page, "publish")
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    rules = page._context.till.shop.programme
    assert (rules.earn_per_minor, rules.expiry_months) == (200, 12)


def test_a_rate_of_nothing_is_pointed_at(page: PreferencesPage) -> None:
    page.go_to(SectionId.PROGRAMME)
    write(page, "redeem_min", "0")
    click(page, "publish")
    assert said(page).tone is Tone.WARN
    assert focused().objectName() == "redeem_min"


def test_dark_is_worn_the_moment_it_is_chosen(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.LOOK)
    with qtbot.waitSignal(page.look_changed):
        click(page, "palette_dark")
    assert page._context.till.shop.setting("palette") == "dark"


def test_another_language_is_asked_for_the_moment_it_is_chosen(
    page: PreferencesPage, qtbot: QtBot
) -> None:
    page.go_to(SectionId.LOOK)
    with qtbot.waitSignal(page.look_changed):
        click(page, "language_zh_Hans")
    assert page._context.till.shop.setting("language") == "zh_Hans"


def test_a_scan_in_the_scanner_section_says_what_was_read(page: PreferencesPage) -> None:
    assert not page.wants_scans()
    page.go_to(SectionId.SCANNER)
    assert page.wants_scans()
    page.scan_arrived(card_text(bytes(13)))
    line = child(page, ResultLine, "scan_result")
    assert line.tone is Tone.GOOD
    assert card_text(bytes(13)) not in line.text()


def test_keys_that_came_one_by_one_are_told_from_a_scan(page: PreferencesPage) -> None:
    page.go_to(SectionId.SCANNER)
    field = child(page, QLineEdit, "scan_test")
    field.setFocus()
    QTest.keyClicks(field, card_text(bytes(13)))
    press(Qt.Key.Key_Return)
    line = child(page, ResultLine, "scan_result")
    assert line.tone is Tone.WARN
    assert not field.text()


def test_printers_are_asked_for_and_one_that_is_gone_says_so(
    page: PreferencesPage, qtbot: QtBot
) -> None:
    page.go_to(SectionId.PAPER)
    with qtbot.waitSignal(page.printers_wanted):
        click(page, "look_for_printers")
    page.show_printers(("Slips", "Cards"))
    box = child(page, QComboBox, "slip_printer")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    assert page._context.till.shop.setting("slip_printer") == "Slips"
    page.show_printers(())
    assert "Slips" in box.currentText()
    assert box.currentData() == "Slips"


def test_a_folder_is_watched_and_let_be(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.REGISTER)
    click(page, "choose_folder")
    qtbot.waitUntil(lambda: page._context.till.shop.setting("watched_folder") == str(USB))
    qtbot.waitUntil(lambda: child(page, QWidget, "stop_watching").isVisible())
    click(page, "stop_watching")
    qtbot.waitUntil(lambda: page._context.till.shop.setting("watched_folder") == "")


def test_a_new_recovery_sheet_is_asked_about_first(page: PreferencesPage) -> None:
    wanted: list[bool] = []
    page.recovery_wanted.connect(lambda: wanted.append(True))
    page.go_to(SectionId.SECURITY)
    click(page, "new_sheet")
    click(page, "keep_sheet")
    click(page, "new_sheet")
    assert not wanted
    click(page, "new_sheet")
    assert wanted


def test_a_backup_is_made_while_selling_goes_on(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.BACKUPS)
    click(page, "back_up")
    assert child(page, QWidget, "backing_up").isVisible()
    assert not child(page, QPushButton, "back_up").isEnabled()
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    qtbot.waitUntil(lambda: child(page, QListWidget, "backup_list").count() == 1)
    assert "10:31" in child(page, PlainLabel, "newest").text()
    assert child(page, QWidget, "backing_up").isHidden()


def test_a_cashier_sees_everything_changes_nothing_and_is_told_whom_to_ask(
    looked_at: PreferencesPage,
) -> None:
    note = child(looked_at, PlainLabel, "only_owner")
    assert note.isVisible()
    assert OWNER in note.text()
    for section in SectionId:
        looked_at.go_to(section)
        for button in looked_at._sections[section].findChildren(QPushButton):
            assert not button.isEnabled(), (section, button.objectName())
    assert child(looked_at, QLineEdit, "shop_name").text() == SHOP


def test_an_owner_is_not_told_whom_to_ask(page: PreferencesPage) -> None:
    assert child(page, PlainLabel, "only_owner").isHidden()


def test_every_section_is_drawn_as_agreed(page: PreferencesPage) -> None:
    for section in SectionId:
        page.go_to(section)
        check_golden(page._sections[section], f"preferences_{section.value}")


def test_the_page_is_drawn_as_agreed_for_a_cashier(looked_at: PreferencesPage) -> None:
    check_golden(looked_at, "preferences_cashier")


def test_every_section_can_be_heard_and_hit(page: PreferencesPage) -> None:
    for section in SectionId:
        page.go_to(section)
        QApplication.processEvents()
        assert nameless(page._sections[section]) == []
        assert small_targets(page._sections[section]) == []


@pytest.mark.usefixtures("page", "no_blocking")
def test_nothing_waits_while_settings_are_changed(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.LOOK)
    click(page, "sound_no")
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    page.go_to(SectionId.BACKUPS)
    click(page, "back_up")
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)


def test_every_word_is_translated(page: PreferencesPage, qapp: QApplication) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        QApplication.processEvents()
        data = {OWNER, CASHIER_NAME, SHOP, "Esc", "Enter", "USD   $", "Asia/Taipei", "F9", "STX"}
        data |= set(OWN_NAMES.values())
        data |= {
            one.accessibleName()
            for one in page.findChildren(QWidget)
            if ": " in one.accessibleName()
        }
        for section in SectionId:
            page.go_to(section)
        assert untranslated(page, data) == []
    finally:
        qapp.removeTranslator(pseudo)


def test_what_has_no_words_of_its_own_is_shown_as_it_is() -> None:
    assert setting_name("unknown") == "unknown"
    assert setting_hint("unknown") == ""
    assert value_name("slip_printer", "HP") == "HP"
