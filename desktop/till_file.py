"""The till's own file for the thread of the engine: every question is put to the writer's thread.

Whoever asks waits, and only the engine does; sales at the counter go on between two questions. A
Trouble of the file, or WorkerStopped when the till closes, is raised here.
"""

from collections.abc import Callable, Sequence
from functools import partial
from threading import get_ident
from typing import TypeVar

from desktop.changes import Changed
from desktop.opening import OpenShop
from desktop.store.slices import (
    AIM_MS,
    AIM_MS_WAITED,
    AT_THE_COUNTER_MS,
    WORK_FIRST,
    Slices,
    paced,
)
from desktop.store.till_store import News, OwnFile
from desktop.till import Till
from regulars.ids import Id
from regulars.people.names import initials
from sync.enrolment import Standing
from sync.ports import Backlog, Here, Stored
from sync.wire_pins import Pin
from sync.wire_problem import Problem
from sync.wire_pull import Page
from sync.wire_push import PushAnswer
from sync.wire_rights import RightsAnswer

T = TypeVar("T")
_ANY_NAME = "王"
"""Loads what names are found by, once, on this thread: on the writer's a sale would wait for it."""


class TillFile:
    """What `sync.ports.TillStore` asks for, of an open till that has joined a centre."""

    def __init__(self, till: Till) -> None:
        """Ask this till."""
        self._till = till
        self._work = WORK_FIRST
        self._waited_ms = -AT_THE_COUNTER_MS
        self._inside: tuple[int, OwnFile] | None = None

    def together(self, job: Callable[[], T]) -> T:
        """Do what asks the file several things in one go of the writer; it must be brief.

        A sale at the counter waits for all of it.
        """

        def all_of_it(file: OwnFile) -> T:
            self._inside = get_ident(), file
            try:
                return job()
            finally:
                self._inside = None

        return self._ask(all_of_it)

    def _ask(self, job: Callable[[OwnFile], T]) -> T:
        inside = self._inside
        if inside is not None and inside[0] == get_ident():  # this is the writer's thread
            return job(inside[1])

        def on_the_writer(opened: OpenShop) -> T:
            def heard(news: News) -> None:
                if news.shop:
                    self._till.shop_changed(opened)
                if news.members or news.shop:
                    self._till.publish(Changed(news.members, shop=news.shop, heard=True))

            return job(OwnFile(opened.book.journal, heard))

        return self._till.writer.submit(on_the_writer).result()

    def who(self) -> Here:
        """Give who this till is, in its present epoch."""
        return self._ask(OwnFile.who)

    def acked(self, epoch: int) -> int:
        """Give how far the centre is known to have an epoch of the log; 0 at its beginning."""
        return self._ask(lambda file: file.acked(epoch))

    def unsent(self, epoch: int, after: int, most: int) -> Sequence[Stored]:
        """Give the next operations of an epoch after a place, in order, without gaps."""
        return self._ask(lambda file: file.unsent(epoch, after, most))

    def hash_at(self, epoch: int, seq: int) -> bytes:
        """Give the hash of an operation; at 0 what stands before the first of the epoch."""
        return self._ask(lambda file: file.hash_at(epoch, seq))

    def heads(self) -> Sequence[tuple[int, int]]:
        """Give how far the log goes in each of its epochs, the present one last."""
        return self._ask(OwnFile.heads)

    def grants(self) -> Sequence[tuple[int, Id, int]]:
        """Give what this till knows it was granted, over all its epochs: epoch, wallet, total."""
        return self._ask(OwnFile.grants)

    def told(self) -> Sequence[tuple[Id, int]]:
        """Give what this till was told of its requests for refunds, for good."""
        return self._ask(OwnFile.told)

    def rights_target(self, wallet: Id, points: int) -> int:
        """Give the total of grants this till must reach to spend so many points of a wallet."""
        return self._ask(lambda file: file.rights_target(wallet, points))

    def pins(self) -> Sequence[Pin]:
        """Give the verifiers of PINs that the centre is to be told."""
        return self._ask(OwnFile.pins)

    def backlog(self) -> Backlog:
        """Give what is not confirmed, over all epochs."""
        return self._ask(OwnFile.backlog)

    def feed(self) -> int:
        """Give the life of the centre's database that was last heard of; 0 before the first."""
        return self._ask(OwnFile.feed)

    def cursor(self) -> str:
        """Give the cursor after the last page that was applied; "" before the first."""
        return self._ask(OwnFile.cursor)

    def must_report(self) -> bool:
        """Tell whether a restored centre is still to be told of the grants."""
        return self._ask(OwnFile.must_report)

    def standing(self) -> Standing:
        """Give what the centre last said of this till."""
        return self._ask(OwnFile.standing)

    def lease_until_ms(self) -> int:
        """Give until when rights may be spent without news."""
        return self._ask(OwnFile.lease_until_ms)

    def note_answer(self, epoch: int, answer: PushAnswer) -> None:
        """Keep how far the centre has an epoch, and what it made of each operation."""
        self._ask(lambda file: file.note_answer(epoch, answer))

    def note_gap(self, epoch: int, expected: int) -> None:
        """Keep that the centre has an epoch only up to before this place: it was restored."""
        self._ask(lambda file: file.note_gap(epoch, expected))

    def begin_anew(self, problem: Problem) -> None:
        """Read from the beginning again; meet a centre that is new or was restored."""
        self._ask(lambda file: file.begin_anew(problem))

    def note_reported(self, report_feed: int) -> None:
        """Keep that the report of grants has arrived, all of it; which life it was for."""
        self._ask(lambda file: file.note_reported(report_feed))

    def note_standing(self, standing: Standing) -> None:
        """Keep what the centre thinks of this till; anything but live freezes its rights."""
        self._ask(lambda file: file.note_standing(standing))

    def apply_page(self, page: Page) -> None:
        """Apply a page in slices, and keep its cursor with the last.

        A sale at the counter waits for one slice at most.
        """
        if page.rows.get("member"):
            initials(_ANY_NAME)
        slices = Slices(page)
        while slices.is_more:
            part = slices.next(self._work)
            self._work = self._ask(partial(self._apply, part))
        if page.rows.get("review") or page.gone.get("review"):
            self._till.publish(Changed(inbox=True))
        if page.rows.get("request"):
            self._till.publish(Changed(refunds=True, heard=True))

    def _apply(self, part: Page, file: OwnFile) -> int:
        """Take a slice in; gives how much work the next one has."""
        steady_ms = self._till.world.clock.steady_ms
        begun = steady_ms()
        file.apply_page(part)
        ended = steady_ms()
        if self._till.writer.is_wanted():
            self._waited_ms = ended
        is_short = ended - self._waited_ms < AT_THE_COUNTER_MS
        return paced(self._work, ended - begun, AIM_MS_WAITED if is_short else AIM_MS)

    def apply_rights(self, answer: RightsAnswer) -> None:
        """Keep rights that were asked for; a smaller total than is known changes nothing."""
        self._ask(lambda file: file.apply_rights(answer))
