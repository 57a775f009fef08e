"""Preferences: sections at the left, one panel each at the right, one line for what happened."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.answers import StaffRow
from desktop.store.shop import Shop
from desktop.trouble import Trouble
from regulars.refusals import Refusal
from ui import text
from ui.context import Context
from ui.named import named
from ui.preferences.backup_section import BackupSection
from ui.preferences.centre_section import CentreSection
from ui.preferences.goods import BadRow, Row
from ui.preferences.goods_section import GoodsSection
from ui.preferences.parts import Section, SettingsSection
from ui.preferences.people import StaffDone, StaffProblem
from ui.preferences.presenter import BackupRow, PreferencesPresenter, Saved, ScanKind
from ui.preferences.rates import Example
from ui.preferences.shop_section import ProgrammeSection, ShopSection
from ui.preferences.simple import (
    Chosen,
    PaperSection,
    RegisterSection,
    ScannerSection,
    SecuritySection,
    ask_file,
    ask_folder,
)
from ui.preferences.staff_section import StaffSection
from ui.preferences.words import SectionId, section_name
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

_WIDTH_PX = 1100
_LIST_PX = 224
Ask = Callable[[QWidget, str, Chosen], None]


class PreferencesPage(QWidget):
    """What an owner may change, and what a cashier may look at."""

    look_changed = Signal()
    left = Signal()
    recovery_wanted = Signal()
    printers_wanted = Signal()
    """Answer with `show_printers`."""
    anew_wanted = Signal(bool)
    """The till has joined a centre and is opened anew, or (True) leaves this computer."""

    def __init__(
        self,
        context: Context,
        *,
        ask_file: Ask = ask_file,
        ask_folder: Ask = ask_folder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "preferences")
        self._context = context
        self._owners: list[str] = []
        self._ask_folder = ask_folder
        self._presenter = PreferencesPresenter(context.till, self, context.when_done)
        self._shop = ShopSection()
        self._programme = ProgrammeSection()
        self._goods = GoodsSection(ask_file)
        self._staff = StaffSection()
        self._look = SettingsSection("look", ("language", "palette", "large_type", "sound"))
        self._scanner = ScannerSection()
        self._paper = PaperSection()
        self._register = RegisterSection(ask_folder)
        self._security = SecuritySection()
        self._backups = BackupSection()
        self._centre = CentreSection(context)
        self._sections: dict[SectionId, Section] = {
            SectionId.SHOP: self._shop,
            SectionId.PROGRAMME: self._programme,
            SectionId.GOODS: self._goods,
            SectionId.STAFF: self._staff,
            SectionId.LOOK: self._look,
            SectionId.SCANNER: self._scanner,
            SectionId.PAPER: self._paper,
            SectionId.REGISTER: self._register,
            SectionId.SECURITY: self._security,
            SectionId.BACKUPS: self._backups,
            SectionId.CENTRE: self._centre,
        }
        self._build()
        self._connect()
        self.retranslate()

    def open(self) -> None:
        """Show everything as it is now; call it whenever the page comes to the front."""
        self._hush()
        self._presenter.open()
        self._list.setFocus()

    def wants_scans(self) -> bool:
        """Tell whether a scan is meant for the scanner's test field now."""
        return self.isVisible() and self._current() is SectionId.SCANNER

    def scan_arrived(self, raw: str) -> None:
        """Show what a scanner sent; for the shell, where `wants_scans`."""
        self._presenter.scan(raw, as_scan=True)

    def show_printers(self, names: Sequence[str]) -> None:
        """Offer the system's printers."""
        self._paper.show_printers(names)

    def go_to(self, section: SectionId) -> None:
        """Turn to a section."""
        self._list.setCurrentRow(list(self._sections).index(section))

    def step_back(self) -> None:
        """Close what is open inside the section, or leave the page."""
        if not self._sections[self._current()].step_back():
            self.left.emit()

    # The view --------------------------------------------------------------------------------

    def show_shop(self, shop: Shop) -> None:
        """Show what is so now."""
        for section in self._sections.values():
            section.show_shop(shop)

    def show_right(self, *, may_change: bool, owners: Sequence[str]) -> None:
        """Open the sections, or say who may change them."""
        self._owners = list(owners)
        self._note.setVisible(not may_change)
        for section in self._sections.values():
            section.set_open(is_open=may_change)
        self._write_note()

    def show_example(self, worked: Example | None) -> None:
        """Show what the rates in the form mean."""
        self._programme.show_example(worked)

    def show_staff(self, rows: Sequence[StaffRow]) -> None:
        """List who works here."""
        self._staff.show_staff(rows)

    def show_backups(self, rows: Sequence[BackupRow]) -> None:
        """List the backups."""
        self._backups.show_backups(rows)

    def show_backing_up(self, *, is_running: bool) -> None:
        """Show that a backup is being made."""
        self._backups.show_running(is_running=is_running)

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        """Put rows that were read into a table."""
        self._goods.show_rows(kind, rows)
        if rows:
            self._say(Tone.NEUTRAL, self.tr("Look it over, then save."))
        else:
            self._say(Tone.WARN, self.tr("No rows were found there."))

    def show_scan(self, kind: ScanKind, length: int, *, as_scan: bool) -> None:
        """Say what the test field read."""
        self._scanner.show_scan(kind, length, as_scan=as_scan)

    def saved(self, what: Saved) -> None:
        """Say that something was written."""
        words = {
            Saved.PROGRAMME: self.tr("Sales from now on earn by the new rules."),
            Saved.BACKUP: self.tr("The backup was made, opened again and checked."),
            Saved.EXPORT: self.tr(
                "The export was saved, opened and checked. It opens with the recovery sheet:"
                " keep the two apart."
            ),
        }
        self._say(Tone.GOOD, words.get(what, self.tr("Saved.")))

    def look_is_new(self) -> None:
        """Ask for the new look."""
        self.look_changed.emit()

    def name_missing(self) -> None:
        """Say that a shop needs a name."""
        self._say(Tone.WARN, self.tr("Type the shop's name."))

    def bad_rate(self, name: str) -> None:
        """Say that a field of the programme cannot be read."""
        self._programme.focus_field(name)
        words = (
            self.tr("Type how many points, such as 100.")
            if name == "redeem_min"
            else self.tr("Type an amount above nothing, such as 1.00.")
        )
        self._say(Tone.WARN, words)

    def bad_row(self, kind: str, bad: BadRow) -> None:
        """Say which row cannot be kept."""
        self._say(Tone.WARN, self._goods.show_bad(kind, bad))

    def staff_done(self, what: StaffDone, name: str) -> None:
        """Say what was done about somebody."""
        self._staff.done()
        self._say(Tone.GOOD, self._staff_words(what).format(name=name))

    def staff_problem(self, problem: StaffProblem) -> None:
        """Say what is wrong."""
        words = {
            StaffProblem.PIN_DIFFERENT: self.tr("The two PINs are not the same. Type both again."),
            StaffProblem.LAST_OWNER: self.tr(
                "Somebody must be able to change things here. Add an owner first."
            ),
        }
        self._staff.restart_pin()
        self._say(Tone.WARN, words[problem])

    def refuse(self, why: Refusal) -> None:
        """Say why not."""
        self._staff.restart_pin()
        self._say(Tone.WARN, text.refusal(why, self._context.till.shop.currency))

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way."""
        self._say(Tone.BAD, text.trouble(trouble))

    # Keys and words --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus or goes into a section; Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = QApplication.focusWidget()
            if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
                focus.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        for at, section in enumerate(self._sections):
            item = self._list.item(at)
            assert item is not None, "every section has its line"
            item.setText(section_name(section))
        self._list.setAccessibleName(self.tr("Sections"))
        self._title.setText(section_name(self._current()))
        self._hush()
        self._write_note()

    def _write_note(self) -> None:
        if self._owners:
            #: {names} are the owners, such as "Lin, Ada"
            words = self.tr("Only an owner can change things here: {names}.").format(
                names=self.tr(", ").join(self._owners)
            )
        else:
            words = self.tr("Only an owner can change things here.")
        self._note.setText(words)

    def _staff_words(self, what: StaffDone) -> str:
        match what:
            case StaffDone.HIRED:
                return self.tr("{name} can sign in now.")
            case StaffDone.PIN_SET:
                return self.tr("{name} has a new PIN.")
            case StaffDone.LET_GO:
                return self.tr("{name} can no longer sign in.")
            case StaffDone.TAKEN_BACK:
                return self.tr("{name} can sign in again.")
            case StaffDone.UNLOCKED:
                return self.tr("{name} can try a PIN at once.")

    def _say(self, tone: Tone, words: str) -> None:
        self._result.say(tone, words)
        self._result.show()
        self._context.announce(words, good=tone in {Tone.GOOD, Tone.NEUTRAL})

    def _hush(self) -> None:
        """Take the line away: on a small till the section needs its room."""
        self._result.clear()
        self._result.hide()

    # Building --------------------------------------------------------------------------------

    def _current(self) -> SectionId:
        return list(self._sections)[max(0, self._list.currentRow())]

    def _turn(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        self._title.setText(section_name(self._current()))
        self._hush()

    def _connect(self) -> None:
        own = self._presenter
        for settings in (self._look, self._scanner, self._paper, self._register, self._security):
            settings.chosen.connect(own.set)
        self._shop.renamed.connect(own.rename)
        self._programme.tried.connect(own.try_rates)
        self._programme.published.connect(own.publish)
        self._goods.kept.connect(own.keep_goods)
        self._goods.pasted.connect(own.paste_goods)
        self._goods.file_chosen.connect(own.import_goods)
        self._scanner.tried.connect(lambda typed: own.scan(typed, as_scan=False))
        self._paper.printers_wanted.connect(self.printers_wanted)
        self._security.recovery_wanted.connect(self.recovery_wanted)
        self._backups.wanted.connect(own.back_up)
        self._centre.joined.connect(lambda: self.anew_wanted.emit(False))
        self._centre.leave_wanted.connect(lambda: self.anew_wanted.emit(True))
        self._centre.export_wanted.connect(self._export)
        people = own.people
        self._staff.hired.connect(
            lambda name, role, pin, again: people.hire(name, role, pin=pin, again=again)
        )
        self._staff.pin_set.connect(
            lambda person, pin, again: people.set_pin(person, pin=pin, again=again)
        )
        self._staff.active_set.connect(
            lambda person, is_active: people.set_active(person, is_active=is_active)
        )
        self._staff.unlocked.connect(people.unlock)

    def _export(self) -> None:
        self._ask_folder(self, self.tr("Where to save the export"), self._presenter.export)

    def _build(self) -> None:
        self._list = named(QListWidget(), "sections")
        self._list.setFixedWidth(_LIST_PX)
        self._list.addItems([section.value for section in self._sections])
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for section in self._sections.values():
            self._stack.addWidget(_scrolled(section))
        self._title = named(PlainLabel(type="title"), "title")
        self._note = named(PlainLabel(tone="warn", wrap=True), "only_owner")
        self._result = named(ResultLine(), "result")
        right = QVBoxLayout()
        right.setSpacing(12)
        for widget in (self._title, self._note):
            right.addWidget(widget)
        right.addWidget(self._stack, 1)
        right.addWidget(self._result)
        held = QWidget()
        held.setMaximumWidth(_WIDTH_PX)
        columns = QHBoxLayout(held)
        columns.setContentsMargins(16, 16, 16, 16)
        columns.setSpacing(32)
        columns.addWidget(self._list)
        columns.addLayout(right, 1)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addStretch(1)
        outside.addWidget(held, 100)
        outside.addStretch(1)
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(self._turn)


def _scrolled(section: Section) -> QScrollArea:
    """Let a long section scroll, up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(section)
    return area
