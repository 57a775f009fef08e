"""What the centre's people and its clock ask, each in one transaction of the shared rules."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from central.database import uuid
from central.happened import ERASED, Happened, Note
from central.working.asking import Asking, key
from central.working.centre import Working
from central.working.saving import save
from regulars.agreement import authority, healing, intake, planner
from regulars.agreement.centre import yesterday
from regulars.agreement.messages import Source
from regulars.ids import Id, spell

Refused = TypeVar("Refused")
Check = Callable[[Asking], Refused | None]
"""Looks at something before it is done, and says why it must not be; None where it may."""
STEP = 200
"""Wallets looked at in one transaction when a day has passed."""
_NIGHT = "select day, after from night where tenant = %(tenant)s"
_FIRST = """
insert into night (tenant, day, after)
select %(tenant)s, day, after from unnest(%(day)s::date[], %(after)s::uuid[]) as one (day, after)
on conflict do nothing
"""
_NEXT = """
update night set day = one.day, after = one.after
from unnest(%(day)s::date[], %(after)s::uuid[]) as one (day, after)
where tenant = %(tenant)s
"""
_HELD = """
select coalesce(sum(available), 0) from holding
where tenant = %(tenant)s and device = %(about)s and epoch = %(of)s
"""


def begin_day(working: Working, day: date) -> None:
    """Begin a business day; nothing is written as ended yet."""
    working.day = max(working.day, day)
    working.part = ("00" * 16, 0)
    authority.begin_day(working)
    save(working)


def go_on(working: Working, after: str) -> str | None:
    """Write what has ended in the next wallets; gives the last of them, None behind them all."""
    working.part = (after, STEP)
    found = working.ending(yesterday(working))
    authority.settle_ending(working)
    save(working)
    return found[-1] if len(found) == STEP else None


def is_night_due(working: Working) -> bool:
    """Tell whether nobody has begun to place points on this day."""
    rows = working.asking.rows(_NIGHT)
    return not working.healing and not (rows and rows[0][0] >= working.day)


def place(working: Working) -> bool:
    """Place the points of the next wallets, as each night asks; False once all are done.

    Of several who do so at once each does a part.
    """
    asking = working.asking
    rows = asking.locked(_NIGHT)
    working.refresh()
    day, after = rows[0] if rows else (None, None)
    is_first = day is None or day < working.day
    if working.healing or not (is_first or after):
        return False
    working.part = ("00" * 16 if is_first else after.hex, STEP)
    if is_first:
        planner.begin_night(working)
    found = planner.place_at_night(working)
    last = key(found[-1]) if len(found) == STEP else None
    save(working)
    asking.put(_NEXT if rows else _FIRST, "day after", [(working.day, last)])
    return last is not None


def held(asking: Asking, device: Id, epoch: int) -> int:
    """Give the points that a life of a till may spend."""
    ((points,),) = asking.rows(_HELD, about=uuid(device), of=epoch)
    return int(points)


def retire(working: Working, source: Source, check: Check[Refused]) -> int | Refused:
    """Declare a till gone; gives the points. Raises LookupError for one that was never enrolled.

    Its row is held when `check` is asked, so that nobody grants it anything meanwhile.
    """
    working.logs.fetch_devices([source.device])
    refused = check(working.asking)
    if refused is not None:
        return refused
    if source not in working.logs.rows:
        raise LookupError(source)
    intake.enrol(working, source)
    if working.healing:
        healing.give_up_waiting(working, source)
        points = 0
    else:
        points = authority.retire(working, source)
    save(working)
    return points


def restore(working: Working, feed_epoch: int, enrolled: list[Source]) -> None:
    """Begin a new life of the feed in what a backup has."""
    healing.begin_again(working, feed_epoch=feed_epoch, enrolled=enrolled)
    save(working)


def note_erased(working: Working, note: Note) -> None:
    """Write down who was erased in a transaction, whoever did it, before it ends."""
    asking = working.asking
    for kind, member in working.told.changed():
        if kind == "erased":
            note(Happened(ERASED, spell(asking.tenant), member, 0, asking.now_ms))
