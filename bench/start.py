"""One start of the program in a process of its own: how long until a card can be scanned.

Prints one line of JSON: seconds from the start of the process to the counter ready for a scan
(sign-in typed without a pause), what of it was over when, and the most memory the process had
after some work. Moments are wall time; `cpu_s` is what all threads spent until the counter was
ready, which says more where the machine has other work.

The PIN is as strong as in a shop: `strengthen` sets it anew, since built shops have a quick one.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    gc.disable()  # before anything is loaded, as `ui.__main__` does

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.shop_file import PIN
from tests.screen import without_display
from ui.app import App, system_world
from ui.garbage import GarbageTimer

IMPORTED = time.time()
PATIENCE_S = 20.0


def peak_mb() -> float:
    """Give the most memory this process has had, in megabytes."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def strengthen(root: Path) -> None:
    """Give the one person of a built shop the same PIN, hashed as the product does it."""
    from desktop.opening import open_shop
    from desktop.paths import shop_folder
    from regulars.ids import Id

    world = system_world()
    opened = open_shop(shop_folder(root), world, "bench")
    try:
        staff = Id(opened.book.store.value("select staff from pin"))
        refusal = opened.pins.set(staff, PIN, world.clock.now_ms())
        assert refusal is None, refusal
    finally:
        opened.close()


class Start:
    """A program that is being started; `moments` are seconds since its process began."""

    def __init__(self, app: QApplication, root: Path, began: float) -> None:
        self._app, self._began = app, began
        self.moments = {"imports_s": IMPORTED - began}
        self.program = App(
            app, root, system_world(), locale_name="en_GB", system_zone="Asia/Taipei"
        )
        GarbageTimer(self.program).start()
        self.program.start()
        self._note("window_s")

    def sign_in(self) -> None:
        """Type the PIN as soon as it can be typed, and wait for the counter's field."""
        self._until("pin")
        self._note("lock_s")
        keys = self._app.focusWidget()
        assert keys is not None, "the PIN takes the keys"
        QTest.keyClicks(keys, PIN)
        QTest.keyClick(keys, Qt.Key.Key_Return)
        till = self.program._running.till  # type: ignore[union-attr] # noqa: SLF001 - from outside
        self._rest_until(lambda: till.person is not None)
        self._note("signed_in_s")
        self._until("scan", "clock-yes")
        if self._sees("clock-yes"):  # the built shop's last sale is months old
            QTest.keyClick(self._find("clock-yes"), Qt.Key.Key_Return)
            self._until("scan")
        scan = self._find("scan")
        self._rest_until(scan.hasFocus)
        self._note("ready_s")
        self.moments["cpu_s"] = sum(os.times()[:2])

    def _note(self, what: str) -> None:
        self.moments[what] = time.time() - self._began

    def _find(self, name: str) -> QWidget:
        found = self.program.window.findChildren(QWidget, name)
        return next(one for one in found if one.isVisible())

    def _sees(self, name: str) -> bool:
        found = self.program.window.findChildren(QWidget, name)
        return any(one.isVisible() for one in found)

    def _until(self, *names: str) -> None:
        self._rest_until(lambda: any(self._sees(name) for name in names))

    def _rest_until(self, happened: Callable[[], bool]) -> None:
        """Rest between events as the program does: a busy loop would hold up its threads."""
        end = time.monotonic() + PATIENCE_S
        while not happened():
            assert time.monotonic() < end, "the page did not show it"
            self._app.processEvents()
            time.sleep(0.001)


def main() -> None:
    """Start, work a little, say what it cost."""
    root, began, members = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    without_display()
    app = QApplication(["bench"])
    start = Start(app, root, began)
    start.sign_in()

    from bench import screen_speed  # the measuring begins only now, and so does what it needs

    desk = screen_speed.Desk(app, start.program, screen_speed.Painted())
    screen_speed.scan_and_award(desk, members, range(0, members, max(members // 100, 1)))
    start.program.close()
    print(json.dumps(start.moments | {"peak_mb": peak_mb()}), flush=True)
    os._exit(0)  # Qt's objects die in no order of ours at the end of a script


if __name__ == "__main__":
    main()
