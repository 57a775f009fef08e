"""What the centre decides by itself: expiry, debts, corrections, refunds it was asked for.

All of it moves the pool and the debt, never a till's rights: a till may already have spent them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from regulars.agreement.asked import (
    Asked,
    Done,
    is_stale,
    read_asked,
    with_done,
    with_refused,
)
from regulars.agreement.centre import (
    Centre,
    account_of,
    keep_account,
    lots_of,
    review,
    say,
    touch,
    write_own,
    yesterday,
)
from regulars.agreement.messages import Logged, Source, Standing
from regulars.agreement.sales import (
    Means,
    Sale,
    after_reverse,
    award_correction,
    reverse_data,
)
from regulars.points.lots import GRACE
from regulars.refusals import Refusal
from regulars.rights.cells import Cells
from regulars.rights.posting import collectable, correct, reclaim

TOLD_DAYS = 90
"""So long after a person settled something tills are told that it was, and by whom."""
Ends = Iterable[tuple[int, int]]
"""Epochs and how far each of them goes."""


def settle_wallet(centre: Centre, wallet: str) -> None:
    """Write what has ended, as far as the pool goes; then repay debts from what the pool has left.

    The other way round a till would be asked, a few points at a time, for all that is owed.
    """
    account = account_of(centre, wallet)
    points, repaid = lots_of(centre, wallet).expire_row(
        yesterday(centre), balance=account.pool, debt=account.debt
    )
    if points:
        rows = [[wallet, points, repaid]]
        data = {"on": centre.day.isoformat(), "rows": rows}
        write_own(centre, "expire", data)
    _collect(centre, wallet)


def settle_all(centre: Centre) -> None:
    """Look again at every wallet that has changed."""
    while centre.restless and not centre.healing:
        wallet = min(centre.restless)
        centre.restless.discard(wallet)
        settle_wallet(centre, wallet)


def begin_day(centre: Centre) -> None:
    """Write what has ended because a day has passed; old wishes for rights are dropped.

    What was settled long ago is told no more.
    """
    for wallet in centre.wishes():
        del centre.wanted[wallet]
    if not centre.healing:
        for name in centre.settled_until(centre.day - timedelta(days=TOLD_DAYS)):
            say(centre, "review", name, "")
    settle_ending(centre)


def settle_ending(centre: Centre) -> None:
    """Look again at every wallet with points that have ended."""
    until = yesterday(centre)
    for wallet in centre.ending(until):
        centre.restless.add(wallet)
        if lots_of(centre, wallet).expiry_due(until) > 0:
            touch(centre, "wallet", wallet)  # tills are asked to hand back what has ended
    settle_all(centre)


def settle_ended(centre: Centre, wallets: Iterable[str]) -> None:
    """Write what has ended in these wallets, before anybody is given rights to it.

    A day's look at all wallets takes a while, and may have been broken off.
    """
    centre.restless.update(centre.ended(wallets))
    settle_all(centre)


def _collect(centre: Centre, wallet: str) -> None:
    points = collectable(account_of(centre, wallet))
    if points:
        _by_hand(centre, wallet, 0, points)


def _by_hand(centre: Centre, wallet: str, points: int, repaid: int, cause: str = "") -> None:
    data = {
        "member": "",
        "wallet": wallet,
        "on": centre.day.isoformat(),
        "points": points,
        "repaid": repaid,
        "expires": (centre.day + GRACE).isoformat() if repaid < 0 else "",
        "reason": "mistake",
        "approver": "00" * 16,
    }
    write_own(centre, "adjust", data, cause)


def credit(centre: Centre, wallet: str, points: int, cause: str) -> None:
    """Give points into the pool; what is owed is repaid first."""
    repaid = min(points, account_of(centre, wallet).debt)
    _by_hand(centre, wallet, points, repaid, cause)


def end_again(centre: Centre, wallet: str, points: int) -> None:
    """Give back what was written as ended: it ends again once tills have handed it back."""
    rows = [[wallet, -points, 0]]
    write_own(centre, "expire", {"on": centre.day.isoformat(), "rows": rows})


def owe_again(centre: Centre, wallet: str, points: int) -> None:
    """Take back that points repaid a debt: they are there again, and so is the debt."""
    _by_hand(centre, wallet, 0, -points)


def double_receipt(centre: Centre, sale: Sale, first: str) -> None:
    """Take back an award that a receipt had earned already; the till's own award stands."""
    known = centre.sales.get(first)
    devices = tuple(dict.fromkeys(one.device for one in (sale, known) if one is not None))
    about = f"{sale.id} {first}"
    review(centre, "same-receipt", about, sale.earned, member=sale.member, devices=devices)
    if sale.earned:
        taken, _ = correct(account_of(centre, sale.wallet), sale.earned)
        data = award_correction(sale, sale.earned, why="same-receipt", on=centre.day, taken=taken)
        write_own(centre, "reverse", data, f"correct:{sale.id}")
        centre.sales[sale.id] = _corrected(sale, sale.earned)


def _corrected(sale: Sale, points: int) -> Sale:
    return replace(sale, corrected=sale.corrected + points)


def over_refund(centre: Centre, before: Sale, after: Sale, op: Logged) -> None:
    """Put right what a reverse gave or took that had been given or taken before.

    An award the authority has taken back must not be taken back again with its sale. And where a
    sale was refunded here and again by a till that was declared gone, the second refund is undone,
    as far as the member paid for it: what the shop carried was never taken.
    """
    again = min(after.corrected, op.data["earned_back"])
    most = sum(line.points for line in after.sold.lines)
    again += max(0, after.taken_back - max(most, before.taken_back))
    if again:
        centre.sales[after.id] = _corrected(after, -min(after.corrected, again))
        carried = sum(one.funding.loss for one in centre.funded if one.op.id == op.id)
        if again > carried:
            credit(centre, after.wallet, again - carried, f"back:{op.id}")
    spent = sum(points for _, points in after.spent)
    too_much = max(0, after.restored - max(spent, before.restored))
    if too_much:
        devices = (op.source.device,)
        review(centre, "refunded-twice", op.id, too_much, member=after.member, devices=devices)
        taken, _ = correct(account_of(centre, after.wallet), too_much)
        data = award_correction(after, too_much, why="refunded-twice", on=centre.day, taken=taken)
        write_own(centre, "reverse", data, f"twice:{op.id}")


def back_in_hand(centre: Centre, sale: Sale) -> bool:
    """Tell whether the right to give a sale back has come to the authority."""
    source = Source(sale.device, sale.place.epoch)
    is_gone = centre.chains[source].standing is Standing.RETIRED
    closed = centre.closed.get(sale.device)
    return is_gone or sale.id in centre.released or (closed is not None and sale.place <= closed)


def in_order(centre: Centre, requests: Iterable[Logged]) -> list[Logged]:
    """Order requests: first those that tills were told of as carried out, as they followed."""

    def place(asked: Logged) -> tuple[bool, int, str]:
        number = _told_before(centre, asked) or 0
        return not number, number, asked.id

    return sorted(requests, key=place)


def _told_before(centre: Centre, asked: Logged) -> int | None:
    """Give what the device was told of its request by an earlier life of the centre, if it was."""
    return centre.answered.get((asked.source.device, asked.id))


def execute(centre: Centre, asked: Logged) -> None:
    """Carry out a refund that was asked for, into the pool; or refuse it, and tell so."""
    del centre.requests[asked.id]
    sale = centre.sales[asked.data["of"]]
    figures = _figures(centre, sale, asked)
    if isinstance(figures, str):
        _refuse(centre, sale, asked, figures)
        return
    if "known" not in asked.data:
        _mind_another(centre, sale, asked)
    write_own(centre, "reverse", figures, f"refund:{asked.id}")
    after = after_reverse(sale, figures)
    centre.sales[sale.id] = after
    again = min(after.corrected, figures["earned_back"])
    if again:
        centre.sales[sale.id] = _corrected(after, -again)
        credit(centre, sale.wallet, again, f"back:{asked.id}")
    cash = max(0, figures["amount"] - figures["paid_back"])
    done = Done(asked.id, asked.source.device, cash)
    _tell_dealt(centre, after, with_done(_said(centre, sale.id), done), asked.source.device)


def _figures(centre: Centre, sale: Sale, asked: Logged) -> dict[str, Any] | str:
    """Work a refund out; gives the code of a review where it is to be refused.

    What a till was told by an earlier life of the centre stands: that it was carried out, whatever
    was known then, and that it was refused.
    """
    data, was = asked.data, _told_before(centre, asked)
    refused = "refund-paid-out" if was else "refund-refused"
    lines, known = list(data["lines"]), data.get("known")
    fits = data["whole"] or len(lines) == len(sale.sold.lines)
    if sale.is_gone or not fits:
        return refused
    back = [line.refunded_minor for line in sale.sold.lines]
    if was == 0 or (was is None and known is not None and is_stale(known, back)):
        return refused if known is None else "refund-stale"
    # Where less has gone back than the till knew, all of the rest is more than it asked for.
    is_less = known is not None and is_stale(back, known)
    whole = data["whole"] and not is_less
    if (
        known is not None and is_less and len(lines) != len(back)
    ):  # it did not know the sale, only what had gone back
        lines = _all_but(sale, known)
    account = account_of(centre, sale.wallet)
    lots = lots_of(centre, sale.wallet)
    means = Means(max(0, account.pool), account.debt, lots.lapsed(sale.id.encode(), centre.day))
    figures = reverse_data(sale, lines, whole=whole, why=data["why"], on=centre.day, means=means)
    return refused if isinstance(figures, Refusal) else figures


def _all_but(sale: Sale, known: Iterable[int]) -> list[int]:
    """Give what was left of each line of a sale by what a till knew to have gone back."""
    amounts = [line.amount_minor for line in sale.sold.lines]
    told = [*known, *(0 for _ in amounts)][: len(amounts)]
    return [max(0, amount - then) for amount, then in zip(amounts, told, strict=True)]


def _refuse(centre: Centre, sale: Sale, asked: Logged, code: str) -> None:
    """Refuse a request: nothing was handed out for it, and whoever asked reads why."""
    device = asked.source.device
    review(centre, code, asked.id, member=sale.member, devices=(device,))
    said = _said(centre, sale.id)
    last = said.devices[-1] if said.devices else sale.device
    if code == "refund-paid-out":
        # The till was told to hand the money out, and is not told otherwise: a person is.
        _tell_dealt(centre, sale, with_done(said, Done(asked.id, device)), last)
    else:
        _tell_dealt(centre, sale, with_refused(said, asked.id), last)


def _mind_another(centre: Centre, sale: Sale, asked: Logged) -> None:
    """Show a person a part that is given back after another till's: it may be the same one.

    Only where the request does not say what its till knew.
    """
    devices = (*_said(centre, sale.id).devices, asked.source.device)
    if len(set(devices)) > 1:
        at = tuple(dict.fromkeys(devices))
        review(centre, "refund-asked-twice", asked.id, member=sale.member, devices=at)


def _said(centre: Centre, sale: str) -> Asked:
    return read_asked(centre.facts.get(("request", sale), ""))


def _tell_dealt(centre: Centre, sale: Sale, said: Asked, at: str) -> None:
    """Tell that no request waits; also where that was told before: somebody has asked since."""
    fact = ("request", sale.id)
    back = tuple(line.refunded_minor for line in sale.sold.lines)
    is_gone = sale.is_gone or (bool(back) and not sale.sold.left_minor)
    told = replace(said, back=back if any(back) else (), at=at if any(back) else "")
    centre.facts[fact] = replace(told, is_gone=is_gone).spelled()
    touch(centre, *fact)


def retire(centre: Centre, source: Source) -> int:
    """Declare a source gone, as a person or a later life decides: its rights are in the pool again.

    Gives the points, which is also the most that the shop can lose by it. Whatever it still pushes
    will be posted. No clock and no lease ever does this.
    """
    chain = centre.chains[source]
    chain.standing = Standing.RETIRED
    total = 0
    for wallet in centre.held_by(source):
        account, cells, points = reclaim(account_of(centre, wallet), _cells(centre, wallet, source))
        centre.cells[wallet, source] = cells
        keep_account(centre, wallet, account)
        total += points
    centre.reclaimed += total
    if not centre.healing:
        execute_due(centre, centre.asked(device=source.device))
        settle_all(centre)
    return total


def are_ended(centre: Centre, source: Source, ended: Ends | None) -> bool:
    """Tell whether it is known already how far the earlier lives of a source go."""
    return all(
        centre.chains[one].standing is Standing.RETIRED or centre.chains[one].ends == last
        for one, last in _earlier(centre, source, ended)
    )


def end_lives(centre: Centre, source: Source, ended: Ends | None) -> None:
    """Take in how far the earlier lives of a source go, as its newest one says.

    Each is over once all that the till has of it is here: until then its rights back what it did.
    """
    for one, last in _earlier(centre, source, ended):
        centre.chains[one].ends = last
        retire_if_over(centre, one)


def _earlier(centre: Centre, source: Source, ended: Ends | None) -> list[tuple[Source, int]]:
    """List the earlier lives with what is said of each; only the newest life is believed."""
    lives = centre.lives(source.device)
    if ended is None or source not in lives or source != lives[-1]:
        return []
    said = dict(ended)
    return [(one, said.get(one.epoch, 0)) for one in lives[:-1]]


def retire_if_over(centre: Centre, source: Source) -> None:
    """Put into the pool what a life of a log still holds that another has taken the place of."""
    chain = centre.chains[source]
    if chain.is_over and chain.standing is not Standing.RETIRED and not centre.healing:
        retire(centre, source)


def execute_due(centre: Centre, requests: list[Logged]) -> None:
    """Carry out what of these refunds has its right here."""
    for asked in in_order(centre, requests):
        sale = centre.sales.get(asked.data["of"])
        if sale is not None and back_in_hand(centre, sale):
            execute(centre, asked)


def _cells(centre: Centre, wallet: str, source: Source) -> Cells:
    return centre.cells[wallet, source]
