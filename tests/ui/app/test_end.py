"""A till that was closed leaves nothing behind that could end the next one."""

import os
import subprocess
import sys
from pathlib import Path

_MANY_SHOPS = """
import gc, sys, threading
from pathlib import Path
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget
from tests.ui.shop import OWNER, OWNER_PIN, make_till, sign_in, weak_world
from ui.app import App
from ui.lock.page import LockPage

gc.disable()
program = QApplication([])

def until(is_so):
    while not is_so():
        program.processEvents()

def open_and_close(root):
    make_till(root).close()
    app = App(program, root, weak_world(), locale_name="en_GB", system_zone="Asia/Taipei")
    app.start()
    until(lambda: app._running is not None)
    running = app._running
    app._unlocked(sign_in(running.till, OWNER, OWNER_PIN))
    until(lambda: running.shell is not None and running.shell.isVisible())
    app.close()
    app.window.close()

for at in range(2):
    open_and_close(Path(sys.argv[1]) / str(at))
    program.processEvents()
    gc.collect()
    QWidget().show()
print("well")
"""

_GARBAGE = """
import gc
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from ui.window import Window

program = QApplication([])
screen = QGuiApplication.primaryScreen()
window = Window()
window.itself = window
del window, screen
gc.collect()
QWidget().show()
print("well")
"""

_COLLECTOR = """
import gc, sys, ui.__main__, ui.app
from PySide6.QtCore import QTimer

class Short(ui.app.App):
    def start(self, **how):
        super().start(**how)
        QTimer.singleShot(100, self.window.close)

ui.app.App = Short
assert ui.__main__.main(["--home", sys.argv[1]]) == 0
print("off" if not gc.isenabled() else "on")
"""


def run(script: str, root: Path) -> tuple[int, str, str]:
    ended = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", script, str(root)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return ended.returncode, ended.stdout.strip(), ended.stderr


def test_one_shop_after_another_is_opened_and_closed_in_one_process(tmp_path: Path) -> None:
    assert run(_MANY_SHOPS, tmp_path) == (0, "well", "")


def test_a_window_that_is_garbage_does_not_take_the_screen_along(tmp_path: Path) -> None:
    assert run(_GARBAGE, tmp_path) == (0, "well", "")


def test_no_other_thread_collects_garbage_after_the_window_was_closed(tmp_path: Path) -> None:
    assert run(_COLLECTOR, tmp_path) == (0, "off", "")
