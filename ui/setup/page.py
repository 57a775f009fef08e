"""The first run's window: one question a page, Enter on, Esc back, nothing lost."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.opening import FirstRun
from desktop.printing.values import RecoverySheet
from desktop.trouble import Trouble
from regulars.refusals import Refusal
from ui import text
from ui.actions import Id, make_actions, retranslate_actions
from ui.named import named
from ui.setup.answers import Answers, Example, Problem, System
from ui.setup.presenter import SetupPresenter, Step
from ui.setup.sheet_panel import RecoveryDesk, SheetPanel
from ui.setup.steps import LanguageStep, OwnerStep, RateStep, ShopStep, StepWidget
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

_COLUMN_PX = 840
_QUESTIONS = Step.MAKING


class SetupWindow(QWidget):
    """Shown where no shop exists.

    `founded` carries a FirstRun; whoever makes the shop answers with `made` or `failed`.
    """

    founded = Signal(object)
    training_wanted = Signal()
    join_wanted = Signal()
    finished = Signal()

    def __init__(
        self,
        paper: RecoveryDesk,
        system: System,
        *,
        language: str,
        set_language: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "setup")
        self._language, self._shop, self._rate, self._owner = (
            LanguageStep(),
            ShopStep(),
            RateStep(),
            OwnerStep(),
        )
        self._questions: tuple[StepWidget, ...] = (
            self._language,
            self._shop,
            self._rate,
            self._owner,
        )
        self._making = QWidget()
        self._sheet = SheetPanel(paper)
        self._presenter = SetupPresenter(
            self,
            system,
            language=language,
            set_language=set_language,
            made_on=lambda: datetime.now().astimezone().date().isoformat(),
        )
        self._build()
        self._connect()
        self._actions = make_actions(self, {Id.BACK: self._presenter.back})
        self._back.follow(self._actions[Id.BACK])
        self.retranslate()
        self._presenter.start()

    # What the program tells ------------------------------------------------------------------

    def made(self, recovery_text: str, key_store: str) -> None:
        """The shop was made; `key_store` is "keyring" or "file"."""
        self._presenter.made(recovery_text, key_store)

    def failed(self, why: Trouble | Refusal) -> None:
        """The shop could not be made."""
        self._presenter.failed(why)

    # The view --------------------------------------------------------------------------------

    def show_step(self, step: Step) -> None:
        """Turn to a step."""
        self._hush()
        self._stack.setCurrentIndex(step)
        is_question = step < _QUESTIONS
        self._progress.setVisible(is_question)
        self._back.setVisible(Step.LANGUAGE < step < _QUESTIONS)
        self._next.setVisible(Step.LANGUAGE < step < _QUESTIONS)
        self._write_heading()
        if is_question:
            self._questions[step].first().setFocus()
        elif step is Step.SHEET:
            self._sheet.first().setFocus()
        self._stack.updateGeometry()
        self._scroll.ensureVisible(0, 0)
        self._lead.setVisible(bool(self._lead.text()))

    def show_answers(self, answers: Answers) -> None:
        """Fill the fields with what is known."""
        for question in self._questions:
            question.fill(answers)

    def show_example(self, worked: Example | None) -> None:
        """Show what the rate means."""
        self._rate.show_example(worked)

    def complain(self, problem: Problem) -> None:
        """Say why a step cannot be left yet."""
        self._say(Tone.WARN, self._problem_words(problem))
        if problem in {Problem.PIN_SHORT, Problem.PIN_WEAK, Problem.PIN_DIFFERENT}:
            self._owner.restart_pin()
        else:
            self._questions[self._presenter.step].first().setFocus()

    def found(self, first: FirstRun) -> None:
        """Ask for the shop."""
        self.founded.emit(first)

    def show_failure(self, why: Trouble | Refusal) -> None:
        """Say why the shop could not be made."""
        money = self._presenter.answers.money
        words = text.trouble(why) if isinstance(why, Trouble) else text.refusal(why, money)
        self._say(Tone.BAD, words, offer=self.tr("Try again"))
        self._next.setFocus()

    def show_sheet(self, sheet: RecoverySheet, key_store: str) -> None:
        """Show the recovery key."""
        self._sheet.show_sheet(sheet, key_store)

    def remind_of_sheet(self) -> None:
        """Say that the sheet has not been printed."""
        self._say(
            Tone.WARN,
            self.tr(
                "It has not been printed or saved yet. If you have written the key down, press"
                " the button again."
            ),
        )

    def finish(self) -> None:
        """Go to the shop."""
        self._sheet.forget()
        self.finished.emit()

    # Keys and words --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus, or moves on."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus) and not focus.isCheckable():
            focus.click()
        elif self._presenter.step < _QUESTIONS and not self._question().enter():
            self._presenter.next()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self.setWindowTitle(self.tr("Regulars"))
        retranslate_actions(self._actions)
        for question in self._questions:
            question.retranslate()
        self._bar.setAccessibleName(self.tr("Making your shop"))
        self._hush()
        self._write_heading()

    def _say(self, tone: Tone, words: str, offer: str = "") -> None:
        self._result.say(tone, words, offer=offer)
        self._result.setVisible(True)
        self._lead.setVisible(False)  # on a small screen both would push the question away

    def _hush(self) -> None:
        """Take the line away: on a small screen the question needs its room."""
        self._result.clear()
        self._result.setVisible(False)
        self._lead.setVisible(bool(self._lead.text()))

    def _question(self) -> StepWidget:
        return self._questions[self._presenter.step]

    def _write_heading(self) -> None:
        step = self._presenter.step
        title, lead = self._heading(step)
        self._title.setText(title)
        self._lead.setText(lead)
        self._next.setText(self.tr("Make my shop") if step is Step.OWNER else self.tr("Next"))
        self._progress.setText(
            #: {number} of {all} questions
            self.tr("{number} of {all}").format(number=step + 1, all=int(_QUESTIONS))
        )

    def _heading(self, step: Step) -> tuple[str, str]:
        match step:
            case Step.LANGUAGE:
                return self.tr("Welcome"), self.tr("Which language do you read?")
            case Step.SHOP:
                return (
                    self.tr("What is your shop called?"),
                    self.tr("The name stands on cards and slips. The currency stays as it is."),
                )
            case Step.RATE:
                return (
                    self.tr("What do points do?"),
                    self.tr("A start that suits most shops. It can be changed any day."),
                )
            case Step.OWNER:
                return (
                    self.tr("Who owns the shop?"),
                    self.tr("Your name and a PIN open the till and its settings."),
                )
            case Step.MAKING:
                return self.tr("Making your shop"), self.tr("A few seconds.")
            case Step.SHEET:
                return self.tr("Your recovery key"), ""

    def _problem_words(self, problem: Problem) -> str:
        match problem:
            case Problem.SHOP_NAME_MISSING:
                return self.tr("Type the shop's name.")
            case Problem.ZONE_UNKNOWN:
                return self.tr("Choose the time zone the shop is in.")
            case Problem.EARN_BAD:
                return self.tr("Type how much earns one point, such as 1.00.")
            case Problem.WORTH_BAD:
                return self.tr("Type what 100 points are worth, such as 1.00.")
            case Problem.OWNER_NAME_MISSING:
                return self.tr("Type your name.")
            case Problem.PIN_SHORT:
                return self.tr("A PIN has 4 to 8 digits.")
            case Problem.PIN_WEAK:
                return self.tr(
                    "That is a PIN people try first. Choose one without a pattern, a year or"
                    " repeated digits."
                )
            case Problem.PIN_DIFFERENT:
                return self.tr("The two PINs are not the same. Type both again.")

    # Building --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._language.chosen.connect(self._on_language)
        self._language.training_wanted.connect(self.training_wanted)
        self._language.join_wanted.connect(self.join_wanted)
        for question in (self._shop, self._rate, self._owner):
            question.answered.connect(self._presenter.answer)
        self._next.clicked.connect(self._presenter.next)
        self._result.acted.connect(self._presenter.next)
        self._sheet.printed.connect(self._presenter.sheet_printed)
        self._sheet.put_away.connect(self._presenter.sheet_put_away)

    def _on_language(self, code: str) -> None:
        self._presenter.choose_language(code)
        self._presenter.next()

    def _build(self) -> None:
        self._progress = PlainLabel(type="caption", tone="quiet")
        self._title = named(PlainLabel(type="name", wrap=True), "title")
        self._lead = named(PlainLabel(type="emphasis", tone="quiet", wrap=True), "lead")
        self._result = named(ResultLine(), "result")
        self._bar = named(QProgressBar(), "making")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        making = QVBoxLayout(self._making)
        making.setContentsMargins(0, 0, 0, 0)
        making.addWidget(self._bar)
        self._stack = _Pages()
        for question in (self._language, self._shop, self._rate, self._owner):
            self._stack.addWidget(_at_top(question))
        self._stack.addWidget(_at_top(self._making))
        self._stack.addWidget(_at_top(self._sheet))
        self._back = named(KeyButton(role="quiet"), "back")
        self._next = named(KeyButton(role="primary", hint="Enter"), "next")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._stack)
        column = QWidget()
        column.setMaximumWidth(_COLUMN_PX)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(4)
        for widget in (self._progress, self._title, self._lead):
            inside.addWidget(widget)
        inside.addSpacing(16)
        inside.addWidget(self._scroll, 1)
        inside.addWidget(self._result)
        inside.addSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch()
        row.addWidget(self._next)
        inside.addLayout(row)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addStretch(1)
        outside.addWidget(column, 100)
        outside.addStretch(1)


class _Pages(QStackedWidget):
    """As high as the page that shows, so that a short one is not scrolled for a long one."""

    def sizeHint(self) -> QSize:
        """Give the size of the page that shows."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Give the least size of the page that shows."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """Give the height of the page that shows; the stack itself asks for the highest."""
        page = self.currentWidget()
        return super().heightForWidth(width) if page is None else page.heightForWidth(width)


def _at_top(widget: QWidget) -> QWidget:
    """Keep a short page at its own height, under the heading."""
    holder = QWidget()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(0, 0, 8, 0)
    inside.addWidget(widget)
    inside.addStretch()
    return holder
