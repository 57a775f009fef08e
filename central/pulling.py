"""Questions for news, answered together: all who ask of one shop at one moment share one look.

What differs from till to till is its rights, how far its own log is here, and the signature.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from central.callers import Caller
from central.working.answers import (
    Answers,
    caller_source,
    read_cursor,
    resnapshot,
    shut_out,
    wire_page,
)
from central.working.centre import Working
from central.working.receipts import ask_due, note_read
from central.working.saving import save
from regulars.agreement import feed, intake, messages
from regulars.ids import Id, spell
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest

PAGE_MAX = 1_000
"""Rows of a page at most: each wallet's lots are worked out for it."""
Wish = tuple[Caller, PullRequest]


def pages(
    working: Working, wishes: Sequence[Wish], answers: Callable[[Caller], Answers]
) -> list[Page | Problem | None]:
    """Answer each; None for one whose question says something new, which is to be met first."""
    places = [read_cursor(request.cursor, working.feed_epoch) for _, request in wishes]
    read = {
        who.device: place
        for (who, _), (epoch, place) in zip(wishes, places, strict=True)
        if epoch == working.feed_epoch
    }
    working.logs.expect_devices(spell(who.device) for who, _ in wishes)
    asked_due = ask_due(working.asking, read)
    for (epoch, after), (_, request) in zip(places, wishes, strict=True):
        if epoch == working.feed_epoch:
            working.expect_newer(after, min(request.limit, PAGE_MAX) + 1)
    due = asked_due()
    working.logs.fetch_devices(())
    working.readers = [caller_source(who) for who, _ in wishes]
    return [
        _page(working, wish, place, due, answers)
        for wish, place in zip(wishes, places, strict=True)
    ]


def _page(
    working: Working,
    wish: Wish,
    place: tuple[int, int],
    due: set[Id],
    answers: Callable[[Caller], Answers],
) -> Page | Problem | None:
    who, request = wish
    shut = shut_out(working, who)
    if shut is not None:
        return shut
    epoch, after = place
    source, limit = caller_source(who), min(request.limit, PAGE_MAX)
    asked = messages.Pull(source, epoch, after, limit, request.ended)
    is_new = not intake.is_met(working, asked) or who.device in due
    if epoch == working.feed_epoch and is_new:
        return None
    page = feed.pull(working, asked)
    if isinstance(page, messages.Resnapshot):
        return resnapshot(page)
    return wire_page(answers(who), page, hears=request.hears)


def meet(working: Working, who: Caller, request: PullRequest) -> None:
    """Take in a new life of a till's log, how far those before it go, and what it has read."""
    working.logs.fetch_devices([spell(who.device)])
    here, source = working.feed_epoch, caller_source(who)
    intake.meet(working, messages.Pull(source, here, 0, ended=request.ended))
    save(working)
    epoch, place = read_cursor(request.cursor, here)
    if epoch == here:
        note_read(working.asking, who.device, place)


def met(request: PullRequest) -> PullRequest:
    """Give a question without what was met."""
    return replace(request, ended=None)
