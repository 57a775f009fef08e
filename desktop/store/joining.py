"""Become a till of a centre, and begin a new epoch as one: rights begin at nothing each time."""

from desktop.store.allocations import ELSEWHERE
from desktop.store.centre import has_joined
from desktop.store.database import Store
from desktop.store.feed import forget_life
from desktop.store.places import EPOCH_SHIFT
from desktop.store.rights import show_all
from desktop.store.shop import epoch_of

DAY_MS = 86_400_000


def join(store: Store, *, lease_days: int, is_authority: bool) -> None:
    """Let this file agree with a centre from here on. Call it inside a write.

    A shop that ran alone stays the authority until it writes authority.handed_over. Its rights are
    what its present epoch earned and did not use: a log that has earlier epochs must begin a new
    one in the same write, since what those earned is in the centre's pool.
    """
    assert not has_joined(store), "a file joins once"
    store.run(
        "insert into centre (only, is_authority, lease_ms) values (1, ?, ?)",
        (int(is_authority), lease_days * DAY_MS),
    )
    store.run("delete from allocation")
    store.run("update wallet set unsettled = ?, next_end = ''", (ELSEWHERE,))
    cells_anew(store)
    show_all(store)


def forget_centre(store: Store) -> None:
    """Let another centre have nothing of this file yet: it is sent all, and read from the start.

    The numbers of its lives say nothing beside those of the centre before. Call it inside a write,
    which begins a new epoch.
    """
    store.run("delete from acked")
    forget_life(store)
    store.run("update centre set feed = 0, cursor = '', reached = 0")


def begin_epoch(store: Store, before: int) -> None:
    """Leave the rights of an epoch behind, in the write that begins the next one.

    Nothing an earlier epoch had rights to may be spent any more; what it was granted is kept, for
    a centre that was restored asks for it. On a lone till nothing changes.
    """
    if not has_joined(store):
        return
    store.run(
        "insert into old_grant (epoch, wallet, points) select ?, wallet, granted from account"
        " where granted > 0 on conflict (epoch, wallet) do update"
        " set points = max(points, excluded.points)",
        (before,),
    )
    store.run("update account set granted = 0")
    store.run(
        "update centre set is_frozen = 0, standing = 'live', lease_until_ms = 0, cursor = '',"
        " reached = 0"
    )
    cells_anew(store)
    show_all(store)


def cells_anew(store: Store) -> None:
    """Work out earned, used and returned of the present epoch from the log."""
    epoch = epoch_of(store)
    store.run(
        "update wallet set"  # noqa: S608 - both parts stand in this file
        " granted = coalesce((select account.granted from account where account.wallet = id), 0),"
        " earned = mine.earned, used = mine.used, returned = mine.returned from ("
        "  select wallet.key as of, coalesce(sum(max(entry.points, 0)), 0) as earned,"
        "  coalesce(sum(case when kind <> 'expire' then max(-entry.points, 0) end), 0) as used,"
        "  coalesce(sum(case when kind = 'expire' then max(-entry.points, 0) end), 0)"
        "  + coalesce(back.points, 0) as returned"
        "  from wallet left join entry on entry.wallet = wallet.key and entry.key >> 42 = :epoch"
        f"  left join ({HANDED_BACK}) as back on back.wallet = wallet.id"
        "  group by wallet.key) as mine where mine.of = wallet.key",
        {"epoch": epoch, "first": epoch << EPOCH_SHIFT},
    )


HANDED_BACK = (
    "select unhex(cast(body as text) ->> '$.data.wallet') as wallet,"
    " sum(cast(body as text) ->> '$.data.points') as points from operation"
    " where place > :first and kind = 'rights.return' group by 1"
)
"""Rights that the log handed back since a place, by wallet."""
