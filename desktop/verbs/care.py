"""Count wrong birthday months: twelve guesses must not open anybody's points.

The count stands in the file, not in the log, and belongs to a business day. It is no punishment:
while it is full, a named person's approval is asked for instead of the month.
"""

from desktop.book import Book
from desktop.store.shop import keep_local_fact, local_fact
from regulars.ids import Id, spell

WRONG_MONTHS_MAX = 3
_NAME = "wrong_month|"
_AFTER = "wrong_month}"  # the first name that does not begin with _NAME


def wrong_months(book: Book, member: Id) -> int:
    """Give how many wrong months were said for a member today."""
    day, _, count = local_fact(book.store, _NAME + spell(member)).partition(" ")
    return int(count) if day == book.today().isoformat() else 0


def count_wrong_month(book: Book, member: Id) -> int:
    """Write down one more; gives how many there are now. Call it inside a write."""
    today = book.today().isoformat()
    count = wrong_months(book, member) + 1
    book.store.run(
        "delete from local where name >= :first and name < :after and value < :today",
        {"first": _NAME, "after": _AFTER, "today": today},
    )
    keep_local_fact(book.store, _NAME + spell(member), f"{today} {count}")
    return count


def forget_wrong_months(book: Book, member: Id) -> None:
    """Begin anew, after a right month. Call it inside a write."""
    book.store.run("delete from local where name = :name", {"name": _NAME + spell(member)})
