"""A till that waits for news hears of it at once, whoever made it, and is let go at the end."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from central.database import Database
from central.feed import Change, publish
from central.service.news import News
from central.trouble import DatabaseGone
from regulars.ids import Id
from sync.enrolment import Standing
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest
from tests.central.service.standing import Running, Shop, Till, ask, running

SHOP, OTHER = Id(b"s" * 16), Id(b"o" * 16)


class Waiting:
    """A till that pulls on a thread of its own."""

    def __init__(self, centre: Running, token: str, cursor: str = "") -> None:
        self._side = centre.till_side()
        self._token, self._cursor = token, cursor
        self.answer: Page | Problem | None = None
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        with self._side as side:
            wish = PullRequest(cursor=self._cursor, wait_s=20)
            self.answer = side.pull(self._token, wish)

    def page(self) -> Page:
        self._thread.join(timeout=10)
        assert isinstance(self.answer, Page), self.answer
        return self.answer


def entered(centre: Running, shop: Shop) -> tuple[Till, str]:
    till = Till()
    with centre.till_side() as side:
        return till, till.enter(side, shop.code())


def asked_and_waits(centre: Running) -> None:
    """Wait until the first look of a pull is over; what comes then finds it waiting."""
    assert centre.agreement.came.acquire(timeout=10)


@pytest.fixture
def quiet(database: Database) -> "Running":  # type: ignore[misc] # a generator
    """A service whose own looks at the feed never come: only pushes here wake anybody."""
    with running(database, look_s=1_000.0) as one:
        yield one


def test_a_push_wakes_whoever_waits_for_that_shop(quiet: Running) -> None:
    shop = Shop(quiet.parts.enrolling).open()
    _, token = entered(quiet, shop)
    pushing, own = entered(quiet, shop)
    waiting = Waiting(quiet, token)
    asked_and_waits(quiet)
    with quiet.till_side() as side:
        side.push(own, pushing.push())
    assert waiting.page().rows["store"][0]["seq"] == 1


def test_a_push_for_another_shop_wakes_nobody(quiet: Running) -> None:
    shop, other = (Shop(quiet.parts.enrolling).open() for _ in range(2))
    _, token = entered(quiet, shop)
    pushing, own = entered(quiet, other)
    waiting = Waiting(quiet, token)
    asked_and_waits(quiet)
    with quiet.till_side() as side:
        side.push(own, pushing.push())
    asked_and_waits(quiet)  # the push itself
    assert waiting.answer is None
    pulls = [one for who, one in quiet.agreement.asked if who.tenant == shop.tenant]
    assert len(pulls) == 1
    quiet.server.should_exit = True  # and the end of the service lets it go, with what it has
    assert waiting.page().rows == {}


def test_what_another_process_changed_is_heard_of_at_the_next_look(
    centre: Running, shop: Shop, database: Database
) -> None:
    _, token = entered(centre, shop)
    while centre.agreement.came.acquire(blocking=False):
        pass
    waiting = Waiting(centre, token)
    asked_and_waits(centre)
    centre.agreement.news[shop.tenant] = 1
    database.write(shop.tenant, lambda one: publish(one, shop.tenant, [Change("store", b"x" * 16)]))
    assert waiting.page().rows["store"][0]["seq"] == 1


def test_news_that_is_there_already_is_not_waited_for(centre: Running, shop: Shop) -> None:
    _, token = entered(centre, shop)
    centre.agreement.news[shop.tenant] = 4
    begun = time.monotonic()
    assert Waiting(centre, token).page().cursor == "4"
    assert time.monotonic() - begun < 5


def test_without_news_an_empty_page_comes_when_the_time_is_over(
    centre: Running, shop: Shop
) -> None:
    _, token = entered(centre, shop)
    with centre.till_side() as side:
        page = side.pull(token, PullRequest(wait_s=1))
    assert isinstance(page, Page)
    assert (page.rows, page.up_to_date, page.standing) == ({}, True, Standing.LIVE)


@pytest.mark.parametrize("query", ["wait=26", "wait=-1", "wait=x", "limit=0", "limit=5001"])
def test_a_pull_that_asks_for_too_much_is_no_message(
    centre: Running, shop: Shop, query: str
) -> None:
    _, token = entered(centre, shop)
    headers = {"authorization": f"Bearer {token}"}
    answer = ask(centre, "GET", f"/v1/sync/pull?{query}", headers=headers)
    assert (answer.status, answer.problem) == (400, "bad-message")


def test_many_who_wait_share_one_look() -> None:
    looks = 0

    async def look(_: Id) -> int:
        nonlocal looks
        looks += 1
        return 7

    async def play() -> None:
        news = News(look, floor_s=1_000)

        async def wait() -> bool:
            async with news.watching(SHOP) as watch:
                return await watch.changed(10)

        waiting = [asyncio.create_task(wait()) for _ in range(100)]
        for _ in range(10):
            await asyncio.sleep(0)
        assert news.waiting == 100
        assert not news.tell(OTHER)
        assert news.tell(SHOP)
        assert all(await asyncio.gather(*waiting))
        assert news.waiting == 0

    asyncio.run(play())
    assert looks == 1


def in_a_room(look: Callable[[], int], play: Callable[[News], object]) -> None:
    async def looking(_: Id) -> int:
        return look()

    async def run() -> None:
        await play(News(looking, floor_s=0.0))  # type: ignore[misc] # a coroutine

    asyncio.run(run())


def test_what_happens_between_two_waits_is_not_missed() -> None:
    async def play(news: News) -> None:
        async with news.watching(SHOP) as watch:
            news.tell(SHOP)
            assert await watch.changed(10)
            assert not await watch.changed(0)

    in_a_room(lambda: 1, play)


def test_a_change_between_the_first_look_and_the_next_is_not_missed() -> None:
    seen = iter([1, 1, 1, 2])

    async def play(news: News) -> None:
        async with news.watching(SHOP) as watch:
            assert await watch.changed(10)

    in_a_room(lambda: next(seen, 2), play)


def test_a_database_that_went_away_wakes_nobody_and_is_asked_again() -> None:
    seen = iter([1, None, None, 2])

    def look() -> int:
        found = next(seen, 2)
        if found is None:
            raise DatabaseGone
        return found

    async def play(news: News) -> None:
        async with news.watching(SHOP) as watch:
            assert await watch.changed(10)

    in_a_room(look, play)


def test_whoever_waits_when_the_service_ends_is_let_go() -> None:
    async def play(news: News) -> None:
        async with news.watching(SHOP) as watch:
            news.end()
            assert not await watch.changed(10)
        async with news.watching(SHOP) as watch:
            assert not await watch.changed(10)

    in_a_room(lambda: 1, play)


def test_a_look_that_fails_for_a_bug_of_ours_keeps_nobody_waiting() -> None:
    seen, bugs = iter([None, 1, 1, 2]), list[BaseException]()

    async def look(_: Id) -> int:
        found = next(seen, 2)
        if found is None:
            raise ValueError
        return found

    async def play() -> None:
        news = News(look, 0.0, bugs.append)
        async with asyncio.timeout(10), news.watching(SHOP) as first:
            assert [type(error) for error in bugs] == [ValueError]
            assert not await first.changed(0)
            async with news.watching(SHOP):  # whoever comes next begins to look again
                assert await first.changed(10)

    asyncio.run(play())


def test_a_look_that_does_not_end_keeps_nobody_longer_than_asked() -> None:
    async def look(_: Id) -> int:
        await asyncio.Event().wait()
        return 0

    async def play() -> None:
        async with asyncio.timeout(10), News(look).watching(SHOP, most_s=0.01) as watch:
            assert not await watch.changed(0)

    asyncio.run(play())


def test_a_device_waits_twice_at_most_and_the_newest_stays() -> None:
    async def play(news: News) -> None:
        ended = list[str]()

        async def wait(name: str, who: str) -> None:
            async with news.watching(SHOP, who) as watch:
                while not watch.is_over:
                    await watch.changed(10)
                ended.append(name)

        tasks = [asyncio.create_task(wait(f"{who} {turn}", who)) for who in "aab" for turn in "12"]
        async with asyncio.timeout(10):
            for _ in range(100):
                await asyncio.sleep(0)
            assert ended == ["a 1", "a 2"]
            assert news.waiting == 4
            news.end()
            await asyncio.gather(*tasks)
        assert len(ended) == 6

    in_a_room(lambda: 1, play)


def test_a_question_that_may_have_changed_something_hurries_the_look_and_wakes_for_that_alone() -> (
    None
):
    newest, looks = 1, 0

    async def look(_: Id) -> int:
        nonlocal looks
        looks += 1
        return newest

    async def play() -> None:
        nonlocal newest
        news = News(look, floor_s=1_000)
        async with asyncio.timeout(10), news.watching(SHOP) as watch:
            news.look(SHOP)
            for _ in range(100):
                await asyncio.sleep(0)
            assert looks == 2
            assert not await watch.changed(0)
            newest = 2
            for _ in range(5):
                news.look(SHOP)
            assert await watch.changed(10)
            assert looks == 3
            news.look(OTHER)

    asyncio.run(play())


def test_a_push_that_changed_nothing_wakes_nobody(quiet: Running) -> None:
    shop = Shop(quiet.parts.enrolling).open()
    _, token = entered(quiet, shop)
    pushing, own = entered(quiet, shop)
    quiet.agreement.wakes = False
    waiting = Waiting(quiet, token)
    asked_and_waits(quiet)
    with quiet.till_side() as side:
        side.push(own, pushing.push())
    asked_and_waits(quiet)  # the push itself
    quiet.server.should_exit = True
    waiting.page()
    pulls = [one for _, one in quiet.agreement.asked if isinstance(one, PullRequest)]
    assert len(pulls) == 1


def test_a_till_that_waits_a_third_time_ends_its_first_wait(quiet: Running) -> None:
    shop = Shop(quiet.parts.enrolling).open()
    _, token = entered(quiet, shop)
    waits = []
    for _ in range(3):
        waits.append(Waiting(quiet, token))
        asked_and_waits(quiet)
    assert waits[0].page().rows == {}
    assert [wait.answer for wait in waits[1:]] == [None, None]
    quiet.server.should_exit = True
    assert [wait.page().rows for wait in waits[1:]] == [{}, {}]
