"""One member on the screen: the person or a form at the left, figures and history at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.answers import MemberCard
from desktop.store.profile import Profile
from desktop.store.shop import Shop
from ui.doing import WhenDone
from ui.members.adjust_panel import AdjustPanel, CardPanel
from ui.members.edit_panel import EditPanel
from ui.members.forms import FormPanel
from ui.members.history_panel import HistoryPanel, MeasurePanel
from ui.members.person_panel import PersonPanel
from ui.members.timeline_panel import TimelinePanel
from ui.named import named
from ui.widgets.buttons import KeyButton, ordinary, primary

_LEFT_SHARE, _RIGHT_SHARE = 3, 5


class MemberView(QWidget):
    """Signals say which button was pressed; what follows is the presenter's business."""

    served = Signal()
    left = Signal()

    def __init__(self, when_done: WhenDone, shop: Shop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("member")
        self._known: tuple[MemberCard, Profile] | None = None
        self.person = PersonPanel()
        self.edit, self.adjust, self.card = EditPanel(), AdjustPanel(), CardPanel()
        self.measures = MeasurePanel()
        self.history = named(HistoryPanel(when_done, shop), "history_panel")
        self.timeline = named(TimelinePanel(when_done, shop), "timeline_panel")
        self.all_stores = named(ordinary(), "all_stores")
        self.all_stores.setCheckable(True)
        self.all_stores.toggled.connect(self._turn_past)
        self._past = named(QStackedWidget(), "past")
        self._past.addWidget(self.history)
        self._past.addWidget(self.timeline)
        self._beside = named(QStackedWidget(), "beside")
        for panel in (self.person, *self.forms()):
            self._beside.addWidget(_scrolled(panel))
        self._back = named(KeyButton(role="quiet", hint="Esc", icon_name="back"), "back")
        self.edit_button = named(ordinary(), "edit_member")
        self.card_button = named(ordinary(), "replace_card")
        self._adjust_button = named(ordinary(), "open_adjust")
        self._serve = named(primary(), "serve")
        self._lay_out()
        self._back.clicked.connect(self.left)
        self._serve.clicked.connect(self.served)
        self._adjust_button.clicked.connect(lambda: self.open_form(self.adjust))
        self.retranslate()

    def forms(self) -> tuple[FormPanel, ...]:
        """Give the forms that can stand in for the person."""
        return (self.edit, self.adjust, self.card)

    def show_member(
        self, member: MemberCard, about: Profile, shop: Shop, now_ms: int, *, is_new: bool
    ) -> None:
        """Show somebody. A form that is open for the same person keeps what was typed."""
        self._known = (member, about)
        if is_new:
            self.person.hide_phone()
            self.all_stores.setChecked(False)
            self.close_form()
            self.adjust.clear()
        if is_new or self.open_one() is not self.edit:
            self.edit.fill(member, about)
        self.person.show_member(member, about, shop)
        self.measures.show_member(member, shop.calendar.day(now_ms))

    def open_form(self, form: FormPanel) -> None:
        """Put a form in the person's place, with what was typed into it before."""
        self._turn_to(form)
        form.begin()

    def close_form(self) -> None:
        """Show the person again; what was typed stays in the form."""
        if self.open_one() is not None:
            self._turn_to(self.person)
            self.history.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reset(self, form: FormPanel) -> None:
        """Show the person again with the form as new: what was typed is done."""
        self.close_form()
        if form is self.adjust:
            self.adjust.clear()
        elif form is self.edit and self._known is not None:
            self.edit.fill(*self._known)

    def open_one(self) -> FormPanel | None:
        """Give the form that is open."""
        shown = self._panel_shown()
        return shown if isinstance(shown, FormPanel) else None

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that something is being written."""
        for form in self.forms():
            form.do.setEnabled(not is_busy)

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.person.retranslate()
        self.measures.retranslate()
        self.history.retranslate()
        self.timeline.retranslate()
        self.all_stores.setText(self.tr("All stores"))
        for form in self.forms():
            form.retranslate()
        self._back.setText(self.tr("Back"))
        self._adjust_button.setText(self.tr("Adjust points"))
        self._serve.setText(self.tr("To the counter"))

    def _turn_past(self, is_all: bool) -> None:
        """Show what happened at this till, or at all stores."""
        self._past.setCurrentWidget(self.timeline if is_all else self.history)

    def _panel_shown(self) -> QWidget | None:
        holder = self._beside.currentWidget()
        return holder.widget() if isinstance(holder, QScrollArea) else None

    def _turn_to(self, panel: QWidget) -> None:
        for at in range(self._beside.count()):
            holder = self._beside.widget(at)
            if isinstance(holder, QScrollArea) and holder.widget() is panel:
                self._beside.setCurrentIndex(at)
        self._serve.setVisible(panel is self.person)  # one accent: the one thing to do next

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.measures)
        right.addWidget(self._past, 1)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._beside, _LEFT_SHARE)
        columns.addLayout(right, _RIGHT_SHARE)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._back, self.edit_button, self.card_button, self._adjust_button):
            foot.addWidget(button)
        foot.addWidget(self.all_stores)
        foot.addStretch(1)
        foot.addWidget(self._serve)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(columns, 1)
        whole.addLayout(foot)


def _scrolled(panel: QWidget) -> QScrollArea:
    """Let a panel that is higher than a small till's screen scroll."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    area.setWidget(panel)
    return area
