"""Bugs in refunds that were asked for: a part given back twice, and what tills were told."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

# What is patched is looked up by name at run time; its types are those of the product.
authority: Any = import_module("regulars.agreement.authority")
effects: Any = import_module("regulars.agreement.effects")
exchange: Any = import_module("regulars.agreement.exchange")

Patch = pytest.MonkeyPatch


def one_part_is_given_back_at_two_tills(patch: Patch) -> None:
    """Carry a request out although more has gone back of the sale than its till knew."""
    patch.setattr(authority, "is_stale", lambda *_: False)


def who_may_hand_out_money_is_forgotten(patch: Patch) -> None:
    """After a restore, keep to oneself what came of requests for refunds."""
    right = exchange.grant_report
    patch.setattr(exchange, "grant_report", lambda till: replace(right(till), told=()))


def a_till_forgets_what_came_of_its_requests(patch: Patch) -> None:
    """Remember of requests for refunds only what the feed says now."""
    patch.setattr(exchange, "_be_told", lambda *_: None)


def refunds_in_the_order_of_their_names(patch: Patch) -> None:
    """After a restore, carry refunds out in any order, not first what tills were told."""

    def wrong(centre: Any, requests: Any) -> Any:
        del centre
        return sorted(requests, key=lambda op: op.id)

    patch.setattr(authority, "in_order", wrong)
    patch.setattr(effects, "in_order", wrong)


def refunds_are_carried_out_while_a_centre_heals(patch: Patch) -> None:
    """After a restore, carry a refund out before all that tills have sent is posted."""
    in_order, sales = authority.in_order, authority.back_in_hand

    def wrong(centre: Any, sale: str) -> None:
        if sale in centre.sales and sales(centre, centre.sales[sale]):
            for asked in in_order(centre, centre.asked(sale=sale)):
                authority.execute(centre, asked)

    patch.setattr(effects, "_execute_for", wrong)
