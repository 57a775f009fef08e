"""In training, every page says that nothing is real: the lock and the trouble page too."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.paths import shop_folder, training_folder
from tests.ui.shop import weak_world
from ui.app import App
from ui.trouble.page import TroublePage


def band(app: App) -> QLabel:
    found = app.window.findChild(QLabel, "training")
    assert isinstance(found, QLabel)
    return found


def opened(root: Path, qapp: QApplication, qtbot: QtBot, *, training: bool) -> App:
    """Start on a shop whose file cannot be opened."""
    folder = (training_folder if training else shop_folder)(root)
    folder.root.mkdir(parents=True)
    folder.database.write_bytes(b"this was a shop")
    app = App(qapp, root, weak_world(), locale_name="en_GB", system_zone="Asia/Taipei")
    qtbot.addWidget(app.window)
    app.start(training=training)
    qtbot.waitUntil(lambda: isinstance(app.window.stack.currentWidget(), TroublePage))
    return app


@pytest.mark.parametrize("training", [True, False])
def test_the_trouble_page_of_the_training_shop_says_it_is_training(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, training: bool
) -> None:
    app = opened(tmp_path, qapp, qtbot, training=training)
    assert band(app).isVisible() == training
    assert band(app).text() == "Training: nothing here is real"
    app.close()


def test_the_band_stands_above_whatever_page_there_is(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    app = opened(tmp_path, qapp, qtbot, training=True)
    page = QLabel("the lock, the clock, the till")
    app.window.show_only(page)
    assert band(app).isVisible()
    assert (
        band(app).mapToGlobal(band(app).rect().bottomLeft()).y()
        <= page.mapToGlobal(page.rect().topLeft()).y()
    )
    app.close()
