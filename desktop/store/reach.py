"""Where a member's points are: what this till may spend now, what others hold, what is unsent."""

import json
from collections.abc import Sequence
from datetime import date

from desktop.answers import Holder, PurseHere, Reach
from desktop.store.centre import known_centre
from desktop.store.database import Store
from desktop.store.group import Purse, here_now
from desktop.store.leads import home_of, lead_of_store, tills_of
from regulars.ids import Id, spell, unspell


def reach_of(store: Store, purses: Sequence[Purse], today: date, now_ms: int) -> Reach:
    """Give what of these wallets may be spent here now, and where the rest of them is."""
    here = here_now(store, list(purses), today, now_ms)
    rest = max(0, sum(one.balance for one in purses) - sum(here))
    lead = lead_of_store(store) if rest else None
    holders = _at_most(_holders(store, purses, lead), rest)
    left = rest - sum(one.points for one in holders)
    return Reach(
        here=sum(here),
        why=_why(store, now_ms),
        pool=min(left, sum(_pool(store, one) for one in purses)),
        holders=holders,
        purses=tuple(
            PurseHere(one.wallet, one.balance, points)
            for one, points in zip(purses, here, strict=True)
        ),
        unsent=sum(_unsent(store, one) for one in purses),
        lead=till_name(store, lead) if lead is not None else "",
    )


def till_name(store: Store, device: Id) -> str:
    """Name another till as people here would: with its shop, unless that is this one; or ""."""
    said = _fact(store, "till", spell(device))
    home, _ = home_of(store)
    shop = said.get("store", "")
    where = "" if shop == home else _fact(store, "store", shop).get("name", "")
    return f"{where} {said.get('name', '')}".strip()


def _fact(store: Store, kind: str, name: str) -> dict[str, str]:
    body = store.value("select body from feed_row where kind = ? and id = ?", (kind, name))
    found: dict[str, str] = json.loads(body or "{}")
    return found


def _why(store: Store, now_ms: int) -> str:
    known = known_centre(store)
    if known.is_frozen:
        return "frozen"
    return "rights" if known.has_lease(now_ms) else "lease"


def _pool(store: Store, purse: Purse) -> int:
    found: int | None = store.value("select pool from account where wallet = ?", (purse.wallet,))
    return found or 0


def _holders(store: Store, purses: Sequence[Purse], lead: Id | None) -> list[Holder]:
    """Give what other tills held when rights were last asked for.

    First this store's lead till, then its others: they can be walked to. Then the most.
    """
    held: dict[Id, int] = {}
    for one in purses:
        told = store.value("select elsewhere from account where wallet = ?", (one.wallet,))
        for device, points in json.loads(told or "[]"):
            held[unspell(device)] = held.get(unspell(device), 0) + points
    near = tills_of(store, home_of(store)[0]) if held else []
    nearest = sorted(
        held.items(), key=lambda pair: (pair[0] != lead, spell(pair[0]) not in near, -pair[1])
    )
    return [Holder(device, till_name(store, device), points) for device, points in nearest]


def _at_most(holders: list[Holder], rest: int) -> tuple[Holder, ...]:
    """Leave out what cannot be there any more: the figures are of an earlier moment."""
    found: list[Holder] = []
    for one in holders:
        points = min(one.points, rest)
        rest -= points
        if points:
            found.append(Holder(one.device, one.name, points))
    return tuple(found)


def _unsent(store: Store, purse: Purse) -> int:
    """Count the own acts on a wallet that the centre is not known to have."""
    found: int = store.value(
        "select count(distinct key >> 10) from entry where wallet = ? and"
        " (key >> 10) & 4294967295 > coalesce((select seq from acked where epoch = key >> 42), 0)",
        (purse.key,),
    )
    return found
