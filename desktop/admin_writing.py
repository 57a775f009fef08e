"""The commands that write: they take the shop's folder, or refuse and name who has it.

`sale` is the exception: it hands a file to the till, which does the writing.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from desktop import trouble
from desktop.admin_desk import FOUND, TROUBLE, WELL, Desk
from desktop.book import Book, open_book
from desktop.exchange_files import goods_file
from desktop.exchange_files import import_sales as importing
from desktop.exchange_files.columns import read_columns, sentence
from desktop.exchange_files.sales_file import Layout, Preview
from desktop.handover.answer import AWARDED
from desktop.handover.message import BYTES_MAX
from desktop.restoring import by_sheet
from desktop.restoring import restore as put_back
from desktop.secrets import open_keys
from desktop.store.shop import load_shop
from regulars.codes import read_recovery
from regulars.money import Currency
from regulars.refusals import BadFile

_STEP_S: Final = 0.1
_NAME_BYTES: Final = 8
Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class SalesLayout:
    """What the command line says about a file of sales."""

    columns: str
    separator: str | None
    encoding: str
    has_header: bool
    dry_run: bool


def restore(desk: Desk, backup: Path, sheet: str | None) -> int:
    """Put a backup in place of the shop's file; what was there is kept beside it."""
    recovery = None if sheet is None else read_recovery(sheet)
    if sheet is not None and recovery is None:
        desk.say("This is not the key of a recovery sheet. Check it letter by letter.")
        return FOUND
    keys = open_keys if recovery is None else by_sheet(recovery)
    put_back(backup, desk.folder, desk.world, keys)
    desk.say(f"The backup {backup.name} is in place. Open Regulars to go on.")
    return WELL


def import_sales(desk: Desk, path: Path, asked: SalesLayout) -> int:
    """Import a file of sales, or only look at it."""
    columns = read_columns(asked.columns)
    if isinstance(columns, BadFile):
        desk.say(sentence(columns))
        return TROUBLE
    layout = Layout(columns, asked.separator, asked.encoding, asked.has_header)
    if asked.dry_run:
        with desk.beside() as (store, _):
            book = open_book(store, desk.world.clock, desk.world.chance)
            return _look(desk, book, path, layout)
    with desk.alone() as opened:
        code = _look(desk, opened.book, path, layout)
        if code != WELL:
            return code
        done = importing.import_sales(opened.book, path, layout, desk.progress)
    if isinstance(done, BadFile):
        desk.say(sentence(done))
        return FOUND
    desk.say(
        f"Imported {done.sales:,} sales and {done.members_new:,} new members:"
        f" {done.points:,} points."
    )
    if done.left_out:
        desk.say(f"{done.left_out:,} sales were left out: their receipts had earned before.")
    return WELL


def _look(desk: Desk, book: Book, path: Path, layout: Layout) -> int:
    preview = importing.preview_sales(book, path, layout, desk.progress)
    if isinstance(preview, BadFile):
        desk.say(sentence(preview))
        return FOUND
    _say_preview(desk, preview, book.shop.currency)
    before = importing.imported_before(book.store, preview.fingerprint)
    if before:
        desk.say(f"This file was imported before ({before}). Nothing was changed.")
    return WELL if preview.is_good and not before else FOUND


def _say_preview(desk: Desk, preview: Preview, currency: Currency) -> None:
    desk.say(
        f"{preview.rows:,} lines, {preview.sales:,} sales, {preview.members:,} members,"
        f" {currency.shown(preview.amount_minor)}"
    )
    if preview.first is not None and preview.last is not None:
        desk.say(f"From {preview.first.isoformat()} to {preview.last.isoformat()}")
    for problem in preview.problems:
        desk.say(sentence(problem))
    more = preview.problem_count - len(preview.problems)
    if more > 0:
        desk.say(f"… and {more:,} more lines.")
    if not preview.is_good:
        desk.say("Nothing was imported. Correct these lines and try again.")


def import_goods(desk: Desk, path: Path, encoding: str, separator: str | None) -> int:
    """Add a list of goods to the shop's own."""
    goods = goods_file.read_goods(path, encoding=encoding, separator=separator)
    if isinstance(goods, BadFile):
        desk.say(sentence(goods))
        return FOUND
    for problem in goods.problems:
        desk.say(sentence(problem))
    if goods.problems:
        desk.say("Nothing was imported. Correct these lines and try again.")
        return FOUND
    with desk.alone() as opened:
        done = goods_file.import_goods(opened.book, path, encoding=encoding, separator=separator)
    if isinstance(done, BadFile):
        desk.say(sentence(done))
        return FOUND
    desk.say(
        f"{done.items:,} items and {done.categories:,} categories are new or changed;"
        f" the shop has {done.items_now:,} and {done.categories_now:,}."
    )
    return WELL


def read_sale(source: Path | IO[bytes]) -> bytes:
    """Read a sale from a file or a stream, never more than the till would take."""
    try:
        if not isinstance(source, Path):
            return source.read(BYTES_MAX + 1)
        with source.open("rb") as file:
            return file.read(BYTES_MAX + 1)
    except OSError as error:
        raise trouble.FileUnreadable(str(source)) from error


def sale(desk: Desk, content: bytes, wait_s: float, pause: Pause = time.sleep) -> int:
    """Drop a sale into the watched folder and print the answer, if one comes in time."""
    with desk.beside() as (store, _):
        chosen = load_shop(store).setting("watched_folder")
    folder = Path(chosen) if chosen else desk.folder.watched
    name = f"sale-{desk.world.chance(_NAME_BYTES).hex()}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{name}.tmp"
        beside.write_bytes(content)
        beside.rename(folder / name)
    except OSError as error:
        raise trouble.from_os(error, str(folder)) from error
    answer = folder / "answers" / name
    waited = 0.0
    while not answer.exists() and waited < wait_s:
        pause(_STEP_S)
        waited += _STEP_S
    if not answer.exists():
        desk.say("No answer yet. The sale is in the folder; an open till will answer it.")
        return TROUBLE
    return _say_answer(desk, answer)


def _say_answer(desk: Desk, answer: Path) -> int:
    try:
        text = answer.read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise trouble.FileUnreadable(str(answer)) from error
    desk.say(text.strip())
    return WELL if found.get("status") == AWARDED else FOUND
