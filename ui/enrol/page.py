"""Make somebody a member in four answers: phone, name, birthday if they like, and a yes.

What was typed stays until the member is made or it is cleared; the page decides nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.answers import Enrolled, MemberRow
from desktop.trouble import Trouble
from regulars.codes import is_digits
from regulars.ids import Id
from regulars.people.phone import digits_of
from regulars.refusals import Refusal
from ui import text
from ui.context import Context
from ui.enrol.answers import ConsentPanel, PersonPanel
from ui.enrol.matches import MatchPanel
from ui.enrol.presenter import Draft, EnrolPresenter, Place
from ui.named import named
from ui.widgets.buttons import KeyButton, primary
from ui.widgets.keypad import Keypad, PadKind
from ui.widgets.result_line import ResultLine, Tone

WIDTH_MAX_PX = 1100
HEIGHT_MAX_PX = 620  # on a high screen the button stays near the form
SEEN_PX = 56  # above and below the field in hand, so that what is said of it is seen
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnrolPage(QWidget):
    """Signals: `enrolled` with what to print, `left`, `member_wanted` for who is one already."""

    enrolled = Signal(object)
    left = Signal()
    member_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enrol")
        self._context = context
        self._prefill = ""
        self._person = PersonPanel()
        self._consent = ConsentPanel()
        self._matches = named(MatchPanel(), "matches")
        self._result = named(ResultLine(), "result")
        self._result.hide()
        self._again = named(KeyButton(role="quiet"), "start_again")
        self._make = named(primary(hint="Ctrl+Enter"), "make_member")
        self._pad = named(Keypad(PadKind.PHONE, self._person.phone), "pad")
        self._pad.hide()
        self._pad_toggle = named(KeyButton(role="choice", icon_name="keyboard"), "pad_toggle")
        self._pad_toggle.setCheckable(True)
        self._pad_toggle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pad_toggle.toggled.connect(self._pad.setVisible)
        self._presenter = EnrolPresenter(context.till, self, context.when_done)
        self._lay_out()
        self._connect()
        self._order_tabs()
        self.retranslate()
        self._clear()

    def start(self, prefill: str) -> None:
        """Begin with what was typed at the counter; the draft of the same person is still there."""
        if prefill and prefill != self._prefill:
            self._clear()
            self._prefill = prefill
            is_phone = is_digits(digits_of(prefill)) and not any(c.isalpha() for c in prefill)
            (self._person.phone if is_phone else self._person.name).setText(prefill)
        self._result.hide()
        if self._draft() == replace(Draft(), language=self._person.language()):
            self._clear()  # nothing was typed: the shop's language may be another by now
        self._go_on()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._person.retranslate()
        self._consent.retranslate()
        self._matches.retranslate()
        self._again.setText(self.tr("Clear"))
        self._pad_toggle.setAccessibleName(self.tr("Number pad"))
        self._pad_toggle.setToolTip(self.tr("Number pad"))
        self._make.setText(self.tr("Make member and print card"))

    # What the presenter says --------------------------------------------------------------------

    def show_matches(self, rows: Sequence[MemberRow], *, is_same: bool, is_shared: bool) -> None:
        """Show who may be meant."""
        self._matches.show_rows(rows, is_same=is_same, is_shared=is_shared)

    def show_refusal(self, place: Place, refusal: Refusal) -> None:
        """Say why not under the field it is about, and put the cursor there."""
        words = text.refusal(refusal, self._context.till.shop.currency)
        self._context.announce(words, good=False)
        if place is Place.PAGE:
            self._say(words)
            return
        if place is Place.CONSENT:
            self._go_to(self._consent.refuse(words))
        else:
            self._go_to(self._person.refuse(place, words))

    def clear_refusals(self) -> None:
        """Take away what was said before."""
        self._person.clear_refusals()
        self._consent.clear_refusals()
        self._result.hide()

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that the member is being written."""
        self._make.setEnabled(not is_busy)

    def show_trouble(self, trouble: Trouble) -> None:
        """Say that the world got in the way; what was typed stays."""
        self._say(text.trouble(trouble))

    def done(self, enrolled: Enrolled) -> None:
        """Hand the new member on and forget the draft."""
        self._clear()
        self.enrolled.emit(enrolled)

    def choose_existing(self, member: Id) -> None:
        """Leave with a person who is a member already; the draft was theirs, so it goes."""
        self._clear()
        self.member_wanted.emit(member)

    # Keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, Ctrl+Enter makes the member, Esc leaves with the draft kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _ENTER:
            is_all = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._enter(is_all=is_all)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Being shown means being ready to type."""
        super().focusInEvent(event)
        self._go_on()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _enter(self, *, is_all: bool) -> None:
        here = self.focusWidget()
        steps = self._steps()
        if is_all or here in {steps[-1], self._make}:
            self._submit()
        elif here in steps:
            self._go_to(steps[steps.index(here) + 1])
        elif isinstance(here, QAbstractButton):
            here.click()

    def _steps(self) -> list[QWidget]:
        """Give the four answers, in the order Enter visits them."""
        person = self._person
        return [person.phone, person.name, person.birthday, self._consent.agreed]

    def _go_on(self) -> None:
        """Put the cursor where the next answer is missing."""
        for step in self._steps():
            if isinstance(step, QLineEdit) and step is not self._person.birthday:
                if not step.text().strip():
                    break
            elif isinstance(step, QCheckBox) and not step.isChecked():
                break
        else:
            step = self._make
        self._go_to(step)

    def _go_to(self, widget: QWidget) -> None:
        """Put the cursor there, and what is there on the screen."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._columns.activate()
        self._scroll.ensureWidgetVisible(widget, 0, SEEN_PX)

    # The rest -----------------------------------------------------------------------------------

    def _submit(self) -> None:
        if self._make.isEnabled():
            self._presenter.enrol(self._draft())

    def _draft(self) -> Draft:
        person, consent = self._person, self._consent
        return Draft(
            phone=person.phone.plain(),
            name=person.name.plain(),
            birthday=person.birthday.text().strip(),
            agreed=consent.agreed.isChecked(),
            marketing=consent.marketing.isChecked(),
            language=person.language(),
        )

    def _clear(self) -> None:
        self._prefill = ""
        self._person.clear(self._context.till.shop.setting("language", "en"))
        self._consent.clear()
        self._presenter.forget()

    def _start_again(self) -> None:
        self._clear()
        self._go_to(self._person.phone)

    def _say(self, words: str) -> None:
        self._result.say(Tone.BAD, words)
        self._result.show()

    def _connect(self) -> None:
        self._person.phone.textChanged.connect(self._presenter.phone_typed)
        self._matches.chosen.connect(self._presenter.choose)
        self._matches.shared.connect(
            lambda is_shared: self._presenter.share(self._draft(), is_shared=is_shared)
        )
        self._make.clicked.connect(self._submit)
        self._again.clicked.connect(self._start_again)

    def _lay_out(self) -> None:
        inside, self._scroll = QWidget(), QScrollArea()
        self._columns = columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addLayout(_column(self._person), 1)
        columns.addLayout(_column(self._pad, self._matches, self._consent), 1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.addWidget(self._pad_toggle)
        foot.addWidget(self._again)
        foot.addStretch(1)
        foot.addWidget(self._make)
        content = QWidget()
        content.setMaximumSize(WIDTH_MAX_PX, HEIGHT_MAX_PX)
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._result)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(content, 1000)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 12, 24, 12)
        outer.addLayout(middle, 1000)
        outer.addStretch(1)

    def _order_tabs(self) -> None:
        person, consent = self._person, self._consent
        order: list[QWidget] = [
            person.phone,
            *self._matches.buttons(),
            person.name,
            person.birthday,
            *person.language_buttons(),
            consent.agreed,
            consent.marketing,
            self._make,
            self._again,
        ]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)


def _column(*panels: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    return column
