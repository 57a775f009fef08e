"""What was measured: rows for the table, the file, and the picture of cost against size."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import log10
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen


@dataclass(frozen=True, slots=True)
class Result:
    """One figure. `floor` is what the same work costs at least, or what a peer needs for it, in the
    same run; `ratio` is value ÷ floor. `ok` is None where there is no limit.
    """

    name: str
    value: float
    unit: str
    better: str = "less"
    limit: float | None = None
    floor: float | None = None
    floor_name: str = ""
    ratio: float | None = None
    ratio_limit: float | None = None
    ok: bool | None = None


def judged(
    name: str,
    value: float,
    unit: str,
    *,
    limit: float | None = None,
    floor: float | None = None,
    floor_name: str = "",
    ratio_limit: float | None = None,
    better: str = "less",
) -> Result:
    """Make a row and say whether it keeps its limits."""
    ratio = None if not floor else value / floor
    ok: bool | None = None
    if limit is not None:
        ok = value <= limit if better == "less" else value >= limit
    if ratio_limit is not None and ratio is not None:
        ok = (ok is not False) and ratio <= ratio_limit
    return Result(
        name,
        round(value, 4),
        unit,
        better,
        limit,
        floor,
        floor_name,
        None if ratio is None else round(ratio, 2),
        ratio_limit,
        ok,
    )


def spread(samples: Sequence[float]) -> tuple[float, float, float]:
    """Give median, 95th and 99th percentile of samples."""
    ordered = sorted(samples)

    def at(part: float) -> float:
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]

    return at(0.5), at(0.95), at(0.99)


def table(rows: Sequence[Result]) -> str:
    """Write the rows as one table."""
    lines = [
        f"{'what':58} {'value':>10} {'unit':6} {'limit':>9} {'floor/peer':>11} {'ratio':>7}  ok"
    ]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:g}"
        floor = "" if row.floor is None else f"{row.floor:.3f}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        if row.ratio_limit is not None:
            ratio += f"≤{row.ratio_limit:g}"
        ok = {True: "yes", False: "NO", None: ""}[row.ok]
        lines.append(
            f"{row.name:58} {row.value:>10.3f} {row.unit:6} {limit:>9} {floor:>11} {ratio:>7}  {ok}"
        )
    return "\n".join(lines)


def write_json(rows: Sequence[Result], path: Path) -> None:
    """Write the rows for programs."""
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")


Curve = dict[str, list[tuple[int, float]]]
_COLOURS = ("#0A6B62", "#B3261E", "#8A5A00", "#5B3A9E", "#1A5FB4", "#7A5B00")


@dataclass(frozen=True, slots=True)
class Axes:
    """What a picture says it shows, the sizes that are named below it, and powers of ten of ms."""

    title: str = "Cost of one act or search (median) against members"
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    low: int = -2
    high: int = 3

    def spot(self, area: QRectF, size: int, cost_ms: float) -> QPointF:
        """Give where a cost stands."""
        first, last = log10(self.sizes[0]), log10(self.sizes[-1])
        across = (log10(size) - first) / (last - first)
        up = (log10(max(cost_ms, 10**self.low)) - self.low) / (self.high - self.low)
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())


MEMBERS = Axes()


def picture(curves: Curve, path: Path, axes: Axes = MEMBERS) -> None:
    """Draw cost (ms) against size on logarithmic scales."""
    image = QImage(1100, 640, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(QFont("Noto Sans SC", 13))
    area = QRectF(90, 60, 720, 500)
    _axes(painter, area, axes)
    for number, (name, points) in enumerate(curves.items()):
        painter.setPen(_pen(number, name))
        spots = [axes.spot(area, size, cost) for size, cost in points]
        painter.drawPolyline(spots)
        for spot in spots:
            painter.drawEllipse(spot, 3, 3)
    _names(painter, area, curves, axes)
    painter.end()
    image.save(str(path))


def _pen(number: int, name: str) -> QPen:
    """Acts are drawn in full, searches broken: six colours are not enough for all."""
    is_search = name.startswith("search")
    style = Qt.PenStyle.DashLine if is_search else Qt.PenStyle.SolidLine
    return QPen(QColor(_COLOURS[number % len(_COLOURS)]), 2.5, style)


def _names(painter: QPainter, area: QRectF, curves: Curve, axes: Axes) -> None:
    """Write each name beside the end of its line, in the order of the ends."""
    ends = [
        (axes.spot(area, *points[-1]).y(), number, name)
        for number, (name, points) in enumerate(curves.items())
    ]
    lowest = 0.0
    for y, number, name in sorted(ends):
        lowest = max(lowest + _NAME_HEIGHT, y)
        painter.setPen(_pen(number, name))
        left = area.right() + 8
        painter.drawLine(QPointF(left, y), QPointF(left + 16, lowest))
        painter.drawLine(QPointF(left + 16, lowest), QPointF(left + 44, lowest))
        painter.drawText(QPointF(left + 52, lowest + 5), name)


_NAME_HEIGHT = 22.0


def _axes(painter: QPainter, area: QRectF, axes: Axes) -> None:
    painter.setPen(QPen(QColor("#1B1D1F"), 1))
    painter.drawText(QPointF(area.left(), 36), axes.title)
    for power in range(axes.low, axes.high + 1):
        y = axes.spot(area, axes.sizes[0], 10.0**power).y()
        painter.setPen(QPen(QColor("#E3E6E9"), 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QPen(QColor("#565C63"), 1))
        painter.drawText(
            QRectF(0, y - 12, 80, 24), Qt.AlignmentFlag.AlignRight, f"{10.0**power:g} ms"
        )
    for size in axes.sizes:
        x = axes.spot(area, size, 1).x()
        painter.drawText(
            QRectF(x - 60, area.bottom() + 10, 120, 24),
            Qt.AlignmentFlag.AlignHCenter,
            f"{size:,}",
        )
