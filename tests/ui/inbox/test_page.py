"""The inbox by what is shown and pressed, on a real till and a real file."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.inbox import inbox
from desktop.till import Till
from regulars.agreement.centre import SOLVED
from regulars.agreement.reviews import CHOICES
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.inbox.conftest import Tell
from tests.ui.members.desk import too_wide
from tests.ui.shop import OWNER, add_cashier, add_member, result, sign_in
from ui.context import Context
from ui.inbox import words
from ui.inbox.page import InboxPage
from ui.shell import Shell
from ui.theme import apply_theme
from ui.widgets.result_line import Tone


def said(page: InboxPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def choice(page: InboxPage, at: int) -> QPushButton:
    button = page.findChild(QPushButton, f"choice_{at}")
    assert button is not None
    return button


def opened(page: InboxPage, qtbot: QtBot) -> None:
    page.open()
    qtbot.waitUntil(page.one.isVisible)


def test_an_empty_inbox_says_so(page: InboxPage, qtbot: QtBot) -> None:
    page.open()
    qtbot.waitUntil(lambda: said(page, "nothing") == "Nothing needs a decision")
    assert not page.one.isVisible()
    check_golden(page, "inbox_empty")


def test_one_decision_at_a_time_in_words_with_its_choices(
    page: InboxPage, till: Till, tell: Tell, qtbot: QtBot
) -> None:
    tell(member=add_member(till, "王美玲"))
    opened(page, qtbot)
    assert said(page, "one_title") == "One receipt earned twice"
    assert said(page, "one_story").startswith("王美玲 got 100 points")
    assert [choice(page, at).text() for at in (0, 1)] == ["Leave it so", "Give the points again"]
    assert said(page, "follows_1") == "They were two sales: 王美玲 gets 100 points."
    assert not choice(page, 2).isVisible()
    check_golden(page, "inbox_one")


def test_a_choice_is_written_and_the_next_decision_comes_up(
    page: InboxPage, till: Till, tell: Tell, qtbot: QtBot
) -> None:
    first = tell()
    tell("loss", add_member(till, "Ada"))
    opened(page, qtbot)
    choice(page, 0).click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD)
    assert page.result.text() == "Leave it so: written down. Tills and centre will know."
    qtbot.waitUntil(lambda: said(page, "one_title") == "Points were spent twice")
    here, today = till.shop.identity.device, till.shop.calendar.day(till.world.clock.now_ms())
    found = result(till.read(lambda store: inbox(store, here, today)))
    assert [(one.review, one.choice, one.chosen_by) for one in found.settled] == [
        (first, "leave", OWNER)
    ]
    assert len(found.open) == 1
    qtbot.waitUntil(lambda: said(page, "count") == "Waiting: 1")


def test_what_somebody_else_chose_meanwhile_is_shown_and_not_asked_again(
    page: InboxPage, tell: Tell, till: Till, qtbot: QtBot
) -> None:
    first = tell()
    opened(page, qtbot)
    boss = next(row.id for row in result(till.staff()) if row.name == OWNER)
    tell(review=first, choice="give", by=boss, on=till.shop.calendar.day(0))
    choice(page, 0).click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    assert page.result.text() == "Somebody chose before: Give the points again."
    qtbot.waitUntil(lambda: said(page, "one_settled").startswith("Give the points again"))
    assert OWNER in said(page, "one_settled")
    assert not choice(page, 0).isVisible()


def test_a_choice_that_the_centre_does_not_know_yet_says_so(
    page: InboxPage, tell: Tell, qtbot: QtBot
) -> None:
    tell("short-after-restore")
    opened(page, qtbot)
    choice(page, 0).click()
    qtbot.waitUntil(lambda: "not at the centre yet" in said(page, "one_settled"))


def test_whoever_may_not_decide_changes_nothing(
    page: InboxPage, till: Till, tell: Tell, qtbot: QtBot
) -> None:
    tell()
    opened(page, qtbot)
    add_cashier(till)
    sign_in(till, "Ho", "8264")
    choice(page, 0).click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.BAD)
    assert choice(page, 0).isVisible()


def test_the_list_leads_to_each(page: InboxPage, till: Till, tell: Tell, qtbot: QtBot) -> None:
    for code in ("same-receipt", "loss", "card-of-two"):
        tell(code, add_member(till, code))
    opened(page, qtbot)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert said(page, "one_title") == "Points were spent twice"
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert said(page, "one_title") == "One card, two members"
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page.list, Qt.Key.Key_Escape)


def test_every_code_and_every_choice_has_words_of_its_own() -> None:
    assert words.TITLES.keys() == words.STORIES.keys() == CHOICES.keys()
    able = {choice for choices in CHOICES.values() for choice in choices}
    assert words.LABELS.keys() == words.FOLLOWS.keys() == able
    assert words.label(SOLVED) == "Came right by itself"


def test_everything_has_a_name_a_size_and_a_translation(
    page: InboxPage, till: Till, tell: Tell, qtbot: QtBot
) -> None:
    ada = add_member(till, "Ada")
    for code in CHOICES:
        tell(code, ada)
    opened(page, qtbot)
    assert (nameless(page), small_targets(page)) == ([], [])
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        for at in range(len(CHOICES)):
            page.list.take(at)
            assert untranslated(page, {"Ada", "0", "1"}) == []
    finally:
        QCoreApplication.removeTranslator(pseudo)


def test_the_page_fits_a_cheap_screen(
    page: InboxPage, till: Till, tell: Tell, qtbot: QtBot
) -> None:
    ada = add_member(till, "Ada")
    for code in CHOICES:
        tell(code, ada)
    opened(page, qtbot)
    for at in range(len(CHOICES)):
        page.list.take(at)
        least = page.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 500
        assert too_wide(page) == []


def test_the_bar_counts_what_waits_for_whoever_may_decide(
    context: Context, till: Till, tell: Tell, qtbot: QtBot
) -> None:
    tell()
    shell = Shell(context)
    qtbot.addWidget(shell)
    till.publish = shell.changed
    shell.show()
    assert till.person is not None
    tab = shell.findChild(QPushButton, "tab-inbox")
    assert tab is not None
    assert not tab.isVisible()
    shell.welcome(till.person)
    qtbot.waitUntil(tab.isVisible)
    assert tab.text() == "Inbox 1"
    tab.click()
    page = shell.pages.inbox
    qtbot.waitUntil(page.one.isVisible)
    assert tab.isChecked()
    choice(page, 0).click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD)


def test_the_bar_fits_a_cheap_screen_in_large_letters(
    context: Context, till: Till, tell: Tell, qtbot: QtBot, qapp: QApplication
) -> None:
    tell()
    shell = Shell(context)
    qtbot.addWidget(shell)
    shell.resize(1024, 600)
    shell.show()
    assert till.person is not None
    shell.welcome(till.person)
    tab = shell.findChild(QPushButton, "tab-inbox")
    assert tab is not None
    qtbot.waitUntil(tab.isVisible)
    apply_theme(qapp, palette="light", language="en", large=True, training=False)
    try:
        qtbot.wait(0)
        assert (tab.text(), tab.accessibleName()) == ("1", "Inbox 1")
        assert shell.minimumSizeHint().width() <= 1024
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)
    assert tab.text() == "Inbox 1"


def test_a_lone_till_and_a_cashier_see_no_inbox(context: Context, till: Till, qtbot: QtBot) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    shell.show()
    assert till.person is not None
    shell.welcome(till.person)
    result(till.read(lambda store: store.rows("select 1")))
    qtbot.wait(0)
    tab = shell.findChild(QPushButton, "tab-inbox")
    assert tab is not None
    assert not tab.isVisible()
