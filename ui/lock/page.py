"""The locked till, and the sheet on which somebody with the right approves an act."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sync.status import SyncState
from ui.context import Context
from ui.lock.presenter import may_approve
from ui.lock.who import WhoPanel
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.plain import ElidedLabel, PlainLabel

_COLUMN_PX = 960
_SIDES_PX = 96


class LockPage(QWidget):
    """Asks who is at the till. `unlocked` carries a Person; the draft behind it waits."""

    unlocked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "lock")
        self._context = context
        till = context.till
        self._who = named(WhoPanel(context, ask=till.sign_in, may=lambda _row: True), "who")
        self._shop = named(ElidedLabel(tone="quiet", type="emphasis"), "shop")
        self._title = named(PlainLabel(type="name", wrap=True), "title")
        self._practice = named(PlainLabel(tone="quiet", wrap=True), "practice")
        column = QWidget()
        column.setMaximumWidth(_COLUMN_PX)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 48, 24, 24)
        inside.setSpacing(8)
        inside.addWidget(self._shop)
        inside.addWidget(self._title)
        inside.addWidget(self._practice)
        inside.addSpacing(24)
        inside.addWidget(self._who, 1)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addStretch(1)
        outside.addWidget(column, 100)
        outside.addStretch(1)
        # Only now: shown without a parent it would be a window, and take the keyboard.
        self._practice.setVisible(till.shop.training)
        self._who.known.connect(self.unlocked)
        self._who.turned.connect(self.retranslate)
        self.setFocusProxy(self._who)
        self.retranslate()

    def start(self) -> None:
        """Lock: show the names, and forget what was typed."""
        self._who.start()

    def heard(self, state: SyncState) -> None:
        """Hear how till and centre stand: a new till waits for who works here."""
        self._who.heard(state)

    def look_again(self) -> None:
        """Look again who works here and what the shop is called; a PIN that is typed stays."""
        self.retranslate()
        self._who.look_again()

    def step_back(self) -> None:
        """Step back one level; for a shell whose own Esc comes first."""
        self._who.step_back()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self._shop.setText(self._context.till.shop.name)
        is_known = self._who.person is not None
        self._title.setText(self.tr("Your PIN") if is_known else self.tr("Who is at the till?"))
        if self._context.till.shop.training:
            from desktop.training import TRAINER_PIN  # no real shop waits for it to load

            #: {pin} is digits; there is nothing to protect in a training shop
            words = self.tr("A training shop: the PIN is {pin}.").format(pin=TRAINER_PIN)
            self._practice.setText(words)


class ApprovalPanel(Panel):
    """Lies over a page until somebody who may approves, or it is left. Blocks nothing.

    `approved` carries the Person; hand its id to the request.
    """

    approved = Signal(object)
    left = Signal()

    def __init__(self, context: Context, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        named(self, "approval")
        till = context.till
        self._who = named(
            WhoPanel(
                context,
                ask=lambda staff, pin: till.approve(staff, pin, act),
                may=lambda row: may_approve(row, act),
            ),
            "who",
        )
        self._lead = PlainLabel(wrap=True, tone="quiet")
        self._cancel = named(KeyButton(role="quiet"), "cancel")
        self._cancel.clicked.connect(self.left)
        self._who.known.connect(self.approved)
        self._who.left.connect(self.left)
        self.body.setContentsMargins(_SIDES_PX, 24, _SIDES_PX, 24)
        self.body.addWidget(self._lead)
        self.body.addWidget(self._who, 1)
        self.body.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._who)
        self.retranslate()

    def start(self) -> None:
        """Ask."""
        self._who.start()

    def step_back(self) -> None:
        """Step back one level; for a shell whose own Esc comes first."""
        self._who.step_back()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self.set_title(self.tr("Somebody has to approve this"))
        self._lead.setText(self.tr("Their name is written down with it."))
        self._cancel.setText(self.tr("Do not do it"))
