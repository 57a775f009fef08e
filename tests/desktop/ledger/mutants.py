"""Faults put into the ledger on purpose: the tests of the ledger must notice every one.

Each is a fault that another shop's system had, or that this one had while it was written.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.store import allocations, apply, journal
from desktop.store.members import member_card
from desktop.verbs import expire, give_back, sell
from regulars.points import ledger, lots, refunds
from regulars.points.earning import Earning, Line, earn, expiry_of
from regulars.points.lots import Lot, Settlement
from regulars.points.refunds import Refund, Sold, refund
from regulars.programme.programme import Programme
from regulars.refusals import Refusal
from tests.desktop.ledger import counter

Fault = Callable[[pytest.MonkeyPatch], None]


def floor_on_every_line(patch: pytest.MonkeyPatch) -> None:
    """Round each line down instead of the sale once."""

    def wrong(programme: Programme, lines: Any, *, paid_minor: int = 0, debt: int = 0) -> Earning:
        right = earn(programme, lines, paid_minor=paid_minor, debt=debt)
        parts = tuple(
            0
            if line.category in programme.no_points
            else line.amount_minor * programme.earn_points // programme.earn_per_minor
            for line in lines
        )
        earned = min(sum(parts), right.earned)
        why = replace(right.why, earned=earned, repaid=min(debt, earned))
        return Earning(earned, parts, why)

    patch.setattr(sell, "earn", wrong)


def paid_part_earns(patch: pytest.MonkeyPatch) -> None:
    """Give points for what was paid with points."""

    def wrong(programme: Programme, lines: Any, *, paid_minor: int = 0, debt: int = 0) -> Earning:
        right = earn(programme, lines, debt=debt)
        return replace(right, why=replace(right.why, paid_minor=paid_minor))

    patch.setattr(sell, "earn", wrong)


def excluded_goods_earn(patch: pytest.MonkeyPatch) -> None:
    """Forget which goods earn nothing."""

    def wrong(programme: Programme, lines: Any, *, paid_minor: int = 0, debt: int = 0) -> Earning:
        plain = [Line(line.amount_minor) for line in lines]
        return earn(programme, plain, paid_minor=paid_minor, debt=debt)

    patch.setattr(sell, "earn", wrong)


def refund_forgets_the_last(patch: pytest.MonkeyPatch) -> None:
    """Work each partial refund out alone, so that they do not add up."""

    def wrong(sold: Sold, line_minor: Any, *, whole: bool = False) -> Refund | Refusal:
        right = refund(sold, line_minor, whole=whole)
        if isinstance(right, Refusal):
            return right
        alone = sum(
            line.points * asked // line.amount_minor if line.amount_minor else 0
            for line, asked in zip(sold.lines, line_minor, strict=True)
        )
        return replace(right, earned_back=alone)

    patch.setattr(give_back, "refund", wrong)


def restored_points_start_anew(patch: pytest.MonkeyPatch) -> None:
    """Give points back as new ones instead of to the lots they came from."""

    def wrong(settling: Any, entry: Any) -> None:
        settling._credit(entry, entry.day + timedelta(days=365), entry.points, b"")

    patch.setattr(lots._Settling, "_restore", wrong)


def restored_points_belong_to_the_sale(patch: pytest.MonkeyPatch) -> None:
    """Count points with a new end as the sale's own: taken back first, and forgiven if ended."""
    right = lots._Settling._credit

    def wrong(settling: Any, entry: Any, ends: Any, points: int, act: bytes) -> None:
        right(settling, entry, ends, points, act or entry.act)

    patch.setattr(lots._Settling, "_credit", wrong)


def restored_points_are_never_looked_at(patch: pytest.MonkeyPatch) -> None:
    """Forget, once points came back, when a wallet's points end: the day change passes it by."""
    patch.setattr(Settlement, "next_end", lambda _: None)


def an_undo_prolongs(patch: pytest.MonkeyPatch) -> None:
    """Give points time to be used because a spending was undone."""
    patch.setattr(ledger, "MISTAKES", ())


def goods_that_come_back_are_a_mistake(patch: pytest.MonkeyPatch) -> None:
    """Give no time for points that come back with goods."""
    patch.setattr(ledger, "MISTAKES", ("refund", "undo", "void"))


def unspent_points_never_end(patch: pytest.MonkeyPatch) -> None:
    """Forget that a lot has ended when points come back to it."""

    def wrong(settling: Any, entry: Any) -> None:
        while found := settling._last_use(entry.act, entry.points):
            lot, back = found
            settling._credit(entry, max(lot.expires_on or date.max, entry.day), back, lot.act)

    patch.setattr(lots._Settling, "_unspend", wrong)


def the_page_forgets_what_has_ended(patch: pytest.MonkeyPatch) -> None:
    """Show before a refund that points will be taken back that ended unused."""
    right = give_back.find_sale

    def wrong(*asked: Any) -> Any:
        found: Any = right(*asked)
        return replace(found, ended=0)

    patch.setattr(counter, "find_sale", wrong)


def the_page_shows_yesterdays_balance(patch: pytest.MonkeyPatch) -> None:
    """Show before a refund a balance from which nothing has ended yet."""
    right = give_back.find_sale

    def wrong(store: Any, sale: Any, today: Any, now_ms: int) -> Any:
        found: Any = right(store, sale, today, now_ms)
        member = member_card(store, found.member.id, today, now_ms)
        return replace(found, member=member)

    patch.setattr(counter, "find_sale", wrong)


def ended_a_day_early(patch: pytest.MonkeyPatch) -> None:
    """Let points end on the evening before their last day."""

    def wrong(programme: Programme, day: date) -> date | None:
        right = expiry_of(programme, day)
        return None if right is None else right - timedelta(days=1)

    patch.setattr(sell, "expiry_of", wrong)


def ended_a_day_late(patch: pytest.MonkeyPatch) -> None:
    """Let points live on through the day after their last."""
    patch.setattr(Lot, "is_alive", _alive_a_day_longer)


def _alive_a_day_longer(lot: Lot, day: date) -> bool:
    return lot.expires_on is None or lot.expires_on + timedelta(days=1) >= day


def debt_ignored(patch: pytest.MonkeyPatch) -> None:
    """Take back what is there and forget the rest."""
    patch.setattr(refunds, "claw_back", lambda earned, balance: (min(earned, balance), 0))


def debt_never_repaid(patch: pytest.MonkeyPatch) -> None:
    """Leave the debt standing when points come in."""

    def wrong(programme: Programme, lines: Any, *, paid_minor: int = 0, debt: int = 0) -> Earning:
        del debt
        return earn(programme, lines, paid_minor=paid_minor)

    patch.setattr(sell, "earn", wrong)


def latest_end_first(patch: pytest.MonkeyPatch) -> None:
    """Use the points that live longest first."""

    def wrong(lot: Lot) -> Any:
        ends = lot.expires_on or date.max
        return (date.fromordinal(date.max.toordinal() + 1 - ends.toordinal()), lot.source)

    patch.setattr(Lot, "key", wrong)


def receipt_taken_as_spelled(patch: pytest.MonkeyPatch) -> None:
    """Take "A-1" and "a-1" for two receipts."""
    patch.setattr(sell, "receipt_key", lambda receipt, day: f"{day}|{receipt}" if receipt else "")


def posted_twice(patch: pytest.MonkeyPatch) -> None:
    """Do not know an act again that was done already."""
    right = journal.Journal.write

    def write(
        book: Any, kind: str, data: Any, private: Any = None, *, identity: Any = None, **more: Any
    ) -> Any:
        known = identity is not None and book.store.row(
            "select 1 from operation where id = :id", {"id": identity}
        )
        return right(book, kind, data, private, identity=None if known else identity, **more)

    patch.setattr(journal.Journal, "write", write)
    patch.setattr(sell, "_done_before", lambda *_: None)


def put_off_for_good(patch: pytest.MonkeyPatch) -> None:
    """Forget what was put off until after the answer."""
    patch.setattr(allocations, "use_soonest", lambda *_: "")


def undo_leaves_the_receipt(patch: pytest.MonkeyPatch) -> None:
    """Keep a receipt used although its sale was given back in full."""
    right = apply._RULES["reverse"]

    def wrong(store: Any, applied: Any) -> None:
        kept = store.rows("select key, place from receipt")
        right(store, applied)
        for row in kept:
            store.run("insert or ignore into receipt (key, place) values (?, ?)", row)

    patch.setitem(apply._RULES, "reverse", wrong)


def ended_points_taken_back(patch: pytest.MonkeyPatch) -> None:
    """Make a member owe points that had ended unused."""
    patch.setattr(Settlement, "lapsed", lambda *_: 0)


def own_lot_not_first(patch: pytest.MonkeyPatch) -> None:
    """Take a sale's points back out of other lots than its own."""
    patch.setattr(lots, "_OWN_FIRST", ())


def nothing_ends(patch: pytest.MonkeyPatch) -> None:
    """Never write what has ended."""
    patch.setattr(expire, "_due", lambda *_: None)


FAULTS: tuple[Fault, ...] = (
    floor_on_every_line,
    paid_part_earns,
    excluded_goods_earn,
    refund_forgets_the_last,
    restored_points_start_anew,
    restored_points_belong_to_the_sale,
    restored_points_are_never_looked_at,
    an_undo_prolongs,
    goods_that_come_back_are_a_mistake,
    unspent_points_never_end,
    the_page_forgets_what_has_ended,
    the_page_shows_yesterdays_balance,
    ended_a_day_early,
    ended_a_day_late,
    debt_ignored,
    debt_never_repaid,
    latest_end_first,
    receipt_taken_as_spelled,
    posted_twice,
    put_off_for_good,
    undo_leaves_the_receipt,
    ended_points_taken_back,
    own_lot_not_first,
    nothing_ends,
)
