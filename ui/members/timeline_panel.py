"""What a member did at every store, as the centre had it and when, or why it cannot be seen."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.store.shop import Shop
from sync.wire_look import TIMELINE_MAX, Act
from ui import text
from ui.doing import WhenDone
from ui.faces import Face, FaceList, FaceModel
from ui.members.timeline import Timeline
from ui.named import named
from ui.text_looking import when, why_not
from ui.widgets.buttons import ordinary
from ui.widgets.plain import PlainLabel


class TimelinePanel(QWidget):
    """`more_wanted` asks for older acts."""

    more_wanted = Signal()

    def __init__(self, when_done: WhenDone, shop: Shop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shop, self._now_ms = shop, 0
        self._timeline = Timeline()
        self._model: FaceModel[Act] = FaceModel(
            when_done, self._face, page=TIMELINE_MAX, parent=self
        )
        self.list = named(FaceList(self._model), "timeline")
        self._as_of = named(PlainLabel(type="caption", tone="quiet", wrap=True), "timeline_as_of")
        self.more = named(ordinary(), "timeline_more")
        self.more.clicked.connect(self.more_wanted)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self._as_of, 1)
        row.addWidget(self.more)
        whole.addLayout(row)
        self.retranslate()

    def show_timeline(self, timeline: Timeline, shop: Shop, now_ms: int) -> None:
        """Show what there is now; what was read before stays where it is."""
        self._shop, self._now_ms = shop, now_ms
        at = self.list.currentIndex() if timeline.acts else QModelIndex()
        row = at.row()
        if timeline.acts != self._timeline.acts:
            self._model.show_rows(timeline.acts)
            self.list.take(max(0, row))
        self._timeline = timeline
        self._say()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.list.setAccessibleName(self.tr("At all stores"))
        self.more.setText(self.tr("Older"))
        self._model.reword()
        self._say()

    def _say(self) -> None:
        timeline = self._timeline
        parts: list[str] = []
        if timeline.is_asking:
            parts.append(self.tr("Asking the centre…"))
        if timeline.why_not is not None:
            parts.append(why_not(timeline.why_not))
        if timeline.heard_ms:
            if not timeline.acts:
                parts.append(self.tr("Nothing has happened yet."))
            #: {when} is a time such as 10:31
            said = self.tr("From the centre, as of {when}.")
            moment = when(timeline.heard_ms, self._now_ms, self._shop.calendar)
            parts.append(said.format(when=moment))
        self._as_of.setText(" ".join(parts))
        self.more.setVisible(bool(timeline.before))
        self.more.setEnabled(not timeline.is_asking)

    def _face(self, act: Act) -> Face:
        title = text.kind(act.kind, act.why)
        under = " · ".join(part for part in (text.day(act.on), act.store_name) if part)
        sign = "+" if act.points > 0 else "−" if act.points < 0 else ""
        figure = f"{sign}{text.number(abs(act.points))}"
        tone = "good" if act.points > 0 else "text"
        return Face(title, under, figure, "", f"{title}, {under}, {figure}", tone)
