"""The bar on top of the till: where one can go, which till this is, and who works at it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop.store.shop import Shop
from ui import actions
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import ElidedLabel, PlainLabel


class Bar(QWidget):
    """Shows the ways; the shell connects them. `inbox` is the one tab that is not always there."""

    def __init__(self, inbox: KeyButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.inbox = inbox
        self.counter = named(KeyButton(role="tab", icon_name="counter"), "tab-counter")
        self.members = named(KeyButton(role="tab", icon_name="members"), "tab-members")
        self.preferences = named(KeyButton(role="tab", icon_name="settings"), "tab-preferences")
        self.where = named(dress(ElidedLabel(), tone="quiet"), "where")
        self.who = named(PlainLabel(), "who")
        self.lock = named(KeyButton(role="quiet", icon_name="lock"), "lock")
        self.lock.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for tab in (self.counter, self.members, self.preferences, inbox):
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.tabs.addButton(tab)
            row.addWidget(tab)
        self.counter.setChecked(True)
        row.addSpacing(16)
        row.addWidget(self.where, 1)
        row.addWidget(self.who)
        row.addWidget(self.lock)

    def retranslate(self, shop: Shop, who: str) -> None:
        """Set the words in the language of now."""
        self.counter.setText(self.tr("Counter"))
        self.members.setText(self.tr("Members"))
        self.preferences.setText(self.tr("Preferences"))
        self.lock.setText(self.tr("Lock"))
        self.lock.set_hint(actions.key_hint(actions.Id.LOCK))
        self.where.setText(" · ".join(part for part in (shop.name, shop.till_name) if part))
        self.who.setText(who)
