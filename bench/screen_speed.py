"""What a person waits for: from the last key event to the end of the paint that shows the answer.

The real window, the real pages and the real file; keys come in through the window system's own
door. Qt draws offscreen, so that figures do not depend on a graphics card.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from bench.results import Result, judged, spread
from bench.shop_file import PIN, Cards
from desktop.exchange_files.columns import read_columns
from desktop.exchange_files.import_sales import import_sales
from desktop.exchange_files.sales_file import Layout
from regulars.people.names import initials, pinyin
from regulars.refusals import BadFile
from ui.app import App, system_world

SCREEN_TRIES = 1_000
SEARCH_TRIES = 60
_PATIENCE_S = 20.0


class Painted(QObject):
    """Notes when the named widgets were painted last."""

    def __init__(self) -> None:
        super().__init__()
        self.at_ns: dict[str, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the paint; let every event pass."""
        if event.type() == QEvent.Type.Paint:
            self.at_ns[watched.objectName()] = time.perf_counter_ns()
        return False


@dataclass(slots=True)
class Desk:
    """A signed-in till with its window."""

    app: QApplication
    program: App
    painted: Painted

    def find(self, name: str) -> QWidget:
        """Give the visible widget of a name."""
        for widget in self.program.window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
        raise LookupError(name)

    def until(self, happened: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
        """Let the program run until something is so, without resting between events."""
        end = time.monotonic() + patience_s
        while not happened():
            assert time.monotonic() < end, "the page did not show it"
            self.app.processEvents()

    def shown_ms(
        self, act: Callable[[], object], widget: str, happened: Callable[[], bool]
    ) -> float:
        """Time from an act (the last key) to the end of the paint that shows what it did."""
        start = time.perf_counter_ns()
        act()
        self.until(happened)
        shown = self.find(widget)
        shown.installEventFilter(self.painted)  # on this one only: a filter costs every event
        shown.update()
        asked = time.perf_counter_ns()
        self.until(lambda: self.painted.at_ns.get(widget, 0) >= asked)
        self.app.processEvents()
        spent = (time.perf_counter_ns() - start) / 1e6
        shown.removeEventFilter(self.painted)
        return spent

    def focus(self) -> QWidget:
        """Give the widget that gets the keys."""
        widget = self.app.focusWidget()
        assert widget is not None, "something has the focus"
        return widget

    def text(self, name: str) -> str:
        """Give what a label says."""
        for widget in self.program.window.findChildren(QWidget, name):
            if widget.isVisible() and hasattr(widget, "text"):
                return str(widget.text())
        return ""


def opened(app: QApplication, root: Path) -> Desk:
    """Open the till on a copy of a built shop and sign the owner in by keys."""
    program = App(app, root, system_world(), locale_name="en_GB", system_zone="Asia/Taipei")
    painted = Painted()
    desk = Desk(app, program, painted)
    program.start()
    desk.until(lambda: _sees(desk, "pin"))
    QTest.keyClicks(desk.focus(), PIN)
    QTest.keyClick(desk.focus(), Qt.Key.Key_Return)
    desk.until(lambda: _sees(desk, "scan") or _sees(desk, "clock-yes"))
    if _sees(desk, "clock-yes"):  # the built shop's last sale is months old
        QTest.keyClick(desk.find("clock-yes"), Qt.Key.Key_Return)
        desk.until(lambda: _sees(desk, "scan"))
    return desk


def _sees(desk: Desk, name: str) -> bool:
    try:
        return desk.find(name) is not None
    except LookupError:
        return False


def measure(desk: Desk, members: int, chosen: Sequence[int], rows: list[Result]) -> None:
    """Measure scans, awards and searches on screen."""
    cards = Cards(members)
    scans, awards = scan_and_award(desk, members, chosen)
    label = f"on screen · {members:,} members"
    rows.append(judged(f"scan to member, p99 · {label}", spread(scans)[2], "ms", limit=16.0))
    rows.append(judged(f"scan to member, median · {label}", spread(scans)[0], "ms"))
    rows.append(
        judged(f"award, last key to paint, p99 · {label}", spread(awards)[2], "ms", limit=100.0)
    )
    rows.append(judged(f"award, last key to paint, median · {label}", spread(awards)[0], "ms"))
    kinds: dict[str, Callable[[int], str]] = {
        "last four digits": lambda number: cards.phone(number)[-4:],
        "whole phone": lambda number: "0" + cards.phone(number)[4:],
        "pinyin": lambda number: pinyin(cards.name(number)),
        "initials": lambda number: initials(cards.name(number)),
    }
    for kind, typed in kinds.items():
        found = spread([_search(desk, typed(number)) for number in chosen[:SEARCH_TRIES]])
        rows.append(judged(f"search by {kind}, p95 · {label}", found[1], "ms", limit=20.0))


def scan_and_award(
    desk: Desk, members: int, chosen: Sequence[int]
) -> tuple[list[float], list[float]]:
    """Serve members one after another; gives the times of scans and of awards."""
    cards = Cards(members)
    scans, awards = [], []
    for number in chosen:
        scans.append(_scan(desk, cards.card(number), cards.name(number)))
        awards.append(_award(desk))
    return scans, awards


def _scan(desk: Desk, card: str, name: str) -> float:
    QTest.keyClicks(desk.focus(), card)

    def shows() -> bool:
        return desk.text("member_name") == name and desk.find("amount").isEnabled()

    return desk.shown_ms(
        lambda: QTest.keyClick(desk.focus(), Qt.Key.Key_Return), "member_name", shows
    )


def _award(desk: Desk) -> float:
    before = desk.text("balance")
    amount = desk.find("amount")
    desk.until(amount.hasFocus)
    _settle(desk, 0.15)  # no hand is faster; a key this close to a scan belongs to the scanner
    QTest.keyClicks(amount, "50")
    desk.app.processEvents()

    def shows() -> bool:
        return desk.text("balance") != before and bool(desk.text("result_text"))

    return desk.shown_ms(
        lambda: QTest.keyClick(desk.focus(), Qt.Key.Key_Return), "result_text", shows
    )


def _search(desk: Desk, typed: str) -> float:
    QTest.keyClick(desk.focus(), Qt.Key.Key_F9)
    scan = desk.find("scan")
    _settle(desk, 0.06)  # a command key waits for a scanner's next key
    desk.until(scan.hasFocus)
    # All but the last key are put there: typed as fast as a program can, they would be a scan.
    scan.setText(typed[:-1])  # type: ignore[attr-defined] # a line edit
    _settle(desk, 0.12)
    spent = desk.shown_ms(
        lambda: QTest.keyClicks(scan, typed[-1]), "found", lambda: _rows(desk) > 0
    )
    scan.clear()  # type: ignore[attr-defined]
    _settle(desk)
    return spent


def _rows(desk: Desk) -> int:
    for widget in desk.program.window.findChildren(QListView, "found"):
        if widget.isVisible() and widget.model() is not None:
            return int(widget.model().rowCount())
    return 0


def _settle(desk: Desk, seconds: float = 0.03) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        desk.app.processEvents()


def lateness_while_importing(desk: Desk, file: Path) -> Result:
    """Import a sales file on the writer while a 5 ms heartbeat measures how late the GUI gets."""
    worst = 0.0
    last = time.perf_counter()

    def beat() -> None:
        nonlocal worst, last
        now = time.perf_counter()
        worst = max(worst, (now - last) * 1000 - 5)
        last = now

    timer = QTimer(interval=5)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    running = desk.program._running  # noqa: SLF001 - measuring from outside
    assert running is not None, "the till is open"
    till = running.till
    columns = read_columns("member,date:%Y%m%d,amount")
    assert not isinstance(columns, BadFile), "the bench's columns are good ones"
    layout = Layout(columns)
    last = time.perf_counter()
    timer.start()
    done = till.change_shop(
        "import", lambda opened: import_sales(opened.book, file, layout, _go_on)
    )
    desk.until(done.done, patience_s=300)
    timer.stop()
    assert done.exception() is None, done.exception()
    return judged("GUI thread late while importing 20,000 sales, worst", worst, "ms", limit=50.0)


def _go_on(*_done: object) -> bool:
    return True
