"""The sale side of the counter: fields, what the sale earns and why, and the one button."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.store.shop import Shop
from ui import text
from ui.counter.draft import ACTS, Draft, Preview, Step
from ui.counter.member_panel import scrolling
from ui.counter.parts_box import PartsBox, SaleField
from ui.counter.spend_row import SpendRow
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import primary
from ui.widgets.fields import NameField
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel


class SalePanel(Panel):
    """Shows a draft and its preview, and tells what was typed. Decides nothing."""

    edited = Signal()
    entered = Signal()
    parts_opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shop: Shop | None = None
        self._preview: Preview | None = None
        self._is_filling = False
        self._make_fields()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 8, 20, 4)
        column.setSpacing(8)
        column.addLayout(self._field_row())
        column.addWidget(self._parts)
        column.addWidget(self._total)
        column.addWidget(self.spend)
        column.addWidget(self._earns)
        column.addWidget(self._why)
        column.addStretch()
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 12)
        foot.addWidget(self.award)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self._area = scrolling(inside)
        self.body.addWidget(self._area, 1)
        self.body.addLayout(foot)
        self.retranslate()

    def set_shop(self, shop: Shop) -> None:
        """Use a shop's currency, categories and rules."""
        self._shop = shop
        self.amount.set_shop(shop)
        self._parts.set_shop(shop)
        self.spend.set_shop(shop)
        if not shop.categories:
            self.open_parts(is_open=False)
        self.retranslate()

    def show_draft(self, draft: Draft) -> None:
        """Fill the fields, without telling that they were typed."""
        self._is_filling = True
        if self.amount.plain() != draft.amount:
            self.amount.setText(draft.amount)
        if self.receipt.text() != draft.receipt:
            self.receipt.setText(draft.receipt)
        self._parts.show_parts(draft)
        self.spend.show_choice(draft)
        self._is_filling = False
        if draft.is_empty():
            self._area.verticalScrollBar().setValue(0)

    def reveal(self, field: QWidget) -> None:
        """Scroll to a field where the screen is too low for all of them."""
        self._area.ensureWidgetVisible(field)

    def show_preview(self, preview: Preview) -> None:
        """Show what the sale comes to."""
        self._preview = preview
        self.award.setEnabled(preview.step in ACTS)
        self.spend.show_preview(preview)
        self._say_preview()

    def open_parts(self, is_open: bool) -> None:
        """Show a field for each category, or put them away; what is in them counts anyway."""
        self._parts.setVisible(is_open)
        self.parts_opened.emit(is_open)

    def typed_parts(self) -> tuple[tuple[str, str], ...]:
        """Give what was typed for each category."""
        return self._parts.typed()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._amount_label.setText(self.tr("Amount"))
        needs_receipt = self._shop is not None and self._shop.setting("receipt_required") == "yes"
        optional = self.tr("Receipt (optional)")
        self._receipt_label.setText(self.tr("Receipt") if needs_receipt else optional)
        self._say_preview()

    def _say_preview(self) -> None:
        preview, shop = self._preview, self._shop
        if preview is None or shop is None:
            return
        self._say_total(preview, shop)
        self._say_earning(preview, shop)
        self.award.setText(self._award_words(preview, shop))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _make_fields(self) -> None:
        self.receipt = named(NameField(), "receipt")
        self.amount = named(SaleField(), "amount")
        self._receipt_label = PlainLabel(tone="quiet")
        self._amount_label = PlainLabel(tone="quiet")
        self._parts = named(PartsBox(), "parts")
        self._parts.setVisible(False)
        self._total = named(PlainLabel(type="emphasis"), "total")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._total.setVisible(False)
        self.spend = named(SpendRow(), "spend")
        self._earns = named(PlainLabel(type="emphasis", wrap=True), "earns")
        self._why = named(PlainLabel(type="caption", tone="quiet", wrap=True), "why")
        self.award = named(primary(hint="Enter"), "award")
        self.award.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.award.clicked.connect(self.entered)
        fields: tuple[QLineEdit, ...] = (self.receipt, self.amount)
        for field in fields:
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self.entered)
        self.receipt.setMaxLength(40)
        self.amount.keyed.connect(self._keyed)
        self._parts.edited.connect(self._typed)
        self._parts.entered.connect(self.entered)
        self.spend.edited.connect(self._typed)
        self.spend.entered.connect(self.entered)

    def _field_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self._receipt_label.setBuddy(self.receipt)
        self._amount_label.setBuddy(self.amount)
        dress(self.receipt, role="amount", type="emphasis")
        grid.addWidget(self._receipt_label, 0, 0)
        grid.addWidget(self._amount_label, 0, 1)
        grid.addWidget(self.receipt, 1, 0)
        grid.addWidget(self.amount, 1, 1)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        return grid

    def _typed(self) -> None:
        if not self._is_filling:
            self.edited.emit()

    def _keyed(self, key: str) -> None:
        """Put the amount under a category, and be ready for the next."""
        typed = self.amount.plain()
        if not typed:
            return
        self.open_parts(is_open=True)
        self._is_filling = True
        self._parts.add(key, typed)
        self.amount.clear()
        self._is_filling = False
        self.edited.emit()

    def _say_total(self, preview: Preview, shop: Shop) -> None:
        is_in_parts = len(preview.lines) > 1 or any(line.category for line in preview.lines)
        total = text.money(preview.amount_minor, shop.currency)
        #: {amount} is money
        self._total.setText(self.tr("Total {amount}").format(amount=total))
        self._total.setVisible(is_in_parts)

    def _say_earning(self, preview: Preview, shop: Shop) -> None:
        """Explain the points; how many they are is on the button, once there is somebody."""
        earns = ""
        lines: list[str] = []
        if preview.refusal is not None:
            lines = [text.refusal(preview.refusal, shop.currency)]
        elif preview.earning is not None:
            lines = text.why_lines(preview.earning.why, shop.currency)
            if preview.step not in ACTS:
                earned = text.points(preview.earning.earned)
                #: {points} is "192 points"
                earns = self.tr("Earns {points}").format(points=earned)
        self._earns.setText(earns)
        self._why.setText("\n".join(lines))
        dress(self._why, tone="bad" if preview.refusal is not None else "quiet")
        self._earns.setVisible(bool(earns))

    def _award_words(self, preview: Preview, shop: Shop) -> str:
        earned = 0 if preview.earning is None else preview.earning.earned
        match preview.step:
            case Step.AWARD:
                #: {points} is "192 points"
                return self.tr("Award {points}").format(points=text.points(earned))
            case Step.SPEND_AND_AWARD:
                spent = text.number(preview.offer.points)
                #: {spent} and {earned} are numbers of points
                words = self.tr("Redeem {spent} and award {earned}")
                return words.format(spent=spent, earned=text.number(earned))
            case Step.SPEND:
                worth = text.money(preview.offer.pays_minor, shop.currency)
                #: {points} is "300 points", {worth} is money
                words = self.tr("Redeem {points} ({worth})")
                return words.format(points=text.points(preview.offer.points), worth=worth)
            case Step.MEMBER:
                return self.tr("Scan a card first")
            case Step.RECEIPT:
                return self.tr("Type the receipt number")
            case Step.REFUSED:
                return self.tr("Choose other points")
            case _:
                return self.tr("Type the amount")
