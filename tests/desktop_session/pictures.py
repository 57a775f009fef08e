"""Pictures of a whole X screen, taken from the file in which the server keeps it."""

import struct
from pathlib import Path

from PySide6.QtGui import QImage

from tests.desktop_session.screen import Screen

PICTURES = Path(__file__).resolve().parents[2] / "build" / "desktop"
_HEADER = struct.Struct(">25I")  # XWDFileHeader of X11/XWDFile.h
_HEADER_SIZE, _WIDTH, _HEIGHT, _LINE, _COLOURS, _BITS = 0, 4, 5, 12, 19, 11
_COLOUR_BYTES = 12


def picture(screen: Screen) -> QImage:
    """Give the screen as it is now, window frames and all."""
    raw = (screen.folder / "Xvfb_screen0").read_bytes()
    header = _HEADER.unpack_from(raw)
    assert header[_BITS] == 32, "the server was started with 24 colour bits in 32"
    start = header[_HEADER_SIZE] + header[_COLOURS] * _COLOUR_BYTES
    image = QImage(
        raw[start:],
        header[_WIDTH],
        header[_HEIGHT],
        header[_LINE],
        QImage.Format.Format_RGB32,
    )
    return image.copy()


def keep(screen: Screen, name: str) -> QImage:
    """Save a picture for people to look at, and give it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    image = picture(screen)
    assert image.save(str(PICTURES / f"{name}.png"))
    return image


def changed(before: QImage, after: QImage, room: tuple[int, int, int, int], around: int = 3) -> int:
    """Count the pixels that differ in a place and close around it."""
    left, top, width, height = room
    return sum(
        before.pixel(x, y) != after.pixel(x, y)
        for y in range(max(0, top - around), min(before.height(), top + height + around))
        for x in range(max(0, left - around), min(before.width(), left + width + around))
    )
