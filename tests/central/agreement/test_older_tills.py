"""Tills of an older program at this centre: what is new on the wire keeps nobody out."""

from dataclasses import replace

from sync.signing import public_key, vouches
from sync.wire_pull import Page, PullRequest, read_page, read_pull_request
from tests.central.agreement import spelling
from tests.central.agreement.shop import Shop

_OLD = {"cursor": "", "limit": "100", "wait": "0", "schema": "1"}


def _is_vouched_for(shop: Shop, asked: PullRequest) -> bool:
    """Hold a page against the fields that were known before there was `hlc`."""
    east = shop.till("east")
    shop.sell(east, 10)
    shop.push(east)
    who = shop.caller(east)
    page = shop.agreement.pull(who, asked)
    assert isinstance(page, Page)
    read = read_page(page.spelled())
    assert isinstance(read, Page)
    known = replace(read, hlc=0, more={})
    words = known.statement(who.tenant, who.device, who.epoch)
    return vouches(public_key(spelling.KEY), words, read.signature)


def test_a_till_that_does_not_know_of_the_centre_s_clock_believes_its_pages(shop: Shop) -> None:
    asked = read_pull_request(_OLD)
    assert isinstance(asked, PullRequest)
    assert _is_vouched_for(shop, asked)


def test_control_with_the_clock_it_would_believe_none(shop: Shop) -> None:
    asked = read_pull_request({**_OLD, "hlc": "1"})
    assert isinstance(asked, PullRequest)
    assert not _is_vouched_for(shop, asked)
