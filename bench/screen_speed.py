"""What a person waits for: from the last key event to the end of the paint that shows the answer.

The real window, the real pages and the real file. Qt draws offscreen, so that figures do not
depend on a graphics card. Between events the program rests as it does in a shop: a loop that
never rests would take the interpreter from the very threads it waits for.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

from bench.results import Result, judged, spread
from bench.shop_file import PIN, Cards
from desktop.exchange_files.columns import read_columns
from desktop.exchange_files.import_sales import import_sales
from desktop.exchange_files.sales_file import Layout
from desktop.housekeeping import expire_some
from regulars.people.names import initials, pinyin
from regulars.refusals import BadFile
from ui.app import App, system_world
from ui.garbage import GarbageTimer

SCREEN_TRIES = 1_000
SEARCH_TRIES = 60
_PATIENCE_S = 20.0


class Painted(QObject):
    """Notes that a widget was painted while it showed what it should."""

    def __init__(self) -> None:
        super().__init__()
        self.is_done = False
        self._shows: Callable[[], bool] = bool

    def watch(self, widget: QWidget, shows: Callable[[], bool]) -> None:
        """Begin; `shows` is asked at each paint of the widget, and only then."""
        self.is_done, self._shows = False, shows
        widget.installEventFilter(self)  # on this one only: a filter costs every event

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the paint; let every event pass."""
        if event.type() == QEvent.Type.Paint and self._shows():
            self.is_done = True
        return False


@dataclass(slots=True)
class Desk:
    """A signed-in till with its window."""

    app: QApplication
    program: App
    painted: Painted
    held_ms: list[float] = field(default_factory=list)
    """How long the writer went on behind each award; the next one would have waited for it."""

    def find(self, name: str) -> QWidget:
        """Give the visible widget of a name."""
        for widget in self.program.window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
        raise LookupError(name)

    def until(self, happened: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
        """Let the program run until something is so."""
        end = time.monotonic() + patience_s
        while not happened():
            assert time.monotonic() < end, "the page did not show it"
            self.rest()

    def rest(self) -> None:
        """Do what is waiting, then leave the machine to the other threads for a moment."""
        self.app.processEvents()
        time.sleep(0.001)

    def shown_ms(
        self, act: Callable[[], object], widget: QWidget, shows: Callable[[], bool]
    ) -> float:
        """Time from an act (the last key) to the end of the paint that shows what it did.

        Nothing is asked for here: the paint is the one the program itself wants.
        """
        late = QTimer(singleShot=True, interval=int(_PATIENCE_S * 1000))
        late.start()  # wakes the loop where nothing else would
        self.painted.watch(widget, shows)
        start = time.perf_counter_ns()
        act()
        while not self.painted.is_done:
            assert late.isActive(), "the page did not show it"
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        spent = (time.perf_counter_ns() - start) / 1e6
        widget.removeEventFilter(self.painted)
        return spent

    def label(self, name: str) -> QLabel:
        """Give a label of the counter, whether it is shown or not."""
        found = self.find("counter").findChild(QLabel, name)
        assert isinstance(found, QLabel), name
        return found

    def focus(self) -> QWidget:
        """Give the widget that gets the keys."""
        widget = self.app.focusWidget()
        assert widget is not None, "something has the focus"
        return widget


def opened(app: QApplication, root: Path) -> Desk:
    """Open the till on a copy of a built shop and sign the owner in by keys."""
    program = App(app, root, system_world(), locale_name="en_GB", system_zone="Asia/Taipei")
    painted = Painted()
    desk = Desk(app, program, painted)
    GarbageTimer(program).start()  # as `ui.__main__` does
    program.start()
    desk.until(lambda: _sees(desk, "pin"))
    QTest.keyClicks(desk.focus(), PIN)
    QTest.keyClick(desk.focus(), Qt.Key.Key_Return)
    desk.until(lambda: _sees(desk, "scan") or _sees(desk, "clock-yes"))
    if _sees(desk, "clock-yes"):  # the built shop's last sale is months old
        QTest.keyClick(desk.find("clock-yes"), Qt.Key.Key_Return)
        desk.until(lambda: _sees(desk, "scan"))
    _let_it_settle(desk)
    return desk


def _let_it_settle(desk: Desk) -> None:
    """Wait for what a till does once a day or a week by itself: ended points, a look at each page.

    A copy of a built shop has never done either, and reading gigabytes beside a measurement
    measures the disk.
    """
    running = desk.program._running  # noqa: SLF001 - measuring from outside
    assert running is not None, "the till is open"
    looked = running.till.read_long(lambda _store: None)  # stands behind the look at each page
    desk.until(looked.done, patience_s=600)
    left = 1
    while left:
        ended = expire_some(running.till)
        desk.until(ended.done)
        left = ended.result()


def _sees(desk: Desk, name: str) -> bool:
    try:
        return desk.find(name) is not None
    except LookupError:
        return False


def measure(desk: Desk, members: int, chosen: Sequence[int], rows: list[Result]) -> None:
    """Measure scans and awards on screen."""
    scans, awards = scan_and_award(desk, members, chosen)
    label = f"on screen · {members:,} members"
    rows.append(judged(f"scan to member, p99 · {label}", spread(scans)[2], "ms", limit=16.0))
    rows.append(judged(f"scan to member, median · {label}", spread(scans)[0], "ms"))
    rows.append(
        judged(f"award, last key to paint, p99 · {label}", spread(awards)[2], "ms", limit=100.0)
    )
    rows.append(judged(f"award, last key to paint, median · {label}", spread(awards)[0], "ms"))
    rows.append(judged(f"writer busy behind an award, longest · {label}", max(desk.held_ms), "ms"))
    desk.held_ms.clear()


def measure_searches(
    desk: Desk, members: int, chosen: Sequence[int], first: list[Result], rows: list[Result]
) -> None:
    """Measure each kind of search twice over: the first touch of these members, then the next.

    The next follows at once: a computer that lends its memory to others forgets in minutes what
    was read, and the limit is about the program.
    """
    cards = Cards(members)
    kinds: dict[str, Callable[[int], str]] = {
        "last four digits": lambda number: cards.phone(number)[-4:],
        "whole phone": lambda number: "0" + cards.phone(number)[4:],
        "member number": cards.number,
        "name": cards.name,
        "pinyin": lambda number: pinyin(cards.name(number)),
        "initials": lambda number: initials(cards.name(number)),
    }
    for kind, typed in kinds.items():
        name = f"search by {kind}, p95 · on screen · {members:,} members"
        for kept in (first, rows):
            found = spread([_search(desk, typed(number)) for number in chosen[:SEARCH_TRIES]])
            kept.append(judged(name, found[1], "ms", limit=20.0))


def scan_and_award(
    desk: Desk, members: int, chosen: Sequence[int]
) -> tuple[list[float], list[float]]:
    """Serve members one after another; gives the times of scans and of awards."""
    cards = Cards(members)
    scans, awards = [], []
    for number in chosen:
        scans.append(_scan(desk, cards.card(number), cards.name(number)))
        awards.append(_award(desk))
        desk.held_ms.append(_writer_ready_ms(desk))
    return scans, awards


def _writer_ready_ms(desk: Desk) -> float:
    """Wait for what the writer does behind its answer: a checkpoint, once in some 70 awards.

    In a shop a card and an amount come before the next Enter, which takes a hand over a second;
    here they take a fifth of one, so that the wait is measured by itself.
    """
    running = desk.program._running  # noqa: SLF001 - measuring from outside
    assert running is not None, "the till is open"
    start = time.perf_counter_ns()
    ready = running.till.writer.submit(lambda _opened: None)
    desk.until(ready.done)
    return (time.perf_counter_ns() - start) / 1e6


def _scan(desk: Desk, card: str, name: str) -> float:
    shown, amount = desk.label("member_name"), desk.find("amount")
    QTest.keyClicks(desk.focus(), card)

    def shows() -> bool:
        return shown.text() == name and amount.isEnabled()

    return desk.shown_ms(lambda: QTest.keyClick(desk.focus(), Qt.Key.Key_Return), shown, shows)


def _award(desk: Desk) -> float:
    balance, result = desk.label("balance"), desk.label("result_text")
    before = balance.text()
    amount = desk.find("amount")
    desk.until(amount.hasFocus)
    _settle(desk, 0.15)  # no hand is faster; a key this close to a scan belongs to the scanner
    QTest.keyClicks(amount, "50")
    _settle(desk)

    def shows() -> bool:
        return balance.text() != before and bool(result.text())

    return desk.shown_ms(lambda: QTest.keyClick(desk.focus(), Qt.Key.Key_Return), balance, shows)


def _search(desk: Desk, typed: str) -> float:
    QTest.keyClick(desk.focus(), Qt.Key.Key_F9)
    scan = desk.find("scan")
    keys = desk.program.filter
    assert keys is not None, "the till listens to a scanner"
    keys.settle()  # a command key waits for a scanner's next one, and would mark what is put there
    desk.until(scan.hasFocus)
    # All but the last key are put there: typed as fast as a program can, they would be a scan.
    scan.setText(typed[:-1])  # type: ignore[attr-defined] # a line edit
    _settle(desk, 0.12)
    found = desk.find("counter").findChild(QListView, "found")
    assert isinstance(found, QListView), "the counter has a list of who was found"

    def shows() -> bool:
        return found.model().rowCount() > 0

    spent = desk.shown_ms(lambda: _type_last(scan, typed[-1]), found.viewport(), shows)
    scan.clear()  # type: ignore[attr-defined]
    _settle(desk)
    return spent


def _type_last(field: QWidget, letter: str) -> None:
    """Press a key; what no key has comes from an input method, as it does in a shop."""
    if letter.isascii():
        QTest.keyClicks(field, letter)
        return
    commit = QInputMethodEvent()
    commit.setCommitString(letter)
    QApplication.sendEvent(field, commit)


def _settle(desk: Desk, seconds: float = 0.03) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        desk.rest()


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
