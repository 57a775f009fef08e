"""What this till said of people behind what a row of the feed has seen: it holds until it is seen.

As with a wallet, what a till shows is the row and its own later acts. Who is erased has none.
"""

import json

from desktop.store.database import Store
from desktop.store.places import place_of
from regulars.ids import Id, spell
from sync.wire_rows import NOT_SEEN, Seen


def own_changes(store: Store, member: Id, seen: Seen) -> dict[str, str]:
    """Give the fields of somebody that own acts behind `seen` changed, each as the last has it."""
    found: dict[str, str] = {}
    if seen != NOT_SEEN:
        rows = store.rows(
            "select bytes from private join operation using (place)"
            " where private.place > ? and kind = 'member.changed'"
            " and cast(body as text) ->> '$.data.member' = ? order by place",
            (place_of(*seen), spell(member)),
        )
        for (private,) in rows:
            found |= json.loads(private)
    return found


def has_own_answer(store: Store, member: Id, purpose: str, seen: Seen) -> bool:
    """Tell whether an own act behind `seen` says what somebody agrees to."""
    if seen == NOT_SEEN:
        return False
    found = store.row(
        "select 1 from operation where place > ? and kind = 'consent.given'"
        " and cast(body as text) ->> '$.data.member' = ?"
        " and cast(body as text) ->> '$.data.purpose' = ?",
        (place_of(*seen), spell(member), purpose),
    )
    return found is not None
