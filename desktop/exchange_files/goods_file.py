"""A list of what the shop sells: code, name, category, and whether the category earns.

The list is added to what is known: a code that is known gets its new name and category, nothing
is taken away.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.book import Book
from desktop.exchange_files.columns import bad, is_plain
from desktop.exchange_files.lines import Line, open_text
from desktop.exchange_files.sales_file import PROBLEMS_MAX
from desktop.store.shop import Category, Item
from desktop.verbs.shop import keep_goods
from regulars.refusals import BadFile

ITEMS_MAX: Final = 20_000
FIELDS: Final = (3, 4)
_YES, _NO = ("yes", "y", "1"), ("no", "n", "0")


@dataclass(frozen=True, slots=True)
class Goods:
    """What a list holds; `earns` of a category is None where the list does not say."""

    items: tuple[Item, ...]
    earns: dict[str, bool | None]
    problems: tuple[BadFile, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsImported:
    """How many items and categories are new or changed by a list, and how many there are now."""

    items: int
    categories: int
    items_now: int
    categories_now: int


def read_goods(
    path: Path, *, encoding: str = "utf-8", separator: str | None = None
) -> Goods | BadFile:
    """Read a list of goods; `problems` are the first lines that cannot be used."""
    text = open_text(path, encoding=encoding, separator=separator, fields=FIELDS)
    if isinstance(text, BadFile):
        return text
    items: dict[str, Item] = {}
    earns: dict[str, bool | None] = {}
    problems: list[BadFile] = []
    try:
        for number, line in enumerate(text.lines()):
            if number == 0 and isinstance(line, Line) and line.fields[0].lower() == "code":
                continue
            wrong = line if isinstance(line, BadFile) else _take(line, items, earns)
            if wrong is not None:
                problems.append(wrong)
            if len(problems) == PROBLEMS_MAX or len(items) > ITEMS_MAX:
                break
    finally:
        text.file.close()
    if len(items) > ITEMS_MAX:
        return bad("too-many", str(ITEMS_MAX))
    if not items and not problems:
        return bad("empty")
    return Goods(tuple(items.values()), earns, tuple(problems))


def _take(line: Line, items: dict[str, Item], earns: dict[str, bool | None]) -> BadFile | None:
    fields = line.fields
    if len(fields) not in FIELDS:
        return bad("fields", f"{len(fields)} fields, not 3 or 4", line.number)
    code, name, category = fields[:3]
    for text in (code, name, category):
        if not is_plain(text):
            return bad("text", text, line.number)
    if not code or not category:
        return bad("category", line=line.number)
    if code in items:
        return bad("code", code, line.number)
    said = _earns(fields[3] if len(fields) > len(fields[:3]) else "")
    known = earns.get(category)
    if isinstance(said, str) or (None not in (said, known) and said != known):
        return bad("earns", fields[3], line.number)
    items[code] = Item(code, name or code, category)
    earns[category] = known if said is None else said
    return None


def _earns(text: str) -> bool | str | None:
    """Read yes or no; None is not said, a text is neither."""
    plain = text.lower()
    if not plain:
        return None
    if plain in (*_YES, *_NO):
        return plain in _YES
    return text


def import_goods(
    book: Book, path: Path, *, encoding: str = "utf-8", separator: str | None = None
) -> GoodsImported | BadFile:
    """Add a list of goods to the shop's own, all of it or nothing."""
    goods = read_goods(path, encoding=encoding, separator=separator)
    if isinstance(goods, BadFile):
        return goods
    if goods.problems:
        return goods.problems[0]
    old_items = {item.code: item for item in book.shop.items}
    old_categories = {one.key: one for one in book.shop.categories}
    items = old_items | {item.code: item for item in goods.items}
    if len(items) > ITEMS_MAX:
        return bad("too-many", str(ITEMS_MAX))
    categories = old_categories | {
        key: _category(key, said, old_categories.get(key)) for key, said in goods.earns.items()
    }
    if items != old_items or categories != old_categories:
        keep_goods(book, tuple(categories.values()), tuple(items.values()))
    return GoodsImported(
        items=sum(old_items.get(code) != item for code, item in items.items()),
        categories=sum(old_categories.get(key) != one for key, one in categories.items()),
        items_now=len(items),
        categories_now=len(categories),
    )


def _category(key: str, said: bool | None, old: Category | None) -> Category:
    if old is None:
        return Category(key, key, True if said is None else said)
    return old if said is None else Category(key, old.name, said)
