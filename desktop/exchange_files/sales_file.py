"""A file of sales made before, or on another system: read, checked and added up, never written.

Lines that follow each other with the same receipt are the lines of one sale. Everything wrong is
found before anything is imported, and is named by its line.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from desktop.exchange_files.columns import (
    Column,
    bad,
    is_card_number,
    is_plain,
    read_amount,
    read_day,
    read_units,
)
from desktop.exchange_files.lines import Line, TextFile, open_text
from desktop.store.sales import RECEIPT_MAX, receipt_key
from regulars.canonical import INTEGER_BOUND
from regulars.money import Currency
from regulars.points.earning import Line as SaleLine
from regulars.refusals import BadFile

PROBLEMS_MAX: Final = 20
LINES_MAX: Final = 500
_EVERY = 5_000
_DAYS_REMEMBERED = 100_000
Progress = Callable[[str, int], bool]
"""Told what is being done and how many lines are done; answers False to stop."""


def never_stop(_what: str, _done: int) -> bool:
    """Go on, whatever is being done."""
    return True


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out. `separator` None is found out from the first line."""

    columns: tuple[Column, ...]
    separator: str | None = None
    encoding: str = "utf-8"
    has_header: bool = False


@dataclass(frozen=True, slots=True)
class FileSale:
    """A sale as the file has it; `line` is where it begins."""

    line: int
    member: str
    on: date
    receipt: str
    lines: tuple[SaleLine, ...]

    @property
    def amount_minor(self) -> int:
        """Give the amount of the whole sale."""
        return sum(line.amount_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds: lines, sales, members and money, and everything that is wrong.

    `problems` are the first ones; `problem_count` counts all. `first` and `last` are days.
    """

    fingerprint: str
    rows: int = 0
    sales: int = 0
    members: int = 0
    amount_minor: int = 0
    first: date | None = None
    last: date | None = None
    problems: tuple[BadFile, ...] = ()
    problem_count: int = 0

    @property
    def is_good(self) -> bool:
        """Tell whether every line can be imported."""
        return self.problem_count == 0


@dataclass(slots=True)
class SalesFile:
    """An open file of sales; `rows` counts the lines read so far."""

    text: TextFile
    layout: Layout
    currency: Currency
    today: date
    daily_receipts: bool = False
    rows: int = 0
    _days: dict[str, date | BadFile] = field(default_factory=dict)
    _receipts: set[str] = field(default_factory=set)

    def sales(self) -> Iterator[FileSale | BadFile]:
        """Give each sale, or what is wrong with a line, in the order of the file."""
        waiting: FileSale | None = None
        for found in self._rows():
            if isinstance(found, BadFile):
                yield found
            elif waiting is not None and found.receipt and found.receipt == waiting.receipt:
                joined = self._join(waiting, found)
                if isinstance(joined, BadFile):
                    yield joined
                else:
                    waiting = joined
            else:
                if waiting is not None:
                    yield waiting
                again = self._receipt_again(found)
                if again is not None:
                    yield again
                waiting = found if again is None else None
        if waiting is not None:
            yield waiting

    def key_of(self, sale: FileSale, fingerprint: str) -> str:
        """Give what earns once: the receipt, or this line of this file."""
        if not sale.receipt:
            return f"import|{fingerprint}|{sale.line}"
        return receipt_key(sale.receipt, sale.on.isoformat() if self.daily_receipts else "")

    def close(self) -> None:
        """Let the file go."""
        self.text.file.close()

    def _rows(self) -> Iterator[FileSale | BadFile]:
        is_header = self.layout.has_header
        for line in self.text.lines():
            if is_header:
                is_header = False
                continue
            self.rows += 1
            yield line if isinstance(line, BadFile) else self._row(line)

    def _row(self, line: Line) -> FileSale | BadFile:
        columns, fields = self.layout.columns, line.fields
        if len(fields) != len(columns) and (
            len(fields) < len(columns) or any(fields[len(columns) :])
        ):
            return bad("fields", f"{len(fields)} fields, not {len(columns)}", line.number)
        read = {column.name: text for column, text in zip(columns, fields, strict=False)}
        sale = self._read(read)
        if isinstance(sale, BadFile):
            return bad(sale.why, sale.found, line.number)
        return FileSale(line.number, *sale)

    def _read(self, read: dict[str, str]) -> tuple[str, date, str, tuple[SaleLine, ...]] | BadFile:
        member = read["member"]
        if not is_card_number(member):
            return bad("member", member)
        on = self._day(read["date"])
        if isinstance(on, BadFile):
            return on
        amount = read_amount(read["amount"], self.currency)
        if amount is None:
            return bad("amount", read["amount"])
        units = read_units(read.get("units", "1"))
        if units is None:
            return bad("units", read["units"])
        receipt, item = read.get("receipt", ""), read.get("item", "")
        category = read.get("category", "")
        for text, longest in ((receipt, RECEIPT_MAX), (item, 64), (category, 64)):
            if not is_plain(text, longest):
                return bad("text", text)
        return member, on, receipt, (SaleLine(amount, category, item, units),)

    def _day(self, text: str) -> date | BadFile:
        known = self._days.get(text)
        if known is not None:
            return known
        form = next(column.format for column in self.layout.columns if column.name == "date")
        day = read_day(text, form)
        found: date | BadFile
        if day is None:
            found = bad("date", text)
        else:
            found = day if day <= self.today else bad("date-future", text)
        if len(self._days) < _DAYS_REMEMBERED:
            self._days[text] = found
        return found

    def _join(self, sale: FileSale, more: FileSale) -> FileSale | BadFile:
        if (sale.member, sale.on) != (more.member, more.on):
            return bad("receipt", more.receipt, more.line)
        if len(sale.lines) == LINES_MAX:
            return bad("lines", more.receipt, more.line)
        return FileSale(sale.line, sale.member, sale.on, sale.receipt, sale.lines + more.lines)

    def _receipt_again(self, sale: FileSale) -> BadFile | None:
        if not sale.receipt:
            return None
        key = self.key_of(sale, "")
        if key in self._receipts:
            return bad("receipt", sale.receipt, sale.line)
        self._receipts.add(key)
        return None


def open_sales(
    path: Path, layout: Layout, currency: Currency, today: date, *, daily_receipts: bool = False
) -> SalesFile | BadFile:
    """Open a file of sales; refuses what is no text file. Raises FileUnreadable."""
    text = open_text(
        path,
        encoding=layout.encoding,
        separator=layout.separator,
        fields=(len(layout.columns),),
    )
    if isinstance(text, BadFile):
        return text
    return SalesFile(text, layout, currency, today, daily_receipts)


def look(file: SalesFile, progress: Progress = never_stop) -> Preview | BadFile:
    """Read a whole file and say what is in it; writes nothing. Refuses an empty or stopped one."""
    members: set[str] = set()
    problems: list[BadFile] = []
    sales = amount = count = 0
    first = last = None
    for found in file.sales():
        if isinstance(found, BadFile):
            count += 1
            problems += [found] if len(problems) < PROBLEMS_MAX else []
        else:
            sales += 1
            amount += found.amount_minor
            members.add("".join(found.member.split()).upper())
            first = found.on if first is None else min(first, found.on)
            last = found.on if last is None else max(last, found.on)
        if (sales + count) % _EVERY == 0 and not progress("reading", file.rows):
            return bad("stopped")
    if file.rows == 0:
        return bad("empty")
    if amount >= INTEGER_BOUND:
        problems, count = [*problems, bad("amount", file.currency.text(amount))], count + 1
    return Preview(
        fingerprint=file.text.fingerprint,
        rows=file.rows,
        sales=sales,
        members=len(members),
        amount_minor=amount,
        first=first,
        last=last,
        problems=tuple(problems),
        problem_count=count,
    )
