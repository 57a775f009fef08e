"""Which till leads this store, as this till knows it: there points are when it is cut off."""

import json

from desktop.store.database import Store
from regulars.agreement.places import lead_key
from regulars.ids import Id, spell, unspell
from regulars.operations.operation import read_operation


def home_of(store: Store) -> tuple[str, str]:
    """Give this till's store and its own id, as operations spell them."""
    body = store.value("select body from operation order by place limit 1")
    head = read_operation(body).header
    return spell(head.store), spell(head.device)


def tills_of(store: Store, place: str) -> list[str]:
    """List the tills of a store that others hear of and that stand in it now, first made first."""
    rows = store.rows(
        "select id from feed_row where kind = 'till' and body ->> '$.store' = ?"
        " and coalesce(body ->> '$.role', 'counter') = 'counter'"
        " and coalesce(body ->> '$.standing', 'live') = 'live' order by id",
        (place,),
    )
    return [name for (name,) in rows]


def lead_of_store(store: Store) -> Id | None:
    """Give the till that leads this one's store: whom a person chose, else the first one in use.

    None where that is this till, or nobody was told of.
    """
    place, own = home_of(store)
    tills = tills_of(store, place)
    said = store.value(
        "select body from document where kind = 'setting' and name = ?", (lead_key(place),)
    )
    chosen = json.loads(said)["value"] if said else ""
    first = chosen if chosen in tills else next(iter(tills), own)
    return None if first == own else unspell(first)
