"""Starts the till and lets a test see what is on its screen: `python -m … SOCKET --home …`.

Only looking happens in here. Keys come from the X server, as they do in a shop. `SOCKET plain`
shows a field of Qt's own instead, without anything of ours in front of it.
"""

import json
import queue
import socket
import sys
import threading
from contextlib import suppress

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from ui.__main__ import main

LOOK_S = 5.0


def seen(app: QApplication) -> dict[str, object]:
    """Describe every visible widget that has a name: what it says, where it is."""
    focus, window = app.focusWidget(), app.activeWindow()
    shown = [
        describe(widget)
        for widget in app.allWidgets()
        if widget.isVisible() and widget.objectName() and not widget.objectName().startswith("qt_")
    ]
    return {
        "focus": focus.objectName() if focus is not None else "",
        "window": window.objectName() if window is not None else "",
        "widgets": shown,
    }


def describe(widget: QWidget) -> dict[str, object]:
    """Give what a person can tell of a widget."""
    corner = widget.mapToGlobal(QPoint(0, 0))
    text = getattr(widget, "text", None)
    return {
        "name": widget.objectName(),
        "text": text() if callable(text) else "",
        "room": [corner.x(), corner.y(), widget.width(), widget.height()],
        "wants": widget.minimumSizeHint().toTuple(),
        "scrolls": is_scrolling(widget),
    }


def is_scrolling(widget: QWidget) -> bool:
    """Tell whether it lies in something that scrolls, where it may be out of sight."""
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QAbstractScrollArea) or is_scrolling(parent))


def answer(server: socket.socket) -> None:
    """Answer each caller with what is on the screen once all waiting events are dealt with."""
    while True:
        caller, _ = server.accept()
        app = QApplication.instance()
        found: queue.Queue[dict[str, object]] = queue.Queue()
        # Where there is no answer yet, the caller asks again.
        with caller, suppress(queue.Empty, OSError):
            if isinstance(app, QApplication):
                QTimer.singleShot(0, app, lambda app=app, found=found: found.put(seen(app)))
                caller.sendall(json.dumps(found.get(timeout=LOOK_S)).encode())


def show_plain_field() -> int:
    """Show nothing but a field."""
    app = QApplication(sys.argv[:1])
    line = QLineEdit()
    line.setObjectName("plain")
    line.show()
    return app.exec()


def watched(arguments: list[str]) -> int:
    """Run the till with somebody watching; gives its exit code."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(arguments[0])
        server.listen()
        threading.Thread(target=answer, args=(server,), daemon=True).start()
        return show_plain_field() if arguments[1:] == ["plain"] else main(arguments[1:])


if __name__ == "__main__":
    sys.exit(watched(sys.argv[1:]))
