"""Questions for news that come together are answered together, and nobody suffers for another."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from central.callers import Caller
from central.service import pages as pages_of
from central.service.pages import AT_ONCE, MOST, Pages
from central.service.work import Workers
from central.trouble import DatabaseBusy
from regulars.ids import Id
from sync.enrolment import Role, Standing
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest

SHOP, OTHER = Id(b"s" * 16), Id(b"o" * 16)
Wishes = Sequence[tuple[Caller, PullRequest]]


def caller(number: int, shop: Id = SHOP) -> Caller:
    return Caller(shop, Id(b"t" * 16), Id(number.to_bytes(16, "big")), 1, Role.COUNTER)


@dataclass
class Looks:
    """An agreement that says to each who asked, and remembers who asked together."""

    before: Callable[[Wishes], None] = lambda _: None
    sizes: list[int] = field(default_factory=list)
    new: set[Caller] = field(default_factory=set)
    meeting: Callable[[], None] = lambda: None

    def pulls(self, tenant: Id, wishes: Wishes) -> list[Page | Problem | None]:
        assert all(who.tenant == tenant for who, _ in wishes)
        self.sizes.append(len(wishes))
        self.before(wishes)
        return [None if who in self.new else self.page(who) for who, _ in wishes]

    def met(self, who: Caller, request: PullRequest) -> Page | Problem:
        self.meeting()
        return self.page(who)

    def page(self, who: Caller) -> Page:
        return Page(who.device.hex(), True, 0, 1, Standing.LIVE, 1, 0, {})


def asking(looks: Looks, who: Sequence[Caller]) -> list[object]:
    """Let all of these ask in one moment; gives what came of each."""

    async def play() -> list[object]:
        workers = Workers(8, 1_000)
        pages = Pages(looks, workers)  # type: ignore[arg-type] # nothing else is asked of it
        try:
            every = (pages.page(one, PullRequest()) for one in who)
            return list(await asyncio.gather(*every, return_exceptions=True))
        finally:
            workers.close()

    return asyncio.run(play())


def cursors(found: list[object]) -> list[str]:
    return [one.cursor for one in found if isinstance(one, Page)]


def test_all_who_are_woken_together_share_one_look_and_each_gets_its_own_answer() -> None:
    looks, crowd = Looks(), [caller(number) for number in range(20)]
    assert cursors(asking(looks, crowd)) == [one.device.hex() for one in crowd]
    assert looks.sizes == [20]


def test_whoever_woke_the_others_is_answered_last() -> None:
    order: list[Caller] = []

    def note(wishes: Wishes) -> None:
        order.extend(who for who, _ in wishes)

    async def play() -> None:
        workers = Workers(8, 1_000)
        pages = Pages(Looks(note), workers)  # type: ignore[arg-type] # as above
        every = [asyncio.create_task(pages.page(caller(one), PullRequest())) for one in range(3)]
        await pages.begun(caller(0))
        assert workers.jobs == 1, "what the others are told is on its way"
        await asyncio.gather(*every)
        workers.close()

    asyncio.run(play())
    assert order == [caller(1), caller(2), caller(0)]


def test_shops_never_share_a_look() -> None:
    looks = Looks()
    asking(looks, [caller(number, shop) for number in range(5) for shop in (SHOP, OTHER)])
    assert looks.sizes == [5, 5]


def test_more_than_fit_into_one_look_are_all_answered() -> None:
    looks, crowd = Looks(), [caller(number) for number in range(3 * MOST + 1)]
    assert cursors(asking(looks, crowd)) == [one.device.hex() for one in crowd]
    assert sorted(looks.sizes) == [1, MOST, MOST, MOST]


def test_one_that_takes_long_does_not_hold_up_another() -> None:
    first, second = threading.Event(), threading.Event()

    def meet(wishes: Wishes) -> None:
        mine, theirs = (first, second) if wishes[0][0] == caller(0) else (second, first)
        mine.set()
        assert theirs.wait(10), "both looks are under way at once"

    async def play() -> list[Page | Problem]:
        workers = Workers(8, 1_000)
        pages = Pages(Looks(meet), workers)  # type: ignore[arg-type] # as above
        slow = asyncio.create_task(pages.page(caller(0), PullRequest()))
        assert await asyncio.to_thread(first.wait, 10)
        found = [await pages.page(caller(1), PullRequest()), await slow]
        workers.close()
        return found

    assert AT_ONCE > 1
    assert len(asyncio.run(play())) == AT_ONCE


def test_a_bug_that_one_till_trips_over_is_that_till_s_alone() -> None:
    def trip(wishes: Wishes) -> None:
        if any(who == caller(2) for who, _ in wishes):
            raise LookupError

    found = asking(Looks(trip), [caller(number) for number in range(4)])
    assert [isinstance(one, LookupError) for one in found] == [False, False, True, False]


def test_a_database_that_is_busy_is_told_to_all_and_asked_once() -> None:
    def refuse(_: Wishes) -> None:
        raise DatabaseBusy

    looks = Looks(refuse)
    found = asking(looks, [caller(number) for number in range(4)])
    assert [type(one) for one in found] == [DatabaseBusy] * 4
    assert looks.sizes == [4]


def test_who_hangs_up_before_the_answer_takes_nobody_s_away() -> None:
    async def play() -> list[object]:
        workers = Workers(8, 1_000)
        pages = Pages(Looks(), workers)  # type: ignore[arg-type] # as above
        every = [
            asyncio.create_task(pages.page(caller(number), PullRequest())) for number in range(3)
        ]
        await asyncio.sleep(0)
        every[0].cancel()
        found = await asyncio.gather(*every, return_exceptions=True)
        workers.close()
        return list(found)

    found = asyncio.run(play())
    assert isinstance(found[0], asyncio.CancelledError)
    assert cursors(found[1:]) == [caller(1).device.hex(), caller(2).device.hex()]


def test_tills_that_wait_to_be_met_hold_up_nobody() -> None:
    """More of them than there are looks at a time, each waiting for the row of its own till."""
    crowd, new = [caller(number) for number in range(8)], {caller(1), caller(2), caller(5)}
    others, free = [one for one in crowd if one not in new], threading.Event()

    def held() -> None:
        assert free.wait(10), "all others are answered meanwhile"

    async def play() -> list[object]:
        workers = Workers(16, 1_000)
        pages = Pages(Looks(new=new, meeting=held), workers)  # type: ignore[arg-type] # as above
        every = {one: asyncio.create_task(pages.page(one, PullRequest())) for one in crowd}
        at_once = await asyncio.gather(*(every[one] for one in others))
        again = await asyncio.gather(*(pages.page(one, PullRequest()) for one in others))
        assert cursors([*at_once]) == cursors([*again]) == [one.device.hex() for one in others]
        free.set()
        found = await asyncio.gather(*(every[one] for one in crowd))
        workers.close()
        return list(found)

    assert cursors(asyncio.run(play())) == [one.device.hex() for one in crowd]


def _jobs_while_all_are_met() -> int:
    """Let all tills of a shop be met at once; gives how many jobs wait or run at most."""
    crowd, jobs = [caller(number) for number in range(40)], list[int]()

    async def play() -> None:
        workers = Workers(8, 1_000)
        looks = Looks(new={*crowd}, meeting=lambda: jobs.append(workers.jobs))
        pages = Pages(looks, workers)  # type: ignore[arg-type] # as above
        found = await asyncio.gather(*(pages.page(one, PullRequest()) for one in crowd))
        assert cursors([*found]) == [one.device.hex() for one in crowd]
        workers.close()

    asyncio.run(play())
    assert len(jobs) == len(crowd)
    return max(jobs)


def test_a_push_does_not_wait_behind_all_tills_that_have_erased_somebody() -> None:
    assert _jobs_while_all_are_met() <= AT_ONCE


def test_control_where_all_are_met_at_a_time_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_of, "AT_ONCE", 100)
    assert _jobs_while_all_are_met() > AT_ONCE


def test_what_goes_wrong_while_one_is_met_is_told_to_that_one_only() -> None:
    def refuse() -> None:
        raise DatabaseBusy

    looks = Looks(new={caller(2)}, meeting=refuse)
    found = asking(looks, [caller(number) for number in range(4)])
    assert [isinstance(one, DatabaseBusy) for one in found] == [False, False, True, False]
    assert looks.sizes == [4], "nobody is asked again"


def test_a_service_that_ends_leaves_nobody_waiting() -> None:
    begun, free = threading.Event(), threading.Event()

    def held(_: Wishes) -> None:
        begun.set()
        assert free.wait(10)

    async def play() -> list[object]:
        workers = Workers(2, 1_000)
        pages = Pages(Looks(held), workers)  # type: ignore[arg-type] # as above
        first = asyncio.create_task(pages.page(caller(0), PullRequest()))
        assert await asyncio.to_thread(begun.wait, 10)
        second = asyncio.create_task(pages.page(caller(1, OTHER), PullRequest()))
        third = asyncio.create_task(pages.page(caller(2, Id(b"3" * 16)), PullRequest()))
        for _ in range(10):
            await asyncio.sleep(0)
        assert workers.jobs == len((first, second, third))
        closing = asyncio.create_task(asyncio.to_thread(workers.close))
        third_found = await asyncio.gather(third, return_exceptions=True)
        free.set()
        await closing
        return [*await asyncio.gather(first, second, return_exceptions=True), *third_found]

    found = asyncio.run(play())
    assert cursors(found[:2]) == [caller(number).device.hex() for number in (0, 1)]
    assert isinstance(found[2], asyncio.CancelledError)
