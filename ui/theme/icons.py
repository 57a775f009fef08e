"""One-colour drawings, tinted when they are drawn, so one file serves every palette."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ui.theme import current_look
from ui.theme.files import resource

SIZE_PX = 24
_DENSITIES = (1, 2, 3)  # pixels per point: cheap tills have 1, good screens 2


def icon(name: str, tone: str = "text") -> QIcon:
    """Give `resources/icons/{name}.svg` in the colour of a role; ask again on StyleChange."""
    made = QIcon()
    colour = getattr(current_look().tokens, tone)
    for density in _DENSITIES:
        made.addPixmap(pixmap(name, colour, SIZE_PX, density))
    return made


def pixmap(name: str, colour: str, size_px: int, density: float = 1) -> QPixmap:
    """Give one icon, `size_px` wide and high, for a screen of the given density.

    Qt's own cache keeps it, so that painting again reads no file.
    """
    key = f"regulars/{name}/{colour}/{size_px}/{density}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    drawn = _draw(name, colour, size_px, density)
    QPixmapCache.insert(key, drawn)
    return drawn


def _draw(name: str, colour: str, size_px: int, density: float) -> QPixmap:
    drawing = resource("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(drawing.replace(b"currentColor", colour.encode())))
    assert renderer.isValid(), name
    image = QPixmap(QSize(size_px, size_px) * density)
    image.setDevicePixelRatio(density)
    image.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image
