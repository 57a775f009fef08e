"""One thing that wants a person: what happened, to whom, how much; and a button for each choice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.inbox import Wanted
from regulars.agreement.reviews import NOTED
from regulars.money import Currency
from ui import text
from ui.inbox import words
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel

CHOICES_MAX = 3


class OnePanel(Panel):
    """`chosen` carries the choice."""

    chosen = Signal(str)

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._currency = currency
        self._wanted: Wanted | None = None
        self._heading = named(PlainLabel(type="title", wrap=True), "one_title")
        self._facts = named(PlainLabel(tone="quiet", wrap=True), "one_facts")
        self._points = named(PlainLabel(type="title"), "one_points")
        self._story = named(PlainLabel(wrap=True), "one_story")
        self._settled = named(PlainLabel(tone="good", wrap=True), "one_settled")
        for label in (self._heading, self._facts, self._points, self._story, self._settled):
            self.body.addWidget(label)
        self._buttons = [
            named(KeyButton(role="ordinary"), f"choice_{at}") for at in range(CHOICES_MAX)
        ]
        self._follows = [
            named(PlainLabel(type="caption", tone="quiet", wrap=True), f"follows_{at}")
            for at in range(CHOICES_MAX)
        ]
        for at, button in enumerate(self._buttons):
            pair = QVBoxLayout()
            pair.setSpacing(4)
            pair.addWidget(button)
            pair.addWidget(self._follows[at])
            self.body.addLayout(pair)
            button.clicked.connect(lambda _checked=False, at=at: self._choose(at))
        self.show_one(None)

    def show_one(self, wanted: Wanted | None) -> None:
        """Show one, or nothing."""
        self._wanted = wanted
        self.setVisible(wanted is not None)
        if wanted is not None:
            self._fill(wanted)

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        if self._wanted is not None:
            self._fill(self._wanted)

    def _fill(self, wanted: Wanted) -> None:
        self._heading.setText(words.title(wanted))
        facts = [words.facts(wanted)]
        if wanted.amount_minor:
            facts.append(text.money(wanted.amount_minor, self._currency))
        self._facts.setText(" · ".join(facts))
        self._points.setText(text.points(wanted.points))
        self._points.setVisible(wanted.points > 0)
        self._story.setText(words.story(wanted))
        self._settled.setText(words.chosen(wanted))
        self._settled.setVisible(bool(wanted.choice))
        able = wanted.choices
        for at, (button, follows) in enumerate(zip(self._buttons, self._follows, strict=True)):
            is_able = at < len(able)
            button.setVisible(is_able)
            follows.setVisible(is_able)
            choice = able[at] if is_able else NOTED  # a button has words, also while it is hidden
            button.setText(words.label(choice))
            follows.setText(words.follows(choice, wanted))

    def _choose(self, at: int) -> None:
        if self._wanted is not None and at < len(self._wanted.choices):
            self.chosen.emit(self._wanted.choices[at])
