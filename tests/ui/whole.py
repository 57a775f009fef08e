"""The whole program in a test: started with a folder, and nothing of it left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shiboken6
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from desktop.opening import World
from ui.app import App
from ui.theme import apply_theme


@contextmanager
def program(qapp: QApplication, root: Path, world: World) -> Iterator[App]:
    """Make the program with a folder; whoever asked for it starts it.

    At the end its windows go with it: whoever stays is dressed anew with every later window.
    """
    before = QLocale()
    made = App(qapp, root, world, locale_name="en_GB", system_zone="Asia/Taipei")
    yield made
    made.close()
    qapp.removeEventFilter(made._idle)
    shiboken6.delete(made.window)
    apply_theme(qapp, palette="light", language="en", large=False, training=False)
    QLocale.setDefault(before)
