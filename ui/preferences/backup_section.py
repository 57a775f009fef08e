"""Backups on this computer: the newest first, and one button to make another now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QProgressBar, QWidget

from desktop.store.shop import Shop
from regulars.business_day import Calendar
from ui import text
from ui.named import named
from ui.preferences.parts import GAP_PX, Section, save_row
from ui.preferences.presenter import BackupRow
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel

_LIST_PX = 200


class BackupSection(Section):
    """Shows what there is; `wanted` asks for one more."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("backups", parent)
        self._rows: list[BackupRow] = []
        self._calendar: Calendar | None = None
        self._newest = named(PlainLabel(type="emphasis", wrap=True), "newest")
        self._what = PlainLabel(tone="quiet", wrap=True)
        self._make = named(KeyButton(role="primary"), "back_up")
        self._make.clicked.connect(self.wanted)
        self._bar = named(QProgressBar(), "backing_up")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setVisible(False)
        self._list = named(QListWidget(), "backup_list")
        self._list.setMinimumHeight(_LIST_PX)
        self.body.addWidget(self._newest)
        self.body.addWidget(self._what)
        self.body.addSpacing(GAP_PX)
        self.body.addLayout(save_row(self._make))
        self.body.addWidget(self._bar)
        self.body.addSpacing(GAP_PX)
        self.body.addWidget(self._list)
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Remember whose clock the moments are written in."""
        self._calendar = shop.calendar
        self._write()

    def show_backups(self, rows: Sequence[BackupRow]) -> None:
        """List them, newest first."""
        self._rows = list(rows)
        self._write()

    def show_running(self, *, is_running: bool) -> None:
        """Show that one is being made; selling goes on."""
        self._bar.setVisible(is_running)
        self._make.setEnabled(not is_running)

    def retranslate(self) -> None:
        """Set the words again."""
        self._what.setText(
            self.tr(
                "Each is a whole copy that was opened and checked. Copy one to another disk now"
                " and then; it opens with the recovery sheet."
            )
        )
        self._make.setText(self.tr("Make a backup now"))
        self._bar.setAccessibleName(self.tr("Making a backup"))
        self._list.setAccessibleName(self.tr("Backups"))
        self._write()

    def _write(self) -> None:
        moments = [self._moment(row) for row in self._rows]
        self._list.clear()
        self._list.addItems(moments)
        self._list.setVisible(bool(moments))
        if moments:
            #: {moment} is a day and a time
            self._newest.setText(
                self.tr("Last made and proved: {moment}").format(moment=moments[0])
            )
        else:
            self._newest.setText(self.tr("There is no backup on this computer yet."))

    def _moment(self, row: BackupRow) -> str:
        if self._calendar is None or not row.made_ms:
            return row.path.name
        day = text.day(self._calendar.local(row.made_ms).date())
        return f"{day}  {text.moment(row.made_ms, self._calendar)}"
