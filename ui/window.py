"""The one window of the program; `ui.app` decides which page it shows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.training_banner import TrainingBanner

_SIZE = (1180, 760)
_SMALLEST = (1000, 540)  # what is left of a cheap till's 1024 × 600 beside a title bar


def _is_main(button: QPushButton) -> bool:
    return button.isVisible() and button.isEnabled() and button.property("role") == "primary"


class Window(QMainWindow):
    """First run, trouble, lock or the till: one of them at a time."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Regulars")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self.stack = QStackedWidget()
        held = QWidget()
        self._banner = TrainingBanner(held)
        self._banner.hide()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(held)
        # Not self.screen(): Python takes that for a part of this window, and destroys it with it.
        room = QGuiApplication.primaryScreen().availableGeometry()
        if room.width() < _SIZE[0] or room.height() < _SIZE[1]:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def show_only(self, page: QWidget, *, keep: QWidget | None = None) -> None:
        """Show a page; the one shown before goes away unless it is the one to keep."""
        before = self.stack.currentWidget()
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        # The page has no say in it: its main button takes the keys. A window that is not in front
        # has no focus, and remembers where it belongs.
        if self.focusWidget() is page:
            first = next((one for one in page.findChildren(QPushButton) if _is_main(one)), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
        if before is not None and before is not page and before is not keep:
            self.stack.removeWidget(before)
            before.deleteLater()

    def show_training(self, *, is_on: bool) -> None:
        """Say above every page, or no longer, that nothing here is real."""
        self._banner.setVisible(is_on)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the person closed the window."""
        self.closing.emit()
        super().closeEvent(event)
