"""Make many widgets at once without hearing of each step."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QObject


@contextmanager
def undisturbed(app: QCoreApplication, listeners: Sequence[QObject]) -> Iterator[None]:
    """Put the program's event filters aside, and back in the same order: the last hears first.

    New widgets tell each other so much that hearing it in Python costs more than making them. No
    key or touch is delivered meanwhile, so a filter that waits for those misses nothing.
    """
    for listener in listeners:
        app.removeEventFilter(listener)
    try:
        yield
    finally:
        for listener in listeners:
            app.installEventFilter(listener)
