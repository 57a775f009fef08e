"""Find members of other stores by their phone number, of which this till is told only the end.

The centre tells a mark of the whole number too, made under a key that all tills of the shop have:
it says whether a number that somebody types is that one, and nothing to whoever has no number.
"""

from desktop.store.database import Store
from regulars.people.phone import phone_mark, tail

_TOLD = (
    "select key, body ->> '$.mark' from member"
    " left join feed_row on feed_row.kind = 'member' and feed_row.id = lower(hex(member.id))"
    " where phone_reversed <> '' and phone_reversed = :tail limit :limit"
)
_LOOKED_AT = 5_000


def with_end(store: Store, digits: str, limit: int) -> list[int]:
    """Give the keys of those whose number is known to end so, and no more of it."""
    rows = store.rows(_TOLD, {"tail": tail(digits)[::-1], "limit": limit})
    return [key for key, _ in rows]


def with_whole(store: Store, e164: str, limit: int) -> list[int]:
    """Give the keys of those whose number is this one; without a mark the end has to do.

    So it has to where too many numbers are tried.
    """
    wanted, rows = _wanted(store, e164), _told(store, e164)
    is_open = wanted is not None and _may(store, wanted, rows)
    return _first(limit, [key for key, mark in rows if not is_open or mark in {None, wanted}])


def with_mark(store: Store, e164: str, limit: int) -> list[int]:
    """Give the keys of those whose number is this one for certain; nobody where too many are tried.

    The centre notices who is enrolled twice.
    """
    wanted, rows = _wanted(store, e164), _told(store, e164)
    is_open = wanted is not None and _may(store, wanted, rows)
    return _first(limit, [key for key, mark in rows if is_open and mark == wanted])


def _wanted(store: Store, e164: str) -> str | None:
    return phone_mark(store.phone_key, e164).hex() if store.phone_key else None


def _told(store: Store, e164: str) -> list[tuple[int, str | None]]:
    rows = store.rows(_TOLD, {"tail": tail(e164)[::-1], "limit": _LOOKED_AT})
    return [(key, mark) for key, mark in rows]


def _may(store: Store, wanted: str, rows: list[tuple[int, str | None]]) -> bool:
    """Tell whether a number may be compared; where nobody's ends so, there is nothing to learn."""
    return not rows or store.tries.may(wanted)


def _first(limit: int, keys: list[int]) -> list[int]:
    return keys[: max(0, limit)]
