"""Bring points to where members shop: to one till of each store, so that they can be spent there.

By day the centre only gives, from the pool; each night it also asks other tills to hand back what
is missing there. It never takes: grants only grow, and what tills hold they hand back themselves.
What people wait for, what has ended and what is owed come first; a reserve stays in the pool.
"""

from collections.abc import Mapping
from datetime import date

from regulars.agreement.authority import settle_ended
from regulars.agreement.centre import (
    Centre,
    account_of,
    cells_of,
    keep_account,
    touch,
)
from regulars.agreement.messages import Source
from regulars.agreement.places import UNKNOWN, Placed
from regulars.rights import placing
from regulars.rights.posting import Account, raise_grant


def note_visit(centre: Centre, device: str, wallet: str, day: date) -> None:
    """Note that a wallet was used at a till; nobody shops at an office."""
    store = centre.places.stores.get(device)
    if store is not None:
        known = centre.places.wallets
        before = known.get(wallet, UNKNOWN)
        known[wallet] = Placed(placing.visited(before.shops, store, day), before.level)


def note_wish(centre: Centre, points: int) -> None:
    """Note how much somebody spent at once: what many want should be at one place."""
    if points:
        places = centre.places
        places.sizes = placing.wished(places.sizes, points, places.cheapest)


def targets(centre: Centre, wallet: str) -> Mapping[Source, int]:
    """Give the points of a wallet that lead tills should hold."""
    cheapest, balance = centre.places.cheapest, account_of(centre, wallet).balance
    shops = centre.places.wallets.get(wallet, UNKNOWN).shops
    if balance < cheapest or not shops:
        return {}
    leads = centre.leads([one.store for one in shops])
    led = shops if len(leads) == len(shops) else tuple(of for of in shops if of.store in leads)
    placed = placing.place(balance, led, cheapest, centre.places.sizes)
    return {leads[store]: points for store, points in placed.items()}


def place_moved(centre: Centre) -> None:
    """Give lead tills what they should hold of wallets that were just used."""
    if not centre.healing:
        for wallet in centre.used():
            _place(centre, wallet)


def begin_night(centre: Centre) -> None:
    """Let old wishes count less, before the night's look at all wallets."""
    centre.places.sizes = placing.aged(centre.places.sizes)


def place_at_night(centre: Centre) -> list[str]:
    """Look again at wallets with enough for a reward, and ask tills to hand back; names them."""
    found = centre.placeable()
    settle_ended(centre, found)
    for wallet in found:
        _place(centre, wallet, is_night=True)
    return found


def _place(centre: Centre, wallet: str, *, is_night: bool = False) -> None:
    """Raise grants towards what lead tills should hold, as far as the pool goes beyond the reserve.

    A till that somebody stands at and waits for more goes first: nothing is given before it has it.
    """
    goals = targets(centre, wallet)
    before = centre.places.wallets.get(wallet, UNKNOWN).level
    if not (goals or before) or wallet in centre.wanted:
        return
    cheapest, missing, given, kept = centre.places.cheapest, 0, 0, 0
    for source, points in goals.items():
        account, cells = account_of(centre, wallet), cells_of(centre, wallet, source)
        free = account.pool - placing.reserve(account.balance, cheapest)
        more = placing.fit(cells.available, points, free, cheapest)
        if more:
            account, cells = raise_grant(account, cells, cells.granted + more)
            centre.cells[wallet, source] = cells
            keep_account(centre, wallet, account)
        given += more
        kept += _kept(centre, wallet, cells.available, points)
        missing += max(0, points - cells.available)
    if is_night:
        level = _level(account_of(centre, wallet), kept, missing)
    else:  # what was not asked for last night is not asked for before the next one
        level = max(0, before - given)
    if level != before:
        _ask(centre, wallet, level)
        touch(centre, "wallet", wallet)


def _kept(centre: Centre, wallet: str, available: int, points: int) -> int:
    """Give what a lead till keeps: all that it has, where its member shops at no other store."""
    is_alone = len(centre.places.wallets.get(wallet, UNKNOWN).shops) == 1
    return max(points, available) if is_alone else points


def _level(account: Account, kept: int, missing: int) -> int:
    """Give what the pool should have, once it has too little and tills hold what they should not.

    A till that hands back a part would have to write the rest into its log another night.
    """
    is_short = account.pool < placing.left_over(account.balance) + missing
    loose = account.held - (kept - missing)
    return account.pool + loose if is_short and loose > 0 else 0


def _ask(centre: Centre, wallet: str, level: int) -> None:
    known = centre.places.wallets.get(wallet, UNKNOWN)
    centre.places.wallets[wallet] = Placed(known.shops, level)


def stop_asking(centre: Centre, wallet: str) -> None:
    """Let tills keep what they have until the next night: somebody there is about to spend it."""
    if centre.places.wallets.get(wallet, UNKNOWN).level:
        _ask(centre, wallet, 0)


def asked_back(centre: Centre, source: Source, wallet: str) -> int:
    """Give how many rights a till is to hand back because other tills should have them.

    A lead till keeps what it should hold itself.
    """
    account = account_of(centre, wallet)
    wanted = centre.places.wallets.get(wallet, UNKNOWN).level - account.pool
    if wanted <= 0 or account.debt:  # a debt would take what comes back
        return 0
    goals, available = targets(centre, wallet), cells_of(centre, wallet, source).available
    mine = _kept(centre, wallet, available, goals[source]) if source in goals else 0
    return max(0, min(wanted, available - mine))
