"""Questions for news, answered together: all who ask of one shop at one moment share one look.

What differs from till to till is its rights, how far its own log is here, and the signature.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from central.callers import Caller
from central.feed import Item, ask_page
from central.working.answers import (
    Answers,
    caller_source,
    read_cursor,
    resnapshot,
    shut_out,
    wire_page,
)
from central.working.asking import Asking
from central.working.centre import Working
from central.working.logs import Logs
from central.working.receipts import ask_due, note_read
from central.working.saving import save
from regulars.agreement import feed, intake, messages
from regulars.ids import Id, spell
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest

PAGE_MAX = 1_000
"""Rows of a page at most: each wallet's lots are worked out for it."""
Wish = tuple[Caller, PullRequest]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was asked for in a transaction before it was known which life of the feed there is."""

    asking: Asking
    feed_epoch: int
    due: Callable[[], set[Id]]
    newer: Mapping[tuple[int, int], Callable[[], list[Item]]]


@dataclass(slots=True)
class Looking:
    """One look at a shop's feed, for all who ask together; asked again where the look failed."""

    wishes: Sequence[Wish]
    _ahead: Ahead | None = None

    def ask_ahead(self, logs: Logs) -> None:
        """Ask for what is sure to be needed: it comes with the shop's own row.

        A cursor of another life of the feed is noticed once that row is read.
        """
        places = [read_cursor(request.cursor, 0) for _, request in self.wishes]
        logs.expect_devices(spell(who.device) for who, _ in self.wishes)
        epochs = {epoch for epoch, _ in places}
        self._ahead = None
        if len(epochs) == 1:
            asking = logs.asking
            read = {who.device: at for (who, _), (_, at) in zip(self.wishes, places, strict=True)}
            due = ask_due(asking, read)
            parts = {
                (at, _most(one)) for (_, one), (_, at) in zip(self.wishes, places, strict=True)
            }
            newer = {
                part: ask_page(asking.connection, asking.tenant, *part) for part in sorted(parts)
            }
            self._ahead = Ahead(asking, epochs.pop(), due, newer)

    def take(self, working: Working) -> Callable[[], set[Id]] | None:
        """Use what was asked for, if it was in this transaction and of this life of the feed."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead.asking is not working.asking:
            return None
        if ahead.feed_epoch != working.feed_epoch:
            return None
        for part, page in ahead.newer.items():
            working.expect_newer(*part, page)
        return ahead.due


def _most(request: PullRequest) -> int:
    return min(request.limit, PAGE_MAX) + 1


def pages(
    working: Working, looking: Looking, answers: Callable[[Caller], Answers]
) -> list[Page | Problem | None]:
    """Answer each; None for one whose question says something new, which is to be met first."""
    wishes = looking.wishes
    places = [read_cursor(request.cursor, working.feed_epoch) for _, request in wishes]
    working.logs.expect_devices(spell(who.device) for who, _ in wishes)
    asked_due = looking.take(working) or _ask(working, wishes, places)
    due = asked_due()
    working.logs.fetch_devices(())
    working.readers = [caller_source(who) for who, _ in wishes]
    return [
        _page(working, wish, place, due, answers)
        for wish, place in zip(wishes, places, strict=True)
    ]


def _ask(
    working: Working, wishes: Sequence[Wish], places: Sequence[tuple[int, int]]
) -> Callable[[], set[Id]]:
    """Ask for what of these questions is of this life of the feed."""
    read: dict[Id, int] = {}
    for (who, _), (epoch, after) in zip(wishes, places, strict=True):
        if epoch == working.feed_epoch:
            read[who.device] = after
    due = ask_due(working.asking, read)
    for (_, request), (epoch, after) in zip(wishes, places, strict=True):
        if epoch == working.feed_epoch:
            working.expect_newer(after, _most(request))
    return due


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
    source, limit = caller_source(who), _most(request) - 1
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
