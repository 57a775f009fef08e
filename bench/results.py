"""What was measured: rows for the table, the file, and the picture of cost against size."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
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


def picture(curves: Curve, path: Path) -> None:
    """Draw cost (median, ms) against members on logarithmic scales."""
    image = QImage(1100, 640, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(QFont("Noto Sans SC", 13))
    area = QRectF(90, 60, 720, 500)
    _axes(painter, area)
    for number, (name, points) in enumerate(curves.items()):
        painter.setPen(_pen(number, name))
        spots = [_spot(area, members, cost) for members, cost in points]
        painter.drawPolyline(spots)
        for spot in spots:
            painter.drawEllipse(spot, 3, 3)
    _names(painter, area, curves)
    painter.end()
    image.save(str(path))


def _pen(number: int, name: str) -> QPen:
    """Acts are drawn in full, searches broken: six colours are not enough for all."""
    is_search = name.startswith("search")
    style = Qt.PenStyle.DashLine if is_search else Qt.PenStyle.SolidLine
    return QPen(QColor(_COLOURS[number % len(_COLOURS)]), 2.5, style)


def _names(painter: QPainter, area: QRectF, curves: Curve) -> None:
    """Write each name beside the end of its line, in the order of the ends."""
    ends = [
        (_spot(area, *points[-1]).y(), number, name)
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
_LOW, _HIGH = -2, 3  # 0.01 ms to 1 s


def _spot(area: QRectF, members: int, cost_ms: float) -> QPointF:
    from math import log10

    across = (log10(members) - 3) / 3
    up = (log10(max(cost_ms, 10**_LOW)) - _LOW) / (_HIGH - _LOW)
    return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())


def _axes(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(QColor("#1B1D1F"), 1))
    painter.drawText(QPointF(area.left(), 36), "Cost of one act or search (median) against members")
    for power in range(_LOW, _HIGH + 1):
        y = _spot(area, 1_000, 10.0**power).y()
        painter.setPen(QPen(QColor("#E3E6E9"), 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QPen(QColor("#565C63"), 1))
        painter.drawText(
            QRectF(0, y - 12, 80, 24), Qt.AlignmentFlag.AlignRight, f"{10.0**power:g} ms"
        )
    for members in (1_000, 10_000, 100_000, 1_000_000):
        x = _spot(area, members, 1).x()
        painter.drawText(
            QRectF(x - 60, area.bottom() + 10, 120, 24),
            Qt.AlignmentFlag.AlignHCenter,
            f"{members:,}",
        )
