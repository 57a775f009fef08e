"""Tills that ask for news together are told, byte for byte, what each is told alone."""

from dataclasses import replace

from regulars.agreement.till import TillSide
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from tests.central.agreement.shop import OTHER, OTHER_WALLET, Shop


def fill(shop: Shop) -> list[TillSide]:
    """Let three tills do things about two members, with rights, a wish and a review."""
    tills = [shop.till(name) for name in ("east", "west", "office")]
    for till in tills:
        shop.pull(till)
    east, west, _ = tills
    shop.sell(east, 50, receipt_key="|1")
    shop.sell(west, 30, receipt_key="|1")
    shop.sell(west, 20, member=OTHER, wallet=OTHER_WALLET)
    for till in (east, west):
        shop.results(till)
    shop.ask(tills[2], 10)
    return tills


def test_pages_asked_for_together_are_those_asked_for_alone(shop: Shop) -> None:
    tills = fill(shop)
    newest = shop.pull(tills[0]).cursor
    first = shop.pull(tills[0], limit=2).cursor
    wishes = [
        (shop.caller(till), PullRequest(cursor, limit, hears=hears))
        for till in tills
        for cursor in ("", first, newest, "nonsense", "c9.4")
        for limit in (1, 100)
        for hears in (False, True)
    ]
    together = shop.agreement.pulls(shop.tenant, wishes)
    alone = [shop.agreement.pull(*wish) for wish in wishes]
    assert [one and one.spelled() for one in together] == [one.spelled() for one in alone]
    assert any(isinstance(one, Page) and one.rows.get("wallet") for one in together)
    assert any(isinstance(one, Problem) for one in together)


def test_one_who_is_met_for_the_first_time_is_met_among_others(shop: Shop) -> None:
    tills = fill(shop)
    new = shop.till("new")
    wishes = [(shop.caller(till), PullRequest()) for till in (*tills, new)]
    found = shop.agreement.pulls(shop.tenant, wishes)
    assert [isinstance(one, Page) for one in found] == [True, True, True, False]
    assert found[-1] is None, "nobody else waits while it is met"
    assert isinstance(shop.agreement.met(*wishes[-1]), Page)
    is_met = "select is_met from device_epoch where device = %(device)s"
    assert shop.rows(is_met, device=shop.caller(new).device.hex()) == [(True,)]


def test_one_who_is_shut_out_is_told_so_among_others(shop: Shop) -> None:
    tills = fill(shop)
    who = shop.caller(tills[0])
    never = replace(who, epoch=who.epoch + 1)
    found = shop.agreement.pulls(
        shop.tenant, [(who, PullRequest()), (never, PullRequest()), (who, PullRequest())]
    )
    assert [isinstance(one, Page) for one in found] == [True, False, True]
    assert isinstance(found[1], Problem)
    assert found[1].kind is ProblemKind.FORBIDDEN
