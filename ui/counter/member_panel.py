"""The person in front of the cashier: name, balance, and what is worth saying. Decides nothing."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.answers import MemberCard
from desktop.store.shop import Shop
from ui import text
from ui.counter.notes import birthday_near, ends_next, ends_soon
from ui.counter.reach_words import here_line, sent_line
from ui.named import named
from ui.theme import current_look
from ui.theme.roles import dress
from ui.widgets.avatar import Avatar
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import Shape

_NO_LIMIT_PX = 10_000
_SIDES_PX = 64  # margins, and the scroll bar that may come


@dataclass(slots=True)
class _Note:
    """One line with a shape before it."""

    line: QWidget
    shape: Shape
    label: PlainLabel

    def say(self, words: str, icon: str, tone: str) -> None:
        self.line.setVisible(bool(words))
        self.label.setText(words)
        self.shape.show_as(icon, "text" if tone == "plain" else tone)
        dress(self.label, tone="" if tone == "plain" else tone)


class MemberPanel(Panel):
    """Shows a member; `served` means the sale is done and the next card is awaited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._member: MemberCard | None = None
        self._shop: Shop | None = None
        self._served = False
        self._of_centre: tuple[_Note, _Note] | None = None  # made once this till has joined one
        self.body.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(20, 12, 12, 12)
        self._column.setSpacing(4)
        self._avatar = Avatar()
        self._name = named(PlainLabel(type="name", wrap=True), "member_name")
        self._since = named(PlainLabel(tone="quiet", wrap=True), "member_since")
        self._number = named(PlainLabel(tone="quiet", wrap=True), "member_number")
        self._balance = named(PlainLabel(type="balance", wrap=True), "balance")
        self._as_of = named(PlainLabel(tone="quiet", wrap=True), "as_of")
        self._column.addLayout(self._headline())
        self._column.addWidget(self._balance)
        self._column.addWidget(self._as_of)
        self._column.addSpacing(8)
        self._worth = self._note("worth")
        self._owes = self._note("owes")
        self._ends = self._note("ends")
        self._birthday = self._note("birthday")
        self._visit = self._note("last_visit")
        self._column.addStretch()
        self.body.addWidget(scrolling(inside))

    def show_member(self, member: MemberCard, shop: Shop, *, served: bool) -> None:
        """Show somebody."""
        self._member, self._shop, self._served = member, shop, served
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        member, shop = self._member, self._shop
        if member is None or shop is None:
            return
        self._avatar.set_name(member.name)
        self._name.setText(member.name)
        self._balance.setText(text.points(member.balance))
        dress(self._name, tone="quiet" if self._served else "")
        dress(self._balance, tone="quiet" if self._served else "")
        #: {year} is a year, such as 2023
        since = self.tr("Member since {year}").format(year=member.joined.year)
        self._since.setText(since)
        number = text.member_number(member.number) if member.number else ""
        # No blank and no dash inside a number breaks a line.
        phone = member.phone_masked.replace(" ", "\u00a0")
        self._number.setText("\u2003".join(part for part in (number, phone) if part))
        moment = text.moment(member.as_of_ms, shop.calendar)
        #: {time} is a time of day, such as 09:14
        words = self.tr("Served at {time}. Scan the next card.") if self._served else None
        #: {time} is a time of day, such as 09:14
        words = words or self.tr("as of {time}")
        self._as_of.setText(words.format(time=moment))
        self._say_notes(member, shop)
        self._fit_balance()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and self._member is not None:
            self._fit_balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the balance fit."""
        super().resizeEvent(event)
        self._fit_balance()

    def _fit_balance(self) -> None:
        """Use the next smaller letters rather than a second line."""
        words, room = self._balance.text(), self.width() - _SIDES_PX
        scale = current_look().scale
        is_wide = _width(self._balance, words, scale.balance) > room
        dress(self._balance, type="name" if is_wide else "balance")
        # The typeface leaves much air above and below its digits; one line can do with less.
        is_one_line = not is_wide or _width(self._balance, words, scale.name) <= room
        size = scale.name if is_wide else scale.balance
        self._balance.setMaximumHeight(round(size * 1.25) if is_one_line else _NO_LIMIT_PX)

    def _say_notes(self, member: MemberCard, shop: Shop) -> None:
        today = shop.calendar.day(member.as_of_ms)
        self._worth.say(self._worth_words(member, shop), "gift", "plain")
        owes = self.tr("Owes {points}; new sales repay that first.")
        #: {points} is "12 points"
        owes = owes.format(points=text.points(member.debt)) if member.debt else ""
        self._owes.say(owes, "warn", "warn")
        self._say_ending(member)
        self._say_reach(member)
        birthday = birthday_near(member, today)
        words = ""
        if birthday == today:
            words = self.tr("Birthday today")
        elif birthday is not None:
            #: {day} is a date
            coming = self.tr("Birthday on {day}")
            #: {day} is a date
            gone = self.tr("Birthday was on {day}")
            words = (coming if birthday > today else gone).format(day=text.day(birthday))
        self._birthday.say(words, "star", "gold")
        first, first_here = self.tr("First visit"), self.tr("First time at this till")
        visit = first if member.reach is None else first_here
        if member.last_visit is not None:
            #: {ago} is "today", "yesterday" or "6 days ago"
            visit = self.tr("Last here {ago}").format(ago=text.ago(member.last_visit, today))
        self._visit.say(visit, "clock", "quiet")

    def _say_reach(self, member: MemberCard) -> None:
        """Say what can be spent here now, and whether the centre has what was done here."""
        reach = member.reach
        if self._of_centre is None and reach is not None:
            below = self._column.indexOf(self._worth.line)
            self._of_centre = self._note("here", below), self._note("sent", below)
        if self._of_centre is not None:
            here, sent = self._of_centre
            words = "" if reach is None else here_line(reach, member.balance)
            here.say(words, "shield", "plain" if reach and reach.here else "warn")
            state = "" if reach is None else sent_line(reach, served=self._served)
            sent.say(state, "waiting" if reach and reach.unsent else "check", "quiet")

    def _worth_words(self, member: MemberCard, shop: Shop) -> str:
        programme = shop.programme
        if member.balance < programme.redeem_min:
            least = text.points(programme.redeem_min)
            #: {points} is "100 points"
            return self.tr("Can be spent from {points}").format(points=least)
        worth = text.money(programme.value(member.balance), shop.currency)
        if member.spendable < member.balance:
            #: {worth} is money: what all points are worth, of which not all can be spent here
            return self.tr("Worth {worth}").format(worth=worth)
        #: {worth} is money
        return self.tr("Worth {worth} here now").format(worth=worth)

    def _say_ending(self, member: MemberCard) -> None:
        assert self._shop is not None, "whoever is shown is shown for a shop"
        following = ends_next(member)
        if following is None:
            self._ends.say("", "flag", "quiet")
            return
        day, points = following
        is_soon = ends_soon(day, self._shop.calendar.day(member.as_of_ms))
        #: {points} is "300 points", {day} is a date
        words = self.tr("{points} will end on {day}")
        words = words.format(points=text.points(points), day=text.day(day))
        self._ends.say(words, "flag", "warn" if is_soon else "quiet")

    def _headline(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._name, self._since, self._number):
            words.addWidget(label)
        row.addLayout(words, 1)
        return row

    def _note(self, name: str, at: int = -1) -> _Note:
        line = named(QWidget(), f"{name}_line")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        shape, label = Shape(), named(PlainLabel(wrap=True), name)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self._column.insertWidget(at, line)
        return _Note(line, shape, label)


def _width(label: QWidget, words: str, size_px: int) -> int:
    font = QFont(label.font())
    font.setBold(True)
    font.setPixelSize(size_px)
    return QFontMetrics(font).horizontalAdvance(words)


def scrolling(inside: QWidget) -> QScrollArea:
    """Let something scroll up and down where the screen is too low for it."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
