"""What is asked ahead while a page is taken in: what is behind it, and nothing that says more."""

from dataclasses import replace

from sync.steps import Ask, Lane
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from tests.simulation.world import named
from tests.sync.rig import MINUTE_MS, TRIP_MS, Rig, Shop


def reading(wallets: int = 9, limit: int = 3) -> tuple[Rig, Ask, Page]:
    """Give a till in the middle of much news: what it asked, and the page that came of it."""
    shop = Shop()
    other = Rig(shop, "other")
    for number in range(wallets):
        other.give(wallet=named(f"wallet {number}"))
    other.run(MINUTE_MS)
    shop.service.limit = limit
    rig = Rig(shop)
    while not rig.store.cursor():
        rig.step()
    ask = rig.engine.next(rig.moment())
    assert isinstance(ask, Ask)
    page = rig._served(ask)
    assert isinstance(page, Page)
    return rig, ask, page


def pulled(rig: Rig) -> Ask:
    """Let the engine go on until it asks for news."""
    for _ in range(20):
        step = rig.engine.next(rig.moment())
        if isinstance(step, Ask) and step.lane is Lane.PULL:
            return step
        if isinstance(step, Ask):
            rig.engine.answered(step, rig._served(step), rig.moment())
        else:
            rig.shop.now_ms = step.until_ms
    raise AssertionError("the engine asks for no news")


def test_the_page_behind_is_asked_for_and_named_once_this_one_is_kept() -> None:
    rig, ask, page = reading()
    ahead = rig.engine.ahead(ask, page, rig.moment())
    assert ahead is not None
    assert isinstance(ahead.question, PullRequest)
    assert (ahead.question.cursor, ahead.token) == (page.cursor, ask.token)
    rig.engine.answered(ask, page, rig.moment())
    again = pulled(rig)
    assert (again.ahead, again.question) == (ahead.number, ahead.question)
    assert again.asked == ahead.asked, "what the clocks say is compared with when it was asked"


def test_a_push_in_between_changes_nothing_of_that() -> None:
    rig, ask, page = reading()
    ahead = rig.engine.ahead(ask, page, rig.moment())
    rig.engine.answered(ask, page, rig.moment())
    rig.give()
    rig.shop.now_ms += TRIP_MS
    again = pulled(rig)
    assert ahead is not None
    assert again.ahead == ahead.number
    assert len(rig.posted()) == len(rig.till.log), "the push went first"


def test_it_is_not_named_where_the_page_was_not_kept() -> None:
    rig, ask, page = reading()
    assert rig.engine.ahead(ask, page, rig.moment()) is not None
    rig.engine.answered(ask, replace(page, feed=page.feed - 1), rig.moment())
    assert pulled(rig).ahead == 0


def test_it_is_not_named_where_the_till_reads_from_the_beginning() -> None:
    rig, ask, page = reading()
    assert rig.engine.ahead(ask, page, rig.moment()) is not None
    rig.engine.answered(ask, Problem(ProblemKind.RESNAPSHOT, feed=page.feed), rig.moment())
    again = pulled(rig)
    assert isinstance(again.question, PullRequest)
    assert (again.question.cursor, again.ahead) == ("", 0)


def test_nothing_is_asked_ahead_behind_the_last_page() -> None:
    rig, ask, page = reading()
    assert rig.engine.ahead(ask, replace(page, up_to_date=True), rig.moment()) is None


def test_nobody_says_to_have_erased_somebody_before_that_is_so() -> None:
    rig, ask, page = reading()
    rows = {**page.rows, "erased": ({"id": "a1" * 16, "seq": 3},)}
    assert rig.engine.ahead(ask, replace(page, rows=rows), rig.moment()) is None


def test_the_first_page_of_a_centre_that_is_not_known_is_left_at_that() -> None:
    shop = Shop()
    other = Rig(shop, "other")
    other.give()
    other.run(MINUTE_MS)
    rig = Rig(shop)
    ask = pulled(rig)
    page = rig._served(ask)
    assert isinstance(page, Page)
    more = replace(page, up_to_date=False)
    assert rig.engine.ahead(ask, more, rig.moment()) is None
