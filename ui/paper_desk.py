"""Paper: fill in cards and slips, print them or show them first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.answers import AdjustDone, MemberCard, RedeemDone, RefundDone, SaleDone
from desktop.slips import Desk
from desktop.till import Till
from ui.devices.preview import AskPath, Preview, ask_path
from ui.devices.printer import NotPrinted, Printing
from ui.named import named

if TYPE_CHECKING:  # how a paper looks is loaded when the first is made, or by `warm_up` before
    from desktop.printing.marks import Sheet
    from desktop.printing.values import RecoverySheet, Slip

_FACTS = (SaleDone, RedeemDone, RefundDone, AdjustDone)


class PaperDialog(QDialog):
    """A preview in a window of its own, beside the till and never in its way."""

    def __init__(
        self,
        sheets: list[Sheet],
        printing: Printing,
        title: str,
        parent: QWidget,
        *,
        ask: AskPath = ask_path,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        preview = Preview(sheets, printing, ask=ask, parent=self)
        preview.closed.connect(self.close)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.addWidget(preview)
        self.resize(720, min(720, max(560, parent.height() - 40)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc without a word; Enter presses nothing by surprise."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the focus back to the till."""
        parent = self.parentWidget()
        super().closeEvent(event)
        if parent is not None:
            parent.activateWindow()


class Paper(QObject):
    """The paper desk of `ui.context.PaperDesk`. Lives on the GUI thread.

    `failed` carries what could not be printed when nobody was looking at a preview.
    """

    failed = Signal(object)

    def __init__(
        self, till: Till, printing: Printing, window: QWidget, ask: AskPath = ask_path
    ) -> None:
        super().__init__(window)
        self._till, self._printing, self._window, self._ask = till, printing, window, ask
        printing.finished.connect(self._on_finished)

    def desk(self) -> Desk:
        """Give who prints, as things stand now."""
        person = self._till.person
        return Desk(self._till.shop, "" if person is None else person.name)

    def slip_of(self, facts: object) -> Slip | None:
        """Give a slip's values; None for what has no slip."""
        return self.desk().slip(facts) if isinstance(facts, _FACTS) else None

    def print_slip(self, facts: object, *, ask: bool = False) -> None:
        """Print a slip on the shop's slip printer; without one, or when asked, show it."""
        slip = self.slip_of(facts)
        if slip is None:
            return
        width = 58 if self._till.shop.setting("slip_width", "80") == "58" else 80
        from desktop.printing.slip import slip_sheet

        sheet = slip_sheet(slip, width_mm=width)
        printer = self._till.shop.setting("slip_printer")
        if printer and not ask:
            self._printing.print_sheets([sheet], printer)
            return
        self._show(sheet, QCoreApplication.translate("Paper", "Slip"), "slip")

    def print_card(self, member: MemberCard, card_text: str) -> None:
        """Print a new card on the shop's card printer, or show it."""
        from desktop.printing.card import card_sheet

        sheet = card_sheet(self.desk().card(member, card_text))
        printer = self._till.shop.setting("card_printer")
        if printer:
            self._printing.print_sheets([sheet], printer)
            return
        self._show(sheet, QCoreApplication.translate("Paper", "Member card"), "card")

    def recovery(self, sheet: RecoverySheet) -> None:
        """Show the owner's recovery sheet."""
        from desktop.printing.recovery_sheet import recovery_sheet

        title = QCoreApplication.translate("Paper", "Recovery sheet")
        self._show(recovery_sheet(sheet), title, "recovery")

    def _show(self, sheet: Sheet, title: str, name: str) -> None:
        dialog = PaperDialog([sheet], self._printing, title, self._window, ask=self._ask)
        named(dialog, "paper-" + name).show()

    @Slot(object)
    def _on_finished(self, outcome: object) -> None:
        if isinstance(outcome, NotPrinted):
            self.failed.emit(outcome)
