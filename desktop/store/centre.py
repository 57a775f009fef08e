"""What a file knows of the centre it has joined: feed, lease, standing, what has arrived there.

A lone till has none of it: there is no row, and nothing here is asked when it sells.
"""

from typing import NamedTuple

from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, PLACE_MAX, SEQ_MASK, place_of
from desktop.store.shop import epoch_of
from regulars.ids import Id
from sync.ports import Backlog


class Centre(NamedTuple):
    """The row of the centre; see the table."""

    feed: int
    cursor: str
    reached: int
    must_report: bool
    standing: str
    is_frozen: bool
    is_authority: bool
    lease_ms: int
    lease_until_ms: int

    def may_spend(self, now_ms: int) -> bool:
        """Tell whether rights that are here may be spent now."""
        return not self.is_frozen and self.has_lease(now_ms)

    def has_lease(self, now_ms: int) -> bool:
        """Tell whether this till has heard of the centre lately, or decides by itself."""
        return self.is_authority or now_ms < self.lease_until_ms


def centre_of(store: Store) -> Centre | None:
    """Read what is known of the centre; None for a lone till."""
    found = store.row(
        "select feed, cursor, reached, must_report, standing, is_frozen, is_authority, lease_ms,"
        " lease_until_ms from centre"
    )
    if found is None:
        return None
    feed, cursor, reached, must_report, standing, frozen, authority, lease, until = found
    return Centre(
        feed,
        cursor,
        reached,
        bool(must_report),
        standing,
        bool(frozen),
        bool(authority),
        lease,
        until,
    )


def known_centre(store: Store) -> Centre:
    """Read what is known of the centre in a file that has joined one."""
    found = centre_of(store)
    assert found is not None, "this till has joined a centre"
    return found


def has_joined(store: Store) -> bool:
    """Tell whether this till has joined a centre."""
    return store.row("select 1 from centre") is not None


def is_known_to_have_joined(store: Store) -> bool:
    """Tell the same of a file that an earlier program wrote, which does not know of centres."""
    knows = store.row("select 1 from sqlite_master where name = 'centre'") is not None
    return knows and has_joined(store)


def keep_centre(store: Store, known: Centre) -> None:
    """Write what is known of the centre. Call it inside a write."""
    store.run(
        "update centre set feed = ?, cursor = ?, reached = ?, must_report = ?, standing = ?,"
        " is_frozen = ?, is_authority = ?, lease_ms = ?, lease_until_ms = ?",
        tuple(known),
    )


def heads_of(store: Store) -> list[tuple[int, int]]:
    """Give how far the log goes in each of its epochs, the present one last."""
    heads: list[tuple[int, int]] = []
    present = epoch_of(store)
    place = _last_before(store, PLACE_MAX)
    while place:
        heads.append((place >> EPOCH_SHIFT, place & SEQ_MASK))
        place = _last_before(store, place >> EPOCH_SHIFT << EPOCH_SHIFT)
    if not heads or heads[0][0] != present:
        heads.insert(0, (present, 0))
    return heads[::-1]


def last_of(store: Store, epoch: int) -> int:
    """Give how far the log goes in one epoch."""
    place = _last_before(store, (epoch + 1) << EPOCH_SHIFT)
    return place & SEQ_MASK if place >> EPOCH_SHIFT == epoch else 0


def _last_before(store: Store, place: int) -> int:
    found: int | None = store.value(
        "select place from operation where place < ? order by place desc limit 1", (place,)
    )
    return found or 0


def acked_of(store: Store, epoch: int) -> int:
    """Give how far the centre is known to have an epoch of the log."""
    found: int | None = store.value("select seq from acked where epoch = ?", (epoch,))
    return found or 0


def keep_acked(store: Store, epoch: int, seq: int) -> None:
    """Write how far the centre has an epoch. Call it inside a write."""
    if seq > 0:
        store.run(
            "insert into acked (epoch, seq) values (?, ?)"
            " on conflict (epoch) do update set seq = excluded.seq",
            (epoch, seq),
        )
    else:
        store.run("delete from acked where epoch = ?", (epoch,))


def backlog_of(store: Store) -> Backlog:
    """Give what the centre has not confirmed, over all epochs; nothing for a lone till."""
    if not is_known_to_have_joined(store):
        return Backlog(0)
    waiting = [
        (epoch, acked, last - acked)
        for epoch, last in heads_of(store)
        if (acked := min(acked_of(store, epoch), last)) < last
    ]
    if not waiting:
        return Backlog(0)
    epoch, acked, _ = waiting[0]
    oldest = store.value(
        "select at_ms from operation where place = ?", (place_of(epoch, acked + 1),)
    )
    return Backlog(sum(count for *_, count in waiting), oldest)


def closed_at(store: Store) -> int:
    """Give the place of the last day.close of this till; 0 before the first."""
    found: int | None = store.value("select place from closed")
    return found or 0


def holds_refund(store: Store, sale: Id) -> bool:
    """Tell whether the refunds of a sale are in this till's hands: it sold, and kept them."""
    place: int | None = store.value(
        "select place from operation where id = ? and kind in ('sale', 'redeem')", (sale,)
    )
    if place is None or place >> EPOCH_SHIFT != epoch_of(store) or place <= closed_at(store):
        return False
    return store.row("select 1 from released where sale = ?", (sale,)) is None
