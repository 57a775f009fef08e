"""What happens to a bug: a report without anybody's data, one honest line, and the till stays open.

A report holds kinds of errors and places in the code. It holds no values and no messages,
because a message may quote a name or a number of a member.
"""

import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
REPORTS_MAX = 50  # in one run: a bug that repeats must not fill the disk
FRAMES_MAX = 60

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Crash(QObject):
    """Takes what nobody caught, on any thread; `happened` carries the number of the report.

    `write(number, report)` stores a report; it may be called on any thread, and once per bug.
    """

    happened = Signal(str)

    def __init__(self, write: Callable[[str, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def install(self) -> None:
        """Stand where Python and Qt leave their unhandled errors."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(self._qt_message)

    def uninstall(self) -> None:
        """Step aside."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def take(self, error: BaseException) -> str:
        """Report one error and tell the screen; gives the report's number."""
        report = describe(error)
        number = hashlib.sha256(report.encode()).hexdigest()[:6].upper()
        with self._lock:
            is_new = number not in self._seen and len(self._seen) < REPORTS_MAX
            self._seen.add(number)
        log.error("uncaught %s, report %s", type(error).__name__, number)
        if is_new:
            self._store(number, report)
        self.happened.emit(number)
        return number

    def _store(self, number: str, report: str) -> None:
        try:
            self._write(number, report)
        except OSError as error:
            log.error("report %s could not be written: %s", number, type(error).__name__)  # noqa: TRY400

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.take(error)

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.take(args.exc_value)

    def _unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.take(args.exc_value)

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        log.log(_QT_LEVELS.get(kind, logging.WARNING), "qt: %s", message)


def describe(error: BaseException) -> str:
    """Give kinds and places of an error and of its causes: no values, no messages."""
    lines: list[str] = []
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kind = type(cause)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__, limit=FRAMES_MAX)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def _place(filename: str) -> str:
    """Give a path that says nothing about whose computer this is."""
    path = Path(filename)
    if path.is_relative_to(ROOT):
        return path.relative_to(ROOT).as_posix()
    return path.name


def honest_line(number: str) -> str:
    """Give the line the screen shows for a report."""
    #: {number} is the number of an error report, like 3F2A91.
    return QCoreApplication.translate(
        "Crash",
        "The program made a mistake (report {number}). The till stays open: "
        "look whether your last step was saved.",
    ).format(number=number)
