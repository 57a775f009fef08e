"""Bugs in grants, logs and the money of points: the first half of the list (see `mutants`)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from regulars.agreement.centre import account_of
from regulars.agreement.messages import Outcome
from regulars.points.lots import Settlement
from regulars.rights.cells import Cells
from regulars.rights.funding import Funding

# What is patched is looked up by name at run time; its types are those of the product.
authority: Any = import_module("regulars.agreement.authority")
effects: Any = import_module("regulars.agreement.effects")
exchange: Any = import_module("regulars.agreement.exchange")
feed: Any = import_module("regulars.agreement.feed")
healing: Any = import_module("regulars.agreement.healing")
intake: Any = import_module("regulars.agreement.intake")
sales: Any = import_module("regulars.agreement.sales")
till_side: Any = import_module("regulars.agreement.till")
posting: Any = import_module("regulars.rights.posting")

Bug = Callable[[pytest.MonkeyPatch], None]
Patch = pytest.MonkeyPatch


def grants_are_added_up(patch: Patch) -> None:
    """Add each grant that is heard of to what there was."""

    def wrong(till: Any, wallet: str, granted: int) -> None:
        cells = till_side.rights(till, wallet)
        more = granted if granted != cells.granted else 0
        till.cells[wallet] = replace(cells, granted=cells.granted + more)

    patch.setattr(exchange, "_know", wrong)


def a_grant_is_an_amount_to_add(patch: Patch) -> None:
    """Read a request for rights as an amount, so that a repeated one gives twice."""

    def wrong(cells: Cells, *, want: int, pool: int) -> int:
        return cells.granted + max(want, 0) + 0 * pool

    patch.setattr(feed, "grant", wrong)


def rights_from_the_balance(patch: Patch) -> None:
    """Grant what the balance has, although other tills hold part of it."""
    right = feed.grant

    def wrong(centre: Any, message: Any) -> Any:
        account = account_of(centre, message.wallet)
        patched = lambda cells, *, want, pool: right(cells, want=want, pool=account.balance)  # noqa: E731, ARG005
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(feed, "grant", patched)
            return asked(centre, message)

    asked = feed.request_rights
    patch.setattr(feed, "request_rights", wrong)


def no_sequence_check(patch: Patch) -> None:
    """Take every operation that arrives for a new one."""
    patch.setattr(intake, "judge", lambda *_, **__: intake.Verdict.NEXT)


def gaps_are_passed_over(patch: Patch) -> None:
    """Take an operation in although one before it is missing: the till thinks all has arrived."""
    right = exchange.next_request

    def wrong(till: Any) -> Any:
        request = right(till)
        ops = getattr(request, "ops", ())
        return replace(request, ops=ops[-1:]) if len(ops) > 1 else request

    def judge(last: int, known: Any, *, seq: int, hash_: bytes) -> Any:
        verdict = told(last, known, seq=seq, hash_=hash_)
        return intake.Verdict.NEXT if verdict is intake.Verdict.GAP else verdict

    told = intake.judge
    patch.setattr(exchange, "next_request", wrong)
    patch.setattr(intake, "judge", judge)


def copies_are_not_noticed(patch: Patch) -> None:
    """Take an operation with a known number for known, whatever is in it."""

    def wrong(last: int, known: Any, *, seq: int, hash_: bytes) -> Any:
        del known, hash_
        return intake.Verdict.KNOWN if seq <= last else told(last, None, seq=seq, hash_=b"")

    told = intake.judge
    patch.setattr(intake, "judge", wrong)


def known_operations_get_a_new_outcome(patch: Patch) -> None:
    """Answer a repeated operation with another outcome than the first time."""
    right = intake.push

    def wrong(centre: Any, message: Any) -> Any:
        chain = centre.chains.get(message.source)
        last = chain.last if chain else 0
        answer = right(centre, message)
        outcomes = getattr(answer, "outcomes", None)
        if outcomes is None:
            return answer
        new = [
            Outcome.PARKED if op.seq <= last else one
            for op, one in zip(message.ops, outcomes, strict=True)
        ]
        return replace(answer, outcomes=tuple(new))

    patch.setattr(intake, "push", wrong)


def reclaimed_by_a_timer(patch: Patch) -> None:
    """Take rights back from tills because a day has passed."""
    right = authority.begin_day

    def wrong(centre: Any) -> None:
        right(centre)
        for (wallet, source), cells in list(centre.cells.items()):
            account, after, points = posting.reclaim(account_of(centre, wallet), cells)
            centre.cells[wallet, source] = after
            centre.accounts[wallet] = account
            centre.reclaimed += points

    patch.setattr(authority, "begin_day", wrong)


def expired_from_the_balance(patch: Patch) -> None:
    """End points although a till holds the rights to them."""
    right = Settlement.expire_row

    def wrong(self: Settlement, until: date, *, balance: int, debt: int) -> tuple[int, int]:
        return right(self, until, balance=balance + 50, debt=debt)

    patch.setattr(Settlement, "expire_row", wrong)


def expiry_is_never_taken_back(patch: Patch) -> None:
    """Leave points ended that a late operation shows to have been used before."""
    right = Settlement.expire_row

    def wrong(self: Settlement, until: date, *, balance: int, debt: int) -> tuple[int, int]:
        points, repaid = right(self, until, balance=balance, debt=debt)
        return (max(points, 0), repaid if points > 0 else 0)

    patch.setattr(Settlement, "expire_row", wrong)


def nothing_ever_ends(patch: Patch) -> None:
    """Never write what has ended."""
    patch.setattr(Settlement, "expire_row", lambda *_, **__: (0, 0))


def tills_keep_what_has_ended(patch: Patch) -> None:
    """Never ask a till for the rights to points that have ended."""
    patch.setattr(feed, "keep", lambda available, **_: available)


def tills_hand_nothing_back(patch: Patch) -> None:
    """Never hand back what the centre asks for."""
    patch.setattr(exchange, "surplus", lambda *_: 0)


def debt_from_the_balance(patch: Patch) -> None:
    """Repay a debt with points that a till holds the rights to."""

    def wrong(account: Any) -> int:
        return int(min(account.debt, account.balance))

    patch.setattr(authority, "collectable", wrong)


def debt_is_never_collected(patch: Patch) -> None:
    """Leave a debt standing although the pool has points."""
    patch.setattr(authority, "collectable", lambda _: 0)


def repaid_twice_is_kept(patch: Patch) -> None:
    """Take a debt that two tills repaid below nothing."""

    def wrong(before: Any, line: Any) -> Any:
        posted = right(before, line)
        account = replace(posted.account, debt=before.account.debt + line.debt)
        return replace(posted, account=account)

    right = posting._debit
    patch.setattr(posting, "_debit", wrong)


def excess_is_swallowed(patch: Patch) -> None:
    """Forget what was repaid of a debt that was gone."""
    patch.setattr(effects, "give_excess", lambda *_: None)


def corrections_from_rights(patch: Patch) -> None:
    """Take a correction out of the balance, whoever holds the rights to it."""

    def wrong(account: Any, points: int) -> tuple[int, int]:
        taken = min(points, account.balance)
        return taken, points - taken

    patch.setattr(authority, "correct", wrong)


def earnings_are_refused(patch: Patch) -> None:
    """Refuse a sale whose receipt is known, although its points may be spent already."""
    right = effects.take_in

    def wrong(centre: Any, op: Any) -> Outcome:
        key = op.data.get("receipt_key")
        is_known = op.kind == "sale" and key and key in centre.receipts
        return Outcome.REFUSED if is_known else right(centre, op)

    patch.setattr(intake, "take_in", wrong)


def earnings_go_to_the_pool(patch: Patch) -> None:
    """Put points a till has given into the pool instead of its rights."""

    def wrong(before: Any, line: Any) -> Any:
        account = before.account
        account = replace(account, balance=account.balance + line.points)
        return replace(before, account=account)

    patch.setattr(posting, "_credit", wrong)


def spending_from_the_pool_first(patch: Patch) -> None:
    """Fund a redemption from the pool and leave the till its rights."""

    def wrong(points: int, *, rights: int, pool: int) -> Funding:
        from_pool = min(points, max(pool, 0))
        from_rights = min(points - from_pool, rights)
        return Funding(from_rights, from_pool, points - from_pool - from_rights)

    patch.setattr(posting, "fund", wrong)


def spending_by_the_shown_balance(patch: Patch) -> None:
    """Let a till spend what it shows instead of what it has rights to."""

    def wrong(till: Any, wallet: str, now_ms: int) -> int:
        del now_ms
        return int(max(0, till_side.shown(till, wallet)[0]))

    patch.setattr(till_side, "may_spend", wrong)


def refund_after_day_close(patch: Patch) -> None:
    """Let a till give back a sale after it has handed that right over."""

    def wrong(till: Any, sale: str) -> bool:
        one = till.sales.get(sale)
        return one is not None and not one.is_gone

    patch.setattr(till_side, "may_reverse", wrong)


def the_centre_refunds_what_a_till_may(patch: Patch) -> None:
    """Carry a refund out before the till that sold has handed the right over."""
    patch.setattr(effects, "back_in_hand", lambda *_: True)


def refunds_without_a_bound(patch: Patch) -> None:
    """Forget what has already been given back of a sale."""
    patch.setattr(effects, "after_reverse", lambda sale, _: sale)
    patch.setattr(till_side, "after_reverse", lambda sale, _: sale)


def a_refund_is_never_handed_over(patch: Patch) -> None:
    """Keep the refund of a sale although somebody waits for it elsewhere."""
    patch.setattr(exchange, "holds_refund", lambda *_: False)
