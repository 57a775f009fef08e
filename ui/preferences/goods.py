"""What the shop sells, as rows a person types or pastes; read into categories and items. No Qt."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import trouble
from desktop.store.shop import Category, Item

BYTES_MAX = 8 * 1024 * 1024
ROWS_MAX = 20_000
_CELLS = 3
_TEXT_MAX = 120
_YES = frozenset({"yes", "y", "1", "true", "是", "✓", ""})
_NO = frozenset({"no", "n", "0", "false", "否"})
_HEADS = frozenset(
    {"key", "code", "name", "category", "名称", "名稱"}
    | {"代号", "代码", "编号", "编码", "代號", "代碼", "編號", "編碼"}
)

Row = tuple[str, str, str]
"""Key, name, "yes" or "no" for a category; code, name, category's key for an item."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """Why rows cannot be kept: `why` is key-missing, key-twice, category-unknown, yes-or-no,
    too-long or too-many; `line` counts from one."""

    why: str
    line: int
    found: str = ""


def rows_of_categories(categories: Iterable[Category]) -> list[Row]:
    """Write categories as rows."""
    return [(one.key, one.name, "yes" if one.earns else "no") for one in categories]


def rows_of_items(items: Iterable[Item]) -> list[Row]:
    """Write items as rows."""
    return [(one.code, one.name, one.category) for one in items]


def read_categories(rows: Sequence[Row]) -> tuple[Category, ...] | BadRow:
    """Read rows as categories; empty rows are left out."""
    bad = _first_bad(rows)
    if bad is not None:
        return bad
    found = []
    for line, (key, name, earns) in enumerate(rows, 1):
        if not key:
            continue
        word = earns.lower()
        if word not in _YES | _NO:
            return BadRow("yes-or-no", line, earns)
        found.append(Category(key, name or key, word in _YES))
    return tuple(found)


def read_items(rows: Sequence[Row], categories: Iterable[Category]) -> tuple[Item, ...] | BadRow:
    """Read rows as items of known categories; empty rows are left out."""
    bad = _first_bad(rows)
    if bad is not None:
        return bad
    known = {one.key for one in categories} | {""}
    for line, (_code, _name, category) in enumerate(rows, 1):
        if category not in known:
            return BadRow("category-unknown", line, category)
    return tuple(Item(code, name or code, category) for code, name, category in rows if code)


def read_text(text: str) -> list[Row]:
    """Read what was pasted or stood in a file: tabs, semicolons or commas, a heading or none."""
    first = text.lstrip("\ufeff\n\r").partition("\n")[0]
    mark = next((each for each in "\t;" if each in first), ",")
    rows: list[Row] = []
    for cells in csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=mark):
        key, name, third = ([cell.strip() for cell in cells] + [""] * _CELLS)[:_CELLS]
        if key or name:
            rows.append((key, name, third))
    if rows and {cell.lower() for cell in rows[0] if cell} & _HEADS:
        del rows[0]
    return rows


def read_file(path: Path) -> str:
    """Give the text of a file, whichever way a spreadsheet wrote it; raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            raw = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise trouble.FileUnreadable(path.name) from error
    if len(raw) > BYTES_MAX:
        raise trouble.FileUnreadable(path.name)
    is_wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise trouble.FileUnreadable(path.name)


def _first_bad(rows: Sequence[Row]) -> BadRow | None:
    if len(rows) > ROWS_MAX:
        return BadRow("too-many", len(rows))
    seen: set[str] = set()
    for line, row in enumerate(rows, 1):
        key = row[0]
        if not key and (row[1] or row[2] not in {"", "yes"}):
            return BadRow("key-missing", line)
        if key in seen:
            return BadRow("key-twice", line, key)
        if any(len(cell) > _TEXT_MAX for cell in row):
            return BadRow("too-long", line)
        if key:
            seen.add(key)
    return None
