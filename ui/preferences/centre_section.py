"""The centre: how to join one, and for a till that has, where it is and how to follow it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.store.shop import Shop
from desktop.store.way import Attempt, attempt_of
from ui.context import Context
from ui.joining.doors import OpenTill
from ui.joining.panel import JoinPanel
from ui.named import named
from ui.preferences.parts import GAP_PX, SETTING_GAP_PX, Section, save_row
from ui.strip.words import said
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel


class CentreSection(Section):
    """`joined` says that the till is one of a centre now, and everything has to be opened anew.

    `export_wanted` and `leave_wanted` are the ways out of a till that has joined.
    """

    joined = Signal()
    export_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("centre", parent)
        self._context = context
        self._is_sure = False
        self._is_training = context.till.shop.training
        self._lead = named(PlainLabel(wrap=True), "centre_lead")
        self._stands = named(PlainLabel(tone="quiet", wrap=True), "centre_stands")
        self._again = named(PlainLabel(type="emphasis", wrap=True), "centre_again")
        self.panel = JoinPanel(
            OpenTill(context.till), context.when_done, founds=context.link is None
        )
        self.panel.presenter.needs_code = context.link is None
        self.panel.joined.connect(lambda _: self.joined.emit())
        self._ways_out = PlainLabel(tone="quiet", wrap=True)
        self._export = named(KeyButton(), "centre_export")
        self._leave = named(KeyButton(role="quiet"), "centre_leave")
        self._export.clicked.connect(self.export_wanted)
        self._leave.clicked.connect(self._on_leave)
        for widget in (self._lead, self._stands, self._again, self.panel):
            self.body.addWidget(widget)
        self.body.addSpacing(SETTING_GAP_PX)
        self.body.addWidget(self._ways_out)
        row = save_row(self._export)
        row.insertWidget(1, self._leave)
        row.setSpacing(GAP_PX)
        self.body.addLayout(row)
        self._arrange()
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Put in what is known: the address of now, or a try that broke off."""
        self.panel.call(shop.till_name, shop.name)
        self._is_sure = False
        self._write_leave()
        self._write_stands()
        link = self._context.link
        if link is not None:
            self.panel.fill(link.way.address)
            return
        tried: Callable[[Attempt | None], None] = self._tried
        self._context.when_done(self._context.till.read(attempt_of), tried, lambda _: None)

    def step_back(self) -> bool:
        """Step back from comparing."""
        return self.panel.step_back()

    def retranslate(self) -> None:
        """Set the words again."""
        link = self._context.link
        if self._is_training:
            self._lead.setText(self.tr("A training shop stays by itself: it joins no centre."))
        elif link is None:
            self._lead.setText(
                self.tr(
                    "One till needs no centre. Where a shop has several, a centre keeps them in"
                    " step: all members and points at each of them, and nothing spent twice. Type"
                    " what the centre has printed. This shop goes on as it is, with all its"
                    " members and points; that cannot be taken back."
                )
            )
        else:
            #: {address} begins with https
            words = self.tr("This till belongs to the centre at {address}.")
            self._lead.setText(words.format(address=link.way.address))
        self._again.setText(self.tr("Has the centre moved, or must this till be let in again?"))
        self._ways_out.setText(
            self.tr(
                "Before this computer is given away: save what has not reached the centre, or wait"
                " until it has. An export is encrypted and opens with the recovery sheet."
            )
        )
        self._export.setText(self.tr("Save an export…"))
        self._write_leave()
        self._write_stands()

    def _on_leave(self) -> None:
        """Ask once more: what comes then is a computer without a shop."""
        if self._is_sure:
            self.leave_wanted.emit()
        self._is_sure = not self._is_sure
        self._write_leave()

    def _write_leave(self) -> None:
        self._leave.setText(
            self.tr("Yes, take it off")
            if self._is_sure
            else self.tr("Take the shop off this computer…")
        )

    def _tried(self, attempt: Attempt | None) -> None:
        if attempt is not None:
            self.panel.fill(attempt.address, attempt.code)
            self._stands.setText(
                self.tr("Joining was not finished. Go on with the same code: nothing is lost.")
            )
            self._stands.show()

    def _write_stands(self) -> None:
        link = self._context.link
        state = None if link is None else link.state()
        if state is not None:
            self._stands.setText(said(state).text)

    def _arrange(self) -> None:
        has_link = self._context.link is not None
        self.panel.setVisible(not self._is_training)
        self._stands.setVisible(has_link)
        for widget in (self._again, self._ways_out, self._export, self._leave):
            widget.setVisible(has_link)
