"""Distrust the clock: a jump of more than a week needs a named person before anything is priced.

A till that was off over the holidays asks once and goes on; a till whose clock woke up in another
year does not end anybody's points.
"""

from desktop.book import Book
from desktop.store.journal import head_of
from regulars.business_day import DAY_JUMP_MAX
from regulars.refusals import ClockJumped


def clock_jump(book: Book) -> ClockJumped | None:
    """Give the question to ask; None where the clock is believable.

    A clock set back is believed to mean the log's last day, so only jumps forward are asked
    about. The training shop and a log of its first day are never asked.
    """
    head = head_of(book.store)
    if head is None or book.shop.training:
        return None
    today = book.shop.calendar.day(book.clock.now_ms())
    if (today - head.day).days <= DAY_JUMP_MAX:
        return None
    return ClockJumped(last_day=head.day.isoformat(), today=today.isoformat())


def confirm_clock(book: Book) -> None:
    """Write that a person says the clock is right; business goes on from today."""
    jump = clock_jump(book)
    if jump is None:
        return
    with book.writing():
        book.journal.write("clock.confirmed", {"from": jump.last_day, "to": jump.today})
