"""Fields to type into. Each gives plain text and cleans what is typed, pasted or dropped.

Number fields refuse the input method, because a Chinese one eats the digits of a scan; and they
know only the digits 0 to 9, because Python takes "٣" and "²" for digits too.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from regulars.codes import narrow
from ui.theme import current_look
from ui.theme.icons import SIZE_PX, pixmap
from ui.theme.roles import dress
from ui.widgets.key_cap import KeyCap, measure_cap

SCANNING = "scan_under_way"
"""Set by ui/keys.py on the focused field while a scan runs behind a prefix key."""

_RAW_MAX = 200  # characters kept of a paste before cleaning
_DIGITS = "0123456789"
_EXPONENT_MAX = 4
_CONTROLS = frozenset(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


class _Cleaner(QValidator):
    """Accepts everything, after cleaning it: a refused paste helps nobody."""

    def __init__(self, clean: Callable[[str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._clean = clean

    def validate(self, text: str, cursor: int) -> tuple[QValidator.State, str, int]:
        """Give the clean text, with the cursor where it was among the characters that stay."""
        cleaned = self._clean(text)
        if cleaned == text:
            return QValidator.State.Acceptable, text, cursor
        return (
            QValidator.State.Acceptable,
            cleaned,
            min(len(self._clean(text[:cursor])), len(cleaned)),
        )


class NoInputMethodLineEdit(QLineEdit):
    """A line that no input method composes into.

    Hints and `WA_InputMethodEnabled` do not keep one away; answering the query does.
    """

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None, /) -> object:
        """Say that input methods are not wanted here."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)

    def plain(self) -> str:
        """Give what was typed, ready to hand on."""
        return self.text().strip()

    def _keep(self, role: str, clean: Callable[[str], str]) -> None:
        self.setMaxLength(_RAW_MAX)
        self.setValidator(_Cleaner(clean, self))
        dress(self, role=role)


class ScanField(NoInputMethodLineEdit):
    """Where a card is scanned, or a phone, name or number is typed."""

    LENGTH_MAX = 120

    def __init__(self, parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(parent)
        self._hint = hint
        self._cap: KeyCap | None = None
        self._keep("scan", lambda text: _printable(narrow(text))[: self.LENGTH_MAX])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, a glass at its left and the key that leads here at its right."""
        super().paintEvent(event)
        quiet = current_look().tokens.quiet
        painter = QPainter(self)
        glass = pixmap("search", quiet, SIZE_PX, self.devicePixelRatioF())
        painter.drawPixmap(16, (self.height() - SIZE_PX) // 2, glass)
        if self._hint:
            if self._cap is None:
                self._cap = measure_cap(self, self._hint)
            self._cap.draw(painter, self, right=self.width() - 16, colour=quiet)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the key anew in other letters."""
        self._cap = None
        super().changeEvent(event)


class AmountField(NoInputMethodLineEdit):
    """An amount of money as text: digits and at most one point; a comma typed becomes the point.

    `exponent` is the number of minor digits of the shop's currency: 2 for yuan, 0 for TWD.
    """

    DIGITS_MAX = 12

    def __init__(self, exponent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert 0 <= exponent <= _EXPONENT_MAX
        self._exponent = exponent
        self._keep("amount", self._clean)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def plain(self) -> str:
        """Give the amount without a trailing point; empty when nothing was typed."""
        return self.text().rstrip(".")

    def _clean(self, text: str) -> str:
        text = narrow(text).replace("。", ".").strip()
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")  # pasted: "1,280.50"
        # The point stays even where there are no minor digits: were it dropped, 128.50 would
        # become 12850.
        whole, point, minor = text.replace(",", ".").partition(".")
        kept = _only(whole, _DIGITS)[: self.DIGITS_MAX]
        return kept + point + _only(minor, _DIGITS)[: self._exponent] if kept or point else ""


class PhoneField(NoInputMethodLineEdit):
    """A phone number as people write it: digits, and + - ( ) and spaces between them."""

    LENGTH_MAX = 24

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep("phone", self._clean)

    def _clean(self, text: str) -> str:
        return _only(narrow(text), _DIGITS + "+-() ").lstrip()[: self.LENGTH_MAX]


class PinField(NoInputMethodLineEdit):
    """A PIN: 4 to 8 digits, shown as dots."""

    LENGTH_MIN = 4
    LENGTH_MAX = 8

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep("pin", lambda text: _only(narrow(text), _DIGITS)[: self.LENGTH_MAX])
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def is_complete(self) -> bool:
        """Whether it is long enough to be asked about."""
        return self.LENGTH_MIN <= len(self.text()) <= self.LENGTH_MAX


class NameField(QLineEdit):
    """A person's name: any script, the input method welcome, no line breaks."""

    LENGTH_MAX = 60

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(self.LENGTH_MAX)
        self.setValidator(_Cleaner(_printable, self))

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None, /) -> object:
        """Send the input method away while a scan runs behind a prefix key."""
        if query == Qt.InputMethodQuery.ImEnabled and self.property(SCANNING):
            return False
        return super().inputMethodQuery(query)

    def plain(self) -> str:
        """Give the name without the spaces around it."""
        return self.text().strip()


def _only(text: str, allowed: str) -> str:
    return "".join(character for character in text if character in allowed)


def _printable(text: str) -> str:
    """Leave out control characters; joiners and marks that names need stay."""
    return "".join(character for character in text if character not in _CONTROLS)
