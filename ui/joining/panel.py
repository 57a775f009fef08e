"""The form of joining: address and code, then the fingerprint, large enough to compare."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.joining import Joined, Names, NotJoined
from desktop.joining_new import MadeTill
from desktop.snapshots import Phase, Progress
from desktop.trouble import Trouble
from regulars.money import Currency
from regulars.refusals import Refusal
from ui import text
from ui.doing import WhenDone
from ui.joining import words
from ui.joining.nearby import NearbyList
from ui.joining.presenter import Doors, JoinPresenter, Step
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import NameField, NoInputMethodLineEdit
from ui.widgets.form import Form
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

_GROUPS_IN_A_ROW = 4
_LOOK_MS = 250
_MIB = 1 << 20
_NO_MONEY = Currency("", 0, "")


class JoinPanel(QWidget):
    """Asks, compares, joins. `joined` carries a Joined or a MadeTill.

    `names` tells whether a till is given a name here, `founds` whether its store is too.
    """

    joined = Signal(object)

    def __init__(
        self,
        doors: Doors,
        when_done: WhenDone,
        *,
        names: bool = False,
        founds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "joining")
        self.presenter = JoinPresenter(self, doors, when_done)
        self._nearby = NearbyList(doors.around, when_done)
        self._names, self._founds = names or founds, founds
        self._is_called = False
        self._build()
        self._connect()
        self.retranslate()
        self.show_step(Step.FORM)

    def fill(self, address: str, code: str = "") -> None:
        """Put in what is known: the address of now, or a try that broke off."""
        if not self._address.isModified():
            self._address.setText(address)
        if code and not self._code.isModified():
            self._code.setText(code)

    def call(self, till: str, store: str) -> None:
        """Put in what till and store are called; what somebody has typed stays."""
        self._is_called = self._is_called or bool(till)
        self._suggest(self._name, till)
        self._suggest(self._store, store)

    def first(self) -> QWidget:
        """Give the field that is ready to type into."""
        return self._name if self._names else self._address

    def step_back(self) -> bool:
        """Step back from comparing; False where there is nothing to step back from."""
        return self.presenter.back()

    def enter(self) -> bool:
        """Do what Enter means here; False where it means nothing."""
        if self.presenter.step is Step.FORM:
            self._go.click()
            return True
        return False

    # The view --------------------------------------------------------------------------------

    def show_step(self, step: Step) -> None:
        """Show the form, what is to be compared, or that something is on its way."""
        is_form = step is Step.FORM
        for field in self._fields:
            field.setEnabled(is_form)
        self._go.setVisible(is_form)
        self._nearby.setEnabled(is_form)
        is_typed: tuple[QWidget, ...] = (self._address, self._nearby, self._code)
        for row in is_typed:  # what is compared needs the room
            self._form.setRowVisible(row, step is not Step.COMPARE)
        self._form.setRowVisible(self._name, self._names and step is not Step.COMPARE)
        self._form.setRowVisible(self._store, self._founds and step is not Step.COMPARE)
        self._compared.setVisible(step is Step.COMPARE)
        self._bar.setVisible(step in {Step.LOOKING, Step.ASKING})
        self._bar.setRange(0, 0)
        self._coming.hide()
        self._skip.hide()
        self._skip.setEnabled(True)
        if step is Step.ASKING:
            self._looking.start()
        else:
            self._looking.stop()
        self._result.clear()
        self._result.hide()
        if step is Step.COMPARE:
            self._other.setFocus()  # nobody joins by pressing Enter without having looked
        elif is_form:
            self._address.setFocus()

    def show_progress(self) -> None:
        """Show how far the shop's members have come, and how to go on without."""
        progress = self.presenter.progress()
        if progress is None:
            return
        if progress.of and progress.phase is not Phase.WAITING:
            self._bar.setRange(0, 100)
            self._bar.setValue(100 * progress.done // progress.of)
        else:
            self._bar.setRange(0, 0)
        self._coming.setText(self._how_far(progress))
        self._coming.show()
        self._skip.show()

    def _how_far(self, progress: Progress) -> str:
        match progress.phase:
            case Phase.WAITING:
                return self.tr("The centre is getting the shop's members ready.")
            case Phase.FETCHING:
                said = self.tr("The shop's members are coming: {done} of {all} MB.")
                done, of = progress.done // _MIB, -(-progress.of // _MIB)
                return said.format(done=done, all=of)
            case _:
                return self.tr("The shop's members are being written here.")

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show what a person compares, four groups in a line, and read aloud as one."""
        groups = fingerprint.split(" ")
        rows = [
            "  ".join(groups[at : at + _GROUPS_IN_A_ROW])
            for at in range(0, len(groups), _GROUPS_IN_A_ROW)
        ]
        self._fingerprint.setText("\n".join(rows))
        self._fingerprint.setAccessibleName(fingerprint)

    def say_not(self, why: NotJoined) -> None:
        """Say why the till has not joined."""
        self._say(Tone.WARN, words.why(why.why))

    def say_other(self) -> None:
        """Say what it means that the fingerprint is another one."""
        self._say(
            Tone.BAD,
            self.tr(
                "Then somebody else answers there, and nothing was sent. Look at the address, and"
                " at the centre's screen."
            ),
        )

    def say_refusal(self, why: Refusal) -> None:
        """Say why this person may not."""
        self._say(Tone.WARN, text.refusal(why, _NO_MONEY))

    def say_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way here."""
        self._say(Tone.BAD, text.trouble(trouble))

    def done(self, result: Joined | MadeTill) -> None:
        """Hand on that the till has joined, and leave no code on the screen."""
        self._looking.stop()
        self._code.clear()
        self.joined.emit(result)

    # Words and building ------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        called = (self.tr("This till"), self.tr("This store"), self.tr("Address"), self.tr("Code"))
        for label, called_so in zip(self._labels, called, strict=True):
            label.setText(called_so)
        if not self._is_called:
            self._suggest(self._name, self.tr("Till 1") if self._founds else self.tr("Till 2"))
        self._address.setPlaceholderText(self.tr("https://192.168.1.5:8443"))
        self._code.setPlaceholderText(self.tr("ABCD-EFGH-JKMN"))
        self._go.setText(self.tr("Look who answers"))
        self._ask.setText(
            self.tr("Compare this with the fingerprint that the centre printed, all of it.")
        )
        self._same.setText(self.tr("It is the same: join"))
        self._other.setText(self.tr("It is another"))
        self._bar.setAccessibleName(self.tr("Asking the centre"))
        self._skip.setText(self.tr("Begin now: they come bit by bit"))

    def _go_on_without(self) -> None:
        self._skip.setEnabled(False)
        self.presenter.skip()

    def _say(self, tone: Tone, said: str) -> None:
        self._result.say(tone, said)
        self._result.show()

    def _called(self) -> Names:
        return Names(
            self._name.plain() if self._names else "", self._store.plain() if self._founds else ""
        )

    def _suggest(self, field: NameField, name: str) -> None:
        """Put a name where nobody has typed one, so that typing replaces it."""
        if name and not field.isModified():
            field.setText(name)
            field.selectAll()

    def _choose(self, address: str) -> None:
        self._address.setText(address)
        self._address.setModified(True)
        self._code.setFocus()

    def _connect(self) -> None:
        self._go.clicked.connect(
            lambda: self.presenter.look(self._address.text(), self._code.text(), self._called())
        )
        for field in self._fields:
            field.returnPressed.connect(self._go.click)
        self._nearby.chosen.connect(self._choose)
        self._same.clicked.connect(self.presenter.same)
        self._other.clicked.connect(self.presenter.other)
        self._skip.clicked.connect(self._go_on_without)
        self._looking.timeout.connect(self.show_progress)

    def _build(self) -> None:
        self._name = named(NameField(), "join_name")
        self._store = named(NameField(), "join_store")
        self._address = named(NoInputMethodLineEdit(), "join_address")
        self._code = named(NoInputMethodLineEdit(), "join_code")
        self._fields = (self._name, self._store, self._address, self._code)
        self._form = form = Form()
        self._labels = [form.add("", field) for field in self._fields]
        form.insertRow(self._fields.index(self._address) + 1, "", self._nearby)
        self._go = named(KeyButton(role="primary"), "join_look")
        self._result = named(ResultLine(), "join_result")
        self._bar = named(QProgressBar(), "join_busy")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._coming = named(PlainLabel(wrap=True), "join_coming")
        self._skip = named(KeyButton(role="quiet"), "join_skip")
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._ask = PlainLabel(wrap=True)
        self._fingerprint = named(PlainLabel(type="title"), "fingerprint")
        self._same = named(KeyButton(role="primary"), "join_same")
        self._other = named(KeyButton(role="quiet"), "join_other")
        row = QHBoxLayout()
        row.addWidget(self._same)
        row.addWidget(self._other)
        row.addStretch()
        self._compared = QWidget()
        inside = QVBoxLayout(self._compared)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._ask)
        inside.addWidget(self._fingerprint)
        inside.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(form)
        whole.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._compared, self._coming, self._bar):
            whole.addWidget(widget)
        whole.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._result)
